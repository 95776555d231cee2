// Cut text into search terms: the rules of glossary_ssg/text/tokens.py, to the letter.
import { RUNS } from "./characters.js";

// Invisible characters that stand inside of words: soft hyphens, joiners, variation selectors.
const IGNORED = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u00ad\u061c\u200c-\u200f\u2060-\u2064\ufeff]/gu;
// Katakana, the sharp s, the i without a dot, the final sigma, the typographic apostrophe, the hyphen that is no minus.
const ALIKE = /[\u30a1-\u30f6\u30fd\u30fe\u00df\u0131\u03c2\u2019\u2010]/g;
// COMPARED_MARKS of glossary_ssg/limits.py: sorting the marks of a character takes the square of their number.
const MOST_MARKS = 256;
// The last of these are no marks, but become some.
const LONG_RUN_OF_MARKS = new RegExp(`[\\p{M}\\uff9e\\uff9f]{${MOST_MARKS + 1},}`, "gu");
// The mark that is sorted behind all others.
const LAST_MARK = "\u0345";
/** @type {Record<string, string>} */
const OTHERS = { "\u00df": "ss", "\u0131": "i", "\u03c2": "\u03c3", "\u2019": "'", "\u2010": "-" };

const classes = readClasses();
const UNKNOWN = new RegExp(`[${classes.u}]`, "gu");
const UNSPACED = new RegExp(`^[${classes.h}${classes.s}]`, "u");
const ASCII_WORDS = new RegExp(word("[0-9a-z_]"), "g");
const WORDS = new RegExp(`${word(`[${classes.w}]`)}|[${classes.h}]+|[${classes.s}]+`, "gu");

function readClasses() {
  /** @type {Record<string, string>} */
  const found = { w: "", h: "", s: "", u: "", o: "" };
  let code = 0;
  for (const [, name, length] of RUNS.matchAll(/([a-z])([0-9A-Z]+)/g)) {
    const next = code + parseInt(length, 36);
    found[name] += `\\u{${code.toString(16)}}-\\u{${(next - 1).toString(16)}}`;
    code = next;
  }
  return found;
}

/**
 * A word, with the signs that make C++, C#, .NET and node.js whole, and hyphens and apostrophes inside it.
 * @param {string} part
 */
function word(part) {
  return `(?:(?<!${part})(?<!\\.)\\.)?${part}+(?:[-.']${part}+)*(?:\\+\\+|#(?!${part}))?`;
}

/** @param {string} text */
function isAscii(text) {
  return /^\p{ASCII}*$/u.test(text);
}

/**
 * Text without differences that search does not make: NFKC, lower case, katakana as hiragana.
 * @param {string} text
 */
export function normalise(text) {
  if (isAscii(text)) return text.toLowerCase();
  const known = text.replace(IGNORED, "").replace(UNKNOWN, " ");
  /** @param {string} char */
  const alike = (char) => OTHERS[char] ?? String.fromCharCode(char.charCodeAt(0) - 0x60);
  return bounded(known)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/i\u0307/g, "i")
    .replace(ALIKE, alike);
}

/**
 * Text without the marks of a character beyond MOST_MARKS: the rule of glossary_ssg/text/normal.py.
 * @param {string} text
 */
function bounded(text) {
  return text.replace(LONG_RUN_OF_MARKS, (run) => {
    let count = 0;
    const isKept = Array.from(run, (char) => {
      count = isSorted(char) ? count + 1 : 0;
      return count <= MOST_MARKS;
    });
    return Array.from(run)
      .filter((_, at) => isKept[at])
      .join("");
  });
}

/**
 * Tells whether normalisation changes the order of a character and its neighbours: not all marks have that property.
 * @param {string} char
 */
function isSorted(char) {
  return char === LAST_MARK || !(LAST_MARK + char).normalize("NFKD").startsWith(LAST_MARK);
}

/**
 * The words of normalised text, and the runs of characters of scripts without spaces.
 * @param {string} text
 * @returns {string[]}
 */
export function runs(text) {
  return text.match(isAscii(text) ? ASCII_WORDS : WORDS) ?? [];
}

/** @param {string} run */
export function isUnspaced(run) {
  return UNSPACED.test(run);
}

/**
 * The parts of a word with hyphens or apostrophes, none of others.
 * @param {string} word
 */
export function parts(word) {
  return /[-']/.test(word) ? word.split(/[-']/) : [];
}

/**
 * The search terms of a text in order, repeated terms included: 生成AI is 生成, 成, ai.
 * @param {string} text
 */
export function tokens(text) {
  /** @type {string[]} */
  const found = [];
  for (const run of runs(normalise(text))) {
    if (!isUnspaced(run)) {
      found.push(run);
      // No spread: a call takes some 100,000 arguments, and a name may have more parts.
      for (const part of parts(run)) found.push(part);
      continue;
    }
    const chars = Array.from(run);
    for (const [at, char] of chars.entries()) found.push(char + (chars[at + 1] ?? ""));
  }
  return found;
}

/**
 * What names are compared by: normalised, with single spaces.
 * @param {string} name
 */
export function nameKey(name) {
  return normalise(name)
    .replace(/[\t-\r \u1680\u2028\u2029]+/g, " ")
    .replace(/^ | $/g, "");
}
