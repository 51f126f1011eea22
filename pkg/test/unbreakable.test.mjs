// Whatever comes, the next call is right, and memory stays what it was.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

// The memory of the instance, which the package does not give away, and what is to stop it in the next check.
let memory;
let fault;
// How many instances there have been, and what is to stop the next one while it is made.
let made = 0;
let birth;
// The function that is to be stopped; any if there is none.
let at = "check";
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  isStopped = false;
  exports = Object.fromEntries(Object.entries(super.exports).map(([name, value]) => [name, this.watched(name, value)]));

  // Every function can be stopped, and none is called after that.
  watched(name, value) {
    if (typeof value !== "function") return value;
    return (...numbers) => {
      assert.ok(!this.isStopped, `${name}: what was stopped is not called`);
      this.isStopped = fault !== undefined && (at === undefined || at === name);
      if (this.isStopped) throw fault;
      return value(...numbers);
    };
  }
  constructor(module, imports) {
    if (birth === "before") throw new RangeError("the stack is over");
    super(module, imports);
    made += 1;
    ({ memory } = this.exports);
    if (birth === "after") throw new RangeError("the stack is over");
  }
};
const { check, checkCollection, checkLines, checkRequest, checkValue, isValid, parse } =
  await import("user-processing-result");

const WASM = new URL("../dist/validator.wasm", import.meta.url);
// What the wasm imports, which does nothing here.
const IMPORTS = new Proxy({}, { get: () => new Proxy({}, { get: () => () => {} }) });

const RIGHT =
  '{"failedTasksCount":0,"processingStatus":"queued","scheduledDateTime":"2026-03-01T06:00:00Z","totalTasksCount":4,' +
  '"totalUnprocessedTasksCount":0,"workflowExecutionType":"scheduled","workflowVersion":2}';
const WRONG = '{"workflowVersion": 1.0, "漢字": 1}';
const LARGE = { maxBytes: Infinity, contract: "projection" };
const size = () => memory.buffer.byteLength;
const linesOf = (text, count) => checkLines(new TextEncoder().encode(`${text}\n`.repeat(count)));

async function countOf(lines) {
  let count = 0;
  for await (const { valid } of lines) count += Number(valid);
  return count;
}

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
  assert.deepEqual(
    reports.map(({ line, violations: [{ code }] }) => [line, code]),
    [[1, "too_large"]],
  );
  assert.ok(size() <= before + (8 << 20), `${before} to ${size()} bytes`);
});

test("after 100 MB", () => {
  const large = `{"@a": "${"x".repeat(100 << 20)}", "workflowVersion": 1.0}`;
  assert.deepEqual(
    check(large).violations.map(({ code }) => code),
    ["too_large"],
  );
  assertRight();
  const { violations } = check(large, { maxBytes: Infinity, contract: "projection" });
  assert.equal(large.slice(violations[0].span.start, violations[0].span.end), "1.0");
  assert.ok(size() > 100 << 20 && size() < 200 << 20, `${size()} bytes`);
  assertRight();
  assert.ok(size() < 10 << 20, "the memory is given back");
  const bytes = new TextEncoder().encode(large);
  assert.equal(isValid(bytes, { maxBytes: Infinity, contract: "projection" }), false);
  assertRight();
});

test("what is longer than is allowed is not copied, or no more of it than shows that", () => {
  for (let time = 0; time < 2; time++) assertRight();
  const before = size();
  for (const input of ["x".repeat(50 << 20), new Uint8Array(50 << 20), "漢".repeat(4 << 20)]) {
    assert.equal(check(input, { maxBytes: 4 << 20 }).violations[0].code, "too_large");
    assert.equal(isValid(input, { maxBytes: 4 << 20 }), false);
  }
  assert.ok(size() < before + (8 << 20), `${before} to ${size()} bytes`);
});

test("a long string takes the memory of twice its bytes, whatever it is made of", () => {
  for (const character of ["x", "é", "漢", "🙂"]) {
    for (let time = 0; time < 2; time++) assertRight();
    const before = size();
    const text = `"${character.repeat((20 << 20) / Buffer.byteLength(character))}"`;
    assert.equal(isValid(text, LARGE), false);
    assert.ok(size() < before + (45 << 20), `${character}: ${before} to ${size()} bytes`);
  }
});

test("nothing keeps a memory that was given back", async () => {
  const large = `{"@a": "${"x".repeat(80 << 20)}", "workflowVersion": 1.0}`;
  const lines = linesOf(WRONG, 10_000);
  for (const use of [
    () => check(large, LARGE),
    async () => (await lines.next(), isValid(large, LARGE), await countOf(lines)),
  ]) {
    await use();
    const old = new WeakRef(memory.buffer);
    // The last of it, or the first of the next; and then surely of the next.
    for (let time = 0; time < 2; time++) assert.equal(isValid(RIGHT), true);
    for (let time = 0; time < 50 && old.deref() !== undefined; time++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      gc();
    }
    assert.equal(old.deref(), undefined);
  }
});

test("a large memory is kept for as long as lines are read", async () => {
  const lines = linesOf(RIGHT, 100);
  await lines.next();
  assert.equal(isValid(new Uint8Array(80 << 20).fill(0x20), LARGE), false);
  assertRight();
  assert.ok(size() > 80 << 20);
  assert.equal(await countOf(lines), 99);
  assertRight();
  assertRight();
  assert.ok(size() < 10 << 20, `${size()} bytes`);
});

test("an input for which there is no memory stops nothing", async () => {
  const lines = linesOf(RIGHT, 100);
  await lines.next();
  for (const length of [2 ** 31, 2 ** 32 - 1]) {
    const message = `there is no memory for an input of ${length} bytes`;
    assert.throws(() => check(new Uint8Array(length), LARGE), { name: "RangeError", message });
    assertRight();
  }
  assert.equal(await countOf(lines), 99);
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
  const lines = linesOf(RIGHT, 100);
  await lines.next();
  const gone = new Uint8Array(4);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.throws(() => check(gone), TypeError);
  assert.throws(() => check(Object.create(Uint8Array.prototype)), TypeError);
  assert.throws(() => check(1), TypeError);
  assert.equal(await countOf(lines), 99);
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

test("what stops an instance is thrown, or is the cause of what is", async () => {
  for (const cause of [new RangeError("the stack is over"), new WebAssembly.RuntimeError("unreachable")]) {
    for (const input of [RIGHT, new Uint8Array(80 << 20).fill(0x20)]) {
      const [lines, left] = [linesOf(WRONG, 10_000), linesOf(WRONG, 10_000)];
      await lines.next();
      await left.next();
      const stopped = memory;
      fault = cause;
      assert.throws(
        () => check(input, LARGE),
        (error) => {
          if (cause instanceof RangeError) assert.equal(error, cause);
          else
            assert.deepEqual(
              [error.message, error.cause],
              ["the validator stopped; the next call begins with a fresh one", cause],
            );
          return true;
        },
      );
      fault = undefined;
      await assert.rejects(countOf(lines), {
        message: "the validator stopped while these lines were read: begin again",
      });
      assert.equal(memory, stopped, "they need no other");
      assertRight();
      assert.notEqual(memory, stopped);
      await left.return();
      assertRight();
    }
  }
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
  const lines = linesOf(RIGHT, 100_000);
  await lines.next();
  for (const first = memory; memory === first; assertRight()) dive();
  // What the first one was reading is lost, and says so.
  await assert.rejects(countOf(lines), /begin again/);
  assertRight();
});

test("wherever an instance is stopped, the next call answers, and nothing of it is called again", async () => {
  const names = Object.keys(
    (await WebAssembly.instantiate(new WebAssembly.Module(readFileSync(WASM)), IMPORTS)).exports,
  );
  const functions = names.filter((name) => !/^(memory|__)/.test(name));
  assert.ok(functions.length > 12, functions.join());
  const messages = new TextEncoder().encode(`${WRONG}\n`.repeat(20_000));
  const calls = {
    check: () => check(WRONG),
    check_collection: () => checkCollection(`[${WRONG}]`),
    check_typed: () => parse(RIGHT),
    check_value: () => checkValue({ a: [1] }),
    check_message: () => checkRequest({ method: "POST", url: "/", body: WRONG }),
    is_clean: () => checkValue(JSON.parse(RIGHT)),
    members: () => checkValue(JSON.parse(RIGHT)),
    is_valid: () => isValid(RIGHT),
    room: () => check("x".repeat(1 << 22)),
    too_large: () => check(RIGHT, { maxBytes: 1 }),
    open_lines: () => checkLines(messages).next(),
    resume_lines: () => checkLines(messages).next(),
    check_lines: () => checkLines(messages).next(),
    close_lines: () =>
      checkLines(messages)
        .next()
        .then((first) => first),
    open_files: () => check(new Uint8Array(80 << 20).fill(0x20), LARGE),
  };
  for (const name of functions) {
    const call = calls[name];
    assert.ok(call, `a call of ${name}`);
    assertRight();
    const [open, left] = [linesOf(WRONG, 10_000), linesOf(WRONG, 10_000)];
    await open.next();
    await left.next();
    [at, fault] = [name, new WebAssembly.RuntimeError("unreachable")];
    if (name === "close_lines") await left.return();
    else if (name === "open_files") assert.throws(call);
    else await assert.rejects(async () => call(), { message: /the validator stopped/ }, name);
    [at, fault] = ["check", undefined];
    assertRight();
    await assert.rejects(countOf(open), { message: /begin again/ }, name);
    await left.return();
    assertRight();
  }
});

test("a new instance that is stopped while it is made is followed by another", () => {
  for (const when of ["before", "after"]) {
    fault = new WebAssembly.RuntimeError("unreachable");
    assert.throws(() => check(RIGHT));
    fault = undefined;
    birth = when;
    for (let time = 0; time < 3; time++) assert.throws(() => check(RIGHT), RangeError);
    birth = undefined;
    const before = made;
    assertRight();
    assert.equal(made, before + 1);
  }
});

test("files of lines that are abandoned in an instance which is stopped are let go of with it", async () => {
  for (let time = 0; time < 20; time++) await linesOf(WRONG, 100).next();
  fault = new WebAssembly.RuntimeError("unreachable");
  assert.throws(() => check(RIGHT));
  fault = undefined;
  // What is watched fails where anything of it is called.
  for (let time = 0; time < 10; time++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assertRight();
  const kept = linesOf(RIGHT, 100);
  await kept.next();
  for (let time = 0; time < 10; time++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(await countOf(kept), 99, "no other is taken for one of them");
});

test("a line for which there is no memory ends its own stream alone", async () => {
  const other = linesOf(RIGHT, 100);
  await other.next();
  const chunk = new Uint8Array(1 << 24).fill(0x78);
  async function* endless() {
    for (;;) yield chunk;
  }
  const error = { name: "RangeError", message: "there is no memory for a line of this length" };
  await assert.rejects(countOf(checkLines(endless(), LARGE)), error);
  assert.equal(await countOf(other), 99);
  assertRight();
  assertRight();
  assert.ok(size() < 10 << 20, "the memory is given back");
});
