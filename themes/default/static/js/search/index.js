// Search a language's index. No user interface, no DOM: `fetch` may be any function like it.
import { choose, headed } from "./headings.js";
import { completed, match } from "./match.js";
import { numbers } from "./plurals.js";
import { parseQuery } from "./query.js";
import { Store } from "./store.js";
import { suggest } from "./typos.js";

// How good a hit is, the best first.
export const EXACT = 0; // the query is the headword
export const HEADWORD = 1; // a headword begins so
export const NAME = 2; // a synonym, acronym, reading or name in another language begins so
export const TITLE = 3; // all words stand in the title
export const TEXT = 4;
const NONE = 5;

const HEADINGS = "headings";
const NAME_PARTS = 3;
const MOST_TRIES = 10;
const NOTHING = { documents: [], scores: [], titles: [], expanded: new Map() };

/**
 * base: address of the language's search folder, such as "/en/search/". Nothing is loaded before the first search.
 * @param {{ base: string, fetch?: Fetch }} options
 */
export function openSearch({ base, fetch = (address) => globalThis.fetch(address) }) {
  return new Search(new Store(base.endsWith("/") ? base : `${base}/`, fetch));
}

export class Search {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /**
   * { documents, total, didYouMean }: `limit` documents of `total`. Where nothing is found, the documents are those of
   * the query in `didYouMean`, or hold some of the words. Rejects only where a file cannot be loaded.
   * @param {string} text
   * @param {{ limit?: number, category?: string | null }} [options]
   * @returns {Promise<Answer>}
   */
  async search(text, { limit = 10, category = null } = {}) {
    const { fields, lang } = await this.store.manifest();
    const query = parseQuery(text, { fields, lang });
    const among = category === null ? null : await this.store.category(category);
    let didYouMean = "";
    let any = false;
    let found = await this.find(query, among, lang);
    if (!found.hits.length && query.isPlain && query.key) {
      [didYouMean, found] = await this.correct(query, found, among, { fields, lang });
      any = !found.hits.length;
      if (any) found = await this.find(query, among, lang, { any });
    }
    const shown = found.hits.slice(0, limit).map(found.describe);
    const options = { field: fields.indexOf(HEADINGS), any };
    const [documents, headings] = await Promise.all([
      Promise.all(shown.map((hit) => this.document(hit, found.expanded, fields))),
      this.headings(shown, found.expanded, options),
    ]);
    const clauses = [...found.expanded.keys()];
    const answered = documents.map((document, at) => ({
      ...document,
      headings: choose(headings[at], document, clauses, options),
    }));
    return { documents: answered, total: found.hits.length, didYouMean };
  }

  // [[key, label], …] of the language's categories.
  async categories() {
    return (await this.store.manifest()).labels;
  }

  /**
   * { hits: numbers in their order, best: kind of the first, expanded: see match, describe: number -> { number, score,
   * kind, name } }. Only what is shown is described: there may be a hundred thousand hits.
   * @param {Query} query
   * @param {Set<number> | null} among
   * @param {string} lang
   * @param {{ any?: boolean }} [options]
   * @returns {Promise<Hits>}
   */
  async find(query, among, lang, options = {}) {
    const found = query.clauses.length ? match(this.store, query.clauses, options) : NOTHING;
    const [{ documents, scores, titles, expanded }, names, { count }] = await Promise.all([
      found,
      this.names(query.key, lang),
      this.store.manifest(),
    ]);
    const needed = query.clauses.filter((clause) => clause.presence === 1).length;
    const kinds = new Uint8Array(count).fill(NONE);
    for (const number of documents) kinds[number] = needed > 0 && titles[number] === needed ? TITLE : TEXT;
    const hits = [...documents];
    for (const [number, { kind }] of names) {
      // What was written with operators says itself what is to be found.
      if (kinds[number] === NONE && !query.isPlain) continue;
      if (kinds[number] === NONE) hits.push(number);
      kinds[number] = kind;
    }
    /** @param {number} number */
    const score = (number) => scores[number] ?? 0;
    /**
     * By kind, then by Lunr's score; what it rates alike keeps the order of the entries.
     * @param {number} one
     * @param {number} other
     */
    const order = (one, other) => kinds[one] - kinds[other] || score(other) - score(one) || one - other;
    const kept = (among ? hits.filter((number) => among.has(number)) : hits).sort(order);
    /** @param {number} number */
    const describe = (number) => ({
      number,
      score: score(number),
      kind: kinds[number],
      name: kinds[number] < TITLE ? (names.get(number)?.name ?? null) : null,
    });
    return { hits: kept, best: kept.length ? kinds[kept[0]] : NONE, expanded, describe };
  }

  /**
   * The names that begin with a key: document -> { kind, name }, the best for each document.
   * @param {string} key
   * @param {string} lang
   * @returns {Promise<Map<number, NameHit>>}
   */
  async names(key, lang) {
    const found = new Map();
    if (!key) return found;
    const wholes = [key, ...(/^en\b/i.test(lang) ? otherNumbers(key) : [])];
    let rows = await this.store.names(key, NAME_PARTS);
    for (const whole of wholes.slice(1)) {
      rows = rows.concat((await this.store.names(whole, 1)).filter((row) => row.key === whole));
    }
    for (const { key: name, name: text, field, document } of rows) {
      const kind = field > 0 ? NAME : wholes.includes(name) ? EXACT : HEADWORD;
      const before = found.get(document);
      if (!before || kind < before.kind) found.set(document, { kind, name: field > 0 ? { field, text } : null });
    }
    return found;
  }

  /**
   * The likeliest query that finds something, a headword before all, and what it finds.
   * @param {Query} query
   * @param {Hits} nothing what the query itself finds
   * @param {Set<number> | null} among
   * @param {Scope} scope
   * @returns {Promise<[query: string, hits: Hits]>}
   */
  async correct(query, nothing, among, { fields, lang }) {
    const { unknown } = await match(this.store, query.clauses);
    const words = new Set(unknown.flatMap((clause) => [...clause.terms, clause.prefix]));
    let [best, found] = ["", nothing];
    for (const option of suggest(query.key, words, await this.store.vocabulary()).slice(0, MOST_TRIES)) {
      const other = await this.find(parseQuery(`${option} `, { fields, lang }), among, lang);
      if (other.best < found.best) [best, found] = [option, other];
      if (found.best === EXACT) break;
    }
    return [best, found];
  }

  /**
   * @param {Hit} hit
   * @param {Expanded} expanded
   * @param {string[]} fields
   */
  async document({ number, score, kind, name }, expanded, fields) {
    const [title, href, definition] = await this.store.document(number);
    const via = name && { field: fields[name.field], text: name.text };
    return {
      number,
      title,
      href,
      definition,
      score,
      kind,
      via,
      words: kind === TEXT ? completed(number, expanded) : [],
    };
  }

  /**
   * The headings of each document, [id, text, …], none of those that mean nothing to the query.
   * @param {Hit[]} shown
   * @param {Expanded} expanded
   * @param {HeadingOptions} options
   */
  headings(shown, expanded, options) {
    const within = headed(
      shown.map((hit) => hit.number),
      expanded,
      options,
    );
    return Promise.all(shown.map(({ number }) => (within.includes(number) ? this.store.headings(number) : [])));
  }
}

/**
 * A key with its last word in the other grammatical number.
 * @param {string} key
 */
function otherNumbers(key) {
  const at = key.lastIndexOf(" ") + 1;
  return numbers(key.slice(at)).map((word) => key.slice(0, at) + word);
}
