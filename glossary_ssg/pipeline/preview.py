"""A site to look at: everything that `build` does but for publishing; a page is rendered when somebody opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache as memoised
from functools import partial
from pathlib import Path

from jinja2 import Environment
from msgspec import Struct

from glossary_ssg.cache import Cache
from glossary_ssg.config import THEMES, Config
from glossary_ssg.errors import GlossaryError
from glossary_ssg.executor import Executor
from glossary_ssg.model import Page, digest
from glossary_ssg.pipeline.images import published_bytes
from glossary_ssg.pipeline.incremental.memory import Memory
from glossary_ssg.pipeline.incremental.published import site_key
from glossary_ssg.pipeline.index import SearchPlan, search_files
from glossary_ssg.pipeline.inputs import open_session
from glossary_ssg.pipeline.plan import PlannedSite, analyse_site, plan_build
from glossary_ssg.pipeline.session import Progress, paused_collection, silent
from glossary_ssg.pipeline.static import Copy
from glossary_ssg.publish import Published, tells_case
from glossary_ssg.render import RenderJob, RenderSettings, body_keys
from glossary_ssg.render.templates import load_templates, render_with
from glossary_ssg.report import Report
from glossary_ssg.report.baseline import read_baseline
from glossary_ssg.theme import find_theme


class Preview(Struct, frozen=True, gc=False):
    """A site of which every file can be had, as it was when it was made. Threads may share it."""

    report: Report
    base: str
    """Sub-path of every address: begins and ends with a slash."""
    home: str
    """Address of the page to begin with."""
    assets: str
    """Folder of the theme's files below the output, with a slash at the end."""
    folders: tuple[Path, ...]
    """What it is made from: the content, `static/`, themes of the site, the theme's files."""
    settings: Path
    """The settings, beside the content."""
    keys: Mapping[str, str]
    """Output path of pages and files that readers see -> what says whether it may have changed."""
    _made: PlannedSite
    _memory: Memory
    _templates: Environment
    _static: Mapping[str, bytes]
    _copied: Mapping[str, Copy]
    _machine: Callable[[], Mapping[str, bytes]]
    """Makes the files that programs read, when one is asked for."""

    @property
    def pages(self) -> Mapping[str, tuple[str, Page]]:
        """Return (key, page) by output path."""
        return self._made.outputs.pages

    def read(self, path: str) -> bytes | None:
        """Return a file, None where there is none: the bytes that would be published. Raises ThemeError."""
        if path in self.pages:
            return self._page(*self.pages[path])
        if path in self._copied:
            return self._copy(path)
        if path in self._static:
            return self._static[path]
        for plan in self._made.search:
            if path.startswith(plan.folder) and (found := self._index(plan).get(path)) is not None:
                return found
        return self._machine().get(path)

    def paths(self) -> Iterator[str]:
        """Yield the path of every file; what is made when it is asked for is made now."""
        yield from self.keys
        yield from self._machine().keys() - self.keys.keys()
        for plan in self._made.search:
            yield from self._index(plan)

    def check(self) -> None:
        """Render one page of every template and language. Raises ThemeError for a mistake in a template."""
        some = {(page.template, page.lang): page.path for _, page in self.pages.values()}
        for path in some.values():
            self.read(path)

    def _page(self, key: str, page: Page) -> bytes:
        found = self._memory.files.get(key)
        if found is None:
            wanted = body_keys(page)
            html = self._made.analysis.bodies.html(wanted)
            job = RenderJob(page, {body: html.get(body, "") for body in wanted})
            found = render_with(self._templates, self._made.outputs.settings, job)
            self._memory.files.put(key, found)
        return found

    def _index(self, plan: SearchPlan) -> Mapping[str, bytes]:
        """Return the files of a search index, which is built when somebody searches."""
        with self._memory.index_turn:
            return self._memory.indexes.get(plan.folder, (plan.key,), partial(self._build_index, plan))

    def _build_index(self, plan: SearchPlan) -> Mapping[str, bytes]:
        (files,) = search_files(self._made.session, self._made.analysis, [plan])
        return {file.path: file.data for file in files}

    def _copy(self, path: str) -> bytes | None:
        """Return a file that is copied as it is now; None where it is gone or leads elsewhere since."""
        copy = self._copied[path]
        folder = copy.folder.resolve()
        try:
            if not (folder / copy.source).resolve(strict=True).is_relative_to(folder):
                return None
            return published_bytes(self._made.session, folder / copy.source, is_trusted=copy.is_trusted)
        except OSError:
            return None


def preview(
    config: Config, executor: Executor, *, cache: Cache, memory: Memory, progress: Progress = silent
) -> Preview:
    """Return the site as it would be published now. Raises GlossaryError where `build` would."""
    with paused_collection():
        baseline = read_baseline(config)
        session = open_session(config, executor, cache, progress, memory)
        made = plan_build(session, analyse_site(session), has_cases=lambda: tells_case(config.cache))
        with session.timed("store"):
            cache.note(site_key(config), made.analysis.parsed.keys)
        with session.timed("render"):
            settings = made.outputs.settings
            is_new = memory.templates.inputs != (settings.theme,)
            result = Preview(
                report=made.report(baseline, Published(0, 0, (), (), {}), {}),
                base=session.config.base_path,
                home=settings.site.home,
                assets=_assets(made),
                # The folders for a site's own files and themes are watched even before they exist.
                folders=(*session.inputs.folders, config.root_path / THEMES, *settings.theme.folders),
                settings=config.settings_path,
                keys=_keys(made),
                _made=made,
                _memory=memory,
                _templates=_templates(memory, settings, config, is_new=is_new),
                _static={file.path: file.data for file in made.outputs.static},
                _copied={copy.target: copy for copy in made.outputs.copies},
                _machine=memoised(lambda: {file.path: file.data for file in made.outputs.machine()}),
            )
            if is_new:
                try:
                    result.check()
                except GlossaryError:
                    memory.templates.forget()  # the next one is checked again
                    raise
        return result


def _templates(memory: Memory, settings: RenderSettings, config: Config, *, is_new: bool) -> Environment:
    """Return the theme's templates; those that changed while they were loaded are not remembered."""
    theme = settings.theme
    templates = memory.templates.get((theme,), lambda: load_templates(settings.templates))
    if is_new and find_theme(theme.name, config.root_path) != theme:
        memory.templates.forget()
    return templates


def _assets(made: PlannedSite) -> str:
    base = made.session.config.base_path
    return made.outputs.settings.site.assets.removeprefix(base)


def _keys(made: PlannedSite) -> Mapping[str, str]:
    """Return what every file depends on; what is published last at a path counts."""
    outputs = made.outputs
    keys = {file.path: digest(file.data) for file in outputs.static}
    for copy in outputs.copies:
        keys[copy.target] = _stamp(copy.path)
    keys |= {path: key for path, (key, _) in outputs.pages.items()}
    return keys


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"
