// Static checks of the JavaScript, CSS and HTML sources. They need no build.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const packageRoot = fileURLToPath(new URL("..", import.meta.url));

function assertScriptPasses(script) {
  const { error, status, stdout, stderr } = spawnSync("npm", ["run", "--silent", script], {
    cwd: packageRoot,
    encoding: "utf8",
  });
  assert.ifError(error);
  assert.equal(status, 0, stdout + stderr);
}

test("sources are formatted as Prettier formats them (npm run format)", () => assertScriptPasses("format:check"));

test("sources pass the type check (npm run check)", () => assertScriptPasses("check"));
