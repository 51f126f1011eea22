// The playground, in a browser: as it is typed in, clicked, linked to, and given files.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { chromium } from "playwright-core";
import sirv from "sirv";
import { check, checkCollection } from "user-processing-result";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
const screens = here("../../target/screens");
mkdirSync(screens, { recursive: true });
const room = mkdtempSync(join(tmpdir(), "playground-"));

let browser;
let server;
let origin;

before(async () => {
  const folders = { "/www": sirv(here("../../www"), { dev: true }), "/pkg/dist": sirv(here("../dist"), { dev: true }) };
  server = createServer((request, response) => {
    const [prefix, serve] = Object.entries(folders).find(([prefix]) => request.url.startsWith(`${prefix}/`)) ?? [];
    const missing = () => response.writeHead(404).end();
    if (!prefix) return missing();
    request.url = request.url.slice(prefix.length);
    serve(request, response, missing);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
});

after(async () => {
  await browser?.close();
  server?.close();
  rmSync(room, { recursive: true, force: true });
});

// A page on which nothing may go wrong, and which may ask for nothing but its own files.
async function open(t, hash = "", context = {}) {
  const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  const page = await opened.newPage();
  const wrong = [];
  const requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(error.message));
  opened.on("request", (request) => requests.push(request.url()));
  t.after(async () => {
    await opened.close();
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("blob:") && !url.startsWith("data:")),
      [],
    );
  });
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector("#verdict")?.textContent) return;
      performance.mark("verdict");
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.goto(`${origin}/www/${hash}`);
  await page.locator("#verdict:not(:empty)").waitFor();
  return { page, requests, wrong };
}

const underlined = (page) =>
  page.evaluate(() =>
    Object.fromEntries(["error", "warning"].map((name) => [name, Array.from(CSS.highlights.get(name), String)])),
  );
const selected = (page) => page.evaluate(() => text.value.slice(text.selectionStart, text.selectionEnd));
const value = (page) => page.locator("#text").inputValue();

async function type(page, json) {
  await page.locator("#text").fill("");
  await page.locator("#text").pressSequentially(json);
}

test("it loads small and soon", async (t) => {
  const { page, requests } = await open(t);
  const bytes = await Promise.all(
    requests
      .filter((url) => url.startsWith(origin))
      .map(async (url) => {
        const body = Buffer.from(await (await fetch(url)).arrayBuffer());
        return gzipSync(body, { level: 9 }).length;
      }),
  );
  const size = bytes.reduce((sum, length) => sum + length, 0);
  const { verdict, load } = await page.evaluate(() => ({
    verdict: performance.getEntriesByName("verdict")[0].startTime,
    load: performance.getEntriesByType("navigation")[0].loadEventEnd,
  }));
  console.log(
    `${requests.length} files, ${size} bytes gzip; the first verdict ${Math.round(verdict)} ms after the navigation, load at ${Math.round(load)} ms`,
  );
  assert.ok(size < 100_000, `${size} bytes`);
  await page.screenshot({ path: join(screens, "faults.png") });
});

test("it is judged while it is typed, and underlined at the right characters", async (t) => {
  const { page } = await open(t);
  const json = '{"😀👩‍👩‍👧 é": "漢", "id": "", "workflowVersion": "2"}';
  await type(page, json);
  await page.locator("[name=contract]").selectOption("projection");
  assert.deepEqual(await underlined(page), { error: ['""', '"2"'], warning: ['"😀👩‍👩‍👧 é"'] });
  const { violations } = check(json, { contract: "projection" });
  const rows = page.locator("#violations li");
  assert.equal(await rows.count(), violations.length);
  for (const [index, { code, path, message, line, column }] of violations.entries()) {
    const row = await rows.nth(index).innerText();
    for (const part of [code, path, message, `${line}:${column}`]) assert.ok(row.includes(part), row);
  }
  assert.match(await page.locator("#verdict").innerText(), /^2 errors, 1 warning in (less than 0.1|[\d.]+) ms$/);

  // The two texts lie over each other: same type, same width, same height, however lines are wrapped.
  await type(page, `{"a": "${"long and 😀 ".repeat(40)}",\n\n\t"id": 1}\n`);
  const [above, below] = await page.evaluate(() =>
    ["text", "lines"].map((id) => {
      const element = document.getElementById(id);
      const { font, letterSpacing, lineHeight, padding, whiteSpace, overflowWrap, tabSize } = getComputedStyle(element);
      return {
        font,
        letterSpacing,
        lineHeight,
        padding,
        whiteSpace,
        overflowWrap,
        tabSize,
        width: element.clientWidth,
      };
    }),
  );
  assert.deepEqual(above, below);
  const [scrolled, height] = await page.evaluate(() => [text.scrollHeight, lines.offsetHeight]);
  assert.ok(Math.abs(scrolled - height) <= 2, `${scrolled} ${height}`);
  assert.equal(await page.locator("#lines div").count(), 4, "a number a line");
});

test("edits anywhere keep lines and underlines right", async (t) => {
  const { page } = await open(t);
  await type(page, '{\n"id": 1,\n"workflowVersion": 2.0\n}');
  const press = async (...keys) => {
    for (const key of keys) await (key === "😀" ? page.keyboard.insertText(key) : page.keyboard.press(key));
    const json = await value(page);
    const spans = check(json).violations.filter(({ severity, span }) => severity === "error" && span);
    assert.equal(
      await page.evaluate(() => Array.from(lines.children, ({ textContent }) => textContent).join("\n")),
      json,
    );
    const expected = spans.map(({ span: { start, end } }) =>
      json.slice(start === end ? Math.max(start - 1, 0) : start, end),
    );
    // A range over several lines has no line ends in it.
    assert.deepEqual(
      (await underlined(page)).error,
      expected.map((text) => text.replaceAll("\n", "")),
      json,
    );
  };
  await press("Control+Home", "Enter");
  await press("ArrowDown", "End", "Enter", "x");
  await press("Backspace", "Backspace");
  await press("Control+A", "Control+C", "End", "Control+V");
  await press("Control+Z");
  await press("Control+End", "Enter", "Enter", "😀");
  await press("Control+A", "Delete");
  await press("{", "}");
});

test("a click, or Enter, goes to the place; a message stands at the cursor", async (t) => {
  const { page } = await open(t);
  const json = await value(page);
  const { violations } = check(json);
  for (const [index, how] of [
    [2, "click"],
    [8, "Enter"],
  ]) {
    const { span, message } = violations[index];
    const go = page.locator("#violations .go").nth(index);
    if (how === "click") await go.click();
    else await go.press("Enter");
    assert.equal(await selected(page), json.slice(span.start, span.end));
    assert.equal(await page.evaluate(() => document.activeElement.id), "text");
    assert.equal(await page.locator("#here").innerText(), message);
    assert.ok((await page.locator("#place").innerText()).endsWith(message));
  }
  await page.keyboard.press("Control+Home");
  await page.locator("#here").waitFor({ state: "hidden" });
});

test("a message stands at the pointer too", async (t) => {
  const { page } = await open(t);
  const json = await value(page);
  const { span, message } = check(json).violations[3];
  const { x, y, width, height } = await page.evaluate(({ start, end }) => {
    const range = Array.from(CSS.highlights.get("error")).find(
      (range) => String(range) === text.value.slice(start, end),
    );
    return range.getBoundingClientRect().toJSON();
  }, span);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.locator("#here").waitFor();
  assert.equal(await page.locator("#here").innerText(), message);
  await page.mouse.move(0, 0);
  await page.locator("#here").waitFor({ state: "hidden" });
});

test("every kind of fault is one of its own", async (t) => {
  const { page } = await open(t);
  const codes = new Set(check(await value(page)).violations.map(({ code }) => code));
  const { codes: all } = JSON.parse(readFileSync(here("../../target/tables.json"), "utf8"));
  // But for what cannot be read, what is contradictory, and the exchange.
  assert.deepEqual(
    [...codes].sort(),
    all.slice(all.indexOf("duplicate_property"), all.indexOf("negative_count")).sort(),
  );
});

test("a suggestion is applied, and undone", async (t) => {
  const { page } = await open(t);
  const json = await value(page);
  const applies = page.locator("#violations .apply");
  const suggestions = check(json).violations.filter(({ suggestion }) => suggestion !== undefined);
  assert.ok(suggestions.length > 2);
  assert.equal(await applies.count(), suggestions.length);
  const { span, suggestion } = suggestions[1];
  await applies.nth(1).click();
  assert.equal(await value(page), `${json.slice(0, span.start)}"${suggestion}"${json.slice(span.end)}`);
  assert.equal(await applies.count(), suggestions.length - 1);
  await page.keyboard.press("Control+Z");
  assert.equal(await value(page), json);
  // All of them, one after another.
  while ((await applies.count()) > 0) await applies.first().click();
  assert.deepEqual(
    check(await value(page)).violations.filter(({ suggestion }) => suggestion !== undefined),
    [],
  );
});

test("every sample is what it says", async (t) => {
  const { page } = await open(t);
  const names = await page
    .locator("[name=sample] option")
    .evaluateAll((options) => options.map(({ value }) => value).filter(Boolean));
  const verdicts = {};
  for (const name of names) {
    await page.locator("[name=sample]").selectOption(name);
    verdicts[name] = (await page.locator("#verdict").innerText()).replace(/ in .*/, "");
    verdicts[name] += `, ${await page.locator("#looks svg").count()} pictures`;
    await page.screenshot({ path: join(screens, `${name.replace(/\W+/g, "-")}.png`) });
  }
  assert.deepEqual(verdicts, {
    "every kind of fault": "13 errors, 2 warnings, 0 pictures",
    "a good create body": "Valid, 2 pictures",
    "the page's placeholders": "9 errors, 0 warnings, 0 pictures",
    "a resource as the service sends it": "Valid, 2 pictures",
    "a page of results": "1 error, 0 warnings, 6 pictures",
    lines: "1 error, 1 warning, 5 pictures",
  });
  await page.locator("[name=sample]").selectOption("a good create body");
  const image = page.locator("#looks svg").first();
  assert.match(
    await image.getAttribute("aria-label"),
    /^scheduled 2026-03-01 06:00:00Z, started 4.49 s later, completed 6.64 s later$/,
  );
});

test("a link shows the same", async (t) => {
  const { page } = await open(t);
  const json = '{"id": "漢😀 \\u0000 <b>", "scheduledDateTime": "2026-03-01T06:00Z"}';
  await page.locator("#text").fill(json);
  await page.locator("[name=contract]").selectOption("projection");
  await page.locator("[name=dateTime]").selectOption("odata");
  await page.locator("[name=consistency]").check();
  const verdict = (await page.locator("#verdict").innerText()).replace(/ in .*/, "");
  await page.waitForFunction(() => location.hash.length > 20);
  await page.waitForTimeout(300);
  const hash = await page.evaluate(() => location.hash);
  const { page: other } = await open(t, hash);
  assert.equal(await value(other), json);
  assert.equal(await other.locator("[name=contract]").inputValue(), "projection");
  assert.equal(await other.locator("[name=dateTime]").inputValue(), "odata");
  assert.equal(await other.locator("[name=members]").inputValue(), "documented");
  assert.equal(await other.locator("[name=consistency]").isChecked(), true);
  assert.equal((await other.locator("#verdict").innerText()).replace(/ in .*/, ""), verdict);

  const { page: broken } = await open(t, `${hash.slice(0, 30)}`);
  assert.match(await broken.locator("#verdict").innerText(), /^13 errors/, "a link that was cut is none");
});

const LINE = (id) =>
  `{"id": "${id}", "workflowVersion": ${id % 1000 === 0 ? "1.0" : 1}, "subject": {"displayName": "${"x".repeat(180)}"}}`;

test("a file of 50 MB of lines is judged as it is read, and can be cancelled", async (t) => {
  const { page } = await open(t);
  const file = join(room, "many.ndjson");
  const count = 210_000;
  writeFileSync(file, Array.from({ length: count }, (_, index) => LINE(index + 1)).join("\n"));
  await page.locator("[name=contract]").selectOption("projection");
  await page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const tick = () => {
      globalThis.longest = Math.max(globalThis.longest, performance.now() - last);
      last = performance.now();
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    globalThis.seen = [];
    new MutationObserver(() => globalThis.seen.push(progress.value)).observe(progress, { attributes: true });
  });
  // As soon as some of it is read.
  const cancelled = page.evaluate(
    () =>
      new Promise((resolve) => {
        new MutationObserver((_, observer) => {
          if (progress.value === 0) return;
          observer.disconnect();
          document.getElementById("cancel").click();
          resolve(progress.value);
        }).observe(progress, { attributes: true });
      }),
  );
  await page.locator("#file").setInputFiles(file);
  assert.ok((await cancelled) < 1);
  assert.ok(await page.locator("#work").isHidden());
  await page.waitForTimeout(1000);
  assert.ok(await page.locator("#summary").isHidden());

  await page.locator("#file").setInputFiles(file);
  await page.locator("#summary h3").waitFor({ timeout: 60_000 });
  const summary = await page.locator("#summary").innerText();
  assert.match(
    summary,
    /^many\.ndjson\n+210000 documents: 209790 valid, 210 invalid; 210 errors, 0 warnings; 5\d\.\d MB in /,
  );
  const { longest, seen } = await page.evaluate(() => ({ longest: globalThis.longest, seen: globalThis.seen }));
  console.log(
    `${summary.split("\n").find((line) => line.includes("MB in"))} The longest frame took ${Math.round(longest)} ms, ${seen.length} steps of the bar`,
  );
  assert.ok(seen.length > 3 && seen.every((value) => value >= 0 && value <= 1));

  assert.equal(await page.locator("#summary tbody th").innerText(), "not_an_integer");
  const rows = page.locator("#summary .wide tbody tr");
  assert.equal(await rows.count(), 100);
  assert.match(await rows.first().innerText(), /^1000\t\d+\t\/workflowVersion\tnot_an_integer\t/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#summary a").click()]);
  const report = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(report.length, 210);
  const { line, ...first } = report[0];
  assert.equal(line, 1000);
  const { violations } = check(LINE(1000), { contract: "projection" });
  assert.deepEqual(first, { valid: false, violations: violations.map((violation) => ({ ...violation, line: 1000 })) });
  await page.screenshot({ path: join(screens, "summary.png"), fullPage: true });
});

// What the page says of a file, as the lines of its report.
async function judged(page, name, content) {
  const file = join(room, name);
  writeFileSync(file, content);
  await page.evaluate(() => summary.replaceChildren());
  await page.locator("#file").setInputFiles(file);
  await page.locator("#summary h3").waitFor({ timeout: 60_000 });
  const said = await page.locator("#summary").innerText();
  const link = page.locator("#summary a");
  if ((await link.count()) === 0) return { said, violations: [] };
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { said, violations: lines.flatMap(({ violations }) => violations) };
}

test("a page or an array is judged as it is read, and the same is said as of the whole", async (t) => {
  const { page } = await open(t);
  await page.locator("[name=contract]").selectOption("projection");
  const items = Array.from({ length: 9000 }, (_, index) =>
    index % 700 === 0 ? `{"id": ${index}, "é😀": "]},[{", "é😀": 1}` : LINE(index),
  );
  const options = { contract: "projection" };
  for (const [name, text] of Object.entries({
    "page.json":
      `\uFEFF`.slice(1) +
      `{"@odata.context": "[{\\"", "other": [{"value": [1]}], "value" : [\n${items.join(",\r\n  ")}\n], "@odata.nextLink": "]"}\n`,
    "compact.json": `[${items.join(",")}]`,
    "trailing-comma.json": `[${items.join(",")}  ,\n ]`,
    "empty.json": '{"value": []}',
    "no-items.json": "[ ]",
    "document.json": '{"id": 1, "value@x": [1]}',
    "scalars.json": '{"value": [1, null, "a,b", [], {}]}',
    "twice.json": '{"value": [{"id": 1}], "value": [{"id": 2}], "tenant": 1}',
    "after.json": '{"value":[\n{},\n{"id": 1}\n], "a": 1,\n"é": 1, "a": 2}',
    "cut.json": '{"value": [{"id": 1}, {"id"',
  })) {
    const { said, violations } = await judged(page, name, text);
    const bytes = Buffer.from(text);
    const whole = name === "document.json" ? check(bytes, options) : checkCollection(bytes, options);
    const key = ({ code, path, line, column, span, related, message }) =>
      JSON.stringify([code, path, line, column, span, related, message]);
    if (["trailing-comma.json", "cut.json"].includes(name)) {
      assert.ok(
        violations.some(({ code }) => code === "invalid_json"),
        `${name}: ${said}`,
      );
      continue;
    }
    if (name === "twice.json") {
      assert.ok(
        violations.some(({ code }) => code === "duplicate_property"),
        said,
      );
      continue;
    }
    assert.deepEqual(violations.map(key).sort(), whole.violations.map(key).sort(), name);
  }
});

test("a text of many lines is drawn, and what is left out is counted", async (t) => {
  const { page } = await open(t);
  const edit = (json) =>
    page.evaluate((json) => {
      text.value = json;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      return [lines.children.length, verdict.textContent];
    }, json);
  assert.equal((await edit(`[\n${"1,\n".repeat(10_000)}1]`))[0], 10_002);
  assert.equal((await edit(`[\n${"1,\n".repeat(200_000)}1]`))[0], 20_000, "the last block has the rest");
  await page.locator("[name=contract]").selectOption("projection");
  await edit(`{${"\n".repeat(50_000)}"id": ""}`);
  assert.deepEqual((await underlined(page)).error, ['""']);
  await page.locator("[name=contract]").selectOption("create");
  const names = `{${Array.from({ length: 500 }, (_, index) => `"x${index}": 1`).join(",")}}`;
  const { violations, omitted } = check(names);
  assert.match((await edit(names))[1], new RegExp(`^${violations.length} errors, 0 warnings, and ${omitted} more in `));
  const { said } = await judged(page, "omitted.json", names);
  assert.match(said, new RegExp(`${violations.length} errors, 0 warnings, and ${omitted} more;`));
});

test("a link that unpacks to more than a link can hold shows what is shown without one", async (t) => {
  const { page } = await open(t);
  const hash = await page.evaluate(async () => {
    const stream = new Blob(['["' + "x".repeat(50_000_000) + '", {}]'])
      .stream()
      .pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
      .replaceAll("+", "-")
      .replaceAll("/", "_");
  });
  const shown = await value(page);
  for (const link of [hash, "A".repeat(600_000)]) {
    const other = await open(t, `#${link}`);
    assert.equal(await value(other.page), shown);
  }
});

test("a link of another version keeps its text; typing goes on while a file ends; a long name fits", async (t) => {
  const packed = await (async () => {
    const stream = new Blob([JSON.stringify(['{"mine": 1}', { later: true, contract: "projection", length: 1 }])])
      .stream()
      .pipeThrough(new CompressionStream("deflate-raw"));
    return Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
  })();
  const { page } = await open(t, `#${packed}`, { viewport: { width: 320, height: 700 } });
  assert.equal(await value(page), '{"mine": 1}');
  assert.equal(await page.locator("[name=contract]").inputValue(), "projection");
  assert.equal(await page.locator("[name=sample]").inputValue(), "");
  await page.locator("#text").focus();
  await judged(page, `${"long".repeat(40)}.json`, "{}");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text", "nobody is taken away from typing");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("what cannot be judged says so", async (t) => {
  const { page } = await open(t);
  const { said } = await judged(page, "wide.json", `[${"1".repeat(17 << 20)}]`);
  assert.match(said, /It could not be judged: item 0 is longer than 16 MiB/);
  const large = await judged(page, "large.json", `{"a": "${"1".repeat(17 << 20)}"}`);
  assert.deepEqual(
    large.violations.map(({ code }) => code),
    ["too_large"],
  );
});

test("the policy lets nothing out", async (t) => {
  const { page, wrong } = await open(t);
  const outcomes = await page.evaluate(async (origin) => {
    const tried = [fetch(`${origin}/www/index.html`), fetch("https://example.com"), import("data:text/javascript,0")];
    return (await Promise.allSettled(tried)).map(({ status }) => status);
  }, origin);
  assert.deepEqual(outcomes, ["rejected", "rejected", "rejected"]);
  assert.ok(wrong.length > 0);
  wrong.length = 0;
  for (const name of ["index.html", "main.js", "items.js", "worker.js"]) {
    const source = readFileSync(here(`../../www/${name}`), "utf8");
    assert.doesNotMatch(
      source,
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?:\/\/(?!graph\.microsoft\.com|www\.w3\.org)/,
    );
  }
});

for (const [name, context] of Object.entries({
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", viewport: { width: 360, height: 740 } },
  wide: { colorScheme: "dark", reducedMotion: "reduce", viewport: { width: 2200, height: 1200 } },
})) {
  test(`axe finds nothing: ${name}`, async (t) => {
    const { page } = await open(t, "", context);
    await page.evaluate(axe.source);
    const found = async () =>
      (await page.evaluate(() => globalThis.axe.run())).violations.map(({ id, nodes }) => [
        id,
        ...nodes.map(({ html }) => html),
      ]);
    assert.deepEqual(await found(), []);
    await judged(page, "faulty.ndjson", `${LINE(1000)}\n{}\n${LINE(2)}`);
    assert.deepEqual(await found(), []);
    await page.locator("#violations .go").first().click();
    assert.deepEqual(await found(), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
    await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true });
  });
}

test("all of it can be done with the keyboard", async (t) => {
  const { page } = await open(t);
  const met = new Set();
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    met.add(
      await page.evaluate(
        () =>
          document.activeElement.id ||
          document.activeElement.name ||
          document.activeElement.className ||
          document.activeElement.tagName,
      ),
    );
  }
  for (const name of [
    "sample",
    "input",
    "contract",
    "members",
    "dateTime",
    "undeclared",
    "consistency",
    "text",
    "go",
    "apply",
    "file",
  ])
    assert.ok(met.has(name), `${name} of ${[...met]}`);
});
