// Builds an index in a stock lunr.js from terms that are cut already:
// node build.cjs < {"fields": [["title", 10], …], "documents": [[["term", …], …], …]} > serialised index
const fs = require("node:fs");
const lunr = require("lunr");

const { fields, documents } = JSON.parse(fs.readFileSync(0, "utf8"));
const builder = new lunr.Builder();
builder.ref("id");
builder.tokenizer = (terms) => terms.map((term) => new lunr.Token(term, {}));
for (const [name, boost] of fields) builder.field(name, { boost });
documents.forEach((terms, id) => {
  builder.add(Object.fromEntries([["id", String(id)], ...fields.map(([name], at) => [name, terms[at]])]));
});
process.stdout.write(JSON.stringify(builder.build()));
