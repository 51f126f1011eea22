// The types: what they let through, what they refuse, whether they are where resolvers look for them, and whether their
// tables are those of Rust.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), "utf8");

const packageRoot = here("..");
const declared = read("../types/index.d.ts");
const tables = JSON.parse(read("../../target/tables.json"));
const schema = read("../../src/schema.rs");

const room = mkdtempSync(join(tmpdir(), "types-"));
after(() => rmSync(room, { recursive: true }));

const strings = (text) => Array.from(text.matchAll(/"([^"]*)"/g), ([, string]) => string);
const union = (name) => strings(declared.match(new RegExp(`^export type ${name} =([^;]*);`, "m"))[1]);

const tool = (name) => here(`../node_modules/.bin/${name}`);

function run(command, ...words) {
  const { error, status, stdout, stderr } = spawnSync(command, words, { cwd: packageRoot, encoding: "utf8" });
  assert.ifError(error);
  return { status, stdout, said: stdout + stderr };
}

function passes(command, ...words) {
  const { status, stdout, said } = run(command, ...words);
  assert.equal(status, 0, said);
  return stdout;
}

test("with the types of Node, right uses compile and wrong ones do not", () => {
  passes(tool("tsc"), "-p", here("types"));
});

test("with the library of the DOM too", () => {
  passes(tool("tsc"), "-p", here("types/tsconfig.dom.json"));
});

test("with neither, the declarations stand for themselves", () => {
  const files = ["index.d.ts", "index.d.cts", "slim.d.ts", "slim.d.cts"].map((name) => here(`../dist/${name}`));
  passes(tool("tsc"), "--noEmit", "--strict", "--module", "nodenext", "--lib", "es2022", ...files);
});

test("every wrong use is an error of its own", () => {
  const copy = join(room, "wrong");
  cpSync(here("types"), copy, { recursive: true });
  mkdirSync(join(copy, "node_modules"));
  symlinkSync(packageRoot, join(copy, "node_modules/user-processing-result"), "junction");
  const lines = read("types/wrong.ts").split("\n");
  writeFileSync(join(copy, "wrong.ts"), lines.join("\n").replaceAll("@ts-expect-error", ""));

  const { said } = run(tool("tsc"), "-p", join(copy, "tsconfig.dom.json"), "--pretty", "false");
  const found = Array.from(said.matchAll(/^\S*wrong\.ts\((\d+),\d+\): error/gm), ([, line]) => Number(line));
  const marked = lines.flatMap((line, index) => (line.includes("@ts-expect-error") ? [index + 2] : []));
  assert.ok(marked.length > 50);
  assert.deepEqual(found, marked, said);
});

test("severities, codes and reasons are those of Rust", () => {
  assert.deepEqual(union("Severity"), tables.severities);
  assert.deepEqual(union("Code"), tables.codes);
  assert.deepEqual(union("Reason"), tables.reasons);
});

test("options are those of Rust", () => {
  const [, body] = declared.match(/^export interface Options {\n(.*?)^}/ms);
  const members = Array.from(body.matchAll(/^ {2}(\w+)\?: (.*) \| undefined;$/gm), ([, name, type]) => [name, type]);
  const { consistency, maxBytes, ...named } = Object.fromEntries(members);
  assert.deepEqual({ consistency, maxBytes }, { consistency: "boolean", maxBytes: "number" });
  assert.deepEqual(Object.entries(named).map(([name, type]) => [name, strings(type)]), Object.entries(tables.options));
});

test("members are those of the schema", () => {
  const [, sentinel] = schema.match(/SENTINEL: &str = "(\w+)"/);
  const enums = schema.matchAll(/EnumType = EnumType \{\s*name: "[\w.]*\.(\w+)",\s*members: &\[(.*?)\]/gs);
  const count = Array.from(enums, ([, name, rows]) => {
    const members = Array.from(rows.matchAll(/member\("?(\w+)"?,/g), ([, member]) => (member === "SENTINEL" ? sentinel : member));
    assert.deepEqual(union(name[0].toUpperCase() + name.slice(1)), members);
    assert.ok(members.length > 5);
  }).length;
  assert.equal(count, 2);
});

test("properties are those of the schema", () => {
  const types = {
    String: "string",
    DateTimeOffset: "string",
    Int32: "number",
    "Enum(&PROCESSING_STATUS)": "LifecycleWorkflowProcessingStatus | Other",
    "Enum(&WORKFLOW_EXECUTION_TYPE)": "WorkflowExecutionType | Other",
    "Navigation(USER)": "Record<string, unknown>",
    "NavigationCollection(RUN)": "unknown[]",
    "NavigationCollection(TASK_RESULT)": "unknown[]",
  };
  const rows = schema.matchAll(/row!\("(\w+)", +Type::(\S+), +(true|false), +\[(\w+), /g);
  const expected = Array.from(rows, ([, name, type, nullable, create]) => {
    return `${name}${create === "Required" ? "" : "?"}: ${types[type]}${nullable === "true" ? " | null" : ""}`;
  });
  const [, body] = declared.match(/^export interface UserProcessingResult<[^{]*{\n(.*?)^}/ms);
  assert.deepEqual(Array.from(body.matchAll(/^ {2}(\w+\??: .*);$/gm), ([, member]) => member), expected);
  assert.equal(expected.length, 13);
});

test("an entry declares what it exports", async () => {
  const names = (text) => Array.from(text.matchAll(/^export (?:class|const|function) (\w+)/gm), ([, name]) => name);
  const index = [...new Set(names(declared))];
  const slim = [...index, ...names(read("../types/slim.d.ts"))];
  assert.deepEqual(index.sort(), Object.keys(await import("user-processing-result")).sort());
  assert.deepEqual(slim.sort(), Object.keys(await import("user-processing-result/slim")).sort());
});

test("the package resolves everywhere", () => {
  const [{ filename }] = JSON.parse(passes("npm", "pack", "--json", "--offline", "--pack-destination", room));
  const tarball = join(room, filename);
  // The wasm is no module, and resolvers older than `exports` find the main entry only.
  passes(tool("attw"), tarball, "--profile", "node16", "--exclude-entrypoints", "./validator.wasm", "--no-definitely-typed");
  passes(tool("publint"), "--strict", tarball);
});
