// Loads an index in a stock lunr.js and answers queries: node query.cjs INDEX.json < ["query", …] > [["ref", …], …]
const fs = require("node:fs");
const lunr = require("lunr");

const index = lunr.Index.load(JSON.parse(fs.readFileSync(process.argv[2], "utf8")));
const queries = JSON.parse(fs.readFileSync(0, "utf8"));
const answers = queries.map((text) =>
  index
    .query((query) => query.term(lunr.tokenizer(text)))
    .slice(0, 10)
    .map((result) => result.ref),
);
process.stdout.write(JSON.stringify(answers));
