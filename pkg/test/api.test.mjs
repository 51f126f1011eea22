// What each function takes and gives, and what it refuses.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import * as api from "user-processing-result";

const {
  check,
  checkCollection,
  checkLines,
  checkRequest,
  checkResponse,
  checkValue,
  explain,
  isValid,
  parse,
  ValidationError,
} = api;

const RIGHT = {
  failedTasksCount: 0,
  processingStatus: "completed",
  scheduledDateTime: "2026-03-01T06:00:00Z",
  completedDateTime: "2026-03-01T06:00:11.25Z",
  totalTasksCount: 4,
  totalUnprocessedTasksCount: 0,
  workflowExecutionType: "scheduled",
  workflowVersion: 2,
};
const CLEAN = { valid: true, violations: [] };
const PART = { contract: "projection" };

const codes = ({ violations }) => violations.map(({ code }) => code);
const bytes = (text) => new TextEncoder().encode(text);
const json = (value) => JSON.stringify(value);

async function collected(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}

test("what is right", () => {
  assert.deepEqual(check(json(RIGHT)), CLEAN);
  assert.deepEqual(check(bytes(json(RIGHT))), CLEAN);
  assert.deepEqual(checkValue(RIGHT), CLEAN);
  assert.deepEqual(checkCollection(json([RIGHT, RIGHT])), CLEAN);
  assert.equal(isValid(json(RIGHT)), true);
  assert.deepEqual(parse(json(RIGHT)), RIGHT);
  assert.deepEqual(parse(bytes(json(RIGHT))), RIGHT);
});

test("what is empty", () => {
  assert.deepEqual(codes(check("")), ["invalid_json"]);
  assert.deepEqual(codes(check(new Uint8Array())), ["invalid_json"]);
  assert.equal(isValid(""), false);
});

test("bytes of every view of them", () => {
  const padded = bytes(`  ${json(RIGHT)}`);
  assert.equal(isValid(padded.subarray(2)), true);
  assert.equal(isValid(Buffer.from(json(RIGHT))), true);
  assert.equal(isValid(new DataView(padded.buffer)), true);
});

test("a span slices what is wrong out of the text, whatever stands before it", () => {
  for (const before of ["", "ç", "漢", "🙂", "\u{10FFFF}", "\ud83d", "\udc00x", "🙂\ud83d🙂", "ç".repeat(1000)]) {
    for (const text of [`{"@a": "${before}", "workflowVersion": 1.0}`, `{"${before}": 0,\n "workflowVersion": 1.0}`]) {
      const { violations } = check(text, PART);
      const { span, line } = violations.at(-1);
      assert.equal(text.slice(span.start, span.end), "1.0", text);
      assert.equal(line, text.slice(0, span.start).split("\n").length);
    }
  }
});

test("a name that stands twice refers to the first, in units too", () => {
  const text = '{"🙂": 1, "🙂": 2}';
  const { related, span } = check(text, PART).violations.find(({ code }) => code === "duplicate_property");
  assert.equal(text.slice(related.start, related.end), '"🙂"');
  assert.equal(text.slice(span.start, span.end), '"🙂"');
  assert.ok(related.end <= span.start);
});

test("a thousand violations are counted, a hundred given", () => {
  const text = `{${Array.from({ length: 1000 }, (_, index) => `"漢${index}": 0`).join()}}`;
  const report = check(text, { ...PART, undeclared: "error" });
  assert.equal(report.violations.length, 100);
  assert.equal(report.omitted, 900);
  const { start, end } = report.violations.at(-1).span;
  assert.equal(text.slice(start, end), '"漢99"');
});

test("a violation has what is known of it, and no more", () => {
  const keys = (report) => Object.keys(report.violations[0]).join(" ");
  const place = "severity code path span line column message expected";
  assert.equal(keys(check('{"workflowVersion": true}', PART)), `${place} found`);
  assert.equal(keys(check('{"workflowVersion": "1"}', PART)), `${place} found suggestion`);
  assert.equal(keys(check('{"startedDateTime": ""}', PART)), `${place} found reason`);
  assert.equal(keys(check('{"id": "1", "id": "1"}', PART)), `${place} found related`);
  assert.equal(keys(check("{}")), place);
  assert.equal(keys(checkValue({ workflowVersion: true }, PART)), "severity code path message expected found");
  assert.equal(keys(check("{}", { maxBytes: 1 })), "severity code path message expected");
});

test("parse says all that is wrong, as the message of its error too", () => {
  assert.throws(
    () => parse('{"workflowVersion": 1.0}', PART),
    (error) => {
      assert.ok(error instanceof ValidationError && error instanceof Error);
      assert.equal(error.name, "ValidationError");
      assert.equal(error.report.valid, false);
      assert.equal(error.message.split("\n").length, error.report.violations.length);
      assert.match(error.message, /^\/workflowVersion: expected an integer/);
      return true;
    },
  );
});

test("the message of an error has a line a violation, and what was left out", () => {
  const message = (text, options) => {
    try {
      parse(text, options);
    } catch (error) {
      return error.message.split("\n");
    }
  };
  assert.deepEqual(message(""), [check("").violations[0].message], "what has no path has none before it");
  const lines = message(`{${Array.from({ length: 1000 }, (_, index) => `"a${index}": 0`).join()}}`, {
    ...PART,
    undeclared: "error",
  });
  assert.equal(lines.length, 101);
  assert.match(lines[99], /^\/a99: expected /);
  assert.equal(lines[100], "907 more", "a hundred and the seven that lack");
});

test("parse gives a value in spite of warnings", () => {
  const text = json({ ...RIGHT, id: "1" });
  assert.deepEqual(codes(check(text)), ["read_only_property"]);
  assert.equal(parse(text).id, "1");
});

test("the message of an error is harmless and bounded, whatever the names are", () => {
  const hostile = `\u001b]0;PWNED\u0007\n::error::x \u202e\u200b\u{e0041}##[z Bearer c2VjcmV0 ${"y".repeat(50_000)}`;
  const members = Array.from({ length: 150 }, (_, index) => `${JSON.stringify(`${index}${hostile}`)}:1`);
  assert.throws(
    () => parse(`{${members.join()}}`, { ...PART, undeclared: "error" }),
    (error) => {
      assertHarmless(error.message, "\n");
      assertHarmless(error.stack, "\n");
      assert.doesNotMatch(error.stack, /c2VjcmV0/);
      const lines = error.message.split("\n");
      assert.equal(lines.length, 101);
      assert.ok(
        lines.every((line) => line.length < 1500),
        "a path is cut",
      );
      return true;
    },
  );
  const name = `token=c2VjcmV0${hostile}`;
  for (const wrong of [
    () => check("{}", { contract: hostile }),
    () => check("{}", { [hostile]: 1 }),
    () => check("{}", { contract: name }),
    () => check("{}", { [name]: 1 }),
    () => check("{}", { contract: { [Symbol.toStringTag]: hostile } }),
    () => explain(hostile),
    () => api.userProcessingResult["~standard"].jsonSchema.input({ target: hostile }),
    () => api.userProcessingResult.with({ [hostile]: 1 }),
    () => check({ [Symbol.toStringTag]: hostile }),
  ]) {
    assert.throws(wrong, ({ message }) => {
      assertHarmless(message, "");
      assert.doesNotMatch(message, /c2VjcmV0/);
      assert.ok(message.length < 300, message);
      return true;
    });
  }
});

// No character acts on a terminal or hides, and there is no command of a log.
function assertHarmless(text, allowed) {
  const harmful = Array.from(text).filter((character) =>
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character),
  );
  assert.deepEqual(
    harmful.filter((character) => !allowed.includes(character)),
    [],
  );
  assert.ok(!text.includes("##["), text);
}

test("options are read from wherever they stand, or refused by name", () => {
  class Options {
    get contract() {
      return "projection";
    }
    get consistency() {
      return true;
    }
  }
  class More extends Options {
    get members() {
      return "current";
    }
    method() {}
  }
  const hidden = Object.defineProperty({}, "contract", { value: "projection" });
  const bare = Object.assign(Object.create(null), PART);
  for (const options of [
    new Options(),
    new More(),
    Object.create(PART),
    Object.create(Object.create(PART)),
    hidden,
    bare,
    new Proxy(PART, {}),
  ]) {
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(check("{}", options), CLEAN);
      assert.equal(check("{}").violations.length, 7, "and nothing is left of them");
    }
  }
  assert.deepEqual(codes(check('{"totalTasksCount": -1}', new Options())), ["negative_count"]);
  assert.deepEqual(check('{"processingStatus": "canceling"}', new More()), CLEAN);

  class Wrong extends Options {
    get contracts() {
      return "projection";
    }
  }
  const unknown = /^unknown option `contracts`: expected `contract`, /;
  for (const options of [
    new Wrong(),
    Object.create({ contracts: 1 }),
    Object.create(new Wrong()),
    { ...PART, contracts: 1 },
  ]) {
    for (let time = 0; time < 2; time++)
      assert.throws(() => check("{}", options), { name: "TypeError", message: unknown });
  }
  for (const [options, found] of [
    [new Map([["contract", "projection"]]), "a Map"],
    [new Set(), "a Set"],
    [[], "an array"],
    [["projection"], "an array"],
    [Promise.resolve(PART), "a Promise"],
    [new Date(), "a Date"],
    [/x/, "a RegExp"],
    [new URLSearchParams("contract=projection"), "an URLSearchParams"],
    [new Headers(PART), "a Headers"],
    [new Error("x"), "an Error"],
    [new String("x"), "a String"],
    [new Uint8Array(), "an Uint8Array"],
  ]) {
    const message = `options: expected an object, found ${found}`;
    assert.throws(() => check("{}", options), { name: "TypeError", message });
    assert.throws(() => checkValue({}, options), { name: "TypeError", message });
    assert.throws(() => api.userProcessingResult.with(options), { name: "TypeError", message });
  }
  const gone = new Error("gone");
  const throwing = {
    get members() {
      throw gone;
    },
  };
  assert.throws(() => check("{}", throwing), gone);
});

test("options of every kind", () => {
  assert.deepEqual(codes(check('{"a": 1}', { ...PART, undeclared: "allow" })), []);
  assert.deepEqual(codes(check('{"processingStatus": "canceling"}', { ...PART, members: "current" })), []);
  assert.deepEqual(codes(check('{"startedDateTime": "2026-03-01t06:00z"}', { ...PART, dateTime: "odata" })), []);
  assert.deepEqual(codes(check('{"totalTasksCount": -1}', { ...PART, consistency: true })), ["negative_count"]);
  assert.deepEqual(codes(check("{}", { ...PART, maxBytes: 1 })), ["too_large"]);
  assert.deepEqual(codes(check("{}", { ...PART, maxBytes: 2, members: undefined })), []);
  assert.deepEqual(codes(check("{}", { ...PART, maxBytes: Infinity })), []);
  assert.deepEqual(codes(check("{}", { ...PART, maxBytes: 2 ** 53 - 1 })), []);
});

test("options are told apart, whatever was asked before", () => {
  const newer = '{"processingStatus": "canceling", "totalTasksCount": -1}';
  const all = { ...PART, members: "current", consistency: true };
  for (const [options, expected] of [
    [all, ["negative_count"]],
    [{ ...PART, members: "current" }, []],
    [PART, ["newer_member"]],
    [{ ...PART, consistency: true }, ["newer_member", "negative_count"]],
    [{ ...PART, consistency: false }, ["newer_member"]],
    [{ ...PART, members: undefined }, ["newer_member"]],
    [all, ["negative_count"]],
    [{ ...all, maxBytes: 5 }, ["too_large"]],
    [all, ["negative_count"]],
  ]) {
    for (let time = 0; time < 2; time++) assert.deepEqual(codes(check(newer, options)), expected, json(options));
  }
});

test("the limit is one of bytes, not of characters", () => {
  const text = '{"id": "漢"}';
  assert.equal(isValid(text, { ...PART, maxBytes: 13 }), true);
  assert.equal(isValid(text, { ...PART, maxBytes: 12 }), false);
  assert.deepEqual(codes(check(text, { ...PART, maxBytes: 12 })), ["too_large"]);
  assert.deepEqual(codes(check("漢".repeat(100_000), { maxBytes: 200_000 })), ["too_large"]);
});

// An entry that was not called before.
const fresh = (entry, name) => import(new URL(`../dist/${entry}.js?${name}`, import.meta.url));

test("long strings, however they fit into the room there is", async () => {
  const { isValid } = await fresh("index", "short");
  assert.equal(isValid(`{"id": "${"漢".repeat(60_000)}"}`, PART), true);
  for (const character of ["é", "漢", "🙂", "x🙂", "🙂漢é"]) {
    for (let spaces = 0; spaces < 3; spaces++) {
      const { check, isValid } = await fresh("index", `${character}${spaces}`);
      const text = `${" ".repeat(spaces)}{"id": "${character.repeat(70_000)}", "workflowVersion": 10}`;
      assert.equal(isValid(text, PART), true);
      assert.equal(isValid(text, { ...PART, maxBytes: Buffer.byteLength(text) }), true);
      assert.deepEqual(codes(check(text, { ...PART, maxBytes: Buffer.byteLength(text) - 1 })), ["too_large"]);
    }
  }
});

test("a limit where the room for a long string ends", async () => {
  for (let maxBytes = 81_924; maxBytes < 81_930; maxBytes++) {
    const { check } = await fresh("index", maxBytes);
    assert.deepEqual(codes(check("漢".repeat(65_540), { maxBytes })), ["too_large"]);
  }
});

test("what is empty, after the memory has grown", async () => {
  const { check } = await fresh("index", "grown");
  check(`{${Array.from({ length: 100 }, (_, index) => `"${"a".repeat(1000)}${index}": 0`).join()}}`);
  assert.deepEqual(codes(check(new Uint8Array())), ["invalid_json"]);
});

const WRONG = [
  [{ contract: "Create" }, /^option `contract`: expected `create`, `resource` or `projection`, found `Create`$/],
  [{ contract: 1 }, /`contract`.*found 1$/],
  [{ members: null }, /`members`.*found null$/],
  [{ dateTime: [] }, /`dateTime`.*found an array$/],
  [{ undeclared: "ignore" }, /`undeclared`.*`error`, `warning` or `allow`, found `ignore`$/],
  [{ undeclared: { toString: () => "error" } }, /`undeclared`.*found an object$/],
  [{ consistency: 1 }, /^option `consistency`: expected a boolean, found 1$/],
  [{ consistency: 0 }, /`consistency`.*found 0$/],
  [{ consistency: null }, /`consistency`.*found null$/],
  [{ maxBytes: 0 }, /^option `maxBytes`: expected a whole number of at least 1, found 0$/],
  [{ maxBytes: null }, /`maxBytes`.*found null$/],
  [{ maxBytes: -1 }, /`maxBytes`/],
  [{ maxBytes: 1.5 }, /`maxBytes`/],
  [{ maxBytes: NaN }, /`maxBytes`.*found NaN$/],
  [{ maxBytes: "1" }, /`maxBytes`.*found `1`$/],
  [{ maxBytes: 1n }, /`maxBytes`.*found a bigint$/],
  [{ contracts: "create" }, /^unknown option `contracts`: expected `contract`,/],
  [{ contract: Symbol("create") }, /`contract`.*found a symbol$/],
  [{ contract: "x".repeat(64) }, /found `x{64}`$/],
  [{ contract: "x".repeat(65) }, /found `x{63}…`$/],
  [{ contract: true }, /found true$/],
  [{ contract: () => {} }, /found a function$/],
  ["create", /^options: expected an object, found `create`$/],
  [null, /^options: expected an object, found null$/],
  [() => {}, /^options: expected an object, found a function$/],
];

test("a wrong option is named, by every function", () => {
  for (const [options, message] of WRONG) {
    for (const name of ["check", "isValid", "parse", "checkCollection"]) {
      assert.throws(() => api[name]("{}", options), { name: "TypeError", message }, name);
    }
    assert.throws(() => checkValue({}, options), { name: "TypeError", message });
    assert.throws(() => checkLines(bytes("{}"), options), { name: "TypeError", message });
    assert.deepEqual(check(json(RIGHT)), CLEAN);
  }
});

test("a wrong input is named", () => {
  for (const input of [undefined, null, 1, {}, [], new ArrayBuffer(1), Symbol("text"), () => {}]) {
    for (const name of ["check", "isValid", "parse", "checkCollection"]) {
      assert.throws(() => api[name](input), {
        name: "TypeError",
        message: /^input: expected a string or a Uint8Array, found /,
      });
    }
    assert.throws(() => checkLines(input), {
      name: "TypeError",
      message: /^input: expected a Uint8Array, a ReadableStream/,
    });
  }
  assert.throws(() => checkLines("{}\n"), TypeError);
});

// Values that JSON.stringify changes, leaves out or makes null.
const inherited = Object.assign(Object.create({ failedTasksCount: "inherited" }), RIGHT);
const VALUES = [
  undefined,
  null,
  () => {},
  Symbol("value"),
  NaN,
  "text",
  [],
  new Map(),
  RIGHT,
  { ...RIGHT, id: undefined },
  { ...RIGHT, workflowVersion: undefined },
  { ...RIGHT, workflowVersion: () => {} },
  { ...RIGHT, workflowVersion: Symbol("2") },
  { ...RIGHT, workflowVersion: NaN },
  { ...RIGHT, workflowVersion: -Infinity },
  { ...RIGHT, workflowVersion: -0 },
  { ...RIGHT, workflowVersion: 1e21 },
  { ...RIGHT, workflowVersion: 0.5 },
  { ...RIGHT, workflowVersion: new Number(2) },
  { ...RIGHT, processingStatus: new String("completed") },
  { ...RIGHT, scheduledDateTime: new Date("2026-03-01T06:00:00Z") },
  { ...RIGHT, scheduledDateTime: new Date(NaN) },
  { ...RIGHT, completedDateTime: null },
  { ...RIGHT, "\ud83d": 1, 'a"b\\c\u0001': "\ud83d" },
  { ...RIGHT, reprocessedRuns: [, 1, undefined, () => {}] },
  { ...RIGHT, subject: { id: "1", toJSON: (key) => ({ key }) } },
  { ...RIGHT, subject: { toJSON: () => undefined } },
  { toJSON: () => RIGHT },
  { toJSON: () => undefined },
  { ...RIGHT, toJSON: 5 },
  Object.defineProperty({ ...RIGHT }, "toJSON", { value: () => ({}) }),
  { ...RIGHT, id: "漢" },
  { id: "é", ...RIGHT },
  { ["__proto__"]: 1, ...RIGHT },
  inherited,
  Object.create(null, { id: { value: "", enumerable: true }, hidden: { value: 1 } }),
  Object.freeze({ ...RIGHT }),
  new (class {
    workflowVersion = 1;
    get id() {
      return 1;
    }
  })(),
  new Proxy(RIGHT, {}),
  new Proxy(RIGHT, { get: (target, name) => (name === "workflowVersion" ? "2" : target[name]) }),
];

test("checkValue judges what JSON.stringify would send", () => {
  for (const options of [undefined, PART, { ...PART, undeclared: "allow" }]) {
    for (const [index, value] of VALUES.entries()) {
      const text = JSON.stringify(value) ?? "null";
      const { violations, ...rest } = check(text, options);
      const placeless = violations.map(({ span, line, column, related, ...violation }) => violation);
      assert.deepEqual(checkValue(value, options), { ...rest, violations: placeless }, `value ${index}: ${text}`);
    }
  }
});

test("what every object inherits is not sent", () => {
  const { failedTasksCount, ...rest } = RIGHT;
  Object.prototype.failedTasksCount = 0;
  try {
    assert.deepEqual(codes(checkValue(rest)), ["missing_property"]);
  } finally {
    delete Object.prototype.failedTasksCount;
  }
});

test("an object of known names and of scalars, with which nothing is wrong, is not printed to be judged", () => {
  const whole = {
    ...RIGHT,
    "@odata.type": "#microsoft.graph.identityGovernance.userProcessingResult",
    id: "1",
    startedDateTime: null,
  };
  const negative = { failedTasksCount: -2147483648, totalTasksCount: 2147483647, workflowVersion: 2 };
  const { stringify } = JSON;
  let printed = 0;
  JSON.stringify = (...given) => {
    printed += 1;
    return stringify(...given);
  };
  try {
    for (const [value, options, times] of [
      [RIGHT, undefined, 0],
      [whole, { contract: "resource" }, 0],
      [negative, PART, 0],
      [{ id: "1", workflowVersion: 2 }, PART, 0],
      [{ completedDateTime: null, id: "1" }, PART, 0],
      [{ id: "é" }, PART, 1],
      [{ id: "1", other: 1 }, PART, 1],
      [{ id: "1", "@odata.count": 1 }, PART, 1],
      [{ workflowVersion: null }, PART, 1],
      [{ workflowVersion: 1.5 }, PART, 1],
    ]) {
      printed = 0;
      checkValue(value, options);
      assert.equal(printed, times, stringify(value));
    }
  } finally {
    JSON.stringify = stringify;
  }
});

test("what wraps a primitive, and an array, is sent without its members", () => {
  for (const wrapper of [[], new Number(1), new String(""), new Boolean(true)]) {
    assert.deepEqual(codes(checkValue(Object.assign(wrapper, { id: "1" }), PART)), ["not_an_object"]);
  }
});

test("what is no scalar of JSON is not taken for null", () => {
  for (const completedDateTime of [true, false, 1.5, {}, [], new Map()]) {
    assert.deepEqual(codes(checkValue({ completedDateTime }, PART)), ["wrong_type"]);
  }
  for (const completedDateTime of [null, undefined, NaN, Infinity, () => {}, Symbol("")]) {
    assert.deepEqual(checkValue({ completedDateTime }, PART), CLEAN);
  }
});

test("strings are not cut elsewhere for what is no ASCII before them", () => {
  assert.deepEqual(codes(checkValue({ id: "éf", processingStatus: "ailedz" }, PART)), ["unknown_member"]);
});

test("what JSON.stringify refuses, checkValue refuses with its error; the next call is right", () => {
  const cycle = { ...RIGHT };
  cycle.subject = { cycle };
  const thrown = new Error("thrown by a getter");
  const throws = () => {
    throw thrown;
  };
  for (const [value, expected] of [
    [
      { ...RIGHT, workflowVersion: 2n },
      { name: "TypeError", message: /BigInt/ },
    ],
    [cycle, { name: "TypeError", message: /circular/ }],
    [Object.defineProperty({ ...RIGHT }, "id", { get: throws, enumerable: true }), thrown],
    [{ ...RIGHT, subject: { toJSON: throws } }, thrown],
    [new Proxy({}, { ownKeys: throws }), thrown],
    [new Proxy({}, { getPrototypeOf: throws, get: throws }), thrown],
  ]) {
    assert.throws(() => checkValue(value), expected);
    assert.deepEqual(checkValue(RIGHT), CLEAN);
  }
});

test("a getter may check something itself", () => {
  const value = { ...RIGHT };
  Object.defineProperty(value, "id", { get: () => String(check("{}").violations.length), enumerable: true });
  assert.deepEqual(codes(checkValue(value)), ["read_only_property"]);
  // What was noted of the first member is not what the getter notes.
  const wrong = { workflowVersion: "x" };
  Object.defineProperty(wrong, "id", {
    get: () => `${checkValue({ workflowVersion: 1 }, PART).valid}`,
    enumerable: true,
  });
  assert.deepEqual(codes(checkValue(wrong, PART)), ["wrong_type"]);
});

test("options that are the same are read once", () => {
  let reads = 0;
  const options = {
    get contract() {
      reads += 1;
      return "projection";
    },
    get consistency() {
      reads += 1;
      return true;
    },
  };
  check("{}");
  check("{}", options);
  for (let call = 0; call < 3; call++) {
    reads = 0;
    assert.deepEqual(check("{}", options), CLEAN);
    assert.equal(reads, 2);
  }
});

test("a getter of options may check something itself", () => {
  check(json(RIGHT), { members: "current", consistency: true });
  const options = {
    members: "current",
    get consistency() {
      check(json(RIGHT), { contract: "resource", consistency: true });
      return true;
    },
  };
  assert.deepEqual(check(json(RIGHT), options), CLEAN);
});

test("lines of bytes, of a stream, of an async iterable", async () => {
  const text = `${json(RIGHT)}\r\n\n{"id": ""}\n${json(RIGHT)}`;
  const expected = [1, 3, 4];
  async function* pieces() {
    for (const byte of bytes(text)) yield Uint8Array.of(byte);
  }
  for (const input of [bytes(text), new Blob([text]).stream(), pieces(), Buffer.from(text)]) {
    const reports = await collected(checkLines(input, PART));
    assert.deepEqual(
      reports.map(({ line }) => line),
      expected,
    );
    assert.deepEqual(
      reports.map(({ valid }) => valid),
      [true, false, true],
    );
    assert.equal(reports[1].violations[0].line, 3);
  }
  assert.deepEqual(await collected(checkLines(new Uint8Array())), []);
  const clean = [1, 2, 3, 5, 6].map((line) => ({ line, ...CLEAN }));
  assert.deepEqual(await collected(checkLines(bytes("{}\n{}\n{}\n\n{}\n{}"), PART)), clean);
});

test("lines while others check, of whatever length", async () => {
  const text = '{"id": ""}\n'.repeat(30_000);
  for (const input of [new Blob([text]).stream(), bytes(text)]) {
    let count = 0;
    for await (const { line, valid } of checkLines(input, PART)) {
      count += 1;
      assert.equal(valid, false);
      assert.equal(line, count);
      if (count % 100 === 0) assert.equal(isValid(json(RIGHT)), true);
      if (count % 1000 === 0) assert.equal(isValid(" ".repeat(300_000)), false);
    }
    assert.equal(count, 30_000);
  }
});

test("who stops early ends the stream", async () => {
  let isCancelled = false;
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(bytes('{"id": "1"}\n')),
    cancel: () => (isCancelled = true),
  });
  for await (const { line } of checkLines(stream, PART)) if (line === 10) break;
  assert.equal(isCancelled, true);
});

test("a stream that can only be read", async () => {
  const said = [];
  const readable = (source) => ({
    getReader: () => {
      const reader = new ReadableStream(source).getReader();
      return {
        read: () => reader.read(),
        cancel: () => reader.cancel(),
        releaseLock: () => said.push("released"),
      };
    },
  });
  const pull = (controller) => controller.enqueue(bytes('{"id": "1"}\n'));
  const cancel = () => new Promise((resolve) => setTimeout(resolve, 5)).then(() => said.push("cancelled"));
  const start = (controller) => (pull(controller), controller.close());
  assert.deepEqual(await collected(checkLines(readable({ start, cancel }), PART)), [{ line: 1, ...CLEAN }]);
  assert.deepEqual(said.splice(0), ["released"]);
  for await (const { line } of checkLines(readable({ pull, cancel }), PART)) if (line === 10) break;
  assert.deepEqual(said.splice(0), ["cancelled", "released"]);
  const failing = readable({ start: (controller) => controller.error(new Error("gone")) });
  await assert.rejects(collected(checkLines(failing, PART)), /gone/);
  assert.deepEqual(said, ["released"]);
});

test("what a stream throws is thrown, and what it gives must be bytes", async () => {
  async function* failing() {
    yield bytes("{}\n");
    throw new Error("the file is gone");
  }
  await assert.rejects(collected(checkLines(failing(), PART)), /the file is gone/);
  async function* texts() {
    yield "{}\n";
  }
  await assert.rejects(collected(checkLines(texts(), PART)), {
    name: "TypeError",
    message: /expected a Uint8Array, found a string/,
  });
  assert.deepEqual(await collected(checkLines(bytes("{}"), PART)), [{ line: 1, ...CLEAN }]);
});

test("explanations show what they explain", async () => {
  const all = explain();
  assert.ok(all.length > 30);
  for (const { name, what, why, options, request, response, body } of all) {
    assert.ok(what.length > 0 && why.length > 0);
    const report = request
      ? checkRequest(request, options)
      : response
        ? checkResponse(response, options)
        : check(body, options);
    const { violations } = await report;
    assert.ok(
      violations.some(({ code, reason }) => code === name || reason === name),
      name,
    );
    assert.deepEqual(
      explain(name),
      all.find((explanation) => explanation.name === name),
    );
  }
  explain("wrong_method").request.method = "POST";
  assert.equal(explain("wrong_method").request.method, "GET", "each is a copy");
  assert.throws(() => explain("no_such_code"), { name: "TypeError", message: /found `no_such_code`$/ });
});

test("the version is that of the package, and of the crate", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(api.version, version);
});

test("require gives the same", () => {
  const required = createRequire(import.meta.url)("user-processing-result");
  assert.deepEqual(Object.keys(required).sort(), Object.keys(api).sort());
  assert.deepEqual(required.check('{"id": ""}'), check('{"id": ""}'));
});

test("slim is told the module, and says so until then", async () => {
  const slim = await import("user-processing-result/slim");
  assert.throws(() => slim.check("{}"), /call init first/);
  for (const bytes of [
    new Uint8Array(8),
    new ArrayBuffer(8),
    new DataView(new ArrayBuffer(8)),
    runInNewContext("new ArrayBuffer(8)"),
  ]) {
    assert.throws(() => slim.init(bytes), WebAssembly.CompileError);
  }
  slim.init(readFileSync(new URL("../dist/validator.wasm", import.meta.url)));
  assert.deepEqual(slim.check('{"id": ""}'), check('{"id": ""}'));
  assert.deepEqual(Object.keys(slim).sort(), [...Object.keys(api), "init"].sort());
});

test("slim takes a module, and bytes of every kind, from whichever realm", async () => {
  const validator = new Uint8Array(readFileSync(new URL("../dist/validator.wasm", import.meta.url)));
  const foreign = runInNewContext("new ArrayBuffer(length)", { length: validator.length });
  new Uint8Array(foreign).set(validator);
  const given = [
    new WebAssembly.Module(validator),
    validator,
    validator.buffer,
    new DataView(validator.buffer),
    foreign,
  ];
  for (const [index, module] of given.entries()) {
    const slim = await fresh("slim", index);
    slim.init(module);
    assert.equal(slim.isValid(json(RIGHT)), true, `${index}`);
  }
});

test("where WebAssembly is refused, the error says what to do; the next call tries again", async () => {
  const { isValid } = await fresh("index", "refused");
  const { Module } = WebAssembly;
  for (const cause of [new WebAssembly.CompileError("refused"), new RangeError("no memory")]) {
    WebAssembly.Module = class {
      constructor() {
        throw cause;
      }
    };
    assert.throws(
      () => isValid(json(RIGHT)),
      (error) => {
        if (cause instanceof RangeError) assert.equal(error, cause);
        else assert.equal(error.cause, cause);
        return (
          error === cause ||
          /^WebAssembly is refused here: .* 'wasm-unsafe-eval' .*, or .* user-processing-result\/slim$/.test(
            error.message,
          )
        );
      },
    );
  }
  WebAssembly.Module = Module;
  assert.equal(isValid(json(RIGHT)), true);
});
