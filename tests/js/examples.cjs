// Print the examples of the CommonMark specification.
const { tests } = require("commonmark-spec");
process.stdout.write(JSON.stringify(tests.map(({ markdown }) => markdown)));
