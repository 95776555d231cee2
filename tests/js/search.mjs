// Searches a built index: node search.mjs FOLDER < ["query", …] > [{ documents, total, didYouMean }, …]
// With --lunr as the second argument [[number, score], …] of each query, as lunr.js ranks.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { openSearch } from "../../themes/default/static/js/search/index.js";

const search = openSearch({
  base: process.argv[2],
  fetch: async (path) => ({ ok: true, json: async () => JSON.parse(await readFile(path, "utf8")) }),
});
const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  const found = process.argv[3] === "--lunr" ? await search.lunr(query) : await search.search(query);
  answers.push(process.argv[3] === "--lunr" ? found.map(({ number, score }) => [number, score]) : found);
}
process.stdout.write(JSON.stringify(answers));
