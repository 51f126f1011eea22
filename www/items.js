// Judges files as streams: lines one by one, the items of a page or an array some at a time.

import { check, checkCollection, checkLines } from "../pkg/dist/index.js";

// The longest document, and what may stand around the items.
const MAX_BYTES = 16 << 20;
// How many bytes of items are judged at once, and how many items: of so many all violations are kept.
const BATCH = 1 << 18;
const BATCH_ITEMS = 1000;
// How many faulty documents are shown, and how much of the report is kept as text.
const SHOWN = 100;
const KEPT = 1 << 20;
// How many violations of one document are kept.
const MAX_VIOLATIONS = 100;

// Whether a file holds lines: by its name; or because a second object begins on a line of its own.
export function isLines(name, first) {
  if (/\.(ndjson|jsonl)$/i.test(name)) return true;
  if (/\.json$/i.test(name)) return false;
  const start = new TextDecoder().decode(first.subarray(0, 1 << 16)).trimStart();
  const end = start.indexOf("\n");
  return (
    start.startsWith("{") &&
    start.slice(0, Math.max(end, 0)).trimEnd().endsWith("}") &&
    start.slice(end).trimStart().startsWith("{")
  );
}

export class Summary {
  documents = 0;
  invalid = 0;
  errors = 0;
  warnings = 0;
  // Those that reports left out; of which kind nobody knows.
  omitted = 0;
  #codes = new Map();
  #first = [];
  // What is a Blob may lie on a disk.
  #report = new Blob([], { type: "application/x-ndjson" });
  #lines = [];
  #size = 0;

  // Counts a document.
  add(report) {
    this.documents += 1;
    if (!report.valid) this.invalid += 1;
    this.#count(report);
  }

  // Counts what is said of a page itself: with an error it is one document more, as it is for the command.
  addPage(report) {
    if (report.valid) this.#count(report);
    else this.add(report);
  }

  #count(report) {
    const { valid, violations, omitted = 0 } = report;
    this.omitted += omitted;
    if (violations.length === 0) return;
    for (const { severity, code } of violations) {
      if (severity === "error") this.errors += 1;
      else this.warnings += 1;
      this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
    }
    if (!valid) {
      // All errors may be among those left out.
      const violation = violations.find(({ severity }) => severity === "error") ?? violations[0];
      if (this.#first.length < SHOWN) this.#first.push({ ...violation, errors: violations.length });
    }
    const line = `${JSON.stringify(report)}\n`;
    this.#lines.push(line);
    this.#size += line.length;
    if (this.#size > KEPT) this.#flush();
  }

  // Forgets everything.
  restart() {
    this.documents = this.invalid = this.errors = this.warnings = this.omitted = this.#size = 0;
    this.#codes = new Map();
    this.#first = [];
    this.#report = new Blob([], { type: this.#report.type });
    this.#lines = [];
  }

  #flush() {
    this.#report = new Blob([this.#report, ...this.#lines], { type: this.#report.type });
    this.#lines = [];
    this.#size = 0;
  }

  end() {
    this.#flush();
    const { documents, invalid, errors, warnings, omitted } = this;
    const codes = [...this.#codes].sort(([, a], [, b]) => b - a);
    return { documents, invalid, errors, warnings, omitted, codes, first: this.#first, report: this.#report };
  }
}

export async function lines(pieces, options, summary) {
  for await (const report of checkLines(pieces, options)) summary.add(report);
}

// Pieces of a text one after another.
class Pieces {
  size = 0;
  #pieces = [];

  add(piece) {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.size += piece.length;
  }

  join() {
    return join(this.#pieces);
  }
}

// What is said of a file as a whole, in place of all that was said of its items.
class Whole extends Error {
  constructor(report) {
    super();
    this.report = report;
  }
}

const READING = ["too_large", "byte_order_mark", "invalid_utf8", "invalid_json", "not_an_object"];
const isUnreadable = ({ violations: [first] }) => first?.path === "" && READING.includes(first.code);

// Cuts the items of a page or an array into batches, each of them judged as an array; then judges what stands around.
export async function items(pieces, options, summary) {
  try {
    summary.addPage(await judged(pieces, options, summary));
  } catch (error) {
    if (!(error instanceof Whole)) throw error;
    summary.restart();
    summary.add(error.report);
  }
}

// What is said of what stands around the items, of which each is counted; or of a text without items.
async function judged(pieces, options, summary) {
  const around = new Pieces();
  const finder = new Finder();
  let head;
  let cutter;
  for await (const piece of pieces) {
    let rest = piece;
    if (cutter === undefined) {
      const start = finder.find(piece);
      around.add(piece.subarray(0, start));
      // Of a longer document nothing is said but that.
      if (around.size > MAX_BYTES) break;
      if (finder.path === undefined) continue;
      head = around.join();
      cutter = new Cutter(head, (batch) => judge(batch, finder.path, head, options, summary));
      rest = piece.subarray(start);
    }
    around.add(cutter.isOver ? rest : cutter.add(rest));
    if (around.size > MAX_BYTES) throw new Error("what stands around the items is longer than 16 MiB");
  }
  if (cutter && !cutter.isOver) cutter.flush();
  const text = around.join();
  if (cutter === undefined) {
    // It is no page: it is one document.
    throw new Whole(check(text, options));
  }
  const report = cutter.move(checkCollection(text, options));
  if (isUnreadable(report)) throw new Whole(report);
  return report;
}

const [QUOTE, COMMA, OPEN, BACKSLASH, CLOSE, BEGIN, END, COLON] = Array.from('",[\\]{}:', (character) =>
  character.charCodeAt(),
);
const NAME = Array.from("value", (character) => character.charCodeAt());
const isBlank = (byte) => byte === 32 || byte === 9 || byte === 10 || byte === 13;

// Finds the array of a text that begins with one, or of a page that has it as `value`. It looks at each byte once.
export class Finder {
  // The path of the array, once it is found.
  path;
  #depth = 0;
  #hasBegun = false;
  #inString = false;
  #isEscaped = false;
  // How many bytes of the name stand in this string so far; -1 where it is another one.
  #matched = -1;
  // What of `"value" : [` was met outside of strings: the name, and the colon.
  #met = 0;

  // Where the items begin in this piece; its length where they do not.
  find(piece) {
    for (let at = 0; at < piece.length; at++) {
      if (this.#inString) this.#string(piece[at]);
      else if (!isBlank(piece[at]) && this.#symbol(piece[at])) return at + 1;
    }
    return piece.length;
  }

  #string(byte) {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      this.#met = this.#depth === 1 && this.#matched === NAME.length ? 1 : 0;
      return;
    }
    this.#matched = this.#matched >= 0 && byte === NAME[this.#matched] ? this.#matched + 1 : -1;
  }

  #symbol(byte) {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    if (byte === OPEN && (isFirst || this.#met === 2)) {
      this.path = isFirst ? "" : "/value";
      return true;
    }
    this.#met = byte === COLON && this.#met === 1 ? 2 : 0;
    if (byte === QUOTE) {
      this.#inString = true;
      this.#matched = 0;
    } else if (byte === OPEN || byte === BEGIN) this.#depth += 1;
    else if (byte === CLOSE || byte === END) this.#depth -= 1;
    return false;
  }
}

// Finds the commas between items, and their end: it knows strings and depth, and no more of JSON.
class Cutter {
  isOver = false;
  #give;
  #batch = [];
  #size = 0;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #hasComma = false;
  // How many items stand before the batch, where the commas in it are, and where it begins.
  #index = 0;
  #commas = [];
  #offset = 0;
  #line = 1;
  #column = 1;

  // Where the items begin, which are not in the text around them.
  #start;

  constructor(head, give) {
    this.#give = give;
    this.#move(head);
    this.#start = { offset: this.#offset, line: this.#line, column: this.#column };
  }

  // What is said of the text around the items, at its place in the file.
  move(report) {
    const { offset, line, column } = this.#start;
    const place = (at) => (at < offset ? at : at + this.#offset - offset);
    const span = ({ start, end }) => ({ start: place(start), end: place(end) });
    const moved = (violation) => ({
      ...violation,
      ...(violation.related && { related: span(violation.related) }),
      ...(violation.span?.start >= offset && {
        span: span(violation.span),
        line: violation.line + this.#line - line,
        column: violation.line === line ? violation.column + this.#column - column : violation.column,
      }),
    });
    return { ...report, violations: report.violations.map(moved) };
  }

  // Takes a piece of the text and gives what of it stands after the items.
  add(piece) {
    let start = 0;
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at];
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else this.#inString = byte !== QUOTE;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN || byte === BEGIN) {
        this.#depth += 1;
      } else if (byte === CLOSE || byte === END) {
        if (this.#depth === 0) {
          this.#put(piece.subarray(start, at));
          this.flush();
          this.isOver = true;
          return piece.subarray(at);
        }
        this.#depth -= 1;
      } else if (byte === COMMA && this.#depth === 0) {
        if (this.#size + at - start < BATCH && this.#commas.length < BATCH_ITEMS - 1) {
          this.#commas.push(this.#size + at - start);
          continue;
        }
        this.#put(piece.subarray(start, at));
        this.flush();
        this.#move(piece.subarray(at, at + 1));
        this.#hasComma = true;
        start = at + 1;
      }
    }
    this.#put(piece.subarray(start));
    return new Uint8Array();
  }

  #put(bytes) {
    this.#batch.push(bytes);
    this.#size += bytes.length;
    if (this.#size > MAX_BYTES + BATCH)
      throw new Error(`item ${this.#index + this.#commas.length} is longer than 16 MiB`);
  }

  flush() {
    const items = join(this.#batch);
    const hasNone = items.every(isBlank);
    // After a comma an item must come.
    const text =
      hasNone && this.#hasComma
        ? join([bytesOf("[,"), items, bytesOf("]")])
        : join([bytesOf("["), items, bytesOf("]")]);
    const ends = hasNone ? [] : [...this.#commas, items.length];
    const place = { index: this.#index, line: this.#line, column: this.#column, offset: this.#offset };
    this.#give({ text, items, ends, ...place });
    this.#move(items);
    this.#index += ends.length;
    this.#batch = [];
    this.#commas = [];
    this.#size = 0;
  }

  // Knows what comes after these bytes.
  #move(bytes) {
    this.#offset += bytes.length;
    const line = bytes.lastIndexOf(10) + 1;
    if (line > 0) this.#column = 1;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) this.#line += 1;
    for (let at = line; at < bytes.length; at++) this.#column += (bytes[at] & 0xc0) === 0x80 ? 0 : 1;
  }
}

// Adds what is said of each item, at its place in the file.
function judge({ text, items, ends, index, line, column, offset }, path, head, options, summary) {
  const unlimited = { ...options, maxBytes: Infinity };
  const reports = ends.map((_, item) => ({ item: index + item, valid: true, violations: [] }));
  // The bracket in front is not the file's.
  const move = ({ start, end }) => ({ start: start + offset - 1, end: end + offset - 1 });
  const moved = (violation) => ({
    ...violation,
    span: move(violation.span),
    line: violation.line + line - 1,
    column: violation.line === 1 ? violation.column + column - 2 : violation.column,
    ...(violation.related && { related: move(violation.related) }),
  });
  const batch = checkCollection(text, unlimited);
  if (isUnreadable(batch))
    throw new Whole(earlier(head, options) ?? { valid: false, violations: batch.violations.map(moved) });
  for (const violation of batch.violations) {
    const [, item, rest] = violation.path.match(/^\/(\d+)(.*)$/s);
    const report = reports[item];
    report.valid &&= violation.severity !== "error";
    report.violations.push({ ...moved(violation), path: `${path}/${index + Number(item)}${rest}` });
  }
  reports.forEach((report, item) => {
    // What was left out of one with so many may be errors.
    if (report.violations.length >= MAX_VIOLATIONS) {
      const { valid, omitted } = check(items.subarray(item === 0 ? 0 : ends[item - 1] + 1, ends[item]), unlimited);
      report.valid = valid;
      if (omitted !== undefined) report.omitted = omitted;
    }
    summary.add(report);
  });
}

// Where what stands before the items cannot be read, that is said, and not what comes later.
function earlier(head, options) {
  const report = checkCollection(join([head, bytesOf("]}")]), options);
  return isUnreadable(report) && report.violations[0].span?.start < head.length ? report : undefined;
}

function bytesOf(text) {
  return new TextEncoder().encode(text);
}

function join(pieces) {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
