"""Nothing that an author writes runs, leaves the page or loads from elsewhere, with and without the pages' policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Request, expect

from tests.browser.conftest import Site
from tests.browser.features import check_search, check_switch
from tests.browser.hostile import ADDRESSES, HTML, write_hostile
from tests.browser.server import HOST, Server, serve
from tests.support import build_site, write_files
from tests.test_preview_files import serving

INSPECT = Path(__file__).with_name("inspect.js")
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
REDIRECT = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]*)">')
LISTS = ("", "all/", "category/", "changes/", "wanted/", "search/", "part/", "about/", "letter/a/", "e001/", "e124/")
"""Pages of every kind, below the language's home."""
QUERIES = (
    "img",
    "script",
    "svg onload",
    "javascript:ran=1",
    "<img src=x onerror=ran=1>",
    "title:math",
    "zqzq <b>",
    "$&",
)
MISSING = (*HTML[3::60], *ADDRESSES[5::30])


@dataclass
class Guard:
    """What must not happen in a page: requests to other hosts, pages that are left, dialogs, errors of scripts."""

    page: Page
    findings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self.page.on("request", self._request)
        self.page.on("framenavigated", self._navigated)
        self.page.on("pageerror", lambda error: self.findings.append(f"script: {error}"))
        self.page.on("popup", lambda page: self.findings.append(f"popup: {page.url}"))
        self.page.on("dialog", lambda dialog: self.findings.append(f"dialog: {dialog.message}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != HOST:
            self.findings.append(f"foreign: {request.url}")

    def _navigated(self, frame: Frame) -> None:
        if not frame.url.startswith(("about:", f"http://{HOST}")):
            self.findings.append(f"left for {frame.url}")

    def check(self) -> None:
        """Fail where something ran, or is in the page that no author may have written."""
        found = self.page.evaluate("inspection.look()")["findings"]
        ran = self.page.evaluate("globalThis.ran")
        assert (found, ran, self.findings) == ([], None, []), self.page.url


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """Build and serve the site: `with` and `without` its policy, and each with the theme `onepage`."""
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder)
    servers: dict[str, Server] = {}
    with ExitStack() as stack:
        for theme in ("default", "onepage"):
            output = folder / theme
            settings = (folder / "glossary.toml").read_text(encoding="utf-8").partition("theme = ")[0]
            lines = [line for line in settings.splitlines(keepends=True) if not line.startswith("theme")]
            (folder / "glossary.toml").write_text(f'theme = "{theme}"\n' + "".join(lines), encoding="utf-8")
            build_site(folder, output=output)
            bare = folder / f"{theme}-bare"
            _without_policy(output, bare)
            for name, below in ((f"{theme} with", output), (f"{theme} without", bare)):
                servers[name] = stack.enter_context(serve(below))
            servers[f"{theme} without"].policy = ""
        yield servers


def _without_policy(output: Path, bare: Path) -> None:
    """Copy a site without the policies of its pages."""
    for path in filter(Path.is_file, output.rglob("*")):
        target = bare / path.relative_to(output)
        target.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        if path.suffix == ".html":
            data, count = POLICY.subn(b"", data)
            assert count == 1 or REDIRECT.search(data), path
        target.write_bytes(data)


@pytest.fixture
def guarded(browser: Browser) -> Iterator[Guard]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(path=INSPECT)
        yield Guard(page)


@pytest.mark.parametrize("policy", ["with", "without"])
def test_nothing_runs_on_a_page_of_any_kind_and_its_scripts_work(
    hostile: dict[str, Server], guarded: Guard, policy: str
) -> None:
    server = hostile[f"default {policy}"]
    for path in LISTS:
        response = guarded.page.goto(f"{server.url}/en/{path}")
        assert response and response.ok, path
        guarded.check()
        if path != "search/":
            check_search(guarded.page)
    check_switch(guarded.page)
    for payload in MISSING:
        guarded.page.goto(f"{server.url}/en/{quote(payload, safe='')}/?{quote(payload)}#{quote(payload)}")
        guarded.check()
        check_search(guarded.page)


@pytest.mark.parametrize("policy", ["with", "without"])
def test_nothing_runs_in_results_and_cards(hostile: dict[str, Server], guarded: Guard, policy: str) -> None:
    server, page = hostile[f"default {policy}"], guarded.page
    shown = 0
    for query in QUERIES:
        page.goto(f"{server.url}/en/search/?q={quote(query)}")
        expect(page.locator("main output")).not_to_be_empty()
        shown += page.locator("main .hits li").count()
        assert page.locator("main .hits :not(ol, li, a, strong, small, span, mark)").count() == 0
        guarded.check()
    assert shown > 100
    page.goto(f"{server.url}/en/e124/")
    for link in page.locator("nav.around a").all()[:3]:
        link.hover()
        expect(page.locator(".definition-card")).to_be_visible()
        assert page.locator(".definition-card :not(strong, p)").count() == 0
        guarded.check()
        page.mouse.move(0, 0)
        expect(page.locator(".definition-card")).to_have_count(0)


@pytest.mark.parametrize(("theme", "usual"), [("default", ("sample", "arabic")), ("onepage", ("onepage",))])
def test_nothing_is_left_of_payloads_on_any_page(
    hostile: dict[str, Server], guarded: Guard, site: Callable[[str], Site], theme: str, usual: tuple[str, ...]
) -> None:
    server = hostile[f"{theme} without"]
    # The texts of entries are the same in both themes; what stands around them is on few pages of the second.
    around = _look(guarded, server, every=1 if theme == "default" else 15)
    guarded.check()
    harmless = set().union(*(_look(guarded, site(name).server) for name in usual))
    assert around - harmless - {"a aria-current"} == set()
    for old in server.folder.rglob("*.html"):
        for target in REDIRECT.findall(old.read_bytes()):
            assert re.match(rb"/[^/\\]", target), old


@pytest.mark.parametrize(
    "fault",
    [
        "<img src=x onerror='globalThis.ran = 1'>",
        "<p style='color: red'>x</p>",
        "<a href=javascript:ran=1>x</a>",
        "<svg></svg>",
        "<form name=querySelector></form>",
        "<p class=panel>x</p>",
        "<a id=main></a>",
        "<img src=http://elsewhere.example/x>",
    ],
)
def test_a_page_with_a_fault_fails(hostile: dict[str, Server], guarded: Guard, fault: str) -> None:
    guarded.page.goto(f"{hostile['default without'].url}/en/e001/")
    guarded.check()
    guarded.page.evaluate("html => document.querySelector('.body').insertAdjacentHTML('beforeend', html)", fault)
    guarded.page.wait_for_load_state("networkidle")
    with pytest.raises(AssertionError):
        guarded.check()


def _look(guarded: Guard, server: Server, *, every: int = 1) -> set[str]:
    """Look at all pages of a site in frames; return what stands around what their authors wrote."""
    pages = [path for path in server.folder.rglob("*.html") if not REDIRECT.search(path.read_bytes())]
    addresses = [f"{server.url}/{quote(path.relative_to(server.folder).as_posix())}" for path in sorted(pages)]
    # Each payload is the name of a category; their pages differ in nothing else.
    lists = [address for address in addresses if "/category/" in address]
    addresses = [address for address in addresses if address not in lists] + lists[::10]
    addresses = sorted({*addresses[::every], *(one for one in addresses if "/print/" in one)})
    guarded.page.goto(f"{server.url}/robots.txt")
    around: set[str] = set()
    for at in range(0, len(addresses), 40):
        for address, seen in guarded.page.evaluate("all => inspection.lookAt(all)", addresses[at : at + 40]):
            assert seen["findings"] == [], address
            around |= set(seen["around"])
    return around


def test_payloads_are_text_in_the_previews_panel(tmp_path: Path, guarded: Guard) -> None:
    names = [payload.replace("/", "\u2215") for payload in HTML[::30] if payload.isprintable() and len(payload) < 60]
    broken = {
        f"content/en/{name}.md": f'---\ntitle: "{HTML[at]}\n{HTML[at + 1]}\n---\n{HTML[at + 2]}\n'.encode()
        for at, name in enumerate(names)
    }
    write_files(tmp_path, {"content/en/a.md": b"---\ntitle: A\n---\nText.\n", **broken})
    missing = [payload for payload in MISSING if payload.isprintable()][:4]
    with serving(tmp_path) as preview:
        panel = guarded.page.locator("#glossary-ssg-preview .panel")
        for path in ("/en/a/", *(f"/en/{quote(payload, safe='')}/?{quote(payload)}" for payload in missing)):
            guarded.page.goto(preview.url + path)
            expect(panel.locator("article")).to_have_count(len(broken))
            tags = panel.evaluate("panel => [...new Set([...panel.querySelectorAll('*')].map(one => one.localName))]")
            assert set(tags) <= {"article", "button", "h2", "h3", "p", "pre", "span"}
            assert panel.evaluate("panel => [...panel.querySelectorAll('*')].some(one => one.onerror)") is False
            guarded.check()
