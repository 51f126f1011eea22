// Bundles src: both entries, each to be imported and to be required, the wasm inlined where it is.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// The wasm is inlined as a string, each byte as the character of a code that is so much larger: none of them is a line
// end or a zero, and a server's gzip still sees the bytes, where base64 would hide them.
const SHIFT = 14;

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export async function bundle(wasm, outdir, { plugins = [], logLevel = "warning" } = {}) {
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
      outdir,
      outExtension: { ".js": format === "esm" ? ".js" : ".cjs" },
      bundle: true,
      charset: "utf8",
      define: { SHIFT: String(SHIFT) },
      drop: ["console"],
      format,
      logLevel,
      minify: true,
      plugins: [inlined, ...plugins],
      target: "es2022",
    });
  }
}
