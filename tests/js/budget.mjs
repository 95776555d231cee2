// Counts what a query loads: node budget.mjs FOLDER < "query" > { files, total }
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { openSearch } from "../../themes/default/static/js/search/index.js";

let files = 0;
const search = openSearch({
  base: process.argv[2],
  fetch: async (path) => {
    files += 1;
    return { ok: true, json: async () => JSON.parse(await readFile(path, "utf8")) };
  },
});
const { total } = await search.search(JSON.parse(readFileSync(0, "utf8")));
process.stdout.write(JSON.stringify({ files, total }));
