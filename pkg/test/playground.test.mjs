// The playground, in a browser: typing, clicking, links and files.

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

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
const screens = resolvePath("../../target/screens");
mkdirSync(screens, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "playground-"));

let browser;
let server;
let origin;

before(async () => {
  const folders = {
    "/www": sirv(resolvePath("../../www"), { dev: true }),
    "/pkg/dist": sirv(resolvePath("../dist"), { dev: true }),
  };
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
  rmSync(folder, { recursive: true, force: true });
});

// Opens the page. The test fails if the page logs an error or a warning, or requests anything but its own files.
async function openPage(t, hash = "", context = {}) {
  const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
  const page = await opened.newPage();
  const problems = [];
  const requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  opened.on("request", (request) => requests.push(request.url()));
  t.after(async () => {
    await opened.close();
    assert.deepEqual(problems, []);
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
  return { page, requests, problems };
}

const underlinedTexts = (page) =>
  page.evaluate(() =>
    Object.fromEntries(["error", "warning"].map((name) => [name, Array.from(CSS.highlights.get(name), String)])),
  );
const selectedText = (page) => page.evaluate(() => text.value.slice(text.selectionStart, text.selectionEnd));
const value = (page) => page.locator("#text").inputValue();

async function type(page, json) {
  await page.locator("#text").fill("");
  await page.locator("#text").pressSequentially(json);
}

test("the page downloads less than 100 kB", async (t) => {
  const { page, requests } = await openPage(t);
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
  await page.screenshot({ path: join(screens, "violations.png") });
});

test("the text is checked while it is typed, and violations are underlined", async (t) => {
  const { page } = await openPage(t);
  const json = '{"😀👩‍👩‍👧 é": "漢", "id": "", "workflowVersion": "2"}';
  await type(page, json);
  await page.locator("[name=contract]").selectOption("projection");
  assert.deepEqual(await underlinedTexts(page), { error: ['""', '"2"'], warning: ['"😀👩‍👩‍👧 é"'] });
  const { violations } = check(json, { contract: "projection" });
  const rows = page.locator("#violations li");
  assert.equal(await rows.count(), violations.length);
  for (const [index, { code, path, message, line, column }] of violations.entries()) {
    const row = await rows.nth(index).innerText();
    for (const part of [code, path, message, `${line}:${column}`]) assert.ok(row.includes(part), row);
  }
  assert.match(await page.locator("#verdict").innerText(), /^2 errors, 1 warning in (less than 0.1|[\d.]+) ms$/);

  // The text and the layer under it have the same font, width and height, however lines are wrapped.
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
  assert.equal(await page.locator("#lines div").count(), 4, "each line has a number");
});

test("lines and underlines follow edits at any position", async (t) => {
  const { page } = await openPage(t);
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
    // The text of a range over several lines has no line ends.
    assert.deepEqual(
      (await underlinedTexts(page)).error,
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

test("a click or Enter on a violation selects its text and shows its message at the cursor", async (t) => {
  const { page } = await openPage(t);
  const json = await value(page);
  const { violations } = check(json);
  for (const [index, how] of [
    [2, "click"],
    [8, "Enter"],
  ]) {
    const { span, message } = violations[index];
    const go = page.locator("#violations .go-to").nth(index);
    if (how === "click") await go.click();
    else await go.press("Enter");
    assert.equal(await selectedText(page), json.slice(span.start, span.end));
    assert.equal(await page.evaluate(() => document.activeElement.id), "text");
    assert.equal(await page.locator("#tooltip").innerText(), message);
    assert.ok((await page.locator("#tooltip-status").innerText()).endsWith(message));
  }
  await page.keyboard.press("Control+Home");
  await page.locator("#tooltip").waitFor({ state: "hidden" });
});

test("the pointer on a violation shows its message", async (t) => {
  const { page } = await openPage(t);
  const json = await value(page);
  const { span, message } = check(json).violations[3];
  const { x, y, width, height } = await page.evaluate(({ start, end }) => {
    const range = Array.from(CSS.highlights.get("error")).find(
      (range) => String(range) === text.value.slice(start, end),
    );
    return range.getBoundingClientRect().toJSON();
  }, span);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.locator("#tooltip").waitFor();
  assert.equal(await page.locator("#tooltip").innerText(), message);
  await page.mouse.move(0, 0);
  await page.locator("#tooltip").waitFor({ state: "hidden" });
});

test("the first sample has every code that a document can have", async (t) => {
  const { page } = await openPage(t);
  const codes = new Set(check(await value(page)).violations.map(({ code }) => code));
  const { codes: all } = JSON.parse(readFileSync(resolvePath("../../target/tables.json"), "utf8"));
  // Without the codes of unreadable texts, of contradictions, and of HTTP messages.
  assert.deepEqual(
    [...codes].sort(),
    all.slice(all.indexOf("duplicate_property"), all.indexOf("negative_count")).sort(),
  );
});

test("a suggestion is applied by a click, and can be undone", async (t) => {
  const { page } = await openPage(t);
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
  // The others, one after another.
  while ((await applies.count()) > 0) await applies.first().click();
  assert.deepEqual(
    check(await value(page)).violations.filter(({ suggestion }) => suggestion !== undefined),
    [],
  );
});

test("every sample has its verdict and its pictures", async (t) => {
  const { page } = await openPage(t);
  const names = await page
    .locator("[name=sample] option")
    .evaluateAll((options) => options.map(({ value }) => value).filter(Boolean));
  const verdicts = {};
  for (const name of names) {
    await page.locator("[name=sample]").selectOption(name);
    verdicts[name] = (await page.locator("#verdict").innerText()).replace(/ in .*/, "");
    verdicts[name] += `, ${await page.locator("#figures svg").count()} pictures`;
    await page.screenshot({ path: join(screens, `${name.replace(/\W+/g, "-")}.png`) });
  }
  assert.deepEqual(verdicts, {
    "every kind of violation": "13 errors, 2 warnings, 0 pictures",
    "a valid create body": "Valid, 2 pictures",
    "the placeholders of Microsoft's page": "9 errors, 0 warnings, 0 pictures",
    "a resource as the service returns it": "Valid, 2 pictures",
    "a page of results": "1 error, 0 warnings, 6 pictures",
    lines: "1 error, 1 warning, 5 pictures",
  });
  await page.locator("[name=sample]").selectOption("a valid create body");
  const image = page.locator("#figures svg").first();
  assert.match(
    await image.getAttribute("aria-label"),
    /^scheduled 2026-03-01 06:00:00Z, started 4.49 s later, completed 6.64 s later$/,
  );
});

test("a link restores text and settings", async (t) => {
  const { page } = await openPage(t);
  const json = '{"id": "漢😀 \\u0000 <b>", "scheduledDateTime": "2026-03-01T06:00Z"}';
  await page.locator("#text").fill(json);
  await page.locator("[name=contract]").selectOption("projection");
  await page.locator("[name=dateTime]").selectOption("odata");
  await page.locator("[name=consistency]").check();
  const verdict = (await page.locator("#verdict").innerText()).replace(/ in .*/, "");
  await page.waitForFunction(() => location.hash.length > 20);
  await page.waitForTimeout(300);
  const hash = await page.evaluate(() => location.hash);
  const { page: other } = await openPage(t, hash);
  assert.equal(await value(other), json);
  assert.equal(await other.locator("[name=contract]").inputValue(), "projection");
  assert.equal(await other.locator("[name=dateTime]").inputValue(), "odata");
  assert.equal(await other.locator("[name=members]").inputValue(), "documented");
  assert.equal(await other.locator("[name=consistency]").isChecked(), true);
  assert.equal((await other.locator("#verdict").innerText()).replace(/ in .*/, ""), verdict);

  const { page: broken } = await openPage(t, `${hash.slice(0, 30)}`);
  assert.match(await broken.locator("#verdict").innerText(), /^13 errors/, "a truncated link is ignored");
});

const LINE = (id) =>
  `{"id": "${id}", "workflowVersion": ${id % 1000 === 0 ? "1.0" : 1}, "subject": {"displayName": "${"x".repeat(180)}"}}`;

test("a file of 50 MB of lines is checked while it is read, and can be canceled", async (t) => {
  const { page } = await openPage(t);
  const file = join(folder, "many.ndjson");
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
  // Clicks as soon as a part of the file is read.
  const progressAtCancel = page.evaluate(
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
  assert.ok((await progressAtCancel) < 1);
  assert.ok(await page.locator("#progress-panel").isHidden());
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

// Has the page check a file. Returns the text of the summary and the violations of the report.
async function checkFile(page, name, content) {
  const file = join(folder, name);
  writeFileSync(file, content);
  await page.evaluate(() => summary.replaceChildren());
  await page.locator("#file").setInputFiles(file);
  await page.locator("#summary h3").waitFor({ timeout: 60_000 });
  const summaryText = await page.locator("#summary").innerText();
  const link = page.locator("#summary a");
  if ((await link.count()) === 0) return { summaryText, violations: [] };
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { summaryText, violations: lines.flatMap(({ violations }) => violations) };
}

test("a page or an array that is checked in batches has the same violations as if checked at once", async (t) => {
  const { page } = await openPage(t);
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
    const { summaryText, violations } = await checkFile(page, name, text);
    const bytes = Buffer.from(text);
    const whole = name === "document.json" ? check(bytes, options) : checkCollection(bytes, options);
    const key = ({ code, path, line, column, span, related, message }) =>
      JSON.stringify([code, path, line, column, span, related, message]);
    if (["trailing-comma.json", "cut.json"].includes(name)) {
      assert.ok(
        violations.some(({ code }) => code === "invalid_json"),
        `${name}: ${summaryText}`,
      );
      continue;
    }
    if (name === "twice.json") {
      assert.ok(
        violations.some(({ code }) => code === "duplicate_property"),
        summaryText,
      );
      continue;
    }
    assert.deepEqual(violations.map(key).sort(), whole.violations.map(key).sort(), name);
  }
});

test("a text of many lines is rendered, and omitted violations are counted", async (t) => {
  const { page } = await openPage(t);
  const edit = (json) =>
    page.evaluate((json) => {
      text.value = json;
      text.dispatchEvent(new Event("input", { bubbles: true }));
      return [lines.children.length, verdict.textContent];
    }, json);
  assert.equal((await edit(`[\n${"1,\n".repeat(10_000)}1]`))[0], 10_002);
  assert.equal((await edit(`[\n${"1,\n".repeat(200_000)}1]`))[0], 20_000, "the last block contains the other lines");
  await page.locator("[name=contract]").selectOption("projection");
  await edit(`{${"\n".repeat(50_000)}"id": ""}`);
  assert.deepEqual((await underlinedTexts(page)).error, ['""']);
  await page.locator("[name=contract]").selectOption("create");
  const names = `{${Array.from({ length: 500 }, (_, index) => `"x${index}": 1`).join(",")}}`;
  const { violations, omitted } = check(names);
  assert.match((await edit(names))[1], new RegExp(`^${violations.length} errors, 0 warnings, and ${omitted} more in `));
  const { summaryText } = await checkFile(page, "omitted.json", names);
  assert.match(summaryText, new RegExp(`${violations.length} errors, 0 warnings, and ${omitted} more;`));
});

test("a link that unpacks to a longer text than a link can contain is ignored", async (t) => {
  const { page } = await openPage(t);
  const hash = await page.evaluate(async () => {
    const stream = new Blob(['["' + "x".repeat(50_000_000) + '", {}]'])
      .stream()
      .pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
      .replaceAll("+", "-")
      .replaceAll("/", "_");
  });
  const defaultText = await value(page);
  for (const link of [hash, "A".repeat(600_000)]) {
    const other = await openPage(t, `#${link}`);
    assert.equal(await value(other.page), defaultText);
  }
});

test("a link with unknown settings restores its text; the focus stays in the text; a long file name fits", async (t) => {
  const packed = await (async () => {
    const stream = new Blob([JSON.stringify(['{"mine": 1}', { later: true, contract: "projection", length: 1 }])])
      .stream()
      .pipeThrough(new CompressionStream("deflate-raw"));
    return Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url");
  })();
  const { page } = await openPage(t, `#${packed}`, { viewport: { width: 320, height: 700 } });
  assert.equal(await value(page), '{"mine": 1}');
  assert.equal(await page.locator("[name=contract]").inputValue(), "projection");
  assert.equal(await page.locator("[name=sample]").inputValue(), "");
  await page.locator("#text").focus();
  await checkFile(page, `${"long".repeat(40)}.json`, "{}");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text", "the focus stays in the text");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
});

test("a file that cannot be checked has an error or a report", async (t) => {
  const { page } = await openPage(t);
  const { summaryText } = await checkFile(page, "wide.json", `[${"1".repeat(17 << 20)}]`);
  assert.match(summaryText, /The file could not be checked: item 0 is longer than 16 MiB/);
  const large = await checkFile(page, "large.json", `{"a": "${"1".repeat(17 << 20)}"}`);
  assert.deepEqual(
    large.violations.map(({ code }) => code),
    ["too_large"],
  );
});

test("the content security policy blocks requests and imports", async (t) => {
  const { page, problems } = await openPage(t);
  const outcomes = await page.evaluate(async (origin) => {
    const tried = [fetch(`${origin}/www/index.html`), fetch("https://example.com"), import("data:text/javascript,0")];
    return (await Promise.allSettled(tried)).map(({ status }) => status);
  }, origin);
  assert.deepEqual(outcomes, ["rejected", "rejected", "rejected"]);
  assert.ok(problems.length > 0);
  problems.length = 0;
  for (const name of ["index.html", "main.js", "items.js", "worker.js"]) {
    const source = readFileSync(resolvePath(`../../www/${name}`), "utf8");
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
  test(`axe finds no accessibility violations: ${name}`, async (t) => {
    const { page } = await openPage(t, "", context);
    await page.evaluate(axe.source);
    const found = async () =>
      (await page.evaluate(() => globalThis.axe.run())).violations.map(({ id, nodes }) => [
        id,
        ...nodes.map(({ html }) => html),
      ]);
    assert.deepEqual(await found(), []);
    await checkFile(page, "invalid.ndjson", `${LINE(1000)}\n{}\n${LINE(2)}`);
    assert.deepEqual(await found(), []);
    await page.locator("#violations .go-to").first().click();
    assert.deepEqual(await found(), []);
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      "the page does not scroll sideways",
    );
    await page.screenshot({ path: join(screens, `${name}.png`), fullPage: true });
  });
}

test("every control can be reached with the keyboard", async (t) => {
  const { page } = await openPage(t);
  const focused = new Set();
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    focused.add(
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
    "go-to",
    "apply",
    "file",
  ])
    assert.ok(focused.has(name), `${name} of ${[...focused]}`);
});
