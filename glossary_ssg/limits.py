"""Bounds on what one file, one field or one request may cost.

Limits count characters, bytes, levels and steps, never seconds: the output must not depend on how busy the machine is.
`docs/security.md` lists them for users.
"""

from __future__ import annotations

MAX_FILE_SIZE = 1_000_000
"""Bytes of a content file that is parsed, unless `max_file_size` says otherwise."""

LARGEST_FILE_SIZE = 1_000_000_000
"""Bytes: the largest value of `max_file_size`."""

LEAST_READ = 300_000
"""Bytes that are read of a file at least, however small `max_file_size` is: more than any frontmatter may have."""

PLAIN_SEARCHED = 65_536
"""Characters at the beginning of a file that is too large to be parsed: these are searched."""

MAX_SAME_DIAGNOSTICS = 1_000
"""Diagnostics of one code that parsing reports for one file."""

MAX_MARKS = 250_000
"""Characters of a file that may begin or end inline markup, such as asterisks, brackets and line ends in paragraphs."""

MAX_CELLS = 100_000
"""Cells of all tables in a file; each row and each table count as some more."""

MAX_HTML_DEPTH = 100
"""Levels of elements in authors' HTML, with those of Markdown around them: parsers of HTML take time for each."""

MAX_REOPENED = 1_000_000
"""Characters of formatting tags that are opened again behind the ends of blocks: `<p><b>a<p>b` has one such tag."""

HIGHLIGHTED_BLOCK = 5_000
"""Characters of a code block that is highlighted. Many of Pygments' lexers take time that grows with the square."""

HIGHLIGHTED_LINE = 1_000
"""Characters of the longest line of a code block that is highlighted."""

HIGHLIGHTED_SPACE = 100
"""Characters of the longest run of white space, line ends included, in a code block that is highlighted."""

HIGHLIGHTED_SQUARES = 50_000_000
"""Sum of the squares of the lengths of a file's highlighted code blocks: 50 blocks of 1,000 characters, for example."""

LOCATE_STEPS = 50_000_000
"""Characters that are searched for the positions of diagnostics and references in one pass over a text."""

LOCATE_WINDOW = 1_000
"""Characters ahead that are searched for each position after LOCATE_STEPS."""
LONGEST_TITLE = 300
"""Characters of a headword. A longer one is shortened."""
LONGEST_NAME = 300
"""Characters of a synonym, acronym, reading, qualifier, keyword, category or label. A longer one is left out."""
LONGEST_REFERENCE = 1_000
"""Characters of a `translationKey`, a `slug` and an item of `related`. A longer one is left out."""
MOST_ITEMS = 1_000
"""Items of one list in the frontmatter: names, keywords, categories, aliases, related entries. The rest is left out."""
MOST_NAME_PARTS = 8
"""Parentheses of a headword that may be an acronym or a qualifier. Any further ones are plain text."""
MOST_LISTED = 10
"""Files that one message lists. It counts the others."""
MOST_NESTED_NAMES = 8
"""Names that end with one another and are still all looked for at every offset of a text."""
MOST_TRIES = 16
"""Names that are tried at one offset of a text, the longest first, where many overlap."""
MOST_OVERLAPS = 1_000
"""Overlapping names of a text, in addition to one for each of its characters, of which all are compared."""
LONGEST_SUGGESTION = 100
"""Characters of a name or a heading's id that can be suggested for a mistyped one, and of what is mistyped."""
MOST_COMPARED = 5_000
"""Names that are counted for one suggestion, once for each pair of letters that they share with what is mistyped."""
MOST_EQUAL_CHARACTERS = 1_000
"""Pairs of equal characters of two names that are compared for a suggestion: the same word twice has fewer."""
MOST_TARGETS = 100
"""Entries that share a name and among which the text of a link can still choose."""
SVG_BYTES = 16 * 2**20
"""Bytes of an SVG image that is published."""
SVG_DEPTH = 200
"""Levels of elements in an SVG image."""
SVG_ELEMENTS = 500_000
"""Elements of an SVG image."""
SVG_STYLE_CHARACTERS = 2**20
"""Characters of CSS in one SVG image."""
SVG_STYLE_DEPTH = 32
"""Levels of brackets in one style sheet or value of an SVG image."""
# Files other than content: `glossary_ssg/readers` enforces these.

TOML_BYTES = 1_048_576
"""Bytes of `glossary.toml`, `theme.toml` or a file of interface texts."""
TOML_DEPTH = 64
"""Levels of brackets in a TOML file, and parts of a dotted key."""
NUMBER_DIGITS = 4_000
"""Digits of a number in TOML; Python converts 4,300 at most."""
CONFIG_ERRORS = 100
"""Errors of one settings file that are reported together."""
MESSAGE_CHARACTERS = 400
"""Characters of one error in a settings file; longer ones are cut."""
QUOTED_CHARACTERS = 80
"""Characters of foreign text that a message quotes."""
SUGGEST_CHARACTERS = 100
"""Characters of a name for which similar names are looked up; comparing takes the square of the length."""

JSON_BYTES = 268_435_456
"""Bytes of a JSON file: a baseline, the manifest, a file of a search index."""
JSON_VALUES = 3_000_000
"""Values of a JSON file, counted by its commas and brackets."""

LIST_BYTES = 52_428_800
"""Bytes of one list of URLs or sitemap after decompression: the limit of the sitemap protocol."""
LISTS_BYTES = 134_217_728
"""Bytes of a sitemap index and all sitemaps that it names, after decompression."""
LIST_FILES = 1_000
"""Sitemaps that one index names, nested indexes included."""
URLS = 1_000_000
"""URLs that are read from a list, a ledger or a sitemap index."""
URL_CHARACTERS = 8_192
"""Characters of one URL."""
XML_DEPTH = 100
"""Levels of elements in an XML file."""
XML_ELEMENTS = 3_000_000
"""Elements of one XML file."""

TEMPLATE_BYTES = 1_048_576
"""Bytes of one template of a theme."""
STATIC_BYTES = 104_857_600
"""Bytes of one static file of a theme, or of the logo."""
EXCERPT_BYTES = 8_388_608
"""Bytes of a file from which a line is shown in a report."""
GIT_FILE_BYTES = 65_536
"""Bytes of a file in `.git`."""
DOCUMENTS = 1_000_000
"""Documents of one search index."""
NEW_NAME_BYTES = 200
"""UTF-8 bytes of a folder that `init` makes."""
NEW_TITLE_CHARACTERS = 300
"""Characters of a title that `new entry` takes."""
FRONTMATTER_CHARACTERS = 65_536
"""Characters of one frontmatter."""

FRONTMATTER_VALUES = 20_000
"""Values of one frontmatter, each alias counted as the values that it stands for."""

FRONTMATTER_DEPTH = 50
"""Levels of lists and mappings in one frontmatter; libyaml overflows the C stack at some 30,000."""

LARGE_FILE_BYTES = 1_000_000
"""Bytes from which an entry gets a note."""

FIX_PASSES = 20
"""Times that `fix` looks for repairs: one can bring up the next, which stands in the same field or list."""
