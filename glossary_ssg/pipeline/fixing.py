"""Repairs of sources for findings that have one safe answer: exact spans of bytes, nothing around them."""

from __future__ import annotations

import os
import posixpath
import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.errors import OutputError
from glossary_ssg.executor import Cache, Executor
from glossary_ssg.model import Entry, Ref, RefKind, Source
from glossary_ssg.pipeline.analysis import Analysis, analyse
from glossary_ssg.pipeline.session import Progress, Session, silent

_BOM = b"\xef\xbb\xbf"
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TARGET_END = re.compile("[#?]")

Span = tuple[int, int, bytes]
"""(start, end, replacement): offsets of bytes."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A file with all its repairs."""

    path: Path
    before: bytes
    after: bytes
    codes: tuple[str, ...]
    """A code for each repair, in the order of the file."""

    def write(self) -> bool:
        """Write the repaired file at once; False where it is not what was read any more. Raises OutputError."""
        try:
            if self.path.read_bytes() != self.before:
                return False
            target = self.path.resolve()
            handle, name = tempfile.mkstemp(prefix=".", dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self.after)
                Path(name).chmod(target.stat().st_mode & 0o7777)
                Path(name).replace(target)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"error: {self.path}: cannot be written: {error.strerror}") from error
        return True


def find_repairs(
    config: Config, executor: Executor, codes: Collection[str], *, cache: Cache, progress: Progress = silent
) -> tuple[Repair, ...]:
    """Return the repairs of some codes, all of FIXABLE where none is named, by path. Nothing is written."""
    analysis = analyse(Session(config, executor, cache, progress))
    wanted = frozenset(codes or FIXABLE)
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for item in (*analysis.parsed.diagnostics, *analysis.glossary.diagnostics):
        if item.code in wanted:
            found[item.path].append(item)
    finder = _Finder(analysis)
    repairs = (finder.repair(config.content, source, found[source.path]) for source in analysis.discovery.sources)
    return tuple(repair for repair in repairs if repair)


class _Finder:
    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._entries = {entry.path: entry for entry in analysis.glossary.entries}

    def repair(self, content: Path, source: Source, found: Sequence[Diagnostic]) -> Repair | None:
        """Return a file with its repairs; None where there are none or its bytes are not UTF-8."""
        try:
            source.data.decode()
        except UnicodeDecodeError:
            return None
        spans: dict[Span, str] = {}
        for item in found:
            for span in FIXABLE[item.code](self, item, source):
                spans[span] = item.code
        after, at, codes = source.data, len(source.data) + 1, []
        for span in sorted(spans, reverse=True):
            start, end, new = span
            if end <= at and source.data[start:end] != new:
                after, at = after[:start] + new + after[end:], start
                codes.append(spans[span])
        if after == source.data:
            return None
        return Repair(content / source.path, source.data, after, tuple(reversed(codes)))

    def bom(self, _found: Diagnostic, source: Source) -> Iterator[Span]:
        """Take the byte-order mark away."""
        if source.data.startswith(_BOM):
            yield 0, len(_BOM), b""

    def blank_lines(self, _found: Diagnostic, source: Source) -> Iterator[Span]:
        """Take the blank lines before the frontmatter away."""
        start = len(_BOM) if source.data.startswith(_BOM) else 0
        text = source.data[start:].decode()
        lead = text[: len(text) - len(text.lstrip())]
        yield start, start + len(lead.encode()), b""

    def field_case(self, found: Diagnostic, source: Source) -> Iterator[Span]:
        """Write a field as it is known."""
        names = found.subject.split("\n")
        entry = self._entries.get(found.path)
        is_twice = entry and any(item.code == "field-duplicate" for item in entry.head.diagnostics)
        if len(names) == 2 and not is_twice:
            yield from _replace_at(source, found.line, found.column, *names)

    def key_case(self, found: Diagnostic, source: Source) -> Iterator[Span]:
        """Write a translation key as the other languages write it."""
        keys = found.subject.split("\n")
        name, colon, value = _rest(source, found.line, found.column).partition(":") if found.column else ("", "", "")
        if len(keys) == 2 and value.count(keys[0]) == 1:
            column = found.column + len(name + colon) + value.index(keys[0])
            yield from _replace_at(source, found.line, column, *keys)

    def guessed(self, found: Diagnostic, source: Source) -> Iterator[Span]:
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
    "encoding-bom": _Finder.bom,
    "field-case": _Finder.field_case,
    "frontmatter-blank-lines": _Finder.blank_lines,
    "key-case": _Finder.key_case,
    "reference-guessed": _Finder.guessed,
}
"""Code -> how it is repaired."""


def _offset(source: Source, line: int) -> int:
    """Return the offset of a line, counted from 1 as parsing counts them."""
    start = len(_BOM) if source.data.startswith(_BOM) else 0
    for number, match in enumerate(_LINE.finditer(source.data, start), 1):
        if number == line:
            return match.start()
    return len(source.data)


def _rest(source: Source, line: int, column: int) -> str:
    """Return a line from a column on."""
    match = _LINE.match(source.data, _offset(source, line))
    return match[0].decode().rstrip("\r\n")[column - 1 :] if match else ""


def _is_whole(source: Source, found: Diagnostic, target: str) -> bool:
    """Tell whether a link's target stands at a place as it was understood, and ends there."""
    rest = _rest(source, found.line, found.column)
    return rest.startswith(target) and rest[len(target) : len(target) + 1] in (")", " ", "")


def _replace_at(source: Source, line: int, column: int, old: str, new: str) -> Iterator[Span]:
    """Yield the span of a text, if it stands at a place."""
    if line and column and _rest(source, line, column).startswith(old):
        before = _rest(source, line, 1)[: column - 1]
        start = _offset(source, line) + len(before.encode())
        yield start, start + len(old.encode()), new.encode()
