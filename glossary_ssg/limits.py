"""Bounds on what one file, one field or one request may cost.

Limits count characters, bytes, levels and steps, never seconds: the output must not depend on how busy the machine is.
`docs/security.md` lists them for users.
"""

from __future__ import annotations

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
