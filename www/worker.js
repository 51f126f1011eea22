// Checks a file in a worker, while it is read.

/** @import { Options } from "../pkg/dist/index.js" */

import { checkFileItems, checkFileLines, isLines, Summary } from "./items.js";

/**
 * The messages of the worker: its progress from time to time, and one outcome at the end.
 *
 * @typedef {{ type: "progress", bytes: number, documents: number, invalid: number }} Progress
 * @typedef {{ type: "done", summary: FileSummary } | { type: "failed", reason: string }} Outcome
 * @typedef {ReturnType<Summary["end"]>} FileSummary
 */

// How long it takes at least from one progress message to the next, in milliseconds.
const PROGRESS_INTERVAL = 50;

/** @param {MessageEvent<{ file: File, options: Options }>} event */
onmessage = async ({ data: { file, options } }) => {
  try {
    post({ type: "done", summary: await checkFile(file, options) });
  } catch (error) {
    post({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
};

/** @param {Progress | Outcome} message */
function post(message) {
  postMessage(message);
}

/**
 * @param {File} file
 * @param {Options} options
 */
async function checkFile(file, options) {
  const summary = new Summary();
  const chunks = readFile(file, summary);
  const { value: first = new Uint8Array() } = await chunks.next();
  const all = prepend(first, chunks);
  if (isLines(file.name, first)) await checkFileLines(all, options, summary);
  else await checkFileItems(all, options, summary);
  return summary.end();
}

/**
 * Yields the chunks of a file, and posts the progress in between.
 *
 * @param {File} file
 * @param {Summary} summary
 * @returns {AsyncGenerator<Uint8Array, undefined>}
 */
async function* readFile(file, summary) {
  const reader = file.stream().getReader();
  let bytes = 0;
  let lastPost = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
    bytes += value.length;
    if (performance.now() - lastPost < PROGRESS_INTERVAL) continue;
    lastPost = performance.now();
    post({ type: "progress", bytes, documents: summary.documents, invalid: summary.invalid });
  }
}

/**
 * @param {Uint8Array} first
 * @param {AsyncIterable<Uint8Array>} rest
 */
async function* prepend(first, rest) {
  yield first;
  yield* rest;
}
