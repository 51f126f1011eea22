// Decoding of reports from the words and the text that pkg/wasm/src/report_encoder.rs writes.

/** @import { LineReport, Report, Violation } from "../types/index.js" */
/** @import { Instance } from "./instance.js" */

import { border, codes, reasons, severities } from "generated:tables";

const decoder = new TextDecoder();

const { head: HEAD, report: REPORT, violation: VIOLATION, none: NONE } = border;
const [TEXT_ADDRESS, TEXT_LENGTH, WORDS] = positions(HEAD, "textAddress", "textLength", "words");
const [LINE, LINES, VALID, OMITTED, VIOLATIONS] = positions(REPORT, "line", "lines", "valid", "omitted", "violations");
const [SEVERITY, CODE, REASON] = positions(VIOLATION, "severity", "code", "reason");
const [PATH, MESSAGE, FOUND, SUGGESTION] = positions(VIOLATION, "path", "message", "found", "suggestion");
const [EXPECTED_START, EXPECTED_LENGTH] = positions(VIOLATION, "expectedStart", "expectedLength");
const [START, END, AT_LINE, AT_COLUMN] = positions(VIOLATION, "start", "end", "line", "column");
const [RELATED_START, RELATED_END] = positions(VIOLATION, "relatedStart", "relatedEnd");

/**
 * Returns the positions of words among the names that the crate lists.
 *
 * @param {string[]} list
 * @param {string[]} names
 */
function positions(list, ...names) {
  return names.map((name) => list.indexOf(name));
}

/**
 * Reads the report of one document.
 *
 * @param {Instance} instance
 * @param {number} pointer
 * @returns {Report}
 */
export function readReport(instance, pointer) {
  if (pointer === border.nothing) return { valid: true, violations: [] };
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
    this.#at = start + HEAD.length;
    this.#end = start + this.#word(start + WORDS);
    const address = this.#word(start + TEXT_ADDRESS);
    this.#text = decoder.decode(instance.bytesAt(address, this.#word(start + TEXT_LENGTH)));
  }

  isAtEnd() {
    return this.#at >= this.#end;
  }

  /** Returns the first line that the report at this position is about, and the number of lines. */
  lines() {
    return { line: this.#word(this.#at + LINE), count: this.#word(this.#at + LINES) };
  }

  /**
   * Reads a report into an object, behind the properties that it has already.
   *
   * @template {Report} SomeReport
   * @param {SomeReport} report
   */
  fill(report) {
    report.valid = this.#word(this.#at + VALID) !== 0;
    const omitted = this.#word(this.#at + OMITTED);
    const count = this.#word(this.#at + VIOLATIONS);
    this.#at += REPORT.length;
    report.violations = [];
    for (let index = 0; index < count; index++) report.violations.push(this.#readViolation());
    if (omitted !== 0) report.omitted = omitted;
    return report;
  }

  /** @returns {Violation} */
  #readViolation() {
    const first = this.#at;
    this.#at += VIOLATION.length;
    /** @param {number} position */
    const field = (position) => this.#word(first + position);
    const severity = severities[field(SEVERITY)];
    const code = codes[field(CODE)];
    const path = this.#readString(field(PATH));
    const expectedAt = this.#textAt + field(EXPECTED_START);
    const message = this.#readString(field(MESSAGE));
    const expected = this.#text.slice(expectedAt, expectedAt + field(EXPECTED_LENGTH));
    const [start, end, line, column] = [field(START), field(END), field(AT_LINE), field(AT_COLUMN)];
    // One object literal for each set of members, because an object that grows is slow. A violation with a span has
    // line and column too; one that concerns a whole line has only its number.
    /** @type {Violation} */
    const violation =
      start !== NONE
        ? { severity, code, path, span: { start, end }, line, column, message, expected }
        : line !== NONE
          ? { severity, code, path, line, message, expected }
          : { severity, code, path, message, expected };
    if (field(FOUND) !== NONE) violation.found = this.#readString(field(FOUND));
    if (field(REASON) !== NONE) violation.reason = reasons[field(REASON)];
    if (field(SUGGESTION) !== NONE) violation.suggestion = this.#readString(field(SUGGESTION));
    if (field(RELATED_START) !== NONE) violation.related = { start: field(RELATED_START), end: field(RELATED_END) };
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
