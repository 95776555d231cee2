"""Flag wording that reads as translated in documentation, help and messages: `python -m tools.wording`.

Only phrases that have one meaning are listed, so that every line of output is worth a change. Code blocks and spans
are skipped. Prints `path:line: phrase -> what to write`; the exit code is 1 if there is any.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "CHANGELOG.md", "SECURITY.md", "docs/*.md", "glossary_ssg/starter/content/en/*.md")

PHRASES = {
    r"\b(?:is|are|was|were) told\b(?! to\b)": "is reported, is shown",
    r"\btell(?:s)? of\b": "report",
    r"\b(?:made|built|written|read|parsed|rendered|begun) anew\b": "rebuilt, again",
    r"\bin vain\b": "say what failed",
    r"\bso (?:many|much)\b[^.\n]*\bat most\b": "maximum number of …",
    r"\bthat there (?:is|are) not?\b": "that does not exist",
    r"\b(?:gives?|giving) out files\b": "serves files",
    r"\bwhat becomes of\b": "what happens to",
    r"\bagain and again\b": "repeatedly; polls",
    r"\b(?:stands?|standing|stood) (?:above|at the|behind|below|beside|in the|in its|under)\b": "is",
    r"\bby (?:itself|themselves)\b": "automatically, on its own",
    r"\bmachines read\b": "machine-readable",
    r"\b(?:is|are) held for\b": "mistaken for",
    r", be it\b": "whether",
    r"\b(?:says|tells|explains) \[": "subject first: see [",
    r"\b(?:at the (?:foot|head) of) (?:the|every|each|a) pages?\b": "in the footer, in the header",
    r"\bmachine long\b": "too large for one machine",
    r"\bmistakes?\b": "error, problem",
    r"\bpictures?\b": "image",
}
_FLAGGED = re.compile("|".join(f"(?P<p{number}>{phrase})" for number, phrase in enumerate(PHRASES)), re.IGNORECASE)
_CODE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$|<!--.*?-->|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def of_page(text: str) -> str:
    """Return a page with its code as spaces, so that lines stay where they are."""
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)


def of_module(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of the strings of a module and the help of its commands, without other docstrings."""
    tree = ast.parse(source)
    docstrings = set()
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                docstrings.add(child.value)
        if isinstance(node, ast.FunctionDef) and any(".command" in ast.unparse(mark) for mark in node.decorator_list):
            yield node.lineno, ast.get_docstring(node) or ""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in docstrings
            and " " in node.value
        ):
            yield node.lineno, node.value


def flagged(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line from 0, `phrase -> what to write`) of a text."""
    for match in _FLAGGED.finditer(text):
        instead = list(PHRASES.values())[int(str(match.lastgroup)[1:])]
        yield text.count("\n", 0, match.start()), f"{' '.join(match[0].split())} -> {instead}"


def main() -> int:
    """Print what is flagged in the pages and modules of the repository."""
    lines = [
        (path, line + 1, what)
        for pattern in PAGES
        for path in sorted(ROOT.glob(pattern))
        for line, what in flagged(of_page(path.read_text(encoding="utf-8")))
    ]
    lines += [
        (path, start + line, what)
        for path in sorted((ROOT / "glossary_ssg").rglob("*.py"))
        for start, text in of_module(path.read_text(encoding="utf-8"))
        for line, what in flagged(text)
    ]
    for path, line, what in lines:
        print(f"{path.relative_to(ROOT)}:{line}: {what}")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
