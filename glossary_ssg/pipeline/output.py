"""Pages, files and indexes -> the output folder: what is known to be right is neither rendered nor written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from glossary_ssg.executor import Crash
from glossary_ssg.model import Glossary, OutputFile, Page, as_json, digest, encode
from glossary_ssg.pages import page_key
from glossary_ssg.pipeline.analysis import Analysis
from glossary_ssg.pipeline.compressing import Compressor
from glossary_ssg.pipeline.indexing import SearchPlan, known_files, plan_search, search_files
from glossary_ssg.pipeline.parsing import code_version
from glossary_ssg.pipeline.session import Session
from glossary_ssg.publish import Published, manifest_folder, publish, stamp
from glossary_ssg.render import RenderJob, RenderSettings, body_keys, render

_BATCH = 2_000
"""Pages whose bodies are in memory at once."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is to be published."""

    pages: Mapping[str, tuple[str, Page]]
    """Output path -> (key, page)."""
    settings: RenderSettings
    search: Sequence[SearchPlan]
    static: Sequence[OutputFile]
    """The theme's files."""
    machine: Callable[[], Sequence[OutputFile]]
    """Makes the files that programs read."""


def plan_outputs(
    session: Session,
    glossary: Glossary,
    pages: Sequence[Page],
    settings: RenderSettings,
    static: Sequence[OutputFile],
    machine: Callable[[], Sequence[OutputFile]],
) -> Outputs:
    """Return pages and indexes with the keys that say everything they depend on."""
    known = session.memory.pages
    salt = digest(f"{settings.theme.digest}\0{json.dumps(encode(settings.site))}\0{code_version()}".encode())
    keyed = {}
    for page in pages:
        old_salt, old, key = known.get(page.path, ("", None, ""))
        keyed[page.path] = (
            (key, old) if old_salt == salt and (old is page or old == page) else (page_key(page, salt), page)
        )
    known.clear()
    known.update({path: (salt, page, key) for path, (key, page) in keyed.items()})
    return Outputs(keyed, settings, plan_search(session.config, glossary), static, machine)


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
        kept = [path for path, key in keys.items() if self._is_right(path, key, known)]
        todo = []
        for plan, paths in known_files(outputs.search, known):
            if paths and all(self._is_right(path, plan.key, known) for path in paths):
                kept += paths
                keys |= dict.fromkeys(paths, plan.key)
            else:
                todo.append(plan)
        with self._session.timed("render"):
            if self._dry:
                for _ in self._files(set(kept)):
                    pass  # templates show their mistakes when they are rendered
                return Published(0, 0, (), (), {})
            with TemporaryFile() as spool:
                indexes = self._indexes(todo, keys)
                files: Iterator[OutputFile] = chain(self._files(set(kept)), indexes)
                if config.precompress:
                    is_right = partial(self._is_right, known=known)
                    compressor = Compressor(self._session.executor, config.output, is_right)
                    files = compressor.add(files, kept, keys)
                made = _made(files, spool)
                published = publish(
                    config.output, made, kept, manifest=manifest_folder(config.mount, config.default_language)
                )
        with self._session.timed("store"):
            note = {path: [keys.get(path, ""), found.size, found.mtime_ns] for path, found in published.stamps.items()}
            store(self._session, self._analysis, ("published", self._place, as_json(note)))
        return published

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
        yield from outputs.machine()
        for source, target in self._analysis.glossary.references.files:
            yield OutputFile(target, (config.content / source).read_bytes())
        pages = [page for path, (_, page) in outputs.pages.items() if path not in skip]
        yield from self._session.counted("render", self._render(pages), len(pages))

    def _indexes(self, plans: Sequence[SearchPlan], keys: dict[str, str]) -> Iterator[OutputFile]:
        """Yield the files of search indexes and note their keys: only building them tells what they are."""
        for plan in plans:
            for file in search_files(self._session, self._analysis, plan):
                keys[file.path] = plan.key
                yield file

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
        for key, head, html, terms in analysis.parsed.fresh
        for value in (("head", key, head), ("html", key, html), ("terms", key, terms))
    ]
    session.cache.store([*values, *analysis.linked.fresh, *more], analysis.parsed.keys)
