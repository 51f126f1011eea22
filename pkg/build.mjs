// Makes dist of src, types, and what scripts/build has made in target; prints the sizes, and fails past the budget.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";

// What a page downloads at most, gzip -9; the aim is 40.
const BUDGET = 58_000;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = here("../target/wasm-pack/user_processing_result_bg.wasm");
const wasm = here("dist/validator.wasm");

rmSync(here("dist"), { recursive: true, force: true });
mkdirSync(here("dist"));
const features = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];
execFileSync(here("node_modules/.bin/wasm-opt"), [
  ...["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"],
  ...features.map((feature) => `--enable-${feature}`),
  ...[built, "-o", wasm],
]);

await bundle(wasm, here("dist"));
cpSync(here("../LICENSE"), here("LICENSE"));
const { schema } = JSON.parse(readFileSync(here("../target/tables.json"), "utf8"));
writeFileSync(here("dist/schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
for (const name of ["index", "slim"]) {
  for (const extension of ["ts", "cts"]) cpSync(here(`types/${name}.d.ts`), here(`dist/${name}.d.${extension}`));
}

const size = (name) => gzipSync(readFileSync(here(`dist/${name}`)), { level: 9 }).length;
const page = size("index.js");
const sizes = ["validator.wasm", "index.js", "slim.js"].map(
  (name) => `pkg/dist/${name}: ${statSync(here(`dist/${name}`)).size} bytes, ${size(name)} gzip\n`,
);
writeFileSync(here("../target/sizes.txt"), `${sizes.join("")}a page downloads ${page} bytes of at most ${BUDGET}\n`);
if (page > BUDGET) {
  console.error(`pkg/dist/index.js is ${page - BUDGET} bytes larger than its budget of ${BUDGET}`);
  rmSync(here("dist"), { recursive: true });
  process.exit(1);
}
