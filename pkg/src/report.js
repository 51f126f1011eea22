// Decoding of reports from the words and the text that pkg/wasm/src/report_encoder.rs writes.

/** @import { LineReport, Report, Violation } from "../types/index.js" */
/** @import { Instance } from "./instance.js" */

import * as border from "generated:border";
import { codes, reasons, severities } from "generated:tables";

const decoder = new TextDecoder();

/**
 * Reads the report of one document.
 *
 * @param {Instance} instance
 * @param {number} pointer
 * @returns {Report}
 */
export function readReport(instance, pointer) {
  if (pointer === border.NOTHING) return { valid: true, violations: [] };
  const reader = new ReportReader(instance, pointer);
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
    const { line, count } = reader.lines();
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
    this.#at = start + border.HEAD_LENGTH;
    this.#end = start + this.#word(start + border.HEAD_WORDS);
    const address = this.#word(start + border.HEAD_TEXT_ADDRESS);
    this.#text = decoder.decode(instance.bytesAt(address, this.#word(start + border.HEAD_TEXT_LENGTH)));
  }

  isAtEnd() {
    return this.#at >= this.#end;
  }

  /** Returns the first line that the report at this position is about, and the number of lines. */
  lines() {
    return { line: this.#word(this.#at + border.REPORT_LINE), count: this.#word(this.#at + border.REPORT_LINES) };
  }

  /**
   * Reads a report into an object, behind the properties that it has already.
   *
   * @template {Report} SomeReport
   * @param {SomeReport} report
   */
  fill(report) {
    report.valid = this.#word(this.#at + border.REPORT_VALID) !== 0;
    const omitted = this.#word(this.#at + border.REPORT_OMITTED);
    const count = this.#word(this.#at + border.REPORT_VIOLATIONS);
    this.#at += border.REPORT_LENGTH;
    report.violations = [];
    for (let index = 0; index < count; index++) report.violations.push(this.#readViolation());
    if (omitted !== 0) report.omitted = omitted;
    return report;
  }

  /** @returns {Violation} */
  #readViolation() {
    const first = this.#at;
    this.#at += border.VIOLATION_LENGTH;
    /** @param {number} position */
    const field = (position) => this.#word(first + position);
    const severity = severities[field(border.VIOLATION_SEVERITY)];
    const code = codes[field(border.VIOLATION_CODE)];
    const path = this.#readString(field(border.VIOLATION_PATH));
    const expectedAt = this.#textAt + field(border.VIOLATION_EXPECTED_START);
    const message = this.#readString(field(border.VIOLATION_MESSAGE));
    const expected = this.#text.slice(expectedAt, expectedAt + field(border.VIOLATION_EXPECTED_LENGTH));
    const [start, end, line, column] = [
      field(border.VIOLATION_START),
      field(border.VIOLATION_END),
      field(border.VIOLATION_LINE),
      field(border.VIOLATION_COLUMN),
    ];
    // One object literal for each set of members, because an object that grows is slow. A violation with a span has
    // line and column too; one that concerns a whole line has only its number.
    /** @type {Violation} */
    const violation =
      start !== border.NONE
        ? { severity, code, path, span: { start, end }, line, column, message, expected }
        : line !== border.NONE
          ? { severity, code, path, line, message, expected }
          : { severity, code, path, message, expected };
    if (field(border.VIOLATION_FOUND) !== border.NONE)
      violation.found = this.#readString(field(border.VIOLATION_FOUND));
    if (field(border.VIOLATION_REASON) !== border.NONE) violation.reason = reasons[field(border.VIOLATION_REASON)];
    if (field(border.VIOLATION_SUGGESTION) !== border.NONE)
      violation.suggestion = this.#readString(field(border.VIOLATION_SUGGESTION));
    if (field(border.VIOLATION_RELATED_START) !== border.NONE)
      violation.related = { start: field(border.VIOLATION_RELATED_START), end: field(border.VIOLATION_RELATED_END) };
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
