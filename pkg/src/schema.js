// The JSON Schema, made of that of the default contract and of what each option changes in it.

import { options as named, patches, schema } from "../../target/tables.json";
import { contractOf, kind } from "./options.js";

export function jsonSchema(options) {
  const { values } = contractOf(options);
  const chosen = Object.keys(patches).filter((name) => values.has(name));
  const changes = chosen.map((name) => patches[name][named[name].indexOf(values.get(name))]);
  // Each schema is the caller's own.
  return changes.reduce((whole, change) => merge(whole, copy(change)), copy(schema));
}

// The same for Standard JSON Schema: what is used in it, both drafts have.
export function converter(options) {
  const convert = ({ target }) => {
    const dialect = DIALECTS[target];
    if (dialect === undefined)
      throw new Error(`target: expected \`${Object.keys(DIALECTS).join("` or `")}\`, found ${kind(target)}`);
    return { ...jsonSchema(options), $schema: dialect };
  };
  return { input: convert, output: convert };
}

const DIALECTS = {
  __proto__: null,
  "draft-2020-12": schema.$schema,
  "draft-07": "http://json-schema.org/draft-07/schema#",
};

// JSON Merge Patch (RFC 7386).
function merge(target, patch) {
  if (typeof patch !== "object" || Array.isArray(patch)) return patch;
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete target[name];
    else target[name] = merge(target[name] ?? {}, change);
  }
  return target;
}

function copy(json) {
  return JSON.parse(JSON.stringify(json));
}
