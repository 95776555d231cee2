// Searches a built index: node search.mjs FOLDER < ["query", …] > [{ documents, total, didYouMean }, …]
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { openSearch } from "../../themes/default/static/js/search/index.js";

const search = openSearch({
  base: process.argv[2],
  fetch: async (path) => ({ ok: true, json: async () => JSON.parse(await readFile(path, "utf8")) }),
});
const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  answers.push(await search.search(query));
}
process.stdout.write(JSON.stringify(answers));
