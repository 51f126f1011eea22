// Robustness: after every failure the next call works, and the memory does not grow.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

// The memory of the running instance, and the error that the next call of `failingExport` throws.
let memory;
let injectedError;
// How many instances were made, and whether making the next one fails before or after the real constructor.
let instancesMade = 0;
let constructorFailure;
// The export that throws `injectedError`.
let failingExport = "check";
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  isStopped = false;
  exports = Object.fromEntries(
    Object.entries(super.exports).map(([name, value]) => [name, this.instrument(name, value)]),
  );

  // Wraps an export so that it can fail, and so that no export is called after a failure.
  instrument(name, value) {
    if (typeof value !== "function") return value;
    return (...numbers) => {
      assert.ok(!this.isStopped, `${name}: called after the instance was stopped`);
      this.isStopped = injectedError !== undefined && (failingExport === undefined || failingExport === name);
      if (this.isStopped) throw injectedError;
      return value(...numbers);
    };
  }
  constructor(module, imports) {
    if (constructorFailure === "before") throw new RangeError("the stack is exhausted");
    super(module, imports);
    instancesMade += 1;
    ({ memory } = this.exports);
    if (constructorFailure === "after") throw new RangeError("the stack is exhausted");
  }
};
const { check, checkCollection, checkLines, checkRequest, checkValue, isValid, parse } =
  await import("user-processing-result");

const WASM = new URL("../dist/validator.wasm", import.meta.url);
// Imports for the wasm that do nothing.
const IMPORTS = new Proxy({}, { get: () => new Proxy({}, { get: () => () => {} }) });

const VALID =
  '{"failedTasksCount":0,"processingStatus":"queued","scheduledDateTime":"2026-03-01T06:00:00Z","totalTasksCount":4,' +
  '"totalUnprocessedTasksCount":0,"workflowExecutionType":"scheduled","workflowVersion":2}';
const INVALID = '{"workflowVersion": 1.0, "漢字": 1}';
const UNLIMITED = { maxBytes: Infinity, contract: "projection" };
const memorySize = () => memory.buffer.byteLength;
const linesOf = (text, count) => checkLines(new TextEncoder().encode(`${text}\n`.repeat(count)));

async function countValid(lines) {
  let count = 0;
  for await (const { valid } of lines) count += Number(valid);
  return count;
}

function assertWorks() {
  assert.equal(isValid(VALID), true);
  assert.deepEqual(check(VALID), { valid: true, violations: [] });
  assert.equal(check(INVALID).violations.length, 8);
  assert.equal(checkValue(JSON.parse(VALID)).valid, true);
}

test("memory does not grow in a million calls", () => {
  const bytes = new TextEncoder().encode(VALID);
  const value = JSON.parse(VALID);
  for (let call = 0; call < 1000; call++) assertWorks();
  const before = memorySize();
  for (let call = 0; call < 200_000; call++) {
    check(VALID);
    check(bytes);
    isValid(VALID);
    checkValue(value);
    check(INVALID);
  }
  assert.equal(memorySize(), before);
});

test("line readers leave no memory behind, whether they are read to the end or not", async () => {
  const lines = new TextEncoder().encode(`${VALID}\n${INVALID}\n`.repeat(50));
  const read = async (most) => {
    let count = 0;
    for await (const { line } of checkLines(lines)) if (line === most) break;
    return count;
  };
  for (let file = 0; file < 20; file++) await read(file);
  const before = memorySize();
  for (let file = 0; file < 1000; file++) await read(file % 100);
  assert.equal(memorySize(), before);
});

test("checkLines needs memory for a few chunks of a long stream, and for maxBytes of a long line", async () => {
  const before = memorySize();
  const block = new TextEncoder().encode(`${VALID}\n`.repeat(1000));
  async function* stream(block, times) {
    for (let time = 0; time < times; time++) yield block;
  }
  let count = 0;
  for await (const { valid } of checkLines(stream(block, 400))) count += Number(valid);
  assert.equal(count, 400_000);
  assert.ok(memorySize() <= before + (2 << 20), `${before} to ${memorySize()} bytes`);

  const reports = [];
  const noEnd = new Uint8Array(1 << 20).fill(0x30);
  for await (const report of checkLines(stream(noEnd, 100), { maxBytes: 1 << 20 })) reports.push(report);
  assert.deepEqual(
    reports.map(({ line, violations: [{ code }] }) => [line, code]),
    [[1, "too_large"]],
  );
  assert.ok(memorySize() <= before + (8 << 20), `${before} to ${memorySize()} bytes`);
});

test("calls work after an input of 100 MB, and its memory is released", () => {
  const large = `{"@a": "${"x".repeat(100 << 20)}", "workflowVersion": 1.0}`;
  assert.deepEqual(
    check(large).violations.map(({ code }) => code),
    ["too_large"],
  );
  assertWorks();
  const { violations } = check(large, { maxBytes: Infinity, contract: "projection" });
  assert.equal(large.slice(violations[0].span.start, violations[0].span.end), "1.0");
  assert.ok(memorySize() > 100 << 20 && memorySize() < 200 << 20, `${memorySize()} bytes`);
  assertWorks();
  assert.ok(memorySize() < 10 << 20, "the memory is released");
  const bytes = new TextEncoder().encode(large);
  assert.equal(isValid(bytes, { maxBytes: Infinity, contract: "projection" }), false);
  assertWorks();
});

test("an input longer than maxBytes is not copied, or only its beginning", () => {
  for (let time = 0; time < 2; time++) assertWorks();
  const before = memorySize();
  for (const input of ["x".repeat(50 << 20), new Uint8Array(50 << 20), "漢".repeat(4 << 20)]) {
    assert.equal(check(input, { maxBytes: 4 << 20 }).violations[0].code, "too_large");
    assert.equal(isValid(input, { maxBytes: 4 << 20 }), false);
  }
  assert.ok(memorySize() < before + (8 << 20), `${before} to ${memorySize()} bytes`);
});

test("a long string needs at most about twice its bytes of memory, whatever its characters are", () => {
  for (const character of ["x", "é", "漢", "🙂"]) {
    for (let time = 0; time < 2; time++) assertWorks();
    const before = memorySize();
    const text = `"${character.repeat((20 << 20) / Buffer.byteLength(character))}"`;
    assert.equal(isValid(text, UNLIMITED), false);
    assert.ok(memorySize() < before + (45 << 20), `${character}: ${before} to ${memorySize()} bytes`);
  }
});

test("nothing keeps a released memory alive", async () => {
  const large = `{"@a": "${"x".repeat(80 << 20)}", "workflowVersion": 1.0}`;
  const lines = linesOf(INVALID, 10_000);
  for (const use of [
    () => check(large, UNLIMITED),
    async () => (await lines.next(), isValid(large, UNLIMITED), await countValid(lines)),
  ]) {
    await use();
    const old = new WeakRef(memory.buffer);
    // The first call may still use the old instance, or make the new one.
    for (let time = 0; time < 2; time++) assert.equal(isValid(VALID), true);
    for (let time = 0; time < 50 && old.deref() !== undefined; time++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      gc();
    }
    assert.equal(old.deref(), undefined);
  }
});

test("a large memory is kept while a line reader is open", async () => {
  const lines = linesOf(VALID, 100);
  await lines.next();
  assert.equal(isValid(new Uint8Array(80 << 20).fill(0x20), UNLIMITED), false);
  assertWorks();
  assert.ok(memorySize() > 80 << 20);
  assert.equal(await countValid(lines), 99);
  assertWorks();
  assertWorks();
  assert.ok(memorySize() < 10 << 20, `${memorySize()} bytes`);
});

test("an input that does not fit into memory does not stop the instance", async () => {
  const lines = linesOf(VALID, 100);
  await lines.next();
  for (const length of [2 ** 31, 2 ** 32 - 1]) {
    const message = `not enough memory for an input of ${length} bytes`;
    assert.throws(() => check(new Uint8Array(length), UNLIMITED), { name: "RangeError", message });
    assertWorks();
  }
  assert.equal(await countValid(lines), 99);
});

test("memory does not grow in a thousand failed calls", () => {
  const before = memorySize();
  for (let refused = 0; refused < 1000; refused++) {
    const text = "[".repeat(refused * 100) + "\ud83d";
    assert.equal(check(text).valid, false);
    assert.equal(check(text, { maxBytes: 10 }).valid, false);
    assert.throws(() => check(refused), TypeError);
    assert.throws(() => check(text, { contract: refused }), TypeError);
    assert.throws(() => checkValue({ refused: BigInt(refused) }), TypeError);
  }
  assertWorks();
  assert.ok(memorySize() <= before + (4 << 20), `${before} to ${memorySize()} bytes`);
});

test("a TypeError of one caller does not end the line reader of another", async () => {
  const lines = linesOf(VALID, 100);
  await lines.next();
  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  assert.throws(() => check(detached), TypeError);
  assert.throws(() => check(Object.create(Uint8Array.prototype)), TypeError);
  assert.throws(() => check(1), TypeError);
  assert.equal(await countValid(lines), 99);
});

test("abandoned line readers do not keep a large memory alive", async () => {
  await checkLines(new TextEncoder().encode(`${VALID}\n`)).next();
  const large = new Uint8Array(80 << 20).fill(0x20);
  assert.equal(isValid(large, { maxBytes: Infinity }), false);
  for (let time = 0; time < 50 && memorySize() > 10 << 20; time++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assertWorks();
  }
  assert.ok(memorySize() < 10 << 20, `${memorySize()} bytes`);
});

test("the error that stops an instance is thrown, or is the cause of the error thrown", async () => {
  for (const cause of [new RangeError("the stack is exhausted"), new WebAssembly.RuntimeError("unreachable")]) {
    for (const input of [VALID, new Uint8Array(80 << 20).fill(0x20)]) {
      const [lines, left] = [linesOf(INVALID, 10_000), linesOf(INVALID, 10_000)];
      await lines.next();
      await left.next();
      const stopped = memory;
      injectedError = cause;
      assert.throws(
        () => check(input, UNLIMITED),
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
      injectedError = undefined;
      await assert.rejects(countValid(lines), {
        message: "the validator stopped while these lines were read: begin again",
      });
      assert.equal(memory, stopped, "the line reader does not start another instance");
      assertWorks();
      assert.notEqual(memory, stopped);
      await left.return();
      assertWorks();
    }
  }
});

// Recurses until the stack is exhausted, then checks in every frame on the way back. With a little more stack each
// time, some calls fail inside the wasm.
function exhaustStack() {
  try {
    exhaustStack();
  } catch {
    check(INVALID);
  }
}

test("an instance that was stopped by stack exhaustion is replaced", async () => {
  const lines = linesOf(VALID, 100_000);
  await lines.next();
  for (const first = memory; memory === first; assertWorks()) exhaustStack();
  // The line reader of the first instance is lost.
  await assert.rejects(countValid(lines), /begin again/);
  assertWorks();
});

test("whichever export fails, the next call works, and the stopped instance is not called again", async () => {
  const names = Object.keys(
    (await WebAssembly.instantiate(new WebAssembly.Module(readFileSync(WASM)), IMPORTS)).exports,
  );
  const functions = names.filter((name) => !/^(memory|__)/.test(name));
  assert.ok(functions.length > 12, functions.join());
  const messages = new TextEncoder().encode(`${INVALID}\n`.repeat(20_000));
  const calls = {
    check: () => check(INVALID),
    check_collection: () => checkCollection(`[${INVALID}]`),
    check_typed: () => parse(VALID),
    check_value: () => checkValue({ a: [1] }),
    check_message: () => checkRequest({ method: "POST", url: "/", body: INVALID }),
    is_clean: () => checkValue(JSON.parse(VALID)),
    members: () => checkValue(JSON.parse(VALID)),
    is_valid: () => isValid(VALID),
    reserve_input: () => check("x".repeat(1 << 22)),
    options: () => check(VALID, { members: "current", dateTime: "odata" }),
    set_options: () => check(VALID, { members: "current", dateTime: "odata" }),
    too_large: () => check(VALID, { maxBytes: 1 }),
    open_lines: () => checkLines(messages).next(),
    set_chunk: () => checkLines(messages).next(),
    check_lines: () => checkLines(messages).next(),
    close_lines: () =>
      checkLines(messages)
        .next()
        .then((first) => first),
    open_readers: () => check(new Uint8Array(80 << 20).fill(0x20), UNLIMITED),
  };
  for (const name of functions) {
    const call = calls[name];
    assert.ok(call, `a call of ${name}`);
    assertWorks();
    const [open, left] = [linesOf(INVALID, 10_000), linesOf(INVALID, 10_000)];
    await open.next();
    await left.next();
    [failingExport, injectedError] = [name, new WebAssembly.RuntimeError("unreachable")];
    if (name === "close_lines") await left.return();
    else if (name === "open_readers") assert.throws(call);
    else await assert.rejects(async () => call(), { message: /the validator stopped/ }, name);
    [failingExport, injectedError] = ["check", undefined];
    assertWorks();
    await assert.rejects(countValid(open), { message: /begin again/ }, name);
    await left.return();
    assertWorks();
  }
});

test("if making an instance fails, the next call makes another", () => {
  for (const when of ["before", "after"]) {
    injectedError = new WebAssembly.RuntimeError("unreachable");
    assert.throws(() => check(VALID));
    injectedError = undefined;
    constructorFailure = when;
    for (let time = 0; time < 3; time++) assert.throws(() => check(VALID), RangeError);
    constructorFailure = undefined;
    const before = instancesMade;
    assertWorks();
    assert.equal(instancesMade, before + 1);
  }
});

test("abandoned line readers of a stopped instance are not closed in another", async () => {
  for (let time = 0; time < 20; time++) await linesOf(INVALID, 100).next();
  injectedError = new WebAssembly.RuntimeError("unreachable");
  assert.throws(() => check(VALID));
  injectedError = undefined;
  // Calling an export of the stopped instance would fail an assertion.
  for (let time = 0; time < 10; time++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assertWorks();
  const kept = linesOf(VALID, 100);
  await kept.next();
  for (let time = 0; time < 10; time++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.equal(await countValid(kept), 99, "its reader was not taken for an abandoned one");
});

test("a line that does not fit into memory ends only its own line reader", async () => {
  const other = linesOf(VALID, 100);
  await other.next();
  const chunk = new Uint8Array(1 << 24).fill(0x78);
  async function* endless() {
    for (;;) yield chunk;
  }
  const error = { name: "RangeError", message: "not enough memory for a line of this length" };
  await assert.rejects(countValid(checkLines(endless(), UNLIMITED)), error);
  assert.equal(await countValid(other), 99);
  assertWorks();
  assertWorks();
  assert.ok(memorySize() < 10 << 20, "the memory is released");
});
