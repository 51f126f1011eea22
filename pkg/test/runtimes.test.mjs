// The packed package, installed without a network: one suite in every supported runtime.

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const NAME = "user-processing-result";
const REFUSED =
  "WebAssembly is refused here: allow it with 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy, " +
  "or hand the module over with user-processing-result/slim";
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";
const POLICY_WITH_WASM = POLICY.replace("'self'", "'self' 'wasm-unsafe-eval'");

const html = (source) => `<!doctype html><meta charset="utf-8"><script type="module" src="${source}"></script>`;
const script = (from) => `
  import * as api from "${from}";
  import { runAndReport } from "./smoke.mjs";
  runAndReport(api).then(console.log);`;
const worker = (from, more = "") => `
  import * as api from "${from}";
  import { runAndReport } from "./smoke.mjs";
  ${more}
  export default { fetch: async () => new Response(await runAndReport(api)) };`;

// The code of users of the package.
const FILES = {
  "module.mjs": script(NAME),
  "require.cjs": `
    const api = require("${NAME}");
    import("./smoke.mjs").then(({ runAndReport }) => runAndReport(api)).then(console.log);`,
  "worker.mjs": worker(`${NAME}/slim`, `import validator from "${NAME}/validator.wasm"; api.init(validator);`),
  "inlined-worker.mjs": worker(NAME),
  "index.html": html("/module.mjs"),
  "page.html": html("/page.mjs"),
  "page.mjs": script(`./node_modules/${NAME}/dist/index.js`),
};

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

const pkg = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const missing = (name, cause) => new Error(`${name} is not there: scripts/setup brings it`, { cause });

test("the packed package works in every supported runtime", { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), `${NAME}-`));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const env = { HOME: folder, PATH: process.env.PATH };

  async function run(command, ...args) {
    return (await promisify(execFile)(command, args, { cwd: folder, env, timeout: 30_000 })).stdout;
  }

  const tarball = await run("npm", "pack", "--silent", "--pack-destination", folder, pkg(""));
  await writeFile(join(folder, "package.json"), '{ "private": true }');
  await run("npm", "install", "--offline", "--no-audit", "--no-fund", join(folder, tarball.trim()));
  await cp(pkg("test/runtimes/smoke.mjs"), join(folder, "smoke.mjs"));
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(folder, name), content);

  const rows = [["runtime", "version", "result", "first call"]];

  // `start` returns the version of the runtime and the outcomes that it printed; `error` is the expected error, if any.
  async function testRuntime(name, start, error) {
    const row = [name, "", "failed", ""];
    rows.push(row);
    await t.test(name, { timeout: 40_000 }, async (t) => {
      const [version, ...outcomes] = await start(t);
      row[1] = version;
      const times = outcomes.map((outcome) => {
        const said = JSON.parse(outcome);
        const found = `${name}: expected ${error ?? "no error"}, found ${said.error ?? "none"}`;
        if (said.error !== error) throw new Error(`${found}\n${said.stack ?? ""}`);
        if (error === undefined) assert.equal(said.version, read(pkg("package.json")).version);
        return said.milliseconds;
      });
      const time = times.sort((one, other) => one - other)[times.length >> 1];
      row[2] = error === undefined ? "passed" : "failed with the expected error";
      // The clock of some runtimes does not advance.
      if (time > 0) row[3] = `${time.toFixed(1)} ms`;
    });
  }

  await testRuntime("Node, import, the median of 5", async () => {
    const printed = [];
    while (printed.length < 5) printed.push(await run(process.execPath, "module.mjs"));
    return [process.versions.node, ...printed];
  });
  await testRuntime("Node, require", async () => [process.versions.node, await run(process.execPath, "require.cjs")]);
  await testRuntime("Deno", async () => {
    const { command, version } = findBinary("deno", "@deno", "deno", "deno/deno");
    const flags = ["--no-prompt", "--no-remote", "--node-modules-dir=manual"];
    return [version, await run(command, "run", ...flags, "module.mjs")];
  });
  await testRuntime("Bun", async () => {
    const { command, version } = findBinary("bun", "@oven", "bin/bun", "bun/bin/bun.exe");
    return [version, await run(command, "run", "--no-install", "module.mjs")];
  });
  await testRuntime("workerd, slim", (t) => runWorker(t, folder, "worker.mjs"));
  await testRuntime("workerd, the inlined wasm", (t) => runWorker(t, folder, "inlined-worker.mjs"), REFUSED);
  await testRuntime("Chromium, a Vite build", async (t) => {
    const vite = pkg("node_modules/vite");
    if (!existsSync(vite)) throw missing("vite");
    await run(process.execPath, join(vite, "bin/vite.js"), "build", "--logLevel", "warn");
    const [version, printed] = await openPage(t, env, join(folder, "dist"), "index.html");
    return [`${version}, Vite ${read(join(vite, "package.json")).version}`, printed];
  });
  await testRuntime("Chromium, a page with a policy", (t) => openPage(t, env, folder, "page.html", POLICY_WITH_WASM));
  await testRuntime("Chromium, one that refuses wasm", (t) => openPage(t, env, folder, "page.html", POLICY), REFUSED);

  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd();
  console.log(rows.map(line).join("\n"));
});

// Finds the binary of a runtime: in the package of the platform, or where the installation script moved it.
function findBinary(name, scope, inside, moved) {
  const folder = pkg(`node_modules/${scope}`);
  const places = (existsSync(folder) ? readdirSync(folder) : []).map((platform) => join(folder, platform, inside));
  for (const command of [...places, pkg(`node_modules/${moved}`)]) {
    const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
    if (status === 0) return { command, version: /\d+(\.\d+)+/.exec(stdout)[0] };
  }
  throw missing(name);
}

async function importOrFail(name) {
  try {
    return await import(name);
  } catch (cause) {
    throw missing(name, cause);
  }
}

// Runs a worker, bundled as for deployment: the wasm stays a file and is imported as a module.
async function runWorker(t, folder, entry) {
  const [{ build }, { Miniflare }] = [await importOrFail("esbuild"), await importOrFail("miniflare")];
  const outdir = join(folder, "workers");
  await build({
    ...{ absWorkingDir: folder, entryPoints: [entry], outdir, bundle: true, format: "esm", logLevel: "silent" },
    ...{ loader: { ".wasm": "copy" }, assetNames: "[name]" },
  });
  const miniflare = new Miniflare({
    cf: false,
    compatibilityDate: "2026-04-01",
    modules: true,
    modulesRoot: outdir,
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    scriptPath: join(outdir, entry.replace(".mjs", ".js")),
  });
  t.after(() => miniflare.dispose());
  const response = await miniflare.dispatchFetch("http://worker.test/");
  return [read(pkg("node_modules/workerd/package.json")).version, await response.text()];
}

// Opens a page of a folder in a new browser, and returns what it logs.
async function openPage(t, env, root, name, policy) {
  const { chromium } = await importOrFail("playwright-core");
  const executablePath = env.PATH.split(":")
    .map((folder) => join(folder, "chromium"))
    .find(existsSync);
  if (executablePath === undefined) throw missing("chromium");

  const server = createServer(async ({ url }, response) => {
    try {
      const content = await readFile(join(root, new URL(url, "http://page.test").pathname));
      response.setHeader("content-type", TYPES[extname(url)]);
      if (policy !== undefined) response.setHeader("content-security-policy", policy);
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, "127.0.0.1");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");

  const browser = await chromium.launch({ executablePath, args: FLAGS, env });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const requested = [];
  page.on("request", (request) => requested.push(request.resourceType()));
  const logged = page.waitForEvent("console", { predicate: (message) => message.type() === "log", timeout: 10_000 });
  const loaded = page.goto(`http://127.0.0.1:${server.address().port}/${name}`);
  const [message] = await Promise.all([logged, loaded]).catch((cause) => {
    throw new Error(`the page logged no outcome: ${said.join("; ")}`, { cause });
  });
  assert.deepEqual([...new Set(requested)], ["document", "script"], "the page requests nothing else");
  return [browser.version(), message.text()];
}
