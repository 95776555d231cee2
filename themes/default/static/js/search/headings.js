// Which headings of an entry a query means.
import { tokens } from "./analyse.js";
import { REQUIRED } from "./query.js";

const MOST = 3;
// Beside letters, digits and some signs everything, and the `~` of a text directive, `:~:`.
const ENCODED = /[^!#-$&-;=?-_a-~]|(?<=:)~(?=:)/gu;
const TITLE = 0;

/**
 * The words of a query: groups of clauses that all have to match.
 * @param {Clause[]} clauses
 * @returns {Clause[][]}
 */
function words(clauses) {
  const found = new Map();
  for (const clause of clauses) {
    if (clause.presence !== REQUIRED) continue;
    if (!found.has(clause.group)) found.set(clause.group, []);
    found.get(clause.group).push(clause);
  }
  return [...found.values()];
}

/**
 * Those of the documents of which `choose` may find a heading: only their headings need to be loaded.
 * @param {number[]} documents
 * @param {Expanded} expanded
 * @param {HeadingOptions} options
 */
export function headed(documents, expanded, { field, any }) {
  const asked = words([...expanded.keys()]);
  /** @type {(clause: Clause, field: number, document: number) => boolean} */
  const has = (clause, field, document) => {
    if (!clause.fields.includes(field)) return false;
    for (const posting of expanded.get(clause)?.values() ?? []) {
      for (const [number, found] of posting.fields) if (number === field && found.includes(document)) return true;
    }
    return false;
  };
  return documents.filter((document) => {
    /** @param {number} place */
    const stands = (place) => asked.filter((word) => word.every((clause) => has(clause, place, document)));
    const here = stands(field);
    return here.length && (any || new Set([...here, ...stands(TITLE)]).size === asked.length);
  });
}

/**
 * The best of a page's headings: those with most words of the query. The others have to stand in the title, except with
 * `any`.
 * @param {HeadingRow} headings
 * @param {Heading} page
 * @param {Clause[]} clauses
 * @param {HeadingOptions} options
 * @returns {Heading[]}
 */
export function choose(headings, { title, href }, clauses, { field, any }) {
  const asked = words(clauses);
  const inTitle = asked.filter(matcher(title, TITLE));
  const found = [];
  for (let at = 0; at < headings.length; at += 2) {
    const text = /** @type {string} */ (headings[at + 1]);
    const here = asked.filter(matcher(text, field));
    const isWhole = any || asked.every((word) => here.includes(word) || inTitle.includes(word));
    if (here.length && isWhole) found.push({ id: String(headings[at] || usual(text)), text, count: here.length });
  }
  found.sort((one, other) => other.count - one.count);
  return found.slice(0, MOST).map(({ id, text }) => ({ title: text, href: `${href}#${fragment(id)}` }));
}

/**
 * An id as a fragment: the rule of `fragment` in glossary_ssg/text/slugs.py.
 * @param {string} id
 */
export function fragment(id) {
  return id
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(ENCODED, (char) => (char === "~" ? "%7E" : encodeURIComponent(char)));
}

/**
 * The id that most headings have.
 * @param {string} text
 */
function usual(text) {
  return text.toLowerCase().replaceAll(" ", "-");
}

/**
 * Tells whether a word of the query stands in a text.
 * @param {string} text
 * @param {number} field
 */
function matcher(text, field) {
  const terms = [...new Set(tokens(text))];
  /** @param {Clause} clause */
  const matches = ({ terms: wanted, prefix, fields }) =>
    fields.includes(field) && terms.some((term) => wanted.includes(term) || (prefix && term.startsWith(prefix)));
  /** @param {Clause[]} word */
  return (word) => word.every(matches);
}
