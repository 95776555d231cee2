"""Sources -> entries: heads from the cache where they are known, parsed anew elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.config import ParseSettings
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.executor import Crash
from glossary_ssg.model import INDEX_NAME, Entry, EntryType, Head, Source, as_json, as_text, decoder, digest
from glossary_ssg.pipeline.incremental.code import code_version
from glossary_ssg.pipeline.session import Session
from glossary_ssg.sources import Discovery

KINDS = ("head", "html", "prose", "terms")
"""What parsing gives of a file, in this order, each by itself: pages need the HTML alone, the index the terms alone."""


class Parsed(Struct, frozen=True, gc=False):
    """What parsing gave."""

    entries: tuple[Entry, ...]
    diagnostics: tuple[Diagnostic, ...]
    fresh: int
    """How many files were not in the cache."""
    keys: tuple[str, ...]
    """Keys of all that parsing gave."""


def parse_all(session: Session, discovery: Discovery) -> Parsed:
    """Return all entries: heads from the cache where they are known, parsed anew elsewhere."""
    cache = session.cache
    salt = f"{as_text(session.config.parsing)}\0{code_version()}"
    keys = [
        digest(f"{source.digest}\0{source.lang}\0{is_index(source)}\0{salt}".encode()) for source in discovery.sources
    ]
    pairs = list(zip(discovery.sources, keys, strict=True))
    complete = set.intersection(*(cache.known(kind, keys) for kind in KINDS))
    todo: dict[str, Source] = {}
    for source, key in pairs:
        if key not in complete:
            todo.setdefault(key, source)
    results = _begin(session, discovery, todo)
    discovery.texts.clear()
    # While other processes parse, this one remembers the last build.
    known = session.memory.entries
    unknown = {key for source, key in pairs if key in complete and (source.path, source.name, key) not in known}
    heads = cache.load("head", sorted(unknown), decoder(Head))
    lost = unknown - heads.keys()
    if damaged := {key: source for source, key in pairs if key in lost}:
        results = chain(results, _begin(session, discovery, damaged))
        todo |= damaged
    found: list[Diagnostic] = []
    for key, source, result in session.counted("parse", zip(todo, todo.values(), results, strict=True), len(todo)):
        if isinstance(result, Crash):
            message = f"the parser failed on this file: {result.reason}"
            hint = "please report it with the file; the other files are built"
            found.append(diagnose("parser-crash", message, hint=hint, path=source.path))
            heads.pop(key, None)
            continue
        for kind, data in zip(KINDS, result, strict=True):
            cache.put(kind, key, data)
        heads[key] = decoder(Head)(result[0])
    entries = []
    for source, key in pairs:
        entry = known.get((source.path, source.name, key)) or _entry(source, key, heads.get(key))
        if entry is not None:
            entries.append(entry)
            found.extend(diagnostic.at(source.path) for diagnostic in entry.head.diagnostics)
    known.clear()
    known.update({(entry.path, entry.name, entry.body_key): entry for entry in entries})
    return Parsed(tuple(entries), tuple(found), len(todo), tuple(keys))


def _begin(
    session: Session, discovery: Discovery, sources: dict[str, Source]
) -> Iterator[tuple[bytes, bytes, bytes, bytes] | Crash]:
    """Begin to parse files; those that are gone since are taken out of `sources`."""
    jobs: list[tuple[bytes, bool, int]] = []
    for key, source in list(sources.items()):
        data = discovery.take(session.config.content, source)
        if data is None:
            del sources[key]
        else:
            jobs.append((data, is_index(source), source.size))
    # To import the parser takes longer than to parse a few files.
    return session.executor.map(partial(parse_source, session.config.parsing), jobs, heavy=True)


def parse_source(settings: ParseSettings, item: tuple[bytes, bool, int]) -> tuple[bytes, bytes, bytes, bytes]:
    """Return what KINDS names of (bytes, is `_index`, size of the file), as JSON: a stage for the executor."""
    # Imported in the process that parses: a build in which nothing has changed does without mistune and nh3.
    from glossary_ssg.markdown.parse import parse

    data, is_index, size = item
    # The page of a folder has no place of its own for related entries.
    head, body = parse(data, replace(settings, related_headings=()) if is_index else settings, size=size)
    terms = as_json(body.terms)
    head = replace(head, terms=(digest(terms), digest(as_json(body.terms[:-1]))))
    return as_json(head), as_json(body.html), as_json(body.prose), terms


def is_index(source: Source) -> bool:
    """Tell whether a file is the landing text of its folder."""
    return source.name.rpartition("/")[2] == INDEX_NAME


def _entry(source: Source, key: str, head: Head | None) -> Entry | None:
    if head is None:
        return None
    kind = EntryType.SECTION if is_index(source) else head.type
    # The index of a language is the same page in all languages whatever its key says.
    translation_key = source.name if source.name == INDEX_NAME else head.translation_key or source.name
    return Entry(source.path, source.lang, source.name, kind, translation_key, key, head)
