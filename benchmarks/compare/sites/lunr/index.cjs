// Builds a Lunr index of texts that a generator wrote: node index.cjs TEXTS... (each a JSON list of lang, url, title,
// summary and text). Writes one index for each language beside the first file. Japanese is cut by lunr-languages.
const fs = require("node:fs");
const path = require("node:path");
const lunr = require("lunr");
require("lunr-languages/lunr.stemmer.support")(lunr);
require("lunr-languages/tinyseg")(lunr);
require("lunr-languages/lunr.ja")(lunr);

const files = process.argv.slice(2);
const documents = files.flatMap((file) => JSON.parse(fs.readFileSync(file, "utf8")));
for (const lang of new Set(documents.map((document) => document.lang))) {
  const index = lunr(function () {
    if (lang === "ja") this.use(lunr.ja);
    this.ref("url");
    this.field("title", { boost: 10 });
    this.field("summary", { boost: 2 });
    this.field("text");
    for (const document of documents) if (document.lang === lang) this.add(document);
  });
  fs.writeFileSync(path.join(path.dirname(files[0]), `lunr-${lang}.json`), JSON.stringify(index));
}
