// Standard Schema: the schema alone, and in a library that accepts schemas.

import assert from "node:assert/strict";
import { test } from "node:test";
import { initTRPC } from "@trpc/server";
import { check, checkValue, userProcessingResult } from "user-processing-result";
import { BODY as body } from "./body.mjs";

const validate = (value, schema = userProcessingResult) => schema["~standard"].validate(value);

test("the schema has the members that the standard requires, and no others", () => {
  const { version, vendor, validate, jsonSchema, ...rest } = userProcessingResult["~standard"];
  assert.equal(version, 1);
  assert.equal(vendor, "user-processing-result");
  assert.equal(typeof validate, "function");
  assert.deepEqual(Object.keys(jsonSchema), ["input", "output"]);
  assert.deepEqual(rest, {});
});

test("validate returns a valid flat object itself", () => {
  const result = validate(body);
  assert.equal(result.value, body);
  assert.equal(result.issues, undefined);
  const annotated = { ...body, "@a.isNew": true, completedDateTime: null };
  assert.equal(validate(annotated).value, annotated);
});

test("validate returns any other valid value as parsed from its JSON text", () => {
  const nested = { ...body, subject: { id: "1" }, reprocessedRuns: [{}] };
  const { value } = validate(nested);
  assert.deepEqual(value, nested);
  assert.notEqual(value, nested);
  assert.notEqual(value.subject, nested.subject);

  const subject = { id: "1", manager: undefined };
  const dated = { ...body, scheduledDateTime: new Date(Date.UTC(2026, 2, 1)), subject };
  const json = { ...body, scheduledDateTime: "2026-03-01T00:00:00.000Z", subject: { id: "1" } };
  assert.deepEqual(validate(dated), { value: json });
  assert.ok(dated.scheduledDateTime instanceof Date);

  class Result {
    constructor() {
      Object.assign(this, body);
    }
  }
  assert.deepEqual(validate(new Result()), { value: body });
  assert.deepEqual(validate({ toJSON: () => body }), { value: body });
  assert.deepEqual(validate({ ...body, toJSON: () => body }), { value: body });
  const hidden = Object.defineProperty({ ...body }, "toJSON", { value: () => ({ ...body, workflowVersion: 3 }) });
  assert.deepEqual(validate(hidden), { value: { ...body, workflowVersion: 3 } });
  assert.deepEqual(validate(Object.assign(() => {}, { toJSON: () => body })), { value: body });
  assert.deepEqual(validate({ ...body, completedDateTime: NaN }), { value: { ...body, completedDateTime: null } });
  assert.deepEqual(validate({ ...body, completedDateTime: undefined }), { value: body });
});

test("every error is an issue with the path to the value", () => {
  const invalid = { ...body, workflowVersion: "2", processingStatus: "Completed", "a/b~c~1": 0 };
  const { value, issues } = validate(invalid);
  assert.equal(value, undefined);
  assert.deepEqual(
    issues.map(({ path }) => path),
    [["processingStatus"], ["workflowVersion"], ["a/b~c~1"]],
  );
  assert.deepEqual(
    issues.map(({ message }) => message),
    checkValue(invalid).violations.map(({ message }) => message),
  );
  assert.deepEqual(
    validate({}).issues.map(({ path }) => path),
    Object.keys(body).map((name) => [name]),
  );
});

test("a value that is not an object has an issue at the root", () => {
  for (const value of [undefined, null, "{}", 0, [], () => {}, Symbol("s")]) {
    const { issues } = validate(value);
    assert.deepEqual(
      issues.map(({ path }) => path),
      [[]],
    );
    assert.match(issues[0].message, /^expected .+, found /);
  }
});

test("warnings are not issues", () => {
  const valueWithWarnings = { ...body, id: "1", processingStatus: "unknownFutureValue" };
  assert.equal(checkValue(valueWithWarnings).violations.length, 2);
  assert.equal(validate(valueWithWarnings).value, valueWithWarnings);
  assert.equal(validate({ ...valueWithWarnings, workflowVersion: 1.5 }).issues.length, 1);
});

test("a value that JSON.stringify rejects has an issue, and nothing is thrown", () => {
  const cycle = { ...body };
  cycle.subject = cycle;
  const throwingValue = { ...body, toJSON: () => assert.fail() };
  for (const value of [{ ...body, workflowVersion: 2n }, 2n, cycle, throwingValue]) {
    const { issues } = validate(value);
    assert.equal(issues.length, 1);
    assert.equal(typeof issues[0].message, "string");
    assert.ok(issues[0].message.length > 0);
  }
  assert.equal(validate(body).value, body, "the next value is validated");
});

test("an issue has a message, whatever a value throws", () => {
  const throwing = (thrown) => ({
    toJSON() {
      throw thrown;
    },
  });
  const message = "the value cannot be sent as JSON";
  assert.deepEqual(validate(throwing(new Error("gone"))), { issues: [{ message: `${message}: gone` }] });
  const hostile = new Proxy({}, { get: () => assert.fail("a Proxy is accessed only once") });
  for (const thrown of ["gone", undefined, { message: 1 }, hostile]) {
    assert.deepEqual(validate(throwing(thrown)), { issues: [{ message }] });
  }
  const unprintable = throwing(new Error(`\u001b[2J\u009b\n##[x\u202e token=abc ${"y".repeat(1000)}`));
  const [issue] = validate(unprintable).issues;
  assert.equal(issue.message, `${message}: \\u001b[2J\\u009b\\u000a##\\u005bx\\u202e token=***`);
});

test("checkValue throws for a Proxy exactly if JSON.stringify throws, and validate has an issue then", () => {
  const gone = new Error("gone");
  const traps = ["get", "getOwnPropertyDescriptor", "getPrototypeOf", "has", "isExtensible", "ownKeys"];
  for (const name of traps) {
    for (const target of [body, { ...body, subject: { id: "1" } }, [body]]) {
      const value = new Proxy(target, {
        [name]: () => {
          throw gone;
        },
      });
      let json;
      try {
        json = JSON.stringify(value);
      } catch (error) {
        assert.equal(error, gone);
      }
      if (json === undefined) {
        assert.throws(() => checkValue(value), gone, name);
        assert.deepEqual(validate(value), { issues: [{ message: "the value cannot be sent as JSON: gone" }] }, name);
      } else {
        assert.deepEqual(checkValue(value), checkValue(JSON.parse(json)), name);
        assert.deepEqual(validate(value), validate(JSON.parse(json)), name);
      }
    }
  }
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.throws(() => checkValue(proxy), TypeError);
  assert.equal(validate(proxy).issues.length, 1);
});

test("with returns a schema that has only the new options", () => {
  const projection = userProcessingResult.with({ contract: "projection" });
  const empty = {};
  assert.equal(validate(empty, projection).value, empty);
  assert.ok(validate(empty).issues);
  assert.ok(validate(empty, projection.with({})).issues, "earlier options are replaced");

  const options = { members: "current" };
  const current = userProcessingResult.with(options);
  options.members = "documented";
  const newer = { ...body, processingStatus: "quarantined" };
  assert.equal(validate(newer, current).value, newer, "the options were copied");
  assert.deepEqual(
    validate(newer).issues.map(({ path }) => path),
    [["processingStatus"]],
  );
});

test("with throws a TypeError for an invalid option", () => {
  for (const [options, message] of [
    [{ contract: "request" }, /^option `contract`: expected .*, found `request`$/],
    [{ contracts: "create" }, /^unknown option `contracts`/],
    [{ consistency: 1 }, /^option `consistency`/],
    [{ maxBytes: 0 }, /^option `maxBytes`/],
    [null, /^options: expected an object, found null$/],
  ]) {
    assert.throws(() => userProcessingResult.with(options), { name: "TypeError", message });
  }
});

test("tRPC accepts the schema as an input parser", async () => {
  const { createCallerFactory, procedure, router } = initTRPC.create();
  const seen = [];
  const appRouter = router({
    create: procedure.input(userProcessingResult).mutation(({ input }) => {
      seen.push(input);
      return input.workflowVersion;
    }),
    read: procedure
      .input(userProcessingResult.with({ contract: "projection" }))
      .query(({ input }) => Object.keys(input)),
  });
  const caller = createCallerFactory(appRouter)({});
  assert.equal(await caller.create(body), 2);
  assert.deepEqual(await caller.read({ id: "1" }), ["id"]);

  const invalid = { ...body, workflowVersion: 2 ** 31 };
  await assert.rejects(caller.create(invalid), ({ code, cause }) => {
    assert.equal(code, "BAD_REQUEST");
    const [{ message }] = check(JSON.stringify(invalid)).violations;
    assert.deepEqual(cause.issues, [{ message, path: ["workflowVersion"] }]);
    return true;
  });
  await assert.rejects(caller.create(undefined), { code: "BAD_REQUEST" });
  assert.deepEqual(seen, [body], "invalid input does not reach the procedure");
});

test("output is what was checked if a getter returns another value the second time", () => {
  let reads = 0;
  const value = { ...body };
  Object.defineProperty(value, "workflowVersion", {
    enumerable: true,
    get: () => (reads++ === 0 ? 2 : "not a version"),
  });
  const result = validate(value);
  assert.equal(result.issues, undefined);
  assert.equal(result.value.workflowVersion, 2);
});

test("output has 0 for -0, as the JSON text that was checked has", () => {
  const { value } = validate({ ...body, failedTasksCount: -0 });
  assert.ok(Object.is(value.failedTasksCount, 0));
});
