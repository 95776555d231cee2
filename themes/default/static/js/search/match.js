// Find and score documents as lunr.js does (lib/index.js): the dot product of a query's and a field's vector, divided by
// the length of the query's. The parts that hold the query's terms suffice for that.
/** @import { Store } from "./store.js" */
import { PROHIBITED, REQUIRED } from "./query.js";

const UNIT = 1000;
// A prefix reads so many parts at most.
const PREFIX_PARTS = 12;

/**
 * { documents: their numbers; scores, titles: by document, the latter the number of required clauses that its title
 * matches; expanded: clause -> term -> posting; unknown: required clauses that nothing matches }. With `any` one required
 * group of clauses suffices.
 * @param {Store} store
 * @param {Clause[]} clauses
 * @param {{ any?: boolean }} [options]
 */
export async function match(store, clauses, { any = false } = {}) {
  const { fields, count } = await store.manifest();
  /** @type {Expanded} */
  const expanded = new Map();
  const found = await Promise.all(clauses.map((clause) => expand(store, clause)));
  for (const [at, clause] of clauses.entries()) expanded.set(clause, found[at]);
  const wanted = [...expanded].map(([clause, terms]) => ({ clause, terms }));
  const positive = wanted.filter(({ clause }) => clause.presence !== PROHIBITED);
  const needed = positive.filter(({ clause }) => clause.presence === REQUIRED);
  const { scores, kept } = positive.length ? score(positive, fields.length, count) : everything(count);
  for (const some of any ? [anyOf(needed, count)] : required(needed, count)) keep(kept, some, 1);
  keep(
    kept,
    anyOf(
      wanted.filter(({ clause }) => clause.presence === PROHIBITED),
      count,
    ),
    0,
  );
  return {
    documents: numbers(kept),
    scores,
    titles: titles(needed, count),
    expanded,
    unknown: needed.filter(({ terms }) => !terms.size).map((one) => one.clause),
  };
}

/**
 * The words of a document of which a query gives the beginning.
 * @param {number} document
 * @param {Expanded} expanded
 */
export function completed(document, expanded) {
  const found = new Set();
  for (const [{ prefix }, terms] of expanded) {
    for (const [term, { fields }] of prefix ? terms : []) {
      if (term !== prefix && fields.some(([, documents]) => documents.includes(document))) found.add(term);
    }
  }
  return [...found];
}

/**
 * @param {Store} store
 * @param {Clause} clause
 * @returns {Promise<Terms>}
 */
async function expand(store, clause) {
  const found = new Map(clause.prefix ? await store.prefix(clause.prefix, PREFIX_PARTS) : []);
  const postings = await Promise.all(clause.terms.map((term) => store.term(term)));
  for (const [at, term] of clause.terms.entries()) {
    const posting = postings[at];
    if (posting) found.set(term, posting);
  }
  return found;
}

/**
 * Arrays by document: large indexes have prefixes with a hundred thousand postings.
 * @param {ExpandedClause[]} positive
 * @param {number} fields
 * @param {number} count
 */
function score(positive, fields, count) {
  /** @type {Map<string, { posting: Posting, boosts: number[] }>} */
  const vectors = new Map();
  for (const { clause, terms } of positive) {
    for (const [term, posting] of terms) {
      const { boosts } = vectors.get(term) ?? { boosts: new Array(fields) };
      vectors.set(term, { posting, boosts });
      for (const field of clause.fields) boosts[field] = (boosts[field] ?? 0) + clause.boost;
    }
  }
  // In the order of terms, as in Lunr: sums of fractions depend on it.
  const sorted = [...vectors].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, vector]) => vector);
  const lengths = new Float64Array(fields);
  /** @type {Float64Array[]} */
  const dots = [];
  const kept = new Uint8Array(count);
  for (const { posting, boosts } of sorted) {
    for (let field = 0; field < fields; field += 1) lengths[field] += (boosts[field] ?? 0) ** 2;
    for (const [field, documents, weights] of posting.fields) {
      const boost = boosts[field];
      if (boost === undefined) continue;
      dots[field] ??= new Float64Array(count);
      add(dots[field], kept, documents, weights, boost);
    }
  }
  const scores = new Float64Array(count);
  dots.forEach((dot, field) => {
    const length = Math.sqrt(lengths[field]);
    for (let document = 0; document < count; document += 1) scores[document] += dot[document] / length || 0;
  });
  return { scores, kept };
}

/**
 * @param {Float64Array} dot
 * @param {Uint8Array} kept
 * @param {number[]} documents
 * @param {number[]} weights
 * @param {number} boost
 */
function add(dot, kept, documents, weights, boost) {
  for (let at = 0; at < documents.length; at += 1) {
    dot[documents[at]] += boost * (weights[at] / UNIT);
    kept[documents[at]] = 1;
  }
}

/** @param {number} count */
function everything(count) {
  return { scores: new Float64Array(count), kept: new Uint8Array(count).fill(1) };
}

/**
 * 1 for each document that a clause matches.
 * @param {Pick<ExpandedClause, "terms">} clause
 * @param {number[]} fields
 * @param {number} count
 */
function matching({ terms }, fields, count) {
  const found = new Uint8Array(count);
  for (const posting of terms.values()) {
    for (const [field, documents] of posting.fields) {
      if (fields.includes(field)) for (const document of documents) found[document] = 1;
    }
  }
  return found;
}

/**
 * Keep those documents only that some others hold, or with 0 those that they do not hold.
 * @param {Uint8Array} kept
 * @param {Uint8Array} some
 * @param {number} wanted
 */
function keep(kept, some, wanted) {
  for (let document = 0; document < kept.length; document += 1) if (some[document] !== wanted) kept[document] = 0;
}

/** @param {Uint8Array} kept */
function numbers(kept) {
  const found = [];
  for (let document = 0; document < kept.length; document += 1) if (kept[document]) found.push(document);
  return found;
}

/**
 * The documents of each required clause. Where a term's lighter postings are left out it excludes nothing, unless all
 * terms are such.
 * @param {ExpandedClause[]} needed
 * @param {number} count
 */
function required(needed, count) {
  const whole = needed.filter(({ terms }) => ![...terms.values()].some((posting) => posting.dropped));
  return (whole.length ? whole : needed).map((one) => matching(one, one.clause.fields, count));
}

/**
 * The documents of any group of clauses: those that match all of them.
 * @param {ExpandedClause[]} some
 * @param {number} count
 */
function anyOf(some, count) {
  const groups = new Map();
  for (const one of some) {
    const documents = matching(one, one.clause.fields, count);
    const before = groups.get(one.clause.group);
    if (before) keep(before, documents, 1);
    else groups.set(one.clause.group, documents);
  }
  const found = new Uint8Array(count);
  for (const documents of groups.values()) {
    for (let document = 0; document < count; document += 1) found[document] |= documents[document];
  }
  return found;
}

/**
 * @param {ExpandedClause[]} needed
 * @param {number} count
 */
function titles(needed, count) {
  const found = new Uint8Array(count);
  for (const one of needed) {
    const documents = matching(one, [0], count);
    for (let document = 0; document < count; document += 1) found[document] += documents[document];
  }
  return found;
}
