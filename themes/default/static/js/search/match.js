// Find and score documents as lunr.js does (lib/index.js): the dot product of a query's and a field's vector, divided by
// the length of the query's. The parts that hold the query's terms suffice for that.
import { PROHIBITED, REQUIRED } from "./query.js";

const UNIT = 1000;
// A prefix reads so many parts at most.
const PREFIX_PARTS = 6;

// { scores: document -> score, titles: document -> number of required clauses that its title matches, unknown: required
// clauses that nothing matches }. With `any` one required group of clauses suffices.
export async function match(store, clauses, { any = false } = {}) {
  const { fields, count } = await store.manifest();
  const expanded = await Promise.all(clauses.map((clause) => expand(store, clause)));
  const wanted = clauses.map((clause, at) => ({ clause, terms: expanded[at] }));
  const positive = wanted.filter(({ clause }) => clause.presence !== PROHIBITED);
  const scores = positive.length ? score(positive, fields.length) : everything(count);
  for (const documents of any ? [union(groups(wanted, REQUIRED))] : required(wanted)) {
    for (const document of scores.keys()) if (!documents.has(document)) scores.delete(document);
  }
  for (const document of union(groups(wanted, PROHIBITED))) scores.delete(document);
  const needed = wanted.filter(({ clause }) => clause.presence === REQUIRED);
  return { scores, titles: titles(needed), unknown: needed.filter(({ terms }) => !terms.size).map((one) => one.clause) };
}

async function expand(store, clause) {
  const found = new Map(clause.prefix ? await store.prefix(clause.prefix, PREFIX_PARTS) : []);
  const postings = await Promise.all(clause.terms.map((term) => store.term(term)));
  clause.terms.forEach((term, at) => postings[at] && found.set(term, postings[at]));
  return found;
}

function score(positive, count) {
  const vectors = new Map();
  for (const { clause, terms } of positive) {
    for (const [term, posting] of terms) {
      let vector = vectors.get(term);
      if (!vector) vectors.set(term, (vector = { posting, boosts: new Array(count) }));
      for (const field of clause.fields) vector.boosts[field] = (vector.boosts[field] ?? 0) + clause.boost;
    }
  }
  // In the order of terms, as in Lunr: sums of fractions depend on it.
  const sorted = [...vectors.keys()].sort((one, other) => (one < other ? -1 : 1)).map((term) => vectors.get(term));
  const lengths = new Array(count).fill(0);
  const dots = Array.from({ length: count }, () => new Map());
  for (const { posting, boosts } of sorted) {
    for (const boost of boosts.keys()) lengths[boost] += (boosts[boost] ?? 0) ** 2;
    for (const [field, documents, weights] of posting.fields) {
      const boost = boosts[field];
      if (boost === undefined) continue;
      const dot = dots[field];
      documents.forEach((document, at) => {
        dot.set(document, (dot.get(document) ?? 0) + boost * (weights[at] / UNIT));
      });
    }
  }
  const scores = new Map();
  dots.forEach((dot, field) => {
    const length = Math.sqrt(lengths[field]);
    for (const [document, value] of dot) scores.set(document, (scores.get(document) ?? 0) + (value / length || 0));
  });
  return scores;
}

function everything(count) {
  return new Map(Array.from({ length: count }, (_, document) => [document, 0]));
}

function matching({ clause, terms }) {
  const found = new Set();
  for (const posting of terms.values()) {
    for (const [field, documents] of posting.fields) {
      if (clause.fields.includes(field)) for (const document of documents) found.add(document);
    }
  }
  return found;
}

// The documents of each required clause. Where a term's lighter postings are left out it excludes nothing, unless all
// terms are such.
function required(wanted) {
  const all = wanted.filter(({ clause }) => clause.presence === REQUIRED);
  const whole = all.filter(({ terms }) => ![...terms.values()].some((posting) => posting.dropped));
  return (whole.length ? whole : all).map(matching);
}

// The documents of each group of clauses: those that match all of them.
function groups(wanted, presence) {
  const found = new Map();
  for (const one of wanted.filter(({ clause }) => clause.presence === presence)) {
    const documents = matching(one);
    const before = found.get(one.clause.group);
    found.set(one.clause.group, before ? new Set([...before].filter((document) => documents.has(document))) : documents);
  }
  return [...found.values()];
}

function union(sets) {
  return new Set(sets.flatMap((documents) => [...documents]));
}

function titles(needed) {
  const found = new Map();
  for (const { terms } of needed) {
    for (const document of matching({ clause: { fields: [0] }, terms })) {
      found.set(document, (found.get(document) ?? 0) + 1);
    }
  }
  return found;
}
