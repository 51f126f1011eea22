// How fast a document is judged, as ratios to what others do with the same data in the same run.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { measure } from "mitata";
import { check } from "../dist/index.js";
import { contestants } from "./contestants.mjs";
import { documents, SEED } from "./data.mjs";

// How many documents a set has.
const DOCUMENTS = 50_000;
// How often the two of a row are measured in turn.
const TURNS = 3;
// How many faults a faulty document has, each of another code.
const FAULTS = 8;
// How many processes make a first call.
const PROCESSES = 11;

const contracts = { canonical: "create", graph: "resource", faulty: "create" };

// One line of the table: which work on which set, taken as what, against what, and how many times as fast at least.
const rows = [
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

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const sets = Object.fromEntries(Object.entries(contracts).map(([set, contract]) => [set, make(set, contract)]));
console.log(`${DOCUMENTS} documents a set, seed 0x${SEED.toString(16)}\n`);

console.log("| work | documents | as | ns each | against | ns each | times as fast | at least |");
console.log("|---|---|---|---:|---|---:|---:|---|");
for (const [set, as, work, against, target] of rows) {
  const { forms, all } = sets[set];
  const judges = all[as];
  // JSON.parse alone takes a text, whatever ours takes.
  const other = judges[against] ? as : "text";
  const turns = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const ours = await nanoseconds(forms[as], judges[work]);
    turns.push({ ours, theirs: await nanoseconds(forms[other], all[other][against]) });
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
const page = gzipSync(readFileSync(here("../dist/index.js")), { level: 9 }).length / 1024;
console.log("\n| what | is | at most |");
console.log("|---|---:|---|");
console.log(`| the first call, compile included | ${first.toFixed(1)} ms | 5: ${verdict(first <= 5)} |`);
console.log(`| what a page downloads, gzip -9 | ${page.toFixed(1)} KB | 40: ${verdict(page <= 40)} |`);

// A set in each form that is taken, and those that take it; stops where they do not agree.
function make(set, contract) {
  const bytes = documents(set, DOCUMENTS);
  const text = bytes.map(String);
  const forms = { bytes, text, value: text.map((json) => JSON.parse(json)) };
  const all = contestants(contract);
  for (const [as, judges] of Object.entries(all)) {
    for (const [name, takes] of Object.entries(judges)) {
      const expected = set !== "faulty" || name === "JSON.parse";
      const at = forms[as].findIndex((document) => takes(document) !== expected);
      if (at >= 0) throw new Error(`${name} finds ${expected ? "invalid" : "valid"}, of ${set}: ${text[at]}`);
    }
  }
  if (set === "faulty") {
    const at = text.findIndex((json) => new Set(check(json).violations.map(({ code }) => code)).size !== FAULTS);
    if (at >= 0) throw new Error(`not ${FAULTS} codes: ${text[at]}`);
  }
  return { forms, all };
}

// Nanoseconds a document.
async function nanoseconds(documents, takes) {
  const { p50 } = await measure(
    () => {
      let count = 0;
      for (const document of documents) count += takes(document);
      return count;
    },
    { min_samples: 5, min_cpu_time: 4e8 },
  );
  return p50 / documents.length;
}

function firstCall() {
  return Number(execFileSync(process.execPath, [here("first-call.mjs")]));
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

function verdict(isReached) {
  return isReached ? "reached" : "not reached";
}
