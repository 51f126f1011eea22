// Standard Schema v1, and Standard JSON Schema.

import { contractOf } from "./options.js";
import { converter } from "./schema.js";
import { shown } from "./shown.js";
import { checkText, stringify } from "./value.js";

export const userProcessingResult = /* @__PURE__ */ schema();

function schema(options) {
  return {
    "~standard": {
      version: 1,
      vendor: "user-processing-result",
      validate: (value) => validate(value, options),
      jsonSchema: converter(options),
    },
    with(options) {
      const { values } = contractOf(options);
      return schema(Object.fromEntries(values));
    },
  };
}

function validate(value, options) {
  let json;
  try {
    json = stringify(value);
  } catch (error) {
    // What cannot be sent as JSON cannot be a result.
    return { issues: [{ message: `the value cannot be sent as JSON${reason(error)}` }] };
  }
  const { violations } = checkText(json, contractOf(options).contract);
  const issues = violations.filter(({ severity }) => severity === "error").map(issue);
  if (issues.length > 0) return { issues };
  // What is judged is what would be sent, and so is what is given.
  return { value: isSentAsIs(value) ? value : JSON.parse(json) };
}

// Why it cannot, if that is a text: what is thrown may be anything, even a Proxy that throws.
function reason(error) {
  try {
    return typeof error?.message === "string" ? `: ${shown(error.message, 256)}` : "";
  } catch {
    return "";
  }
}

function issue({ message, path }) {
  const names = path.split("/").slice(1);
  return { message, path: names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~")) };
}

function isSentAsIs(value) {
  try {
    if (Object.getPrototypeOf(value) !== Object.prototype || typeof value.toJSON === "function") return false;
    return Object.values(value).every(isPrimitive);
  } catch {
    // A Proxy: what JSON.stringify asks for it gives, and nothing else.
    return false;
  }
}

function isPrimitive(value) {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}
