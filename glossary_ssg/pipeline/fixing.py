"""Repairs of sources for findings that have one safe answer: exact spans of bytes, nothing around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct

from glossary_ssg.cache import Cache
from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.errors import OutputError
from glossary_ssg.executor import Executor
from glossary_ssg.files import write_file
from glossary_ssg.pipeline.analysis import analyse
from glossary_ssg.pipeline.findings import read_baseline, sift
from glossary_ssg.pipeline.repairs import FIXABLE, Repairs, Span, Text
from glossary_ssg.pipeline.session import Session


class Repair(Struct, frozen=True, gc=False):
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
        except OSError as error:
            raise OutputError(f"error: {self.path}: cannot be read: {error.strerror}") from error
        write_file(self.path, self.after)
        return True


def find_repairs(config: Config, executor: Executor, codes: Collection[str], *, cache: Cache) -> tuple[Repair, ...]:
    """Return the repairs of some codes by path. Nothing is written.

    Where no code is named, all of FIXABLE are repaired, but for what the site does not want to be told: findings that
    are off or in the baseline.
    """
    analysis = analyse(Session(config, executor, cache))
    wanted = frozenset(codes or FIXABLE)
    found = [item for item in (*analysis.parsed.diagnostics, *analysis.glossary.diagnostics) if item.code in wanted]
    by_path: dict[str, list[Diagnostic]] = defaultdict(list)
    for item in found if codes else sift(config, found, read_baseline(config)).new:
        by_path[item.path].append(item)
    repairs = Repairs(analysis)
    files = []
    for source in analysis.discovery.sources:
        here = by_path.get(source.path)
        if source.size > config.max_file_size:
            continue  # only its beginning is read
        if here and (data := analysis.discovery.take(config.content, source)) is not None:
            files.append(_repair(repairs, config.content, Text(source.path, data), here))
    return tuple(file for file in files if file)


def _repair(repairs: Repairs, content: Path, source: Text, found: Sequence[Diagnostic]) -> Repair | None:
    """Return a file with its repairs; None where there are none or its bytes are not UTF-8."""
    try:
        source.data.decode()
    except UnicodeDecodeError:
        return None
    spans: dict[Span, str] = {}
    for item in found:
        for span in FIXABLE[item.code](repairs, item, source):
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
