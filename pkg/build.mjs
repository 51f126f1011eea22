// Makes dist of src, types, and what scripts/build has made in target; prints the sizes, and fails past the budget.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// What a page downloads at most, gzip -9; the aim is 40.
const BUDGET = 57 * 1024;
// The wasm is inlined as a string, each byte as the character of a code that is so much larger: none of them is a line
// end or a zero, and a server's gzip still sees the bytes, where base64 would hide them.
const SHIFT = 14;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const built = here("../target/wasm-pack/user_processing_result_bg.wasm");
const wasm = here("dist/validator.wasm");

rmSync(here("dist"), { recursive: true, force: true });
mkdirSync(here("dist"));
const features = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];
execFileSync(here("node_modules/.bin/wasm-opt"), [
  ...["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"],
  ...features.map((feature) => `--enable-${feature}`),
  ...[built, "-o", wasm],
]);

const inlined = {
  name: "inlined",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^wasm$/ }, () => ({ path: wasm, namespace: "inlined" }));
    onLoad({ filter: /.*/, namespace: "inlined" }, () => {
      const characters = Array.from(readFileSync(wasm), (byte) => String.fromCharCode(byte + SHIFT));
      return { contents: characters.join(""), loader: "text" };
    });
  },
};
for (const format of ["esm", "cjs"]) {
  await build({
    entryPoints: [here("src/index.js"), here("src/slim.js")],
    outdir: here("dist"),
    outExtension: { ".js": format === "esm" ? ".js" : ".cjs" },
    bundle: true,
    charset: "utf8",
    define: { SHIFT: String(SHIFT) },
    drop: ["console"],
    format,
    logLevel: "warning",
    minify: true,
    plugins: [inlined],
    target: "es2022",
  });
}
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
