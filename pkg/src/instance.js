// The WebAssembly instance: its life, its input buffer, and views of its memory.
//
// At most one instance runs. `running` is the only state:
//
//     undefined  -- withInstance -->  an Instance  -- a failed call, or a large memory -->  undefined
//
// * `undefined`: there was no call yet, or the last instance was stopped. The next call of `withInstance` makes an
//   instance. If that fails, `running` stays `undefined`, and the call after it tries again.
// * an `Instance`: all calls go to it. Only `withInstance` stops it, for one of two reasons: a call into it failed, so that
//   its data may be inconsistent; or its memory is large and no line reader is open, since memory cannot shrink.
//
// A stopped instance never runs again. It loses its functions and its memory, so that an object that still refers to it
// can neither call it nor keep its memory alive. Such an object compares with `isRunning` first.

/** @import { EncodedOptions } from "./options.js" */

const encoder = new TextEncoder();

// For strings up to this length, in UTF-16 units, room for the longest possible UTF-8 is reserved. Longer strings are
// assumed to be mostly ASCII at first.
const MAX_SHORT_STRING = 1 << 16;
const MIN_BUFFER_BYTES = 4096;
// An instance whose memory is larger than this number of bytes is stopped as soon as possible.
const LARGE_MEMORY = 1 << 26;
const MAX_UINT32 = 0xffffffff;

// wasm-bindgen imports this to put JavaScript values into a table. The wasm takes and returns numbers only, so the table
// stays unused.
const IMPORTS = { "./user_processing_result_bg.js": { __wbindgen_init_externref_table() {} } };

/** The value of each field of a stopped instance. */
const RELEASED = /** @type {never} */ (undefined);

/** @type {() => WebAssembly.Module} */
let compile = () => {
  throw new Error(
    "user-processing-result/slim: call init first, with the module or the bytes of user-processing-result/validator.wasm",
  );
};
/** @type {WebAssembly.Module | undefined} */
let module;
/** @type {Instance | undefined} */
let running;

/**
 * Sets where the module comes from. It is called at most once for each source, at the first use.
 *
 * @param {() => WebAssembly.Module} source
 */
export function setModuleSource(source) {
  compile = source;
  module = undefined;
}

/**
 * Calls a function with the running instance, and makes an instance first if none runs.
 *
 * A `TypeError` is thrown by JavaScript because of an input, and an `OutOfMemoryError` before anything is written:
 * neither affects the instance. Any other error stops it; a `RangeError` (the stack is exhausted) is thrown as it is,
 * other errors become the `cause` of the error that is thrown.
 *
 * @template Result
 * @param {(instance: Instance) => Result} run - Must not keep the instance.
 * @returns {Result}
 */
export function withInstance(run) {
  const instance = (running ??= new Instance((module ??= compile())));
  try {
    const result = run(instance);
    if (instance.isLarge() && instance.wasm.open_readers() === 0) stop(instance);
    return result;
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof OutOfMemoryError) throw cause;
    stop(instance);
    throw cause instanceof RangeError
      ? cause
      : new Error("the validator stopped; the next call begins with a fresh one", { cause });
  }
}

/**
 * Returns `true` if calls still go to this instance, `false` if it was stopped.
 *
 * @param {Instance} instance
 */
export function isRunning(instance) {
  return running === instance;
}

/** @param {Instance} instance */
function stop(instance) {
  if (!isRunning(instance)) return;
  running = undefined;
  instance.release();
}

/** The error for an input that does not fit into memory. */
export class OutOfMemoryError extends RangeError {}

/** An instance of the wasm, with the buffer and the views that belong to it. */
export class Instance {
  // When the memory grows, its views are detached: their length becomes 0.
  #buffer = new Uint8Array();
  #words = new Uint32Array();
  /** @type {EncodedOptions | undefined} */
  #options;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    const { exports } = new WebAssembly.Instance(module, IMPORTS);
    /** The functions of the wasm. */
    this.wasm = /** @type {WasmExports} */ (/** @type {unknown} */ (exports));
    this.wasm.__wbindgen_start();
  }

  get #memory() {
    return this.wasm.memory.buffer;
  }

  /** Drops functions, memory and views. */
  release() {
    this.wasm = RELEASED;
    this.#buffer = RELEASED;
    this.#words = RELEASED;
    this.#options = RELEASED;
  }

  isLarge() {
    return this.#memory.byteLength > LARGE_MEMORY;
  }

  /** Returns the whole memory as 32-bit numbers, valid until the next call into the wasm. */
  words() {
    if (this.#words.buffer !== this.#memory) this.#words = new Uint32Array(this.#memory);
    return this.#words;
  }

  /**
   * Returns a part of the memory as bytes, valid until the next call into the wasm.
   *
   * @param {number} address
   * @param {number} length
   */
  bytesAt(address, length) {
    return new Uint8Array(this.#memory, address, length);
  }

  /**
   * Puts options into force for the calls that follow. Equal options are encoded into the same object, so that they are
   * written only when they change.
   *
   * @param {EncodedOptions} options
   */
  setOptions(options) {
    if (this.#options === options) return;
    this.bytesAt(this.wasm.options() >>> 0, options.bytes.length).set(options.bytes);
    this.wasm.set_options(options.maxBytes);
    this.#options = options;
  }

  /**
   * Writes an input into the input buffer, a string as UTF-8.
   *
   * @param {string | Uint8Array} input
   * @param {number} maxBytes - The length of the longest input to write in full.
   * @returns {number} The number of bytes written. For an input of more than `maxBytes` bytes it is -1 if nothing was
   *   written, or else above `maxBytes`.
   * @throws {OutOfMemoryError}
   */
  writeInput(input, maxBytes) {
    const { length } = input;
    if (length > maxBytes) return -1;
    return typeof input === "string" ? this.#writeString(input, maxBytes) : this.#writeBytes(input, length);
  }

  /**
   * @param {Uint8Array} input
   * @param {number} length
   */
  #writeBytes(input, length) {
    this.#reserve(length, 0);
    this.#buffer.set(input);
    return length;
  }

  /**
   * @param {string} input
   * @param {number} maxBytes
   */
  #writeString(input, maxBytes) {
    const { length } = input;
    this.#reserve(length > MAX_SHORT_STRING ? length + (length >> 2) : 3 * length, 0);
    const { read, written } = encoder.encodeInto(input, this.#buffer);
    if (read === length || written > maxBytes) return written;
    const rest = input.slice(read);
    this.#reserve(written + 3 * rest.length, written);
    return written + encoder.encodeInto(rest, this.#buffer.subarray(written)).written;
  }

  /**
   * Makes the input buffer longer than a number of bytes.
   *
   * @param {number} length
   * @param {number} kept - How many bytes at the beginning of the buffer must survive.
   */
  #reserve(length, kept) {
    if (this.#buffer.length > length) return;
    const size = Math.max(length + 1, MIN_BUFFER_BYTES);
    const address = this.wasm.reserve_input(Math.min(size, MAX_UINT32), kept) >>> 0;
    if (address === 0) throw new OutOfMemoryError(`not enough memory for an input of ${length} bytes`);
    this.#buffer = this.bytesAt(address, size);
  }
}
