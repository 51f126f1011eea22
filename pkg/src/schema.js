// JSON Schemas: that of the default contract, patched for each option.

/** @import { JsonSchema, Options, StandardConverter, StandardTarget } from "../types/index.js" */

import { options as valueNames, patches, schema as defaultSchema } from "generated:tables";
import { describe, encodeOptions } from "./options.js";

/** @typedef {Record<string, unknown>} JsonObject */

// The schemas use nothing in which these drafts differ.
/** @type {Record<string, string>} */
const DIALECTS = {
  // @ts-expect-error: TypeScript takes `__proto__` for a property. Without a prototype no other name is found.
  __proto__: null,
  "draft-2020-12": defaultSchema.$schema,
  "draft-07": "http://json-schema.org/draft-07/schema#",
};

/**
 * @param {Options} [options]
 * @returns {JsonSchema}
 */
export function jsonSchema(options) {
  const { values } = encodeOptions(options);
  // The caller may change what is returned, so every part is a copy.
  let schema = copyJson(defaultSchema);
  for (const name of /** @type {(keyof typeof patches)[]} */ (Object.keys(patches))) {
    if (!values.has(name)) continue;
    const position = valueNames[name].indexOf(/** @type {string} */ (values.get(name)));
    schema = applyMergePatch(schema, copyJson(patches[name][position]));
  }
  return schema;
}

/**
 * Creates the converter of Standard JSON Schema. Input and output have the same schema.
 *
 * @param {Options | undefined} options
 * @returns {StandardConverter}
 */
export function createConverter(options) {
  /** @param {StandardTarget} standardOptions */
  const convert = ({ target }) => {
    const dialect = DIALECTS[target];
    if (dialect === undefined) {
      throw new Error(`target: expected \`${Object.keys(DIALECTS).join("` or `")}\`, found ${describe(target)}`);
    }
    return { ...jsonSchema(options), $schema: dialect };
  };
  return { input: convert, output: convert };
}

/**
 * Applies a JSON Merge Patch (RFC 7386).
 *
 * @param {any} target - Is changed if it is an object.
 * @param {any} patch
 * @returns {any}
 */
function applyMergePatch(target, patch) {
  if (typeof patch !== "object" || Array.isArray(patch)) return patch;
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete target[name];
    else target[name] = applyMergePatch(target[name] ?? {}, change);
  }
  return target;
}

/**
 * @template Json
 * @param {Json} json
 * @returns {Json}
 */
function copyJson(json) {
  return JSON.parse(JSON.stringify(json));
}
