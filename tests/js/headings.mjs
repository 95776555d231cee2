// Chooses headings as the client does: node headings.mjs < [[query, title, ["heading", …], any], …] > [["heading", …], …]
import { readFileSync } from "node:fs";
import { choose } from "../../themes/default/static/js/search/headings.js";
import { parseQuery } from "../../themes/default/static/js/search/query.js";

const answers = JSON.parse(readFileSync(0, "utf8")).map(([query, title, headings, any]) => {
  const { clauses } = parseQuery(query, { fields: ["title", "headings"], lang: "en" });
  const rows = headings.flatMap((heading, at) => [`h${at}`, heading]);
  return choose(rows, { title, href: "/x/" }, clauses, { field: 1, any }).map((chosen) => chosen.title);
});
process.stdout.write(JSON.stringify(answers));
