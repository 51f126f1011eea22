// The packed package, installed without a network, under one suite in each runtime that it is said to work in.

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
  import { outcome } from "./smoke.mjs";
  outcome(api).then(console.log);`;
const worker = (from, more = "") => `
  import * as api from "${from}";
  import { outcome } from "./smoke.mjs";
  ${more}
  export default { fetch: async () => new Response(await outcome(api)) };`;

// What users of the package write.
const FILES = {
  "module.mjs": script(NAME),
  "require.cjs": `
    const api = require("${NAME}");
    import("./smoke.mjs").then(({ outcome }) => outcome(api)).then(console.log);`,
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
const lacking = (name, cause) => new Error(`${name} is not there: scripts/setup brings it`, { cause });

test("the packed package", { timeout: 60_000 }, async (t) => {
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

  // `printed` gives the version of the runtime and the outcomes that it printed; `error` is what each is to end with.
  async function runtime(name, printed, error) {
    const row = [name, "", "failed", ""];
    rows.push(row);
    await t.test(name, { timeout: 40_000 }, async (t) => {
      const [version, ...outcomes] = await printed(t);
      row[1] = version;
      const times = outcomes.map((outcome) => {
        const said = JSON.parse(outcome);
        const found = `${name}: expected ${error ?? "no error"}, found ${said.error ?? "none"}`;
        if (said.error !== error) throw new Error(`${found}\n${said.stack ?? ""}`);
        if (error === undefined) assert.equal(said.version, read(pkg("package.json")).version);
        return said.milliseconds;
      });
      const time = times.sort((one, other) => one - other)[times.length >> 1];
      row[2] = error === undefined ? "passed" : "refused with the sentence that says so";
      // Some clocks stand still.
      if (time > 0) row[3] = `${time.toFixed(1)} ms`;
    });
  }

  await runtime("Node, import, the median of 5", async () => {
    const printed = [];
    while (printed.length < 5) printed.push(await run(process.execPath, "module.mjs"));
    return [process.versions.node, ...printed];
  });
  await runtime("Node, require", async () => [process.versions.node, await run(process.execPath, "require.cjs")]);
  await runtime("Deno", async () => {
    const { command, version } = binary("deno", "@deno", "deno", "deno/deno");
    const flags = ["--no-prompt", "--no-remote", "--node-modules-dir=manual"];
    return [version, await run(command, "run", ...flags, "module.mjs")];
  });
  await runtime("Bun", async () => {
    const { command, version } = binary("bun", "@oven", "bin/bun", "bun/bin/bun.exe");
    return [version, await run(command, "run", "--no-install", "module.mjs")];
  });
  await runtime("workerd, slim", (t) => work(t, folder, "worker.mjs"));
  await runtime("workerd, the inlined wasm", (t) => work(t, folder, "inlined-worker.mjs"), REFUSED);
  await runtime("Chromium, a Vite build", async (t) => {
    const vite = pkg("node_modules/vite");
    if (!existsSync(vite)) throw lacking("vite");
    await run(process.execPath, join(vite, "bin/vite.js"), "build", "--logLevel", "warn");
    const [version, printed] = await open(t, env, join(folder, "dist"), "index.html");
    return [`${version}, Vite ${read(join(vite, "package.json")).version}`, printed];
  });
  await runtime("Chromium, a page with a policy", (t) => open(t, env, folder, "page.html", POLICY_WITH_WASM));
  await runtime("Chromium, one that refuses wasm", (t) => open(t, env, folder, "page.html", POLICY), REFUSED);

  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd();
  console.log(rows.map(line).join("\n"));
});

// The binary of a platform's package, or where the installation of the other package moves it.
function binary(name, scope, inside, moved) {
  const folder = pkg(`node_modules/${scope}`);
  const places = (existsSync(folder) ? readdirSync(folder) : []).map((platform) => join(folder, platform, inside));
  for (const command of [...places, pkg(`node_modules/${moved}`)]) {
    const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
    if (status === 0) return { command, version: /\d+(\.\d+)+/.exec(stdout)[0] };
  }
  throw lacking(name);
}

async function bring(name) {
  try {
    return await import(name);
  } catch (cause) {
    throw lacking(name, cause);
  }
}

// A worker, bundled as it is to be deployed: a wasm file stays a file, and is imported as a module.
async function work(t, folder, entry) {
  const [{ build }, { Miniflare }] = [await bring("esbuild"), await bring("miniflare")];
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

// A page in a fresh browser, served from a folder: what it logs.
async function open(t, env, root, name, policy) {
  const { chromium } = await bring("playwright-core");
  const executablePath = env.PATH.split(":")
    .map((folder) => join(folder, "chromium"))
    .find(existsSync);
  if (executablePath === undefined) throw lacking("chromium");

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
  const shown = page.goto(`http://127.0.0.1:${server.address().port}/${name}`);
  const [message] = await Promise.all([logged, shown]).catch((cause) => {
    throw new Error(`the page logged no outcome: ${said.join("; ")}`, { cause });
  });
  assert.deepEqual([...new Set(requested)], ["document", "script"], "what the page asks for");
  return [browser.version(), message.text()];
}
