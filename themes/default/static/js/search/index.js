// Search a language's index. No user interface, no DOM: `fetch` may be any function like it.
import { match } from "./match.js";
import { parseQuery } from "./query.js";
import { numbers } from "./plurals.js";
import { Store } from "./store.js";
import { suggest } from "./typos.js";

// How good a hit is, the best first.
export const EXACT = 0; // the query is the headword
export const HEADWORD = 1; // a headword begins so
export const NAME = 2; // a synonym, acronym, reading or name in another language begins so
export const TITLE = 3; // all words stand in the title
export const TEXT = 4;

const NAME_PARTS = 2;
const MOST_TRIES = 10;

// base: address of the language's search folder, such as "/en/search/". Nothing is loaded before the first search.
export function openSearch({ base, fetch = (address) => globalThis.fetch(address) }) {
  return new Search(new Store(base.endsWith("/") ? base : `${base}/`, fetch));
}

export class Search {
  constructor(store) {
    this.store = store;
  }

  // { documents, total, didYouMean }: `limit` documents of `total`. Where nothing is found, the documents are those of
  // the query in `didYouMean`, or hold some of the words. Rejects only where a file cannot be loaded.
  async search(text, { limit = 10, category = null } = {}) {
    const { fields, lang } = await this.store.manifest();
    const query = parseQuery(text, { fields, lang });
    const among = category === null ? null : await this.store.category(category);
    let didYouMean = "";
    let hits = await this.find(query, among, lang);
    if (!hits.length && query.isPlain && query.key) {
      [didYouMean, hits] = await this.correct(query, among, { fields, lang });
      if (!hits.length) hits = await this.find(query, among, lang, { any: true });
    }
    const documents = await Promise.all(hits.slice(0, limit).map((hit) => this.document(hit, fields)));
    return { documents, total: hits.length, didYouMean };
  }

  // What a stock lunr.js finds with an index of the same fields: [{ number, score }], and its meaning of a query.
  async lunr(text, clauses = null) {
    const { fields } = await this.store.manifest();
    const { scores } = await match(this.store, clauses ?? parseQuery(text, { fields, lunr: true }).clauses);
    const found = [...scores].map(([number, score]) => ({ number, score }));
    return found.sort((one, other) => other.score - one.score || one.number - other.number);
  }

  // Hits in their order: { number, score, kind, name }
  async find(query, among, lang, options = {}) {
    const found = query.clauses.length ? match(this.store, query.clauses, options) : { scores: new Map(), titles: new Map() };
    const [{ scores, titles }, names] = await Promise.all([found, this.names(query.key, lang)]);
    const needed = query.clauses.filter((clause) => clause.presence === 1).length;
    const hits = new Map();
    for (const [number, score] of scores) {
      const isTitle = needed > 0 && titles.get(number) === needed;
      hits.set(number, { number, score, kind: isTitle ? TITLE : TEXT, name: null });
    }
    for (const [number, { kind, name }] of names) {
      // What was written with operators says itself what is to be found.
      if (!query.isPlain && !hits.has(number)) continue;
      hits.set(number, { number, score: scores.get(number) ?? 0, kind, name });
    }
    return [...hits.values()].filter((hit) => !among || among.has(hit.number)).sort(compare);
  }

  // The names that begin with a key: document -> { kind, name }, the best for each document.
  async names(key, lang) {
    const found = new Map();
    if (!key) return found;
    const wholes = [key, ...(/^en\b/i.test(lang) ? otherNumbers(key) : [])];
    const rows = await this.store.names(key, NAME_PARTS);
    for (const whole of wholes.slice(1)) {
      rows.push(...(await this.store.names(whole, 1)).filter((row) => row.key === whole));
    }
    for (const { key: name, name: text, field, document } of rows) {
      const kind = field > 0 ? NAME : wholes.includes(name) ? EXACT : HEADWORD;
      const before = found.get(document);
      if (!before || kind < before.kind) found.set(document, { kind, name: field > 0 ? { field, text } : null });
    }
    return found;
  }

  // The likeliest query that finds something, a headword before all, and what it finds.
  async correct(query, among, { fields, lang }) {
    const { unknown } = await match(this.store, query.clauses);
    const words = new Set(unknown.flatMap((clause) => [...clause.terms, clause.prefix]));
    let [best, found] = ["", []];
    for (const option of suggest(query.key, words, await this.store.vocabulary()).slice(0, MOST_TRIES)) {
      const hits = await this.find(parseQuery(`${option} `, { fields, lang }), among, lang);
      if (hits.length && (!best || hits[0].kind < found[0].kind)) [best, found] = [option, hits];
      if (best && found[0].kind === EXACT) break;
    }
    return [best, found];
  }

  async document({ number, score, kind, name }, fields) {
    const [title, href, definition] = await this.store.document(number);
    const via = name && { field: fields[name.field], text: name.text };
    return { number, title, href, definition, score, kind, via };
  }
}

// By kind, then by Lunr's score; what it rates alike keeps the order of the entries.
function compare(one, other) {
  return one.kind - other.kind || other.score - one.score || one.number - other.number;
}

// A key with its last word in the other grammatical number.
function otherNumbers(key) {
  const at = key.lastIndexOf(" ") + 1;
  return numbers(key.slice(at)).map((word) => key.slice(0, at) + word);
}
