"""Automatic links: which names stand where is cached by body and names; what becomes a link is decided anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct

from glossary_ssg.autolink import (
    Dictionary,
    Place,
    Scanner,
    choose,
    make_dictionaries,
)
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.executor import Crash
from glossary_ssg.model import AutoLink, Entry, Glossary, NearMiss, Prose, as_json, decoder, digest, from_json
from glossary_ssg.pipeline.bodies import Bodies
from glossary_ssg.pipeline.session import Session
from glossary_ssg.text.folding import fold

FREQUENT = 0.2
"""A name that links from more than this share of a language's pages is reported as a candidate for the stop words."""
FEW_PAGES = 20
"""Below so many pages a share says nothing."""


class Linked(Struct, frozen=True, gc=False):
    """The automatic links of all pages."""

    links: Mapping[str, tuple[AutoLink, ...]]
    """By an entry's path."""
    misses: Mapping[str, tuple[NearMiss, ...]]
    diagnostics: tuple[Diagnostic, ...]


def link_all(session: Session, glossary: Glossary, bodies: Bodies, *, with_misses: bool = False) -> Linked:
    """Return the automatic links of every page; with `with_misses` also why other names are no links."""
    known = session.memory.links
    reasons = (session.config, glossary.names, glossary.addresses)
    if reasons != known.reasons:
        known.dictionaries, known.reasons = make_dictionaries(session.config, glossary), reasons
        known.chosen.clear()
    dictionaries = known.dictionaries
    linked = _Linker(session, glossary, bodies, with_misses)
    for language in session.config.languages:
        dictionary = dictionaries[language.folder]
        if dictionary.settings.enabled and dictionary.meanings:
            linked.link(dictionary, chinese=language.tag.partition("-")[0] == "zh")
    return Linked(linked.links, linked.misses, tuple(linked.found))


class _Linker:
    """Links the pages of one language after another."""

    def __init__(self, session: Session, glossary: Glossary, bodies: Bodies, with_misses: bool) -> None:
        self.links: dict[str, tuple[AutoLink, ...]] = {}
        self.misses: dict[str, tuple[NearMiss, ...]] = {}
        self.found: list[Diagnostic] = []
        self._session = session
        self._glossary = glossary
        self._bodies = bodies
        self._with_misses = with_misses
        self._by_lang: dict[str, list[Entry]] = defaultdict(list)
        self._chosen = {} if with_misses else session.memory.links.chosen
        for entry in glossary.entries:
            if entry.path in glossary.addresses.entries:
                self._by_lang[entry.lang].append(entry)

    def link(self, dictionary: Dictionary, *, chinese: bool) -> None:
        """Link all pages of a dictionary's language. What was chosen for the same names and links is in the cache."""
        entries = self._by_lang[dictionary.lang]
        unknown = []
        for entry in entries:
            reasons, chosen = self._chosen.get(entry.path, ((), ()))
            if reasons == self._reasons(entry):
                self.links[entry.path] = chosen
            else:
                unknown.append(entry)
        keys = {entry.path: self._choice_key(entry, dictionary) for entry in unknown}
        known: Mapping[str, Any] = {} if self._with_misses else self._session.cache.load("links", list(keys.values()))
        todo = []
        for entry in unknown:
            links = known.get(keys[entry.path])
            if links is None:
                todo.append(entry)
            else:
                self.links[entry.path] = tuple(
                    AutoLink(start, end, line, name, self._glossary.names[path].entry, rule)
                    for start, end, line, name, path, rule in links
                )
        places = _find_places(self._session, todo, sorted(dictionary.meanings), chinese, self._bodies)
        for entry in todo:
            found = places.get(entry.body_key, ())
            links, misses = choose(entry, found, dictionary, self._written(entry), with_misses=self._with_misses)
            self.links[entry.path], self.misses[entry.path] = links, misses
            data = [[link.start, link.end, link.line, link.name, link.target.path, link.rule] for link in links]
            self._session.cache.put("links", keys[entry.path], as_json(data))
        for entry in unknown:
            self._chosen[entry.path] = self._reasons(entry), self.links[entry.path]
        self.found += _report_ambiguous(dictionary)
        self.found += _report_frequent(entries, self.links, dictionary.lang)

    def _reasons(self, entry: Entry) -> tuple[Any, ...]:
        """Return what the links of an entry follow from, beside the dictionary."""
        references = self._glossary.references
        return entry.body_key, references.resolutions[entry.path], references.related[entry.path]

    def _written(self, entry: Entry) -> list[str]:
        """Return the paths of the entries that a body links to, those in its section of related entries too."""
        references = self._glossary.references
        listed = references.related[entry.path][len(entry.head.related) :]
        resolutions = (*references.resolutions[entry.path], *(resolution for _, resolution in listed))
        return sorted({resolution.entry.path for resolution in resolutions if resolution.entry is not None})

    def _choice_key(self, entry: Entry, dictionary: Dictionary) -> str:
        return digest("\0".join((entry.body_key, entry.path, dictionary.digest, *self._written(entry))).encode())


def _find_places(
    session: Session, entries: Sequence[Entry], names: Sequence[str], chinese: bool, bodies: Bodies
) -> dict[str, Sequence[Place]]:
    """Return the places of names by body key.

    A body that was scanned for other names is scanned for the added ones only.
    """
    if not entries:
        return {}
    wanted = frozenset(names)
    known = digest("\n".join((*names, str(chinese))).encode())
    scans = session.cache.load("scan", [entry.body_key for entry in entries], decoder(tuple[str, list[Place]]))
    older: Mapping[str, Any] = session.cache.load("names", sorted({scan[0] for scan in scans.values()} - {known}))
    places: dict[str, Sequence[Place]] = {}
    todo: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        scan = scans.get(entry.body_key)
        if scan is None or not (scan[0] == known or scan[0] in older):
            todo[""].append(entry)
        elif scan[0] == known:
            places[entry.body_key] = scan[1]
        else:
            kept = [place for place in scan[1] if place.name in wanted]
            places[entry.body_key] = kept
            todo[scan[0]].append(entry)
    for base, members in todo.items():
        added = "\n".join(sorted(wanted.difference(older[base])) if base else names)
        jobs = bodies.scannable([entry.body_key for entry in members])
        results = session.executor.map(partial(scan_body, added, chinese), jobs)
        for entry, result in session.counted("link", zip(members, results, strict=True), len(members)):
            new = [] if isinstance(result, Crash) else result
            both = sorted((*places.get(entry.body_key, ()), *new), key=lambda place: place.sort_key)
            places[entry.body_key] = both
            session.cache.put("scan", entry.body_key, as_json([known, both]))
    if todo:
        session.cache.put("names", known, as_json(list(names)))
    return places


def scan_body(names: str, chinese: bool, job: tuple[bytes, bytes]) -> list[Place]:
    """Return the places of names in a body, which comes as two JSON texts: a stage for the executor.

    The names of a large glossary are many, so they travel as one text, a line each.
    """
    html, prose = job
    return _scanner(names, chinese).scan(from_json(html), decoder(tuple[Prose, ...])(prose))


@lru_cache(maxsize=16)
def _scanner(names: str, chinese: bool) -> Scanner:
    return Scanner(names.split("\n") if names else (), chinese=chinese)


def _report_ambiguous(dictionary: Dictionary) -> Iterable[Diagnostic]:
    """Report names that several entries have, each once."""
    seen: set[str] = set()
    for key, meanings in dictionary.meanings.items():
        name = meanings[0].name
        if len(meanings) < 2 or not meanings[0].has_page or fold(name) in seen or key in dictionary.stopped:
            continue
        seen.add(fold(name))
        paths = sorted(meaning.entry.path for meaning in meanings)
        first = next(meaning.entry for meaning in meanings if meaning.entry.path == paths[0])
        message = f"'{name}' is a name of {', '.join(paths)}; it links to none of them"
        hint = f'decide by [prefer] in glossary.toml: "{name}" = "<translation key>", or add it to the stop words'
        yield first.diagnose("autolink-ambiguous", "title", message, hint)


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
