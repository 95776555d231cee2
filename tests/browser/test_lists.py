"""Lists of terms: their letters lead to what can be seen, on every window and on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.probes import PHONE, ask, install
from tests.browser.server import serve
from tests.support import build_site, entry

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ3→"
COVERED = """element => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return !element.contains(document.elementFromPoint(x + Math.min(width, 20) / 2, y + height / 2));
}"""
"""Whether something else lies over the beginning of an element, or it is out of view."""

WIDER = """tiles => tiles.filter((tile) => {
  const range = document.createRange();
  range.selectNodeContents(tile);
  return range.getBoundingClientRect().width > tile.getBoundingClientRect().width;
}).map((tile) => tile.textContent)"""
"""The tiles whose text is wider than they are."""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """Return the address of a list with more letters than fit into two rows."""
    text = "A definition that takes two lines of a sheet of paper, since it is long enough. " * 2 + "It is at an end."
    files = {
        f"content/es/t{at}-{n}.md": entry(f'"{sign * (n + 1)}"', text)
        for at, sign in enumerate(LETTERS)
        for n in range(1 + at % 4)
    }
    built = build_site(tmp_path_factory.mktemp("letters"), files)
    with serve(built.output) as server:
        yield f"{server.url}/es/all/"


@pytest.mark.parametrize("size", [(320, 256), (390, 844), (844, 390), (768, 1024), (1280, 800)])
def test_letters_leave_room_and_hide_neither_their_headings_nor_the_focus(
    size: tuple[int, int], url: str, browser: Browser
) -> None:
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    with browser.new_context(viewport=viewport, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(url)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        bar = page.locator(".letters-bar").bounding_box()
        assert bar
        assert bar["y"] + bar["height"] < size[1] * 0.4
        for link in (page.locator(".letters a").nth(4), page.locator(".letters a").last):
            link.click()
            page.wait_for_function("scrollY > 0")
            assert not page.locator(":target").evaluate(COVERED)
        for _ in range(8):
            page.keyboard.press("Shift+Tab")
            assert not page.locator(":focus").evaluate(COVERED)


def test_a_name_among_the_letters_stays_in_its_tile(url: str, browser: Browser) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        install(page)
        for address in (url, url.removesuffix("all/")):
            page.goto(address)
            assert page.locator(".letters .named > *").evaluate_all(WIDER) == []
            assert ask(page, "overflow")["excess"] == 0


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext: it is in poppler-utils")
def test_no_letter_is_alone_at_the_foot_of_a_sheet(url: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(url)
        printed = page.pdf(prefer_css_page_size=True)
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=printed, capture_output=True, check=True).stdout.decode()
    feet = [sheet.split()[-1] for sheet in text.split("\f") if sheet.strip()]
    assert len(feet) > 3
    assert set(feet) == {"end."}
