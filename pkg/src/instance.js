// The instance of the wasm, the buffer through which texts go in, and the memory in which reports stand.

import * as wasm from "../../target/wasm-pack/user_processing_result_bg.js";

// Functions over numbers, which call into the instance that was made last.
export { wasm };

const encoder = new TextEncoder();

// Strings up to this length get room for the longest UTF-8 they can have; longer ones are taken for ASCII, nearly, at first.
const SHORT = 1 << 16;
// An instance whose memory is larger is given up as soon as nobody needs it, for memory cannot shrink.
const LARGE = 1 << 26;
// The largest number that the wasm takes; no memory has so much room.
const MOST = 0xffffffff;

let compile = () => {
  throw new Error(
    "user-processing-result/slim: call init first, with the module or the bytes of user-processing-result/validator.wasm",
  );
};
let module;
let isRunning = false;
let memory;
// The kept buffer; its length is 0 once the memory has grown, which takes every view away.
let buffer;
// All of the memory as numbers.
let words;

// Counts instances: what belongs to an earlier one is lost with it.
export let generation = 0;

export function isCurrent(instance) {
  return isRunning && instance === generation;
}

// Says where the module comes from.
export function use(source) {
  compile = source;
  module = undefined;
}

export class NoMemory extends RangeError {}

// Calls into the instance; where that is stopped, it is not called again, and the next call gets a fresh one.
export function call(run) {
  if (!isRunning) start();
  try {
    const result = run();
    if (memory.buffer.byteLength > LARGE && wasm.open_files() === 0) isRunning = false;
    return result;
  } catch (cause) {
    // What JavaScript says of an input has not stopped anything.
    if (cause instanceof TypeError || cause instanceof NoMemory) throw cause;
    isRunning = false;
    throw cause instanceof RangeError
      ? cause
      : new Error("the validator stopped; the next call begins with a fresh one", { cause });
  }
}

// Makes an instance. It runs only once all of this is done: where the stack ends in between, the next call begins anew.
function start() {
  module ??= compile();
  const { exports } = new WebAssembly.Instance(module, { "./user_processing_result_bg.js": wasm });
  wasm.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  ({ memory } = exports);
  buffer = new Uint8Array();
  words = new Uint32Array();
  generation += 1;
  isRunning = true;
}

export function numbers() {
  if (words.buffer !== memory.buffer) words = new Uint32Array(memory.buffer);
  return words;
}

// A piece of it as bytes.
export function bytesAt(address, length) {
  return new Uint8Array(memory.buffer, address, length);
}

// Writes a text into the buffer and gives its length in bytes. Of one that is longer than `most` bytes so many are written
// that this is seen, or none, and the length is -1.
export function put(input, most) {
  const { length } = input;
  if (length > most) return -1;
  if (typeof input !== "string") {
    makeRoom(length, 0);
    buffer.set(input);
    return length;
  }
  makeRoom(length > SHORT ? length + (length >> 2) : 3 * length, 0);
  const { read, written } = encoder.encodeInto(input, buffer);
  if (read === length || written > most) return written;
  const rest = input.slice(read);
  makeRoom(written + 3 * rest.length, written);
  return written + encoder.encodeInto(rest, buffer.subarray(written)).written;
}

// Room for more than so many bytes.
function makeRoom(length, kept) {
  if (buffer.length > length) return;
  const size = Math.max(length + 1, 4096);
  const start = wasm.room(Math.min(size, MOST), kept);
  if (start === 0) throw new NoMemory(`there is no memory for an input of ${length} bytes`);
  buffer = new Uint8Array(memory.buffer, start, size);
}
