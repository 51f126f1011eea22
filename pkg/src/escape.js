// Escaping of text that is printed, as src/report/escape/mod.rs does it. The crate prints the unprintable characters into the
// tables.

import { unprintable } from "generated:tables";

const UNPRINTABLE = new RegExp(`[${unprintable}]`, "gu");
const SECRET = /((?:authorization|bearer|password|secret|token)\w*[^\w,]+)\w.*/is;

/**
 * Returns a name or a value that a caller chose, escaped and shortened, with whatever follows a word such as `token`
 * replaced by `***`.
 *
 * @param {string} text
 * @param {number} [maxChars]
 */
export function redact(text, maxChars = 64) {
  return escapeText(text.slice(0, 4 * maxChars).replace(SECRET, "$1***"), maxChars);
}

/**
 * Returns a text with its unprintable characters escaped as in JSON, and with `##[`, which logs take for a command,
 * broken up.
 *
 * @param {string} text
 * @param {number} maxChars - The number of characters to return at most; the last one is `…` if some are left out.
 */
export function escapeText(text, maxChars) {
  const safe = text
    .slice(0, 2 * maxChars)
    .replace(UNPRINTABLE, escapeUnits)
    .replaceAll("##[", "##\\u005b");
  const characters = Array.from(safe);
  return characters.length > maxChars ? `${characters.slice(0, maxChars - 1).join("")}…` : safe;
}

/** @param {string} character */
function escapeUnits(character) {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
