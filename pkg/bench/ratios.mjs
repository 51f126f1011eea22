// Prints the speed of the package as ratios to that of other libraries, with the same data in the same run.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { measure } from "mitata";
import { check } from "../dist/index.js";
import { contestants } from "./contestants.mjs";
import { documents, SEED } from "./data.mjs";

// The number of documents in a set.
const DOCUMENTS = 50_000;
// How often the two functions of a row are measured, in turn.
const TURNS = 3;
// The number of violations of a document in the set `faulty`, each with another code.
const VIOLATIONS = 8;
// The number of processes that measure a first call.
const PROCESSES = 11;

const CONTRACTS = { canonical: "create", graph: "resource", faulty: "create" };

// The rows of the table: set, form of the documents, function, function to compare with, minimum ratio.
const ROWS = [
  ["canonical", "bytes", "check", "JSON.parse, ajv", 6],
  ["canonical", "bytes", "check", "JSON.parse", 2],
  ["canonical", "text", "check", "JSON.parse", 2],
  ["canonical", "value", "checkValue", "ajv", 1.7],
  ["canonical", "value", "checkValue", "zod"],
  ["canonical", "value", "checkValue", "valibot"],
  ["canonical", "text", "parse", "JSON.parse, zod"],
  ["graph", "text", "check", "JSON.parse"],
  ["graph", "text", "check", "JSON.parse, ajv"],
  ["faulty", "text", "check", "JSON.parse, ajv", 2],
];

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));

const sets = Object.fromEntries(Object.entries(CONTRACTS).map(([set, contract]) => [set, prepareSet(set, contract)]));
console.log(`${DOCUMENTS} documents a set, seed 0x${SEED.toString(16)}\n`);

console.log("| work | documents | as | ns each | against | ns each | times as fast | at least |");
console.log("|---|---|---|---:|---|---:|---:|---|");
for (const [set, as, work, against, target] of ROWS) {
  const { forms, all } = sets[set];
  const functions = all[as];
  // JSON.parse takes text, whatever form the other function takes.
  const other = functions[against] ? as : "text";
  const turns = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const ours = await measureNanoseconds(forms[as], functions[work]);
    turns.push({ ours, theirs: await measureNanoseconds(forms[other], all[other][against]) });
  }
  const ours = median(turns.map(({ ours }) => ours));
  const theirs = median(turns.map(({ theirs }) => theirs));
  const ratio = median(turns.map(({ ours, theirs }) => theirs / ours));
  const times = `${ours.toFixed()} | ${against} | ${theirs.toFixed()} | ${ratio.toFixed(2)}`;
  console.log(
    `| \`${work}\` | ${set} | ${as} | ${times} | ${target ? `${target}: ${verdict(ratio >= target)}` : ""} |`,
  );
}

const first = median(Array.from({ length: PROCESSES }, firstCall));
const page = gzipSync(readFileSync(resolvePath("../dist/index.js")), { level: 9 }).length / 1024;
console.log("\n| what | is | at most |");
console.log("|---|---:|---|");
console.log(`| the first call, compile included | ${first.toFixed(1)} ms | 5: ${verdict(first <= 5)} |`);
console.log(`| what a page downloads, gzip -9 | ${page.toFixed(1)} KB | 40: ${verdict(page <= 40)} |`);

// Generates a set in every form. Fails if the verdict of a validator is not the expected one.
function prepareSet(set, contract) {
  const bytes = documents(set, DOCUMENTS);
  const text = bytes.map(String);
  const forms = { bytes, text, value: text.map((json) => JSON.parse(json)) };
  const all = contestants(contract);
  for (const [as, functions] of Object.entries(all)) {
    for (const [name, run] of Object.entries(functions)) {
      const expected = set !== "faulty" || name === "JSON.parse";
      const at = forms[as].findIndex((document) => run(document) !== expected);
      if (at >= 0) throw new Error(`${name} finds ${expected ? "invalid" : "valid"}, in ${set}: ${text[at]}`);
    }
  }
  if (set === "faulty") {
    const at = text.findIndex((json) => new Set(check(json).violations.map(({ code }) => code)).size !== VIOLATIONS);
    if (at >= 0) throw new Error(`not ${VIOLATIONS} codes: ${text[at]}`);
  }
  return { forms, all };
}

// Measures a function. Returns the nanoseconds for each document.
async function measureNanoseconds(documents, run) {
  const { p50 } = await measure(
    () => {
      let count = 0;
      for (const document of documents) count += run(document);
      return count;
    },
    { min_samples: 5, min_cpu_time: 4e8 },
  );
  return p50 / documents.length;
}

function firstCall() {
  return Number(execFileSync(process.execPath, [resolvePath("first-call.mjs")]));
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function verdict(isReached) {
  return isReached ? "reached" : "not reached";
}
