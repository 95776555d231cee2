"""Build a site: the only place that knows the order of the stages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from glossary_ssg import __version__
from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic, diagnose, with_severities
from glossary_ssg.executor import Cache, Crash, Executor
from glossary_ssg.model import (
    EntryType,
    Glossary,
    OutputFile,
    Page,
    RedirectPage,
    Site,
    encode,
)
from glossary_ssg.pages import page_key, plan, plan_site
from glossary_ssg.pipeline.linking import Bodies, Linked, link_all
from glossary_ssg.pipeline.parsing import Parsed, as_json, code_version, digest, parse_all
from glossary_ssg.publish import Published, publish, stamp, tells_case
from glossary_ssg.render import RenderJob, RenderSettings, render
from glossary_ssg.report import Report, Summary
from glossary_ssg.resolve import resolve
from glossary_ssg.search import Document, build_index
from glossary_ssg.sources import discover
from glossary_ssg.theme import FALLBACK, Theme, find_theme, load_strings, static_files

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""(stage, done, total)"""

_SEARCH_FILES = ("index.json", "documents.json")
_BATCH = 2_000
"""Pages whose bodies are in memory at once."""


def build(
    config: Config,
    executor: Executor,
    *,
    cache: Cache,
    dry: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Report:
    """Build the site, or with `dry` do all but writing. Content mistakes are in the report; GlossaryError is raised."""
    run = _Run(config, executor, cache, dry, progress)
    return run.build()


class _Run:
    """One build: what the stages share."""

    def __init__(self, config: Config, executor: Executor, cache: Cache, dry: bool, progress: Progress) -> None:
        self._config = config
        self._executor = executor
        self._cache = cache
        self._dry = dry
        self._progress = progress
        self._place = str(config.output.resolve())
        self._stages: list[tuple[str, float]] = []

    def build(self) -> Report:
        config = self._config
        start = time.perf_counter()
        theme = find_theme(config.theme, config.root_path)
        with self._timed("read"):
            discovery = discover(config)
        with self._timed("parse"):
            parsed = parse_all(config, self._executor, self._cache, discovery, self._counted)
        with self._timed("resolve"):
            glossary = resolve(config, parsed.entries, discovery.files, discovery.active)
        bodies = Bodies(self._cache, {key: body for key, _, body in parsed.fresh})
        with self._timed("link"):
            linked = link_all(config, self._executor, self._cache, glossary, bodies, self._counted)
        with self._timed("plan"):
            texts, missing = _load_texts(config, theme)
            site = plan_site(config, glossary, texts, f"glossary-ssg {__version__}")
            pages = self._plan(glossary, linked)
        known = {} if self._dry else self._cache.load("published", [self._place]).get(self._place, {})
        planned = self._outputs(glossary, pages, theme, site, bodies)
        published = self._publish(planned, known, parsed, linked)
        diagnostics = (
            *discovery.diagnostics,
            *parsed.diagnostics,
            *glossary.diagnostics,
            *linked.diagnostics,
            *_check_site(config, glossary),
            *missing,
            *(_replaced(path) for path in published.replaced),
        )
        built = {entry.path for entry in glossary.entries if entry.path in glossary.addresses.entries}
        drafts = sum(entry.head.draft and not config.drafts for entry in parsed.entries)
        summary = Summary(
            entries=sum(entry.type is not EntryType.SECTION for entry in glossary.entries if entry.path in built),
            languages=len({entry.lang for entry in glossary.entries}),
            files_read=len(discovery.sources),
            parsed=len(parsed.fresh),
            drafts=drafts,
            not_built=len(discovery.sources) - len(built) - drafts,
            concepts_joined=glossary.translations.concepts,
            references=glossary.references.total,
            references_linked=glossary.references.linked,
            auto_links=sum(len(links) for links in linked.links.values()),
            addresses_kept=glossary.addresses.kept,
            addresses_redirected=len(glossary.addresses.redirects),
            addresses_lost=glossary.addresses.lost,
            written=published.written,
            unchanged=published.unchanged,
            removed=len(published.removed),
            seconds=time.perf_counter() - start,
        )
        return Report(self._finish(diagnostics), summary, tuple(self._stages))

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self._stages.append((stage, time.perf_counter() - start))

    def _plan(self, glossary: Glossary, linked: Linked) -> list[Page]:
        pages = plan(self._config, glossary, linked.links)
        redirects = [page for page in pages if isinstance(page, RedirectPage) and page.differs_by_case]
        if redirects and (self._dry or not tells_case(self._config.output)):
            return [page for page in pages if page not in redirects]
        return pages

    def _outputs(self, glossary: Glossary, pages: Sequence[Page], theme: Theme, site: Site, bodies: Bodies) -> _Outputs:
        salt = digest(f"{theme.digest}\0{json.dumps(encode(site))}\0{code_version()}")
        keyed = {page.path: (page_key(page, salt), page) for page in pages}
        return _Outputs(keyed, bodies, RenderSettings(theme, site), _search_files(self._config, glossary), glossary)

    def _publish(self, outputs: _Outputs, known: Mapping[str, Any], parsed: Parsed, linked: Linked) -> Published:
        config = self._config
        keys = {path: key for path, (key, _) in outputs.pages.items()}
        keys |= {folder + name: key for folder, (key, _) in outputs.search.items() for name in _SEARCH_FILES}
        kept = [path for path, key in keys.items() if self._is_right(path, key, known)]
        skip = set(kept)
        with self._timed("render"):
            if self._dry:
                for _ in self._files(outputs, skip):
                    pass  # templates show their mistakes when they are rendered
                return Published(0, 0, (), (), {})
            published = publish(config.output, self._files(outputs, skip), kept, manifest=self._manifest())
        with self._timed("store"):
            note = {path: [keys.get(path, ""), found.size, found.mtime_ns] for path, found in published.stamps.items()}
            self._store(parsed, linked, note)
        return published

    def _manifest(self) -> str:
        """Return the folder of the manifest: with `mount` it lies below the prefix, like everything else."""
        return self._config.mount.replace("{lang}", self._config.default_language.lower()).lstrip("/")

    def _store(self, parsed: Parsed, linked: Linked, note: dict[str, Any]) -> None:
        values = [value for key, head, body in parsed.fresh for value in (("head", key, head), ("body", key, body))]
        self._cache.store([*values, *linked.fresh, ("published", self._place, as_json(note))], parsed.keys)

    def _is_right(self, path: str, key: str, known: Mapping[str, Any]) -> bool:
        """Tell whether a file was published from the same values and has not been touched since."""
        noted = known.get(path)
        if not isinstance(noted, list) or noted[:1] != [key]:
            return False
        found = stamp(self._config.output / path)
        return found is not None and noted[1:] == [found.size, found.mtime_ns]

    def _files(self, outputs: _Outputs, skip: set[str]) -> Iterator[OutputFile]:
        """Yield every file of the site that is not known to be right."""
        config = self._config
        yield from static_files(outputs.settings.theme, outputs.glossary.addresses.assets)
        for source, target in outputs.glossary.references.files:
            yield OutputFile(target, (config.content / source).read_bytes())
        for folder, (_, documents) in outputs.search.items():
            wanted = [folder + name for name in _SEARCH_FILES]
            if not skip.issuperset(wanted):
                files = map(OutputFile, wanted, build_index(documents))
                yield from (file for file in files if file.path not in skip)
        pages = [page for path, (_, page) in outputs.pages.items() if path not in skip]
        yield from self._counted("render", self._render(outputs, pages), len(pages))

    def _render(self, outputs: _Outputs, pages: Sequence[Page]) -> Iterator[OutputFile]:
        for at in range(0, len(pages), _BATCH):
            batch = pages[at : at + _BATCH]
            html = outputs.bodies.html([page.body_key for page in batch if page.body_key])
            jobs = [RenderJob(page, html.get(page.body_key, "")) for page in batch]
            results = self._executor.map(partial(render, outputs.settings), jobs)
            for page, result in zip(batch, results, strict=True):
                if isinstance(result, Crash):
                    raise RuntimeError(f"{page.path}: {result.reason}")
                yield OutputFile(page.path, result)

    def _counted(self, stage: str, items: Iterator[T], total: int) -> Iterator[T]:
        for done, item in enumerate(items):
            self._progress(stage, done, total)
            yield item
        self._progress(stage, total, total)

    def _finish(self, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Apply severities and give paths as the person at the terminal would type them."""
        severities = dict(self._config.severities)
        content = self._config.content.as_posix()
        return with_severities(
            (replace(item, path=f"{content}/{item.path}") if item.path else item for item in found), severities
        )


@dataclass(frozen=True, slots=True)
class _Outputs:
    pages: Mapping[str, tuple[str, Page]]
    """Output path -> (key, page)."""
    bodies: Bodies
    settings: RenderSettings
    search: Mapping[str, tuple[str, Sequence[Document]]]
    """Folder of a language's index -> (key, documents)."""
    glossary: Glossary


def _load_texts(config: Config, theme: Theme) -> tuple[dict[str, Mapping[str, str]], list[Diagnostic]]:
    texts: dict[str, Mapping[str, str]] = {}
    found = []
    for language in config.languages:
        strings = load_strings(theme, language.tag)
        texts[language.folder] = strings.texts
        if strings.missing:
            message = f"{len(strings.missing)} interface texts of '{language.tag}' are shown in '{FALLBACK}'"
            hint = f"add themes/{config.theme}/strings/{language.tag}.toml"
            found.append(diagnose("strings-fallback", message, hint=hint))
    return texts, found


def _search_files(config: Config, glossary: Glossary) -> Mapping[str, tuple[str, Sequence[Document]]]:
    """Return what each language's search index is built from, by the folder that it is written to."""
    documents: dict[str, list[Document]] = {language.folder: [] for language in config.languages}
    for entry in glossary.entries:
        address = glossary.addresses.entries.get(entry.path)
        if address is None or entry.type is EntryType.SECTION:
            continue
        head = entry.head
        others = glossary.translations.of[entry.path].values()
        labels = (*(other.head.title for other in others if other is not entry), *(text for _, text in head.labels))
        names = (*head.readings, *(name.text for name in head.names), *labels)
        documents[entry.lang].append(
            Document(
                title=head.title,
                href=config.base_path[:-1] + address.uri,
                summary=head.summary,
                names=tuple(dict.fromkeys(names)),
                keywords=head.keywords,
                description=head.description,
                headings=tuple(heading.text for heading in head.headings),
            )
        )
    files = {}
    for lang, items in documents.items():
        folder = glossary.addresses.indexes[lang].path.removesuffix("index.html")
        key = digest(f"{json.dumps(encode(items))}\0{code_version()}")
        files[f"{folder}search/"] = (key, items)
    return files


def _check_site(config: Config, glossary: Glossary) -> Iterator[Diagnostic]:
    if not config.base_url:
        hint = "set `base_url` in glossary.toml or pass --base-url; canonical and alternate links need it"
        yield diagnose("base-url-missing", "the site does not say where it will stand", hint=hint)
    if not any(entry.type is EntryType.GLOSSARY for entry in glossary.entries):
        hint = "entries are Markdown files with a `title`, in a folder for each language: content/en/term.md"
        yield diagnose("nothing-found", f"there is no entry in '{config.content}'", hint=hint)


def _replaced(path: str) -> Diagnostic:
    message = f"'{path}' in the output folder was replaced; an earlier build did not write it"
    return diagnose(
        "output-replaced", message, hint="keep other files under other names, or publish to a folder of its own"
    )
