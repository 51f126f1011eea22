// Judges a file as it is read.

import { Summary, isLines, items, lines } from "./items.js";

onmessage = async ({ data: { file, options } }) => {
  try {
    const summary = new Summary();
    const pieces = read(file, summary);
    const { value: first = new Uint8Array() } = await pieces.next();
    const all = chain(first, pieces);
    await (isLines(file.name, first) ? lines(all, options, summary) : items(all, options, summary));
    postMessage({ done: summary.end() });
  } catch (error) {
    postMessage({ error: String(error?.message ?? error) });
  }
};

// The pieces of a file; tells now and then how far it is.
async function* read(file, summary) {
  const reader = file.stream().getReader();
  let bytes = 0;
  let told = 0;
  for (let next; !(next = await reader.read()).done;) {
    yield next.value;
    bytes += next.value.length;
    if (performance.now() - told < 50) continue;
    told = performance.now();
    postMessage({ bytes, documents: summary.documents, invalid: summary.invalid });
  }
}

async function* chain(first, rest) {
  yield first;
  yield* rest;
}
