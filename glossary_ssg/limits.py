"""Bounds on what one file, one field or one request may cost.

Limits count characters, bytes, levels and steps, never seconds: the output must not depend on how busy the machine is.
`docs/security.md` lists them for users.
"""

from __future__ import annotations

# Entries

ENTRY_BYTES = 1_000_000
"""Bytes of a content file that is parsed, unless `max_file_size` says otherwise."""

ENTRY_BYTES_SETTING = 1_000_000_000
"""Bytes: the largest value of `max_file_size`."""

ENTRY_BYTES_READ = 300_000
"""Bytes that are read of a file at least, however small `max_file_size` is: more than any frontmatter may have."""

LARGE_FILE_BYTES = 1_000_000
"""Bytes from which an entry gets a note."""

PLAIN_TEXT_CHARACTERS = 65_536
"""Characters at the beginning of a file that is too large to be parsed: these are searched."""

SAME_DIAGNOSTICS = 1_000
"""Diagnostics of one code that parsing reports for one file."""

# Frontmatter

FRONTMATTER_CHARACTERS = 65_536
"""Characters of one frontmatter."""

FRONTMATTER_VALUES = 20_000
"""Values of one frontmatter, each alias counted as the values that it stands for."""

FRONTMATTER_DEPTH = 50
"""Levels of lists and mappings in one frontmatter; libyaml overflows the C stack at some 30,000."""

TITLE_CHARACTERS = 300
"""Characters of a headword. A longer one is shortened."""

NAME_CHARACTERS = 300
"""Characters of a synonym, acronym, reading, qualifier, keyword, category or label. A longer one is left out."""

KEY_CHARACTERS = 1_000
"""Characters of a `translationKey`, a `slug` and an item of `related`. A longer one is left out."""

FIELD_ITEMS = 1_000
"""Items of one list in the frontmatter: names, keywords, categories, aliases, related entries. The rest is left out."""

# Markdown

BODY_LINES = 150_000
"""Lines of a body that are parsed. The rest is shown as plain text."""

NESTED_LINES = 500_000
"""Lines inside lists and quotes, counted once for each list and quote that they stand in."""

INLINE_MARKS = 250_000
"""Characters of a file that may begin or end inline markup, such as asterisks, brackets and line ends in paragraphs."""

TABLE_CELLS = 100_000
"""Cells of all tables in a file; each row and each table count as some more."""

HTML_DEPTH = 100
"""Levels of elements in authors' HTML, with those of Markdown around them: parsers of HTML take time for each."""

REOPENED_CHARACTERS = 1_000_000
"""Characters of formatting tags that are opened again behind the ends of blocks: `<p><b>a<p>b` has one such tag."""

MARK_RUN_CHARACTERS = 100
"""Combining marks in a row of a body that are not parted. Sorting them takes the square of their number."""

SHORT_TEXT_CHARACTERS = 5_000
"""Characters of a body in which runs of combining marks may have any length."""

LOCATE_STEPS = 50_000_000
"""Characters that are searched for the positions of diagnostics and references in one pass over a text."""

LOCATE_WINDOW_CHARACTERS = 1_000
"""Characters ahead that are searched for each position after LOCATE_STEPS."""

# Highlighted code

CODE_BLOCK_CHARACTERS = 5_000
"""Characters of a code block that is highlighted. Many of Pygments' lexers take time that grows with the square."""

CODE_LINE_CHARACTERS = 1_000
"""Characters of the longest line of a code block that is highlighted."""

CODE_SPACE_CHARACTERS = 100
"""Characters of the longest run of white space, line ends included, in a code block that is highlighted."""

CODE_SQUARES = 50_000_000
"""Sum of the squares of the lengths of a file's highlighted code blocks: 41 blocks of 1,000 characters, for example."""

CODE_START_CHARACTERS = 100
"""Characters as which the beginning of each block counts in CODE_SQUARES."""

# Names and references

NAME_PARENTHESES = 8
"""Parentheses of a headword that may be an acronym or a qualifier. Any further ones are plain text."""

NESTED_NAMES = 8
"""Names that end with one another and are still all looked for at every offset of a text."""

OVERLAP_TRIES = 16
"""Names that are tried at one offset of a text, the longest first, where many overlap."""

OVERLAPS = 1_000
"""Overlapping names of a text, in addition to one for each of its characters, of which all are compared."""

COMPARED_MARKS = 256
"""Combining marks of one character that count when texts are compared."""

SHARED_NAME_ENTRIES = 100
"""Entries that share a name and among which the text of a link can still choose."""

SUGGESTION_CHARACTERS = 100
"""Characters of a name or a heading's id that can be suggested for a mistyped one, and of what is mistyped."""

SUGGESTION_NAMES = 500
"""Names with one word in common that are compared for a suggestion."""

ENTRY_SUGGESTIONS = 1_000
"""References of one entry that lead nowhere and for which a similar name is looked up."""

# Images

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

# Settings, themes and data files

TOML_BYTES = 1_048_576
"""Bytes of `glossary.toml`, `theme.toml` or a file of interface texts."""

TOML_DEPTH = 64
"""Levels of brackets in a TOML file, and parts of a dotted key."""

NUMBER_DIGITS = 4_000
"""Digits of a number in TOML; Python converts 4,300 at most."""

CONFIG_ERRORS = 100
"""Errors of one settings file that are reported together."""

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
"""Bytes of one static file of a theme or of the site, or of the logo."""

GIT_FILE_BYTES = 65_536
"""Bytes of a file in `.git`."""

DOCUMENTS = 1_000_000
"""Documents of one search index."""

# Messages and commands

MESSAGE_CHARACTERS = 400
"""Characters of one error in a settings file; longer ones are cut."""

MESSAGE_FILES = 10
"""Files that one message lists. It counts the others."""

QUOTED_CHARACTERS = 80
"""Characters of foreign text that a message quotes."""

EXCERPT_BYTES = 8_388_608
"""Bytes of a file from which a line is shown in a report."""

FIX_PASSES = 20
"""Times that `fix` looks for repairs: one can bring up the next, as a table freed from HTML its links."""

NEW_NAME_BYTES = 200
"""UTF-8 bytes of a folder that `init` makes."""

NEW_TITLE_CHARACTERS = 300
"""Characters of a title that `new entry` takes."""
