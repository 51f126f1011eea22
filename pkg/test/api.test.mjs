// The public functions: their arguments, results and errors.

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

const VALID = {
  failedTasksCount: 0,
  processingStatus: "completed",
  scheduledDateTime: "2026-03-01T06:00:00Z",
  completedDateTime: "2026-03-01T06:00:11.25Z",
  totalTasksCount: 4,
  totalUnprocessedTasksCount: 0,
  workflowExecutionType: "scheduled",
  workflowVersion: 2,
};
const NO_VIOLATIONS = { valid: true, violations: [] };
const PROJECTION = { contract: "projection" };

const codesOf = ({ violations }) => violations.map(({ code }) => code);
const encode = (text) => new TextEncoder().encode(text);
const json = (value) => JSON.stringify(value);

async function collect(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}

test("every function accepts a valid document", () => {
  assert.deepEqual(check(json(VALID)), NO_VIOLATIONS);
  assert.deepEqual(check(encode(json(VALID))), NO_VIOLATIONS);
  assert.deepEqual(checkValue(VALID), NO_VIOLATIONS);
  assert.deepEqual(checkCollection(json([VALID, VALID])), NO_VIOLATIONS);
  assert.equal(isValid(json(VALID)), true);
  assert.deepEqual(parse(json(VALID)), VALID);
  assert.deepEqual(parse(encode(json(VALID))), VALID);
});

test("an empty input is invalid JSON", () => {
  assert.deepEqual(codesOf(check("")), ["invalid_json"]);
  assert.deepEqual(codesOf(check(new Uint8Array())), ["invalid_json"]);
  assert.equal(isValid(""), false);
});

test("every view of encode is accepted", () => {
  const padded = encode(`  ${json(VALID)}`);
  assert.equal(isValid(padded.subarray(2)), true);
  assert.equal(isValid(Buffer.from(json(VALID))), true);
  assert.equal(isValid(new DataView(padded.buffer)), true);
});

test("a span slices the invalid text out of the input, whatever characters come before it", () => {
  for (const before of ["", "ç", "漢", "🙂", "\u{10FFFF}", "\ud83d", "\udc00x", "🙂\ud83d🙂", "ç".repeat(1000)]) {
    for (const text of [`{"@a": "${before}", "workflowVersion": 1.0}`, `{"${before}": 0,\n "workflowVersion": 1.0}`]) {
      const { violations } = check(text, PROJECTION);
      const { span, line } = violations.at(-1);
      assert.equal(text.slice(span.start, span.end), "1.0", text);
      assert.equal(line, text.slice(0, span.start).split("\n").length);
    }
  }
});

test("a duplicate property has the span of the first name, in UTF-16 units", () => {
  const text = '{"🙂": 1, "🙂": 2}';
  const { related, span } = check(text, PROJECTION).violations.find(({ code }) => code === "duplicate_property");
  assert.equal(text.slice(related.start, related.end), '"🙂"');
  assert.equal(text.slice(span.start, span.end), '"🙂"');
  assert.ok(related.end <= span.start);
});

test("a report lists 100 of 1000 violations and counts the others", () => {
  const text = `{${Array.from({ length: 1000 }, (_, index) => `"漢${index}": 0`).join()}}`;
  const report = check(text, { ...PROJECTION, undeclared: "error" });
  assert.equal(report.violations.length, 100);
  assert.equal(report.omitted, 900);
  const { start, end } = report.violations.at(-1).span;
  assert.equal(text.slice(start, end), '"漢99"');
});

test("a violation has only the members that apply, in a fixed order", () => {
  const keys = (report) => Object.keys(report.violations[0]).join(" ");
  const located = "severity code path span line column message expected";
  assert.equal(keys(check('{"workflowVersion": true}', PROJECTION)), `${located} found`);
  assert.equal(keys(check('{"workflowVersion": "1"}', PROJECTION)), `${located} found suggestion`);
  assert.equal(keys(check('{"startedDateTime": ""}', PROJECTION)), `${located} found reason`);
  assert.equal(keys(check('{"id": "1", "id": "1"}', PROJECTION)), `${located} found related`);
  assert.equal(keys(check("{}")), located);
  assert.equal(keys(checkValue({ workflowVersion: true }, PROJECTION)), "severity code path message expected found");
  assert.equal(keys(check("{}", { maxBytes: 1 })), "severity code path message expected");
});

test("parse throws a ValidationError with the report and a line for each violation", () => {
  assert.throws(
    () => parse('{"workflowVersion": 1.0}', PROJECTION),
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

test("the message of a ValidationError has a line for each violation, and the number of omitted ones", () => {
  const message = (text, options) => {
    try {
      parse(text, options);
    } catch (error) {
      return error.message.split("\n");
    }
  };
  assert.deepEqual(
    message(""),
    [check("").violations[0].message],
    "a violation of the whole document has no path in front",
  );
  const lines = message(`{${Array.from({ length: 1000 }, (_, index) => `"a${index}": 0`).join()}}`, {
    ...PROJECTION,
    undeclared: "error",
  });
  assert.equal(lines.length, 101);
  assert.match(lines[99], /^\/a99: expected /);
  assert.equal(lines[100], "907 more", "900 properties and seven missing ones are omitted");
});

test("parse returns the value of a document that has only warnings", () => {
  const text = json({ ...VALID, id: "1" });
  assert.deepEqual(codesOf(check(text)), ["read_only_property"]);
  assert.equal(parse(text).id, "1");
});

test("an error message is escaped, redacted and bounded, whatever the names are", () => {
  const hostile = `\u001b]0;PWNED\u0007\n::error::x \u202e\u200b\u{e0041}##[z Bearer c2VjcmV0 ${"y".repeat(50_000)}`;
  const members = Array.from({ length: 150 }, (_, index) => `${JSON.stringify(`${index}${hostile}`)}:1`);
  assert.throws(
    () => parse(`{${members.join()}}`, { ...PROJECTION, undeclared: "error" }),
    (error) => {
      assertHarmless(error.message, "\n");
      assertHarmless(error.stack, "\n");
      assert.doesNotMatch(error.stack, /c2VjcmV0/);
      const lines = error.message.split("\n");
      assert.equal(lines.length, 101);
      assert.ok(
        lines.every((line) => line.length < 1500),
        "paths are truncated",
      );
      return true;
    },
  );
  const name = `token=c2VjcmV0${hostile}`;
  for (const invalidCall of [
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
    assert.throws(invalidCall, ({ message }) => {
      assertHarmless(message, "");
      assert.doesNotMatch(message, /c2VjcmV0/);
      assert.ok(message.length < 300, message);
      return true;
    });
  }
});

// Asserts that a text has no control or invisible characters beside the allowed ones, and no log command.
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

test("options may be inherited or getters, and unknown ones are rejected by name", () => {
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
  const bare = Object.assign(Object.create(null), PROJECTION);
  for (const options of [
    new Options(),
    new More(),
    Object.create(PROJECTION),
    Object.create(Object.create(PROJECTION)),
    hidden,
    bare,
    new Proxy(PROJECTION, {}),
  ]) {
    for (let time = 0; time < 2; time++) {
      assert.deepEqual(check("{}", options), NO_VIOLATIONS);
      assert.equal(check("{}").violations.length, 7, "they do not affect the next call");
    }
  }
  assert.deepEqual(codesOf(check('{"totalTasksCount": -1}', new Options())), ["negative_count"]);
  assert.deepEqual(check('{"processingStatus": "canceling"}', new More()), NO_VIOLATIONS);

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
    { ...PROJECTION, contracts: 1 },
  ]) {
    for (let time = 0; time < 2; time++)
      assert.throws(() => check("{}", options), { name: "TypeError", message: unknown });
  }
  for (const [options, found] of [
    [new Map([["contract", "projection"]]), "a Map"],
    [new Set(), "a Set"],
    [[], "an array"],
    [["projection"], "an array"],
    [Promise.resolve(PROJECTION), "a Promise"],
    [new Date(), "a Date"],
    [/x/, "a RegExp"],
    [new URLSearchParams("contract=projection"), "an URLSearchParams"],
    [new Headers(PROJECTION), "a Headers"],
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

test("every option takes effect", () => {
  assert.deepEqual(codesOf(check('{"a": 1}', { ...PROJECTION, undeclared: "allow" })), []);
  assert.deepEqual(codesOf(check('{"processingStatus": "canceling"}', { ...PROJECTION, members: "current" })), []);
  assert.deepEqual(
    codesOf(check('{"startedDateTime": "2026-03-01t06:00z"}', { ...PROJECTION, dateTime: "odata" })),
    [],
  );
  assert.deepEqual(codesOf(check('{"totalTasksCount": -1}', { ...PROJECTION, consistency: true })), ["negative_count"]);
  assert.deepEqual(codesOf(check("{}", { ...PROJECTION, maxBytes: 1 })), ["too_large"]);
  assert.deepEqual(codesOf(check("{}", { ...PROJECTION, maxBytes: 2, members: undefined })), []);
  assert.deepEqual(codesOf(check("{}", { ...PROJECTION, maxBytes: Infinity })), []);
  assert.deepEqual(codesOf(check("{}", { ...PROJECTION, maxBytes: 2 ** 53 - 1 })), []);
});

test("options apply to one call only, whatever the options of the calls before", () => {
  const newer = '{"processingStatus": "canceling", "totalTasksCount": -1}';
  const all = { ...PROJECTION, members: "current", consistency: true };
  for (const [options, expected] of [
    [all, ["negative_count"]],
    [{ ...PROJECTION, members: "current" }, []],
    [PROJECTION, ["newer_member"]],
    [{ ...PROJECTION, consistency: true }, ["newer_member", "negative_count"]],
    [{ ...PROJECTION, consistency: false }, ["newer_member"]],
    [{ ...PROJECTION, members: undefined }, ["newer_member"]],
    [all, ["negative_count"]],
    [{ ...all, maxBytes: 5 }, ["too_large"]],
    [all, ["negative_count"]],
  ]) {
    for (let time = 0; time < 2; time++) assert.deepEqual(codesOf(check(newer, options)), expected, json(options));
  }
});

test("maxBytes limits the encode of UTF-8, not the characters", () => {
  const text = '{"id": "漢"}';
  assert.equal(isValid(text, { ...PROJECTION, maxBytes: 13 }), true);
  assert.equal(isValid(text, { ...PROJECTION, maxBytes: 12 }), false);
  assert.deepEqual(codesOf(check(text, { ...PROJECTION, maxBytes: 12 })), ["too_large"]);
  assert.deepEqual(codesOf(check("漢".repeat(100_000), { maxBytes: 200_000 })), ["too_large"]);
});

// Imports an entry anew, under a name of its own, so that it has no instance yet.
const importFresh = (entry, name) => import(new URL(`../dist/${entry}.js?${name}`, import.meta.url));

test("a long string is checked in full, however its UTF-8 fits into the buffer", async () => {
  const { isValid } = await importFresh("index", "short");
  assert.equal(isValid(`{"id": "${"漢".repeat(60_000)}"}`, PROJECTION), true);
  for (const character of ["é", "漢", "🙂", "x🙂", "🙂漢é"]) {
    for (let spaces = 0; spaces < 3; spaces++) {
      const { check, isValid } = await importFresh("index", `${character}${spaces}`);
      const text = `${" ".repeat(spaces)}{"id": "${character.repeat(70_000)}", "workflowVersion": 10}`;
      assert.equal(isValid(text, PROJECTION), true);
      assert.equal(isValid(text, { ...PROJECTION, maxBytes: Buffer.byteLength(text) }), true);
      assert.deepEqual(codesOf(check(text, { ...PROJECTION, maxBytes: Buffer.byteLength(text) - 1 })), ["too_large"]);
    }
  }
});

test("maxBytes applies to a long string, if it is near the size of the buffer", async () => {
  for (let maxBytes = 81_924; maxBytes < 81_930; maxBytes++) {
    const { check } = await importFresh("index", maxBytes);
    assert.deepEqual(codesOf(check("漢".repeat(65_540), { maxBytes })), ["too_large"]);
  }
});

test("an empty input is checked after the memory has grown", async () => {
  const { check } = await importFresh("index", "grown");
  check(`{${Array.from({ length: 100 }, (_, index) => `"${"a".repeat(1000)}${index}": 0`).join()}}`);
  assert.deepEqual(codesOf(check(new Uint8Array())), ["invalid_json"]);
});

const INVALID_OPTIONS = [
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

test("every function throws a TypeError that names an invalid option", () => {
  for (const [options, message] of INVALID_OPTIONS) {
    for (const name of ["check", "isValid", "parse", "checkCollection"]) {
      assert.throws(() => api[name]("{}", options), { name: "TypeError", message }, name);
    }
    assert.throws(() => checkValue({}, options), { name: "TypeError", message });
    assert.throws(() => checkLines(encode("{}"), options), { name: "TypeError", message });
    assert.deepEqual(check(json(VALID)), NO_VIOLATIONS);
  }
});

test("every function throws a TypeError for an input of another type", () => {
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

// Values, some of which JSON.stringify changes, omits, or turns into null.
const inherited = Object.assign(Object.create({ failedTasksCount: "inherited" }), VALID);
const VALUES = [
  undefined,
  null,
  () => {},
  Symbol("value"),
  NaN,
  "text",
  [],
  new Map(),
  VALID,
  { ...VALID, id: undefined },
  { ...VALID, workflowVersion: undefined },
  { ...VALID, workflowVersion: () => {} },
  { ...VALID, workflowVersion: Symbol("2") },
  { ...VALID, workflowVersion: NaN },
  { ...VALID, workflowVersion: -Infinity },
  { ...VALID, workflowVersion: -0 },
  { ...VALID, workflowVersion: 1e21 },
  { ...VALID, workflowVersion: 0.5 },
  { ...VALID, workflowVersion: new Number(2) },
  { ...VALID, processingStatus: new String("completed") },
  { ...VALID, scheduledDateTime: new Date("2026-03-01T06:00:00Z") },
  { ...VALID, scheduledDateTime: new Date(NaN) },
  { ...VALID, completedDateTime: null },
  { ...VALID, "\ud83d": 1, 'a"b\\c\u0001': "\ud83d" },
  { ...VALID, reprocessedRuns: [, 1, undefined, () => {}] },
  { ...VALID, subject: { id: "1", toJSON: (key) => ({ key }) } },
  { ...VALID, subject: { toJSON: () => undefined } },
  { toJSON: () => VALID },
  { toJSON: () => undefined },
  { ...VALID, toJSON: 5 },
  Object.defineProperty({ ...VALID }, "toJSON", { value: () => ({}) }),
  { ...VALID, id: "漢" },
  { id: "é", ...VALID },
  { ["__proto__"]: 1, ...VALID },
  inherited,
  Object.create(null, { id: { value: "", enumerable: true }, hidden: { value: 1 } }),
  Object.freeze({ ...VALID }),
  new (class {
    workflowVersion = 1;
    get id() {
      return 1;
    }
  })(),
  new Proxy(VALID, {}),
  new Proxy(VALID, { get: (target, name) => (name === "workflowVersion" ? "2" : target[name]) }),
];

test("checkValue reports what check reports for the text of JSON.stringify", () => {
  for (const options of [undefined, PROJECTION, { ...PROJECTION, undeclared: "allow" }]) {
    for (const [index, value] of VALUES.entries()) {
      const text = JSON.stringify(value) ?? "null";
      const { violations, ...rest } = check(text, options);
      const placeless = violations.map(({ span, line, column, related, ...violation }) => violation);
      assert.deepEqual(checkValue(value, options), { ...rest, violations: placeless }, `value ${index}: ${text}`);
    }
  }
});

test("a property that every object inherits is not serialized", () => {
  const { failedTasksCount, ...rest } = VALID;
  Object.prototype.failedTasksCount = 0;
  try {
    assert.deepEqual(codesOf(checkValue(rest)), ["missing_property"]);
  } finally {
    delete Object.prototype.failedTasksCount;
  }
});

test("checkValue serializes only values that the fast path does not prove valid", () => {
  const whole = {
    ...VALID,
    "@odata.type": "#microsoft.graph.identityGovernance.userProcessingResult",
    id: "1",
    startedDateTime: null,
  };
  const negative = { failedTasksCount: -2147483648, totalTasksCount: 2147483647, workflowVersion: 2 };
  const { stringify } = JSON;
  let serialized = 0;
  JSON.stringify = (...args) => {
    serialized += 1;
    return stringify(...args);
  };
  try {
    for (const [value, options, times] of [
      [VALID, undefined, 0],
      [whole, { contract: "resource" }, 0],
      [negative, PROJECTION, 0],
      [{ id: "1", workflowVersion: 2 }, PROJECTION, 0],
      [{ completedDateTime: null, id: "1" }, PROJECTION, 0],
      [{ id: "é" }, PROJECTION, 1],
      [{ id: "1", other: 1 }, PROJECTION, 1],
      [{ id: "1", "@odata.count": 1 }, PROJECTION, 1],
      [{ workflowVersion: null }, PROJECTION, 1],
      [{ workflowVersion: 1.5 }, PROJECTION, 1],
    ]) {
      serialized = 0;
      checkValue(value, options);
      assert.equal(serialized, times, stringify(value));
    }
  } finally {
    JSON.stringify = stringify;
  }
});

test("arrays and wrapped primitives are serialized without their other properties", () => {
  for (const wrapper of [[], new Number(1), new String(""), new Boolean(true)]) {
    assert.deepEqual(codesOf(checkValue(Object.assign(wrapper, { id: "1" }), PROJECTION)), ["not_an_object"]);
  }
});

test("only values that JSON.stringify turns into null are checked as null", () => {
  for (const completedDateTime of [true, false, 1.5, {}, [], new Map()]) {
    assert.deepEqual(codesOf(checkValue({ completedDateTime }, PROJECTION)), ["wrong_type"]);
  }
  for (const completedDateTime of [null, undefined, NaN, Infinity, () => {}, Symbol("")]) {
    assert.deepEqual(checkValue({ completedDateTime }, PROJECTION), NO_VIOLATIONS);
  }
});

test("a string is not confused with its neighbor, if one of them is not ASCII", () => {
  assert.deepEqual(codesOf(checkValue({ id: "éf", processingStatus: "ailedz" }, PROJECTION)), ["unknown_member"]);
});

test("checkValue throws the error of JSON.stringify, and the next call works", () => {
  const cycle = { ...VALID };
  cycle.subject = { cycle };
  const thrown = new Error("thrown by a getter");
  const throws = () => {
    throw thrown;
  };
  for (const [value, expected] of [
    [
      { ...VALID, workflowVersion: 2n },
      { name: "TypeError", message: /BigInt/ },
    ],
    [cycle, { name: "TypeError", message: /circular/ }],
    [Object.defineProperty({ ...VALID }, "id", { get: throws, enumerable: true }), thrown],
    [{ ...VALID, subject: { toJSON: throws } }, thrown],
    [new Proxy({}, { ownKeys: throws }), thrown],
    [new Proxy({}, { getPrototypeOf: throws, get: throws }), thrown],
  ]) {
    assert.throws(() => checkValue(value), expected);
    assert.deepEqual(checkValue(VALID), NO_VIOLATIONS);
  }
});

test("a getter of a value may call checkValue", () => {
  const value = { ...VALID };
  Object.defineProperty(value, "id", { get: () => String(check("{}").violations.length), enumerable: true });
  assert.deepEqual(codesOf(checkValue(value)), ["read_only_property"]);
  // The call in the getter overwrites what was encoded before it.
  const invalid = { workflowVersion: "x" };
  Object.defineProperty(invalid, "id", {
    get: () => `${checkValue({ workflowVersion: 1 }, PROJECTION).valid}`,
    enumerable: true,
  });
  assert.deepEqual(codesOf(checkValue(invalid, PROJECTION)), ["wrong_type"]);
});

test("equal options are read only once", () => {
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
    assert.deepEqual(check("{}", options), NO_VIOLATIONS);
    assert.equal(reads, 2);
  }
});

test("a getter of options may call check", () => {
  check(json(VALID), { members: "current", consistency: true });
  const options = {
    members: "current",
    get consistency() {
      check(json(VALID), { contract: "resource", consistency: true });
      return true;
    },
  };
  assert.deepEqual(check(json(VALID), options), NO_VIOLATIONS);
});

test("checkLines accepts encode, a stream, and an async iterable", async () => {
  const text = `${json(VALID)}\r\n\n{"id": ""}\n${json(VALID)}`;
  const expected = [1, 3, 4];
  async function* chunks() {
    for (const byte of encode(text)) yield Uint8Array.of(byte);
  }
  for (const input of [encode(text), new Blob([text]).stream(), chunks(), Buffer.from(text)]) {
    const reports = await collect(checkLines(input, PROJECTION));
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
  assert.deepEqual(await collect(checkLines(new Uint8Array())), []);
  const clean = [1, 2, 3, 5, 6].map((line) => ({ line, ...NO_VIOLATIONS }));
  assert.deepEqual(await collect(checkLines(encode("{}\n{}\n{}\n\n{}\n{}"), PROJECTION)), clean);
});

test("checkLines continues after other checks, of short and long inputs", async () => {
  const text = '{"id": ""}\n'.repeat(30_000);
  for (const input of [new Blob([text]).stream(), encode(text)]) {
    let count = 0;
    for await (const { line, valid } of checkLines(input, PROJECTION)) {
      count += 1;
      assert.equal(valid, false);
      assert.equal(line, count);
      if (count % 100 === 0) assert.equal(isValid(json(VALID)), true);
      if (count % 1000 === 0) assert.equal(isValid(" ".repeat(300_000)), false);
    }
    assert.equal(count, 30_000);
  }
});

test("checkLines cancels the stream if the iteration stops early", async () => {
  let isCanceled = false;
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(encode('{"id": "1"}\n')),
    cancel: () => (isCanceled = true),
  });
  for await (const { line } of checkLines(stream, PROJECTION)) if (line === 10) break;
  assert.equal(isCanceled, true);
});

test("checkLines reads and releases a stream that is not iterable", async () => {
  const events = [];
  const readable = (source) => ({
    getReader: () => {
      const reader = new ReadableStream(source).getReader();
      return {
        read: () => reader.read(),
        cancel: () => reader.cancel(),
        releaseLock: () => events.push("released"),
      };
    },
  });
  const pull = (controller) => controller.enqueue(encode('{"id": "1"}\n'));
  const cancel = () => new Promise((resolve) => setTimeout(resolve, 5)).then(() => events.push("canceled"));
  const start = (controller) => (pull(controller), controller.close());
  assert.deepEqual(await collect(checkLines(readable({ start, cancel }), PROJECTION)), [{ line: 1, ...NO_VIOLATIONS }]);
  assert.deepEqual(events.splice(0), ["released"]);
  for await (const { line } of checkLines(readable({ pull, cancel }), PROJECTION)) if (line === 10) break;
  assert.deepEqual(events.splice(0), ["canceled", "released"]);
  const failing = readable({ start: (controller) => controller.error(new Error("gone")) });
  await assert.rejects(collect(checkLines(failing, PROJECTION)), /gone/);
  assert.deepEqual(events, ["released"]);
});

test("checkLines throws the error of a stream, and a TypeError for a chunk that is not bytes", async () => {
  async function* failing() {
    yield encode("{}\n");
    throw new Error("the file is gone");
  }
  await assert.rejects(collect(checkLines(failing(), PROJECTION)), /the file is gone/);
  async function* texts() {
    yield "{}\n";
  }
  await assert.rejects(collect(checkLines(texts(), PROJECTION)), {
    name: "TypeError",
    message: /expected a Uint8Array, found a string/,
  });
  assert.deepEqual(await collect(checkLines(encode("{}"), PROJECTION)), [{ line: 1, ...NO_VIOLATIONS }]);
});

test("the example of every explanation has the violation", async () => {
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
  assert.equal(explain("wrong_method").request.method, "GET", "every call returns a copy");
  assert.throws(() => explain("no_such_code"), { name: "TypeError", message: /found `no_such_code`$/ });
});

test("version is the version of the package", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(api.version, version);
});

test("require returns the same functions as import", () => {
  const required = createRequire(import.meta.url)("user-processing-result");
  assert.deepEqual(Object.keys(required).sort(), Object.keys(api).sort());
  assert.deepEqual(required.check('{"id": ""}'), check('{"id": ""}'));
});

test("slim throws until init is called, and rejects invalid wasm", async () => {
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

test("slim accepts a module, and encode of every kind and realm", async () => {
  const validator = new Uint8Array(readFileSync(new URL("../dist/validator.wasm", import.meta.url)));
  const foreign = runInNewContext("new ArrayBuffer(length)", { length: validator.length });
  new Uint8Array(foreign).set(validator);
  const modules = [
    new WebAssembly.Module(validator),
    validator,
    validator.buffer,
    new DataView(validator.buffer),
    foreign,
  ];
  for (const [index, module] of modules.entries()) {
    const slim = await importFresh("slim", index);
    slim.init(module);
    assert.equal(slim.isValid(json(VALID)), true, `${index}`);
  }
});

test("the error names the remedy if WebAssembly is not allowed, and the next call tries again", async () => {
  const { isValid } = await importFresh("index", "refused");
  const { Module } = WebAssembly;
  for (const cause of [new WebAssembly.CompileError("refused"), new RangeError("no memory")]) {
    WebAssembly.Module = class {
      constructor() {
        throw cause;
      }
    };
    assert.throws(
      () => isValid(json(VALID)),
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
  assert.equal(isValid(json(VALID)), true);
});
