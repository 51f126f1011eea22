// What every entry exports.

import { explanations, version } from "../../target/tables.json";
import { text } from "./input.js";
import { call, put, wasm } from "./instance.js";
import { contractOf, kind } from "./options.js";
import { report } from "./report.js";
import { escaped } from "./shown.js";

export { checkLines } from "./lines.js";
export { checkRequest, checkResponse } from "./message.js";
export { jsonSchema } from "./schema.js";
export { userProcessingResult } from "./standard.js";
export { checkValue } from "./value.js";
export { version };

// How many characters of a path a message shows.
const MAX_PATH = 1024;

export class ValidationError extends Error {
  constructor(report) {
    const lines = report.violations.map(({ path, message }) =>
      path ? `${escaped(path, MAX_PATH)}: ${message}` : message,
    );
    super([...lines, ...(report.omitted ? [`${report.omitted} more`] : [])].join("\n"));
    this.report = report;
  }

  get name() {
    return "ValidationError";
  }
}

export function check(input, options) {
  return judged(wasm.check, text(input), options);
}

export function checkCollection(input, options) {
  return judged(wasm.check_collection, text(input), options);
}

export function isValid(input, options) {
  const { contract, maxBytes } = contractOf(options);
  const json = text(input);
  return call(() => {
    const length = put(json, maxBytes);
    return length >= 0 && wasm.is_valid(length, contract, maxBytes);
  });
}

export function parse(input, options) {
  const json = text(input);
  const said = judged(wasm.check_typed, json, options);
  if (!said.valid) throw new ValidationError(said);
  return JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(new Uint8Array(json)));
}

export function explain(name) {
  if (name === undefined) return explanations.map(explained);
  const explanation = explanations.find((explanation) => explanation.name === name);
  if (explanation === undefined) throw new TypeError(`explain: expected a code or a reason, found ${kind(name)}`);
  return explained(explanation);
}

function explained(explanation) {
  const copy = JSON.parse(JSON.stringify(explanation));
  if (typeof copy.body !== "string") copy.body = Uint8Array.from(copy.body);
  return copy;
}

function judged(judge, json, options) {
  const { contract, maxBytes } = contractOf(options);
  return call(() => {
    const length = put(json, maxBytes);
    return report(length < 0 ? wasm.too_large(maxBytes) : judge(length, json.length, contract, maxBytes));
  });
}
