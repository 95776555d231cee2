// Types of the scripts in themes/ and glossary_ssg/serve/client/ for `tsc`. Nothing of this file is published.

// Search: what the files of the index hold, and what queries find.

/** A part of a query; those of a run of letters have the same group. */
interface Clause {
  terms: string[];
  /** All terms that begin so are meant too; empty for none. */
  prefix: string;
  /** Positions in `Manifest.fields`. */
  fields: number[];
  boost: number;
  presence: number;
  group: number;
}

interface Query {
  /** The query as a name. */
  key: string;
  /** Whether the query has no operators. */
  isPlain: boolean;
  clauses: Clause[];
}

/** A word of a query with its operators. */
interface QueryWord {
  sign: string;
  /** -1 for all fields. */
  field: number;
  text: string;
  star: boolean;
  boost: number;
}

type Scope = Pick<Manifest, "fields" | "lang">;

interface Posting {
  /** 1 where the lighter part of the documents is left out. */
  dropped: number;
  fields: [field: number, documents: number[], weights: number[]][];
}

type Terms = Map<string, Posting>;
type Expanded = Map<Clause, Terms>;
interface ExpandedClause {
  clause: Clause;
  terms: Terms;
}

/** First keys of parts, or of pages of the table of parts; their hashes in a row; entries of a page, 0 without pages. */
type Table<Key> = [firsts: Key[], hashes: string, size: number];
type Page<Key> = [firsts: Key[], hashes: string];

interface Tables {
  terms: Table<string>;
  names: Table<string>;
  documents: Table<number>;
}

interface Manifest extends Tables {
  count: number;
  fields: string[];
  lang: string;
  labels: [key: string, label: string][];
  /** Hashes of files. */
  vocabulary: string;
  categories: string;
}

interface NameRow {
  key: string;
  name: string;
  field: number;
  document: number;
}

interface Vocabulary {
  named: string[];
  others: string[];
  /** Names in scripts without spaces, by their keys. */
  names: Map<string, string>;
}

/** Ids, 0 for the usual one, and texts in turns. */
type HeadingRow = (string | number)[];

interface HeadingOptions {
  /** Position of the field of headings. */
  field: number;
  /** Whether one word of the query suffices. */
  any: boolean;
}

interface Heading {
  title: string;
  href: string;
}

interface NameHit {
  kind: number;
  name: { field: number; text: string } | null;
}

interface Hit extends NameHit {
  number: number;
  score: number;
}

interface Hits {
  /** Numbers of documents, the best first. */
  hits: number[];
  /** Kind of the first hit. */
  best: number;
  expanded: Expanded;
  describe: (number: number) => Hit;
}

interface FoundDocument {
  number: number;
  title: string;
  href: string;
  definition: string;
  score: number;
  kind: number;
  /** Name that the query begins, with its field. */
  via: { field: string; text: string } | null;
  /** Words of the document that the query begins. */
  words: string[];
  headings: Heading[];
}

interface Answer {
  documents: FoundDocument[];
  total: number;
  didYouMean: string;
}

type Fetch = (address: string) => Promise<Pick<Response, "ok" | "status" | "json">>;

// Pages: the elements by which templates and scripts recognise each other.

/** Elements that a page may have. */
interface Marked {
  "[data-contents]": HTMLDetailsElement;
  "[data-copy]": HTMLElement & { dataset: { copy: string; copied: string } };
  "[data-definitions]": HTMLElement;
  "[data-filter]": FilterForm;
  "[data-scheme-switch]": HTMLElement;
  "[data-search]": HTMLAnchorElement;
  "[data-search-dialog]": HTMLDialogElement;
  "[data-search-page]": HTMLElement;
  "details.menu": HTMLDetailsElement;
  'link[rel~="stylesheet"]': HTMLLinkElement;
  "meta[name=description]": HTMLMetaElement;
  "pre > code": HTMLElement & { parentElement: HTMLElement };
  "section.letter": HTMLElement;
  "select[name=category]": HTMLSelectElement;
  "table, pre": HTMLElement;
  ".term": HTMLElement;
}

/** Elements that the box around them always has. */
interface Inner {
  "[data-results]": Results;
  "input[name=q]": HTMLInputElement & { form: HTMLFormElement };
  dt: HTMLElement;
  output: HTMLOutputElement;
  summary: HTMLElement;
}

type FilterForm = HTMLFormElement & {
  dataset: { count: string };
  elements: { q: HTMLInputElement; category?: HTMLSelectElement };
};

/** What surrounds results, with the texts of the interface. */
type Results = HTMLElement & {
  dataset: Record<"all" | "count" | "failed" | "instead" | "none" | "source", string>;
};

interface ParentNode {
  querySelector<Name extends keyof Inner>(selectors: Name): Inner[Name];
  querySelector<Name extends keyof Marked>(selectors: Name): Marked[Name] | null;
  querySelectorAll<Name extends keyof Marked>(selectors: Name): NodeListOf<Marked[Name]>;
}

/** An event of a pointer, of a finger or of the focus. */
type Pointing = Event & { pointerType?: string };

interface Element {
  closest(selectors: "a[href]"): HTMLAnchorElement | null;
  cloneNode(subtree?: boolean): Element;
}

interface HTMLLinkElement {
  cloneNode(subtree?: boolean): HTMLLinkElement;
}

interface HTMLBodyElement {
  cloneNode(subtree?: boolean): HTMLBodyElement;
}

/** What the page of an entry says of itself. */
interface Definition {
  title: string;
  definition: string;
  lang: string;
  dir: string;
}

// The preview.

interface Problem {
  message: string;
  is_new: boolean;
  place: string;
  code: string | null;
  line: number | null;
  excerpt: [number: number, text: string][];
  hint: string | null;
}

/** What the preview's server tells of the site. */
interface Site {
  version?: string;
  assets?: string;
  digest: string;
  problems: Problem[];
}

/** Addresses and titles of pages that are close to the one asked for. */
type Close = [href: string, title: string][];
