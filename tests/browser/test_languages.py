"""From an entry to the same entry in another language, and back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sites import TRANSLATIONS


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
