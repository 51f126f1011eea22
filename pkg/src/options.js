// Options as the two numbers that the wasm takes for a contract.

import { maxBytes as DEFAULT, options as named } from "../../target/tables.json";
import { shown } from "./shown.js";

const MOST = 0xffffffff;
const names = [...Object.keys(named), "consistency", "maxBytes"];
const byDefault = { values: new Map(), given: {}, contract: 0, maxBytes: DEFAULT };

// The contract made last: most callers have one.
let last = byDefault;

const { prototype } = Object;

export function contractOf(options) {
  if (options === undefined) return byDefault;
  if (tagOf(options) !== "Object") throw new TypeError(`options: expected an object, found ${kind(options)}`);
  // A getter may come here too.
  const known = last;
  return isSame(options, known.given) ? known : (last = make(options));
}

// Of what is not a plain object nothing is known: its getters may be called anything.
function isSame(options, given) {
  const inherited = Object.getPrototypeOf(options);
  if (inherited !== prototype && inherited !== null) return false;
  for (const name in options) if (!names.includes(name)) return false;
  return (
    options.contract === given.contract &&
    options.members === given.members &&
    options.dateTime === given.dateTime &&
    options.undeclared === given.undeclared &&
    options.consistency === given.consistency &&
    options.maxBytes === given.maxBytes
  );
}

// Options may be inherited, or getters of a class; a name that is none of an option is refused wherever it stands.
function make(options) {
  const given = {};
  for (const name of names) given[name] = options[name];
  for (const name in options) if (options[name] !== undefined) known(name);
  for (let next, object = options; (next = Object.getPrototypeOf(object)) !== null; object = next) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(object))) if (get) known(name);
  }
  const values = new Map(Object.entries(given).filter(([, value]) => value !== undefined));
  // The places of the names are digits to the base of 3; the last is 0 where the option is left out.
  let contract = place(values, "undeclared") + 1;
  contract = 3 * contract + flag(values.get("consistency"));
  for (const name of ["dateTime", "members", "contract"]) contract = 3 * contract + Math.max(place(values, name), 0);
  return { values, given, contract, maxBytes: bytes(values.get("maxBytes")) };
}

function known(name) {
  if (!names.includes(name)) throw new TypeError(`unknown option \`${shown(name)}\`: expected ${list(names)}`);
}

function place(values, name) {
  if (!values.has(name)) return -1;
  const value = values.get(name);
  const place = named[name].indexOf(value);
  if (place < 0) throw wrong(name, list(named[name]), value);
  return place;
}

function flag(value = false) {
  if (typeof value !== "boolean") throw wrong("consistency", "a boolean", value);
  return Number(value);
}

// More than the wasm can address is as good as no limit.
function bytes(value = DEFAULT) {
  if (value !== Infinity && !(Number.isInteger(value) && value > 0))
    throw wrong("maxBytes", "a whole number of at least 1", value);
  return Math.min(value, MOST);
}

function wrong(name, expected, value) {
  return new TypeError(`option \`${name}\`: expected ${expected}, found ${kind(value)}`);
}

// What a message says of a value: its text, or its type.
export function kind(value) {
  if (typeof value === "string") return `\`${shown(value)}\``;
  return typeof value === "number" || typeof value === "boolean" ? value : type(value);
}

export function type(value) {
  if (value === undefined || value === null) return value;
  const name =
    typeof value === "object"
      ? shown(tagOf(value)).replace(/^(Array|Object)$/, (tag) => tag.toLowerCase())
      : typeof value;
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
}

// `Object` for what is an object and nothing else; of what is no object nothing.
function tagOf(value) {
  return typeof value === "object" && value !== null ? Object.prototype.toString.call(value).slice(8, -1) : undefined;
}

function list(names) {
  return names
    .map((name) => `\`${name}\``)
    .join(", ")
    .replace(/, ([^,]*)$/, " or $1");
}
