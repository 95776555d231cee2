"""Bounds on what one file, one field or one request may cost.

Limits count characters, bytes, levels and steps, never seconds: the output must not depend on how busy the machine is.
`docs/security.md` lists them for users.
"""

from __future__ import annotations

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
MOST_MARKS = 256
"""Combining marks of one character that count when texts are compared."""
