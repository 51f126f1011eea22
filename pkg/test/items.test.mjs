// What the playground's worker says of files is what the command says of them.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Finder, Summary, isLines, items, lines } from "../../www/items.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const UPR = here("../../target/release/upr");
const CASES = here("../../tests/cases");
const bytes = (text) => new TextEncoder().encode(text);

// What the worker counts, of a file that comes in pieces.
async function counted(text, contract, size, judge = items) {
  const summary = new Summary();
  async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
  }
  await judge(pieces(), { contract }, summary);
  const { documents, invalid, errors, warnings, omitted } = summary.end();
  return { documents, invalid, found: errors + warnings + omitted };
}

function commanded(text, contract, input = "auto") {
  const { stdout, stderr } = spawnSync(
    UPR,
    ["check", "--format=json", `--contract=${contract}`, `--input=${input}`, "-"],
    { input: text, maxBuffer: 1 << 28 },
  );
  assert.equal(String(stderr), "");
  const { documents, invalid, errors, warnings } = JSON.parse(String(stdout).trimEnd().split("\n").at(-1)).summary;
  return { documents, invalid, found: errors + warnings };
}

const many = (count, name) => Array.from({ length: count }, (_, index) => `"${name}${index}": 1`).join();
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
  `[{${many(150, "x")}}, {"id": 1}, {${many(90, "y")}}]`,
  `{"value": [{${many(120, "@")}, "id": 1}, {${many(120, "x")}, "failedTasksCount": 1.0}], ${many(120, "z")}}`,
  `[${Array.from({ length: 30_000 }, (_, index) => (index % 3 ? '{"id":"1"}' : '{"id":1}')).join()}]`,
];

test("documents are counted as the command counts them, however a file is cut", async () => {
  const cases = ["", "collection", "projection", "resource"].flatMap((folder) =>
    readdirSync(`${CASES}/${folder}`, { withFileTypes: true })
      // A second array of the same name is judged with what stands around the first, and its items are not counted.
      .filter(({ name }) => name.endsWith(".json") && name !== "options.json" && name !== "duplicate-names.json")
      .map((entry) => readFileSync(`${CASES}/${folder}/${entry.name}`)),
  );
  let count = 0;
  for (const text of [...cases, ...GENERATED.map(bytes)]) {
    for (const contract of ["projection", "create"]) {
      const expected = commanded(text, contract);
      for (const size of text.length > 10_000 ? [1 << 16] : [1, 7, 1 << 16]) {
        assert.deepEqual(
          await counted(text, contract, size),
          expected,
          `${contract} ${size}: ${String(text).slice(0, 200)}`,
        );
        count += 1;
      }
    }
  }
  assert.ok(count > 500, `${count}`);
});

test("lines are counted as the command counts them", async () => {
  for (const name of readdirSync(`${CASES}/lines`).filter((name) => name.endsWith("ndjson"))) {
    const text = readFileSync(`${CASES}/lines/${name}`);
    for (const size of [1, 7, 1 << 16])
      assert.deepEqual(await counted(text, "projection", size, lines), commanded(text, "projection", "lines"), name);
  }
});

test("lines are known by the name, or by a second object", () => {
  assert.equal(isLines("a.ndjson", bytes("")), true);
  assert.equal(isLines("a.json", bytes("{}\n{}")), false);
  for (const text of ["{}\n{}", ' {"a": 1} \r\n\n {', '{"a":1}\n\n\n{'])
    assert.equal(isLines("a.txt", bytes(text)), true, text);
  for (const text of ["", "{}", "{}\n", '{\n"a": 1}\n{', "[]\n{", "{}\n[", `}${"\n".repeat(1 << 17)}`])
    assert.equal(isLines("a.txt", bytes(text)), false, text);
});

// Calls a function whenever something of an array is read.
function watched(array, look) {
  return new Proxy(array, { get: (target, name) => (look(), Reflect.get(target, name, target)) });
}

test("the beginning of a file is looked at once, whatever stands there", () => {
  for (const hostile of ['"', '\\"', '"\\', "{", "[[", '"value":', '"value" ', "\n", '{"value"', '"a":"\\"']) {
    const looks = [1, 2, 4].map((times) => {
      let looks = 0;
      const text = bytes(`{${hostile.repeat(1000 * times)}`);
      const finder = new Finder();
      for (let at = 0; at < text.length; at += 100)
        finder.find(watched(text.subarray(at, at + 100), () => (looks += 1)));
      return looks / text.length;
    });
    assert.ok(Math.max(...looks) < 8 && Math.abs(looks[2] - looks[0]) < 0.1, `${hostile}: ${looks}`);
  }
});
