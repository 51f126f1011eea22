// What is taken as a text.

import { kind } from "./options.js";

export function text(input, name) {
  return typeof input === "string" ? input : bytes(input, "a string or a Uint8Array", name);
}

// The bytes of any view of them, from whichever realm.
export function bytes(input, expected, name = "input") {
  if (input instanceof Uint8Array) return input;
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  throw new TypeError(`${name}: expected ${expected}, found ${typeof input === "string" ? "a string" : kind(input)}`);
}
