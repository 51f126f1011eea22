// Text made safe to show, as the crate does it: see src/escape.rs, which prints what is unprintable into the tables.

import { unprintable } from "../../target/tables.json";

const UNPRINTABLE = new RegExp(`[${unprintable}]`, "gu");
const SECRET = /((?:authorization|bearer|password|secret|token)\w*[^\w,]+)\w.*/is;

// A name or a value that somebody chose: what follows a word such as `token` is not shown.
export function shown(text, most = 64) {
  return escaped(text.slice(0, 4 * most).replace(SECRET, "$1***"), most);
}

// The same of a text in which nothing is secret: every unprintable character is escaped as in JSON, and no more than
// `most` characters are left.
export function escaped(text, most) {
  const safe = text
    .slice(0, 2 * most)
    .replace(UNPRINTABLE, escape)
    .replaceAll("##[", "##\\u005b");
  const characters = Array.from(safe);
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : safe;
}

function escape(character) {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}
