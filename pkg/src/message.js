// HTTP requests and responses: those of Fetch, or plain objects. Errors describe a value by its type alone, since the
// text of a message may contain a token.

/** @import { MessageHeaders, Options, Report, RequestMessage, ResponseMessage } from "../types/index.js" */

import { toBytes, toText } from "./input.js";
import { withInstance } from "./instance.js";
import { describeType, encodeOptions } from "./options.js";
import { readReport } from "./report.js";

/**
 * A body that was read.
 *
 * @typedef {object} Body
 * @property {Uint8Array} bytes
 * @property {number} units - The length in the units of the spans: UTF-16 units of a string, bytes of anything else.
 * @property {boolean} isTruncated - The body is longer, but its rest was not read.
 */

const encoder = new TextEncoder();
// The name of a header (RFC 9110). A header with another name is not one of those that are checked.
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/**
 * @param {RequestMessage | Request} request
 * @param {Options} [options]
 */
export async function checkRequest(request, options) {
  const { method, url } = requireObject(request, "request");
  const startLine = [requireString(method, "method"), requireString(url?.href ?? url, "url")];
  return checkMessage(request, startLine, true, options);
}

/**
 * @param {ResponseMessage | Response} response
 * @param {Options} [options]
 */
export async function checkResponse(response, options) {
  const { status } = requireObject(response, "response");
  if (typeof status !== "number") throw new TypeError(`status: expected a number, found ${describeType(status)}`);
  return checkMessage(response, [String(status)], false, options);
}

/**
 * @param {any} message
 * @param {string[]} startLine
 * @param {boolean} isRequest
 * @param {Options | undefined} options
 * @returns {Promise<Report>}
 */
async function checkMessage(message, startLine, isRequest, options) {
  const encoded = encodeOptions(options);
  const { bytes, units, isTruncated } = await readBody(message, encoded.maxBytes);
  const headers = Array.from(headerFields(message.headers));
  // The length of a body that was not read to its end is unknown.
  const known = isTruncated ? headers.filter(([name]) => name.toLowerCase() !== "content-length") : headers;
  const head = encodeHead([...startLine, ...known.map((header) => header.join(":"))]);
  const whole = concatenate([head, bytes]);
  return withInstance((instance) => {
    instance.setOptions(encoded);
    const length = instance.writeInput(whole, Infinity);
    const pointer = instance.wasm.check_message(length, head.length, units, Number(isRequest));
    return readReport(instance, pointer);
  });
}

/**
 * Encodes the head for the wasm, where each line ends in LF. A line end inside a line becomes a zero, which no header
 * allows.
 *
 * @param {string[]} lines
 */
function encodeHead(lines) {
  return encoder.encode(lines.map((line) => `${line.replace(/[\r\n]/g, "\0")}\n`).join(""));
}

/**
 * Yields the name and the value of each header. A header with a list of values is yielded once for each value.
 *
 * @param {MessageHeaders} [headers]
 * @returns {Generator<[name: string, value: string]>}
 */
function* headerFields(headers = []) {
  for (const pair of headerPairs(requireObject(headers, "headers"))) {
    const [name, values] = requireObject(pair, "headers, each pair");
    for (const value of [values].flat()) {
      if (value !== undefined && value !== null && TOKEN.test(name)) yield [String(name), value];
    }
  }
}

/**
 * @param {any} headers
 * @returns {Iterable<unknown>}
 */
function headerPairs(headers) {
  if (typeof headers[Symbol.iterator] === "function") return headers;
  if (typeof headers.forEach !== "function") return Object.entries(headers);
  /** @type {unknown[]} */
  const pairs = [];
  headers.forEach((/** @type {unknown} */ value, /** @type {unknown} */ name) => pairs.push([name, value]));
  return pairs;
}

/**
 * Reads the body of a Fetch message from a copy, so that the original can still be sent or read.
 *
 * @param {any} message
 * @param {number} maxBytes
 * @returns {Promise<Body>}
 */
async function readBody(message, maxBytes) {
  if (typeof message.arrayBuffer !== "function") {
    const body = toText(message.body ?? "", "body");
    const bytes = typeof body === "string" ? encoder.encode(body) : body;
    return { bytes, units: body.length, isTruncated: false };
  }
  if (message.bodyUsed) throw new TypeError("body: expected one that is not read, found one that was read before");
  const copy = message.clone();
  if (typeof copy.body?.getReader === "function") return readStream(copy.body.getReader(), maxBytes);
  const bytes = new Uint8Array(await copy.arrayBuffer());
  return { bytes, units: bytes.length, isTruncated: false };
}

/**
 * Reads a stream up to the chunk in which it exceeds a number of bytes.
 *
 * @param {ReadableStreamDefaultReader<unknown>} reader
 * @param {number} maxBytes
 * @returns {Promise<Body>}
 */
async function readStream(reader, maxBytes) {
  const chunks = [];
  let length = 0;
  let isDone = false;
  try {
    while (!isDone && length <= maxBytes) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) continue;
      const chunk = toBytes(value, "a Uint8Array", "body");
      chunks.push(chunk);
      length += chunk.length;
    }
  } finally {
    // This settles only when the other branch of the stream is read or canceled, so nothing waits for it.
    reader.cancel().catch(() => {});
  }
  return { bytes: concatenate(chunks), units: length, isTruncated: !isDone };
}

/** @param {Uint8Array[]} chunks */
function concatenate(chunks) {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let start = 0;
  for (const chunk of chunks) {
    whole.set(chunk, start);
    start += chunk.length;
  }
  return whole;
}

/**
 * @param {any} value
 * @param {string} name - What the error calls the value.
 */
function requireObject(value, name) {
  if (typeof value === "object" && value !== null) return value;
  throw new TypeError(`${name}: expected an object, found ${describeType(value)}`);
}

/**
 * @param {unknown} value
 * @param {string} name - What the error calls the value.
 */
function requireString(value, name) {
  if (typeof value === "string") return value;
  throw new TypeError(`${name}: expected a string, found ${describeType(value)}`);
}
