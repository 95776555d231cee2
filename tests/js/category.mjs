// Searches in one category: node category.mjs FOLDER CATEGORY < "query" > [document, …]
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { openSearch } from "../../themes/default/static/js/search/index.js";

const fetch = async (path) => ({ ok: true, json: async () => JSON.parse(await readFile(path, "utf8")) });
const search = openSearch({ base: process.argv[2], fetch });
const { documents } = await search.search(JSON.parse(readFileSync(0, "utf8")), { category: process.argv[3] });
process.stdout.write(JSON.stringify(documents));
