// What the tarball holds: nothing but what users import and read, and nothing that runs when it is installed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const pkg = fileURLToPath(new URL("..", import.meta.url));

const FILES = [
  "LICENSE",
  "README.md",
  "dist/index.cjs",
  "dist/index.d.cts",
  "dist/index.d.ts",
  "dist/index.js",
  "dist/schema.json",
  "dist/slim.cjs",
  "dist/slim.d.cts",
  "dist/slim.d.ts",
  "dist/slim.js",
  "dist/validator.wasm",
  "package.json",
];

test("the tarball holds what it should", () => {
  const [{ files, name, version }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: pkg }));
  assert.deepEqual(files.map(({ path }) => path).sort(), FILES);
  const manifest = JSON.parse(readFileSync(`${pkg}/package.json`, "utf8"));
  assert.deepEqual({ name, version }, { name: manifest.name, version: manifest.version });
  assert.deepEqual(
    Object.keys(manifest.scripts).filter(
      (script) => !["build", "test", "bench", "check", "format", "format:check"].includes(script),
    ),
    [],
  );
  assert.equal(manifest.dependencies, undefined);
});

test("the crate and the package are of one version", () => {
  const [, version] = /^version = "(.*)"/m.exec(readFileSync(`${pkg}/../Cargo.toml`, "utf8"));
  assert.equal(JSON.parse(readFileSync(`${pkg}/package.json`, "utf8")).version, version);
});

test("what is packed has no link that leads nowhere once it is", () => {
  for (const file of ["../README.md", "README.md", "../CHANGELOG.md", "../CONTRIBUTING.md", "../SECURITY.md"]) {
    const text = readFileSync(`${pkg}/${file}`, "utf8").replace(/^```[^]*?^```/gm, "");
    const links = Array.from(text.matchAll(/\]\(([^)]*)\)/g), ([, link]) => link);
    assert.deepEqual(
      links.filter((link) => !/^(https:\/\/|#)/.test(link)),
      [],
      file,
    );
  }
});

test("no file names a place of the machine that built it", () => {
  for (const file of FILES) {
    const text = readFileSync(`${pkg}/${file}`, "latin1");
    for (const place of ["/home/", "/root/", "/Users/", ".cargo/registry", pkg]) {
      assert.ok(!text.includes(place), `${file}: ${place}`);
    }
  }
});
