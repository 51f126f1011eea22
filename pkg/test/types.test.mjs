// The published types: the uses that they accept and reject, their resolution, and their agreement with the tables of
// the crate.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(resolvePath(path), "utf8");

const packageRoot = resolvePath("..");
const declared = read("../types/index.d.ts");
const tables = JSON.parse(read("../../target/tables.json"));

const folder = mkdtempSync(join(tmpdir(), "types-"));
after(() => rmSync(folder, { recursive: true }));

const strings = (text) => Array.from(text.matchAll(/"([^"]*)"/g), ([, string]) => string);
const union = (name) => strings(declared.match(new RegExp(`^export type ${name} =([^;]*);`, "m"))[1]);

const tool = (name) => resolvePath(`../node_modules/.bin/${name}`);

function run(command, ...words) {
  const { error, status, stdout, stderr } = spawnSync(command, words, { cwd: packageRoot, encoding: "utf8" });
  assert.ifError(error);
  return { status, stdout, output: stdout + stderr };
}

function runPassing(command, ...words) {
  const { status, stdout, output } = run(command, ...words);
  assert.equal(status, 0, output);
  return stdout;
}

test("with the types of Node, valid uses compile and invalid ones do not", () => {
  runPassing(tool("tsc"), "-p", resolvePath("types"));
});

test("with the DOM library, valid uses compile and invalid ones do not", () => {
  runPassing(tool("tsc"), "-p", resolvePath("types/tsconfig.dom.json"));
});

test("the declarations compile without the types of Node and without the DOM library", () => {
  const files = ["index.d.ts", "index.d.cts", "slim.d.ts", "slim.d.cts"].map((name) => resolvePath(`../dist/${name}`));
  runPassing(tool("tsc"), "--noEmit", "--strict", "--module", "nodenext", "--lib", "es2022", ...files);
});

test("every invalid use is an error of its own", () => {
  const copy = join(folder, "invalid");
  cpSync(resolvePath("types"), copy, { recursive: true });
  mkdirSync(join(copy, "node_modules"));
  symlinkSync(packageRoot, join(copy, "node_modules/user-processing-result"), "junction");
  const lines = read("types/invalid.ts").split("\n");
  writeFileSync(join(copy, "invalid.ts"), lines.join("\n").replaceAll("@ts-expect-error", ""));

  const { output } = run(tool("tsc"), "-p", join(copy, "tsconfig.dom.json"), "--pretty", "false");
  const found = Array.from(output.matchAll(/^\S*invalid\.ts\((\d+),\d+\): error/gm), ([, line]) => Number(line));
  const marked = lines.flatMap((line, index) => (line.includes("@ts-expect-error") ? [index + 2] : []));
  assert.ok(marked.length > 50);
  assert.deepEqual(found, marked, output);
});

test("severities, codes and reasons are those of the crate", () => {
  assert.deepEqual(union("Severity"), tables.severities);
  assert.deepEqual(union("Code"), tables.codes);
  assert.deepEqual(union("Reason"), tables.reasons);
});

test("options are those of the crate", () => {
  const [, body] = declared.match(/^export interface Options {\n(.*?)^}/ms);
  const members = Array.from(body.matchAll(/^ {2}(\w+)\?: (.*) \| undefined;$/gm), ([, name, type]) => [name, type]);
  const { consistency, maxBytes, ...named } = Object.fromEntries(members);
  assert.deepEqual({ consistency, maxBytes }, { consistency: "boolean", maxBytes: "number" });
  assert.deepEqual(
    Object.entries(named).map(([name, type]) => [name, strings(type)]),
    Object.entries(tables.options),
  );
});

// The output of `upr schema`, with every enum member.
const exported = runPassing(
  resolvePath("../../target/release/upr"),
  "schema",
  "--format=typescript",
  "--members=current",
);

test("enum members are those of the exported schema", () => {
  const enums = Array.from(exported.matchAll(/^export type (\w+) =([^;]*);/gm), ([, name, members]) => [
    name,
    strings(members),
  ]);
  assert.equal(enums.length, 2);
  for (const [name, members] of enums) assert.deepEqual(union(name), members);
});

test("properties and their descriptions are those of the exported schema", () => {
  const properties = (text) => {
    const [, body] = text.match(/^export interface UserProcessingResult[^{]*{\n(.*?)^}/ms);
    return Array.from(body.matchAll(/^ {2}\/\*\* (.*) \*\/\n {2}(\w+\??: .*);$/gm), ([, summary, member]) => [
      summary,
      member,
    ]);
  };
  const expected = properties(exported).map(([summary, member]) => [
    summary,
    member.replace(/: [LW]\w+$/, "$& | Other"),
  ]);
  assert.deepEqual(properties(declared), expected);
  assert.equal(expected.length, 13);
});

test("every entry declares exactly what it exports", async () => {
  const names = (text) => Array.from(text.matchAll(/^export (?:class|const|function) (\w+)/gm), ([, name]) => name);
  const index = [...new Set(names(declared))];
  const slim = [...index, ...names(read("../types/slim.d.ts"))];
  assert.deepEqual(index.sort(), Object.keys(await import("user-processing-result")).sort());
  assert.deepEqual(slim.sort(), Object.keys(await import("user-processing-result/slim")).sort());
});

test("the package resolves in every module system", () => {
  const [{ filename }] = JSON.parse(runPassing("npm", "pack", "--json", "--offline", "--pack-destination", folder));
  const tarball = join(folder, filename);
  // The wasm is not a module, and resolvers that do not know `exports` find only the main entry.
  runPassing(
    tool("attw"),
    tarball,
    "--profile",
    "node16",
    "--exclude-entrypoints",
    "./validator.wasm",
    "--no-definitely-typed",
  );
  runPassing(tool("publint"), "--strict", tarball);
});
