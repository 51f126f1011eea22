// The instance of the wasm, the buffer through which texts go in, and the memory in which reports stand.

import {
  check,
  check_collection,
  check_lines,
  check_message,
  check_typed,
  check_value,
  initSync,
  is_clean,
  is_valid,
  Lines,
  members,
  open_files,
  restart,
  room,
  too_large,
} from "../../target/wasm-pack/user_processing_result.js";

export const wasm = { check, check_collection, check_lines, check_message, check_typed, check_value, is_clean, is_valid, Lines, members, too_large };

const encoder = new TextEncoder();

// Strings up to this length get room for the longest UTF-8 they can have.
const SHORT = 1 << 16;
// An instance whose memory is larger is given up as soon as nobody needs it, for memory cannot shrink.
const LARGE = 1 << 26;

let compile = () => {
  throw new Error(
    "user-processing-result/slim: call init first, with the module or the bytes of user-processing-result/validator.wasm",
  );
};
let isRunning = false;
let hasRun = false;
let memory;
// The kept buffer; its length is 0 once the memory has grown, which takes every view away.
let buffer = new Uint8Array();

// Counts instances: what belongs to an earlier one is lost with it.
export let generation = 0;

export function isCurrent(instance) {
  return isRunning && instance === generation;
}

// Says where the module comes from.
export function use(source) {
  compile = source;
}

class NoMemory extends RangeError {}

// Calls into the instance; where that is stopped, the next call gets a fresh one.
export function call(run) {
  if (!isRunning) start();
  try {
    return run();
  } catch (cause) {
    // What JavaScript says of an input has not stopped anything.
    if (cause instanceof TypeError || cause instanceof NoMemory) throw cause;
    isRunning = false;
    throw cause instanceof RangeError ? cause : new Error("the validator stopped; the next call begins with a fresh one", { cause });
  } finally {
    if (memory.buffer.byteLength > LARGE && isRunning && open_files() === 0) giveUp();
  }
}

function giveUp() {
  isRunning = false;
  memory = undefined;
  buffer = new Uint8Array();
  words = new Uint32Array();
}

function start() {
  if (hasRun) restart();
  else initSync({ module: compile() });
  room(0, 0);
  ({ memory } = initSync());
  buffer = new Uint8Array();
  generation += 1;
  isRunning = hasRun = true;
}

// All of the memory as numbers.
let words = new Uint32Array();

export function numbers() {
  if (words.buffer !== memory.buffer) words = new Uint32Array(memory.buffer);
  return words;
}

// A piece of it as bytes.
export function bytesAt(address, length) {
  return new Uint8Array(memory.buffer, address, length);
}

// Writes a text into the buffer and gives its length in bytes; -1 for a text that is longer than `most` bytes.
export function put(input, most) {
  if (input.length > most) return -1;
  if (typeof input !== "string") {
    makeRoom(input.length);
    buffer.set(input);
    return input.length;
  }
  const length = input.length > SHORT ? putLong(input, most) : putShort(input);
  return length > most ? -1 : length;
}

function putShort(input) {
  makeRoom(3 * input.length);
  return encoder.encodeInto(input, buffer).written;
}

function putLong(input, most) {
  let length = 0;
  for (let rest = input; rest.length > 0 && length <= most; ) {
    makeRoom(length + rest.length + (rest.length >> 2) + 3, length);
    const { read, written } = encoder.encodeInto(rest, buffer.subarray(length));
    length += written;
    rest = rest.slice(read);
  }
  return length;
}

function makeRoom(length, kept = 0) {
  if (buffer.length > length) return;
  const size = Math.max(length + 1, 4096);
  const start = room(size, kept);
  if (start === 0) throw new NoMemory(`there is no memory for an input of ${length} bytes`);
  buffer = new Uint8Array(memory.buffer, start, size);
}
