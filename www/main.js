// The playground: a text, what is said of it, how it looks; and files, which a worker judges.

import { check, checkCollection, isValid } from "../pkg/dist/index.js";

const $ = (id) => document.getElementById(id);
const controls = $("controls");
const text = $("text");

// An element with attributes and what is inside; nothing is ever read as HTML.
function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...inside);
  return made;
}

/* The state: the text and what it is held to. */

const DEFAULTS = {
  input: "document",
  contract: "create",
  members: "documented",
  dateTime: "graph",
  undeclared: "",
  consistency: false,
};

function settings() {
  const all = Object.keys(DEFAULTS).map((name) => [
    name,
    name === "consistency" ? controls[name].checked : controls[name].value,
  ]);
  return Object.fromEntries(all.filter(([name, value]) => value !== DEFAULTS[name]));
}

function set(chosen) {
  // Of a link of another version what is not known is left out.
  for (const name of Object.keys(DEFAULTS)) {
    const value = Object.hasOwn(chosen, name) ? chosen[name] : DEFAULTS[name];
    if (name === "consistency") controls[name].checked = value === true;
    else if ([...controls[name].options].some((option) => option.value === value)) controls[name].value = value;
  }
}

function options() {
  const { input, ...options } = settings();
  return options;
}

/* The verdict. */

// What is said of the text, with offsets in it.
function judge(json) {
  const { input } = { ...DEFAULTS, ...settings() };
  const judged = options();
  const reports =
    input === "lines"
      ? linesOf(json).map((line) => ofLine(line, judged))
      : [input === "collection" ? checkCollection(json, judged) : check(json, judged)];
  return {
    valid: reports.every(({ valid }) => valid),
    violations: reports.flatMap(({ violations }) => violations),
    omitted: reports.reduce((sum, { omitted = 0 }) => sum + omitted, 0),
  };
}

function ofLine({ line, start, json }, judged) {
  const move = (span) => span && { start: span.start + start, end: span.end + start };
  const { valid, violations, omitted } = check(json, judged);
  const moved = violations.map((violation) => ({
    ...violation,
    line,
    span: move(violation.span),
    related: move(violation.related),
  }));
  return { valid, violations: moved, omitted };
}

// The lines that are not blank.
function linesOf(json) {
  let start = 0;
  const lines = json.split("\n").map((whole, index) => {
    const line = { line: index + 1, start, json: whole.replace(/\r$/, "") };
    start += whole.length + 1;
    return line;
  });
  return lines.filter(({ json }) => json.trim() !== "");
}

let violations = [];

function update() {
  // The first call compiles.
  isValid("");
  const start = performance.now();
  const said = judge(text.value);
  const milliseconds = performance.now() - start;
  violations = said.violations;
  drawLines(text.value);
  underline();
  list(milliseconds, said);
  look();
  here();
  remember();
}

function list(milliseconds, { valid, omitted }) {
  const count = (severity) => violations.filter((violation) => violation.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const counted = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
  // A browser's clock is coarse.
  const took = milliseconds < 0.1 ? "less than 0.1 ms" : `${milliseconds.toFixed(1)} ms`;
  // All errors may be among those left out.
  $("verdict").textContent = !valid
    ? `${counted(errors, "error")}, ${counted(warnings, "warning")}`
    : `Valid${warnings > 0 ? `, ${counted(warnings, "warning")}` : ""}`;
  if (omitted > 0) $("verdict").append(`, and ${omitted} more`);
  $("verdict").append(element("small", {}, ` in ${took}`));
  $("verdict").dataset.valid = valid;
  $("violations").replaceChildren(...violations.slice(0, MOST).map(item));
  const more = Math.max(violations.length - MOST, 0) + omitted;
  $("more").hidden = more === 0;
  $("more").textContent = `and ${more} more`;
}

const MOST = 200;

function item(violation) {
  const { severity, code, path, line, column, message, suggestion, span } = violation;
  const place = line === undefined ? "" : `${line}:${column ?? 1} `;
  const go = element(
    "button",
    { type: "button", class: "go" },
    element("b", {}, severity),
    ` ${place}`,
    element("code", {}, code),
    ` ${path}`,
  );
  go.addEventListener("click", () => goTo(span));
  const made = element("li", { class: severity }, go, element("p", {}, message));
  if (suggestion !== undefined && span) {
    const apply = element("button", { type: "button", class: "apply" }, "Write ", element("code", {}, suggestion));
    apply.addEventListener("click", () => replace(span, suggestion));
    made.append(apply);
  }
  return made;
}

function goTo(span) {
  if (!span) return text.focus();
  text.focus({ preventScroll: true });
  text.setSelectionRange(span.start, span.end);
  const { top, bottom } = rangeOf(span).getBoundingClientRect();
  const frame = $("scroller").getBoundingClientRect();
  if (top < frame.top || bottom > frame.bottom) $("scroller").scrollTop += top - frame.top - frame.height / 3;
  $("scroller").scrollIntoView({ block: "nearest" });
  here();
}

// As if it were typed, so that it can be undone.
function replace(span, suggestion) {
  const isNumber = /^-?\d+$/.test(suggestion);
  text.focus({ preventScroll: true });
  text.setSelectionRange(span.start, span.end);
  const json = isNumber ? suggestion : JSON.stringify(suggestion);
  if (document.execCommand("insertText", false, json)) return;
  text.setRangeText(json);
  update();
}

/* The text under the text area: the same characters in the same places, a block a line, with numbers and underlines. */

let shown = [];
let starts = [0];

// So many lines have a block and a number each; what comes after them is one block, for a browser takes very long for more.
const MAX_LINES = 20_000;

// Only lines that are others are drawn anew.
function drawLines(json) {
  const lines = json.split("\n");
  if (lines.length > MAX_LINES) lines.push(lines.splice(MAX_LINES - 1).join("\n"));
  const pre = $("lines");
  let same = 0;
  while (same < lines.length && same < shown.length && lines[same] === shown[same]) same += 1;
  let after = 0;
  const most = Math.min(lines.length, shown.length) - same;
  while (after < most && lines[lines.length - 1 - after] === shown[shown.length - 1 - after]) after += 1;
  for (let gone = shown.length - same - after; gone > 0; gone--) pre.children[same].remove();
  const fresh = document.createDocumentFragment();
  for (const line of lines.slice(same, lines.length - after)) fresh.append(element("div", {}, line));
  pre.insertBefore(fresh, pre.children[same] ?? null);
  shown = lines;
  starts = [0];
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1);
}

// The node and the offset in it of a place in the text.
function nodeAt(offset) {
  let [low, high] = [0, shown.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  const line = $("lines").children[low];
  const node = line.firstChild ?? line;
  return [node, Math.min(offset - starts[low], node.data?.length ?? 0)];
}

function rangeOf({ start, end }) {
  const range = document.createRange();
  // An empty one is shown at the character before.
  range.setStart(...nodeAt(start === end ? Math.max(start - 1, 0) : start));
  range.setEnd(...nodeAt(end));
  return range;
}

const highlights = globalThis.Highlight && { error: new Highlight(), warning: new Highlight() };
if (highlights) for (const [name, highlight] of Object.entries(highlights)) CSS.highlights.set(name, highlight);

function underline() {
  if (!highlights) return;
  for (const highlight of Object.values(highlights)) highlight.clear();
  for (const { severity, span } of violations.slice(0, 1000)) if (span) highlights[severity].add(rangeOf(span));
}

// What is wrong at the place of the pointer, or else of the cursor.
function here({ clientX, clientY, type } = {}) {
  const pointed = type === "pointermove" ? document.caretPositionFromPoint?.(clientX, clientY) : undefined;
  const isAbove =
    pointed?.offsetNode === text &&
    violations.some(({ span }) => span && span.start <= pointed.offset && pointed.offset < span.end);
  const at = isAbove ? pointed.offset : document.activeElement === text ? text.selectionStart : -1;
  const violation = violations.find(({ span }) => span && span.start <= at && at <= span.end);
  $("here").hidden = violation === undefined;
  if (violation === undefined) return void ($("place").textContent = "");
  const { left, bottom } = rangeOf(violation.span).getBoundingClientRect();
  const editor = $("editor").getBoundingClientRect();
  $("here").textContent = violation.message;
  $("here").dataset.severity = violation.severity;
  $("here").style.top = `${bottom - editor.top + 4}px`;
  $("here").style.left = `${Math.max(0, Math.min(left - editor.left, editor.width - $("here").offsetWidth - 8))}px`;
  $("place").textContent = `${violation.severity}: ${violation.message}`;
}

/* How it looks: for each document that parses the run as a time line, and its tasks as a bar. */

function look() {
  $("looks").replaceChildren(...documents().slice(0, 6).map(figure));
}

function documents() {
  const { input } = { ...DEFAULTS, ...settings() };
  try {
    if (input === "lines")
      return linesOf(text.value)
        .map(({ json }) => JSON.parse(json))
        .filter(isObject);
    const value = JSON.parse(text.value);
    if (input === "document") return [value].filter(isObject);
    return (Array.isArray(value) ? value : [value?.value].flat()).filter(isObject);
  } catch {
    return [];
  }
}

// Whether it is one under the chosen grammar: Date.parse makes a date of nearly anything.
const isDateTime = (value) =>
  value !== null && isValid(JSON.stringify({ completedDateTime: value }), { ...options(), contract: "projection" });
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function figure(result) {
  const { scheduledDateTime, startedDateTime, completedDateTime } = result;
  const times = [
    ["scheduled", scheduledDateTime],
    ["started", startedDateTime],
    ["completed", completedDateTime],
  ]
    .map(([name, value]) => ({ name, at: isDateTime(value) ? Date.parse(value) : NaN }))
    .filter(({ at }) => Number.isFinite(at));
  const { totalTasksCount: total, failedTasksCount: failed, totalUnprocessedTasksCount: unprocessed } = result;
  const counts =
    [total, failed, unprocessed].every((count) => Number.isInteger(count) && count >= 0) &&
    failed + unprocessed <= total &&
    total > 0;
  const tasks = counts
    ? [
        ["done", total - failed - unprocessed],
        ["failed", failed],
        ["unprocessed", unprocessed],
      ]
    : [];
  if (times.length === 0 && !counts) return "";
  const made = element("figure", {}, timeLine(times), bar(tasks, total));
  const title = typeof result.id === "string" && result.id !== "" ? result.id : "This run";
  made.append(
    element(
      "figcaption",
      {},
      `${title}: ${[sentence(times), ...tasks.map(([name, count]) => `${count} ${name}`)].filter(Boolean).join(", ")}`,
    ),
  );
  return made;
}

// What happened, one after another, in words.
function sentence(times) {
  const parts = times.map(({ name, at }, index) => {
    const before = times[index - 1];
    if (before === undefined)
      return `${name} ${new Date(at)
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z/, "Z")}`;
    return at < before.at
      ? `${name} ${duration(before.at - at)} before that`
      : `${name} ${duration(at - before.at)} later`;
  });
  return parts.join(", ");
}

function duration(milliseconds) {
  const units = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1000, "s"],
  ];
  const [size, unit] = units.find(([size]) => milliseconds >= size) ?? [1, "ms"];
  return `${Number((milliseconds / size).toPrecision(3))} ${unit}`;
}

const WIDTH = 320;

function svg(name, attributes, ...inside) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...inside);
  return made;
}

function timeLine(times) {
  if (times.length === 0) return "";
  const [first, last] = [Math.min(...times.map(({ at }) => at)), Math.max(...times.map(({ at }) => at))];
  const x = (at) => (last === first ? WIDTH / 2 : 24 + ((at - first) / (last - first)) * (WIDTH - 48));
  const steps = times.slice(1).map(({ name, at }, index) => {
    const before = times[index].at;
    return svg("line", { class: name, x1: x(before), x2: x(at), y1: 14, y2: 14 });
  });
  const points = times.map(({ name, at }) => svg("circle", { class: name, cx: x(at), cy: 14, r: 5 }));
  // Of names that would stand over each other each has its own height.
  const names = times.map(({ name, at }, index) =>
    svg("text", { x: x(at), y: 34 + 13 * index, "text-anchor": anchor(x(at)) }, name),
  );
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${34 + 13 * times.length - 6}`, role: "img", "aria-label": sentence(times) },
    ...steps,
    ...points,
    ...names,
  );
}

function anchor(x) {
  return x < WIDTH / 3 ? "start" : x > (2 * WIDTH) / 3 ? "end" : "middle";
}

function bar(tasks, total) {
  if (tasks.length === 0) return "";
  let x = 0;
  const parts = tasks
    .filter(([, count]) => count > 0)
    .map(([name, count]) => {
      const width = (count / total) * WIDTH;
      const part = svg(
        "g",
        { class: name },
        svg("rect", { x, y: 0, width, height: 20 }),
        svg("text", { x: x + 6, y: 14 }, width > 70 ? `${count} ${name}` : String(count)),
      );
      x += width;
      return part;
    });
  const label = tasks.map(([name, count]) => `${count} ${name}`).join(", ");
  return svg("svg", { viewBox: `0 0 ${WIDTH} 20`, role: "img", "aria-label": `Tasks: ${label}` }, ...parts);
}

/* The link: text and settings in the hash, deflated. */

const LONGEST = 1 << 15;
let saving = 0;
let isOwn = "";

function remember() {
  clearTimeout(saving);
  saving = setTimeout(async () => {
    // What is too long for a link has none, as in browsers that cannot deflate.
    const hash =
      text.value.length > LONGEST || !globalThis.CompressionStream
        ? ""
        : `#${await pack(JSON.stringify([text.value, settings()]))}`;
    isOwn = hash;
    history.replaceState(null, "", hash || location.pathname + location.search);
  }, 150);
}

async function recall() {
  if (location.hash.length < 2 || location.hash === isOwn) return false;
  try {
    const [json, chosen] = JSON.parse(await unpack(location.hash.slice(1)));
    controls.sample.value = "";
    show(String(json), chosen);
    return true;
  } catch {
    // A link that was cut is none.
    return false;
  }
}

// Passes bytes through a stream, and fails where there come more than so many.
async function through(bytes, stream, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const pieces = [];
  for (let size = 0, next; !(next = await reader.read()).done; pieces.push(next.value)) {
    size += next.value.length;
    if (size > most) {
      reader.cancel().catch(() => {});
      throw new RangeError("what is in the link is too long");
    }
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function pack(string) {
  const bytes = await through(new TextEncoder().encode(string), new CompressionStream("deflate-raw"), Infinity);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// No link that was made here is longer, nor what is in it: a character is at most three bytes, or six as an escape of JSON.
const LONGEST_LINK = 5 * LONGEST;
const LONGEST_UNPACKED = 8 * LONGEST;

async function unpack(base64) {
  if (base64.length > LONGEST_LINK) throw new RangeError("the link is too long");
  const bytes = Uint8Array.from(atob(base64.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw"), LONGEST_UNPACKED));
}

/* Samples. */

const RESULT = {
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
const { id, ...BODY } = RESULT;
const pretty = (value) => JSON.stringify(value, null, 2);
const placeholder = (value, name) => {
  if (typeof value === "number") return "Integer";
  return name.endsWith("DateTime") ? "String (timestamp)" : "String";
};
const TYPE = { "@odata.type": "#microsoft.graph.identityGovernance.userProcessingResult" };

const SAMPLES = {
  "every kind of fault": [
    `{
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
    {},
  ],
  "a good create body": [pretty({ ...TYPE, ...BODY }), {}],
  "the page's placeholders": [
    pretty({
      ...TYPE,
      ...Object.fromEntries(Object.entries(BODY).map(([name, value]) => [name, placeholder(value, name)])),
    }),
    {},
  ],
  "a resource as the service sends it": [
    pretty({
      "@odata.context":
        "https://graph.microsoft.com/v1.0/$metadata#identityGovernance/lifecycleWorkflows/workflows('1')/userProcessingResults/$entity",
      ...RESULT,
      subject: { id: "1c8f" },
    }),
    { contract: "resource", members: "current", consistency: true },
  ],
  "a page of results": [
    pretty({
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#userProcessingResults",
      value: [
        RESULT,
        { ...RESULT, id: "2", processingStatus: "inProgress", completedDateTime: null, failedTasksCount: 0 },
        { ...RESULT, id: "3", workflowVersion: "3" },
      ],
    }),
    { input: "collection", contract: "resource" },
  ],
  lines: [
    [
      RESULT,
      { ...RESULT, id: "2", scheduledDateTime: "2026-03-01T06:00Z" },
      { id: "3" },
      { ...RESULT, id: "4", totalTasksCount: 1 },
    ]
      .map((line) => JSON.stringify(line))
      .join("\n"),
    { input: "lines", contract: "projection", consistency: true },
  ],
};

function show(json, chosen) {
  set(isObject(chosen) ? chosen : {});
  text.value = json;
  update();
}

/* Files. */

let worker;

function judgeFile(file) {
  cancel();
  const start = performance.now();
  worker = new Worker("worker.js", { type: "module" });
  $("summary").hidden = true;
  $("work").hidden = false;
  progress(file, { bytes: 0, documents: 0, invalid: 0 });
  worker.onmessage = ({ data: { done, error, ...how } }) => {
    if (!done && error === undefined) return progress(file, how);
    cancel();
    summarize(file, done, error, performance.now() - start);
  };
  worker.onerror = ({ message = "the worker could not be loaded" }) => {
    cancel();
    summarize(file, undefined, message, 0);
  };
  worker.postMessage({ file, options: options() });
}

function cancel() {
  if ($("work").contains(document.activeElement)) $("file").focus();
  worker?.terminate();
  worker = undefined;
  $("work").hidden = true;
}

function progress({ name, size }, { bytes, documents, invalid }) {
  $("progress").value = size === 0 ? 1 : bytes / size;
  $("working").textContent =
    `${name}: ${megabytes(bytes)} of ${megabytes(size)} MB, ${documents} documents, ${invalid} invalid`;
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

function summarize({ name, size }, done, error, milliseconds) {
  const parts = [element("h3", {}, name)];
  if (error !== undefined) parts.push(element("p", { class: "failure" }, `It could not be judged: ${error}`));
  if (done) {
    const { documents, invalid, errors, warnings, omitted, codes, first, report } = done;
    const speed = `${megabytes(size)} MB in ${duration(milliseconds)}`;
    parts.push(
      element(
        "p",
        {},
        `${documents} documents: ${documents - invalid} valid, ${invalid} invalid; ${errors} errors, ${warnings} warnings${omitted > 0 ? `, and ${omitted} more` : ""}; ${speed}.`,
      ),
    );
    if (codes.length > 0) parts.push(chart(codes), download(name, report));
    if (first.length > 0) parts.push(table(first));
  }
  $("summary").replaceChildren(...parts);
  $("summary").hidden = false;
  // Not away from somebody who types.
  if ([document.body, $("file")].includes(document.activeElement)) $("summary").focus();
}

function chart(codes) {
  const most = codes[0][1];
  const rows = codes.map(([code, count]) => {
    const meter = element("span", { class: "bar" });
    meter.style.width = `${(count / most) * 100}%`;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, code),
      element("td", {}, String(count)),
      element("td", { class: "bars", "aria-hidden": "true" }, meter),
    );
  });
  return element(
    "table",
    { class: "chart" },
    element("caption", {}, "How often each code"),
    element("tbody", {}, ...rows),
  );
}

function table(first) {
  const head = ["Line", "Column", "Path", "Code", "Message"].map((name) => element("th", { scope: "col" }, name));
  const rows = first.map(({ line, column, path, code, message }) => {
    return element(
      "tr",
      {},
      ...[line, column, path, code, message].map((cell) => element("td", {}, String(cell ?? ""))),
    );
  });
  const made = element(
    "table",
    {},
    element("caption", {}, "The first faulty documents"),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
  return element(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": "The first faulty documents" },
    made,
  );
}

let url;

function download(name, report) {
  if (url) URL.revokeObjectURL(url);
  url = URL.createObjectURL(report);
  return element(
    "p",
    {},
    element(
      "a",
      { href: url, download: `${name}.report.ndjson`, class: "button" },
      `Download the report (${megabytes(report.size)} MB)`,
    ),
  );
}

/* What happens when. */

text.addEventListener("input", () => {
  controls.sample.value = "";
  update();
});
document.addEventListener("selectionchange", here);
text.addEventListener("pointermove", here);
text.addEventListener("pointerleave", here);
addEventListener("resize", here);
controls.addEventListener("input", ({ target }) => {
  if (target !== controls.sample) update();
  else if (target.value !== "") show(...SAMPLES[target.value]);
});
controls.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", recall);
$("file").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  // The same one may be chosen again.
  target.value = "";
  if (file) judgeFile(file);
});
$("cancel").addEventListener("click", cancel);
for (const type of ["dragenter", "dragover"]) {
  addEventListener(type, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.add("drop");
  });
}
for (const type of ["dragleave", "drop"]) {
  addEventListener(type, (event) => {
    if (type === "drop" || event.relatedTarget === null) document.body.classList.remove("drop");
  });
}
addEventListener("drop", (event) => {
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return;
  event.preventDefault();
  judgeFile(file);
});

controls.sample.append(...Object.keys(SAMPLES).map((name) => element("option", { value: name }, name)));
if (!(await recall())) {
  const [name, sample] = Object.entries(SAMPLES)[0];
  controls.sample.value = name;
  show(...sample);
}
