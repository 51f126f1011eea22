// Decoding of reports from the numbers and the text that src/wasm/records.rs writes.

/** @import { LineReport, Report, Violation } from "../types/index.js" */
/** @import { Instance } from "./instance.js" */

import { codes, reasons, severities } from "generated:tables";

const decoder = new TextDecoder();

// In place of a field that is absent.
const NONE = 0xffffffff;
// In place of a pointer to a report that has no violations.
const NO_VIOLATIONS = 0;
// Before the first report: address and length of the text, and the number of all words.
const HEAD_WORDS = 3;
// Before each report: the first line it is about, and how many lines from there on have the same report.
const LINE_WORDS = 2;
const VIOLATION_WORDS = 14;
// `expected` is the part of the message after this word.
const EXPECTED_START = "expected ".length;

/**
 * Reads the report of one document.
 *
 * @param {Instance} instance
 * @param {number} pointer
 * @returns {Report}
 */
export function readReport(instance, pointer) {
  if (pointer === NO_VIOLATIONS) return { valid: true, violations: [] };
  const reader = new ReportReader(instance, pointer);
  reader.skipLineNumbers();
  return reader.fill(/** @type {Report} */ ({}));
}

/**
 * Reads the reports of lines.
 *
 * @param {Instance} instance
 * @param {number} pointer
 * @returns {LineReport[]}
 */
export function readLineReports(instance, pointer) {
  const reader = new ReportReader(instance, pointer);
  /** @type {LineReport[]} */
  const reports = [];
  while (!reader.isAtEnd()) {
    const { line, count } = reader.readLineNumbers();
    reports.push(reader.fill(/** @type {LineReport} */ ({ line })));
    // Only valid lines without violations are counted together.
    for (let index = 1; index < count; index++) reports.push({ line: line + index, valid: true, violations: [] });
  }
  return reports;
}

/** A position in the words and in the text of some reports. It must not be used after another call into the wasm. */
class ReportReader {
  #words;
  #at;
  #end;
  #text;
  #textAt = 0;

  /**
   * @param {Instance} instance
   * @param {number} pointer
   */
  constructor(instance, pointer) {
    const start = pointer >>> 2;
    this.#words = instance.words();
    this.#at = start + HEAD_WORDS;
    this.#end = start + this.#word(start + 2);
    this.#text = decoder.decode(instance.bytesAt(this.#word(start), this.#word(start + 1)));
  }

  isAtEnd() {
    return this.#at >= this.#end;
  }

  readLineNumbers() {
    const line = this.#word(this.#at);
    const count = this.#word(this.#at + 1);
    this.skipLineNumbers();
    return { line, count };
  }

  skipLineNumbers() {
    this.#at += LINE_WORDS;
  }

  /**
   * Reads a report into an object, behind the properties that it has already.
   *
   * @template {Report} SomeReport
   * @param {SomeReport} report
   */
  fill(report) {
    report.valid = this.#word(this.#at) !== 0;
    const omitted = this.#word(this.#at + 1);
    const count = this.#word(this.#at + 2);
    this.#at += 3;
    report.violations = [];
    for (let index = 0; index < count; index++) report.violations.push(this.#readViolation());
    if (omitted !== 0) report.omitted = omitted;
    return report;
  }

  /** @returns {Violation} */
  #readViolation() {
    const first = this.#at;
    this.#at += VIOLATION_WORDS;
    /** @param {number} index */
    const field = (index) => this.#word(first + index);
    const severity = severities[field(0)];
    const code = codes[field(1)];
    const path = this.#readString(field(2));
    const expectedAt = this.#textAt + EXPECTED_START;
    const message = this.#readString(field(7));
    const expected = this.#text.slice(expectedAt, expectedAt + field(8));
    const [start, end, line, column] = [field(3), field(4), field(5), field(6)];
    // One object literal for each set of members, because an object that grows is slow. A violation with a span has
    // line and column too; one that concerns a whole line has only its number.
    /** @type {Violation} */
    const violation =
      start !== NONE
        ? { severity, code, path, span: { start, end }, line, column, message, expected }
        : line !== NONE
          ? { severity, code, path, line, message, expected }
          : { severity, code, path, message, expected };
    if (field(9) !== NONE) violation.found = this.#readString(field(9));
    if (field(10) !== NONE) violation.reason = reasons[field(10)];
    if (field(11) !== NONE) violation.suggestion = this.#readString(field(11));
    if (field(12) !== NONE) violation.related = { start: field(12), end: field(13) };
    return violation;
  }

  /** @param {number} index */
  #word(index) {
    return this.#words[index];
  }

  /** @param {number} units - The length of the string, in UTF-16 units. */
  #readString(units) {
    const start = this.#textAt;
    this.#textAt += units;
    return this.#text.slice(start, this.#textAt);
  }
}
