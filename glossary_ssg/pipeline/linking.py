"""Automatic links: which names stand where is cached by body and names; what becomes a link is decided anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from glossary_ssg.autolink import (
    Dictionary,
    Place,
    Scanner,
    choose,
    make_dictionaries,
    places_from_json,
    places_to_json,
)
from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.executor import Cache, Crash, Executor
from glossary_ssg.model import AutoLink, Entry, Glossary, NearMiss, Prose
from glossary_ssg.pipeline.parsing import Counted, as_json, digest
from glossary_ssg.text.folding import fold

FREQUENT = 0.2
"""A name that links from more than this share of a language's pages is reported as a candidate for the stop words."""
FEW_PAGES = 20
"""Below so many pages a share says nothing."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The automatic links of all pages."""

    links: Mapping[str, tuple[AutoLink, ...]]
    """By an entry's path."""
    misses: Mapping[str, tuple[NearMiss, ...]]
    diagnostics: tuple[Diagnostic, ...]
    fresh: tuple[tuple[str, str, bytes], ...]
    """(kind, key, JSON) for the cache."""


class Bodies:
    """The HTML of bodies, from this build's parsing or from the cache."""

    def __init__(self, cache: Cache, fresh: Mapping[str, bytes]) -> None:
        self._cache = cache
        self._fresh = fresh

    def html(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the HTML of bodies by key."""
        import json

        found = {key: json.loads(self._fresh[key])[0] for key in keys if key in self._fresh}
        loaded = self._cache.load("body", [key for key in keys if key not in found])
        return found | {key: body[0] for key, body in loaded.items()}


def link_all(
    config: Config, executor: Executor, cache: Cache, glossary: Glossary, bodies: Bodies, counted: Counted
) -> Linked:
    """Return the automatic links of every page."""
    dictionaries = make_dictionaries(config, glossary)
    links: dict[str, tuple[AutoLink, ...]] = {}
    misses: dict[str, tuple[NearMiss, ...]] = {}
    fresh: list[tuple[str, str, bytes]] = []
    found: list[Diagnostic] = []
    by_lang: dict[str, list[Entry]] = defaultdict(list)
    for entry in glossary.entries:
        if entry.path in glossary.addresses.entries:
            by_lang[entry.lang].append(entry)
    for language in config.languages:
        dictionary = dictionaries[language.folder]
        entries = by_lang[language.folder]
        if not (dictionary.settings.enabled and dictionary.meanings):
            continue
        chinese = language.tag.partition("-")[0] == "zh"
        places, new = _find_places(executor, cache, entries, sorted(dictionary.meanings), chinese, bodies, counted)
        fresh += new
        for entry in entries:
            written = {
                resolution.entry.path
                for resolution in glossary.references.resolutions[entry.path]
                if resolution.entry is not None
            }
            chosen = choose(entry, places.get(entry.body_key, ()), dictionary, written)
            links[entry.path], misses[entry.path] = chosen
        found += _report_ambiguous(dictionary)
        found += _report_frequent(entries, links, language.folder)
    return Linked(links, misses, tuple(found), tuple(fresh))


def _find_places(
    executor: Executor,
    cache: Cache,
    entries: Sequence[Entry],
    names: Sequence[str],
    chinese: bool,
    bodies: Bodies,
    counted: Counted,
) -> tuple[dict[str, Sequence[Place]], list[tuple[str, str, bytes]]]:
    """Return the places of names by body key, and what the cache does not know yet.

    A body that was scanned for other names is scanned for the added ones only.
    """
    wanted = frozenset(names)
    known = digest("\n".join((*names, str(chinese))))
    scans = cache.load("scan", [entry.body_key for entry in entries])
    older = cache.load("names", sorted({scan[0] for scan in scans.values()} - {known}))
    places: dict[str, Sequence[Place]] = {}
    todo: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        scan = scans.get(entry.body_key)
        if scan is None or not (scan[0] == known or scan[0] in older):
            todo[""].append(entry)
        elif scan[0] == known:
            places[entry.body_key] = places_from_json(scan[1])
        else:
            kept = [place for place in places_from_json(scan[1]) if place.name in wanted]
            places[entry.body_key] = kept
            todo[scan[0]].append(entry)
    fresh: list[tuple[str, str, bytes]] = []
    for base, members in todo.items():
        added = tuple(sorted(wanted.difference(older[base]))) if base else tuple(names)
        html = bodies.html([entry.body_key for entry in members])
        jobs = [(html.get(entry.body_key, ""), entry.head.prose) for entry in members]
        results = executor.map(partial(scan_body, added, chinese), jobs)
        for entry, result in counted("link", zip(members, results, strict=True), len(members)):
            new = [] if isinstance(result, Crash) else places_from_json(result)
            both = sorted((*places.get(entry.body_key, ()), *new), key=lambda place: place.sort_key)
            places[entry.body_key] = both
            fresh.append(("scan", entry.body_key, as_json([known, places_to_json(both)])))
    if fresh:
        fresh.append(("names", known, as_json(list(names))))
    return places, fresh


def scan_body(names: tuple[str, ...], chinese: bool, job: tuple[str, Sequence[Prose]]) -> list[list[Any]]:
    """Return the places of names in a body as JSON data: a stage for the executor."""
    html, prose = job
    return places_to_json(_scanner(names, chinese).scan(html, prose))


@lru_cache(maxsize=16)
def _scanner(names: tuple[str, ...], chinese: bool) -> Scanner:
    return Scanner(names, chinese=chinese)


def _report_ambiguous(dictionary: Dictionary) -> Iterable[Diagnostic]:
    """Report names that several entries have, each once."""
    seen: set[str] = set()
    for key, meanings in dictionary.meanings.items():
        name = meanings[0].name
        if len(meanings) < 2 or fold(name) in seen or key in dictionary.stopped:
            continue
        seen.add(fold(name))
        paths = sorted(meaning.entry.path for meaning in meanings)
        first = next(meaning.entry for meaning in meanings if meaning.entry.path == paths[0])
        line, column = first.head.place("title")
        message = f"'{name}' is a name of {', '.join(paths)}; it links to none of them"
        hint = f'decide by [prefer] in glossary.toml: "{name}" = "<translation key>", or add it to the stop words'
        yield diagnose("autolink-ambiguous", message, hint=hint, path=first.path, line=line, column=column)


def _report_frequent(
    entries: Sequence[Entry], links: Mapping[str, Sequence[AutoLink]], lang: str
) -> Iterable[Diagnostic]:
    """Report names that link from so many pages that they may be common words."""
    if len(entries) < FEW_PAGES:
        return
    counts = Counter((link.name, link.target.path) for entry in entries for link in links[entry.path])
    for (name, path), count in sorted(counts.items()):
        if count > FREQUENT * len(entries):
            message = f"'{name}' links from {count} of {len(entries)} pages in '{lang}'"
            hint = f"if it is a common word, add it to `stop` under [languages.{lang}.autolink]"
            yield diagnose("autolink-frequent", message, hint=hint, path=path, line=1)
