// Suggests words as the client does: node suggest.mjs < [[key, ["word", …]], …] > [["word", …], …]
import { readFileSync } from "node:fs";
import { suggest } from "../../themes/default/static/js/search/typos.js";

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = asked.map(([key, named]) => suggest(key, new Set([key]), { named, others: [], names: new Map() }));
process.stdout.write(JSON.stringify(answers));
