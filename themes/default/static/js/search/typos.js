// What a mistyped query may have meant.
import { isUnspaced, runs } from "./analyse.js";

const SHORTEST = 2;
const LONG = 8;
const MOST_SUGGESTIONS = 8;
const ASTRAL = /[\ud800-\udfff]/;
// Rows of the table of distances, used again for each word of a long vocabulary.
/** @type {number[][]} */
let [before, last, now] = [[], [], []];

/**
 * Queries that are likelier than a key that was typed, the likeliest first. `unknown` holds the words that nothing
 * matches; where all are known, any of them may be wrong.
 * @param {string} key
 * @param {Set<string>} unknown
 * @param {Vocabulary} vocabulary
 * @returns {string[]}
 */
export function suggest(key, unknown, { named, others, names }) {
  const words = runs(key);
  if (words.some(isUnspaced))
    return closest(key, [[...names.keys()]]).map((found) => /** @type {string} */ (names.get(found)));
  const wrong = words.filter((word) => unknown.has(word));
  if (!wrong.length) {
    const options = words.map((word) => replaced(key, word, closest(word, [named, others])));
    return Array.from({ length: MOST_SUGGESTIONS }, (_, rank) =>
      options.flatMap((found) => found.slice(rank, rank + 1)),
    ).flat();
  }
  const options = wrong.map((word) => closest(word, [named, others]));
  if (options.some((found) => !found.length)) return [];
  const first = wrong.slice(1).reduce((text, word, at) => replace(text, word, options[at + 1][0]), key);
  return replaced(first, wrong[0], options[0]);
}

/**
 * @param {string} key
 * @param {string} word
 * @param {string[]} options
 */
function replaced(key, word, options) {
  return options.map((option) => replace(key, word, option));
}

/**
 * @param {string} text
 * @param {string} word
 * @param {string} option
 */
function replace(text, word, option) {
  const at = text.indexOf(word);
  return text.slice(0, at) + option + text.slice(at + word.length);
}

/**
 * The closest words, by distance, list and length; one letter may be wrong, in long words two.
 * @param {string} word
 * @param {string[][]} lists
 */
function closest(word, lists) {
  const letters = Array.from(word);
  if (letters.length < SHORTEST) return [];
  const most = letters.length < LONG ? 1 : 2;
  const found = [];
  for (const [number, list] of lists.entries()) {
    for (const option of list) {
      if (Math.abs(option.length - word.length) > 2 * most) continue;
      const far = distance(letters, ASTRAL.test(option) ? Array.from(option) : option, most);
      if (far > 0 && far <= most)
        found.push({ option, order: [far, number, Number(option.codePointAt(0) !== word.codePointAt(0))] });
    }
  }
  found.sort((one, other) => compare(one.order, other.order) || (one.option < other.option ? -1 : 1));
  return found.slice(0, MOST_SUGGESTIONS).map(({ option }) => option);
}

/**
 * @param {number[]} one
 * @param {number[]} other
 */
function compare(one, other) {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at] - other[at];
}

/**
 * The optimal string alignment distance: insertions, deletions, substitutions and transpositions of neighbours, no part
 * edited twice; more than `most` where it is greater. Only cells at most so far from the diagonal can matter.
 * @param {string[]} one
 * @param {string | string[]} other
 * @param {number} most
 */
function distance(one, other, most) {
  const width = other.length;
  if (Math.abs(one.length - width) > most) return most + 1;
  for (let at = 0; at <= width; at += 1) last[at] = at;
  for (let row = 1; row <= one.length; row += 1) {
    const from = Math.max(1, row - most);
    const to = Math.min(width, row + most);
    now[from - 1] = from === 1 ? row : most + 1;
    let least = now[from - 1];
    for (let at = from; at <= to; at += 1) {
      const cost = one[row - 1] === other[at - 1] ? 0 : 1;
      let value = Math.min(last[at] + 1, now[at - 1] + 1, last[at - 1] + cost);
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) {
        value = Math.min(value, before[at - 2] + 1);
      }
      now[at] = value;
      if (value < least) least = value;
    }
    if (to < width) now[to + 1] = most + 1;
    if (least > most) return most + 1;
    [before, last, now] = [last, now, before];
  }
  return last[width];
}
