// The playground: a text with its violations, pictures of its documents, and files, which a worker checks.

/** @import { Options, Report, Span, Violation } from "../pkg/dist/index.js" */
/** @import { FileSummary, Outcome, Progress } from "./worker.js" */

import { check, checkCollection, isValid } from "../pkg/dist/index.js";

/* Elements. */

/**
 * Returns the element with an id.
 *
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} type
 */
function byId(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`expected a ${type.name} with the id ${id}`);
}

const controls = byId("controls", HTMLFormElement);
const scroller = byId("scroller", HTMLElement);
const editor = byId("editor", HTMLElement);
const textArea = byId("text", HTMLTextAreaElement);
const lineBlocks = byId("lines", HTMLPreElement);
const tooltip = byId("tooltip", HTMLElement);
const tooltipStatus = byId("tooltip-status", HTMLElement);
const verdict = byId("verdict", HTMLElement);
const violationList = byId("violations", HTMLOListElement);
const omittedNote = byId("omitted", HTMLElement);
const figures = byId("figures", HTMLElement);
const fileInput = byId("file", HTMLInputElement);
const progressPanel = byId("progress-panel", HTMLElement);
const progressBar = byId("progress", HTMLProgressElement);
const progressLabel = byId("progress-label", HTMLElement);
const cancelButton = byId("cancel", HTMLButtonElement);
const summaryPanel = byId("summary", HTMLElement);

/**
 * Creates an element. Strings become text and are never parsed as HTML.
 *
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function createElement(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/**
 * Formats a count with its noun in the singular or the plural.
 *
 * @param {number} count
 * @param {string} noun
 */
function formatCount(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/* Settings. */

/** @typedef {{ [Name in keyof typeof DEFAULT_SETTINGS]: (typeof DEFAULT_SETTINGS)[Name] }} Settings */

const DEFAULT_SETTINGS = {
  input: "document",
  contract: "create",
  members: "documented",
  dateTime: "graph",
  undeclared: "",
  consistency: false,
};
const SETTING_NAMES = /** @type {(keyof Settings)[]} */ (Object.keys(DEFAULT_SETTINGS));

const sampleSelect = selectNamed("sample");
const consistencyBox = /** @type {HTMLInputElement} */ (controls.elements.namedItem("consistency"));

/** @param {string} name */
function selectNamed(name) {
  return /** @type {HTMLSelectElement} */ (controls.elements.namedItem(name));
}

/**
 * Reads the settings that differ from their defaults.
 *
 * @returns {Partial<Settings>}
 */
function readSettings() {
  const all = SETTING_NAMES.map((name) => [
    name,
    name === "consistency" ? consistencyBox.checked : selectNamed(name).value,
  ]);
  return Object.fromEntries(
    all.filter(([name, value]) => value !== DEFAULT_SETTINGS[/** @type {keyof Settings} */ (name)]),
  );
}

/**
 * Sets every control, to its default where a setting is missing. A link of another version may contain settings and
 * values that are unknown here; they are ignored.
 *
 * @param {Record<string, unknown>} settings
 */
function applySettings(settings) {
  for (const name of SETTING_NAMES) {
    const value = Object.hasOwn(settings, name) ? settings[name] : DEFAULT_SETTINGS[name];
    if (name === "consistency") {
      consistencyBox.checked = value === true;
      continue;
    }
    const select = selectNamed(name);
    const option = [...select.options].find((option) => option.value === value);
    if (option) select.value = option.value;
  }
}

/** @returns {Options} */
function readOptions() {
  const { input, ...options } = readSettings();
  return /** @type {Options} */ (options);
}

function readInputKind() {
  return readSettings().input ?? DEFAULT_SETTINGS.input;
}

/* The verdict. */

/**
 * A line of the text.
 *
 * @typedef {object} Line
 * @property {number} line - The number of the line, from 1.
 * @property {number} start - The offset of the line in the text.
 * @property {string} json
 */

const MAX_LISTED = 200;

/** @type {Violation[]} */
let violations = [];

/**
 * Checks the text, and returns one report whose spans are offsets in the text.
 *
 * @param {string} json
 * @returns {Report & { omitted: number }}
 */
function checkText(json) {
  const reports = checkDocuments(json, readOptions());
  return {
    valid: reports.every(({ valid }) => valid),
    violations: reports.flatMap(({ violations }) => violations),
    omitted: reports.reduce((sum, { omitted = 0 }) => sum + omitted, 0),
  };
}

/**
 * @param {string} json
 * @param {Options} options
 */
function checkDocuments(json, options) {
  switch (readInputKind()) {
    case "lines":
      return splitLines(json).map((line) => checkLine(line, options));
    case "collection":
      return [checkCollection(json, options)];
    default:
      return [check(json, options)];
  }
}

/**
 * @param {Line} line
 * @param {Options} options
 * @returns {Report}
 */
function checkLine({ line, start, json }, options) {
  /** @param {Span} span */
  const rebase = (span) => ({ start: span.start + start, end: span.end + start });
  const report = check(json, options);
  const violations = report.violations.map((violation) => ({
    ...violation,
    line,
    ...(violation.span && { span: rebase(violation.span) }),
    ...(violation.related && { related: rebase(violation.related) }),
  }));
  return { ...report, violations };
}

/**
 * Splits a text into its lines, without the blank ones.
 *
 * @param {string} json
 * @returns {Line[]}
 */
function splitLines(json) {
  let start = 0;
  const lines = json.split("\n").map((whole, index) => {
    const line = { line: index + 1, start, json: whole.replace(/\r$/, "") };
    start += whole.length + 1;
    return line;
  });
  return lines.filter(({ json }) => json.trim() !== "");
}

/** Checks the text and renders everything that depends on it. */
function update() {
  // The first call compiles the wasm, which is not part of the time that is shown.
  isValid("");
  const start = performance.now();
  const report = checkText(textArea.value);
  const milliseconds = performance.now() - start;
  violations = report.violations;
  renderLines(textArea.value);
  renderUnderlines();
  renderVerdict(milliseconds, report);
  renderViolations(report.omitted);
  renderFigures();
  updateTooltip();
  saveToUrl();
}

/**
 * @param {number} milliseconds
 * @param {{ valid: boolean, omitted: number }} report
 */
function renderVerdict(milliseconds, { valid, omitted }) {
  const errors = violations.filter(({ severity }) => severity === "error").length;
  const counts = [formatCount(errors, "error"), formatCount(violations.length - errors, "warning")];
  // Without errors in the list the text can still be invalid, since errors may have been left out.
  const validCounts = violations.length > 0 ? `Valid, ${counts[1]}` : "Valid";
  // A browser's clock is coarse.
  const time = milliseconds < 0.1 ? "less than 0.1 ms" : `${milliseconds.toFixed(1)} ms`;
  verdict.textContent = valid ? validCounts : counts.join(", ");
  if (omitted > 0) verdict.append(`, and ${omitted} more`);
  verdict.append(createElement("small", {}, ` in ${time}`));
  verdict.dataset.valid = String(valid);
}

/** @param {number} omitted */
function renderViolations(omitted) {
  violationList.replaceChildren(...violations.slice(0, MAX_LISTED).map(createViolationItem));
  const more = Math.max(violations.length - MAX_LISTED, 0) + omitted;
  omittedNote.hidden = more === 0;
  omittedNote.textContent = `and ${more} more`;
}

/** @param {Violation} violation */
function createViolationItem(violation) {
  const { severity, code, path, line, column, message, suggestion, span } = violation;
  const position = line === undefined ? "" : `${line}:${column ?? 1} `;
  const label = [createElement("b", {}, severity), ` ${position}`, createElement("code", {}, code), ` ${path}`];
  const select = createElement("button", { type: "button", class: "go-to" }, ...label);
  select.addEventListener("click", () => selectSpan(span));
  const item = createElement("li", { class: severity }, select, createElement("p", {}, message));
  if (suggestion !== undefined && span) {
    const apply = createElement(
      "button",
      { type: "button", class: "apply" },
      "Replace with ",
      createElement("code", {}, suggestion),
    );
    apply.addEventListener("click", () => applySuggestion(span, suggestion));
    item.append(apply);
  }
  return item;
}

/** @param {Span | undefined} span */
function selectSpan(span) {
  if (!span) {
    textArea.focus();
    return;
  }
  textArea.focus({ preventScroll: true });
  textArea.setSelectionRange(span.start, span.end);
  const { top, bottom } = createRange(span).getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (top < frame.top || bottom > frame.bottom) scroller.scrollTop += top - frame.top - frame.height / 3;
  scroller.scrollIntoView({ block: "nearest" });
  updateTooltip();
}

/**
 * Replaces a span in the way typing does, so that it can be undone.
 *
 * @param {Span} span
 * @param {string} suggestion
 */
function applySuggestion(span, suggestion) {
  const isInteger = /^-?\d+$/.test(suggestion);
  const json = isInteger ? suggestion : JSON.stringify(suggestion);
  textArea.focus({ preventScroll: true });
  textArea.setSelectionRange(span.start, span.end);
  if (document.execCommand("insertText", false, json)) return;
  textArea.setRangeText(json);
  update();
}

/* The layer under the text area: the same characters at the same positions, a block for each line, with line numbers
   and underlines. */

// This many lines have a block and a number each. The lines after them are one block, since a browser takes seconds to
// lay out more.
const MAX_LINE_BLOCKS = 20_000;

/** @type {string[]} */
let renderedLines = [];
let lineStarts = [0];

/**
 * Renders the blocks of the lines that changed.
 *
 * @param {string} json
 */
function renderLines(json) {
  const lines = json.split("\n");
  if (lines.length > MAX_LINE_BLOCKS) lines.push(lines.splice(MAX_LINE_BLOCKS - 1).join("\n"));
  const { before, after } = countEqualLines(lines, renderedLines);
  const removed = renderedLines.length - before - after;
  for (let count = 0; count < removed; count++) lineBlocks.children[before].remove();
  const added = document.createDocumentFragment();
  for (const line of lines.slice(before, lines.length - after)) added.append(createElement("div", {}, line));
  lineBlocks.insertBefore(added, lineBlocks.children[before] ?? null);
  renderedLines = lines;
  lineStarts = [0];
  let start = 0;
  for (const line of lines) {
    start += line.length + 1;
    lineStarts.push(start);
  }
}

/**
 * Counts the lines that two texts share at their beginning and at their end.
 *
 * @param {string[]} lines
 * @param {string[]} others
 */
function countEqualLines(lines, others) {
  const length = Math.min(lines.length, others.length);
  let before = 0;
  while (before < length && lines[before] === others[before]) before += 1;
  let after = 0;
  while (after < length - before && lines.at(-1 - after) === others.at(-1 - after)) after += 1;
  return { before, after };
}

/**
 * Finds the node of an offset in the text, and the offset in this node.
 *
 * @param {number} offset
 * @returns {[node: Node, offset: number]}
 */
function findNode(offset) {
  let low = 0;
  let high = renderedLines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lineStarts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  const line = lineBlocks.children[low];
  const node = line.firstChild ?? line;
  return [node, Math.min(offset - lineStarts[low], node.nodeValue?.length ?? 0)];
}

/** @param {Span} span */
function createRange({ start, end }) {
  const range = document.createRange();
  // An empty span is shown at the character before it.
  range.setStart(...findNode(start === end ? Math.max(start - 1, 0) : start));
  range.setEnd(...findNode(end));
  return range;
}

const MAX_UNDERLINES = 1000;
// Browsers without the CSS Custom Highlight API show no underlines.
const highlights = "Highlight" in globalThis ? { error: new Highlight(), warning: new Highlight() } : undefined;
for (const [name, highlight] of Object.entries(highlights ?? {})) CSS.highlights.set(name, highlight);

function renderUnderlines() {
  if (!highlights) return;
  for (const highlight of Object.values(highlights)) highlight.clear();
  for (const { severity, span } of violations.slice(0, MAX_UNDERLINES)) {
    if (span) highlights[severity].add(createRange(span));
  }
}

/**
 * Shows the message of the violation at the pointer, or else at the cursor.
 *
 * @param {Event} [event]
 */
function updateTooltip(event) {
  const offset = offsetAtPointer(event) ?? (document.activeElement === textArea ? textArea.selectionStart : -1);
  const violation = violations.find(({ span }) => span && span.start <= offset && offset <= span.end);
  tooltip.hidden = violation?.span === undefined;
  if (violation?.span === undefined) {
    tooltipStatus.textContent = "";
    return;
  }
  const { left, bottom } = createRange(violation.span).getBoundingClientRect();
  const frame = editor.getBoundingClientRect();
  tooltip.textContent = violation.message;
  tooltip.dataset.severity = violation.severity;
  tooltip.style.top = `${bottom - frame.top + 4}px`;
  tooltip.style.left = `${Math.max(0, Math.min(left - frame.left, frame.width - tooltip.offsetWidth - 8))}px`;
  tooltipStatus.textContent = `${violation.severity}: ${violation.message}`;
}

/**
 * Returns the offset in the text under the pointer, if there is a violation; otherwise `undefined`.
 *
 * @param {Event} [event]
 */
function offsetAtPointer(event) {
  if (!(event instanceof PointerEvent) || event.type !== "pointermove") return undefined;
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (caret?.offsetNode !== textArea) return undefined;
  const { offset } = caret;
  const isInViolation = violations.some(({ span }) => span && span.start <= offset && offset < span.end);
  return isInViolation ? offset : undefined;
}

/* The figures: for each document that can be parsed its run as a timeline, and its tasks as a bar. */

/** @typedef {Record<string, unknown>} JsonObject */
/** @typedef {{ name: string, time: number }} Instant - The time is in milliseconds since 1970. */
/** @typedef {{ name: string, count: number }} TaskCount */

const MAX_FIGURES = 6;
const FIGURE_WIDTH = 320;
// The shortest part of a bar that has room for its name.
const MIN_LABEL_WIDTH = 70;

function renderFigures() {
  figures.replaceChildren(...parseDocuments().slice(0, MAX_FIGURES).flatMap(createFigure));
}

/** @returns {JsonObject[]} */
function parseDocuments() {
  try {
    return parseValues(readInputKind()).filter(isObject);
  } catch {
    return [];
  }
}

/**
 * @param {string} inputKind
 * @returns {unknown[]}
 */
function parseValues(inputKind) {
  if (inputKind === "lines") return splitLines(textArea.value).map(({ json }) => JSON.parse(json));
  const value = JSON.parse(textArea.value);
  if (inputKind === "document") return [value];
  return Array.isArray(value) ? value : [value?.value].flat();
}

/**
 * @param {unknown} value
 * @returns {value is JsonObject}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Parses a date-time that is valid under the chosen grammar. `Date.parse` alone accepts nearly anything.
 *
 * @param {unknown} value
 */
function parseDateTime(value) {
  if (typeof value !== "string") return NaN;
  const json = JSON.stringify({ completedDateTime: value });
  return isValid(json, { ...readOptions(), contract: "projection" }) ? Date.parse(value) : NaN;
}

/**
 * Creates the figure of a document. It is an empty list if the document has neither valid times nor valid counts.
 *
 * @param {JsonObject} result
 */
function createFigure(result) {
  const instants = readInstants(result);
  const tasks = readTaskCounts(result);
  if (instants.length === 0 && tasks.length === 0) return [];
  const title = typeof result.id === "string" && result.id !== "" ? result.id : "This run";
  const parts = [describeInstants(instants), describeTasks(tasks)].filter(Boolean);
  const caption = createElement("figcaption", {}, `${title}: ${parts.join(", ")}`);
  return [createElement("figure", {}, ...createTimeline(instants), ...createTaskBar(tasks), caption)];
}

/**
 * @param {JsonObject} result
 * @returns {Instant[]}
 */
function readInstants({ scheduledDateTime, startedDateTime, completedDateTime }) {
  const instants = [
    { name: "scheduled", time: parseDateTime(scheduledDateTime) },
    { name: "started", time: parseDateTime(startedDateTime) },
    { name: "completed", time: parseDateTime(completedDateTime) },
  ];
  return instants.filter(({ time }) => Number.isFinite(time));
}

/**
 * Reads the counts of tasks. It returns an empty list if they are invalid or contradict each other.
 *
 * @param {JsonObject} result
 * @returns {TaskCount[]}
 */
function readTaskCounts({ totalTasksCount: total, failedTasksCount: failed, totalUnprocessedTasksCount: unprocessed }) {
  if (!isCount(total) || !isCount(failed) || !isCount(unprocessed)) return [];
  if (total === 0 || failed + unprocessed > total) return [];
  return [
    { name: "done", count: total - failed - unprocessed },
    { name: "failed", count: failed },
    { name: "unprocessed", count: unprocessed },
  ];
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isCount(value) {
  return Number.isInteger(value) && Number(value) >= 0;
}

/** @param {Instant[]} instants */
function describeInstants(instants) {
  const parts = instants.map(({ name, time }, index) => {
    if (index === 0)
      return `${name} ${new Date(time)
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z/, "Z")}`;
    const before = instants[index - 1].time;
    return time < before
      ? `${name} ${formatDuration(before - time)} before that`
      : `${name} ${formatDuration(time - before)} later`;
  });
  return parts.join(", ");
}

/** @param {TaskCount[]} tasks */
function describeTasks(tasks) {
  return tasks.map(({ name, count }) => `${count} ${name}`).join(", ");
}

const DURATION_UNITS = [
  { milliseconds: 86_400_000, symbol: "d" },
  { milliseconds: 3_600_000, symbol: "h" },
  { milliseconds: 60_000, symbol: "min" },
  { milliseconds: 1000, symbol: "s" },
];

/** @param {number} duration - In milliseconds. */
function formatDuration(duration) {
  const unit = DURATION_UNITS.find(({ milliseconds }) => duration >= milliseconds) ?? { milliseconds: 1, symbol: "ms" };
  return `${Number((duration / unit.milliseconds).toPrecision(3))} ${unit.symbol}`;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function createSvgElement(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  element.append(...children);
  return element;
}

/**
 * @param {number} height
 * @param {string} label
 * @param {...Node} children
 */
function createSvg(height, label, ...children) {
  const viewBox = `0 0 ${FIGURE_WIDTH} ${height}`;
  return createSvgElement("svg", { viewBox, role: "img", "aria-label": label }, ...children);
}

/** @param {Instant[]} instants */
function createTimeline(instants) {
  if (instants.length === 0) return [];
  const times = instants.map(({ time }) => time);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  /** @param {number} time */
  const toX = (time) =>
    last === first ? FIGURE_WIDTH / 2 : 24 + ((time - first) / (last - first)) * (FIGURE_WIDTH - 48);
  const steps = instants.slice(1).map(({ name, time }, index) => {
    return createSvgElement("line", { class: name, x1: toX(instants[index].time), x2: toX(time), y1: 14, y2: 14 });
  });
  const points = instants.map(({ name, time }) => {
    return createSvgElement("circle", { class: name, cx: toX(time), cy: 14, r: 5 });
  });
  // Each name has a height of its own, so that the names of close instants do not overlap.
  const names = instants.map(({ name, time }, index) => {
    return createSvgElement("text", { x: toX(time), y: 34 + 13 * index, "text-anchor": textAnchor(toX(time)) }, name);
  });
  const height = 34 + 13 * instants.length - 6;
  return [createSvg(height, describeInstants(instants), ...steps, ...points, ...names)];
}

/** @param {number} x */
function textAnchor(x) {
  if (x < FIGURE_WIDTH / 3) return "start";
  return x > (2 * FIGURE_WIDTH) / 3 ? "end" : "middle";
}

/** @param {TaskCount[]} tasks */
function createTaskBar(tasks) {
  if (tasks.length === 0) return [];
  const total = tasks.reduce((sum, { count }) => sum + count, 0);
  let x = 0;
  const parts = tasks
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => {
      const width = (count / total) * FIGURE_WIDTH;
      const label = width > MIN_LABEL_WIDTH ? `${count} ${name}` : String(count);
      const part = createSvgElement(
        "g",
        { class: name },
        createSvgElement("rect", { x, y: 0, width, height: 20 }),
        createSvgElement("text", { x: x + 6, y: 14 }, label),
      );
      x += width;
      return part;
    });
  return [createSvg(20, `Tasks: ${describeTasks(tasks)}`, ...parts)];
}

/* The link: text and settings as JSON in the hash, compressed. */

// The longest text that has a link, in UTF-16 units.
const MAX_LINKED_UNITS = 1 << 15;
// A character takes at most three bytes, or six as a JSON escape. So no hash that was made here is longer than this,
// and none unpacks to more bytes than this.
const MAX_HASH_CHARS = 5 * MAX_LINKED_UNITS;
const MAX_UNPACKED_BYTES = 8 * MAX_LINKED_UNITS;
// How long the page waits after the last change before it updates the link, in milliseconds.
const SAVE_DELAY = 150;

let saveTimer = 0;
let savedHash = "";

/** Puts text and settings into the URL, after a delay. A text that is too long has no link. */
function saveToUrl() {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(async () => {
    const hasLink = textArea.value.length <= MAX_LINKED_UNITS && "CompressionStream" in globalThis;
    const hash = hasLink ? `#${await pack(JSON.stringify([textArea.value, readSettings()]))}` : "";
    savedHash = hash;
    history.replaceState(null, "", hash || location.pathname + location.search);
  }, SAVE_DELAY);
}

/** Shows text and settings of the URL, and returns `false` if it has none, or if they cannot be read. */
async function restoreFromUrl() {
  if (location.hash.length < 2 || location.hash === savedHash) return false;
  try {
    const [json, settings] = JSON.parse(await unpack(location.hash.slice(1)));
    sampleSelect.value = "";
    showText(String(json), isObject(settings) ? settings : {});
    return true;
  } catch {
    return false;
  }
}

/**
 * Passes bytes through a compression or decompression stream.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} maxBytes
 * @throws {RangeError} if the stream returns more than `maxBytes` bytes.
 */
async function transform(bytes, stream, maxBytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    chunks.push(value);
    size += value.length;
    if (size > maxBytes) {
      reader.cancel().catch(() => {});
      throw new RangeError("the content of the link is too long");
    }
  }
}

/** @param {string} text */
async function pack(text) {
  const bytes = await transform(new TextEncoder().encode(text), new CompressionStream("deflate-raw"), Infinity);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} base64Url */
async function unpack(base64Url) {
  if (base64Url.length > MAX_HASH_CHARS) throw new RangeError("the link is too long");
  const characters = atob(base64Url.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
  return new TextDecoder().decode(await transform(bytes, new DecompressionStream("deflate-raw"), MAX_UNPACKED_BYTES));
}

/* Samples. */

const RESOURCE = {
  id: "7f2d3c1e-52a4-4b9e-8f5c-0d7a6c1b9e20",
  completedDateTime: "2026-03-01T06:00:11.1348863Z",
  failedTasksCount: 1,
  processingStatus: "completedWithErrors",
  scheduledDateTime: "2026-03-01T06:00:00Z",
  startedDateTime: "2026-03-01T06:00:04.4903134Z",
  totalTasksCount: 5,
  totalUnprocessedTasksCount: 1,
  workflowExecutionType: "scheduled",
  workflowVersion: 3,
};
const { id, ...PROPERTIES } = RESOURCE;
const CREATE_BODY = { "@odata.type": "#microsoft.graph.identityGovernance.userProcessingResult", ...PROPERTIES };
const CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#";

/** @param {unknown} value */
function formatJson(value) {
  return JSON.stringify(value, null, 2);
}

/**
 * Returns what the example on Microsoft's page has in place of a value.
 *
 * @param {string} name
 * @param {unknown} value
 */
function placeholderOf(name, value) {
  if (name.startsWith("@")) return value;
  if (typeof value === "number") return "Integer";
  return name.endsWith("DateTime") ? "String (timestamp)" : "String";
}

/** @type {{ name: string, json: string, settings: Partial<Settings> }[]} */
const SAMPLES = [
  {
    name: "every kind of violation",
    json: `{
  "@odata.type": "#microsoft.graph.identityGovernance.userProcessingResults",
  "displayName 😀": "joiner",
  "completedDateTime": "2026-02-30T06:00:11Z",
  "failedTasksCount": "1",
  "processingStatus": "Completed",
  "startedDateTime": "2026-03-01 06:00:04Z",
  "totalTasksCount": 5.0,
  "totalUnprocessedTasksCount": null,
  "workflowExecutionType": "preview",
  "workflowVersion": 3000000000,
  "workflowExecutionType": "unknownFutureValue",
  "id": ""
}`,
    settings: {},
  },
  { name: "a valid create body", json: formatJson(CREATE_BODY), settings: {} },
  {
    name: "the placeholders of Microsoft's page",
    json: formatJson(
      Object.fromEntries(Object.entries(CREATE_BODY).map(([name, value]) => [name, placeholderOf(name, value)])),
    ),
    settings: {},
  },
  {
    name: "a resource as the service returns it",
    json: formatJson({
      "@odata.context": `${CONTEXT}identityGovernance/lifecycleWorkflows/workflows('1')/userProcessingResults/$entity`,
      ...RESOURCE,
      subject: { id: "1c8f" },
    }),
    settings: { contract: "resource", members: "current", consistency: true },
  },
  {
    name: "a page of results",
    json: formatJson({
      "@odata.context": `${CONTEXT}userProcessingResults`,
      value: [
        RESOURCE,
        { ...RESOURCE, id: "2", processingStatus: "inProgress", completedDateTime: null, failedTasksCount: 0 },
        { ...RESOURCE, id: "3", workflowVersion: "3" },
      ],
    }),
    settings: { input: "collection", contract: "resource" },
  },
  {
    name: "lines",
    json: [
      RESOURCE,
      { ...RESOURCE, id: "2", scheduledDateTime: "2026-03-01T06:00Z" },
      { id: "3" },
      { ...RESOURCE, id: "4", totalTasksCount: 1 },
    ]
      .map((line) => JSON.stringify(line))
      .join("\n"),
    settings: { input: "lines", contract: "projection", consistency: true },
  },
];

/**
 * @param {string} json
 * @param {Record<string, unknown>} settings
 */
function showText(json, settings) {
  applySettings(settings);
  textArea.value = json;
  update();
}

/** @param {string} name */
function showSample(name) {
  const sample = SAMPLES.find((sample) => sample.name === name);
  if (sample) showText(sample.json, sample.settings);
}

/* Files. */

/** @type {Worker | undefined} */
let worker;

/** @param {File} file */
function checkFile(file) {
  stopWorker();
  const start = performance.now();
  worker = new Worker("worker.js", { type: "module" });
  summaryPanel.hidden = true;
  progressPanel.hidden = false;
  renderProgress(file, { type: "progress", bytes: 0, documents: 0, invalid: 0 });
  worker.onmessage = (/** @type {MessageEvent<Progress | Outcome>} */ { data }) => {
    if (data.type === "progress") {
      renderProgress(file, data);
      return;
    }
    stopWorker();
    renderOutcome(file, data, performance.now() - start);
  };
  worker.onerror = ({ message = "the worker could not be loaded" }) => {
    stopWorker();
    renderOutcome(file, { type: "failed", reason: message }, 0);
  };
  worker.postMessage({ file, options: readOptions() });
}

function stopWorker() {
  // The focus must not be lost with the button.
  if (progressPanel.contains(document.activeElement)) fileInput.focus();
  worker?.terminate();
  worker = undefined;
  progressPanel.hidden = true;
}

/**
 * @param {File} file
 * @param {Progress} progress
 */
function renderProgress({ name, size }, { bytes, documents, invalid }) {
  const read = `${formatMegabytes(bytes)} of ${formatMegabytes(size)} MB`;
  progressBar.value = size === 0 ? 1 : bytes / size;
  progressLabel.textContent = `${name}: ${read}, ${formatCount(documents, "document")}, ${invalid} invalid`;
}

/** @param {number} bytes */
function formatMegabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

/**
 * @param {File} file
 * @param {Outcome} outcome
 * @param {number} milliseconds
 */
function renderOutcome(file, outcome, milliseconds) {
  const content =
    outcome.type === "failed"
      ? [createElement("p", { class: "failure" }, `The file could not be checked: ${outcome.reason}`)]
      : createSummary(file, outcome.summary, milliseconds);
  summaryPanel.replaceChildren(createElement("h3", {}, file.name), ...content);
  summaryPanel.hidden = false;
  // The focus stays in the text while somebody types.
  if (document.activeElement === document.body || document.activeElement === fileInput) summaryPanel.focus();
}

/**
 * @param {File} file
 * @param {FileSummary} summary
 * @param {number} milliseconds
 */
function createSummary({ name, size }, summary, milliseconds) {
  const { documents, invalid, errors, warnings, omitted, codes, first, report } = summary;
  const counts = [
    `${formatCount(documents, "document")}: ${documents - invalid} valid, ${invalid} invalid`,
    `${formatCount(errors, "error")}, ${formatCount(warnings, "warning")}${omitted > 0 ? `, and ${omitted} more` : ""}`,
    `${formatMegabytes(size)} MB in ${formatDuration(milliseconds)}`,
  ];
  const parts = [createElement("p", {}, `${counts.join("; ")}.`)];
  if (codes.length > 0) parts.push(createCodeChart(codes), createDownloadLink(name, report));
  if (first.length > 0) parts.push(createDocumentTable(first));
  return parts;
}

/** @param {FileSummary["codes"]} codes - The most frequent code first. */
function createCodeChart(codes) {
  const [[, highest]] = codes;
  const rows = codes.map(([code, count]) => {
    const bar = createElement("span", { class: "bar" });
    bar.style.width = `${(count / highest) * 100}%`;
    return createElement(
      "tr",
      {},
      createElement("th", { scope: "row" }, code),
      createElement("td", {}, String(count)),
      createElement("td", { class: "bars", "aria-hidden": "true" }, bar),
    );
  });
  const caption = createElement("caption", {}, "Violations by code");
  return createElement("table", { class: "chart" }, caption, createElement("tbody", {}, ...rows));
}

/** @param {FileSummary["first"]} violations - One of each document. */
function createDocumentTable(violations) {
  const title = "The first invalid documents";
  const headers = ["Line", "Column", "Path", "Code", "Message"];
  const head = createElement("tr", {}, ...headers.map((name) => createElement("th", { scope: "col" }, name)));
  const rows = violations.map(({ line, column, path, code, message }) => {
    const cells = [line, column, path, code, message].map((cell) => createElement("td", {}, String(cell ?? "")));
    return createElement("tr", {}, ...cells);
  });
  const table = createElement(
    "table",
    {},
    createElement("caption", {}, title),
    createElement("thead", {}, head),
    createElement("tbody", {}, ...rows),
  );
  return createElement("div", { class: "wide", tabindex: "0", role: "region", "aria-label": title }, table);
}

let downloadUrl = "";

/**
 * @param {string} name
 * @param {Blob} report
 */
function createDownloadLink(name, report) {
  URL.revokeObjectURL(downloadUrl);
  downloadUrl = URL.createObjectURL(report);
  const label = `Download the report (${formatMegabytes(report.size)} MB)`;
  const link = { href: downloadUrl, download: `${name}.report.ndjson`, class: "button" };
  return createElement("p", {}, createElement("a", link, label));
}

/* Events. */

textArea.addEventListener("input", () => {
  sampleSelect.value = "";
  update();
});
document.addEventListener("selectionchange", updateTooltip);
textArea.addEventListener("pointermove", updateTooltip);
textArea.addEventListener("pointerleave", updateTooltip);
addEventListener("resize", updateTooltip);
controls.addEventListener("input", ({ target }) => {
  if (target === sampleSelect) showSample(sampleSelect.value);
  else update();
});
controls.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", restoreFromUrl);
fileInput.addEventListener("change", () => {
  const file = fileInput.files?.[0];
  // Otherwise choosing the same file again would be no change.
  fileInput.value = "";
  if (file) checkFile(file);
});
cancelButton.addEventListener("click", stopWorker);
for (const type of /** @type {const} */ (["dragenter", "dragover"])) {
  addEventListener(type, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("drop");
  });
}
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("drop");
});
addEventListener("drop", (event) => {
  document.body.classList.remove("drop");
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  checkFile(file);
});

sampleSelect.append(...SAMPLES.map(({ name }) => createElement("option", { value: name }, name)));
if (!(await restoreFromUrl())) {
  sampleSelect.value = SAMPLES[0].name;
  showSample(SAMPLES[0].name);
}
