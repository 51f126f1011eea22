// Comparison with the Rust library: for every case and for thousands of generated texts the package and the command
// report exactly what the library reports; for strings with offsets in UTF-16 units. scripts/answers runs this under
// Deno too.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as api from "../dist/index.js";

const all = readFileSync(new URL("../../target/answers.ndjson", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
const answers = all.filter(({ message }) => message === undefined);
const exchanges = all.filter(({ message }) => message !== undefined);

// The JSON texts are compared, so that the order of members counts.
const assertSameJson = (actual, expected, message) =>
  assert.equal(JSON.stringify(actual), JSON.stringify(expected), message);

const reportOfParse = (input, options) => {
  try {
    api.parse(input, options);
    return null;
  } catch (error) {
    assert.ok(error instanceof api.ValidationError, error);
    return error.report;
  }
};

// Converts the report of bytes into the report of the same text as a string. Node counts the UTF-16 units.
function toUtf16Report(report, bytes) {
  const units = (offset) => bytes.toString("utf8", 0, offset).length;
  const span = ({ start, end }) => ({ start: units(start), end: units(end) });
  const violations = report.violations.map((violation) => ({
    ...violation,
    ...(violation.span && { span: span(violation.span) }),
    ...(violation.related && { related: span(violation.related) }),
  }));
  return { ...report, violations };
}

async function collect(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}

async function* chunksOf(bytes, length) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

test("the reference answers are complete", () => {
  const valid = (name) => answers.filter(({ [name]: { valid } }) => valid).length;
  const counts = {
    answers: answers.length,
    exchanges: exchanges.length,
    check: valid("check"),
    checkCollection: valid("checkCollection"),
  };
  console.log(counts);
  assert.ok(counts.answers > 6000 && counts.exchanges > 2000 && counts.check > 300 && counts.checkCollection > 10);
});

for (const name of ["check", "checkCollection"]) {
  test(`${name} reports what the library reports, for bytes and for strings`, () => {
    for (const { options, text, [name]: expected } of answers) {
      const bytes = Buffer.from(text, "latin1");
      assertSameJson(api[name](bytes, options), expected, text);
      const string = bytes.toString();
      // Bytes that are not valid UTF-8 have no equal string.
      if (Buffer.from(string).equals(bytes))
        assertSameJson(api[name](string, options), toUtf16Report(expected, bytes), string);
    }
  });
}

test("isValid returns the verdict of the library, for bytes and for strings", () => {
  for (const { options, text, isValid } of answers) {
    const bytes = Buffer.from(text, "latin1");
    assertSameJson(api.isValid(bytes, options), isValid, text);
    if (Buffer.from(bytes.toString()).equals(bytes))
      assertSameJson(api.isValid(bytes.toString(), options), isValid, text);
  }
});

test("parse throws the report of the library, or nothing", () => {
  for (const { options, text, parse } of answers)
    assertSameJson(reportOfParse(Buffer.from(text, "latin1"), options), parse, text);
});

test("checkLines reports what the library reports, for whole inputs and for chunks", async () => {
  for (const [index, { options, text, checkLines: expected }] of answers.entries()) {
    const bytes = Buffer.from(text, "latin1");
    assertSameJson(await collect(api.checkLines(bytes, options)), expected, text);
    if (index % 5 > 0) continue;
    const length = 1 + (index % 7) * (index % 11);
    assertSameJson(await collect(api.checkLines(chunksOf(bytes, length), options)), expected, text);
  }
});

test("checkValue reports what check reports for the JSON text, without locations", () => {
  let count = 0;
  for (const { options, text } of answers) {
    let value;
    try {
      value = JSON.parse(Buffer.from(text, "latin1").toString());
    } catch {
      continue;
    }
    const expected = api.check(JSON.stringify(value), { ...options, maxBytes: undefined });
    for (const violation of expected.violations)
      for (const member of ["span", "line", "column", "related"]) delete violation[member];
    assertSameJson(api.checkValue(value, options), expected, text);
    count += 1;
  }
  assert.ok(count > 3000, `${count} values`);
});

test("checkRequest and checkResponse report what the library reports, for plain objects", async () => {
  for (const { options, message, report } of exchanges) {
    const checkMessage = message.status === undefined ? api.checkRequest : api.checkResponse;
    const body = Buffer.from(message.body, "latin1");
    assertSameJson(await checkMessage({ ...message, body }, options), report, message);
    const string = body.toString();
    if (Buffer.from(string).equals(body))
      assertSameJson(await checkMessage({ ...message, body: string }, options), toUtf16Report(report, body), message);
  }
});

test("checkRequest and checkResponse report what the library reports, for Fetch, and leave the body unread", async () => {
  let count = 0;
  for (const { options, message, report } of exchanges) {
    const body = Buffer.from(message.body, "latin1");
    const { method, url, status, headers } = message;
    const isRequest = status === undefined;
    // Fetch rejects other statuses, relative URLs and credentials, sends `post` as POST, and adds missing content
    // types.
    if (
      isRequest
        ? !URL.canParse(url) || url.includes("@") || method === "post"
        : status < 200 || status === 204 || status > 599
    )
      continue;
    const of = isRequest ? new Request(url, { method, headers, body }) : new Response(body, { status, headers });
    // The length of a body that is not read to its end is unknown.
    if (body.length > (options.maxBytes ?? Infinity)) continue;
    // Fetch merges duplicate headers.
    if (new Set(headers.map(([name]) => name.toLowerCase())).size < headers.length) continue;
    const checkMessage = isRequest ? api.checkRequest : api.checkResponse;
    assertSameJson(await checkMessage(of, options), report, message);
    assert.deepEqual(Buffer.from(await of.arrayBuffer()), body);
    count += 1;
  }
  assert.ok(count > 300, `${count} messages`);
});

// Runs the command on standard input. Returns its exit status, and the object of each document with a violation.
function runCommand(text, options, ...input) {
  const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const flags = Object.entries(options).map(([name, value]) =>
    value === true ? `--${name}` : `--${dashed(name)}=${value}`,
  );
  const upr = fileURLToPath(new URL("../../target/release/upr", import.meta.url));
  const given = flags.filter((flag) => !flag.endsWith("=false"));
  return new Promise((resolve, reject) => {
    const child = execFile(
      upr,
      ["check", "--format=json", ...given, ...input, "-"],
      { maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        if (stderr !== "" || ![undefined, 0, 1].includes(error?.code)) return reject(error ?? new Error(stderr));
        resolve({
          status: error?.code ?? 0,
          reported: stdout
            .trimEnd()
            .split("\n")
            .slice(0, -1)
            .map((line) => JSON.parse(line)),
        });
      },
    );
    child.stdin.on("error", () => {}).end(text);
  });
}

// The command checks one of this many answers, since starting a program takes long. SHARE=1 checks all.
const SHARE = Number(process.env.SHARE ?? 20);

test("the command reports what the library reports, for documents, collections and lines", async () => {
  let count = 0;
  for (let index = 0; index < answers.length; index += SHARE) {
    const { options, text, check, checkCollection, checkLines } = answers[index];
    const bytes = Buffer.from(text, "latin1");
    const runs = [
      [[check], "--input=document"],
      [[checkCollection], "--input=collection"],
      [checkLines, "--input=lines", "--jobs=1"],
      [checkLines, "--input=lines", "--jobs=2"],
    ];
    const results = await Promise.all(runs.map(([, ...input]) => runCommand(bytes, options, ...input)));
    for (const [at, [reports]] of runs.entries()) {
      const reported = reports
        .filter(({ violations }) => violations.length > 0)
        .map((report) => ({ file: "-", ...report }));
      assertSameJson(results[at], { status: Number(reports.some(({ valid }) => !valid)), reported }, text);
      count += 1;
    }
  }
  console.log(`${count} runs of the command`);
});
