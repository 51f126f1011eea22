// Comparison of the playground's worker with the command, on the same files.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ArrayFinder, checkFileItems, checkFileLines, isLines, Summary } from "../../www/items.js";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const UPR = resolvePath("../../target/release/upr");
const CASES = resolvePath("../../tests/cases");
const bytes = (text) => new TextEncoder().encode(text);

// Returns the counts of the worker, for a file in chunks of a size in bytes.
async function countInWorker(text, contract, size, checkFile = checkFileItems) {
  const summary = new Summary();
  async function* chunks() {
    for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
  }
  await checkFile(chunks(), { contract }, summary);
  const { documents, invalid, errors, warnings, omitted } = summary.end();
  return { documents, invalid, found: errors + warnings + omitted };
}

// Returns the counts of the command.
function countInCommand(text, contract, input = "auto") {
  const { stdout, stderr } = spawnSync(
    UPR,
    ["check", "--format=json", `--contract=${contract}`, `--input=${input}`, "-"],
    { input: text, maxBuffer: 1 << 28 },
  );
  assert.equal(String(stderr), "");
  const { documents, invalid, errors, warnings } = JSON.parse(String(stdout).trimEnd().split("\n").at(-1)).summary;
  return { documents, invalid, found: errors + warnings };
}

const manyMembers = (count, name) => Array.from({ length: count }, (_, index) => `"${name}${index}": 1`).join();
const GENERATED = [
  "",
  " ",
  "[]",
  "{}",
  "[1]",
  "[[]]",
  "[{}, {}]",
  '{"value": []}',
  '{"value": {}}',
  '{"value": [{}], "x": 1}',
  '{"x": "value", "value": [{"id": "1"}]}',
  '{"value" \n: [{"id": ""}, 2]}',
  '{"a": {"value": [{}]}, "value": [{}]}',
  '{"a": [{"value": [{}]}], "b": 1}',
  '{"value": [{}}',
  '{"value": [{}]',
  "[{}",
  "[{},]",
  "[,{}]",
  "[{}] x",
  '{"value": [{}]} x',
  '{"a": 01, "value": [{}, {]}',
  '{"value": [{} {}]}',
  '{"value": [01]}',
  "\ufeff[{}]",
  '{"valu\\u0065": 1, "value": [{}]}',
  '{"x\\"value": [{}]}',
  '{"value\\"": [{}]}',
  '"value": [{}]',
  '{"value": "value", "x": [1]}',
  `[{${manyMembers(150, "x")}}, {"id": 1}, {${manyMembers(90, "y")}}]`,
  `{"value": [{${manyMembers(120, "@")}, "id": 1}, {${manyMembers(120, "x")}, "failedTasksCount": 1.0}], ${manyMembers(120, "z")}}`,
  `[${Array.from({ length: 30_000 }, (_, index) => (index % 3 ? '{"id":"1"}' : '{"id":1}')).join()}]`,
];

test("the worker and the command count the same documents, whatever the chunks of the file are", async () => {
  const cases = ["", "collection", "projection", "resource"].flatMap((folder) =>
    readdirSync(`${CASES}/${folder}`, { withFileTypes: true })
      // A second array of the same name belongs to the text around the first one, so that its items are not counted.
      .filter(({ name }) => name.endsWith(".json") && name !== "options.json" && name !== "duplicate-names.json")
      .map((entry) => readFileSync(`${CASES}/${folder}/${entry.name}`)),
  );
  let count = 0;
  for (const text of [...cases, ...GENERATED.map(bytes)]) {
    for (const contract of ["projection", "create"]) {
      const expected = countInCommand(text, contract);
      for (const size of text.length > 10_000 ? [1 << 16] : [1, 7, 1 << 16]) {
        assert.deepEqual(
          await countInWorker(text, contract, size),
          expected,
          `${contract} ${size}: ${String(text).slice(0, 200)}`,
        );
        count += 1;
      }
    }
  }
  assert.ok(count > 500, `${count}`);
});

test("the worker and the command count the same lines", async () => {
  for (const name of readdirSync(`${CASES}/lines`).filter((name) => name.endsWith("ndjson"))) {
    const text = readFileSync(`${CASES}/lines/${name}`);
    for (const size of [1, 7, 1 << 16])
      assert.deepEqual(
        await countInWorker(text, "projection", size, checkFileLines),
        countInCommand(text, "projection", "lines"),
        name,
      );
  }
});

test("isLines recognizes a file of lines by its extension, or by a second object", () => {
  assert.equal(isLines("a.ndjson", bytes("")), true);
  assert.equal(isLines("a.json", bytes("{}\n{}")), false);
  for (const text of ["{}\n{}", ' {"a": 1} \r\n\n {', '{"a":1}\n\n\n{'])
    assert.equal(isLines("a.txt", bytes(text)), true, text);
  for (const text of ["", "{}", "{}\n", '{\n"a": 1}\n{', "[]\n{", "{}\n[", `}${"\n".repeat(1 << 17)}`])
    assert.equal(isLines("a.txt", bytes(text)), false, text);
});

// Calls a function at every access to an array.
function watchReads(array, onRead) {
  return new Proxy(array, { get: (target, name) => (onRead(), Reflect.get(target, name, target)) });
}

test("ArrayFinder reads each byte a constant number of times, whatever the file contains", () => {
  for (const hostile of ['"', '\\"', '"\\', "{", "[[", '"value":', '"value" ', "\n", '{"value"', '"a":"\\"']) {
    const reads = [1, 2, 4].map((times) => {
      let reads = 0;
      const text = bytes(`{${hostile.repeat(1000 * times)}`);
      const finder = new ArrayFinder();
      for (let at = 0; at < text.length; at += 100)
        finder.find(watchReads(text.subarray(at, at + 100), () => (reads += 1)));
      return reads / text.length;
    });
    assert.ok(Math.max(...reads) < 8 && Math.abs(reads[2] - reads[0]) < 0.1, `${hostile}: ${reads}`);
  }
});
