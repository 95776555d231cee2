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

MAX_HTML_DEPTH = 100
"""Levels of elements in authors' HTML, with those of Markdown around them: parsers of HTML take time for each."""

HIGHLIGHTED_BLOCK = 5_000
"""Characters of a code block that is highlighted. Many of Pygments' lexers take time that grows with the square."""

HIGHLIGHTED_LINE = 1_000
"""Characters of the longest line of a code block that is highlighted."""

HIGHLIGHTED_SQUARES = 50_000_000
"""Sum of the squares of the lengths of a file's highlighted code blocks: 50 blocks of 1,000 characters, for example."""

LOCATE_STEPS = 50_000_000
"""Characters that are searched for the positions of diagnostics and references in one pass over a text."""

LOCATE_WINDOW = 1_000
"""Characters ahead that are searched for each position after LOCATE_STEPS."""
