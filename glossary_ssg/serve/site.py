"""The site as it is shown: the last one that could be built, and what is wrong with what was written since."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from hashlib import blake2b
from html import unescape
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from glossary_ssg.errors import ConfigError
from glossary_ssg.model import Page, RedirectPage
from glossary_ssg.report import Report
from glossary_ssg.serve.problems import Identity, Problem, from_diagnostics, from_error, identity

MISSING = "404.html"
_SOURCE = re.compile(rb'\ssrc="([^"]*)"')
_CLOSE = 5
"""Addresses that are offered in place of one that leads nowhere."""


class Preview(Protocol):
    """What a build gives: every file of a site, as it would be published."""

    @property
    def report(self) -> Report: ...

    @property
    def base(self) -> str: ...

    @property
    def home(self) -> str: ...

    @property
    def assets(self) -> str: ...

    @property
    def folders(self) -> Sequence[Path]: ...

    @property
    def settings(self) -> Path: ...

    @property
    def keys(self) -> Mapping[str, str]: ...

    @property
    def pages(self) -> Mapping[str, tuple[str, Page]]: ...

    def read(self, path: str) -> bytes | None:
        """Return a file, None where there is none. Raises ThemeError."""


@dataclass(frozen=True)
class Nothing:
    """What is shown before anything could be built."""

    folders: Sequence[Path]
    """Where the mistake may be mended."""
    settings: Path
    base: str = "/"
    home: str = "/"
    assets: str = "nothing/"
    keys: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, Page]] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        """There is none."""
        raise NotImplementedError

    def read(self, path: str) -> bytes | None:
        """Return None: there is no file."""


@dataclass(frozen=True)
class State:
    """What is shown at one time."""

    shown: Preview
    held: Preview | None = None
    """The site before the errors that are new: pages that are gone because of them are shown from here."""
    problems: tuple[Problem, ...] = ()
    missing: Path | None = None
    """The content folder that the settings name, if it is still to be made."""

    @property
    def folders(self) -> Sequence[Path]:
        """Return what is watched: the folders of what is shown, and the one that is waited for."""
        return (*self.shown.folders, *filter(None, (self.missing,)))

    @cached_property
    def others(self) -> str:
        """Return the digest of the theme's files but for its style sheets: pages that load them are reloaded."""
        assets = self.shown.assets
        keys = (item for item in self.shown.keys.items() if item[0].startswith(assets) and not item[0].endswith(".css"))
        return "\n".join(sorted(f"{path.removeprefix(assets)} {key}" for path, key in keys))

    @property
    def base(self) -> str:
        """Return the sub-path of every address: begins and ends with a slash."""
        return self.shown.base

    @property
    def assets(self) -> str:
        """Return the address of the theme's files."""
        return self.base + self.shown.assets

    def file_of(self, path: str) -> str | None:
        """Return the output path of a decoded address, None where there is no such file."""
        if not path.startswith(self.base):
            return None
        name = path.removeprefix(self.base)
        name = f"{name}index.html" if not name or name.endswith("/") else name
        return name if any(name in site.keys for site in self._sites) or self._is_made(name) else None

    def older_asset(self, path: str) -> str | None:
        """Return the output path of a theme's file that a page asks for which was opened before the theme changed."""
        parent, name = f"{self.base}{self.shown.assets}".rstrip("/").rsplit("/", 1)
        below, _, rest = path.removeprefix(f"{parent}/").partition("/")
        is_older = path.startswith(f"{parent}/") and len(below) == len(name)
        return found if is_older and (found := self.shown.assets + rest) in self.shown.keys else None

    def read(self, file: str) -> bytes | None:
        """Return a file's bytes, None where there is none. Raises ThemeError."""
        site = next((site for site in self._sites if file in site.keys), self.shown)
        return site.read(file)

    def version(self, data: bytes) -> str:
        """Return what tells whether an open page is not as it should be: another style sheet alone is no reason."""
        hasher = blake2b(data.replace(self.assets.encode(), b"\0"), digest_size=12)
        hasher.update("\n".join((self.others, *self._pictures(data))).encode())
        return hasher.hexdigest()

    def close_to(self, path: str) -> list[tuple[str, str]]:
        """Return (address, title) of pages whose address is much like one that leads nowhere."""
        pages = [page for _, page in self.shown.pages.values()]
        by_address = {
            unquote(page.href): page for page in pages if not isinstance(page, RedirectPage) and page.path != MISSING
        }
        last = path.rstrip("/").rpartition("/")[2]
        same = [address for address in by_address if last and address.rstrip("/").rpartition("/")[2] == last]
        similar = get_close_matches(path, by_address, n=_CLOSE, cutoff=0.6)
        found = dict.fromkeys([*same, *similar])
        return [(by_address[address].href, by_address[address].title) for address in list(found)[:_CLOSE]]

    def _pictures(self, data: bytes) -> Iterator[str]:
        """Yield what tells whether the pictures that a page shows have changed."""
        for found in _SOURCE.findall(data):
            path = unquote(unescape(found.decode(errors="replace")))
            if path.startswith(self.base) and not path.startswith(self.assets):
                name = path.removeprefix(self.base)
                yield next((site.keys[name] for site in self._sites if name in site.keys), "")

    def _is_made(self, name: str) -> bool:
        """Tell whether a file is made when it is asked for: of a search index, or for other programs."""
        return not name.endswith(".html") and self.shown.read(name) is not None

    @property
    def _sites(self) -> Sequence[Preview]:
        return [site for site in (self.shown, self.held) if site]


@dataclass(frozen=True)
class Change:
    """What a build did, for the terminal."""

    paths: Sequence[str]
    """What changed, as the person at the terminal would type it."""
    pages: int
    """How many pages are new, changed or gone."""
    seconds: float
    report: Report | None
    """None where nothing could be built."""
    error: Exception | None
    before: frozenset[Identity]
    """The diagnostics of the build before."""
    is_first: bool = False
    """Whether nothing could be built before."""


class Site:
    """Builds the site again and again; what is shown is replaced as a whole."""

    def __init__(self, build: Callable[[], Preview], nothing: Nothing) -> None:
        """Build for the first time; where that is not possible, `nothing` is shown."""
        self._build = build
        self._turn = threading.Lock()
        self._found: frozenset[Identity] = frozenset()
        self._settled = self._found
        """The diagnostics of the last build that brought no new error."""
        self.state = State(nothing)
        self.first = self.rebuild()

    def rebuild(self, paths: Sequence[str] = ()) -> Change:
        """Build once. Whatever goes wrong, the last good site stays."""
        with self._turn:
            start = time.perf_counter()
            old, before = self.state, self._found
            try:
                new = self._build()
            except Exception as error:  # a preview never dies: what is wrong is shown
                missing = error.missing if isinstance(error, ConfigError) else None
                self.state = State(old.shown, old.held, from_error(error), missing)
                is_first = isinstance(old.shown, Nothing)
                return Change(paths, 0, time.perf_counter() - start, None, error, before, is_first)
            self.state = self._next(new)
            self._found = frozenset(map(identity, new.report.diagnostics))
            pages = _changed_pages(old.shown, new)
            return Change(paths, pages, time.perf_counter() - start, new.report, None, before)

    def _next(self, new: Preview) -> State:
        old, diagnostics = self.state, new.report.diagnostics
        if isinstance(old.shown, Nothing):
            self._settled = frozenset(map(identity, diagnostics))
        problems = from_diagnostics(diagnostics, self._settled)
        if any(problem.is_new for problem in problems):
            return State(new, old.held or old.shown, problems)
        self._settled = frozenset(map(identity, diagnostics))
        return State(new, None, problems)


def _changed_pages(old: Preview, new: Preview) -> int:
    """Return how many pages are new, changed or gone."""
    before, after = old.pages, new.pages
    gone = sum(path not in after for path in before)
    return gone + sum(path not in before or before[path][0] != key for path, (key, _) in after.items())
