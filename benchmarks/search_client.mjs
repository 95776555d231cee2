// Asks the client of the default theme: node search_client.mjs < { folder, limit, queries, cold }
// > [{ found: [number, …], total, bytes: { kind: … }, milliseconds }, …]
// With cold nothing is kept from one query to the next; bytes are those of a gzip transfer by kind of file, without the
// modules.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { openSearch } from "../themes/default/static/js/search/index.js";

const { folder, limit, queries, cold } = JSON.parse(readFileSync(0, "utf8"));
const sizes = new Map();
let bytes = {};

async function fetch(path) {
  const data = readFileSync(path);
  if (cold && !sizes.has(path)) sizes.set(path, gzipSync(data, { level: 6 }).length);
  const [kind] = path.slice(path.lastIndexOf("/") + 1).split(/-\d|\./u);
  bytes[kind] = (bytes[kind] ?? 0) + (sizes.get(path) ?? 0);
  return { ok: true, json: async () => JSON.parse(data.toString("utf8")) };
}

let search = openSearch({ base: folder, fetch });
const answers = [];
for (const query of queries) {
  if (cold) search = openSearch({ base: folder, fetch });
  else await search.search(query, { limit });
  bytes = {};
  const start = performance.now();
  const { documents, total } = await search.search(query, { limit });
  const milliseconds = performance.now() - start;
  answers.push({ found: documents.map(({ number }) => number), total, bytes, milliseconds });
}
process.stdout.write(JSON.stringify(answers));
