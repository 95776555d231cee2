"""SVG images of authors, published, on a host that sends no headers, in the system's Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Request

from tests.browser.server import HOST
from tests.hostile_images import CONTROL, OTHERS, REAL
from tests.support import build_site, entry, write_files

EMBEDDED = (
    '<img src="{0}">',
    '<object data="{0}" type="image/svg+xml"></object>',
    '<iframe src="{0}"></iframe>',
    '<embed src="{0}" type="image/svg+xml">',
)
PRESS_ALL = """() => {
    for (const element of document.querySelectorAll("*"))
        element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }))
}"""
SETTLED = """() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))
})"""
PATIENCE = 5_000
"""Milliseconds until an image that should act counts as harmless."""
SIZE = {"width": 420, "height": 320}


class Quiet(SimpleHTTPRequestHandler):
    """Python's own server, which sends no policy, without its log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """Answer, and say nothing where nobody waits for the answer any more."""
        with suppress(ConnectionError):
            super().handle()


@contextmanager
def plainly(folder: Path) -> Iterator[str]:
    """Serve a folder without headers, and return its address."""
    with ThreadingHTTPServer((HOST, 0), partial(Quiet, directory=folder)) as http:
        http.daemon_threads = True
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            yield f"http://{HOST}:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()


@dataclass
class Ears:
    """What a page requests."""

    site: str
    asked: list[str]
    """Addresses, in order; those in the site are paths."""

    def hear(self, request: Request) -> None:
        """Note a request."""
        if not request.url.startswith("data:"):
            self.asked.append(request.url.removeprefix(self.site))

    def heard(self, *own: str) -> list[str]:
        """Return what was requested besides some files since the last call."""
        found = [path for path in self.asked if path not in (*own, "/favicon.ico")]
        self.asked.clear()
        return found


def visit(page: Page, url: str) -> None:
    """Open a page, and press on everything in it."""
    page.goto(url)
    with suppress(Error):  # it may go elsewhere, as the requests say
        page.evaluate(SETTLED)
        page.evaluate(PRESS_ALL)
        page.evaluate(SETTLED)


@contextmanager
def opened(browser: Browser, folder: Path) -> Iterator[tuple[Page, Ears]]:
    """Serve a folder, and open a page that is listened to."""
    with plainly(folder) as site, browser.new_context(viewport=SIZE) as context:
        ears = Ears(site, [])
        context.on("request", ears.hear)
        yield context.new_page(), ears


def publish(folder: Path, images: Mapping[str, str | bytes]) -> Path:
    """Return the folder in which a site publishes SVG images."""
    body = "\n\n".join(f"![{name}]({name}.svg)" for name in images)
    files = {
        f"content/en/{name}.svg": data.encode() if isinstance(data, str) else data for name, data in images.items()
    }
    return build_site(folder, {"content/en/a.md": entry("A", body), **files}).output / "en"


def test_authors_images_run_nothing_and_load_nothing_when_they_are_opened(browser: Browser, tmp_path: Path) -> None:
    output = publish(tmp_path, {**CONTROL, **OTHERS})
    published = sorted(path.name for path in output.glob("*.svg"))
    assert len(published) > len(CONTROL)
    found = {}
    with opened(browser, output) as (page, ears):
        for name in published:
            visit(page, f"{ears.site}/{name}")
            found[name] = ears.heard(f"/{name}")
    assert {name: heard for name, heard in found.items() if heard} == {}


@pytest.mark.parametrize("element", EMBEDDED)
def test_authors_images_run_nothing_and_load_nothing_in_other_pages(
    element: str, browser: Browser, tmp_path: Path
) -> None:
    output = publish(tmp_path, {**CONTROL, **OTHERS})
    published = sorted(path.name for path in output.glob("*.svg"))
    (output / "all.html").write_text("<!DOCTYPE html>" + "".join(element.format(name) for name in published))
    with opened(browser, output) as (page, ears):
        visit(page, f"{ears.site}/all.html")
        assert {f"/{name}" for name in published} <= set(ears.asked)
        assert ears.heard("/all.html", *(f"/{name}" for name in published)) == []


def test_the_same_images_run_and_load_when_nobody_cleans_them(browser: Browser, tmp_path: Path) -> None:
    files = {f"{name}.svg": data.encode() if isinstance(data, str) else data for name, data in CONTROL.items()}
    write_files(tmp_path, files)
    silent = []
    with opened(browser, tmp_path) as (page, ears):
        # Nothing is asked of these pages: one that goes elsewhere in the meantime may never answer.
        page.context.add_init_script(f"addEventListener('load', () => ({SETTLED})().then({PRESS_ALL}))")
        for name in files:
            own = (f"{ears.site}/{name}", f"{ears.site}/favicon.ico")
            with page.context.new_page() as image:
                try:
                    with image.expect_request(lambda request, own=own: request.url not in own, timeout=PATIENCE):
                        image.goto(own[0], wait_until="commit", timeout=PATIENCE)
                except Error:
                    silent.append(name)
    assert silent == []


def _seen(page: Page, url: str, *, moves: bool) -> list[bytes]:
    """Return what an image looks like when it is opened, half a second into its animations, and in a page.

    Nothing can stop the animations of one that `moves` in a page.
    """
    page.goto(url)
    page.evaluate("() => { document.documentElement.pauseAnimations(); document.documentElement.setCurrentTime(0.5) }")
    page.evaluate("() => document.getAnimations().forEach((one) => { one.pause(); one.currentTime = 500 })")
    page.evaluate(SETTLED)
    alone = page.screenshot()
    if moves:
        return [alone]
    page.goto(url.rpartition("/")[0] + "/")
    page.set_content(f'<img src="{url}" width="400">', wait_until="load")
    return [alone, page.screenshot()]


@pytest.mark.parametrize("path", sorted(REAL.glob("*.svg")), ids=lambda path: path.stem)
def test_ordinary_images_look_as_they_did(path: Path, browser: Browser, tmp_path: Path) -> None:
    output = publish(tmp_path, {"image": path.read_bytes()})
    write_files(output, {"before.svg": path.read_bytes()})
    with opened(browser, output) as (page, ears):
        nothing = page.screenshot()
        before, after = (
            _seen(page, f"{ears.site}/{name}.svg", moves=b"<animate" in path.read_bytes())
            for name in ("before", "image")
        )
    assert nothing not in before
    assert after == before
