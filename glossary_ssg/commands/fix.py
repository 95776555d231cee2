"""Repairs of sources for findings that have one safe answer: exact spans of bytes, nothing around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.commands.repairs import FIXABLE, Repairs, Span, Text
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.errors import OutputError
from glossary_ssg.files import write_file
from glossary_ssg.limits import FIX_PASSES
from glossary_ssg.model import digest
from glossary_ssg.pipeline.plan import PlannedSite, analyse_site, plan_build
from glossary_ssg.pipeline.session import Session
from glossary_ssg.report.baseline import read_baseline, sift
from glossary_ssg.sources import Discovery


class Repair(Struct, frozen=True, gc=False):
    """A file with all its repairs."""

    path: Path
    before: bytes
    after: bytes
    codes: tuple[str, ...]
    """A code for each repair, in the order in which they are made."""

    def write(self) -> bool:
        """Write the repaired file at once; False where it is not what was read any more. Raises OutputError."""
        try:
            if self.path.read_bytes() != self.before:
                return False
        except OSError as error:
            raise OutputError(f"error: {self.path}: cannot be read: {error.strerror}") from error
        write_file(self.path, self.after)
        return True


def find_repairs(session: Session, codes: Collection[str]) -> tuple[Repair, ...]:
    """Return the repairs of some codes by path, until nothing is left that can be repaired. Nothing is written.

    Where no code is named, all of FIXABLE are repaired, but for what the site does not want to be told: findings that
    are off or in the baseline.
    """
    site = _check(session)
    repairs: dict[str, Repair] = {}
    seen: set[tuple[str, bytes]] = set()
    for _ in range(FIX_PASSES):
        changed: dict[str, bytes] = {}
        for path, repair in _pass(site, codes, repairs):
            # A text that was there before would bring up the same repairs for ever.
            if (path, repair.after) in seen or repair.after == repair.before:
                continue
            seen |= {(path, repair.before), (path, repair.after)}
            repairs[path] = repair
            changed[path] = repair.after
        if not changed:
            break
        site = _check(session, _with_texts(site.analysis.discovery, changed))
    return tuple(repairs[path] for path in sorted(repairs))


def _check(session: Session, discovery: Discovery | None = None) -> PlannedSite:
    """Return the site that `check` would report on; `discovery` replaces what the session read."""
    return plan_build(session, analyse_site(session, discovery), has_cases=lambda: False)


def _pass(site: PlannedSite, codes: Collection[str], repaired: Mapping[str, Repair]) -> Iterator[tuple[str, Repair]]:
    """Yield path and repair, from the file's bytes on disk, of each file in which there is more to repair."""
    config, analysis = site.session.config, site.analysis
    wanted = frozenset(codes or FIXABLE)
    fixable = [item for item in site.diagnostics if item.code in wanted]
    by_path: dict[str, list[Diagnostic]] = defaultdict(list)
    for item in fixable if codes else sift(config, fixable, read_baseline(config)).new:
        by_path[item.path].append(item)
    repairs = Repairs(analysis)
    for source in analysis.discovery.sources:
        here = by_path.get(source.path)
        if not here or source.size > config.max_file_size:  # of a larger file only the beginning is read
            continue
        earlier = repaired.get(source.path)
        data = earlier.after if earlier else analysis.discovery.take(config.content, source)
        if data is None:
            continue
        after, made = _repair(repairs, Text(source.path, data), here)
        if after != data:
            before, previous = (earlier.before, earlier.codes) if earlier else (data, ())
            yield source.path, Repair(config.content / source.path, before, after, previous + made)


def _with_texts(discovery: Discovery, texts: Mapping[str, bytes]) -> Discovery:
    """Return a content folder in which some files hold other bytes than on disk."""
    sources = tuple(
        replace(source, size=len(texts[source.path]), digest=digest(texts[source.path]))
        if source.path in texts
        else source
        for source in discovery.sources
    )
    return replace(discovery, sources=sources, texts={**discovery.texts, **texts})


def _repair(repairs: Repairs, source: Text, diagnostics: Sequence[Diagnostic]) -> tuple[bytes, tuple[str, ...]]:
    """Return a file's bytes with its repairs, and their codes; as it is where its bytes are not UTF-8."""
    try:
        source.data.decode()
    except UnicodeDecodeError:
        return source.data, ()
    spans: dict[Span, str] = {}
    for item in diagnostics:
        for span in FIXABLE[item.code](repairs, item, source):
            spans[span] = item.code
    parts: list[bytes] = []
    at, codes = 0, []
    for span in sorted(spans):
        start, end, new = span
        if start >= at and source.data[start:end] != new:
            parts += [source.data[at:start], new]
            at = end
            codes.append(spans[span])
    return b"".join((*parts, source.data[at:])), tuple(codes)
