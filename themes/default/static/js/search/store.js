// The files of a language's index, loaded when they are asked for and kept.
import { nameKey } from "./analyse.js";

const HASH_LENGTH = 6;

export class Store {
  /**
   * base: address of the search folder, with a slash at its end.
   * @param {string} base
   * @param {Fetch} fetch
   */
  constructor(base, fetch) {
    this.base = base;
    this.fetch = fetch;
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
  }

  /** @returns {Promise<Manifest>} */
  manifest() {
    return this.file("manifest.json", readManifest);
  }

  /**
   * A file as `read` makes it. What could not be loaded is asked for again the next time.
   * @template Content
   * @param {string} name
   * @param {(json: any) => Content} read
   * @returns {Promise<Content>}
   */
  file(name, read) {
    let found = this.files.get(name);
    if (!found) {
      found = this.load(name).then(read);
      found.catch(() => this.files.delete(name));
      this.files.set(name, found);
    }
    return found;
  }

  /** @param {string} name */
  async load(name) {
    const response = await this.fetch(this.base + name);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.json();
  }

  /**
   * The posting of a term, undefined where there is none.
   * @param {string} term
   */
  async term(term) {
    const number = await this.number("terms", term);
    return number < 0 ? undefined : (await this.part("terms", number, readTerms)).get(term);
  }

  /**
   * [term, posting] of all terms that begin so, of `most` parts at most.
   * @param {string} prefix
   * @param {number} most
   * @returns {Promise<[string, Posting][]>}
   */
  async prefix(prefix, most) {
    const found = [];
    for (const part of await this.range("terms", prefix, most, readTerms)) {
      for (const pair of part) if (pair[0].startsWith(prefix)) found.push(pair);
    }
    return found;
  }

  /**
   * { key, name, field, document } of all names that begin so, of `most` parts at most.
   * @param {string} prefix
   * @param {number} most
   */
  async names(prefix, most) {
    const parts = await this.range("names", prefix, most, readNames);
    return parts.flatMap((part) => part.filter((row) => row.key.startsWith(prefix)));
  }

  /**
   * @template Part
   * @param {"terms" | "names"} kind
   * @param {string} prefix
   * @param {number} most
   * @param {(json: any) => Part} read
   * @returns {Promise<Part[]>}
   */
  async range(kind, prefix, most, read) {
    const start = Math.max(await this.number(kind, prefix), 0);
    /** @type {Promise<Part>[]} */
    const parts = [];
    while (parts.length < most) {
      const { first, hash } = await this.row(kind, start + parts.length);
      if (first === undefined || (parts.length && !first.startsWith(prefix))) break;
      parts.push(this.named(kind, start + parts.length, hash, read));
    }
    return Promise.all(parts);
  }

  /**
   * The number of the part that a key is in, -1 where it comes before all.
   * @template {keyof Tables} Kind
   * @param {Kind} kind
   * @param {Tables[Kind][0][number]} key
   */
  async number(kind, key) {
    const [firsts, , size] = (await this.manifest())[kind];
    const at = place(firsts, key);
    if (at < 0 || !size) return at;
    const [within] = await this.page(kind, at);
    return at * size + place(within, key);
  }

  /**
   * First key and hash of a part, undefined where there is none. The table of many parts is in pages.
   * @template {keyof Tables} Kind
   * @param {Kind} kind
   * @param {number} number
   * @returns {Promise<{ first?: Tables[Kind][0][number], hash: string }>}
   */
  async row(kind, number) {
    const [firsts, hashes, size] = (await this.manifest())[kind];
    if (!size) return { first: firsts[number], hash: hashAt(hashes, number) };
    const page = Math.floor(number / size);
    if (page >= firsts.length) return { hash: "" };
    const [within, its] = await this.page(kind, page);
    return { first: within[number % size], hash: hashAt(its, number % size) };
  }

  /**
   * @template {keyof Tables} Kind
   * @param {Kind} kind
   * @param {number} number
   * @returns {Promise<Page<Tables[Kind][0][number]>>}
   */
  async page(kind, number) {
    const hash = hashAt((await this.manifest())[kind][1], number);
    return this.named(`${kind}-page`, number, hash, (page) => page);
  }

  /**
   * [title, href, definition]
   * @param {number} number
   * @returns {Promise<[title: string, href: string, definition: string]>}
   */
  async document(number) {
    const [rows, at] = await this.beside("documents", number);
    const [title, href, definition] = rows.slice(3 * at, 3 * at + 3);
    return [title, href, definition];
  }

  /**
   * [id or 0, text, …]
   * @param {number} number
   * @returns {Promise<HeadingRow>}
   */
  async headings(number) {
    const [rows, at] = await this.beside("headings", number);
    return rows[at];
  }

  /**
   * The part of a document's number, and the document's place in it. All kinds of such parts are cut at the same places.
   * @param {string} kind
   * @param {number} number
   * @returns {Promise<[rows: any[], at: number]>}
   */
  async beside(kind, number) {
    const part = await this.number("documents", number);
    const { first, hash } = await this.row("documents", part);
    return [await this.named(kind, part, hash, (list) => list), number - Number(first)];
  }

  /**
   * @template Part
   * @param {keyof Tables} kind
   * @param {number} number
   * @param {(json: any) => Part} read
   */
  async part(kind, number, read) {
    return this.named(kind, number, (await this.row(kind, number)).hash, read);
  }

  /**
   * @template Part
   * @param {string} kind
   * @param {number} number
   * @param {string} hash
   * @param {(json: any) => Part} read
   * @returns {Promise<Part>}
   */
  named(kind, number, hash, read) {
    return this.file(`parts/${kind}-${number}.${hash}.json`, read);
  }

  /**
   * { named, others: words; names: key -> name in a script without spaces }
   * @returns {Promise<Vocabulary>}
   */
  vocabulary() {
    return this.whole("vocabulary", ([named, others, names]) => {
      return { named, others, names: new Map(names.map((/** @type {string} */ name) => [nameKey(name), name])) };
    });
  }

  /**
   * The documents of a category.
   * @param {string} key
   */
  async category(key) {
    /** @type {Record<string, number[]>} */
    const categories = await this.whole("categories", (found) => found);
    let number = 0;
    return new Set(Object.hasOwn(categories, key) ? categories[key].map((step) => (number += step)) : []);
  }

  /**
   * @template Content
   * @param {"vocabulary" | "categories"} kind
   * @param {(json: any) => Content} read
   */
  async whole(kind, read) {
    return this.file(`parts/${kind}.${(await this.manifest())[kind]}.json`, read);
  }
}

/**
 * A host may answer with something else under the same address; kept, it would fail until the page is loaded again.
 * @param {any} manifest
 * @returns {Manifest}
 */
function readManifest(manifest) {
  const lists = ["fields", "labels", "terms", "names", "documents"];
  /** @param {string} name */
  const isList = (name) => Array.isArray(manifest[name]);
  const isManifest = manifest && Number.isSafeInteger(manifest.count) && lists.every(isList);
  if (!isManifest) throw new TypeError("no manifest of a search index");
  return manifest;
}

/**
 * @param {string} hashes
 * @param {number} number
 */
function hashAt(hashes, number) {
  return hashes.slice(number * HASH_LENGTH, (number + 1) * HASH_LENGTH);
}

/**
 * The last of sorted keys that is not greater, -1 where there is none.
 * @param {(string | number)[]} keys
 * @param {string | number} key
 */
function place(keys, key) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * @param {any[]} list
 * @returns {Terms}
 */
function readTerms(list) {
  const found = new Map();
  for (let at = 0; at < list.length; at += 2) found.set(list[at], readPosting(list[at + 1]));
  return found;
}

/**
 * { dropped, fields: [[field, documents, weights]] }
 * @param {number[]} numbers
 * @returns {Posting}
 */
function readPosting(numbers) {
  /** @type {Posting["fields"]} */
  const fields = [];
  let at = 1;
  while (at < numbers.length) {
    const [field, count] = [numbers[at], numbers[at + 1]];
    at += 2;
    const documents = [];
    const weights = [];
    let document = 0;
    for (const end = Math.min(at + 2 * count, numbers.length); at < end; at += 2) {
      document += numbers[at];
      documents.push(document);
      weights.push(numbers[at + 1]);
    }
    fields.push([field, documents, weights]);
  }
  return { dropped: numbers[0], fields };
}

/**
 * @param {any[]} list
 * @returns {NameRow[]}
 */
function readNames(list) {
  const rows = [];
  for (let at = 0; at < list.length; at += 3) {
    rows.push({ key: nameKey(list[at]), name: list[at], field: list[at + 1], document: list[at + 2] });
  }
  return rows;
}
