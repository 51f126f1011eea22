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
  assert.deepEqual(
    Object.entries(named).map(([name, type]) => [name, strings(type)]),
    Object.entries(tables.options),
  );
});

// What `upr schema` prints, with every member.
const exported = passes(here("../../target/release/upr"), "schema", "--format=typescript", "--members=current");

test("members are those of the export", () => {
  const enums = Array.from(exported.matchAll(/^export type (\w+) =([^;]*);/gm), ([, name, members]) => [
    name,
    strings(members),
  ]);
  assert.equal(enums.length, 2);
  for (const [name, members] of enums) assert.deepEqual(union(name), members);
});

test("properties, and what is said of them, are those of the export", () => {
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
  passes(
    tool("attw"),
    tarball,
    "--profile",
    "node16",
    "--exclude-entrypoints",
    "./validator.wasm",
    "--no-definitely-typed",
  );
  passes(tool("publint"), "--strict", tarball);
});
