"""Everything up to the knowledge of the whole set: read, parse, resolve, link. Shared by all commands."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from msgspec import Struct

from glossary_ssg.config import Changes
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.formats import reserved_names
from glossary_ssg.history import history_stamp, read_history
from glossary_ssg.images import is_image
from glossary_ssg.model import Change, Glossary, SiteFiles
from glossary_ssg.pipeline.bodies import Bodies
from glossary_ssg.pipeline.images import Images, examine_files
from glossary_ssg.pipeline.link import Linked, Linker
from glossary_ssg.pipeline.parse import Parsed, parse_all
from glossary_ssg.pipeline.session import Session
from glossary_ssg.resolve import join_outlines, resolve
from glossary_ssg.search import files as index_files
from glossary_ssg.sources import Discovery
from glossary_ssg.static import target_of

_RESERVED = reserved_names(index_files.FILES)


class Analysis(Struct, frozen=True, gc=False):
    """What is known of the whole set."""

    discovery: Discovery
    parsed: Parsed
    images: Images
    """Of the content folder."""
    static_images: Images
    glossary: Glossary
    linked: Linked
    bodies: Bodies

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what reading, parsing, resolving and linking cannot do."""
        parts = (self.discovery, self.parsed, self.glossary, self.linked)
        return tuple(chain.from_iterable(part.diagnostics for part in parts))


def _history(session: Session) -> tuple[Change, ...]:
    """Return what changed, read again only after a commit or a checkout."""
    content, memo = session.config.content, session.memory.history
    stamp = history_stamp(content)
    if not stamp or memo.value is None:
        memo.forget()  # git could not tell, and may now
    return memo.get((content, stamp), lambda: _read_history(content, has_repository=stamp != ())) or ()


def _read_history(content: Path, *, has_repository: bool) -> tuple[Change, ...] | None:
    """Return what changed; None where git cannot tell. Without a repository there is nothing to tell."""
    changes = read_history(content)
    return () if changes is None and not has_repository else changes


def analyse(session: Session, discovery: Discovery | None = None, *, with_misses: bool = False) -> Analysis:
    """Parse, resolve and link what was read; with `with_misses` say why names are no links.

    `discovery` replaces what the session read.
    """
    config, discovery = session.config, discovery or session.inputs.discovery
    with session.timed("parse"):
        parsed = parse_all(session, discovery)
        images = examine_files(session, config.content, discovery.files)
        static = session.inputs.static
        static_images = examine_files(session, static.folder, [path for path in static.files if is_image(path)])
    with session.timed("read"):
        history = _history(session) if config.changes is Changes.GIT else ()
    bodies, memory = Bodies(session, discovery, parsed), session.memory.resolved
    files = SiteFiles(discovery.files, images.refused, tuple(map(target_of, static.files)))
    with session.timed("resolve"):
        inputs = (config, memory.outline(parsed.entries), files, history, _RESERVED)
        joined = memory.joined.get(inputs, lambda: join_outlines(*inputs))
    with session.timed("link"):
        linker = Linker(session, joined, parsed.entries, bodies)
    with session.timed("resolve"):
        glossary = resolve(joined, parsed.entries, memory.related)
    with session.timed("link"):
        linked = linker.link(glossary, with_misses=with_misses)
    return Analysis(discovery, parsed, images, static_images, glossary, linked, bodies)
