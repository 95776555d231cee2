// Understand a query: words, +word, -word, word*, word^2, field:word. Whatever is typed means something; nothing throws.
import { isUnspaced, nameKey, normalise, parts, runs } from "./analyse.js";
import { numbers } from "./plurals.js";

export const OPTIONAL = 0;
export const REQUIRED = 1;
export const PROHIBITED = 2;

const MOST_CHARACTERS = 300;
const MOST_CLAUSES = 32;
const GREATEST_BOOST = 1000;
// A shorter beginning of a word stands for too many words.
const SHORTEST_PREFIX = 3;
// What Python's `str.split` takes for space; `\s` has U+FEFF besides, and lacks the separators and U+0085.
// biome-ignore lint/suspicious/noControlCharactersInRegex: queries may hold the separators of ASCII
const SPACES = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
const SPACE_AT_END = new RegExp(`${SPACES.source}$`, "u");
const WORD = /^([+-]?)(?:([a-z]+):)?(.*?)(\*?)((?:[~^]\d*)*)$/su;

/**
 * { key: what the query is as a name, isPlain: without operators, clauses }
 * A clause: { terms, prefix, fields, boost, presence, group }; those of a run of letters are a group. All words are
 * required, the last one may be the beginning of a word, and in English plurals are found too.
 * @param {string} text
 * @param {Scope} scope
 * @returns {Query}
 */
export function parseQuery(text, { fields, lang }) {
  // Characters, not halves of pairs. Two units suffice for each, so that only the beginning of a long text is taken apart.
  const query = Array.from(text.slice(0, 2 * MOST_CHARACTERS))
    .slice(0, MOST_CHARACTERS)
    .join("");
  const words = query
    .split(SPACES)
    .filter(Boolean)
    .map((word) => readWord(word, fields));
  const positive = words.filter((word) => word.sign !== "-" && word.text);
  const isPlain = words.every((word) => !word.sign && word.field < 0 && !word.star);
  const isEnglish = /^en\b/i.test(lang);
  const clauses = words.flatMap((word, group) => {
    const isLast = group === words.length - 1 && !SPACE_AT_END.test(query);
    return clausesOf(word, { group, isLast, isEnglish, isOnly: words.length === 1, count: fields.length });
  });
  return {
    key: nameKey(isPlain ? query : positive.map((word) => word.text).join(" ")),
    isPlain,
    clauses: clauses.slice(0, MOST_CLAUSES),
  };
}

/**
 * @param {string} word
 * @param {string[]} fields
 * @returns {QueryWord}
 */
function readWord(word, fields) {
  const [, sign, name, rest, star, modifiers] = /** @type {RegExpMatchArray} */ (word.match(WORD));
  // The last boost counts. A group that is repeated would forget it at each `~` that follows, unlike in Python.
  const [, boost] = [...modifiers.matchAll(/\^(\d+)/g)].at(-1) ?? [];
  const field = name ? fields.indexOf(name) : -1;
  const text = field < 0 && name ? `${name}:${rest}` : rest;
  return { sign, field, text, star: Boolean(star), boost: Math.min(Number(boost ?? 1), GREATEST_BOOST) };
}

/**
 * @param {QueryWord} word
 * @param {{ group: number, isLast: boolean, isEnglish: boolean, isOnly: boolean, count: number }} context
 * @returns {Clause[]}
 */
function clausesOf(word, { group, isLast, isEnglish, isOnly, count }) {
  const presence = word.sign === "-" ? PROHIBITED : REQUIRED;
  const fields = word.field < 0 ? Array.from({ length: count }, (_, at) => at) : [word.field];
  const common = { fields, boost: word.boost, presence, prefix: "" };
  const found = runs(normalise(word.text));
  return found.flatMap((run, at) => {
    const isEnd = at === found.length - 1;
    const shared = { ...common, group: group * MOST_CHARACTERS + at };
    if (isUnspaced(run)) return pairs(run, word.star && isEnd).map((terms) => ({ ...shared, ...terms }));
    if (word.star && isEnd) return [{ ...shared, terms: [], prefix: run }];
    const more = isEnglish && presence !== PROHIBITED ? numbers(run) : [];
    if (isLast && isEnd && presence !== PROHIBITED) return ending(run, more, shared, isOnly);
    const pieces = presence === PROHIBITED ? [] : parts(run);
    if (!pieces.length) return [{ ...shared, terms: [run, ...more] }];
    return [...pieces.map((piece) => ({ ...shared, terms: [piece] })), whole(run, shared)];
  });
}

/**
 * Pairs of characters; a single one stands for all that begin with it.
 * @param {string} run
 * @param {boolean} star
 * @returns {Pick<Clause, "terms" | "prefix">[]}
 */
function pairs(run, star) {
  const chars = Array.from(run);
  if (chars.length === 1) return [{ terms: [], prefix: run }];
  const found = chars.slice(1).map((char, at) => ({ terms: [chars[at] + char], prefix: "" }));
  return star ? [...found, { terms: [], prefix: chars[chars.length - 1] }] : found;
}

/**
 * The word that is being typed.
 * @param {string} run
 * @param {string[]} more
 * @param {Omit<Clause, "terms">} shared
 * @param {boolean} isOnly
 */
function ending(run, more, shared, isOnly) {
  if (isShort(run)) {
    const presence = isOnly ? shared.presence : OPTIONAL;
    return [{ ...shared, presence, terms: [run] }];
  }
  const pieces = parts(run);
  const last = pieces.at(-1) ?? run;
  const found = pieces.slice(0, -1).map((piece) => ({ ...shared, terms: [piece] }));
  found.push({ ...shared, terms: more, prefix: pieces.length && isShort(last) ? run : last });
  return [...found, whole(run, shared)];
}

/** @param {string} word */
function isShort(word) {
  return Array.from(word).length < SHORTEST_PREFIX;
}

/**
 * What is written as it was typed counts more.
 * @param {string} run
 * @param {Omit<Clause, "terms">} shared
 */
function whole(run, shared) {
  return { ...shared, terms: [run], presence: OPTIONAL, boost: 2 * shared.boost };
}
