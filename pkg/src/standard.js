// Standard Schema v1, and Standard JSON Schema.

import { contractOf } from "./options.js";
import { converter } from "./schema.js";
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
    return { issues: [{ message: error instanceof Error ? error.message : "the value cannot be sent as JSON" }] };
  }
  const { violations } = checkText(json, contractOf(options).contract);
  const issues = violations.filter(({ severity }) => severity === "error").map(issue);
  if (issues.length > 0) return { issues };
  // What is judged is what would be sent, and so is what is given.
  return { value: isSentAsIs(value) ? value : JSON.parse(json) };
}

function issue({ message, path }) {
  const names = path.split("/").slice(1);
  return { message, path: names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~")) };
}

function isSentAsIs(value) {
  if (Object.getPrototypeOf(value) !== Object.prototype || typeof value.toJSON === "function") return false;
  return Object.values(value).every(isPrimitive);
}

function isPrimitive(value) {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}
