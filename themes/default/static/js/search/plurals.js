// English plurals: the rules of glossary_ssg/text/plurals.py. Words are in lower case.
const MIN_LENGTH = 4;

/** @param {string} word */
function singulars(word) {
  if (!/s$/.test(word) || /ss$/.test(word)) return [];
  const stem = word.slice(0, -1);
  if (/ies$/.test(word)) return [`${word.slice(0, -3)}y`, stem];
  return /(?:x|ch|sh|ss|z)es$/.test(word) ? [word.slice(0, -2), stem] : [stem];
}

/** @param {string} word */
function plurals(word) {
  if (/[^aeiou]y$/.test(word)) return [`${word.slice(0, -1)}ies`];
  return [word + (/(?:s|x|ch|sh|z)$/.test(word) ? "es" : "s")];
}

/**
 * What a word may be the plural of, and its plural.
 * @param {string} word
 */
export function numbers(word) {
  return word.length < MIN_LENGTH || !/^[a-z]+$/.test(word) ? [] : [...singulars(word), ...plurals(word)];
}
