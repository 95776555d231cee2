// Print the version of the CommonMark specification and its examples.
const { tests } = require("commonmark-spec");
const { version } = require("commonmark-spec/package.json");
process.stdout.write(JSON.stringify({ version, tests }));
