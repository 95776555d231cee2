"""Sites, built and served once, and pages of them in the system's Chromium, each watched.

Everything ends with the package: later tests shall find neither servers nor Playwright's event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Watch, find_chromium, start_chromium
from tests.browser.probes import DESKTOP, install, settle
from tests.browser.server import Server, serve
from tests.browser.sites import KINDS, MISSING, SITES, Kind, is_there
from tests.support import ROOT, build_site

HERE = Path(__file__).parent
AXE = ROOT / "tests/js/node_modules/axe-core/axe.min.js"

expect.set_options(timeout=30_000)  # as all other waiting: a machine may be busy


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that they can be left out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@dataclass(frozen=True)
class Site:
    """A site that is built and served."""

    server: Server

    def url(self, uri: str) -> str:
        """Return the whole address of a URI."""
        return self.server.url + uri


@dataclass(frozen=True)
class Visit:
    """A page that is open."""

    kind: Kind
    page: Page
    url: str


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; skip where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium: install it, or set CHROME to its path")
    with start_chromium(path) as browser:
        yield browser


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """Return a function that builds and serves a site at its first call; skip where its sources are missing."""
    sites: dict[str, Site] = {}
    with ExitStack() as stack:

        def get(name: str) -> Site:
            if not is_there(name):
                pytest.skip("the corpus beside the checkout is not there")
            if name not in sites:
                folder = tmp_path_factory.mktemp(name)
                server = stack.enter_context(serve(folder / "output"))
                SITES[name](folder)
                build_site(folder, base_url=f"{server.url}/")
                sites[name] = Site(server)
            return sites[name]

        yield get


@pytest.fixture
def open_page(browser: Browser, site: Callable[[str], Site]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page in a context of its own; what goes wrong in it fails the test."""
    with ExitStack() as stack:

        def get(name: str, uri: str, **options: Any) -> Page:
            page, watch = stack.enter_context(_watched(browser, **options))
            stack.callback(watch.check)
            page.goto(site(name).url(uri))
            return page

        yield get


@pytest.fixture(scope="package")
def _desk(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    with _watched(browser) as (page, watch):
        yield page, watch


@pytest.fixture(scope="package")
def _bare_desk(browser: Browser) -> Iterator[tuple[Page, Watch]]:
    with _watched(browser, java_script_enabled=False) as (page, watch):
        yield page, watch


@pytest.fixture(scope="module", params=KINDS, ids=str)
def _open(request: pytest.FixtureRequest, _desk: tuple[Page, Watch], site: Callable[[str], Site]) -> Visit:
    kind: Kind = request.param
    page, _ = _desk
    url = site(kind.site).url(kind.uri)
    page.goto(url)
    return Visit(kind, page, url)


@pytest.fixture
def visit(_open: Visit, _desk: tuple[Page, Watch]) -> Iterator[Visit]:
    """Return a page that the tests of a module share: they may look at it in every light, and change nothing.

    A context of its own for each would take more time than all the looking.
    """
    page, watch = _desk
    page.set_viewport_size(DESKTOP)
    page.emulate_media(media="screen", color_scheme="light")
    settle(page)
    yield _open
    watch.check()


@pytest.fixture
def bare(visit: Visit, _bare_desk: tuple[Page, Watch]) -> Iterator[Page]:
    """Return the same page as `visit`, opened without JavaScript."""
    page, watch = _bare_desk
    page.goto(visit.url)
    yield page
    watch.check()


@contextmanager
def _watched(browser: Browser, **options: Any) -> Iterator[tuple[Page, Watch]]:
    """Open a page in a context of its own."""
    with browser.new_context(**{"viewport": DESKTOP, **options}) as context:
        watch = Watch(context, frozenset({MISSING}))
        page = context.new_page()
        install(page)
        yield page, watch


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of axe-core; skip where it is not installed."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm install --prefix tests/js")
    return AXE.read_text(encoding="utf-8")
