"""Report files that are too long to read in one go: `python -m tools.file_lengths`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIMIT = 400
"""Lines."""
FOLDERS = ("glossary_ssg", "themes", "tests", "benchmarks", "tools")
EXCEPTIONS = {
    "glossary_ssg/autolink/scan.py": "one machine: split only with the folding that links and search are to share",
    "glossary_ssg/markdown/html.py": "one visitor of all tokens",
    "glossary_ssg/resolve/references.py": "one resolver of all kinds of references",
    "glossary_ssg/resolve/ladder.py": "one ladder, read from top to bottom",
    "themes/default/static/css/entry.css": "one style sheet per kind of page, which one request loads",
    "themes/default/static/css/lists.css": "one style sheet per kind of page, which one request loads",
    "tests/test_addresses.py": "to be split by kind of address",
    "tests/test_builds.py": "to be split into cold, warm and parallel builds",
    "tests/test_cli.py": "to be split by command",
    "tests/test_config.py": "one table of all keys and what they do",
    "tests/test_docs.py": "to be split by page",
    "tests/test_entries.py": "to be split by field",
    "tests/test_pages.py": "to be split by kind of page",
    "tests/test_preview_app.py": "to be split into files and guards",
    "tests/test_references.py": "to be split by kind of target",
    "tests/test_theme.py": "to be split by part of a theme",
}
"""Path -> why the file may be longer."""


def main() -> int:
    """Print files above the limit and exceptions that are needed no longer; return 1 if there are any."""
    problems = []
    paths = [
        path for folder in FOLDERS for suffix in ("py", "js", "css") for path in (ROOT / folder).rglob(f"*.{suffix}")
    ]
    for path in sorted(paths):
        name = path.relative_to(ROOT).as_posix()
        if "node_modules" in path.parts:
            continue
        lines = len(path.read_bytes().splitlines())
        if lines > LIMIT and name not in EXCEPTIONS:
            problems.append(f"{name}: {lines} lines, more than {LIMIT}; split it, or give a reason in {__file__}")
        if lines <= LIMIT and name in EXCEPTIONS:
            problems.append(f"{name}: {lines} lines; remove it from the exceptions")
    print("\n".join(problems) or f"no file is longer than {LIMIT} lines, {len(EXCEPTIONS)} exceptions")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
