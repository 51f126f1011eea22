// Conversion of inputs.

import { describe } from "./options.js";

/**
 * Returns a string as it is and a view of bytes as a `Uint8Array`.
 *
 * @param {unknown} input
 * @param {string} [name] - What the error calls the input.
 * @returns {string | Uint8Array}
 * @throws {TypeError} if the input is neither.
 */
export function toText(input, name) {
  return typeof input === "string" ? input : toBytes(input, "a string or a Uint8Array", name);
}

/**
 * Returns a view of bytes, of any kind and from any realm, as a `Uint8Array` over the same memory.
 *
 * @param {unknown} input
 * @param {string} expected - What the error says was expected.
 * @param {string} [name] - What the error calls the input.
 * @returns {Uint8Array}
 * @throws {TypeError} if the input is something else.
 */
export function toBytes(input, expected, name = "input") {
  if (input instanceof Uint8Array) return input;
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  const found = typeof input === "string" ? "a string" : describe(input);
  throw new TypeError(`${name}: expected ${expected}, found ${found}`);
}
