"""Automatic links: which names stand where is cached by body and names; what becomes a link is decided anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain

from msgspec import Struct

from glossary_ssg.autolink import (
    Dictionary,
    Mentions,
    Place,
    Scan,
    Scanner,
    choose,
    make_dictionaries,
    mentions_of,
    weigh,
)
from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.executor import Crash
from glossary_ssg.memo import Inputs, MemoTable
from glossary_ssg.model import AutoLink, Entry, Glossary, NearMiss, Prose, as_json, decoder, digest, from_json
from glossary_ssg.pipeline.bodies import Bodies
from glossary_ssg.pipeline.incremental.memory import NamedLinks
from glossary_ssg.pipeline.session import Session
from glossary_ssg.resolve import Joined
from glossary_ssg.text.folding import fold
from glossary_ssg.text.listing import listed

_MOST_AHEAD = 20_000
"""Entries whose bodies are scanned ahead: those of all languages are in memory at once."""
_MOST_HELD = 200_000
"""Places of names that wait in memory until links are chosen; the bodies of more are read from the cache once more."""
_BATCH = 2_000
"""Bodies whose places are read from the cache together."""
_NOUNS_WITH_CAPITALS = ("de", "lb")
"""Languages that write every noun with a capital."""


_Noted = list[tuple[int, int, int, str, str, str]]
"""Start, end, line, name, path of the target and rule of each link."""


class Linked(Struct, frozen=True, gc=False):
    """The automatic links of all pages."""

    links: Mapping[str, tuple[AutoLink, ...]]
    """By an entry's path."""
    misses: Mapping[str, tuple[NearMiss, ...]]
    diagnostics: tuple[Diagnostic, ...]


class Linker:
    """Links the pages of all languages.

    It is made before references are resolved: other processes begin with bodies that nobody has scanned yet.
    """

    def __init__(self, session: Session, joined: Joined, entries: Sequence[Entry], bodies: Bodies) -> None:
        self._session = session
        self._bodies = bodies
        inputs = (session.config, joined.names, joined.addresses)
        named = session.memory.links.named.get(inputs, lambda: _name_links(session.config, joined))
        self._chosen = named.chosen
        self._dictionaries = [
            dictionary
            for dictionary in named.dictionaries.values()
            if dictionary.settings.enabled and dictionary.meanings
        ]
        by_lang: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            if entry.path in joined.addresses.entries:
                by_lang[entry.lang].append(entry.body_key)
        self._begun: dict[str, tuple[Sequence[str], Iterator[Scan | Crash]]] = {}
        """By language: keys of bodies, and what is found in them."""
        if len(entries) <= _MOST_AHEAD:
            for dictionary in self._dictionaries:
                keys = list(dict.fromkeys(by_lang[dictionary.lang]))
                scanned = session.cache.known(self._kind(dictionary.lang), keys)
                new = [key for key in keys if key not in scanned]
                self._begun[dictionary.lang] = new, self._scan(dictionary, sorted(dictionary.meanings), new)

    def link(self, glossary: Glossary, *, with_misses: bool = False) -> Linked:
        """Return the automatic links of every page; with `with_misses` also why other names are no links."""
        links: dict[str, tuple[AutoLink, ...]] = {}
        misses: dict[str, tuple[NearMiss, ...]] = {}
        diagnostics: list[Diagnostic] = []
        by_lang: dict[str, list[Entry]] = defaultdict(list)
        for entry in glossary.entries:
            if entry.path in glossary.addresses.entries:
                by_lang[entry.lang].append(entry)
        for dictionary in self._dictionaries:
            entries = by_lang[dictionary.lang]
            own, own_misses = self._link(dictionary, glossary, entries, with_misses)
            links |= own
            misses |= own_misses
            diagnostics += _report_ambiguous(dictionary)
        return Linked(links, misses, tuple(diagnostics))

    def _link(
        self, dictionary: Dictionary, glossary: Glossary, entries: Sequence[Entry], with_misses: bool
    ) -> tuple[Mapping[str, tuple[AutoLink, ...]], Mapping[str, tuple[NearMiss, ...]]]:
        """Link all pages of a language. What was chosen for the same names and links is in the cache."""
        memory: MemoTable[tuple[AutoLink, ...]] = MemoTable() if with_misses else self._chosen
        held: dict[str, Sequence[Place]] = {}
        mentions = self._mentions(dictionary, [entry.body_key for entry in entries], held)
        has_case = self._session.config.language(dictionary.lang).tag.partition("-")[0] not in _NOUNS_WITH_CAPITALS
        by_path = {entry.path: mentions[entry.body_key] for entry in entries}
        evidence = weigh(dictionary, by_path, _linking(glossary, entries), has_case=has_case)
        chosen: dict[str, tuple[AutoLink, ...]] = {}
        misses: dict[str, tuple[NearMiss, ...]] = {}
        unknown = []
        inputs = {entry.path: (*_inputs(entry, glossary), evidence.on(by_path[entry.path])) for entry in entries}
        for entry in entries:
            links = memory.find(entry.path, inputs[entry.path])
            if links is None:
                unknown.append(entry)
            else:
                chosen[entry.path] = links
        keys = {entry.path: _choice_key(entry, dictionary, glossary, inputs[entry.path][-1]) for entry in unknown}
        known = {} if with_misses else self._session.cache.load("links", list(keys.values()), decoder(_Noted))
        todo = []
        for entry in unknown:
            noted = known.get(keys[entry.path])
            if noted is None or any(link[4] not in glossary.names for link in noted):
                todo.append(entry)
            else:
                chosen[entry.path] = tuple(
                    AutoLink(start, end, line, name, glossary.names[path].entry, rule)
                    for start, end, line, name, path, rule in noted
                )
        by_body: dict[str, list[Entry]] = defaultdict(list)
        for entry in todo:
            by_body[entry.body_key].append(entry)
        again = [key for key in by_body if key not in held]
        for body_key, places in chain(
            ((key, held.pop(key)) for key in list(by_body) if key in held), self._in_batches(dictionary, again)
        ):
            for entry in by_body[body_key]:
                links, misses[entry.path] = choose(
                    entry, places, dictionary, evidence, _written(entry, glossary), with_misses=with_misses
                )
                chosen[entry.path] = links
                data = [[link.start, link.end, link.line, link.name, link.target.path, link.rule] for link in links]
                self._session.cache.put("links", keys[entry.path], as_json(data))
        for entry in unknown:
            memory.put(entry.path, inputs[entry.path], chosen[entry.path])
        return {entry.path: chosen[entry.path] for entry in entries}, misses

    def _mentions(
        self, dictionary: Dictionary, keys: Sequence[str], held: dict[str, Sequence[Place]]
    ) -> Mapping[str, Mentions]:
        """Return the names in bodies by key; the places that are found on the way go into `held` where they fit."""
        memory = self._session.memory.links.mentions
        names = digest("\n".join(sorted(dictionary.meanings)).encode())
        last = memory.find(dictionary.lang, (names,)) or {}
        mentions = {key: last[key] for key in keys if key in last}
        room = _MOST_HELD
        for key, places in self._places(dictionary, [key for key in dict.fromkeys(keys) if key not in mentions]):
            mentions[key] = mentions_of(places)
            room -= len(places)
            if room >= 0:
                held[key] = places
        return memory.put(dictionary.lang, (names,), mentions)

    def _in_batches(self, dictionary: Dictionary, keys: Sequence[str]) -> Iterator[tuple[str, Sequence[Place]]]:
        """Yield body keys and the places of names, of some bodies at a time."""
        for first in range(0, len(keys), _BATCH):
            yield from self._places(dictionary, keys[first : first + _BATCH])

    def _places(self, dictionary: Dictionary, keys: Sequence[str]) -> Iterator[tuple[str, Sequence[Place]]]:
        """Yield body keys and the places of names in the bodies, in any order: all of them may take much memory.

        A body that was scanned for other names is scanned for the added ones only, unless names overlap so much that
        not all places are listed.
        """
        names, cache, kind = sorted(dictionary.meanings), self._session.cache, self._kind(dictionary.lang)
        wanted = frozenset(names)
        known = digest("\n".join(names).encode())
        begun, results = self._begun.pop(dictionary.lang, ((), iter(())))
        at_work = frozenset(begun)
        others = [key for key in dict.fromkeys(keys) if key not in at_work]
        todo: dict[str, list[str]] = defaultdict(list)
        kept: dict[str, list[Place]] = {}
        scans = cache.load(kind, others, decoder(tuple[str, list[Place]]))
        digests = sorted({scan[0] for scan in scans.values()} - {known, ""})
        older: Mapping[str, list[str]] = cache.load("names", digests, decoder(list[str]))
        if older and Scanner(names).is_nested:
            older = {}
        for key in others:
            base, cached = scans.get(key, ("", []))
            if base == known:
                yield key, cached
            elif base in older:
                kept[key] = [place for place in cached if place.name in wanted]
                todo[base].append(key)
            else:
                todo[""].append(key)
        again: list[str] = []
        for base, members in todo.items():
            if base:
                added = self._scan(dictionary, sorted(wanted.difference(older[base])), members)
                for key, result in self._scanned(members, added):
                    places = sorted((*kept[key], *result.places), key=lambda place: place.sort_key)
                    if len(places) > result.room:
                        again.append(key)
                    else:
                        yield key, self._keep(kind, known, key, places)
        again += todo[""]
        whole: Sequence[tuple[Sequence[str], Iterator[Scan | Crash]]] = (
            (begun, results),
            (again, self._scan(dictionary, names, again)),
        )
        for scanned, found in whole:
            for key, result in self._scanned(scanned, found):
                if result.room < 0:
                    # It is no help to a scan for added names; that there was one spares another one ahead.
                    self._keep(kind, "", key, [])
                    yield key, result.places
                else:
                    yield key, self._keep(kind, known, key, result.places)
        if begun or todo:
            cache.put("names", known, as_json(names))

    def _keep(self, kind: str, names: str, key: str, places: list[Place]) -> list[Place]:
        """Put the places of the names with a digest into the cache, and return them."""
        self._session.cache.put(kind, key, as_json([names, places]))
        return places

    def _scanned(self, keys: Sequence[str], results: Iterator[Scan | Crash]) -> Iterator[tuple[str, Scan]]:
        """Pass scans on with their bodies' keys; a body that crashed the scanner has no places."""
        counted = self._session.counted("link", zip(keys, results, strict=True), len(keys))
        for key, result in counted if keys else ():
            yield key, Scan([], 0) if isinstance(result, Crash) else result

    def _scan(self, dictionary: Dictionary, names: Sequence[str], keys: Sequence[str]) -> Iterator[Scan | Crash]:
        stopped = "\n".join(sorted(dictionary.stopped))
        stage = partial(scan_body, "\n".join(names), stopped, self._is_chinese(dictionary.lang))
        return self._session.executor.map(stage, self._bodies.scannable(keys))

    def _kind(self, lang: str) -> str:
        """Return as what places are cached: they follow from the rules of the script, too."""
        return "scan-zh" if self._is_chinese(lang) else "scan"

    def _is_chinese(self, lang: str) -> bool:
        return self._session.config.language(lang).tag.partition("-")[0] == "zh"


def _name_links(config: Config, joined: Joined) -> NamedLinks:
    """Return the dictionaries of all languages, for which no links are chosen yet."""
    return NamedLinks(make_dictionaries(config, joined.names.values(), joined.addresses.entries), MemoTable())


def _inputs(entry: Entry, glossary: Glossary) -> Inputs:
    """Return what the links of an entry follow from, beside the dictionary."""
    references = glossary.references
    return entry.body_key, references.resolutions[entry.path], references.related[entry.path]


def _written(entry: Entry, glossary: Glossary) -> list[str]:
    """Return the paths of the entries that a body links to, those in its section of related entries too."""
    references = glossary.references
    listed = references.related[entry.path][len(entry.head.related) :]
    resolutions = (*references.resolutions[entry.path], *(resolution for _, resolution in listed))
    return sorted({resolution.entry.path for resolution in resolutions if resolution.entry is not None})


def _linking(glossary: Glossary, entries: Sequence[Entry]) -> Mapping[str, set[str]]:
    """Return the pages of a language that link each entry, by path, in their text or as related ones."""
    linking: dict[str, set[str]] = defaultdict(set)
    references = glossary.references
    for entry in entries:
        related = (resolution for _, resolution in references.related[entry.path])
        targets = {one.entry.path for one in (*references.resolutions[entry.path], *related) if one.entry is not None}
        for target in targets - {entry.path}:
            linking[target].add(entry.path)
    return linking


def _choice_key(entry: Entry, dictionary: Dictionary, glossary: Glossary, evidence: Sequence[tuple[str, str]]) -> str:
    written = _written(entry, glossary)
    parts = (entry.body_key, entry.path, dictionary.digest, *written, *(f"{name}\1{said}" for name, said in evidence))
    return digest("\0".join(parts).encode())


def scan_body(names: str, stopped: str, chinese: bool, job: tuple[bytes, bytes]) -> Scan:
    """Return the places of names in a body, which comes as two JSON texts: a stage for the executor.

    The names of a large glossary are many, so they travel as one text, a line each.
    """
    html, prose = job
    return _scanner(names, stopped, chinese).examine(from_json(html), decoder(tuple[Prose, ...])(prose))


@lru_cache(maxsize=16)
def _scanner(names: str, stopped: str, chinese: bool) -> Scanner:
    return Scanner(names.split("\n") if names else (), stopped=stopped.split("\n"), chinese=chinese)


def _report_ambiguous(dictionary: Dictionary) -> Iterable[Diagnostic]:
    """Report names that several entries have, each once."""
    seen: set[str] = set()
    for key, meanings in dictionary.meanings.items():
        name = meanings[0].name
        if len(meanings) < 2 or not meanings[0].has_page or fold(name) in seen or key in dictionary.stopped:
            continue
        seen.add(fold(name))
        first = min((meaning.entry for meaning in meanings), key=lambda entry: entry.path)
        paths = listed([meaning.entry.path for meaning in meanings])
        message = f"'{name}' is a name of {paths}; it links to none of them"
        hint = f'decide by [prefer] in glossary.toml: "{name}" = "<translation key>", or add it to the stop words'
        yield first.diagnose("autolink-ambiguous", "title", message, hint)
