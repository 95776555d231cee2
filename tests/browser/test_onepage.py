"""The theme `onepage`: a plain document that everybody can read and print."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.probes import PHONE, ask, nameless, violations
from tests.support import ROOT


def test_the_whole_glossary_is_one_plain_page_for_screen_and_paper(open_page: Callable[..., Page], axe: str) -> None:
    page = open_page("onepage", "/ja/", viewport=PHONE)
    page.goto(page.locator("header nav a").nth(1).evaluate("link => link.href"))
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("article")).to_have_count(len([*(ROOT / "content/ja/glossary").glob("*.md")]))
    assert page.locator("script").count() == 0
    assert ask(page, "overflow") == {"excess": 0, "culprits": []}
    assert list(nameless(page)) == []
    assert violations(page, axe) == []
    page.emulate_media(media="print", color_scheme="dark")
    assert ask(page, "print") == {"shown": [], "tinted": [], "pale": []}
    expect(page.locator("article").last).to_be_visible()
