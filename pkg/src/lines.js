// Files of lines, read in chunks.

/** @import { LineReport, Options } from "../types/index.js" */
/** @import { EncodedOptions } from "./options.js" */
/** @import { Instance } from "./instance.js" */

import { NO_MEMORY, NOTHING } from "generated:border";
import { toBytes } from "./input.js";
import { isRunning, OutOfMemoryError, withInstance } from "./instance.js";
import { describe, encodeOptions } from "./options.js";
import { readLineReports } from "./report.js";

/**
 * A line reader inside the wasm: its number, and the instance it lives in.
 *
 * @typedef {{ file: number, instance: Instance }} LineReader
 */

// How many bytes of a chunk are copied into the input buffer at once.
const MAX_SLICE_BYTES = 1 << 18;

// Closes the readers of iterators that were abandoned before their end.
const abandonedReaders = /* @__PURE__ */ createRegistry();

/** @returns {Pick<FinalizationRegistry<LineReader>, "register" | "unregister">} */
function createRegistry() {
  if (typeof FinalizationRegistry === "undefined") return { register() {}, unregister: () => false };
  return new FinalizationRegistry(closeReader);
}

/**
 * @param {Parameters<typeof import("../types/index.js").checkLines>[0]} input
 * @param {Options} [options]
 */
export function checkLines(input, options) {
  return checkChunks(toChunks(input), encodeOptions(options));
}

/**
 * @param {any} input - Anything that a caller may pass.
 * @returns {Iterable<unknown> | AsyncIterable<unknown>}
 */
function toChunks(input) {
  if (ArrayBuffer.isView(input)) return [input];
  if (typeof input?.[Symbol.asyncIterator] === "function") return input;
  if (typeof input?.getReader === "function") return readStream(input);
  throw new TypeError(`input: expected a Uint8Array, a ReadableStream or an AsyncIterable, found ${describe(input)}`);
}

/**
 * Yields the chunks of a stream, in browsers whose streams are not iterable.
 *
 * @param {ReadableStream<unknown>} stream
 */
async function* readStream(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // This has no effect on a stream that was read to its end.
    try {
      await reader.cancel();
    } finally {
      reader.releaseLock();
    }
  }
}

/**
 * @param {Iterable<unknown> | AsyncIterable<unknown>} chunks
 * @param {EncodedOptions} options
 * @returns {AsyncGenerator<LineReport, void, undefined>}
 */
async function* checkChunks(chunks, options) {
  const reader = openReader(options);
  // The registry must not hold the object that it watches.
  abandonedReaders.register(reader, { ...reader }, reader);
  try {
    for await (const chunk of chunks) {
      const bytes = toBytes(chunk, "a Uint8Array");
      for (let start = 0; start < bytes.length; start += MAX_SLICE_BYTES) {
        yield* checkSlice(reader, bytes.subarray(start, start + MAX_SLICE_BYTES));
      }
    }
    yield* checkSlice(reader, undefined);
  } finally {
    abandonedReaders.unregister(reader);
    closeReader(reader);
  }
}

/**
 * Yields the reports of the lines that end in a slice.
 *
 * @param {LineReader} reader
 * @param {Uint8Array | undefined} slice - `undefined` at the end of the input, where the last line needs no line end.
 */
function* checkSlice(reader, slice) {
  withReader(reader, ({ wasm }) => wasm.set_chunk(reader.file, Number(slice === undefined)));
  for (;;) {
    const reports = withReader(reader, (instance) => nextReports(instance, reader.file, slice));
    if (reports === undefined) return;
    yield* reports;
  }
}

/**
 * @param {Instance} instance
 * @param {number} file
 * @param {Uint8Array | undefined} slice
 * @returns {LineReport[] | undefined} `undefined` if no other line ends in the slice.
 * @throws {OutOfMemoryError}
 */
function nextReports(instance, file, slice) {
  // The slice is written for every call, since other callers use the buffer in between.
  const length = slice === undefined ? 0 : instance.writeInput(slice, Infinity);
  const pointer = instance.wasm.check_lines(file, length);
  if (pointer === NOTHING) return undefined;
  if (pointer === NO_MEMORY) throw new OutOfMemoryError("not enough memory for a line of this length");
  return readLineReports(instance, pointer);
}

/**
 * @param {EncodedOptions} options
 * @returns {LineReader}
 */
function openReader(options) {
  return withInstance((instance) => {
    instance.setOptions(options);
    return { file: instance.wasm.open_lines(), instance };
  });
}

/** @param {LineReader} reader */
function closeReader(reader) {
  // A stopped instance took its readers with it.
  if (!isRunning(reader.instance)) return;
  try {
    withInstance(({ wasm }) => wasm.close_lines(reader.file));
  } catch {
    // The instance is stopped now, and its readers are gone.
  }
}

/**
 * Calls a function with the instance of a reader, which must still run: another instance does not have the reader.
 *
 * @template Result
 * @param {LineReader} reader
 * @param {(instance: Instance) => Result} run
 */
function withReader({ instance }, run) {
  if (!isRunning(instance)) throw new Error("the validator stopped while these lines were read: begin again");
  return withInstance(run);
}
