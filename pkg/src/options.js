// Options as the two numbers that the wasm takes for a contract.

import { maxBytes as DEFAULT, options as named } from "../../target/tables.json";

const MOST = 0xffffffff;
const names = [...Object.keys(named), "consistency", "maxBytes"];
const byDefault = { values: new Map(), contract: 0, maxBytes: DEFAULT };

// The contract made last: most callers have one.
let last = byDefault;

export function contractOf(options) {
  if (options === undefined) return byDefault;
  if (typeof options !== "object" || options === null) throw new TypeError(`options: expected an object, found ${kind(options)}`);
  // A getter may come here too.
  const known = last;
  return isSame(options, known) ? known : (last = make(options));
}

function isSame(options, known) {
  let count = 0;
  for (const name in options) {
    const value = options[name];
    if (value === undefined) continue;
    if (known.values.get(name) !== value) return false;
    count += 1;
  }
  return count === known.values.size;
}

function make(options) {
  const values = new Map();
  for (const name in options) {
    const value = options[name];
    if (value === undefined) continue;
    if (!names.includes(name)) throw new TypeError(`unknown option \`${name}\`: expected ${list(names)}`);
    values.set(name, value);
  }
  // The places of the names are digits to the base of 3; the last is 0 where the option is left out.
  let contract = place(values, "undeclared") + 1;
  contract = 3 * contract + flag(values.get("consistency"));
  for (const name of ["dateTime", "members", "contract"]) contract = 3 * contract + Math.max(place(values, name), 0);
  return { values, contract, maxBytes: bytes(values.get("maxBytes")) };
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
  if (value !== Infinity && !(Number.isInteger(value) && value > 0)) throw wrong("maxBytes", "a whole number of at least 1", value);
  return Math.min(value, MOST);
}

function wrong(name, expected, value) {
  return new TypeError(`option \`${name}\`: expected ${expected}, found ${kind(value)}`);
}

// What a message says of a value: its text, or its type.
export function kind(value) {
  if (typeof value === "string") return `\`${value.length > 64 ? `${value.slice(0, 63)}…` : value}\``;
  return typeof value === "number" || typeof value === "boolean" ? value : type(value);
}

export function type(value) {
  if (value === undefined || value === null) return value;
  return Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function list(names) {
  return names.map((name) => `\`${name}\``).join(", ").replace(/, ([^,]*)$/, " or $1");
}
