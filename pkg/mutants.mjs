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
const JOBS = Number(process.env.JOBS ?? 2);

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
  let said = "";
  child.stdout.on("data", (piece) => {
    said += piece;
    if (/^not ok/m.test(said)) child.kill("SIGKILL");
  });
  const [code] = await once(child, "close");
  return code === 0;
}

const room = mkdtempSync(join(tmpdir(), "mutants-"));
process.on("exit", () => rmSync(room, { recursive: true }));
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
const all = readdirSync(here("src")).flatMap((name) => {
  const source = readFileSync(here(`src/${name}`), "utf8");
  return mutants(source).map(({ start, end, text, whole }) => {
    const line = source.slice(0, start).split("\n").length;
    return { name, line, whole, change: `${short(source.slice(start, end))} -> ${short(text.replace(/^\((.*)\)$/s, "$1"))}` };
  });
});
const chosen = all.filter(({ name, line }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(`${name}:${line}`));
const counts = { broken: 0, same: 0, caught: 0, survived: 0 };
let next = 0;
await Promise.all(Array.from({ length: JOBS }, async (_, job) => {
  const copy = job === 0 ? first : copyOf(room, String(job));
  while (next < chosen.length) {
    const mutant = chosen[next++];
    const outcome = await outcomeOf(mutant, copy);
    counts[outcome] += 1;
    if (outcome === "survived") console.log(`src/${mutant.name}:${mutant.line}  ${mutant.change}`);
    if (next % 50 === 0) console.error(next, chosen.length, counts);
  }
}));
console.log(`${chosen.length} mutants`, counts);

function short(text) {
  return text.replace(/\s+/g, " ");
}
