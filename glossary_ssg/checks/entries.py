"""Entries: whether there are any, and what each lacks."""

from __future__ import annotations

from collections.abc import Iterator

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.model import EntryType


def check_existence(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report a glossary without entries."""
    if not any(entry.type is EntryType.GLOSSARY for entry in site.glossary.entries):
        hint = "entries are Markdown files with a `title`, in a folder for each language: content/en/term.md"
        yield diagnose("nothing-found", f"there is no entry in '{site.config.content}'", hint=hint)


def check_descriptions(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report entries without a description."""
    hint = "write a `description` of one sentence: lists, previews of links and search engines show it"
    for entry in site.entries:
        if not entry.head.description:
            message = "there is no description; the beginning of the text stands in for it"
            yield entry.diagnose("description-missing", "description", message, hint)


CHECKS: tuple[Check, ...] = (check_existence, check_descriptions)
