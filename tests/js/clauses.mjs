// Reads queries as the client does: node clauses.mjs < ["text", …] > [{ key, isPlain, clauses }, …]
import { readFileSync } from "node:fs";
import { parseQuery } from "../../themes/default/static/js/search/query.js";

const queries = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(
  JSON.stringify(queries.map((text) => parseQuery(text, { fields: ["title", "body"], lang: "en" }))),
);
