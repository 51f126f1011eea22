// The same answers: what the library says of every case and of thousands of generated texts, the package and the command
// say too, to the last member; of strings with offsets in UTF-16 units. It runs under Deno too: scripts/answers.

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

// Which order members have is compared too.
const same = (actual, expected, message) => assert.equal(JSON.stringify(actual), JSON.stringify(expected), message);

const reportOfParse = (input, options) => {
  try {
    api.parse(input, options);
    return null;
  } catch (error) {
    assert.ok(error instanceof api.ValidationError, error);
    return error.report;
  }
};

// The report of a string, from the report of its bytes; counted by Node.
function inUnits(report, bytes) {
  const units = (offset) => bytes.toString("utf8", 0, offset).length;
  const span = ({ start, end }) => ({ start: units(start), end: units(end) });
  const violations = report.violations.map((violation) => ({
    ...violation,
    ...(violation.span && { span: span(violation.span) }),
    ...(violation.related && { related: span(violation.related) }),
  }));
  return { ...report, violations };
}

async function collected(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}

// In pieces of every small size.
async function* pieces(bytes, length) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

test("there are as many answers as there should be", () => {
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
  test(`${name}: of bytes and of strings`, () => {
    for (const { options, text, [name]: expected } of answers) {
      const bytes = Buffer.from(text, "latin1");
      same(api[name](bytes, options), expected, text);
      const string = bytes.toString();
      // What is no UTF-8 cannot be had as a string.
      if (Buffer.from(string).equals(bytes)) same(api[name](string, options), inUnits(expected, bytes), string);
    }
  });
}

test("isValid", () => {
  for (const { options, text, isValid } of answers) {
    const bytes = Buffer.from(text, "latin1");
    same(api.isValid(bytes, options), isValid, text);
    if (Buffer.from(bytes.toString()).equals(bytes)) same(api.isValid(bytes.toString(), options), isValid, text);
  }
});

test("parse", () => {
  for (const { options, text, parse } of answers)
    same(reportOfParse(Buffer.from(text, "latin1"), options), parse, text);
});

test("checkLines: at once and in pieces", async () => {
  for (const [index, { options, text, checkLines: expected }] of answers.entries()) {
    const bytes = Buffer.from(text, "latin1");
    same(await collected(api.checkLines(bytes, options)), expected, text);
    if (index % 5 > 0) continue;
    const length = 1 + (index % 7) * (index % 11);
    same(await collected(api.checkLines(pieces(bytes, length), options)), expected, text);
  }
});

test("checkValue: what check says of the text that JSON.stringify gives, but for the places", () => {
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
      for (const place of ["span", "line", "column", "related"]) delete violation[place];
    same(api.checkValue(value, options), expected, text);
    count += 1;
  }
  assert.ok(count > 3000, `${count} values`);
});

test("checkRequest and checkResponse: of plain objects, with the body as bytes and as a string", async () => {
  for (const { options, message, report } of exchanges) {
    const judge = message.status === undefined ? api.checkRequest : api.checkResponse;
    const body = Buffer.from(message.body, "latin1");
    same(await judge({ ...message, body }, options), report, message);
    const string = body.toString();
    if (Buffer.from(string).equals(body))
      same(await judge({ ...message, body: string }, options), inUnits(report, body), message);
  }
});

test("checkRequest and checkResponse: of Fetch, and the body can still be read", async () => {
  let count = 0;
  for (const { options, message, report } of exchanges) {
    const body = Buffer.from(message.body, "latin1");
    const { method, url, status, headers } = message;
    const isRequest = status === undefined;
    // It refuses other statuses, relative URLs and credentials, sends `post` as POST, and gives a type to what has none.
    if (
      isRequest
        ? !URL.canParse(url) || url.includes("@") || method === "post"
        : status < 200 || status === 204 || status > 599
    )
      continue;
    const of = isRequest ? new Request(url, { method, headers, body }) : new Response(body, { status, headers });
    // How long the body is that is not read to its end is not known.
    if (body.length > (options.maxBytes ?? Infinity)) continue;
    // Headers given twice have become one.
    if (new Set(headers.map(([name]) => name.toLowerCase())).size < headers.length) continue;
    const judge = isRequest ? api.checkRequest : api.checkResponse;
    same(await judge(of, options), report, message);
    assert.deepEqual(Buffer.from(await of.arrayBuffer()), body);
    count += 1;
  }
  assert.ok(count > 300, `${count} messages`);
});

// What the command answers on standard input: its status, and an object for each document with a violation.
function command(text, options, ...input) {
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
          said: stdout
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

// All of the answers where SHARE is 1; starting a program takes its time.
const SHARE = Number(process.env.SHARE ?? 20);

test("the command: documents, collections, lines with one job and with two", async () => {
  let count = 0;
  for (let index = 0; index < answers.length; index += SHARE) {
    const { options, text, check, checkCollection, checkLines } = answers[index];
    const bytes = Buffer.from(text, "latin1");
    const asked = [
      [[check], "--input=document"],
      [[checkCollection], "--input=collection"],
      [checkLines, "--input=lines", "--jobs=1"],
      [checkLines, "--input=lines", "--jobs=2"],
    ];
    const answered = await Promise.all(asked.map(([, ...input]) => command(bytes, options, ...input)));
    for (const [at, [reports]] of asked.entries()) {
      const said = reports
        .filter(({ violations }) => violations.length > 0)
        .map((report) => ({ file: "-", ...report }));
      same(answered[at], { status: Number(reports.some(({ valid }) => !valid)), said }, text);
      count += 1;
    }
  }
  console.log(`${count} runs of the command`);
});
