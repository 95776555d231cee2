"""Pages, files and indexes -> the output folder: what is known to be right is neither rendered nor written."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryFile, gettempdir
from typing import IO

from msgspec import Struct

from glossary_ssg.cache import Cache
from glossary_ssg.errors import OutputError
from glossary_ssg.executor import Crash
from glossary_ssg.model import OutputFile, Page, as_json, as_text, decoder, digest
from glossary_ssg.pages import page_key
from glossary_ssg.pipeline.analysis import Analysis
from glossary_ssg.pipeline.compress import Compressor
from glossary_ssg.pipeline.images import published_bytes
from glossary_ssg.pipeline.incremental.code import code_version
from glossary_ssg.pipeline.incremental.published import (
    PublishedFile,
    PublishedRecord,
    is_untouched,
    read_record,
    site_key,
    write_record,
)
from glossary_ssg.pipeline.index import Indexes, SearchPlan, begin_indexes
from glossary_ssg.pipeline.session import Session
from glossary_ssg.pipeline.static import Copy
from glossary_ssg.publish import Published, manifest_folder, publish
from glossary_ssg.render import RenderJob, RenderSettings, body_keys, render
from glossary_ssg.report import Reason

_BATCH = 1_000
"""Pages whose bodies are loaded together. The next ones are loaded while these are rendered."""


class Outputs(Struct, frozen=True, gc=False):
    """What is to be published."""

    pages: Mapping[str, tuple[str, Page]]
    """Output path -> (key, page)."""
    shared: str
    """Digest of what all pages share: theme, settings and code."""
    settings: RenderSettings
    static: Sequence[OutputFile]
    """The theme's files."""
    copies: Sequence[Copy]
    machine: Callable[[], Iterator[OutputFile]]
    """Makes the files that programs read."""


def plan_outputs(
    session: Session,
    pages: Sequence[Page],
    settings: RenderSettings,
    static: Sequence[OutputFile],
    copies: Sequence[Copy],
    machine: Callable[[], Iterator[OutputFile]],
) -> Outputs:
    """Return pages with the keys that say everything they depend on."""
    memory = session.memory.pages
    salt = digest(f"{settings.theme.digest}\0{as_text(settings.site)}\0{code_version()}".encode())
    keyed = {page.path: memory.get(page.path, (salt, page), partial(_keyed, page, salt)) for page in pages}
    memory.keep_only(keyed)
    shared = digest(f"{salt}\0{session.config!r}".encode())
    return Outputs(keyed, shared, settings, static, copies, machine)


def _keyed(page: Page, salt: str) -> tuple[str, Page]:
    return page_key(page, salt), page


class Publisher:
    """Publishes one build."""

    def __init__(self, session: Session, made_from: str, *, dry: bool) -> None:
        self._session = session
        self._made_from = made_from
        self._dry = dry
        self._key = site_key(session.config)
        self._last = read_record(session.cache, self._key)
        """The record of the last build into this folder."""
        self._checked = _read_checked(session.cache, self._key) if dry else frozenset()
        self._indexes = Indexes({}, iter(()))

    def begin(self, analysis: Analysis, plans: Sequence[SearchPlan]) -> None:
        """Begin with what is the longest piece of work, the search indexes."""
        if not self._dry:
            with self._session.timed("render"):
                self._indexes = begin_indexes(self._session, analysis, plans, self._last.files, self._is_right)

    def publish(self, analysis: Analysis, outputs: Outputs) -> tuple[Published, Mapping[str, Reason]]:
        """Render and write what is not known to be right, with `dry` render only; say also why pages were rendered."""
        reasons = {path: self._reason(path, outputs) for path in outputs.pages}
        rendered = {path: reason for path, reason in reasons.items() if reason}
        return self._publish(analysis, outputs, rendered), rendered

    def _publish(self, analysis: Analysis, outputs: Outputs, rendered: Mapping[str, Reason]) -> Published:
        config = self._session.config
        keys = {path: key for path, (key, _) in outputs.pages.items()}
        pages = [page for path, (_, page) in outputs.pages.items() if path in rendered]
        kept = [*(path for path in keys if path not in rendered), *self._indexes.kept]
        keys |= self._indexes.kept
        with self._session.timed("render"):
            files = self._files(analysis, outputs, pages, keys)
            if self._dry:
                for _ in files:
                    pass  # templates show their mistakes when they are rendered
                self._session.cache.put("checked", self._key, as_json(sorted(keys.values())))
                self._note_use(analysis)
                return Published(0, 0, (), (), {})
            with _spool() as spool:
                if config.precompress:
                    compressor = Compressor(self._session.executor, config.output, self._is_right)
                    files = compressor.add(files, kept, keys)
                paths, made = _made(files, spool)
                published = publish(
                    config.output,
                    made,
                    kept,
                    paths=paths,
                    noted={path: file.stamp for path, file in self._last.files.items()},
                    manifest=manifest_folder(config.mount, config.default_language),
                )
        with self._session.timed("store"):
            self._record(published, kept, keys, pages, outputs.shared)
            self._note_use(analysis)
        return published

    def _record(
        self,
        published: Published,
        kept: Sequence[str],
        keys: Mapping[str, str],
        pages: Sequence[Page],
        shared: str,
    ) -> None:
        """Record the files of this build; `pages` are those that were rendered."""
        texts = {page.path: _text(page) for page in pages}
        files = {path: self._last.files[path] for path in kept}
        for path, stamp in published.stamps.items():
            files[path] = PublishedFile(keys.get(path, ""), stamp.size, stamp.mtime_ns, texts.get(path, ""))
        # A build that replaced a file reports it; the next one has to be made, so that it does not repeat that report.
        inputs = "" if published.replaced else self._made_from
        write_record(self._session.cache, self._key, PublishedRecord(shared, inputs, files))

    def _note_use(self, analysis: Analysis) -> None:
        used = [*analysis.parsed.keys, *analysis.images.keys, *analysis.static_images.keys]
        self._session.cache.note(self._key, used)

    def _is_right(self, path: str, key: str) -> bool:
        """Tell whether a file was published from the same values and has not been touched since."""
        file = self._last.files.get(path)
        return file is not None and file.key == key and self._is_untouched(path, file)

    def _is_untouched(self, path: str, file: PublishedFile) -> bool:
        return is_untouched(f"{self._session.config.output}/{path}", file)

    def _reason(self, path: str, outputs: Outputs) -> Reason | None:
        """Return why a page must be rendered, None where it is right."""
        key, page = outputs.pages[path]
        file = self._last.files.get(path)
        if key in self._checked:
            return None
        if file is None:
            return Reason.UNKNOWN
        if file.key == key:
            # A check asks only whether it was rendered without an error, wherever its file is.
            return None if self._dry or self._is_untouched(path, file) else Reason.TOUCHED
        if self._last.shared != outputs.shared:
            return Reason.SETTINGS
        return Reason.TEXT if file.text != _text(page) else Reason.VALUES

    def _files(
        self, analysis: Analysis, outputs: Outputs, pages: Sequence[Page], keys: dict[str, str]
    ) -> Iterator[OutputFile]:
        """Yield every file of the site that is not known to be right; `pages` are those of the pages.

        The keys of the files of search indexes are noted: only building them tells what they are.
        """
        yield from outputs.static
        yield from outputs.machine()
        for copy in outputs.copies:
            data = published_bytes(self._session, copy.path, is_trusted=copy.is_trusted)
            if data is not None:  # it is gone since, or has become another
                yield OutputFile(copy.target, data)
        yield from self._session.counted("render", self._render(analysis, outputs, pages), len(pages))
        for key, file in self._indexes.files:
            keys[file.path] = key
            yield file

    def _render(self, analysis: Analysis, outputs: Outputs, pages: Sequence[Page]) -> Iterator[OutputFile]:
        gc.freeze()  # what is there by now is no rubbish
        batches = [pages[at : at + _BATCH] for at in range(0, len(pages), _BATCH)]
        for batch, results in self._begun(analysis, outputs, batches):
            for page, result in zip(batch, results, strict=True):
                if isinstance(result, Crash):
                    raise RuntimeError(f"{page.path}: {result.reason}")
                yield OutputFile(page.path, result)
            gc.collect()  # every page leaves cycles of Jinja's, and nobody else collects them during a build

    def _begun(
        self, analysis: Analysis, outputs: Outputs, batches: Sequence[Sequence[Page]]
    ) -> Iterator[tuple[Sequence[Page], Iterator[bytes | Crash]]]:
        """Yield batches with their HTML, each when the next one is begun."""
        before = None
        for batch in batches:
            html = analysis.bodies.html([key for page in batch for key in body_keys(page)])
            jobs = [RenderJob(page, {key: html.get(key, "") for key in body_keys(page)}) for page in batch]
            results = self._session.executor.map(partial(render, outputs.settings), jobs)
            if before:
                yield before
            before = batch, results
        if before:
            yield before


def _read_checked(cache: Cache, key: str) -> frozenset[str]:
    """Return the keys of pages that the last check rendered without an error."""
    return frozenset(cache.load("checked", [key], decoder(list[str])).get(key, ()))


def _text(page: Page) -> str:
    """Return what says from which texts a page was made."""
    return digest("".join(body_keys(page)).encode())


@contextmanager
def _spool() -> Iterator[IO[bytes]]:
    """Open a temporary file. Raises OutputError where the folder for temporary files is full or cannot be used."""
    try:
        with TemporaryFile() as spool:
            yield spool
    except OSError as error:
        if error.filename is not None:
            raise
        if error.errno == errno.ENOENT:  # Python has looked for a folder in which it can write
            message = "error: no folder for temporary files can be written, or all of them are full"
        else:
            message = f"error: temporary folder '{gettempdir()}' cannot be written: {error.strerror}"
        hint = "free space there, or set TMPDIR to a folder on another disk: it takes as much as the output"
        raise OutputError(f"{message}\n  hint: {hint}") from error


def _made(files: Iterable[OutputFile], spool: IO[bytes]) -> tuple[Sequence[str], Iterator[OutputFile]]:
    """Make all files before the first is published: after a mistake in a template the output is as it was.

    Their paths are returned, too.
    """
    sizes = []
    for file in files:
        spool.write(file.data)
        sizes.append((file.path, len(file.data)))
    spool.seek(0)
    return [path for path, _ in sizes], (OutputFile(path, spool.read(size)) for path, size in sizes)
