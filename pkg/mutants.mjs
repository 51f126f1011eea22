// Whether the tests notice what is changed in src: each mutant is one change at one place, bundled, and put to them.
//
//     node pkg/mutants.mjs [file[:line] ...]
//
// It takes dist, and what it is made of, as they were built. Ends with 1 where a mutant survives of which no reason is known.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vite";
import { bundle } from "./bundle.mjs";

// The quick ones first, for a mutant is done with at the first that fails.
const TESTS = ["api", "standard", "message", "unbreakable", "answers"];
// Where schemas are made.
const MORE = { "schema.js": ["exports"] };
const JOBS = 2;

// The survivors that change nothing that can be seen, each with its reason: those of a line that begins so, all or these.
const HARMLESS = [
  ["no text of no byte or of one is valid", "api.js", "return length >= 0", "length >= 0 -> length > 0", "0 -> 1"],
  ["the first byte of a module is 0, and beside an array nothing is written", "index.js", "for (let at = 0;"],
  ["only saves a view", "input.js", "if (input instanceof Uint8Array)", "input instanceof Uint8Array -> false"],
  ["only how much is reserved", "instance.js", "const SHORT = "],
  ["only how much is kept", "instance.js", "const LARGE = "],
  ["only how much is kept", "instance.js", "if (memory.buffer.byteLength > LARGE", "memory.buffer.byteLength > LARGE -> memory.buffer.byteLength >= LARGE"],
  ["there is no memory for that either", "instance.js", "const MOST = "],
  ["undefined is as false", "instance.js", "let isRunning = ", "isRunning = false -> isRunning"],
  ["undefined is as false", "instance.js", "let hasRun = ", "hasRun = false -> hasRun"],
  ["only has to be another one", "instance.js", "export let generation = ", "0 -> 1", "0 -> -1"],
  ["only has to be another one", "instance.js", "generation += 1;", "generation += 1 -> generation -= 1", "1 -> 2"],
  ["only saves a view", "instance.js", "if (words.buffer !== memory.buffer)", "words.buffer !== memory.buffer -> true"],
  ["any number below 0 says the same", "instance.js", "if (length > most) return -1;", "1 -> 2"],
  ["only how much is reserved", "instance.js", "makeRoom(length > SHORT ?"],
  ["only saves another step, of nothing", "instance.js", "if (read === length ||", "read === length || written > most -> written > most"],
  ["only how much is reserved", "instance.js", "makeRoom(written + 3 *", "3 -> 4"],
  ["asks for the room that is there", "instance.js", "if (buffer.length > length) return;", "buffer.length > length -> false", "return; -> ;"],
  ["only how much is reserved", "instance.js", "const size = Math.max("],
  ["only how much is done at once", "lines.js", "const PIECE = "],
  ["undefined is as false", "message.js", "let isOver = ", "isOver = false -> isOver"],
  ["to the wasm undefined is 0", "options.js", "const byDefault = ", "{ values: new Map(), contract: 0, maxBytes: DEFAULT } -> {values: new Map(), maxBytes: DEFAULT}"],
  ["the same contract is made again", "options.js", "return isSame(options, known) ?", "isSame(options, known) -> false"],
  ["the same contract is made again", "options.js", "function isSame("],
  ["in a sum true is 1", "options.js", "return Number(value);", "Number(value) -> value"],
  ["only how long a text is held", "report.js", "text = undefined;"],
  ["a span has both ends or none", "report.js", "number(3) !== NONE", "3 -> 4"],
  ["a span has both ends or none", "report.js", "if (number(12) !== NONE)", "12 -> 13"],
  ["nothing in a schema is false", "schema.js", "else target[name] = merge(", "target[name] ?? {} -> target[name] || {}"],
  ["nothing is printed as nothing", "value.js", "return JSON.stringify(value) ??", 'JSON.stringify(value) ?? "null" -> JSON.stringify(value) || "null"'],
  ["only how much is reserved", "value.js", "const members = new Int32Array(", "2 -> 3"],
  ["is written before it is read", "value.js", 'let strings = ""'],
  ["only has to be another one", "value.js", "let turn = 0", "0 -> 1", "0 -> -1"],
  ["only has to be another one", "value.js", "const mine = ++turn", "++turn -> --turn"],
  ["what is not above 0 is none", "value.js", "if (typeof value !==", "0 -> undefined", "0 -> -1"],
  ["what is not above 0 is none", "value.js", "if (Object.getPrototypeOf(value) !==", "0 -> undefined", "0 -> -1"],
  ["what is not above 0 is none", "value.js", "if (row === undefined ||", "0 -> undefined", "0 -> -1"],
  ["what is not above 0 is none", "value.js", "return 0;", "0 -> undefined", "0 -> -1"],
  ["what is not above 0 is none", "value.js", "return mine === turn ?", "0 -> -1"],
  ["half a member is none", "value.js", "return count > 0 &&", "0 -> 1"],
  ["one more is written, and not read", "value.js", "for (let at = 0; at < count;", "at < count -> at <= count"],
  ["a piece of nothing ends no line", "lines.js", "for (let at = 0; at < whole.length;", "at < whole.length -> at <= whole.length"],
];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const OTHERS = {
  "===": ["!=="], "!==": ["==="], "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
  "+": ["-"], "-": ["+"], "*": ["/"], "<<": [">>"], ">>": ["<<"], ">>>": ["<<"], "|": ["&"],
  "&&": ["||"], "||": ["&&"], "??": ["||"], "=": [], "+=": ["-=", "="], "-=": ["+=", "="],
}; // prettier-ignore

// The mutants of a source, each with where it begins and ends and what stands there instead.
function mutants(source) {
  const found = new Map();
  const of = ({ start, end }) => source.slice(start, end);

  function mutate({ start, end }, text) {
    const whole = source.slice(0, start) + text + source.slice(end);
    if (whole !== source && !found.has(whole)) found.set(whole, { start, end, text, whole });
  }

  const instead = (node, ...texts) => texts.forEach((text) => mutate(node, `(${text})`));

  function decide(test) {
    if (test === null) return;
    instead(test, "true", "false");
    // Of a comparison that is another one.
    if (test.type !== "BinaryExpression") instead(test, `!(${of(test)})`);
  }

  // By other operators, and by either side alone.
  function operate(node) {
    const at = source.indexOf(node.operator, node.left.end);
    const [left, right] = [source.slice(node.start, at).trim(), source.slice(at + node.operator.length, node.end).trim()];
    instead(node, ...OTHERS[node.operator].map((other) => `${left} ${other} ${right}`));
    if (node.type === "LogicalExpression") instead(node, left, right);
  }

  // Without one of its parts.
  function lessen(node, parts, [open, close]) {
    for (const part of parts) instead(node, open + parts.filter((other) => other !== part).map(of).join(", ") + close);
  }

  const visit = {
    IfStatement: ({ test }) => decide(test),
    ConditionalExpression: ({ test }) => decide(test),
    WhileStatement: ({ test }) => decide(test),
    ForStatement: ({ test }) => decide(test),
    BinaryExpression: (node) => node.operator in OTHERS && operate(node),
    LogicalExpression: operate,
    UnaryExpression: (node) => "!-".includes(node.operator) && instead(node, of(node.argument)),
    UpdateExpression(node) {
      const { prefix, argument } = node;
      const other = of(node).includes("++") ? "--" : "++";
      instead(node, prefix ? other + of(argument) : of(argument) + other, of(argument));
    },
    AssignmentExpression(node, parent) {
      operate(node);
      if (parent.type !== "ExpressionStatement") instead(node, of(node.right));
    },
    AssignmentPattern: (node) => mutate(node, of(node.left)),
    VariableDeclarator: (node, { kind }) => kind === "let" && node.init && mutate(node, of(node.id)),
    Literal(node, parent) {
      const { value, regex } = node;
      if (parent.source === node || (parent.key === node && !parent.computed)) return;
      if (regex) {
        const { pattern, flags } = regex;
        if (flags) instead(node, `/${pattern}/`);
        if (pattern.startsWith("^")) instead(node, `/${pattern.slice(1)}/${flags}`);
        if (pattern.endsWith("$")) instead(node, `/${pattern.slice(0, -1)}/${flags}`);
      } else if (typeof value === "number") instead(node, value + 1, value - 1);
      else if (typeof value === "boolean") instead(node, !value);
      else if (typeof value === "string") instead(node, value === "" ? '"?"' : '""');
    },
    TemplateElement: (node) => mutate(node, ""),
    ObjectExpression: (node) => lessen(node, node.properties, "{}"),
    ArrayExpression: (node) => lessen(node, node.elements, "[]"),
    SequenceExpression: (node) => node.expressions.forEach((one) => instead(node, of(one))),
    MemberExpression(node) {
      if (node.optional) mutate({ start: node.object.end, end: node.property.start }, node.computed ? "[" : ".");
    },
    CallExpression(node, parent) {
      const { callee } = node;
      if (callee.type === "Super" || parent.type === "ExpressionStatement") return;
      const isMethod = callee.type === "MemberExpression" && !/^[A-Z]/.test(of(callee.object));
      if (isMethod) instead(node, of(callee.object));
      else node.arguments.forEach((argument) => argument.type !== "SpreadElement" && instead(node, of(argument)));
    },
    AwaitExpression: (node) => instead(node, of(node.argument)),
    ArrowFunctionExpression: ({ body }) => body.type !== "BlockStatement" && instead(body, "undefined"),
    ReturnStatement(node) {
      if (node.argument === null) mutate(node, ";");
      else if (typeof node.argument.value !== "boolean") instead(node.argument, "undefined");
    },
    ExpressionStatement: (node) => mutate(node, ";"),
    ThrowStatement: (node) => mutate(node, ";"),
    ContinueStatement: (node) => mutate(node, ";"),
    BlockStatement: (node) => node.body.length > 1 && mutate(node, "{}"),
  };

  (function walk(node, parent) {
    visit[node.type]?.(node, parent);
    for (const value of Object.values(node)) {
      for (const child of [value].flat()) if (typeof child?.type === "string") walk(child, node);
    }
  })(parseAst(source));
  return [...found.values()].sort((one, other) => one.start - other.start);
}

// A copy of the package that has a dist of its own.
function copyOf(room, name) {
  const copy = join(room, name, "pkg");
  mkdirSync(copy, { recursive: true });
  for (const part of ["dist", "test", "package.json"]) cpSync(here(part), join(copy, part), { recursive: true });
  symlinkSync(here("node_modules"), join(copy, "node_modules"), "junction");
  symlinkSync(here("../target"), join(copy, "../target"), "junction");
  return copy;
}

// What is bundled there, with a file of src changed.
async function bundled(copy, name, source) {
  const changed = {
    name: "changed",
    setup: ({ onLoad }) => onLoad({ filter: /\.js$/ }, ({ path }) => (path === here(`src/${name}`) ? { contents: source } : undefined)),
  };
  const dist = join(copy, "dist");
  await bundle(join(dist, "validator.wasm"), dist, { plugins: [changed], logLevel: "silent" });
  return ["index.js", "slim.js"].map((entry) => readFileSync(join(dist, entry), "utf8")).join("");
}

// Whether a test passes there, before its time is over; known at its first failure.
async function passes(copy, test, timeout) {
  const words = ["--test-reporter=tap", `test/${test}.test.mjs`];
  const child = spawn(process.execPath, words, { cwd: copy, stdio: ["ignore", "pipe", "ignore"], timeout, killSignal: "SIGKILL" });
  running.add(child);
  let said = "";
  child.stdout.on("data", (piece) => {
    said += piece;
    if (/^not ok/m.test(said)) child.kill("SIGKILL");
  });
  const [code] = await once(child, "close");
  running.delete(child);
  return code === 0;
}

const room = mkdtempSync(join(tmpdir(), "mutants-"));
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(room, { recursive: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(2));
setPriority(10);

// What is not changed passes, and says how long it takes.
const first = copyOf(room, "0");
const unchanged = await bundled(first);
const limits = new Map();
for (const test of TESTS.concat(...Object.values(MORE))) {
  const before = performance.now();
  if (!(await passes(first, test))) throw new Error(`${test}.test.mjs fails without any change`);
  limits.set(test, Math.round(2000 + 4 * (performance.now() - before)));
}

async function outcomeOf({ name, whole }, copy) {
  try {
    if ((await bundled(copy, name, whole)) === unchanged) return "same";
  } catch {
    return "broken";
  }
  for (const test of [...TESTS, ...(MORE[name] ?? [])]) if (!(await passes(copy, test, limits.get(test)))) return "caught";
  return "survived";
}

const wanted = process.argv.slice(2);
const isWanted = ({ name, line }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(`${name}:${line}`);
const short = (text) => text.replace(/\s+/g, " ").trim();
const all = readdirSync(here("src")).flatMap((name) => {
  const source = readFileSync(here(`src/${name}`), "utf8");
  const lines = source.split("\n");
  return mutants(source).map(({ start, end, text, whole }) => {
    const line = source.slice(0, start).split("\n").length;
    const change = `${short(source.slice(start, end))} -> ${short(text.replace(/^\((.*)\)$/s, "$1"))}`;
    return { name, line, whole, change, begins: lines[line - 1].trim() };
  });
});
const isMeant = ([, file, begins, ...changes], mutant) =>
  file === mutant.name && mutant.begins.startsWith(begins) && (changes.length === 0 || changes.includes(mutant.change));
for (const reason of HARMLESS) {
  if (!all.some((mutant) => isMeant(reason, mutant))) throw new Error(`no mutant is ${reason.slice(1).join(", ")}`);
}

const chosen = all.filter(isWanted);
const counts = { broken: 0, same: 0, caught: 0, survived: 0 };
let next = 0;
let unexplained = 0;
async function work(copy) {
  while (next < chosen.length) {
    const mutant = chosen[next++];
    const outcome = await outcomeOf(mutant, copy);
    counts[outcome] += 1;
    if (outcome !== "survived") continue;
    const reason = HARMLESS.find((reason) => isMeant(reason, mutant));
    if (reason === undefined) unexplained += 1;
    console.log(`pkg/src/${mutant.name}:${mutant.line}  ${mutant.change}  (${reason?.[0] ?? "no reason is known"})`);
  }
}
await Promise.all([first, ...Array.from({ length: JOBS - 1 }, (_, job) => copyOf(room, `${job + 1}`))].map(work));
const { broken, same, caught, survived } = counts;
console.log(`${chosen.length} mutants: ${broken} cannot be bundled, ${same} are bundled to the same, ${caught} caught, ${survived} survived`);
console.log(`${((100 * caught) / (caught + survived)).toFixed(1)} % caught; of ${unexplained} survivors no reason is known`);
process.exitCode = unexplained === 0 ? 0 : 1;
