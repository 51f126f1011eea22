// The schemas that `upr schema` prints and that the package returns, read by other tools.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { xml2json } from "odata-csdl";
import { check, jsonSchema, userProcessingResult } from "user-processing-result";
import { BODY } from "./body.mjs";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(resolvePath(path), "utf8");
const { options: optionValues, members: rows } = JSON.parse(read("../../target/tables.json"));
const answers = read("../../target/answers.ndjson")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

const folder = mkdtempSync(join(tmpdir(), "exports-"));
after(() => rmSync(folder, { recursive: true }));

// Returns the output of `upr schema`.
function printSchema(format, options = {}) {
  const flags = Object.entries(options).map(
    ([name, value]) => `--${name === "dateTime" ? "date-time" : name}=${value}`,
  );
  return execFileSync(resolvePath("../../target/release/upr"), ["schema", `--format=${format}`, ...flags], {
    encoding: "utf8",
  });
}

// Returns every combination of values of these options, also with options left out.
function combinations(...names) {
  return names.reduce(
    (all, name) =>
      all.flatMap((options) => [options, ...optionValues[name].map((value) => ({ ...options, [name]: value }))]),
    [{}],
  );
}

test("jsonSchema returns what the command prints, for every combination of options", () => {
  const all = combinations("contract", "members", "dateTime", "undeclared");
  for (const options of all)
    assert.deepEqual(jsonSchema(options), JSON.parse(printSchema("json-schema", options)), JSON.stringify(options));
  assert.equal(all.length, 256);
  assert.equal(read("../dist/schema.json"), printSchema("json-schema"));
  assert.deepEqual(createRequire(import.meta.url)("user-processing-result/schema.json"), jsonSchema());
});

test("jsonSchema returns a new object for each call", () => {
  const schema = jsonSchema({ contract: "resource" });
  schema.required.length = 0;
  delete schema.properties.id;
  assert.equal(jsonSchema({ contract: "resource" }).required.length, 10);
  assert.ok(jsonSchema({ contract: "resource" }).properties.id);
  assert.throws(() => jsonSchema({ contract: "request" }), { name: "TypeError", message: /^option `contract`/ });
});

// Rules that a JSON Schema cannot express, each with a text that replaces the property `workflowVersion`.
const DIFFERENCES = [
  {
    what: "a duplicate property",
    shows: ({ code }) => code === "duplicate_property",
    text: '"workflowVersion": 2, "workflowVersion": 2',
  },
  { what: "a fraction of zeros", shows: ({ code }) => code === "not_an_integer", text: '"workflowVersion": 2.0' },
  {
    what: "whether it is 23:59 UTC",
    shows: ({ reason }, { dateTime }) => reason === "leap_second" && dateTime === "rfc3339",
    options: { dateTime: "rfc3339" },
    text: '"workflowVersion": 2, "startedDateTime": "2016-12-31T12:00:60Z"',
  },
];

const parsed = (text) => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

// Compiles one validator for each combination of the options that a schema depends on.
function validators(compile) {
  const known = new Map();
  return ({ contract, members, dateTime, undeclared }) => {
    const options = { contract, members, dateTime, undeclared };
    const key = JSON.stringify(options);
    if (!known.has(key)) known.set(key, compile(options));
    return known.get(key);
  };
}

const draft07 = (options) => userProcessingResult.with(options)["~standard"].jsonSchema.input({ target: "draft-07" });
const readers = {
  "draft 2020-12": validators((options) => new Ajv2020({ strict: true }).compile(jsonSchema(options))),
  "draft 07": validators((options) => new Ajv({ strict: true }).compile(draft07(options))),
};

for (const [name, validator] of Object.entries(readers)) {
  test(`${name}: Ajv in strict mode agrees with the verdict of check, for every case and generated text`, () => {
    let compared = 0;
    for (const { options, text, isValid, check } of answers) {
      const read = text === undefined ? undefined : parsed(Buffer.from(text, "latin1").toString());
      const violations = check?.violations ?? [];
      const isKnown = DIFFERENCES.some(({ shows }) => violations.some((violation) => shows(violation, options)));
      // These violations concern the text, not the parsed value; and Node replaces bytes that are not valid UTF-8.
      if (
        !read ||
        isKnown ||
        violations.some(({ code }) => ["too_large", "invalid_utf8", "byte_order_mark"].includes(code))
      )
        continue;
      assert.equal(validator(options)(read.value), isValid, text);
      compared += 1;
    }
    assert.ok(compared > 1500, `${compared} verdicts`);
  });

  test(`${name}: a schema accepts exactly the documented exceptions`, () => {
    for (const { what, shows, options = {}, text } of DIFFERENCES) {
      const { workflowVersion, ...rest } = BODY;
      const json = JSON.stringify(rest).replace(/}$/, `, ${text}}`);
      const { valid, violations } = check(json, options);
      assert.ok(!valid && violations.every((violation) => shows(violation, options)), what);
      assert.ok(validator(options)(JSON.parse(json)), what);
    }
  });
}

test("Standard JSON Schema supports two drafts, and rejects other targets", () => {
  const { input, output } = userProcessingResult.with({ contract: "resource" })["~standard"].jsonSchema;
  assert.deepEqual(input({ target: "draft-2020-12" }), jsonSchema({ contract: "resource" }));
  assert.deepEqual(output({ target: "draft-07" }), {
    ...input({ target: "draft-2020-12" }),
    $schema: "http://json-schema.org/draft-07/schema#",
  });
  for (const [target, found] of [
    ["openapi-3.0", "`openapi-3.0`"],
    ["draft-04", "`draft-04`"],
    ["__proto__", "`__proto__`"],
    [undefined, "undefined"],
  ]) {
    assert.throws(() => input({ target }), {
      name: "Error",
      message: `target: expected \`draft-2020-12\` or \`draft-07\`, found ${found}`,
    });
  }
});

test("OpenAPI: a linter accepts a document with the schema objects, and rejects a broken one", async () => {
  const config = await createConfig({ extends: ["recommended-strict"] });
  const lint = async (schemas) => {
    const content = (name) => ({ "application/json": { schema: { $ref: `#/components/schemas/${name}` } } });
    const post = {
      operationId: "create",
      summary: "Creates a result",
      requestBody: { required: true, content: content("create") },
      responses: {
        201: { description: "The result was created.", content: content("resource") },
        400: { description: "The body is invalid." },
      },
    };
    const get = {
      operationId: "list",
      summary: "Reads results",
      responses: {
        200: { description: "A result.", content: content("projection") },
        400: { description: "The request is invalid." },
      },
    };
    const source = JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Results", version: "1.0", license: { name: "MIT", identifier: "MIT" } },
      servers: [{ url: "https://graph.microsoft.com/v1.0" }],
      security: [],
      paths: { "/workflowBase/userProcessingResults": { get, post } },
      components: { schemas },
    });
    return (await lintFromString({ source, config })).map(({ ruleId, message }) => `${ruleId}: ${message}`);
  };
  for (const options of combinations("members", "dateTime", "undeclared")) {
    const of = (contract) => JSON.parse(printSchema("openapi", { ...options, contract }));
    const schemas = { create: of("create"), resource: of("resource"), projection: of("projection") };
    assert.deepEqual(await lint(schemas), [], JSON.stringify(options));
    schemas.create.properties.id.type = "text";
    assert.equal((await lint(schemas)).length, 1);
  }
});

test("TypeScript: valid literals compile, and every invalid literal is an error", () => {
  const validLiterals = {
    create: [BODY, { ...BODY, id: "1", completedDateTime: null, subject: { id: "1" }, "@odata.type": "#t" }],
    resource: [{ ...BODY, id: "1", completedDateTime: null, startedDateTime: "2026-03-01T06:00:00Z" }],
    projection: [{}, { id: "1" }, BODY],
  };
  const invalidLiterals = {
    create: [{}, { ...BODY, workflowVersion: "2" }, { ...BODY, scheduledDateTime: null }],
    resource: [BODY, { ...BODY, id: 1, completedDateTime: null, startedDateTime: null }],
    projection: [{ id: null }, { subject: [] }, { reprocessedRuns: {} }],
  };
  const others = [
    { literal: { ...BODY, processingStatus: "quarantined" }, sets: ["current", "open"] },
    { literal: { ...BODY, workflowExecutionType: "later" }, sets: ["open"] },
    { literal: { ...BODY, tenant: 1 }, undeclared: "allow" },
  ];
  const expected = [];
  for (const options of combinations("members", "undeclared").flatMap((options) =>
    optionValues.contract.map((contract) => ({ ...options, contract })),
  )) {
    const file = Object.values(options).join("-");
    const lines = [printSchema("typescript", options)];
    const add = (literal, isAccepted) => {
      lines.push(`export const x${lines.length}: UserProcessingResult = ${JSON.stringify(literal)};\n`);
      if (!isAccepted) expected.push(`${file}.ts:${lines.join("").split("\n").length - 1}`);
    };
    validLiterals[options.contract].forEach((literal) => add(literal, true));
    invalidLiterals[options.contract].forEach((literal) => add(literal, false));
    const dates = { id: "1", completedDateTime: null, startedDateTime: null };
    for (const { literal, sets = optionValues.members, undeclared } of others) {
      const isAllowed = undeclared === undefined || undeclared === options.undeclared;
      add({ ...literal, ...dates }, sets.includes(options.members ?? "documented") && isAllowed);
    }
    writeFileSync(join(folder, `${file}.ts`), lines.join(""));
  }
  const config = { compilerOptions: { strict: true, noEmit: true, target: "es2022", module: "nodenext", types: [] } };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync(resolvePath("../node_modules/.bin/tsc"), ["-p", folder, "--pretty", "false"], {
    encoding: "utf8",
    cwd: folder,
  });
  const found = Array.from(stdout.matchAll(/^(\S+\.ts)\((\d+),\d+\): error/gm), ([, file, line]) => `${file}:${line}`);
  assert.deepEqual(found.sort(), expected.sort(), stdout);
  assert.ok(expected.length > 100);
});

test("CSDL: its JSON form matches the published schema, and its types match the JSON Schema", () => {
  const csdl = xml2json(printSchema("csdl"));
  const isCsdl = new Ajv({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(createRequire(import.meta.url).resolve("odata-csdl/schemas/csdl.schema.json"), "utf8")),
  );
  assert.ok(isCsdl(csdl), JSON.stringify(isCsdl.errors));
  assert.ok(!isCsdl({ ...csdl, $Version: 7 }));

  const governance = csdl["microsoft.graph.identityGovernance"];
  const { entity } = csdl["microsoft.graph"];
  assert.deepEqual(entity.$Key, ["id"]);
  const { $Kind, $BaseType, ...own } = governance.userProcessingResult;
  assert.deepEqual([$Kind, $BaseType], ["EntityType", "microsoft.graph.entity"]);
  assert.deepEqual(["id", ...Object.keys(own)], rows.slice(0, -1));

  const { properties } = jsonSchema({ contract: "resource", members: "current" });
  for (const [name, schema] of Object.entries(properties)) {
    const { $Type = "Edm.String", $Nullable = false, $Kind, $Collection } = own[name] ?? entity[name];
    const types = [schema.type].flat();
    assert.equal($Nullable, types.includes("null"), name);
    const type = schema.pattern ? "Edm.DateTimeOffset" : { integer: "Edm.Int32", string: "Edm.String" }[types[0]];
    if ($Kind === "NavigationProperty") assert.equal(types[0], $Collection ? "array" : "object", name);
    else if (schema.enum) {
      const { $Kind, ...members } = governance[$Type.split(".").pop()];
      assert.deepEqual(
        Object.entries(members),
        schema.enum.map((member, value) => [member, value]),
        name,
      );
    } else assert.equal($Type, type, name);
  }
});
