// Builds dist from src, from types, and from what scripts/build has written into target. Writes the sizes to
// target/sizes.txt. Fails, and removes dist, if a page would download more than its budget.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";

// The size limit of what a page downloads (dist/index.js), in bytes after gzip -9. It must not be raised.
const BUDGET = 57_400;

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const unoptimized = resolvePath("../target/wasm-pack/user_processing_result_bg.wasm");
const wasm = resolvePath("dist/validator.wasm");

rmSync(resolvePath("dist"), { recursive: true, force: true });
mkdirSync(resolvePath("dist"));
const features = [
  "bulk-memory",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];
execFileSync(resolvePath("node_modules/.bin/wasm-opt"), [
  ...["-Oz", "--converge", "--strip-debug", "--strip-producers", "--strip-target-features"],
  ...features.map((feature) => `--enable-${feature}`),
  ...[unoptimized, "-o", wasm],
]);

await bundle(wasm, resolvePath("dist"));
for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) cpSync(resolvePath(`../${name}`), resolvePath(name));
const { schema } = JSON.parse(readFileSync(resolvePath("../target/tables.json"), "utf8"));
writeFileSync(resolvePath("dist/schema.json"), `${JSON.stringify(schema, null, 2)}\n`);
for (const name of ["index", "slim"]) {
  for (const extension of ["ts", "cts"])
    cpSync(resolvePath(`types/${name}.d.ts`), resolvePath(`dist/${name}.d.${extension}`));
}

const gzipSize = (name) => gzipSync(readFileSync(resolvePath(`dist/${name}`)), { level: 9 }).length;
const pageSize = gzipSize("index.js");
const sizes = ["validator.wasm", "index.js", "slim.js"].map(
  (name) => `pkg/dist/${name}: ${statSync(resolvePath(`dist/${name}`)).size} bytes, ${gzipSize(name)} gzip\n`,
);
writeFileSync(
  resolvePath("../target/sizes.txt"),
  `${sizes.join("")}a page downloads ${pageSize} bytes of at most ${BUDGET}\n`,
);
if (pageSize > BUDGET) {
  console.error(`pkg/dist/index.js is ${pageSize - BUDGET} bytes larger than its budget of ${BUDGET}`);
  rmSync(resolvePath("dist"), { recursive: true });
  process.exit(1);
}
