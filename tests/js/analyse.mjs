// Cuts texts as the client does: node analyse.mjs < ["text", …] > [["term", …], …]
import { readFileSync } from "node:fs";
import { tokens } from "../../themes/default/static/js/search/analyse.js";

const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(tokens)));
