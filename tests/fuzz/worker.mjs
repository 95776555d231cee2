// Runs the theme's search scripts on request: a line of JSON [stage, data] on standard input, a line back for each.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { nameKey, normalise, parts, runs, tokens } from "../../themes/default/static/js/search/analyse.js";
import { choose } from "../../themes/default/static/js/search/headings.js";
import { openSearch } from "../../themes/default/static/js/search/index.js";
import { parseQuery } from "../../themes/default/static/js/search/query.js";
import { suggest } from "../../themes/default/static/js/search/typos.js";

const FIELDS = ["title", "synonyms", "reading", "translations", "keywords", "description", "headings", "body"];

// Each returns what is measured, a function.
const stages = {
  analyse: (text) => () => tokens(text).length,
  names: (text) => () => text.split("\n").map(nameKey).join("").length + runs(normalise(text)).flatMap(parts).length,
  query: (text) => () => parseQuery(text, { fields: FIELDS, lang: "en" }).clauses.length,
  headings: (text) => {
    const { clauses } = parseQuery(`${text.split("\n", 1)[0]} a`, { fields: FIELDS, lang: "en" });
    const headings = text.split("\n").flatMap((line) => [0, line]);
    return () => choose(headings, { title: text.slice(0, 300), href: "/" }, clauses, { field: 6, any: true }).length;
  },
  typos: (text) => {
    const words = [...new Set(text.split("\n").flatMap((line) => runs(normalise(line))))];
    const key = nameKey(words.slice(0, 8).join(" ").slice(0, 300));
    const lists = { named: words, others: words, names: new Map(words.map((word) => [nameKey(word), word])) };
    return () => suggest(key, new Set(runs(key)), lists).length;
  },
};

// Each returns the answer itself.
const answers = {
  tokens: (texts) => texts.map(tokens),
  keys: (texts) => texts.map(nameKey),
  parse: (texts) => texts.map((text) => parseQuery(text, { fields: FIELDS, lang: "en" })),
  search: async ([base, texts]) => {
    const fetch = async (path) => ({ ok: true, json: async () => JSON.parse(await readFile(path, "utf8")) });
    const search = openSearch({ base, fetch });
    const found = [];
    for (const text of texts) found.push(await search.search(text));
    return found;
  },
};

async function answer([stage, data]) {
  if (stage in answers) return { value: await answers[stage](data) };
  const run = stages[stage](data);
  globalThis.gc?.();
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6 };
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let found;
  try {
    found = await answer(JSON.parse(line));
  } catch (error) {
    found = { error: String(error.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
