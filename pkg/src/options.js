// Encoding of options into the bytes and the maximum length that the wasm takes.

/** @import { Options } from "../types/index.js" */

import { DEFAULT, OPTIONS } from "generated:border";
import { maxBytes as DEFAULT_MAX_BYTES, options as valueNames } from "generated:tables";
import { redact } from "./escape.js";

/**
 * @typedef {object} EncodedOptions
 * @property {Map<string, unknown>} values - The options that were given and are not `undefined`.
 * @property {Record<string, unknown>} given - Every option as it was read.
 * @property {number[]} bytes - The options without `maxBytes`, in the order of `OPTIONS`.
 * @property {number} maxBytes
 */

/** @typedef {keyof typeof valueNames} NamedOption */

const MAX_UINT32 = 0xffffffff;
const OPTION_NAMES = [...OPTIONS, "maxBytes"];

/** @type {EncodedOptions} */
const DEFAULTS = {
  values: new Map(),
  given: {},
  bytes: OPTIONS.map(() => DEFAULT),
  maxBytes: DEFAULT_MAX_BYTES,
};

// Most callers pass equal options every time.
let lastEncoded = DEFAULTS;

/**
 * Checks and encodes the options of a call.
 *
 * @param {Options | undefined} options
 * @returns {EncodedOptions}
 * @throws {TypeError} that names the option which is not valid.
 */
export function encodeOptions(options) {
  if (options === undefined) return DEFAULTS;
  if (classTag(options) !== "Object") throw new TypeError(`options: expected an object, found ${describe(options)}`);
  // A getter of the options may call this function and replace the variable.
  const last = lastEncoded;
  if (isEqual(options, last.given)) return last;
  lastEncoded = encode(/** @type {Record<string, unknown>} */ (options));
  return lastEncoded;
}

/**
 * Returns `true` if options are a plain object with these values; `false` is inconclusive, as the getters of other
 * objects may have any name.
 *
 * @param {Options} options
 * @param {Record<string, unknown>} given
 */
function isEqual(options, given) {
  const prototype = Object.getPrototypeOf(options);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const name in options) if (!OPTION_NAMES.includes(name)) return false;
  return (
    options.contract === given.contract &&
    options.members === given.members &&
    options.dateTime === given.dateTime &&
    options.undeclared === given.undeclared &&
    options.consistency === given.consistency &&
    options.maxBytes === given.maxBytes
  );
}

/**
 * @param {Record<string, unknown>} options
 * @returns {EncodedOptions}
 */
function encode(options) {
  /** @type {Record<string, unknown>} */
  const given = {};
  for (const name of OPTION_NAMES) given[name] = options[name];
  rejectUnknownOptions(options);
  const values = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  const bytes = OPTIONS.map((name) => (values.has(name) ? encodeValue(name, values.get(name)) : DEFAULT));
  return { values, given, bytes, maxBytes: encodeMaxBytes(values.get("maxBytes")) };
}

/**
 * Rejects names that are not options: of all enumerable members, own or inherited, and of the getters of classes.
 *
 * @param {Record<string, unknown>} options
 */
function rejectUnknownOptions(options) {
  for (const name in options) if (options[name] !== undefined) requireOptionName(name);
  // Object.prototype, which has a getter too, is the only object here without a prototype.
  for (let object = options; Object.getPrototypeOf(object) !== null; object = Object.getPrototypeOf(object)) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
      if (get) requireOptionName(name);
    }
  }
}

/** @param {string} name */
function requireOptionName(name) {
  if (OPTION_NAMES.includes(name)) return;
  throw new TypeError(`unknown option \`${redact(name)}\`: expected ${formatAlternatives(OPTION_NAMES)}`);
}

/**
 * Returns the byte of an option: the position of its value among the names of its values, or a boolean as 0 or 1.
 *
 * @param {string} name
 * @param {unknown} value
 */
function encodeValue(name, value) {
  if (!(name in valueNames)) {
    if (typeof value !== "boolean") throw optionError(name, "a boolean", value);
    return Number(value);
  }
  const names = valueNames[/** @type {NamedOption} */ (name)];
  const position = names.indexOf(/** @type {string} */ (value));
  if (position < 0) throw optionError(name, formatAlternatives(names), value);
  return position;
}

/** @param {unknown} value */
function encodeMaxBytes(value = DEFAULT_MAX_BYTES) {
  const limit = /** @type {number} */ (value);
  if (limit !== Infinity && !(Number.isInteger(limit) && limit > 0)) {
    throw optionError("maxBytes", "a whole number of at least 1", value);
  }
  // The wasm cannot address more than this.
  return Math.min(limit, MAX_UINT32);
}

/**
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
function optionError(name, expected, value) {
  return new TypeError(`option \`${name}\`: expected ${expected}, found ${describe(value)}`);
}

/**
 * Describes a value for a message: quotes a string, prints a number or a boolean, names the type of anything else.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function describe(value) {
  if (typeof value === "string") return `\`${redact(value)}\``;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : describeType(value);
}

/**
 * Describes a value by its type alone, for messages about values that may contain a token.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function describeType(value) {
  if (value === undefined || value === null) return String(value);
  const name = typeof value === "object" ? typeName(value) : typeof value;
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
}

/** @param {object} value */
function typeName(value) {
  const tag = redact(/** @type {string} */ (classTag(value)));
  return tag === "Array" || tag === "Object" ? tag.toLowerCase() : tag;
}

/**
 * Returns the name in `Object.prototype.toString`, such as `Object`, `Array` or `Map`; `undefined` if the value is not
 * an object.
 *
 * @param {unknown} value
 */
function classTag(value) {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** @param {string[]} names */
function formatAlternatives(names) {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.join(", ").replace(/, ([^,]*)$/, " or $1");
}
