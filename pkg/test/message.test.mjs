// HTTP requests and responses: the accepted forms, the effect on the body, and the secrecy of tokens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRequest, checkResponse, explain } from "user-processing-result";
import { BODY } from "./body.mjs";

const TOKEN = "c2VjcmV0LXRva2Vu";
const url = "https://graph.microsoft.com/v1.0/workflowBase/userProcessingResults";
const headers = { authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
const body = JSON.stringify(BODY);
const REQUEST = { method: "POST", url, headers, body };
const codes = ({ violations }) => violations.map(({ code }) => code);
const codesAndPaths = ({ violations }) => violations.map(({ code, path }) => [code, path]);

// Returns a stream of chunks of one byte, two bytes, three bytes and so on.
const streamOf = (bytes) =>
  new ReadableStream({
    start(controller) {
      for (let at = 0, length = 1; at < bytes.length; at += length++)
        controller.enqueue(bytes.subarray(at, at + length));
      controller.close();
    },
  });

test("checkRequest accepts a valid request in every form", async () => {
  const bytes = new TextEncoder().encode(body);
  for (const request of [
    REQUEST,
    { ...REQUEST, url: new URL(url) },
    { ...REQUEST, body: bytes },
    { ...REQUEST, headers: new Headers(headers) },
    { ...REQUEST, headers: new Map(Object.entries(headers)) },
    { ...REQUEST, headers: Object.entries(headers) },
    { ...REQUEST, headers: { ...headers, authorization: [headers.authorization], "x-none": undefined } },
    { ...REQUEST, headers: { ...headers, "content-length": bytes.length } },
    { ...REQUEST, headers: { ...headers, "content-length": undefined } },
    { ...REQUEST, headers: { ...headers, "content-length": [null, bytes.length] } },
    new Request(url, REQUEST),
    new Request(url, { ...REQUEST, body: new Blob([bytes]).stream(), duplex: "half" }),
    new Request(url, { ...REQUEST, body: streamOf(bytes), duplex: "half" }),
  ]) {
    assert.deepEqual(await checkRequest(request), { valid: true, violations: [] });
  }
});

test("violations of the head come before those of the body", async () => {
  const request = { method: "PUT", url: "/me", headers: { "content-type": "text/plain" }, body: "{" };
  assert.deepEqual(codesAndPaths(await checkRequest(request)), [
    ["wrong_method", "method"],
    ["wrong_target", "target"],
    ["missing_header", "header/authorization"],
    ["invalid_header", "header/content-type"],
    ["invalid_json", ""],
  ]);
  const response = new Response("{}", { status: 200, headers: { "content-length": "3" } });
  const [type, length, status, ...missing] = codesAndPaths(await checkResponse(response));
  assert.deepEqual(type, ["invalid_header", "header/content-type"], "Fetch sets the type text/plain for a string");
  assert.deepEqual(length, ["invalid_header", "header/content-length"]);
  assert.deepEqual(status, ["wrong_status", "status"]);
  assert.deepEqual(new Set(missing.map(([code]) => code)), new Set(["missing_property"]));
  assert.equal(missing.length, 10);
});

test("a missing body is checked as an empty one", async () => {
  for (const response of [
    { status: 201 },
    { status: 201, body: null },
    { status: 201, body: "" },
    new Response(null, { status: 201 }),
  ]) {
    const [{ code, span }] = (await checkResponse(response)).violations;
    assert.deepEqual([code, span], ["invalid_json", { start: 0, end: 0 }]);
  }
});

test("spans count the units of the body that was passed", async () => {
  const invalidBody = body.replace('"completed"', '"completed","🙂@x":1').replace(/2}$/, "2.0}");
  const [violation] = (await checkRequest({ ...REQUEST, body: invalidBody })).violations;
  assert.equal(invalidBody.slice(violation.span.start, violation.span.end), "2.0");
  const bytes = Buffer.from(invalidBody);
  const [ofBytes] = (await checkRequest({ ...REQUEST, body: bytes })).violations;
  assert.equal(bytes.toString("utf8", ofBytes.span.start, ofBytes.span.end), "2.0");
  assert.equal(ofBytes.span.start, violation.span.start + 2);
});

test("options apply, except that the message determines the contract", async () => {
  const newerRequest = { ...REQUEST, body: body.replace('"completed"', '"quarantined"') };
  for (const contract of ["create", "resource", "projection"]) {
    assert.deepEqual(codes(await checkRequest(newerRequest, { contract })), ["newer_member"]);
    assert.deepEqual(codes(await checkRequest(newerRequest, { contract, members: "current" })), []);
    assert.deepEqual(codes(await checkRequest(newerRequest, { contract, maxBytes: 5 })), ["too_large"]);
  }
});

test("no violation quotes a token", async () => {
  let count = 0;
  for (const value of [
    TOKEN,
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN} ${TOKEN}`,
    `Bearer ${TOKEN}\n${TOKEN}`,
    `Bearer\n${TOKEN}é`,
  ]) {
    for (const target of [url, `https://a:${TOKEN}@b?${TOKEN}`, `//${TOKEN}@b/c#${TOKEN}`, `/a?b=${TOKEN}`]) {
      const report = await checkRequest({ method: "GET", url: target, headers: { authorization: value }, body });
      assert.ok(!JSON.stringify(report).includes(TOKEN), value);
      count += report.violations.length;
    }
  }
  assert.ok(count > 40);
  const misplaced = [
    { "content-type": `Bearer ${TOKEN}` },
    { "content-length": TOKEN },
    { "content-type": `application/json Bearer ${TOKEN}` },
  ];
  for (const request of [
    ...misplaced.map((headers) => ({ ...REQUEST, headers })),
    { ...REQUEST, method: TOKEN },
    { ...REQUEST, url: `Bearer ${TOKEN}` },
  ]) {
    const report = await checkRequest(request);
    assert.ok(report.violations.length > 0 && !JSON.stringify(report).includes(TOKEN), JSON.stringify(report));
  }
});

test("a header cannot inject another header", async () => {
  const smuggled = {
    "x-a": `b\r\ncontent-type: application/json\r\n\r\n${body}`,
    "x\nauthorization": `Bearer ${TOKEN}`,
  };
  const report = await checkRequest({ ...REQUEST, headers: smuggled });
  assert.deepEqual(codesAndPaths(report), [
    ["missing_header", "header/authorization"],
    ["missing_header", "header/content-type"],
  ]);
  const disguised = { authorization: "Bearer a", 'content-type:application/json;x="': '"' };
  assert.deepEqual(codesAndPaths(await checkRequest({ ...REQUEST, headers: disguised })), [
    ["missing_header", "header/content-type"],
  ]);
  for (const name of ["content-type:application/json", ":content-type", "content-type "]) {
    const others = { authorization: "Bearer a", [name]: "application/json" };
    assert.deepEqual(
      codesAndPaths(await checkRequest({ ...REQUEST, headers: others })),
      [["missing_header", "header/content-type"]],
      name,
    );
  }
  const broken = { authorization: "Bearer\nabc", "content-type": "application/json\r\n" };
  assert.deepEqual(codes(await checkRequest({ ...REQUEST, headers: broken })), ["invalid_header", "invalid_header"]);
  assert.deepEqual(codes(await checkRequest({ ...REQUEST, url: { href: "" } })), ["wrong_target"]);
  assert.deepEqual(codes(await checkRequest({ ...REQUEST, method: `POST\n${url}`, url: "/" })), [
    "wrong_method",
    "wrong_target",
  ]);
});

test("an argument of another type is a TypeError that names it", async () => {
  for (const [message, expected] of [
    [undefined, /^request: expected an object, found undefined$/],
    ["POST", /^request: expected an object, found a string$/],
    [{ ...REQUEST, method: undefined }, /^method: expected a string, found undefined$/],
    [{ ...REQUEST, url: 1 }, /^url: expected a string, found a number$/],
    [{ ...REQUEST, url: undefined }, /^url: expected a string, found undefined$/],
    [{ ...REQUEST, headers: "a: b" }, /^headers: expected an object, found a string$/],
    [
      { ...REQUEST, headers: ["authorization", `Bearer ${TOKEN}`] },
      /^headers, each pair: expected an object, found a string$/,
    ],
    [{ ...REQUEST, headers: null }, /^headers: expected an object, found null$/],
    [{ ...REQUEST, body: false }, /^body: expected a string or a Uint8Array, found false$/],
    [{ ...REQUEST, body: {} }, /^body: expected a string or a Uint8Array, found an object$/],
    [{ ...REQUEST, body: JSON.parse(body) }, /^body: expected a string or a Uint8Array, found an object$/],
  ]) {
    await assert.rejects(checkRequest(message), { name: "TypeError", message: expected });
  }
  await assert.rejects(checkResponse(null), { name: "TypeError", message: "response: expected an object, found null" });
  await assert.rejects(checkResponse({ status: "201" }), {
    name: "TypeError",
    message: "status: expected a number, found a string",
  });
  await assert.rejects(checkRequest(REQUEST, { contract: "request" }), {
    name: "TypeError",
    message: /^option `contract`/,
  });

  const read = new Request(url, REQUEST);
  await read.text();
  await assert.rejects(checkRequest(read), { name: "TypeError", message: /^body: expected one that is not read/ });
});

test("an endless body is read up to the limit", async () => {
  let sent = 0;
  let isCanceled = false;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000).fill(32));
    },
    cancel() {
      isCanceled = true;
    },
  });
  const request = new Request(url, {
    ...REQUEST,
    headers: { ...headers, "content-length": "7" },
    body: endless,
    duplex: "half",
  });
  const report = await checkRequest(request, { maxBytes: 10_000 });
  assert.deepEqual(codes(report), ["too_large"], "content-length is not compared");
  assert.ok(sent < 20_000, `${sent} bytes`);
  await request.body.cancel();
  assert.ok(isCanceled, "no reader keeps the stream locked");
});

test("a body as long as the limit is read to its end, and its length is compared", async () => {
  for (const length of [body.length, body.length + 1]) {
    const request = new Request(url, { ...REQUEST, headers: { ...headers, "content-length": String(length) } });
    const report = await checkRequest(request, { maxBytes: body.length });
    assert.deepEqual(codes(report), length === body.length ? [] : ["invalid_header"]);
  }
});

// Creates a request like those of other libraries: its body is not a web stream, and its header names keep their case.
const foreignRequest = (text, more) => ({
  ...{ ...REQUEST, ...more, body: {} },
  clone: () => ({ body: {}, arrayBuffer: async () => new TextEncoder().encode(text).buffer }),
  arrayBuffer: () => assert.fail("the body must be read from a copy"),
});

test("a body without a stream is checked as a whole", async () => {
  const invalidBody = body.replace(/2}$/, '2.0,"漢":1}');
  const { violations } = await checkRequest(foreignRequest(invalidBody), { undeclared: "allow" });
  assert.deepEqual(
    violations.map(({ code, span: { start } }) => [code, start]),
    [["not_an_integer", body.length - 2]],
  );
  const outside = await checkRequest(foreignRequest(`{"漢":1,"workflowVersion":2.0}`), { undeclared: "allow" });
  assert.equal(
    outside.violations.find(({ code }) => code === "not_an_integer").span.start,
    '{"漢":1,"workflowVersion":'.length + 2,
    "in bytes",
  );
  assert.deepEqual(
    codesAndPaths(await checkRequest(foreignRequest(body, { headers: { ...headers, "Content-Length": "7" } }))),
    [["invalid_header", "header/content-length"]],
  );
});

test("content-length is recognized in any case, if the body is truncated", async () => {
  const truncated = {
    ...{ ...REQUEST, headers: [...Object.entries(headers), ["Content-Length", 7], [1, 2]] },
    clone: () => new Response(body),
    arrayBuffer: () => assert.fail("the body must be read from a copy"),
  };
  assert.deepEqual(codes(await checkRequest(truncated, { maxBytes: 10 })), ["too_large"]);
  assert.deepEqual(codes(await checkRequest(truncated)), ["invalid_header"]);
});

test("an error of the body stream is thrown", async () => {
  const failing = new ReadableStream({ start: (controller) => controller.error(new Error("gone")) });
  await assert.rejects(checkResponse(new Response(failing, { status: 201 })), /gone/);
  assert.equal((await checkRequest(REQUEST)).valid, true);
});

test("a body chunk that is not bytes is a TypeError", async () => {
  for (const chunk of ["[1]", 1, null, new ArrayBuffer(2)]) {
    const stream = new ReadableStream({ start: (controller) => (controller.enqueue(chunk), controller.close()) });
    await assert.rejects(checkResponse(new Response(stream, { status: 201 })), {
      name: "TypeError",
      message: /^body: expected a Uint8Array, found /,
    });
  }
});

test("after a chunk of another type the caller can still cancel the body", async () => {
  let isCanceled = false;
  const stream = new ReadableStream({
    start: (controller) => controller.enqueue("x"),
    cancel: () => void (isCanceled = true),
  });
  const response = new Response(stream, { status: 201 });
  await assert.rejects(checkResponse(response), { name: "TypeError" });
  await response.body.cancel();
  assert.ok(isCanceled);
});

test("headers that have only forEach are accepted", async () => {
  const forEachHeaders = {
    forEach: (callback) => Object.entries(headers).forEach(([name, value]) => callback(value, name)),
  };
  assert.equal((await checkRequest({ ...REQUEST, headers: forEachHeaders })).valid, true);
});

test("explanations of HTTP violations have a message with the violation", async () => {
  const shown = explain().filter(({ request, response }) => request ?? response);
  assert.deepEqual(
    shown.map(({ name }) => name),
    ["wrong_method", "wrong_target", "missing_header", "invalid_header", "wrong_status"],
  );
  for (const { name, request, response, options } of shown) {
    const report = request ? await checkRequest(request, options) : await checkResponse(response, options);
    assert.equal(report.violations[0].code, name);
  }
});
