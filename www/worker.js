// Judges a file as it is read: lines one by one, the items of a page or an array some at a time.

import { check, checkCollection, checkLines } from "../pkg/dist/index.js";

// The longest document, and what may stand around the items.
const MAX_BYTES = 16 << 20;
// Where the array of a page begins at the latest.
const HEAD = 1 << 20;
// How many bytes of items are judged at once.
const BATCH = 1 << 18;
// How many faulty documents are shown, and how much of the report is kept as text.
const SHOWN = 100;
const KEPT = 1 << 20;

onmessage = async ({ data: { file, options } }) => {
  try {
    const summary = new Summary();
    const pieces = read(file, summary);
    const { value: first = new Uint8Array() } = await pieces.next();
    const all = chain(first, pieces);
    await (isLines(file.name, first) ? lines(all, options, summary) : items(all, options, summary));
    postMessage({ done: summary.end() });
  } catch (error) {
    postMessage({ error: String(error?.message ?? error) });
  }
};

// The pieces of a file; tells now and then how far it is.
async function* read(file, summary) {
  const reader = file.stream().getReader();
  let bytes = 0;
  let told = 0;
  for (let next; !(next = await reader.read()).done; ) {
    yield next.value;
    bytes += next.value.length;
    if (performance.now() - told < 50) continue;
    told = performance.now();
    postMessage({ bytes, documents: summary.documents, invalid: summary.invalid });
  }
}

async function* chain(first, rest) {
  yield first;
  yield* rest;
}

// By the name; or because a second object begins on a line of its own.
function isLines(name, first) {
  if (/\.(ndjson|jsonl)$/i.test(name)) return true;
  const start = new TextDecoder().decode(first.subarray(0, 1 << 16));
  return !/\.json$/i.test(name) && /^\s*\{.*\}\s*\n\s*\{/.test(start);
}

class Summary {
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

  // Counts a document; what is said of a page itself is as good as one.
  add(report) {
    this.documents += 1;
    const { valid, violations, omitted = 0 } = report;
    this.omitted += omitted;
    if (violations.length === 0) return;
    for (const { severity, code } of violations) {
      if (severity === "error") this.errors += 1;
      else this.warnings += 1;
      this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
    }
    if (!valid) {
      this.invalid += 1;
      const [violation] = violations.filter(({ severity }) => severity === "error");
      if (this.#first.length < SHOWN) this.#first.push({ ...violation, errors: violations.length });
    }
    const line = `${JSON.stringify(report)}\n`;
    this.#lines.push(line);
    this.#size += line.length;
    if (this.#size > KEPT) this.#flush();
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

async function lines(pieces, options, summary) {
  for await (const report of checkLines(pieces, options)) summary.add(report);
}

const [QUOTE, COMMA, OPEN, BACKSLASH, CLOSE, BEGIN, END] = Array.from('",[\\]{}', (character) => character.charCodeAt());

// Cuts the items of a page or an array into batches, each of them judged as an array; then judges what stands around.
async function items(pieces, options, summary) {
  const around = [];
  let cutter;
  for await (const piece of pieces) {
    let rest = piece;
    if (cutter === undefined) {
      const isFar = sizeOf(around) > HEAD;
      around.push(piece);
      // Of a longer document nothing is said but that.
      if (sizeOf(around) > MAX_BYTES) break;
      if (isFar) continue;
      const head = join(around);
      const { path, start } = arrayIn(head.subarray(0, HEAD)) ?? {};
      if (path === undefined) continue;
      cutter = new Cutter(head.subarray(0, start), (batch) => judge(batch, path, options, summary));
      around.splice(0, around.length, head.subarray(0, start));
      rest = head.subarray(start);
    }
    around.push(cutter.isOver ? rest : cutter.add(rest));
    if (sizeOf(around) > MAX_BYTES) throw new Error("what stands around the items is longer than 16 MiB");
  }
  if (cutter && !cutter.isOver) cutter.flush();
  const text = join(around);
  const report = cutter ? cutter.move(checkCollection(text, options)) : check(text, options);
  if (!cutter || report.violations.length > 0) summary.add(report);
}

// The array of a text that begins with one, or of a page that has it as `value`: its path, and where its items begin.
function arrayIn(head) {
  const text = new TextDecoder("latin1").decode(head);
  const bare = text.match(/^\s*\[/);
  if (bare) return { path: "", start: bare[0].length };
  const value = /"((?:[^"\\]|\\.)*)"|[[{]|[\]}]/g;
  for (let depth = 0, match; (match = value.exec(text)); ) {
    const [token, name] = match;
    if (name === undefined) depth += token === "[" || token === "{" ? 1 : -1;
    const array = name === "value" && depth === 1 && text.slice(value.lastIndex).match(/^\s*:\s*\[/);
    if (array) return { path: "/value", start: value.lastIndex + array[0].length };
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
  // How many items stand before the batch, how many commas in it, and where it begins.
  #index = 0;
  #commas = 0;
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
        if (this.#size + at - start < BATCH) {
          this.#commas += 1;
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
    if (this.#size > MAX_BYTES + BATCH) throw new Error(`item ${this.#index + this.#commas} is longer than 16 MiB`);
  }

  flush() {
    const items = join(this.#batch);
    const isBlank = items.every((byte) => byte === 32 || byte === 9 || byte === 10 || byte === 13);
    // After a comma an item must come.
    const text = isBlank && this.#hasComma ? join([bytesOf("[,"), items, bytesOf("]")]) : join([bytesOf("["), items, bytesOf("]")]);
    const count = isBlank ? 0 : this.#commas + 1;
    const place = { index: this.#index, line: this.#line, column: this.#column, offset: this.#offset };
    this.#give({ text, count, ...place });
    this.#move(items);
    this.#index += count;
    this.#batch = [];
    this.#size = this.#commas = 0;
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
function judge({ text, index, count, line, column, offset }, path, options, summary) {
  const reports = Array.from({ length: count }, (_, item) => ({ item: index + item, valid: true, violations: [] }));
  // The bracket in front is not the file's.
  const move = ({ start, end }) => ({ start: start + offset - 1, end: end + offset - 1 });
  for (const violation of checkCollection(text, { ...options, maxBytes: Infinity }).violations) {
    const [, item = "0", rest = ""] = violation.path.match(/^\/(\d+)(.*)$/s) ?? [];
    const report = (reports[item] ??= { item: index + Number(item), valid: true, violations: [] });
    report.valid &&= violation.severity !== "error";
    report.violations.push({
      ...violation,
      path: `${path}/${index + Number(item)}${rest}`,
      span: move(violation.span),
      line: violation.line + line - 1,
      column: violation.line === 1 ? violation.column + column - 2 : violation.column,
      ...(violation.related && { related: move(violation.related) }),
    });
  }
  reports.forEach((report) => summary.add(report));
}

function bytesOf(text) {
  return new TextEncoder().encode(text);
}

function sizeOf(pieces) {
  return pieces.reduce((size, piece) => size + piece.length, 0);
}

function join(pieces) {
  const whole = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
