// Checks files as streams: lines one by one, the items of a page or an array in batches.

/** @import { LineReport, Options, Report, Span, Violation } from "../pkg/dist/index.js" */

import { check, checkCollection, checkLines } from "../pkg/dist/index.js";

/** @typedef {AsyncIterable<Uint8Array>} ByteStream */
/** @typedef {Report | LineReport | (Report & { item: number })} DocumentReport */

/**
 * Items of an array, as they are passed on to be checked.
 *
 * @typedef {object} Batch
 * @property {Uint8Array} text - The items as a JSON array.
 * @property {Uint8Array} items - The items and the commas between them, as they are in the file.
 * @property {number[]} ends - The byte offset in `items` at which each item ends.
 * @property {number} index - The number of items in the file before the batch.
 * @property {number} line - The line in the file at which `items` begins, from 1.
 * @property {number} column - The column in the file at which `items` begins, from 1, in characters.
 * @property {number} offset - The byte offset in the file at which `items` begins.
 */

// The longest document, and the longest text around the items, in bytes.
const MAX_BYTES = 16 << 20;
// A batch ends at the first item that brings it over one of these. The report of a collection keeps the violations of
// this many items completely.
const BATCH_BYTES = 1 << 18;
const BATCH_ITEMS = 1000;
// How many invalid documents the summary lists.
const MAX_LISTED = 100;
// How many UTF-16 units of the report are kept as strings before they go into a Blob.
const MAX_PENDING_UNITS = 1 << 20;
// How many violations a report lists for one document.
const MAX_VIOLATIONS = 100;

/**
 * Returns `true` if a file has one document on each line: by its extension, or because a second object begins on a line
 * of its own.
 *
 * @param {string} name
 * @param {Uint8Array} firstChunk
 */
export function isLines(name, firstChunk) {
  if (/\.(ndjson|jsonl)$/i.test(name)) return true;
  if (/\.json$/i.test(name)) return false;
  const start = new TextDecoder().decode(firstChunk.subarray(0, 1 << 16)).trimStart();
  const lineEnd = start.indexOf("\n");
  const firstLine = start.slice(0, Math.max(lineEnd, 0)).trimEnd();
  return firstLine.startsWith("{") && firstLine.endsWith("}") && start.slice(lineEnd).trimStart().startsWith("{");
}

/** The counts of a file, the first invalid documents, and the whole report as NDJSON. */
export class Summary {
  documents = 0;
  invalid = 0;
  errors = 0;
  warnings = 0;
  // Violations that reports left out. Their severity is unknown.
  omitted = 0;
  /** @type {Map<string, number>} */
  #codes = new Map();
  /** @type {(Violation & { errors: number })[]} */
  #first = [];
  // The browser can keep a Blob on disk.
  #report = new Blob([], { type: "application/x-ndjson" });
  /** @type {string[]} */
  #pending = [];
  #pendingUnits = 0;

  /**
   * Adds the report of a document.
   *
   * @param {DocumentReport} report
   */
  add(report) {
    this.documents += 1;
    if (!report.valid) this.invalid += 1;
    this.#count(report);
  }

  /**
   * Adds the report of what is around the items of a page. Like the command, it counts a page that is not valid as one
   * more document.
   *
   * @param {Report} report
   */
  addPage(report) {
    if (report.valid) this.#count(report);
    else this.add(report);
  }

  /** @param {DocumentReport} report */
  #count(report) {
    const { valid, violations, omitted = 0 } = report;
    this.omitted += omitted;
    if (violations.length === 0) return;
    for (const { severity, code } of violations) {
      if (severity === "error") this.errors += 1;
      else this.warnings += 1;
      this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
    }
    if (!valid && this.#first.length < MAX_LISTED) {
      // All errors may be among the violations that were left out.
      const violation = violations.find(({ severity }) => severity === "error") ?? violations[0];
      this.#first.push({ ...violation, errors: violations.length });
    }
    const line = `${JSON.stringify(report)}\n`;
    this.#pending.push(line);
    this.#pendingUnits += line.length;
    if (this.#pendingUnits > MAX_PENDING_UNITS) this.#flush();
  }

  /** Drops everything that was added. */
  restart() {
    this.documents = 0;
    this.invalid = 0;
    this.errors = 0;
    this.warnings = 0;
    this.omitted = 0;
    this.#codes = new Map();
    this.#first = [];
    this.#report = new Blob([], { type: this.#report.type });
    this.#pending = [];
    this.#pendingUnits = 0;
  }

  #flush() {
    this.#report = new Blob([this.#report, ...this.#pending], { type: this.#report.type });
    this.#pending = [];
    this.#pendingUnits = 0;
  }

  /**
   * Returns everything that was added, as an object that can be sent from a worker. The most frequent code comes first.
   */
  end() {
    this.#flush();
    const { documents, invalid, errors, warnings, omitted } = this;
    const codes = [...this.#codes].sort(([, a], [, b]) => b - a);
    return { documents, invalid, errors, warnings, omitted, codes, first: this.#first, report: this.#report };
  }
}

/**
 * Checks a file of lines.
 *
 * @param {ByteStream} chunks
 * @param {Options} options
 * @param {Summary} summary
 */
export async function checkFileLines(chunks, options, summary) {
  for await (const report of checkLines(chunks, options)) summary.add(report);
}

/**
 * Checks a file that is a page, an array, or one document. The items are checked in batches; what is around them is
 * checked at the end.
 *
 * @param {ByteStream} chunks
 * @param {Options} options
 * @param {Summary} summary
 */
export async function checkFileItems(chunks, options, summary) {
  try {
    summary.addPage(await checkItemsAndRest(chunks, options, summary));
  } catch (error) {
    if (!(error instanceof WholeFileReport)) throw error;
    summary.restart();
    summary.add(error.report);
  }
}

/** Chunks of a text in a row. */
class ChunkList {
  size = 0;
  /** @type {Uint8Array[]} */
  #chunks = [];

  /** @param {Uint8Array} chunk */
  add(chunk) {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.size += chunk.length;
  }

  join() {
    return concatenate(this.#chunks);
  }
}

/** Thrown to replace everything that was reported about the items by one report about the file. */
class WholeFileReport extends Error {
  /** @param {Report} report */
  constructor(report) {
    super();
    this.report = report;
  }
}

const UNREADABLE_CODES = ["too_large", "byte_order_mark", "invalid_utf8", "invalid_json", "not_an_object"];

/** @param {Report} report */
function isUnreadable({ violations: [first] }) {
  return first?.path === "" && UNREADABLE_CODES.includes(first.code);
}

/**
 * Adds the report of each item to the summary, and returns the report of what is around the items.
 *
 * @param {ByteStream} chunks
 * @param {Options} options
 * @param {Summary} summary
 * @returns {Promise<Report>}
 * @throws {WholeFileReport} if the file has no items or cannot be read.
 */
async function checkItemsAndRest(chunks, options, summary) {
  const around = new ChunkList();
  const finder = new ArrayFinder();
  /** @type {ItemSplitter | undefined} */
  let splitter;
  for await (const chunk of chunks) {
    let rest = chunk;
    if (splitter === undefined) {
      const start = finder.find(chunk);
      around.add(chunk.subarray(0, start));
      // The document is too large, which is all that its report will contain.
      if (around.size > MAX_BYTES) break;
      if (finder.path === undefined) continue;
      const { path } = finder;
      const head = around.join();
      splitter = new ItemSplitter(head, (batch) => checkBatch(batch, path, head, options, summary));
      rest = chunk.subarray(start);
    }
    around.add(splitter.isOver ? rest : splitter.add(rest));
    if (around.size > MAX_BYTES) throw new Error("the text around the items is longer than 16 MiB");
  }
  if (splitter && !splitter.isOver) splitter.flush();
  const text = around.join();
  // Without an array the file is one document.
  if (splitter === undefined) throw new WholeFileReport(check(text, options));
  const report = splitter.rebase(checkCollection(text, options));
  if (isUnreadable(report)) throw new WholeFileReport(report);
  return report;
}

const [QUOTE, COMMA, OPEN_ARRAY, BACKSLASH, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT, COLON] = encode('",[\\]{}:');
const LINE_FEED = 10;
const VALUE_NAME = encode("value");

/** @param {number} byte */
function isWhiteSpace(byte) {
  return byte === 32 || byte === 9 || byte === LINE_FEED || byte === 13;
}

/** Finds the array of items: the text itself, or the member `value` of a page. It looks at each byte once. */
export class ArrayFinder {
  /**
   * The JSON Pointer to the array, once it is found.
   *
   * @type {"" | "/value" | undefined}
   */
  path;
  #depth = 0;
  #hasBegun = false;
  #inString = false;
  #isEscaped = false;
  // How many bytes of the current string match the name, -1 after a byte that does not.
  #matched = -1;
  // How many tokens of `"value" :` come directly before the current token.
  #tokensMet = 0;

  /**
   * Returns the position after the opening bracket of the array, or the length of the chunk if it does not open here.
   *
   * @param {Uint8Array} chunk
   */
  find(chunk) {
    for (let at = 0; at < chunk.length; at++) {
      if (this.#inString) this.#readInString(chunk[at]);
      else if (!isWhiteSpace(chunk[at]) && this.#readToken(chunk[at])) return at + 1;
    }
    return chunk.length;
  }

  /** @param {number} byte */
  #readInString(byte) {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      this.#tokensMet = this.#depth === 1 && this.#matched === VALUE_NAME.length ? 1 : 0;
      return;
    }
    this.#matched = this.#matched >= 0 && byte === VALUE_NAME[this.#matched] ? this.#matched + 1 : -1;
  }

  /**
   * Returns `true` if the array opens here.
   *
   * @param {number} byte
   */
  #readToken(byte) {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    if (byte === OPEN_ARRAY && (isFirst || this.#tokensMet === 2)) {
      this.path = isFirst ? "" : "/value";
      return true;
    }
    this.#tokensMet = byte === COLON && this.#tokensMet === 1 ? 2 : 0;
    if (byte === QUOTE) {
      this.#inString = true;
      this.#matched = 0;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) this.#depth += 1;
    else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) this.#depth -= 1;
    return false;
  }
}

/**
 * Splits an array into batches, at the commas between items. Of JSON it knows only strings and nesting.
 */
class ItemSplitter {
  /** `true` after the closing bracket of the array. */
  isOver = false;
  #checkBatch;
  /** @type {Uint8Array[]} */
  #batch = [];
  #batchBytes = 0;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #isAfterComma = false;
  // How many items come before the batch.
  #index = 0;
  /**
   * The offsets of the commas in the batch.
   *
   * @type {number[]}
   */
  #commas = [];
  // The position in the file at which the batch begins.
  #offset = 0;
  #line = 1;
  #column = 1;
  // The position of the items, which is the same in the file and in the text around them.
  #start;

  /**
   * @param {Uint8Array} head - The text before the items.
   * @param {(batch: Batch) => void} checkBatch
   */
  constructor(head, checkBatch) {
    this.#checkBatch = checkBatch;
    this.#advance(head);
    this.#start = { offset: this.#offset, line: this.#line, column: this.#column };
  }

  /**
   * Rebases the report of the text around the items to positions in the file.
   *
   * @param {Report} report
   * @returns {Report}
   */
  rebase(report) {
    const { offset, line, column } = this.#start;
    /** @param {number} at */
    const rebaseOffset = (at) => (at < offset ? at : at + this.#offset - offset);
    /** @param {Span} span */
    const rebaseSpan = ({ start, end }) => ({ start: rebaseOffset(start), end: rebaseOffset(end) });
    /**
     * @param {Violation} violation
     * @returns {Violation}
     */
    const rebaseViolation = (violation) => ({
      ...violation,
      ...(violation.related && { related: rebaseSpan(violation.related) }),
      ...(violation.span &&
        violation.span.start >= offset && {
          span: rebaseSpan(violation.span),
          line: numberOf(violation.line) + this.#line - line,
          column: numberOf(violation.column) + (violation.line === line ? this.#column - column : 0),
        }),
    });
    return { ...report, violations: report.violations.map(rebaseViolation) };
  }

  /**
   * Reads a chunk of the items, and returns the part of it that comes after the items.
   *
   * @param {Uint8Array} chunk
   * @returns {Uint8Array}
   */
  add(chunk) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else this.#inString = byte !== QUOTE;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        this.#depth += 1;
      } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        if (this.#depth === 0) {
          this.#append(chunk.subarray(start, at));
          this.flush();
          this.isOver = true;
          return chunk.subarray(at);
        }
        this.#depth -= 1;
      } else if (byte === COMMA && this.#depth === 0) {
        const comma = this.#batchBytes + at - start;
        if (comma < BATCH_BYTES && this.#commas.length < BATCH_ITEMS - 1) {
          this.#commas.push(comma);
          continue;
        }
        this.#append(chunk.subarray(start, at));
        this.flush();
        this.#advance(chunk.subarray(at, at + 1));
        this.#isAfterComma = true;
        start = at + 1;
      }
    }
    this.#append(chunk.subarray(start));
    return new Uint8Array();
  }

  /** @param {Uint8Array} bytes */
  #append(bytes) {
    this.#batch.push(bytes);
    this.#batchBytes += bytes.length;
    if (this.#batchBytes > MAX_BYTES + BATCH_BYTES) {
      throw new Error(`item ${this.#index + this.#commas.length} is longer than 16 MiB`);
    }
  }

  /** Checks the batch and begins another one. */
  flush() {
    const items = concatenate(this.#batch);
    const isEmpty = items.every(isWhiteSpace);
    // After a comma there must be an item, so the comma is kept for the JSON parser to report.
    const open = isEmpty && this.#isAfterComma ? "[," : "[";
    const text = concatenate([encode(open), items, encode("]")]);
    const ends = isEmpty ? [] : [...this.#commas, items.length];
    const position = { index: this.#index, line: this.#line, column: this.#column, offset: this.#offset };
    this.#checkBatch({ text, items, ends, ...position });
    this.#advance(items);
    this.#index += ends.length;
    this.#batch = [];
    this.#commas = [];
    this.#batchBytes = 0;
  }

  /**
   * Moves the position in the file behind some bytes.
   *
   * @param {Uint8Array} bytes
   */
  #advance(bytes) {
    this.#offset += bytes.length;
    const lastLine = bytes.lastIndexOf(LINE_FEED) + 1;
    if (lastLine > 0) this.#column = 1;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) this.#line += 1;
    // The continuation bytes of UTF-8 begin no character.
    for (let at = lastLine; at < bytes.length; at++) this.#column += (bytes[at] & 0xc0) === 0x80 ? 0 : 1;
  }
}

/**
 * Checks a batch, and adds the report of each item to the summary, with positions in the file.
 *
 * @param {Batch} batch
 * @param {string} path - The JSON Pointer to the array.
 * @param {Uint8Array} head - The text before the items.
 * @param {Options} options
 * @param {Summary} summary
 */
function checkBatch(batch, path, head, options, summary) {
  const { text, items, ends, index } = batch;
  const unlimited = { ...options, maxBytes: Infinity };
  const report = checkCollection(text, unlimited);
  if (isUnreadable(report)) {
    const violations = report.violations.map((violation) => rebaseViolation(violation, batch));
    throw new WholeFileReport(findEarlierReport(head, options) ?? { valid: false, violations });
  }
  /** @type {(Report & { item: number })[]} */
  const reports = ends.map((_, item) => ({ item: index + item, valid: true, violations: [] }));
  for (const violation of report.violations) {
    const [, item, rest] = /** @type {RegExpMatchArray} */ (violation.path.match(/^\/(\d+)(.*)$/s));
    const report = reports[Number(item)];
    report.valid &&= violation.severity !== "error";
    report.violations.push({ ...rebaseViolation(violation, batch), path: `${path}/${index + Number(item)}${rest}` });
  }
  reports.forEach((report, item) => {
    // The violations that were left out may be errors, so an item with this many is checked alone.
    if (report.violations.length >= MAX_VIOLATIONS) {
      const { valid, omitted } = check(items.subarray(item === 0 ? 0 : ends[item - 1] + 1, ends[item]), unlimited);
      report.valid = valid;
      if (omitted !== undefined) report.omitted = omitted;
    }
    summary.add(report);
  });
}

/**
 * @param {Violation} violation - At a position in the text of a batch.
 * @param {Batch} batch
 * @returns {Violation}
 */
function rebaseViolation(violation, { line, column, offset }) {
  // The opening bracket is in the text of the batch, but not in the file.
  /** @param {Span} span */
  const rebaseSpan = ({ start, end }) => ({ start: start + offset - 1, end: end + offset - 1 });
  return {
    ...violation,
    span: rebaseSpan(/** @type {Span} */ (violation.span)),
    line: numberOf(violation.line) + line - 1,
    column: numberOf(violation.column) + (violation.line === 1 ? column - 2 : 0),
    ...(violation.related && { related: rebaseSpan(violation.related) }),
  };
}

/**
 * Returns the report of the text before the items if that cannot be read: it comes before anything in the items.
 *
 * @param {Uint8Array} head
 * @param {Options} options
 */
function findEarlierReport(head, options) {
  const report = checkCollection(concatenate([head, encode("]}")]), options);
  const start = report.violations[0]?.span?.start ?? Infinity;
  return isUnreadable(report) && start < head.length ? report : undefined;
}

/**
 * Returns a number that every violation with a span has.
 *
 * @param {number | undefined} number
 */
function numberOf(number) {
  return /** @type {number} */ (number);
}

/** @param {string} text */
function encode(text) {
  return new TextEncoder().encode(text);
}

/** @param {Uint8Array[]} chunks */
function concatenate(chunks) {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let start = 0;
  for (const chunk of chunks) {
    whole.set(chunk, start);
    start += chunk.length;
  }
  return whole;
}
