// The functions that every entry exports.

/** @import { Code, Explanation, Options, Reason, Report, UserProcessingResult } from "../types/index.js" */

import { explanations, version } from "generated:tables";
import { escapeText } from "./escape.js";
import { toText } from "./input.js";
import { withInstance } from "./instance.js";
import { describe, encodeOptions } from "./options.js";
import { readReport } from "./report.js";

export { checkLines } from "./lines.js";
export { checkRequest, checkResponse } from "./message.js";
export { jsonSchema } from "./schema.js";
export { userProcessingResult } from "./standard.js";
export { checkValue } from "./value.js";
export { version };

// How many characters of a path the message of a ValidationError quotes.
const MAX_PATH_CHARS = 1024;

export class ValidationError extends Error {
  /** @param {Report} report */
  constructor(report) {
    const lines = report.violations.map(({ path, message }) =>
      path ? `${escapeText(path, MAX_PATH_CHARS)}: ${message}` : message,
    );
    if (report.omitted) lines.push(`${report.omitted} more`);
    super(lines.join("\n"));
    this.report = report;
  }

  /**
   * @override
   * @returns {"ValidationError"}
   */
  get name() {
    return "ValidationError";
  }
}

/**
 * @param {string | Uint8Array} input
 * @param {Options} [options]
 */
export function check(input, options) {
  return runCheck("check", toText(input), options);
}

/**
 * @param {string | Uint8Array} input
 * @param {Options} [options]
 */
export function checkCollection(input, options) {
  return runCheck("check_collection", toText(input), options);
}

/**
 * @param {string | Uint8Array} input
 * @param {Options} [options]
 */
export function isValid(input, options) {
  const encoded = encodeOptions(options);
  const json = toText(input);
  return withInstance((instance) => {
    instance.setOptions(encoded);
    const length = instance.writeInput(json, encoded.maxBytes);
    return length >= 0 && instance.wasm.is_valid(length) !== 0;
  });
}

/**
 * @param {string | Uint8Array} input
 * @param {Options} [options]
 * @returns {UserProcessingResult}
 */
export function parse(input, options) {
  const json = toText(input);
  const report = runCheck("check_typed", json, options);
  if (!report.valid) throw new ValidationError(report);
  return JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(new Uint8Array(json)));
}

/**
 * @overload
 * @returns {Explanation[]}
 */
/**
 * @overload
 * @param {Code | Reason} name
 * @returns {Explanation}
 */
/** @param {Code | Reason} [name] */
export function explain(name) {
  if (name === undefined) return explanations.map(copyExplanation);
  const explanation = explanations.find((explanation) => explanation.name === name);
  if (explanation === undefined) {
    throw new TypeError(`explain: expected a code or a reason, found ${describe(name)}`);
  }
  return copyExplanation(explanation);
}

/**
 * @param {(typeof explanations)[number]} explanation
 * @returns {Explanation}
 */
function copyExplanation(explanation) {
  const copy = JSON.parse(JSON.stringify(explanation));
  if (typeof copy.body !== "string") copy.body = Uint8Array.from(copy.body);
  return copy;
}

/**
 * @param {"check" | "check_collection" | "check_typed"} name - A function of the wasm.
 * @param {string | Uint8Array} json
 * @param {Options | undefined} options
 * @returns {Report}
 */
function runCheck(name, json, options) {
  const encoded = encodeOptions(options);
  return withInstance((instance) => {
    const { wasm } = instance;
    instance.setOptions(encoded);
    const length = instance.writeInput(json, encoded.maxBytes);
    const pointer = length < 0 ? wasm.too_large(encoded.maxBytes) : wasm[name](length, json.length);
    return readReport(instance, pointer);
  });
}
