// Find and score documents as lunr.js does (lib/index.js): the dot product of a query's and a field's vector, divided by
// the length of the query's. The parts that hold the query's terms suffice for that.
import { PROHIBITED, REQUIRED } from "./query.js";

const UNIT = 1000;
// A prefix reads so many parts at most.
const PREFIX_PARTS = 12;

// { documents: their numbers; scores, titles: by document, the latter the number of required clauses that its title
// matches; expanded: clause -> term -> posting; unknown: required clauses that nothing matches }. With `any` one required
// group of clauses suffices.
export async function match(store, clauses, { any = false } = {}) {
  const { fields, count } = await store.manifest();
  const expanded = new Map();
  const found = await Promise.all(clauses.map((clause) => expand(store, clause)));
  clauses.forEach((clause, at) => expanded.set(clause, found[at]));
  const wanted = [...expanded].map(([clause, terms]) => ({ clause, terms }));
  const positive = wanted.filter(({ clause }) => clause.presence !== PROHIBITED);
  const needed = positive.filter(({ clause }) => clause.presence === REQUIRED);
  const { scores, kept } = positive.length ? score(positive, fields.length, count) : everything(count);
  for (const some of any ? [anyOf(needed, count)] : required(needed, count)) keep(kept, some, 1);
  keep(kept, anyOf(wanted.filter(({ clause }) => clause.presence === PROHIBITED), count), 0);
  return {
    documents: numbers(kept),
    scores,
    titles: titles(needed, count),
    expanded,
    unknown: needed.filter(({ terms }) => !terms.size).map((one) => one.clause),
  };
}

// The words of a document of which a query gives the beginning.
export function completed(document, expanded) {
  const found = new Set();
  for (const [{ prefix }, terms] of expanded) {
    for (const [term, { fields }] of prefix ? terms : []) {
      if (term !== prefix && fields.some(([, documents]) => documents.includes(document))) found.add(term);
    }
  }
  return [...found];
}

async function expand(store, clause) {
  const found = new Map(clause.prefix ? await store.prefix(clause.prefix, PREFIX_PARTS) : []);
  const postings = await Promise.all(clause.terms.map((term) => store.term(term)));
  clause.terms.forEach((term, at) => postings[at] && found.set(term, postings[at]));
  return found;
}

// Arrays by document: large indexes have prefixes with a hundred thousand postings.
function score(positive, fields, count) {
  const vectors = new Map();
  for (const { clause, terms } of positive) {
    for (const [term, posting] of terms) {
      let vector = vectors.get(term);
      if (!vector) vectors.set(term, (vector = { posting, boosts: new Array(fields) }));
      for (const field of clause.fields) vector.boosts[field] = (vector.boosts[field] ?? 0) + clause.boost;
    }
  }
  // In the order of terms, as in Lunr: sums of fractions depend on it.
  const sorted = [...vectors.keys()].sort((one, other) => (one < other ? -1 : 1)).map((term) => vectors.get(term));
  const lengths = new Float64Array(fields);
  const dots = [];
  const kept = new Uint8Array(count);
  for (const { posting, boosts } of sorted) {
    for (let field = 0; field < fields; field += 1) lengths[field] += (boosts[field] ?? 0) ** 2;
    for (const [field, documents, weights] of posting.fields) {
      const boost = boosts[field];
      if (boost !== undefined) add((dots[field] ??= new Float64Array(count)), kept, documents, weights, boost);
    }
  }
  const scores = new Float64Array(count);
  dots.forEach((dot, field) => {
    const length = Math.sqrt(lengths[field]);
    for (let document = 0; document < count; document += 1) scores[document] += dot[document] / length || 0;
  });
  return { scores, kept };
}

function add(dot, kept, documents, weights, boost) {
  for (let at = 0; at < documents.length; at += 1) {
    dot[documents[at]] += boost * (weights[at] / UNIT);
    kept[documents[at]] = 1;
  }
}

function everything(count) {
  return { scores: new Float64Array(count), kept: new Uint8Array(count).fill(1) };
}

// 1 for each document that a clause matches.
function matching({ terms }, fields, count) {
  const found = new Uint8Array(count);
  for (const posting of terms.values()) {
    for (const [field, documents] of posting.fields) {
      if (fields.includes(field)) for (const document of documents) found[document] = 1;
    }
  }
  return found;
}

// Keep those documents only that some others hold, or with 0 those that they do not hold.
function keep(kept, some, wanted) {
  for (let document = 0; document < kept.length; document += 1) if (some[document] !== wanted) kept[document] = 0;
}

function numbers(kept) {
  const found = [];
  for (let document = 0; document < kept.length; document += 1) if (kept[document]) found.push(document);
  return found;
}

// The documents of each required clause. Where a term's lighter postings are left out it excludes nothing, unless all
// terms are such.
function required(needed, count) {
  const whole = needed.filter(({ terms }) => ![...terms.values()].some((posting) => posting.dropped));
  return (whole.length ? whole : needed).map((one) => matching(one, one.clause.fields, count));
}

// The documents of any group of clauses: those that match all of them.
function anyOf(some, count) {
  const groups = new Map();
  for (const one of some) {
    const documents = matching(one, one.clause.fields, count);
    const before = groups.get(one.clause.group);
    if (before) keep(before, documents, 1);
    else groups.set(one.clause.group, documents);
  }
  const found = new Uint8Array(count);
  for (const documents of groups.values()) documents.forEach((is, document) => is && (found[document] = 1));
  return found;
}

function titles(needed, count) {
  const found = new Uint8Array(count);
  for (const one of needed) matching(one, [0], count).forEach((is, document) => (found[document] += is));
  return found;
}
