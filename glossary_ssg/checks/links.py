"""Links of the finished site: of menus, between entries, and automatic ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.model import Entry

_FREQUENT = 0.2
"""A name that links from more than this share of a language's pages is reported as a candidate for the stop words."""
_SEVERAL = 2
"""Ambiguous references from which on two entries are reported as a pair."""
_FEW_PAGES = 20
"""With fewer pages, a share says nothing."""


def check_menus(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report links of menu and footer to pages that do not exist; with a mount, the other site may have them."""
    if site.config.mount or not any(site.menus.values()):
        return
    base = site.config.base_path
    pages = {f"{base}{path}".removesuffix("index.html").rstrip("/") for path in site.paths}
    files: set[str] | None = None
    for folder, links in site.menus.items():
        for link in links:
            path = unquote(re.split("[?#]", link.href, maxsplit=1)[0])
            if not path.startswith("/") or path.removesuffix("index.html").rstrip("/") in pages:
                continue
            if files is None:
                files = {base + name for name in site.generated()}
            if path not in files:
                message = f"'{link.title}' of the menu or the foot leads to no page in '{folder}': '{path}'"
                hint = "correct its `url` in glossary.toml, or give it labels only in the languages that have the page"
                yield diagnose("menu-unresolved", message, hint=hint)


def check_languages(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report links to another language where the reader's own language has the entry."""
    glossary = site.glossary
    for entry in site.entries:
        for ref, resolution in zip(entry.head.refs, glossary.references.resolutions.get(entry.path, ()), strict=False):
            target = resolution.entry
            if target is None or target.lang == entry.lang or target.path not in glossary.translations.of:
                continue
            own = glossary.translation(target, entry.lang)
            if own and own is not entry:
                message = f"'{ref.target}' links to {target.path}, which '{entry.lang}' has as {own.path}"
                hint = f"link to {own.path}, unless you mean the other language"
                yield diagnose(
                    "reference-language", message, hint=hint, path=entry.path, line=ref.line, column=ref.column
                )


def check_ambiguous_pairs(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report two entries that several references may mean: they are often one concept."""
    references = site.glossary.references
    pairs = Counter(
        resolution.candidates
        for resolutions in references.resolutions.values()
        for resolution in resolutions
        if resolution.candidates
    )
    entries = {entry.path: entry for entry in site.entries}
    for (first, second), count in sorted(pairs.items()):
        if count >= _SEVERAL and first in entries:
            message = f"{first} and {second} may be the same concept: {count} references may mean either"
            hint = "merge them, or set [prefer] in glossary.toml to the one that is meant"
            yield entries[first].diagnose("entry-duplicate", "title", message, hint)


def check_unlinked(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report entries that no other entry links to: readers find them only in the index."""
    references = site.glossary.references
    linked: set[str] = set()
    for entry in site.glossary.entries:
        targets = [resolution.entry for resolution in references.resolutions.get(entry.path, ())]
        targets += [resolution.entry for _, resolution in references.related.get(entry.path, ())]
        targets += [link.target for link in site.links.get(entry.path, ())]
        linked.update(target.path for target in targets if target and target.path != entry.path)
    counts = Counter(entry.lang for entry in site.entries)
    for entry in site.entries:
        if entry.path not in linked and counts[entry.lang] > 1:
            message = f"no other entry leads to '{entry.head.title}'"
            yield entry.diagnose("entry-unlinked", "title", message, "link to it, or name it as `related`")


def check_frequent(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report names that link automatically from so many pages that they may be common words."""
    pages: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.glossary.entries:
        if entry.path in site.glossary.addresses.entries:
            pages[entry.lang].append(entry)
    for lang, entries in pages.items():
        if len(entries) < _FEW_PAGES:
            continue
        counts = Counter((link.name, link.target.path) for entry in entries for link in site.links.get(entry.path, ()))
        for (name, path), count in sorted(counts.items()):
            if count > _FREQUENT * len(entries):
                message = f"'{name}' links from {count} of {len(entries)} pages in '{lang}'"
                hint = f"if it is a common word, add it to `stop` under [languages.{lang}.autolink]"
                yield diagnose("autolink-frequent", message, hint=hint, path=path, line=1)


CHECKS: tuple[Check, ...] = (check_menus, check_languages, check_ambiguous_pairs, check_unlinked, check_frequent)
