"""From an entry to the same entry in another language, and back; what only some languages have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from string import ascii_uppercase
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.probes import PHONE, ask, install
from tests.browser.server import serve
from tests.browser.sites import TRANSLATIONS
from tests.support import build_site, entry

TURNED = r"""[...document.querySelectorAll("h1, main :is(a, code, dt, dd), .around span, .hits strong")].filter((element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const places = nodes.flatMap((node) => [...node.data].flatMap((sign, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return /[\x21-\x7e]/.test(sign) && !/[()]/.test(sign) ? [range.getBoundingClientRect().left] : [];
  }));
  return element.checkVisibility() && places.some((place, at) => at && place < places[at - 1]);
}).map((element) => `${element.localName}: ${element.textContent}`)"""
"""What holds Latin letters and signs that do not follow each other from left to right."""


def switch(page: Page, lang: str) -> None:
    """Choose a language as a reader does: open what hides the choice, and follow the link."""
    links = page.locator(f'header a[hreflang="{lang}"]')
    if not links.filter(visible=True).count():
        page.locator(f'details:has(a[hreflang="{lang}"]) > summary').filter(visible=True).first.click()
    links.filter(visible=True).first.click()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("name", "here", "there"), TRANSLATIONS)
def test_the_switch_leads_to_the_same_entry_and_back(
    name: str, here: str, there: str, width: int, open_page: Callable[..., Page]
) -> None:
    page = open_page(name, here, viewport={"width": width, "height": 800})
    title = page.locator("h1").inner_text()
    for uri in (there, here):
        lang = uri.split("/")[1]
        switch(page, lang)
        page.wait_for_url(lambda url, uri=uri: unquote(urlsplit(url).path) == uri)
        expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("h1")).to_have_text(title, use_inner_text=True)


def test_what_has_no_reading_is_named_in_one_line_beside_the_letters(browser: Browser, tmp_path: Path) -> None:
    titles = ("漢字", "あい", "かき", *(f"{letter}語" for letter in "ABCDEFGHIJKLMNOP"))
    files = {f"content/ja/t{at}.md": entry(title) for at, title in enumerate(titles)}
    built = build_site(tmp_path, {"content/en/x.md": entry("X"), **files})
    with serve(built.output) as server, browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        install(page)
        page.goto(f"{server.url}/ja/all/")
        name, kana = page.get_by_role("link", name="読みなし"), page.get_by_role("link", name="あ 1")
        expect(name).to_be_visible()
        assert _height(name) == _height(kana)
        assert ask(page, "overflow")["excess"] == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_kana_and_letters_are_two_rows_with_names_that_stay_in_view(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    titles = (*"あかさたなはまやらわ", *(f"{letter}語" for letter in ascii_uppercase), "3語", "漢字")
    files = {f"content/ja/t{at}.md": entry(title) for at, title in enumerate(titles)}
    built = build_site(tmp_path, files)
    viewport: ViewportSize = {"width": width, "height": 844}
    with serve(built.output) as server, browser.new_context(viewport=viewport) as context:
        page = context.new_page()
        install(page)
        page.goto(f"{server.url}/ja/all/")
        letters = page.get_by_role("navigation", name="索引")
        expect(letters.get_by_role("list")).to_have_count(2)
        kana, others = (letters.get_by_role("list", name=name) for name in ("あ … わ", "A … 読みなし"))
        expect(kana.get_by_role("link")).to_have_count(10)
        expect(others.get_by_role("link")).to_have_count(28)
        page.locator("h2").last.scroll_into_view_if_needed()
        for link in (kana.get_by_role("link").first, others.get_by_role("link").last):
            link.scroll_into_view_if_needed()
            expect(link).to_be_in_viewport(ratio=1)
        assert _height(letters) <= 110
        assert ask(page, "overflow")["excess"] == 0
        others.get_by_role("link", name="読みなし").click()
        expect(page.locator(":target")).to_be_in_viewport(ratio=1)
        expect(letters).to_be_in_viewport(ratio=1)


def test_latin_names_and_code_run_from_the_left_among_arabic(browser: Browser, tmp_path: Path) -> None:
    body = "\nنص `npm i --save` نص\n\n```\n./run --all;\n```\n"
    files = {
        "content/ar/c.md": entry("C++", body, synonyms="[C+]", related='[".NET", sharp, note, "A+"]'),
        "content/ar/net.md": entry(".NET", body),
        "content/ar/sharp.md": entry('"C#"', body, qualifier="لغة"),
        "content/ar/note.md": entry('"C#"', body, qualifier="نغم"),
        "content/ar/plus.md": entry("A+", body),
    }
    built = build_site(tmp_path, files)
    with serve(built.output) as server, browser.new_context() as context:
        page = context.new_page()
        for uri in ("/ar/c/", "/ar/net/", "/ar/sharp/", "/ar/all/"):
            page.goto(server.url + uri)
            assert page.evaluate(TURNED) == [], uri
        page.goto(f"{server.url}/ar/sharp/")
        sense, title = page.locator("h1 .sense").bounding_box(), page.locator("h1").bounding_box()
        assert sense
        assert title
        assert sense["x"] == title["x"]
        page.keyboard.press("/")
        page.keyboard.type("C++")
        expect(page.locator(".hits strong").first).to_be_visible()
        assert page.evaluate(TURNED) == []


def test_where_all_have_readings_there_are_kana_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/ja/all/")
    letters = page.get_by_role("navigation", name="索引")
    expect(letters.locator("ul")).to_have_count(1)
    expect(letters.get_by_role("list", name="あ … わ").get_by_role("listitem")).to_have_count(10)


def _height(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["height"]
