// Requests and responses: those of Fetch, or plain objects. What is wrong with them is told by its type, for a text may
// have a token in it.

import { bytes as byteView, text } from "./input.js";
import { call, put, wasm } from "./instance.js";
import { contractOf, type } from "./options.js";
import { report } from "./report.js";

const encoder = new TextEncoder();
// What a name of a header is; anything else is none of those that are judged.
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

export async function checkRequest(request, options) {
  const { method, url } = object(request, "request");
  return judged(request, [string(method, "method"), string(url?.href ?? url, "url")], true, options);
}

export async function checkResponse(response, options) {
  const { status } = object(response, "response");
  if (typeof status !== "number") throw new TypeError(`status: expected a number, found ${type(status)}`);
  return judged(response, [String(status)], false, options);
}

async function judged(message, start, isRequest, options) {
  const { contract, maxBytes } = contractOf(options);
  const { bytes, units, isCut } = await bodyOf(message, maxBytes);
  const headers = Array.from(fields(message.headers));
  // How long the body is that was not read to its end nobody knows.
  const known = isCut ? headers.filter(([name]) => name.toLowerCase() !== "content-length") : headers;
  const lines = [...start, ...known.map((header) => header.join(":"))];
  const head = encoder.encode(lines.map((line) => `${line.replace(/[\r\n]/g, "\0")}\n`).join(""));
  const whole = join([head, bytes]);
  return call(() =>
    report(wasm.check_message(put(whole, Infinity), head.length, units, contract, maxBytes, isRequest)),
  );
}

function* fields(headers = []) {
  for (const pair of pairs(object(headers, "headers"))) {
    const [name, values] = object(pair, "headers, each pair");
    for (const value of [values].flat())
      if (value !== undefined && value !== null && TOKEN.test(name)) yield [String(name), value];
  }
}

function pairs(headers) {
  if (typeof headers[Symbol.iterator] === "function") return headers;
  if (typeof headers.forEach !== "function") return Object.entries(headers);
  const pairs = [];
  headers.forEach((value, name) => pairs.push([name, value]));
  return pairs;
}

// The body, which is read from a copy, so that it can still be sent or read.
async function bodyOf(message, most) {
  if (typeof message.arrayBuffer !== "function") {
    const body = text(message.body ?? "", "body");
    return { bytes: typeof body === "string" ? encoder.encode(body) : body, units: body.length };
  }
  if (message.bodyUsed) throw new TypeError("body: expected one that is not read, found one that was read before");
  const copy = message.clone();
  if (typeof copy.body?.getReader === "function") return read(copy.body.getReader(), most);
  const bytes = new Uint8Array(await copy.arrayBuffer());
  return { bytes, units: bytes.length };
}

// No more than is allowed, and a little to see that there is more.
async function read(reader, most) {
  const pieces = [];
  let length = 0;
  let isOver = false;
  try {
    while (!isOver && length <= most) {
      const { done, value } = await reader.read();
      isOver = done;
      if (done) continue;
      const piece = byteView(value, "a Uint8Array", "body");
      pieces.push(piece);
      length += piece.length;
    }
  } finally {
    // It ends when the other copy does, for which nobody waits.
    reader.cancel().catch(() => {});
  }
  return { bytes: join(pieces), units: length, isCut: !isOver };
}

function join(pieces) {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function object(value, name) {
  if (typeof value !== "object" || value === null)
    throw new TypeError(`${name}: expected an object, found ${type(value)}`);
  return value;
}

function string(value, name) {
  if (typeof value === "string") return value;
  throw new TypeError(`${name}: expected a string, found ${type(value)}`);
}
