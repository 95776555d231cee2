// How long a stock lunr.js takes: node search_lunr.cjs < { fields, documents } > seconds of CPU to build and serialise
const fs = require("node:fs");
const lunr = require("../tests/js/node_modules/lunr");

const { fields, documents } = JSON.parse(fs.readFileSync(0, "utf8"));
const start = process.cpuUsage();
const builder = new lunr.Builder();
builder.ref("id");
builder.tokenizer = (terms) => terms.map((term) => new lunr.Token(term, {}));
for (const [name, boost] of fields) builder.field(name, { boost });
documents.forEach((terms, id) => {
  builder.add(Object.fromEntries([["id", String(id)], ...fields.map(([name], at) => [name, terms[at]])]));
});
JSON.stringify(builder.build());
const { user, system } = process.cpuUsage(start);
process.stdout.write(String((user + system) / 1e6));
