// Which headings of an entry a query means.
import { tokens } from "./analyse.js";
import { REQUIRED } from "./query.js";

const MOST = 3;
// Beside letters, digits and some signs everything, and the `~` of a text directive, `:~:`.
const ENCODED = /[^!#-$&-;=?-_a-~]|(?<=:)~(?=:)/gu;
const TITLE = 0;

// The words of a query: groups of clauses that all have to match.
function words(clauses) {
  const found = new Map();
  for (const clause of clauses) {
    if (clause.presence !== REQUIRED) continue;
    if (!found.has(clause.group)) found.set(clause.group, []);
    found.get(clause.group).push(clause);
  }
  return [...found.values()];
}

// Those of the documents of which `choose` may find a heading: only their headings need to be loaded.
export function headed(documents, expanded, { field, any }) {
  const asked = words([...expanded.keys()]);
  const has = (clause, field, document) => {
    if (!clause.fields.includes(field)) return false;
    for (const posting of expanded.get(clause).values()) {
      for (const [number, found] of posting.fields) if (number === field && found.includes(document)) return true;
    }
    return false;
  };
  return documents.filter((document) => {
    const stands = (place) => asked.filter((word) => word.every((clause) => has(clause, place, document)));
    const here = stands(field);
    return here.length && (any || new Set([...here, ...stands(TITLE)]).size === asked.length);
  });
}

// [{ title, href }] of the best of `[id, text, …]`, where 0 stands for the usual id: those with most words of the query. The others have to stand in the
// title, except with `any`.
export function choose(headings, { title, href }, clauses, { field, any }) {
  const asked = words(clauses);
  const inTitle = asked.filter(matcher(title, TITLE));
  const found = [];
  for (let at = 0; at < headings.length; at += 2) {
    const here = asked.filter(matcher(headings[at + 1], field));
    const isWhole = any || asked.every((word) => here.includes(word) || inTitle.includes(word));
    if (here.length && isWhole) found.push({ id: headings[at] || usual(headings[at + 1]), text: headings[at + 1], count: here.length });
  }
  found.sort((one, other) => other.count - one.count);
  return found.slice(0, MOST).map(({ id, text }) => ({ title: text, href: `${href}#${fragment(id)}` }));
}

// An id as a fragment: the rule of `fragment` in glossary_ssg/text/slugs.py.
export function fragment(id) {
  return id.replace(/\p{Surrogate}/gu, "\ufffd").replace(ENCODED, (char) => (char === "~" ? "%7E" : encodeURIComponent(char)));
}

// The id that most headings have.
function usual(text) {
  return text.toLowerCase().replaceAll(" ", "-");
}

// Tells whether a word of the query stands in a text.
function matcher(text, field) {
  const terms = [...new Set(tokens(text))];
  const matches = ({ terms: wanted, prefix, fields }) =>
    fields.includes(field) && terms.some((term) => wanted.includes(term) || (prefix && term.startsWith(prefix)));
  return (word) => word.every(matches);
}
