// Standard Schema v1 and Standard JSON Schema v1.

/** @import { Options, ResultSchema, StandardIssue, StandardResult } from "../types/index.js" */
/** @import { UserProcessingResult, Violation } from "../types/index.js" */

import { redact } from "./escape.js";
import { encodeOptions } from "./options.js";
import { createConverter } from "./schema.js";
import { checkText, stringify } from "./value.js";

const MAX_CAUSE_CHARS = 256;

export const userProcessingResult = /* @__PURE__ */ createSchema(undefined);

/**
 * @param {Options | undefined} options
 * @returns {ResultSchema<UserProcessingResult>}
 */
function createSchema(options) {
  return {
    "~standard": {
      version: 1,
      vendor: "user-processing-result",
      validate: (value) => validate(value, options),
      jsonSchema: createConverter(options),
    },
    with(options) {
      const { values } = encodeOptions(options);
      return createSchema(Object.fromEntries(values));
    },
  };
}

/**
 * @param {unknown} value
 * @param {Options | undefined} options
 * @returns {StandardResult<UserProcessingResult>}
 */
function validate(value, options) {
  let json;
  try {
    json = stringify(value);
  } catch (error) {
    // The standard has issues for values that are not valid, not exceptions.
    return { issues: [{ message: `the value cannot be sent as JSON${describeCause(error)}` }] };
  }
  const { violations } = checkText(json, encodeOptions(options));
  const issues = violations.filter(({ severity }) => severity === "error").map(toIssue);
  if (issues.length > 0) return { issues };
  // The JSON text was checked, so the output is the value only if it is equal to what the text contains.
  return { value: isSerializedUnchanged(value) ? value : JSON.parse(json) };
}

/**
 * Returns the message of an error after a colon, or nothing. Anything can be thrown, even a Proxy that throws.
 *
 * @param {any} error
 */
function describeCause(error) {
  try {
    return typeof error?.message === "string" ? `: ${redact(error.message, MAX_CAUSE_CHARS)}` : "";
  } catch {
    return "";
  }
}

/**
 * @param {Violation} violation
 * @returns {StandardIssue}
 */
function toIssue({ message, path }) {
  const names = path.split("/").slice(1);
  return { message, path: names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~")) };
}

/**
 * Returns `true` if a value is a flat plain object that `JSON.parse` would return for its JSON text; `false` is
 * inconclusive.
 *
 * @param {any} value
 * @returns {value is UserProcessingResult}
 */
function isSerializedUnchanged(value) {
  try {
    if (Object.getPrototypeOf(value) !== Object.prototype || typeof value.toJSON === "function") return false;
    const properties = Object.values(Object.getOwnPropertyDescriptors(value));
    // A getter may return another value each time. So may a Proxy, which cannot be recognized.
    return properties.every((property) => "value" in property && isJsonPrimitive(property.value));
  } catch {
    // A trap of a Proxy threw that JSON.stringify does not call.
    return false;
  }
}

/** @param {unknown} value */
function isJsonPrimitive(value) {
  // JSON.stringify writes -0 as 0.
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (Number.isFinite(value) && !Object.is(value, -0))
  );
}
