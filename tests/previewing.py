"""Previews of small sites for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.incremental.memory import Memory
from glossary_ssg.pipeline.preview import Preview, preview
from glossary_ssg.serve.site import Nothing, Site
from tests.support import build_site, tree_of, write_files

SUB = "/sub/"
MANIFEST = ".glossary-ssg.json"


@dataclass(frozen=True)
class Shown:
    """A site that is shown, and the folder of its sources."""

    site: Site
    folder: Path

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files and build again."""
        write_files(self.folder, files)
        self.site.rebuild(sorted(files))

    def served(self) -> dict[str, bytes]:
        """Return every file, as it is served but for the script."""
        state = self.site.state
        return {path: data for path in state.shown.paths() if (data := state.read(path)) is not None}

    def published(self, output: Path) -> dict[str, bytes]:
        """Return every file of a clean build."""
        built = build_site(self.folder, output=output, cache=output.with_suffix(".cache"))
        return {path: data for path, data in tree_of(built.output).items() if not path.endswith(MANIFEST)}


@contextmanager
def preview_of(
    folder: Path, files: Mapping[str, str | bytes] | None = None, *, drafts: bool = False
) -> Iterator[Shown]:
    """Write files and show the site that they make."""
    write_files(folder, files or {})
    cache, memory = Cache(folder / ".glossary-cache"), Memory()

    def build() -> Preview:
        config = load_config(config=folder / "glossary.toml", drafts=drafts)
        return preview(config, InLine(), cache=cache, memory=memory)

    try:
        yield Shown(Site(build, Nothing((folder / "content",), folder / "glossary.toml")), folder)
    finally:
        cache.close()
