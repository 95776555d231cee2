"""Readings that do not say how a Japanese headword sounds."""

from __future__ import annotations

from collections.abc import Iterator

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model import Entry
from glossary_ssg.text.collation import has_kanji
from glossary_ssg.text.letters import Kind


def check_readings(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report readings with kanji, and headwords that the index cannot file under a kana."""
    for language in site.config.languages:
        if language.tag.partition("-")[0] == "ja":
            for group in site.glossary.order.get(language.folder, ()):
                for entry in group.entries:
                    yield from _check_reading(entry, is_filed=group.kind != Kind.NO_READING)


def _check_reading(entry: Entry, *, is_filed: bool) -> Iterator[Diagnostic]:
    reading = next(iter(entry.head.readings), "")
    if reading and has_kanji(reading):
        yield entry.diagnose("reading-kanji", "reading", f"the reading '{reading}' has kanji in it", "write it in kana")
    elif not is_filed and reading:
        message = f"the reading '{reading}' does not begin with a kana that the index knows"
        yield entry.diagnose("reading-missing", "reading", message, "begin it with kana")
    elif not is_filed:
        message = f"'{entry.head.title}' has no reading and is listed at the end of the index"
        yield entry.diagnose("reading-missing", "title", message, "add `reading: …` in kana")


CHECKS: tuple[Check, ...] = (check_readings,)
