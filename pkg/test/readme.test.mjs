// The JavaScript examples of the READMEs run, and their assertions are true.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => new URL(path, import.meta.url);

for (const name of ["../../README.md", "../README.md"]) {
  test(`examples of ${name} run`, async (context) => {
    const blocks = [...readFileSync(here(name), "utf8").matchAll(/^```js\n(.*?)^```/gms)].map(([, block]) => block);
    assert.ok(blocks.length > 0);
    for (const [index, block] of blocks.entries()) {
      // console.assert only prints a failure; assert throws.
      const checked = block.replaceAll("console.assert(", "assert(");
      assert.match(checked, /assert\(/);
      const file = here(`readme-${index}.tmp.mjs`);
      context.after(() => rmSync(fileURLToPath(file), { force: true }));
      writeFileSync(file, `import assert from "node:assert/strict";\n${checked}`);
      await import(`${file}?${name}`);
    }
  });
}
