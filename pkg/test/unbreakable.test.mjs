// Whatever comes, the next call is right, and memory stays what it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

// The memory of the instance, which the package does not give away.
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    ({ memory } = this.exports);
  }
};
const { check, checkLines, checkValue, isValid } = await import("user-processing-result");

const RIGHT =
  '{"failedTasksCount":0,"processingStatus":"queued","scheduledDateTime":"2026-03-01T06:00:00Z","totalTasksCount":4,' +
  '"totalUnprocessedTasksCount":0,"workflowExecutionType":"scheduled","workflowVersion":2}';
const WRONG = '{"workflowVersion": 1.0, "漢字": 1}';
const size = () => memory.buffer.byteLength;

function assertRight() {
  assert.equal(isValid(RIGHT), true);
  assert.deepEqual(check(RIGHT), { valid: true, violations: [] });
  assert.equal(check(WRONG).violations.length, 8);
  assert.equal(checkValue(JSON.parse(RIGHT)).valid, true);
}

test("memory does not grow over a million calls", () => {
  const bytes = new TextEncoder().encode(RIGHT);
  const value = JSON.parse(RIGHT);
  for (let call = 0; call < 1000; call++) assertRight();
  const before = size();
  for (let call = 0; call < 200_000; call++) {
    check(RIGHT);
    check(bytes);
    isValid(RIGHT);
    checkValue(value);
    check(WRONG);
  }
  assert.equal(size(), before);
});

test("files of lines leave nothing behind, read to the end or not", async () => {
  const lines = new TextEncoder().encode(`${RIGHT}\n${WRONG}\n`.repeat(50));
  const read = async (most) => {
    let count = 0;
    for await (const { line } of checkLines(lines)) if (line === most) break;
    return count;
  };
  for (let file = 0; file < 20; file++) await read(file);
  const before = size();
  for (let file = 0; file < 1000; file++) await read(file % 100);
  assert.equal(size(), before);
});

test("a stream of lines takes the memory of a few blocks, however long; a long line that of the longest allowed", async () => {
  const before = size();
  const block = new TextEncoder().encode(`${RIGHT}\n`.repeat(1000));
  async function* stream(block, times) {
    for (let time = 0; time < times; time++) yield block;
  }
  let count = 0;
  for await (const { valid } of checkLines(stream(block, 400))) count += Number(valid);
  assert.equal(count, 400_000);
  assert.ok(size() <= before + (2 << 20), `${before} to ${size()} bytes`);

  const reports = [];
  const noEnd = new Uint8Array(1 << 20).fill(0x30);
  for await (const report of checkLines(stream(noEnd, 100), { maxBytes: 1 << 20 })) reports.push(report);
  assert.deepEqual(reports.map(({ line, violations: [{ code }] }) => [line, code]), [[1, "too_large"]]);
  assert.ok(size() <= before + (8 << 20), `${before} to ${size()} bytes`);
});

test("after 100 MB", () => {
  const large = `{"@a": "${"x".repeat(100 << 20)}", "workflowVersion": 1.0}`;
  assert.deepEqual(check(large).violations.map(({ code }) => code), ["too_large"]);
  assertRight();
  const { violations } = check(large, { maxBytes: Infinity, contract: "projection" });
  assert.equal(large.slice(violations[0].span.start, violations[0].span.end), "1.0");
  assert.ok(size() > 100 << 20);
  assertRight();
  assert.ok(size() < 10 << 20, "the memory is given back");
  const bytes = new TextEncoder().encode(large);
  assert.equal(isValid(bytes, { maxBytes: Infinity, contract: "projection" }), false);
  assertRight();
});

test("after a thousand refused inputs", () => {
  const before = size();
  for (let refused = 0; refused < 1000; refused++) {
    const text = "[".repeat(refused * 100) + "\ud83d";
    assert.equal(check(text).valid, false);
    assert.equal(check(text, { maxBytes: 10 }).valid, false);
    assert.throws(() => check(refused), TypeError);
    assert.throws(() => check(text, { contract: refused }), TypeError);
    assert.throws(() => checkValue({ refused: BigInt(refused) }), TypeError);
  }
  assertRight();
  assert.ok(size() <= before + (4 << 20), `${before} to ${size()} bytes`);
});

test("what one caller does wrong ends no stream of another", async () => {
  const lines = checkLines(new TextEncoder().encode(`${RIGHT}\n`.repeat(100)));
  await lines.next();
  const gone = new Uint8Array(4);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.throws(() => check(gone), TypeError);
  assert.throws(() => check(Object.create(Uint8Array.prototype)), TypeError);
  assert.throws(() => check(1), TypeError);
  let count = 1;
  for await (const { valid } of lines) count += Number(valid);
  assert.equal(count, 100);
});

test("files of lines that nobody reads to the end do not keep a large memory", async () => {
  await checkLines(new TextEncoder().encode(`${RIGHT}\n`)).next();
  const large = new Uint8Array(80 << 20).fill(0x20);
  assert.equal(isValid(large, { maxBytes: Infinity }), false);
  for (let time = 0; time < 50 && size() > 10 << 20; time++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assertRight();
  }
  assert.ok(size() < 10 << 20, `${size()} bytes`);
});

// Calls where the stack ends, with a little more room every time until one succeeds: some are stopped within the wasm.
function dive() {
  try {
    dive();
  } catch {
    check(WRONG);
  }
}

test("after an instance that was stopped, as the stack was over, there is another", async () => {
  const lines = checkLines(new TextEncoder().encode(`${RIGHT}\n`.repeat(100_000)));
  await lines.next();
  for (const first = memory; memory === first; assertRight()) dive();
  // What the first one was reading is lost, and says so.
  await assert.rejects(async () => {
    for await (const { valid } of lines) assert.equal(valid, true);
  }, /begin again/);
  assertRight();
});
