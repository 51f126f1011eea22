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

async function* judged(pieces, { contract, maxBytes }) {
  const { file, instance } = call(() => ({ file: new wasm.Lines(contract, maxBytes), instance: generation }));
  const ask = (run) => {
    if (!isCurrent(instance)) throw new Error("the validator stopped while these lines were read: begin again");
    return call(run);
  };
  // The reports of the whole lines in a piece; without one, of what is left.
  function* judge(piece) {
    let length = ask(() => (file.go_on(piece === undefined), piece === undefined ? 0 : put(piece, Infinity)));
    for (let reports; (reports = ask(() => wasm.check_lines(file, length))) !== 0; ) {
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
    if (isCurrent(instance)) file.free();
  }
}
