// The tarball: only the files that users need, and no installation scripts.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const pkg = fileURLToPath(new URL("..", import.meta.url));

const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
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

test("the tarball contains the expected files, no dependencies, and no installation scripts", () => {
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

test("the crate and the package have the same version", () => {
  const [, version] = /^version = "(.*)"/m.exec(readFileSync(`${pkg}/../Cargo.toml`, "utf8"));
  assert.equal(JSON.parse(readFileSync(`${pkg}/package.json`, "utf8")).version, version);
});

test("packed documents have only absolute links and anchors", () => {
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

test("no file contains a path of the machine that built it", () => {
  for (const file of FILES) {
    const text = readFileSync(`${pkg}/${file}`, "latin1");
    for (const machinePath of ["/home/", "/root/", "/Users/", ".cargo/registry", pkg]) {
      assert.ok(!text.includes(machinePath), `${file}: ${machinePath}`);
    }
  }
});
