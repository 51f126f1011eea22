// Values, judged as JSON.stringify would send them.

import { members as names } from "../../target/tables.json";
import { call, numbers, put, wasm } from "./instance.js";
import { contractOf } from "./options.js";
import { report } from "./report.js";

const rows = new Map(names.map((name, row) => [name, row]));
// In place of the length of a string.
const NULL = -1;
const INT32 = -2;

const { prototype } = Object;
const { hasOwnProperty } = prototype;

export function checkValue(value, options) {
  const { contract } = contractOf(options);
  return isClean(value, contract) ? { valid: true, violations: [] } : checkText(stringify(value), contract);
}

// What JSON.stringify leaves out is null, as it is inside an array.
export function stringify(value) {
  return JSON.stringify(value) ?? "null";
}

export function checkText(json, contract) {
  return call(() => report(wasm.check_value(put(json, Infinity), contract)));
}

// For each member the row and what its value is.
const members = new Int32Array(2 * names.length);
let strings = "";
// Counts who has written them: a getter may come here too.
let turn = 0;

// Whether a value is a flat plain object of which there is nothing to say; of anything else nothing is known.
function isClean(value, contract) {
  const count = membersOf(value);
  return count > 0 && call(() => areClean(count, contract));
}

// A Proxy or a getter may throw: what JSON.stringify asks for decides, and whether that throws.
function membersOf(value) {
  try {
    return flat(value);
  } catch {
    return 0;
  }
}

// Writes what an object is made of, and gives how many numbers that is; 0 where it is not made of scalars of known names.
function flat(value) {
  if (typeof value !== "object" || value === null) return 0;
  if (Object.getPrototypeOf(value) !== prototype || value.toJSON !== undefined) return 0;
  const mine = ++turn;
  let at = 0;
  let text = "";
  for (const name in value) {
    const row = rows.get(name);
    if (row === undefined || !hasOwnProperty.call(value, name)) return 0;
    const member = value[name];
    members[at++] = row;
    if (typeof member === "string") {
      members[at++] = member.length;
      text += member;
    } else if (typeof member === "number" && (member | 0) === member) {
      members[at++] = INT32;
    } else if (member === null) {
      members[at++] = NULL;
    } else {
      return 0;
    }
  }
  strings = text;
  return mine === turn ? at : 0;
}

function areClean(count, contract) {
  const length = put(strings, Infinity);
  // Only of ASCII are as many bytes as there are characters.
  if (length !== strings.length) return false;
  const words = numbers();
  const start = wasm.members() >>> 2;
  for (let at = 0; at < count; at++) words[start + at] = members[at];
  return wasm.is_clean(count >> 1, length, contract);
}
