// Bundles the sources into dist: both entries, as ES modules and as CommonJS.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// The wasm is inlined as a string in which each byte is the character with this number added to its code. So no
// character is a line end or a zero, and gzip still finds the repetitions of the bytes, which base64 would hide.
const SHIFT = 14;

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));

const TABLES = resolvePath("../target/tables.json");

/**
 * Writes `index` and `slim`, each as `.js` and `.cjs`.
 *
 * @param {string} wasm - The path of the wasm to inline into `index`.
 * @param {string} outdir
 */
export async function bundle(wasm, outdir) {
  for (const format of ["esm", "cjs"]) {
    await build({
      entryPoints: [resolvePath("src/index.js"), resolvePath("src/slim.js")],
      outdir,
      outExtension: { ".js": format === "esm" ? ".js" : ".cjs" },
      bundle: true,
      charset: "utf8",
      define: { SHIFT: String(SHIFT) },
      drop: ["console"],
      format,
      logLevel: "warning",
      minify: true,
      plugins: [generatedModules(wasm)],
      target: "es2022",
    });
  }
}

/** Resolves the modules that src/generated.d.ts declares. */
function generatedModules(wasm) {
  return {
    name: "generated modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^generated:tables$/ }, () => ({ path: TABLES }));
      onResolve({ filter: /^generated:border$/ }, () => ({ path: TABLES, namespace: "border" }));
      onLoad({ filter: /.*/, namespace: "border" }, () => ({ contents: borderModule() }));
      onResolve({ filter: /^generated:wasm$/ }, () => ({ path: wasm, namespace: "inlined" }));
      onLoad({ filter: /.*/, namespace: "inlined" }, ({ path }) => ({ contents: shiftBytes(path), loader: "text" }));
    },
  };
}

function shiftBytes(path) {
  return Array.from(readFileSync(path), (byte) => String.fromCharCode(byte + SHIFT)).join("");
}

// Returns the module `generated:border`: for each list of the crate its length and the position of each name, and each
// value with a special meaning.
function borderModule() {
  const { options, ...rest } = JSON.parse(readFileSync(TABLES, "utf8")).border;
  const constants = [["options", options]];
  for (const [name, value] of Object.entries(rest)) {
    if (!Array.isArray(value)) {
      constants.push([name, value]);
      continue;
    }
    constants.push([`${name}Length`, value.length]);
    value.forEach((field, position) => constants.push([`${name}${field[0].toUpperCase()}${field.slice(1)}`, position]));
  }
  const screaming = (name) => name.replace(/[A-Z]/g, "_$&").toUpperCase();
  return constants.map(([name, value]) => `export const ${screaming(name)} = ${JSON.stringify(value)};`).join("\n");
}
