// Asks the client and a stock lunr.js the same: node compare.mjs FOLDER INDEX.json < [[query, isString], …]
// > [[[[number, score], …], [[number, score], …]], …]: what the client finds in the parts, what lunr.js finds in the whole.
// With isString both get the clauses that lunr.js makes of the query; without, those of the client, since a stock lunr.js
// cuts no text without spaces.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { match } from "../../themes/default/static/js/search/match.js";
import { OPTIONAL, parseQuery } from "../../themes/default/static/js/search/query.js";
import { Store } from "../../themes/default/static/js/search/store.js";

const lunr = createRequire(import.meta.url)("lunr");
const store = new Store(`${process.argv[2]}/`, async (path) => ({
  ok: true,
  json: async () => JSON.parse(await readFile(path, "utf8")),
}));
const index = lunr.Index.load(JSON.parse(readFileSync(process.argv[3], "utf8")));

// The clauses of a query in the form of the client.
function read(text) {
  const query = new lunr.Query(index.fields);
  new lunr.QueryParser(text, query).parse();
  return query.clauses.map(({ term, fields, boost, presence }, group) => {
    const whole = { fields: fields.map((field) => index.fields.indexOf(field)), boost, presence: presence - 1, group };
    return term.endsWith("*")
      ? { ...whole, terms: [], prefix: term.slice(0, -1) }
      : { ...whole, terms: [term], prefix: "" };
  });
}

function ask(clauses) {
  return index.query((query) => {
    for (const { terms, prefix, fields, boost, presence } of clauses) {
      const shared = { fields: fields.map((field) => index.fields[field]), boost, presence: presence + 1 };
      for (const term of [...terms, ...(prefix ? [`${prefix}*`] : [])])
        query.clause({ ...shared, term, usePipeline: false });
    }
  });
}

const answers = [];
for (const [text, isString] of JSON.parse(readFileSync(0, "utf8"))) {
  const clauses = isString ? read(text) : parseQuery(text, { fields: index.fields, lang: "" }).clauses;
  // Words that were picked at random hardly ever stand together.
  if (!/[+-]/.test(text)) for (const clause of clauses) clause.presence = OPTIONAL;
  const { documents, scores } = await match(store, clauses);
  const ours = documents
    .map((number) => [number, scores[number]])
    .sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  answers.push([ours, ask(clauses).map(({ ref, score }) => [Number(ref), score])]);
}
process.stdout.write(JSON.stringify(answers));
