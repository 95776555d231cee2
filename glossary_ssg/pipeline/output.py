"""Pages, files and indexes -> the output folder: what is known to be right is neither rendered nor written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

from glossary_ssg.config import Config
from glossary_ssg.executor import Crash
from glossary_ssg.model import SEARCH_FILES, EntryType, Glossary, OutputFile, Page, as_json, digest, encode
from glossary_ssg.pages import page_key
from glossary_ssg.pipeline.analysis import Analysis
from glossary_ssg.pipeline.parsing import code_version
from glossary_ssg.pipeline.session import Session
from glossary_ssg.publish import Published, publish, stamp
from glossary_ssg.render import RenderJob, RenderSettings, body_keys, render
from glossary_ssg.search import Document, build_index

_BATCH = 2_000
"""Pages whose bodies are in memory at once."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is to be published."""

    pages: Mapping[str, tuple[str, Page]]
    """Output path -> (key, page)."""
    settings: RenderSettings
    search: Mapping[str, tuple[str, Sequence[Document]]]
    """Folder of a language's index -> (key, documents)."""
    static: Sequence[OutputFile]
    """The theme's files."""


def plan_outputs(
    session: Session, glossary: Glossary, pages: Sequence[Page], settings: RenderSettings, static: Sequence[OutputFile]
) -> Outputs:
    """Return pages and indexes with the keys that say everything they depend on."""
    known = session.memory.pages
    salt = digest(f"{settings.theme.digest}\0{json.dumps(encode(settings.site))}\0{code_version()}".encode())
    keyed = {}
    for page in pages:
        old_salt, old, key = known.get(page.path, ("", None, ""))
        keyed[page.path] = (key, old) if old == page and old_salt == salt else (page_key(page, salt), page)
    known.clear()
    known.update({path: (salt, page, key) for path, (key, page) in keyed.items()})
    return Outputs(keyed, settings, _search_files(session.config, glossary), static)


class Publisher:
    """Publishes one build."""

    def __init__(self, session: Session, analysis: Analysis, outputs: Outputs, *, dry: bool) -> None:
        self._session = session
        self._analysis = analysis
        self._outputs = outputs
        self._dry = dry
        self._place = str(session.config.output.resolve())

    def publish(self) -> Published:
        """Render and write what is not known to be right; with `dry` render only."""
        outputs, known = self._outputs, self._known()
        config = self._session.config
        keys = {path: key for path, (key, _) in outputs.pages.items()}
        keys |= {folder + name: key for folder, (key, _) in outputs.search.items() for name in SEARCH_FILES}
        kept = [path for path, key in keys.items() if self._is_right(path, key, known)]
        skip = set(kept)
        with self._session.timed("render"):
            if self._dry:
                for _ in self._files(skip):
                    pass  # templates show their mistakes when they are rendered
                return Published(0, 0, (), (), {})
            with TemporaryFile() as spool:
                files = _made(self._files(skip), spool)
                published = publish(config.output, files, kept, manifest=self._manifest())
        with self._session.timed("store"):
            note = {path: [keys.get(path, ""), found.size, found.mtime_ns] for path, found in published.stamps.items()}
            store(self._session, self._analysis, ("published", self._place, as_json(note)))
        return published

    def _manifest(self) -> str:
        """Return the folder of the manifest: with `mount` it lies below the prefix, like everything else."""
        return self._session.config.mount.replace("{lang}", self._session.config.default_language.lower()).lstrip("/")

    def _is_right(self, path: str, key: str, known: Mapping[str, Any]) -> bool:
        """Tell whether a file was published from the same values and has not been touched since."""
        noted = known.get(path)
        if not isinstance(noted, list) or noted[:1] != [key]:
            return False
        found = stamp(self._session.config.output / path)
        return found is not None and noted[1:] == [found.size, found.mtime_ns]

    def _files(self, skip: set[str]) -> Iterator[OutputFile]:
        """Yield every file of the site that is not known to be right."""
        config, outputs = self._session.config, self._outputs
        yield from outputs.static
        for source, target in self._analysis.glossary.references.files:
            yield OutputFile(target, (config.content / source).read_bytes())
        for folder, (_, documents) in outputs.search.items():
            wanted = [folder + name for name in SEARCH_FILES]
            if not skip.issuperset(wanted):
                files = map(OutputFile, wanted, build_index(documents))
                yield from (file for file in files if file.path not in skip)
        pages = [page for path, (_, page) in outputs.pages.items() if path not in skip]
        yield from self._session.counted("render", self._render(pages), len(pages))

    def _render(self, pages: Sequence[Page]) -> Iterator[OutputFile]:
        for at in range(0, len(pages), _BATCH):
            batch = pages[at : at + _BATCH]
            html = self._analysis.bodies.html([key for page in batch for key in body_keys(page)])
            jobs = [RenderJob(page, {key: html.get(key, "") for key in body_keys(page)}) for page in batch]
            results = self._session.executor.map(partial(render, self._outputs.settings), jobs)
            for page, result in zip(batch, results, strict=True):
                if isinstance(result, Crash):
                    raise RuntimeError(f"{page.path}: {result.reason}")
                yield OutputFile(page.path, result)

    def _known(self) -> Mapping[str, Any]:
        """Return what the last build into this folder noted: path -> [key, size, time]."""
        found = {} if self._dry else self._session.cache.load("published", [self._place]).get(self._place, {})
        return found if isinstance(found, dict) else {}


def _made(files: Iterable[OutputFile], spool: IO[bytes]) -> Iterator[OutputFile]:
    """Make all files before the first is published: after a mistake in a template the output is as it was."""
    sizes = []
    for file in files:
        spool.write(file.data)
        sizes.append((file.path, len(file.data)))
    spool.seek(0)
    return (OutputFile(path, spool.read(size)) for path, size in sizes)


def store(session: Session, analysis: Analysis, *more: tuple[str, str, bytes]) -> None:
    """Put what was parsed and linked anew into the cache, and `more` (kind, key, JSON)."""
    values = [
        value
        for key, head, html, text in analysis.parsed.fresh
        for value in (("head", key, head), ("html", key, html), ("text", key, text))
    ]
    session.cache.store([*values, *analysis.linked.fresh, *more], analysis.parsed.keys)


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
        folder = glossary.addresses.search[lang].path.removesuffix("index.html")
        key = digest(f"{json.dumps(encode(items))}\0{code_version()}".encode())
        files[folder] = (key, items)
    return files
