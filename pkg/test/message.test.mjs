// Requests and responses: what is taken for one, what is left of it, and what is never shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRequest, checkResponse, explain } from "user-processing-result";
import { BODY } from "./body.mjs";

const TOKEN = "c2VjcmV0LXRva2Vu";
const url = "https://graph.microsoft.com/v1.0/workflowBase/userProcessingResults";
const headers = { authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
const body = JSON.stringify(BODY);
const right = { method: "POST", url, headers, body };
const codes = ({ violations }) => violations.map(({ code }) => code);
const places = ({ violations }) => violations.map(({ code, path }) => [code, path]);

// In pieces of one byte, two, three and so on.
const inPieces = (bytes) =>
  new ReadableStream({
    start(controller) {
      for (let at = 0, length = 1; at < bytes.length; at += length++)
        controller.enqueue(bytes.subarray(at, at + length));
      controller.close();
    },
  });

test("a right request, however it is given", async () => {
  const bytes = new TextEncoder().encode(body);
  for (const request of [
    right,
    { ...right, url: new URL(url) },
    { ...right, body: bytes },
    { ...right, headers: new Headers(headers) },
    { ...right, headers: new Map(Object.entries(headers)) },
    { ...right, headers: Object.entries(headers) },
    { ...right, headers: { ...headers, authorization: [headers.authorization], "x-none": undefined } },
    { ...right, headers: { ...headers, "content-length": bytes.length } },
    { ...right, headers: { ...headers, "content-length": undefined } },
    { ...right, headers: { ...headers, "content-length": [null, bytes.length] } },
    new Request(url, right),
    new Request(url, { ...right, body: new Blob([bytes]).stream(), duplex: "half" }),
    new Request(url, { ...right, body: inPieces(bytes), duplex: "half" }),
  ]) {
    assert.deepEqual(await checkRequest(request), { valid: true, violations: [] });
  }
});

test("what is wrong with the head comes first", async () => {
  const request = { method: "PUT", url: "/me", headers: { "content-type": "text/plain" }, body: "{" };
  assert.deepEqual(places(await checkRequest(request)), [
    ["wrong_method", "method"],
    ["wrong_target", "target"],
    ["missing_header", "header/authorization"],
    ["invalid_header", "header/content-type"],
    ["invalid_json", ""],
  ]);
  const response = new Response("{}", { status: 200, headers: { "content-length": "3" } });
  const [type, length, status, ...missing] = places(await checkResponse(response));
  assert.deepEqual(type, ["invalid_header", "header/content-type"], "Fetch gives a string the type text/plain");
  assert.deepEqual(length, ["invalid_header", "header/content-length"]);
  assert.deepEqual(status, ["wrong_status", "status"]);
  assert.deepEqual(new Set(missing.map(([code]) => code)), new Set(["missing_property"]));
  assert.equal(missing.length, 10);
});

test("a body that is not there is empty", async () => {
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

test("offsets are those of the body as it was given", async () => {
  const wrong = body.replace('"completed"', '"completed","🙂@x":1').replace(/2}$/, "2.0}");
  const [violation] = (await checkRequest({ ...right, body: wrong })).violations;
  assert.equal(wrong.slice(violation.span.start, violation.span.end), "2.0");
  const bytes = Buffer.from(wrong);
  const [ofBytes] = (await checkRequest({ ...right, body: bytes })).violations;
  assert.equal(bytes.toString("utf8", ofBytes.span.start, ofBytes.span.end), "2.0");
  assert.equal(ofBytes.span.start, violation.span.start + 2);
});

test("options hold, but the body is that of the message", async () => {
  const newer = { ...right, body: body.replace('"completed"', '"quarantined"') };
  for (const contract of ["create", "resource", "projection"]) {
    assert.deepEqual(codes(await checkRequest(newer, { contract })), ["newer_member"]);
    assert.deepEqual(codes(await checkRequest(newer, { contract, members: "current" })), []);
    assert.deepEqual(codes(await checkRequest(newer, { contract, maxBytes: 5 })), ["too_large"]);
  }
});

test("a token is never shown", async () => {
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
    ...misplaced.map((headers) => ({ ...right, headers })),
    { ...right, method: TOKEN },
    { ...right, url: `Bearer ${TOKEN}` },
  ]) {
    const report = await checkRequest(request);
    assert.ok(report.violations.length > 0 && !JSON.stringify(report).includes(TOKEN), JSON.stringify(report));
  }
});

test("nothing in a header passes for another", async () => {
  const smuggled = {
    "x-a": `b\r\ncontent-type: application/json\r\n\r\n${body}`,
    "x\nauthorization": `Bearer ${TOKEN}`,
  };
  const report = await checkRequest({ ...right, headers: smuggled });
  assert.deepEqual(places(report), [
    ["missing_header", "header/authorization"],
    ["missing_header", "header/content-type"],
  ]);
  const disguised = { authorization: "Bearer a", 'content-type:application/json;x="': '"' };
  assert.deepEqual(places(await checkRequest({ ...right, headers: disguised })), [
    ["missing_header", "header/content-type"],
  ]);
  for (const name of ["content-type:application/json", ":content-type", "content-type "]) {
    const others = { authorization: "Bearer a", [name]: "application/json" };
    assert.deepEqual(
      places(await checkRequest({ ...right, headers: others })),
      [["missing_header", "header/content-type"]],
      name,
    );
  }
  const broken = { authorization: "Bearer\nabc", "content-type": "application/json\r\n" };
  assert.deepEqual(codes(await checkRequest({ ...right, headers: broken })), ["invalid_header", "invalid_header"]);
  assert.deepEqual(codes(await checkRequest({ ...right, url: { href: "" } })), ["wrong_target"]);
  assert.deepEqual(codes(await checkRequest({ ...right, method: `POST\n${url}`, url: "/" })), [
    "wrong_method",
    "wrong_target",
  ]);
});

test("what is no message is a TypeError that names it", async () => {
  for (const [message, expected] of [
    [undefined, /^request: expected an object, found undefined$/],
    ["POST", /^request: expected an object, found a string$/],
    [{ ...right, method: undefined }, /^method: expected a string, found undefined$/],
    [{ ...right, url: 1 }, /^url: expected a string, found a number$/],
    [{ ...right, url: undefined }, /^url: expected a string, found undefined$/],
    [{ ...right, headers: "a: b" }, /^headers: expected an object, found a string$/],
    [
      { ...right, headers: ["authorization", `Bearer ${TOKEN}`] },
      /^headers, each pair: expected an object, found a string$/,
    ],
    [{ ...right, headers: null }, /^headers: expected an object, found null$/],
    [{ ...right, body: false }, /^body: expected a string or a Uint8Array, found false$/],
    [{ ...right, body: {} }, /^body: expected a string or a Uint8Array, found an object$/],
    [{ ...right, body: JSON.parse(body) }, /^body: expected a string or a Uint8Array, found an object$/],
  ]) {
    await assert.rejects(checkRequest(message), { name: "TypeError", message: expected });
  }
  await assert.rejects(checkResponse(null), { name: "TypeError", message: "response: expected an object, found null" });
  await assert.rejects(checkResponse({ status: "201" }), {
    name: "TypeError",
    message: "status: expected a number, found a string",
  });
  await assert.rejects(checkRequest(right, { contract: "request" }), {
    name: "TypeError",
    message: /^option `contract`/,
  });

  const read = new Request(url, right);
  await read.text();
  await assert.rejects(checkRequest(read), { name: "TypeError", message: /^body: expected one that is not read/ });
});

test("no more of an endless body is read than is allowed", async () => {
  let given = 0;
  let isCancelled = false;
  const endless = new ReadableStream({
    pull(controller) {
      given += 1000;
      controller.enqueue(new Uint8Array(1000).fill(32));
    },
    cancel() {
      isCancelled = true;
    },
  });
  const request = new Request(url, {
    ...right,
    headers: { ...headers, "content-length": "7" },
    body: endless,
    duplex: "half",
  });
  const report = await checkRequest(request, { maxBytes: 10_000 });
  assert.deepEqual(codes(report), ["too_large"], "its length is not known");
  assert.ok(given < 20_000, `${given} bytes`);
  await request.body.cancel();
  assert.ok(isCancelled, "nothing holds it");
});

test("a body as long as is allowed is read to its end, whose length is known", async () => {
  for (const length of [body.length, body.length + 1]) {
    const request = new Request(url, { ...right, headers: { ...headers, "content-length": String(length) } });
    const report = await checkRequest(request, { maxBytes: body.length });
    assert.deepEqual(codes(report), length === body.length ? [] : ["invalid_header"]);
  }
});

// What other libraries give, whose bodies are no streams of the web, and whose headers are as they were written.
const other = (text, more) => ({
  ...{ ...right, ...more, body: {} },
  clone: () => ({ body: {}, arrayBuffer: async () => new TextEncoder().encode(text).buffer }),
  arrayBuffer: () => assert.fail("the copy is read"),
});

test("a body that can only be had whole", async () => {
  const wrong = body.replace(/2}$/, '2.0,"漢":1}');
  const { violations } = await checkRequest(other(wrong), { undeclared: "allow" });
  assert.deepEqual(
    violations.map(({ code, span: { start } }) => [code, start]),
    [["not_an_integer", body.length - 2]],
  );
  const outside = await checkRequest(other(`{"漢":1,"workflowVersion":2.0}`), { undeclared: "allow" });
  assert.equal(
    outside.violations.find(({ code }) => code === "not_an_integer").span.start,
    '{"漢":1,"workflowVersion":'.length + 2,
    "in bytes",
  );
  assert.deepEqual(places(await checkRequest(other(body, { headers: { ...headers, "Content-Length": "7" } }))), [
    ["invalid_header", "header/content-length"],
  ]);
});

test("a header is known however it is written, where the body is cut", async () => {
  const cut = {
    ...{ ...right, headers: [...Object.entries(headers), ["Content-Length", 7], [1, 2]] },
    clone: () => new Response(body),
    arrayBuffer: () => assert.fail("the copy is read"),
  };
  assert.deepEqual(codes(await checkRequest(cut, { maxBytes: 10 })), ["too_large"]);
  assert.deepEqual(codes(await checkRequest(cut)), ["invalid_header"]);
});

test("a body that fails is the error of its stream", async () => {
  const failing = new ReadableStream({ start: (controller) => controller.error(new Error("gone")) });
  await assert.rejects(checkResponse(new Response(failing, { status: 201 })), /gone/);
  assert.equal((await checkRequest(right)).valid, true);
});

test("a body of anything but bytes is a TypeError, as it is where it is read", async () => {
  for (const chunk of ["[1]", 1, null, new ArrayBuffer(2)]) {
    const odd = new ReadableStream({ start: (controller) => (controller.enqueue(chunk), controller.close()) });
    await assert.rejects(checkResponse(new Response(odd, { status: 201 })), {
      name: "TypeError",
      message: /^body: expected a Uint8Array, found /,
    });
  }
});

test("after a wrong chunk the body is still the caller's", async () => {
  let isCancelled = false;
  const odd = new ReadableStream({
    start: (controller) => controller.enqueue("x"),
    cancel: () => void (isCancelled = true),
  });
  const response = new Response(odd, { status: 201 });
  await assert.rejects(checkResponse(response), { name: "TypeError" });
  await response.body.cancel();
  assert.ok(isCancelled);
});

test("headers that can only be walked", async () => {
  const walked = { forEach: (tell) => Object.entries(headers).forEach(([name, value]) => tell(value, name)) };
  assert.equal((await checkRequest({ ...right, headers: walked })).valid, true);
});

test("explanations of the exchange are messages that show it", async () => {
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
