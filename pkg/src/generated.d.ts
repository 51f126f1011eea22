// Types of the modules that scripts/build generates. bundle.mjs resolves their names, so that the sources can be
// checked before anything is built.

/** `target/tables.json`: names, limits, explanations and schemas, printed by the crate. */
declare module "generated:tables" {
  type Declared = typeof import("../types/index.js");
  type Options = import("../types/index.js").Options;
  type Explanation = import("../types/index.js").Explanation;
  type JsonSchema = import("../types/index.js").JsonSchema;
  /** The options that have names as values. */
  type NamedOption = "contract" | "members" | "dateTime" | "undeclared";

  export const version: Declared["version"];
  export const severities: import("../types/index.js").Severity[];
  export const codes: import("../types/index.js").Code[];
  export const reasons: import("../types/index.js").Reason[];
  /** The unprintable characters, as the inside of a character class of a regular expression with the flag `u`. */
  export const unprintable: string;
  /** The names of each option's values; the position of a name is its number. */
  export const options: Record<NamedOption, string[]>;
  /** The default of the option `maxBytes`. */
  export const maxBytes: number;
  /** The names of the properties that a flat object is made of, in the order of the table, then `@odata.type`. */
  export const members: string[];
  /** Explanations as JSON, where bytes are a list of numbers. */
  export const explanations: (Omit<Explanation, "body"> & { body: string | number[] })[];
  /** The JSON Schema of the default contract. */
  export const schema: JsonSchema & { $schema: string };
  /** For each value of each option a JSON Merge Patch (RFC 7386) of `schema`, to be applied in this order. */
  export const patches: Record<NamedOption, unknown[]>;
}

/**
 * The numbers that cross the border to the wasm, which the crate in pkg/border documents: the position of each name in its
 * list, the length of each list, and values with a special meaning. A name that the crate does not list fails the bundle.
 */
declare module "generated:border" {
  export const OPTIONS: string[];
  export const DEFAULT: number;
  export const NONE: number;
  export const NOTHING: number;
  export const NO_MEMORY: number;
  export const NULL: number;
  export const INT32: number;

  export const HEAD_LENGTH: number;
  export const HEAD_TEXT_ADDRESS: number;
  export const HEAD_TEXT_LENGTH: number;
  export const HEAD_WORDS: number;

  export const REPORT_LENGTH: number;
  export const REPORT_LINE: number;
  export const REPORT_LINES: number;
  export const REPORT_VALID: number;
  export const REPORT_OMITTED: number;
  export const REPORT_VIOLATIONS: number;

  export const VIOLATION_LENGTH: number;
  export const VIOLATION_SEVERITY: number;
  export const VIOLATION_CODE: number;
  export const VIOLATION_PATH: number;
  export const VIOLATION_MESSAGE: number;
  export const VIOLATION_EXPECTED_START: number;
  export const VIOLATION_EXPECTED_LENGTH: number;
  export const VIOLATION_FOUND: number;
  export const VIOLATION_SUGGESTION: number;
  export const VIOLATION_START: number;
  export const VIOLATION_END: number;
  export const VIOLATION_LINE: number;
  export const VIOLATION_COLUMN: number;
  export const VIOLATION_REASON: number;
  export const VIOLATION_RELATED_START: number;
  export const VIOLATION_RELATED_END: number;
}

/** The wasm as a string: each character code is a byte plus `SHIFT`. */
declare module "generated:wasm" {
  const shiftedBytes: string;
  export default shiftedBytes;
}

/** The distance of a character code of `generated:wasm` from its byte. bundle.mjs defines it. */
declare const SHIFT: number;

/** The exports of the wasm. Numbers are 32-bit integers; addresses come back as signed ones. Booleans are 0 and 1. */
interface WasmExports {
  memory: WebAssembly.Memory;
  __wbindgen_start(): void;
  reserve_input(length: number, kept: number): number;
  options(): number;
  set_options(maxBytes: number): void;
  check(length: number, units: number): number;
  check_typed(length: number, units: number): number;
  check_collection(length: number, units: number): number;
  check_value(length: number): number;
  check_message(length: number, headLength: number, units: number, isRequest: number): number;
  members(): number;
  is_clean(count: number, length: number): number;
  too_large(maxBytes: number): number;
  is_valid(length: number): number;
  open_lines(): number;
  set_chunk(reader: number, isEnd: number): void;
  check_lines(reader: number, length: number): number;
  close_lines(reader: number): void;
  open_readers(): number;
}
