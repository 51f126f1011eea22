// Reports, made of the numbers and the text that the wasm writes: see src/wasm/records.rs.

import { codes, reasons, severities } from "../../target/tables.json";
import { bytesAt, numbers } from "./instance.js";

const decoder = new TextDecoder();

const NONE = 0xffffffff;
// How many numbers a violation is.
const VIOLATION = 14;
// Where in a message stands what was expected.
const EXPECTED = "expected ".length;

let words;
let at;
let end;
let text;
let place;

// Begins to read what stands there.
export function open(pointer) {
  words = numbers();
  at = pointer >>> 2;
  const [address, length, count] = [words[at], words[at + 1], words[at + 2]];
  end = at + count;
  at += 3;
  text = decoder.decode(bytesAt(address, length));
  place = 0;
}

// The report of one document.
export function report(pointer) {
  if (pointer === 0) return { valid: true, violations: [] };
  open(pointer);
  at += 2;
  const report = next({});
  close();
  return report;
}

// The reports of lines, each with its number.
export function lines(pointer) {
  const reports = [];
  for (open(pointer); at < end;) {
    const line = words[at];
    const count = words[at + 1];
    at += 2;
    reports.push(next({ line }));
    // So many lines of which the same is said: nothing.
    for (let more = 1; more < count; more++) reports.push({ line: line + more, valid: true, violations: [] });
  }
  close();
  return reports;
}

// Lets go of the memory.
function close() {
  words = undefined;
  text = undefined;
}

function next(report) {
  report.valid = words[at] !== 0;
  const omitted = words[at + 1];
  const count = words[at + 2];
  at += 3;
  const violations = (report.violations = []);
  for (let number = 0; number < count; number++) violations.push(violation());
  if (omitted !== 0) report.omitted = omitted;
  return report;
}

function violation() {
  const first = at;
  at += VIOLATION;
  const number = (index) => words[first + index];
  const severity = severities[number(0)];
  const code = codes[number(1)];
  const path = string(number(2));
  const start = place + EXPECTED;
  const message = string(number(7));
  const expected = text.slice(start, start + number(8));
  // Of what has a place all of it is known; of a line too long that it is one. At once, for an object that grows is slow.
  const violation =
    number(3) !== NONE
      ? {
          severity,
          code,
          path,
          span: { start: number(3), end: number(4) },
          line: number(5),
          column: number(6),
          message,
          expected,
        }
      : number(5) !== NONE
        ? { severity, code, path, line: number(5), message, expected }
        : { severity, code, path, message, expected };
  if (number(9) !== NONE) violation.found = string(number(9));
  if (number(10) !== NONE) violation.reason = reasons[number(10)];
  if (number(11) !== NONE) violation.suggestion = string(number(11));
  if (number(12) !== NONE) violation.related = { start: number(12), end: number(13) };
  return violation;
}

function string(units) {
  return text.slice(place, (place += units));
}
