// Parsed values, checked as the JSON text that JSON.stringify makes of them.
//
// Making the text takes longer than checking it. So a flat object of known properties is encoded as numbers and strings
// first, for a fast path in the wasm that recognizes objects without violations. Any other value takes the way over the
// text.

/** @import { Options, Report } from "../types/index.js" */
/** @import { Instance } from "./instance.js" */
/** @import { EncodedOptions } from "./options.js" */

import { INT32, NULL } from "generated:border";
import { members as propertyNames } from "generated:tables";
import { withInstance } from "./instance.js";
import { encodeOptions } from "./options.js";
import { readReport } from "./report.js";

const indexesByName = new Map(propertyNames.map((name, index) => [name, index]));

const { prototype } = Object;
const { hasOwnProperty } = prototype;

// The object that was encoded last: two numbers for each property, its index and its value, and all strings in a row.
// They are reused for every object, which saves an allocation a call.
const encodedProperties = new Int32Array(2 * propertyNames.length);
let encodedStrings = "";
// How many objects were begun. A getter of one object may have another one encoded over it.
let writeEpoch = 0;

/**
 * @param {unknown} value
 * @param {Options} [options]
 * @returns {Report}
 */
export function checkValue(value, options) {
  const encoded = encodeOptions(options);
  return isProvenValid(value, encoded) ? { valid: true, violations: [] } : checkText(stringify(value), encoded);
}

/**
 * Returns the JSON text of a value. A value that has none, such as `undefined` or a function, becomes `null`, as it
 * does inside an array.
 *
 * @param {unknown} value
 */
export function stringify(value) {
  return JSON.stringify(value) ?? "null";
}

/**
 * Checks the JSON text of a value. The report has no spans, lines or columns.
 *
 * @param {string} json
 * @param {EncodedOptions} options
 */
export function checkText(json, options) {
  return withInstance((instance) => {
    instance.setOptions(options);
    return readReport(instance, instance.wasm.check_value(instance.writeInput(json, Infinity)));
  });
}

/**
 * Returns `true` if the fast path proves that a value has no violations; `false` is inconclusive.
 *
 * @param {unknown} value
 * @param {EncodedOptions} options
 */
function isProvenValid(value, options) {
  const count = tryEncode(value);
  return count > 0 && withInstance((instance) => isEncodedValid(instance, count, options));
}

/**
 * Encodes a value like `encodeFlatObject`, and returns 0 if a getter or a Proxy throws: `JSON.stringify` may not call
 * it, and decides whether the error reaches the caller.
 *
 * @param {unknown} value
 */
function tryEncode(value) {
  try {
    return encodeFlatObject(value);
  } catch {
    return 0;
  }
}

/**
 * Encodes a plain object of known properties and of strings, 32-bit integers and nulls.
 *
 * @param {any} value
 * @returns {number} How many numbers were written, 0 if the value is something else.
 */
function encodeFlatObject(value) {
  if (typeof value !== "object" || value === null) return 0;
  if (Object.getPrototypeOf(value) !== prototype || value.toJSON !== undefined) return 0;
  writeEpoch += 1;
  const epoch = writeEpoch;
  let count = 0;
  let strings = "";
  for (const name in value) {
    const index = indexesByName.get(name);
    if (index === undefined || !hasOwnProperty.call(value, name)) return 0;
    const property = value[name];
    encodedProperties[count++] = index;
    if (typeof property === "string") {
      encodedProperties[count++] = property.length;
      strings += property;
    } else if (typeof property === "number" && (property | 0) === property) {
      encodedProperties[count++] = INT32;
    } else if (property === null) {
      encodedProperties[count++] = NULL;
    } else {
      return 0;
    }
  }
  encodedStrings = strings;
  return epoch === writeEpoch ? count : 0;
}

/**
 * @param {Instance} instance
 * @param {number} count - How many numbers `encodeFlatObject` wrote.
 * @param {EncodedOptions} options
 */
function isEncodedValid(instance, count, options) {
  instance.setOptions(options);
  const length = instance.writeInput(encodedStrings, Infinity);
  // Lengths were counted in UTF-16 units, which are bytes only in ASCII.
  if (length !== encodedStrings.length) return false;
  const words = instance.words();
  const start = instance.wasm.members() >>> 2;
  for (let index = 0; index < count; index++) words[start + index] = encodedProperties[index];
  return instance.wasm.is_clean(count >> 1, length) !== 0;
}
