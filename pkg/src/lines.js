// Files of lines, as they come.

import { bytes } from "./input.js";
import { call, generation, isCurrent, put, wasm } from "./instance.js";
import { contractOf, kind } from "./options.js";
import { lines } from "./report.js";

// How many bytes are handed over at once.
const PIECE = 1 << 18;

export function checkLines(input, options) {
  return judged(pieces(input), contractOf(options));
}

function pieces(input) {
  if (ArrayBuffer.isView(input)) return [input];
  if (typeof input?.[Symbol.asyncIterator] === "function") return input;
  if (typeof input?.getReader === "function") return read(input);
  throw new TypeError(`input: expected a Uint8Array, a ReadableStream or an AsyncIterable, found ${kind(input)}`);
}

// For browsers whose streams cannot be iterated.
async function* read(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Of one that is over it ends nothing.
    try {
      await reader.cancel();
    } finally {
      reader.releaseLock();
    }
  }
}

// What the wasm gives in place of reports.
const NO_MEMORY = 1;

// Files of lines that nobody reads any more, though not to their end: what is held for them is let go of.
const abandoned = /* @__PURE__ */ registry();

function registry() {
  if (typeof FinalizationRegistry === "undefined") return { register() {}, unregister() {} };
  return new FinalizationRegistry(close);
}

function close({ file, instance }) {
  // Nothing of an instance that was stopped is called again: what it held is gone with it.
  if (!isCurrent(instance)) return;
  try {
    call(() => wasm.close_lines(file));
  } catch {
    // The next call begins with a fresh instance.
  }
}

async function* judged(pieces, { contract, maxBytes }) {
  const open = call(() => ({ file: wasm.open_lines(contract, maxBytes), instance: generation }));
  const { file, instance } = open;
  abandoned.register(open, { file, instance }, open);
  const ask = (run) => {
    if (!isCurrent(instance)) throw new Error("the validator stopped while these lines were read: begin again");
    return call(run);
  };
  // The reports of the whole lines in a piece; without one, of what is left.
  function* judge(piece) {
    let length = ask(
      () => (wasm.resume_lines(file, piece === undefined), piece === undefined ? 0 : put(piece, Infinity)),
    );
    for (let reports; (reports = ask(() => wasm.check_lines(file, length))) !== 0;) {
      if (reports === NO_MEMORY) throw new RangeError("there is no memory for a line of this length");
      yield* lines(reports);
      // Others may have used the buffer.
      if (piece !== undefined) length = ask(() => put(piece, Infinity));
    }
  }
  try {
    for await (const piece of pieces) {
      const whole = bytes(piece, "a Uint8Array");
      for (let at = 0; at < whole.length; at += PIECE) yield* judge(whole.subarray(at, at + PIECE));
    }
    yield* judge();
  } finally {
    abandoned.unregister(open);
    close(open);
  }
}
