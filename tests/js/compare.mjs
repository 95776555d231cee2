// Asks the client and a stock lunr.js the same: node compare.mjs FOLDER INDEX.json < [[query, isString], …]
// > [[[[number, score], …], [[number, score], …]], …]: what the client finds in the parts, what lunr.js finds in the whole.
// With isString lunr.js reads the query itself; without, it gets the clauses that the client made, since a stock lunr.js
// cuts no text without spaces.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { openSearch } from "../../themes/default/static/js/search/index.js";
import { parseQuery } from "../../themes/default/static/js/search/query.js";

const lunr = createRequire(import.meta.url)("lunr");
const search = openSearch({
  base: process.argv[2],
  fetch: async (path) => ({ ok: true, json: async () => JSON.parse(await readFile(path, "utf8")) }),
});
const index = lunr.Index.load(JSON.parse(readFileSync(process.argv[3], "utf8")));

function ask(text) {
  const { clauses } = parseQuery(text, { fields: index.fields, lunr: true });
  return index.query((query) => {
    for (const { terms, prefix, fields, boost, presence } of clauses) {
      const shared = { fields: fields.map((field) => index.fields[field]), boost, presence: presence + 1 };
      for (const term of prefix ? [`${prefix}*`] : terms.length ? terms : ["\0"]) query.clause({ ...shared, term, usePipeline: false });
    }
  });
}

const answers = [];
for (const [text, isString] of JSON.parse(readFileSync(0, "utf8"))) {
  const ours = (await search.lunr(text)).map(({ number, score }) => [number, score]);
  const theirs = (isString ? index.search(text) : ask(text)).map(({ ref, score }) => [Number(ref), score]);
  answers.push([ours, theirs]);
}
process.stdout.write(JSON.stringify(answers));
