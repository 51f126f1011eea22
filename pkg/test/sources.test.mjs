// Static checks of the JavaScript, CSS and HTML sources. They need no build.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

// Returns the files of a folder that each of its files imports, without imports of types.
function importGraph(folder) {
  const graph = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    const code = readFileSync(join(folder, file), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
    graph.set(
      file,
      Array.from(code.matchAll(/\bfrom "\.\/([^"]+)"/g), ([, name]) => name),
    );
  }
  return graph;
}

// Returns a path through the graph that ends in a file that it has visited before, if there is one.
function findCircle(graph, path, finished) {
  const file = path.at(-1);
  if (finished.has(file)) return undefined;
  if (path.indexOf(file) < path.length - 1) return path;
  for (const next of graph.get(file) ?? []) {
    const circle = findCircle(graph, [...path, next], finished);
    if (circle) return circle;
  }
  finished.add(file);
  return undefined;
}

test("no circle of imports exists", () => {
  const planted = new Map([
    ["a.js", ["b.js"]],
    ["b.js", ["a.js"]],
  ]);
  assert.deepEqual(findCircle(planted, ["a.js"], new Set()), ["a.js", "b.js", "a.js"]);
  for (const folder of ["src", "../www"]) {
    const graph = importGraph(join(packageRoot, folder));
    assert.ok(graph.size > 2, folder);
    const finished = new Set();
    for (const file of graph.keys()) assert.equal(findCircle(graph, [file], finished)?.join(" -> "), undefined);
  }
});
