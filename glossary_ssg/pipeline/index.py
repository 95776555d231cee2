"""Search indexes: what each is made from, and its files."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.config import Config
from glossary_ssg.executor import Crash
from glossary_ssg.model import (
    DecodeError,
    Entry,
    EntryType,
    FieldTerms,
    Glossary,
    OutputFile,
    as_json,
    decoder,
    digest,
)
from glossary_ssg.pipeline.analysis import Analysis
from glossary_ssg.pipeline.incremental.code import code_version
from glossary_ssg.pipeline.incremental.published import PublishedFile
from glossary_ssg.pipeline.session import Session
from glossary_ssg.search import Document, build_search
from glossary_ssg.search.files import FILES, STOCK_INDEX

_MOST_TOGETHER = 40_000
"""Documents of indexes that are built at the same time."""


class SearchPlan:
    """What a language's search index is made from; found out when somebody asks."""

    def __init__(
        self,
        folder: str,
        lang: str,
        categories: Sequence[tuple[str, str]],
        documents: Callable[[], Sequence[Document]],
    ) -> None:
        self.folder = folder
        """Below the output folder, with a slash at the end."""
        self.lang = lang
        """BCP 47."""
        self.categories = categories
        """(key, label)."""
        self._documents = documents

    @cached_property
    def documents(self) -> Sequence[Document]:
        """Return what can be found."""
        return self._documents()

    @cached_property
    def key(self) -> str:
        """Return what says everything that the index depends on."""
        documents = [replace(document, body_key="") for document in self.documents]
        return digest(as_json([documents, self.categories, self.folder, self.lang, code_version()]))

    @cached_property
    def stock_key(self) -> str:
        """Return what says everything that the index for a stock lunr.js depends on, which leaves out texts."""
        documents = [(document.title, document.names, document.terms[1]) for document in self.documents]
        return digest(as_json([documents, self.folder, self.lang, code_version()]))


def plan_search(config: Config, glossary: Glossary, drafts: Mapping[str, str] | None = None) -> list[SearchPlan]:
    """Return what each language's index is made from. `drafts` says what marks a draft, by language folder."""

    @cache
    def documents() -> Mapping[str, Sequence[Document]]:
        return _documents(config, glossary, drafts or {})

    plans = []
    for language in config.languages:
        folder = glossary.addresses.search[language.folder].path.removesuffix("index.html")
        labels = [(item.key, item.label) for item in glossary.categories if item.lang == language.folder]
        plans.append(SearchPlan(folder, language.tag, labels, partial(lambda lang: documents()[lang], language.folder)))
    return plans


def _documents(config: Config, glossary: Glossary, drafts: Mapping[str, str]) -> Mapping[str, Sequence[Document]]:
    """Return what can be found in each language."""
    documents: dict[str, list[Document]] = {language.folder: [] for language in config.languages}
    categories = glossary.categories_of()
    for entry in glossary.entries:
        address = glossary.addresses.entries.get(entry.path)
        if address is None or entry.type is EntryType.SECTION:
            continue
        mark = drafts.get(entry.lang, "") if entry.head.draft else ""
        documents[entry.lang].append(
            Document(
                title=entry.head.title,
                href=config.base_path[:-1] + address.uri,
                summary=" · ".join(filter(None, (mark, entry.head.summary))),
                names=tuple(dict.fromkeys(_names(entry, glossary))),
                categories=tuple(item.key for item in categories.get(entry.path, ())),
                body_key=entry.body_key,
                terms=entry.head.terms,
                # What the text begins with is where the entry's own link leads.
                headings=tuple((item.id, item.text) for item in entry.head.headings[entry.head.opens_with_heading :]),
            )
        )
    return documents


def _names(entry: Entry, glossary: Glossary) -> Iterator[tuple[str, str]]:
    """Yield (field, name) of everything that an entry is called beside its headword."""
    head = entry.head
    yield from (("synonyms", name.text) for name in head.names)
    yield from (("reading", reading) for reading in head.readings)
    others = glossary.translations.of[entry.path].values()
    yield from (("translations", other.head.title) for other in others if other.path != entry.path)
    yield from (("translations", text) for _, text in head.labels)


class Indexes(Struct, frozen=True, gc=False):
    """The search indexes of a build."""

    kept: Mapping[str, str]
    """Path -> key of the files that are in place."""
    files: Iterator[tuple[str, OutputFile]]
    """(key, file) of all others."""


def begin_indexes(
    session: Session,
    analysis: Analysis,
    plans: Sequence[SearchPlan],
    published: Mapping[str, PublishedFile],
    is_right: Callable[[str, str], bool],
) -> Indexes:
    """Begin to build the indexes that are not in place.

    `published` holds the files of the last build by path, `is_right` tells whether a path holds what has a key.
    """
    by_key: dict[str, list[str]] = {plan.key: [] for plan in plans}
    for path, file in published.items():
        if file.key in by_key:
            by_key[file.key].append(path)
    kept: dict[str, str] = {}
    todo: list[SearchPlan] = []
    for plan in plans:
        paths, stock = by_key[plan.key], plan.folder + STOCK_INDEX
        if is_right(stock, plan.stock_key):
            kept[stock] = plan.stock_key
        # These are all files of an earlier build; only the names of some of them are given.
        is_whole = {plan.folder + name for name in FILES}.issubset((*paths, *kept))
        if is_whole and all(is_right(path, plan.key) for path in paths):
            kept |= dict.fromkeys(paths, plan.key)
        else:
            todo.append(plan)
    files = search_files(session, analysis, todo, kept)
    return Indexes(kept, _keyed(todo, files))


def _keyed(plans: Sequence[SearchPlan], files: Iterator[Iterable[OutputFile]]) -> Iterator[tuple[str, OutputFile]]:
    for plan, built in zip(plans, files, strict=True):
        for file in built:
            yield plan.stock_key if file.path == plan.folder + STOCK_INDEX else plan.key, file


class SearchJob(Struct, frozen=True, gc=False):
    """An index to build."""

    documents: Sequence[Document]
    categories: Sequence[tuple[str, str]]
    lang: str
    """BCP 47."""
    terms: Mapping[str, bytes]
    """By body key: the entry's own terms, JSON."""
    has_stock: bool
    """Whether the index for a stock lunr.js is in place already."""


def search_files(
    session: Session, analysis: Analysis, plans: Sequence[SearchPlan], kept: Container[str] = ()
) -> Iterator[Iterable[OutputFile]]:
    """Begin to build indexes and return the files of each, but those that are kept.

    They are built side by side, unless they are large and take much memory together.
    """
    jobs = (_job(analysis, plan, plan.folder + STOCK_INDEX in kept) for plan in plans)
    if sum(len(plan.documents) for plan in plans) > _MOST_TOGETHER:
        return (_in_place(plan, _make_search(job)) for plan, job in zip(plans, jobs, strict=True))
    results = session.executor.map(make_search, list(jobs), heavy=True)
    return (_in_place(plan, _built(plan, result)) for plan, result in zip(plans, results, strict=True))


def _built(plan: SearchPlan, result: list[tuple[str, bytes]] | Crash) -> list[tuple[str, bytes]]:
    if isinstance(result, Crash):
        raise RuntimeError(f"{plan.folder}: {result.reason}")
    return result


def _job(analysis: Analysis, plan: SearchPlan, has_stock: bool) -> SearchJob:
    own = analysis.bodies.terms(sorted({document.body_key for document in plan.documents}))
    return SearchJob(plan.documents, plan.categories, plan.lang, own, has_stock)


def _in_place(plan: SearchPlan, files: Iterable[tuple[str, bytes]]) -> Iterator[OutputFile]:
    return (OutputFile(plan.folder + name, data) for name, data in files)


def make_search(job: SearchJob) -> list[tuple[str, bytes]]:
    """Return the files of an index: a stage for the executor."""
    return list(_make_search(job))


def _make_search(job: SearchJob) -> Iterator[tuple[str, bytes]]:
    # Decoded one by one: together they take much memory.
    decode: Callable[[bytes], Sequence[FieldTerms]] = decoder(tuple[FieldTerms, ...])

    def own(key: str) -> Sequence[FieldTerms] | None:
        try:
            return decode(job.terms[key]) if key in job.terms else None
        except DecodeError:
            return None  # somebody changed the cache, checksum included

    return build_search(job.documents, own, job.lang, job.categories, has_stock=job.has_stock)
