"""How each finding with one safe answer is repaired: exact spans of a source's bytes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.markdown.repeated import repeated_items
from glossary_ssg.markdown.unread import readable_mark
from glossary_ssg.model import Entry, Ref, RefKind
from glossary_ssg.pipeline.analysis import Analysis
from glossary_ssg.text.lines import without_bom

_LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_TARGET_END = re.compile("[#?]")

Span = tuple[int, int, bytes]
"""(start, end, replacement): offsets of bytes."""


class Text:
    """A file that is to be repaired."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        """As in Source."""
        self.data = data

    @cached_property
    def text_start(self) -> int:
        """Return the offset behind byte-order marks."""
        return len(self.data) - len(without_bom(self.data))

    @cached_property
    def lines(self) -> Sequence[tuple[int, int]]:
        """Return start and end of each line without its end, as editors count lines."""
        return [match.span(1) for match in _LINE.finditer(self.data, self.text_start)]


class Repairs:
    """Knows how findings are repaired in the light of the whole set."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._entries = {entry.path: entry for entry in analysis.glossary.entries}

    def bom(self, _found: Diagnostic, source: Text) -> Iterator[Span]:
        """Take the byte-order mark away."""
        if source.text_start:
            yield 0, source.text_start, b""

    def blank_lines(self, _found: Diagnostic, source: Text) -> Iterator[Span]:
        """Take the blank lines before the frontmatter away."""
        start = source.text_start
        text = source.data[start:].decode()
        lead = text[: len(text) - len(text.lstrip())]
        yield start, start + len(lead.encode()), b""

    def field_case(self, found: Diagnostic, source: Text) -> Iterator[Span]:
        """Write a field as it is known."""
        names = found.subject.split("\n")
        entry = self._entries.get(found.path)
        is_twice = entry and any(item.code == "field-duplicate" for item in entry.head.diagnostics)
        if len(names) == 2 and not is_twice:
            yield from _replace_at(source, found.line, found.column, *names)

    def key_case(self, found: Diagnostic, source: Text) -> Iterator[Span]:
        """Write a translation key as the other languages write it."""
        keys = found.subject.split("\n")
        name, colon, value = _rest(source, found.line, found.column).partition(":") if found.column else ("", "", "")
        if len(keys) == 2 and value.count(keys[0]) == 1:
            column = found.column + len(name + colon) + value.index(keys[0])
            yield from _replace_at(source, found.line, column, *keys)

    def date_quoted(self, found: Diagnostic, source: Text) -> Iterator[Span]:
        """Take the quotes around a date away."""
        rest = _rest(source, found.line, found.column)
        if match := re.match(r"([\"'])([^\"']+)\1", rest):
            yield from _replace_at(source, found.line, found.column, match[0], match[2])

    def repeated(self, found: Diagnostic, source: Text) -> Iterator[Span]:
        """Cut out what a list names for the second time."""
        if not source.data[source.text_start :].decode().lstrip().startswith("---"):
            return
        lines = [source.data[start:end].decode() for start, end in source.lines]
        for start, end in repeated_items(lines, found.line, found.column):
            yield _at(source, *start), _at(source, *end), b""

    def table(self, found: Diagnostic, source: Text) -> Iterator[Span]:
        """Put a blank line before a table."""
        at = _offset(source, found.line)
        if end := re.search(rb"(?:\r\n|\r|\n)\Z", source.data[:at]):
            yield at, at, end[0]

    def question(self, found: Diagnostic, source: Text) -> Iterator[Span]:
        """Write the mark of a question or an answer so that it is read as one."""
        if mark := readable_mark(_rest(source, found.line, 1)):
            yield from _replace_at(source, found.line, found.column, *mark)

    def guessed(self, found: Diagnostic, source: Text) -> Iterator[Span]:
        """Write the path of the file that a link leads to."""
        entry = self._entries.get(found.path)
        for ref, target in self._links(entry) if entry else ():
            if (ref.kind, ref.line, ref.column) == (RefKind.LINK, found.line, found.column):
                written = _TARGET_END.split(ref.target, maxsplit=1)[0]
                path = posixpath.relpath(target.path, source.path.rpartition("/")[0] or ".")
                if written and not re.search(r"[\s()<>#?%\\]", path) and _is_whole(source, found, ref.target):
                    yield from _replace_at(source, found.line, found.column, written, path)

    def _links(self, entry: Entry) -> Iterator[tuple[Ref, Entry]]:
        resolutions = self._analysis.glossary.references.resolutions.get(entry.path, ())
        for ref, resolution in zip(entry.head.refs, resolutions, strict=False):
            if resolution.entry:
                yield ref, resolution.entry


FIXABLE = {
    "encoding-bom": Repairs.bom,
    "field-case": Repairs.field_case,
    "field-date-quoted": Repairs.date_quoted,
    "field-repeated-item": Repairs.repeated,
    "frontmatter-blank-lines": Repairs.blank_lines,
    "key-case": Repairs.key_case,
    "question-literal": Repairs.question,
    "reference-guessed": Repairs.guessed,
    "table-literal": Repairs.table,
}
"""Code -> how it is repaired."""


def _offset(source: Text, line: int) -> int:
    """Return the offset of a line, counted from 1 as parsing counts them."""
    return source.lines[line - 1][0] if 0 < line <= len(source.lines) else len(source.data)


def _at(source: Text, line: int, column: int) -> int:
    """Return the offset of a place."""
    return _offset(source, line) + len(_rest(source, line, 1)[: column - 1].encode())


def _rest(source: Text, line: int, column: int) -> str:
    """Return a line from a column on."""
    if not 0 < line <= len(source.lines):
        return ""
    start, end = source.lines[line - 1]
    return source.data[start:end].decode()[column - 1 :]


def _is_whole(source: Text, found: Diagnostic, target: str) -> bool:
    """Tell whether a link's target stands at a place as it was understood, and ends there."""
    rest = _rest(source, found.line, found.column)
    return rest.startswith(target) and rest[len(target) : len(target) + 1] in (")", " ", "")


def _replace_at(source: Text, line: int, column: int, old: str, new: str) -> Iterator[Span]:
    """Yield the span of a text, if it stands at a place."""
    if line and column and _rest(source, line, column).startswith(old):
        start = _at(source, line, column)
        yield start, start + len(old.encode()), new.encode()
