"""Headings with any id: every link to one leads there, and no fragment stops the scripts of a page."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from glossary_ssg.search.client.index import search
from tests.browser.conftest import Site
from tests.browser.features import check_card, check_contents, check_search, check_switch
from tests.browser.sites import ODD_IDS

ODD = "/en/odd/"
FOLLOW = """selector => [...document.querySelectorAll(selector)].map((link) => {
  location.hash = "";
  link.click();
  return [link.textContent, document.querySelector(":target")?.textContent ?? null, location.hash];
})"""
"""Follows links within the page: their texts, the texts of what they lead to, the fragments that the browser shows."""
FRAGMENTS = (
    *("", "%", "50%", "%E0%A4%A", "%25", ":~:text=", ":~:text=%E0%A4%A", "a:~:text=b", "__proto__", "constructor"),
    *("#", "##", "?q=1", "[", "\\", "javascript:alert(1)", "<img src=x onerror=alert(1)>", "\t", "日本", "x" * 10_000),
)


def decoded_ids() -> list[str]:
    """Return the ids as the page has them."""
    return [unicodedata.normalize("NFC", id.replace("\\", "")) for id in ODD_IDS]


def test_every_entry_of_the_contents_leads_to_its_heading(open_page: Callable[..., Page]) -> None:
    followed = open_page("odd", ODD).evaluate(FOLLOW, ".contents a")
    assert [link for link, target, _ in followed if link != target] == []
    assert len(followed) == len(ODD_IDS)


def test_an_authors_links_lead_to_the_headings(open_page: Callable[..., Page]) -> None:
    page = open_page("odd", "/en/links/")
    hrefs = page.locator(".body li a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    page.goto(page.url.replace("links", "odd"))
    page.evaluate(
        """hrefs => document.querySelector("h1").append(...hrefs.map((href, at) =>
          Object.assign(document.createElement("a"), { href, textContent: `Part word${at}`, className: "try" })))""",
        hrefs,
    )
    followed = page.evaluate(FOLLOW, ".try")
    assert [link for link, target, _ in followed if link != target] == []
    assert len(followed) == len(ODD_IDS)


def test_a_result_of_the_search_leads_to_the_heading_in_browser_and_terminal(
    open_page: Callable[..., Page], site: Callable[[str], Site]
) -> None:
    page = open_page("odd", ODD)
    module = page.locator('script[src$="/main.js"]').get_attribute("src") or ""
    hrefs = page.evaluate(
        """async ([module, count]) => {
          const { openSearch } = await import(module);
          const search = openSearch({ base: "/en/search/" });
          const found = [];
          for (let at = 0; at < count; at += 1) {
            const { documents } = await search.search(`word${at} `);
            found.push(documents.flatMap(({ headings }) => headings.map(({ href }) => href)));
          }
          return found;
        }""",
        [module.replace("main.js", "search/index.js"), len(ODD_IDS)],
    )
    assert [[unquote(urlsplit(href).fragment) for href in one] for one in hrefs] == [[id] for id in decoded_ids()]
    folder = site("odd").server.folder / "en/search"
    answers = [search(folder, f"word{at} ") for at in range(len(ODD_IDS))]
    assert [[part.href for hit in answer.hits for part in hit.headings] for answer in answers] == hrefs
    # What a browser makes of an address is the same as what is written: nothing is left to encode.
    assert page.evaluate(
        "hrefs => hrefs.map(href => new URL(href, location).hash)", [href for one in hrefs for href in one]
    ) == [f"#{urlsplit(href).fragment}" for one in hrefs for href in one]


def test_links_on_the_page_of_all_entries_lead_to_their_headings(open_page: Callable[..., Page]) -> None:
    page = open_page("odd-onepage", "/en/print/")
    page.locator(".body li a").evaluate_all(
        "links => links.forEach((link, at) => { link.textContent = `Part word${at}`; })"
    )
    followed = page.evaluate(FOLLOW, ".body li a")
    assert [link for link, target, _ in followed if link != target] == []
    assert len(followed) == len(ODD_IDS)


def test_no_fragment_stops_the_scripts(open_page: Callable[..., Page], site: Callable[[str], Site]) -> None:
    page = open_page("odd", ODD)
    for number, fragment in enumerate(FRAGMENTS):
        page.goto(f"{site('odd').url(ODD)}?{number}#{fragment}")
        check_contents(page)
        check_search(page)
    for fragment in ("\ud800", "a\udc00%"):
        page.evaluate(f"location.hash = {json.dumps(fragment)}")
        check_search(page)


def test_headings_named_like_globals_hide_nothing_from_the_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("odd", ODD)
    check_contents(page)
    check_switch(page)
    check_search(page, "word1")
    check_card(page)
    expect(page.locator(".copy")).to_have_count(1)


@pytest.mark.parametrize("missing", ["IntersectionObserver", "matchMedia", "ResizeObserver"])
def test_a_heading_is_not_mistaken_for_what_a_browser_lacks(
    open_page: Callable[..., Page], site: Callable[[str], Site], missing: str
) -> None:
    page = open_page("sample", "/en/")
    page.add_init_script(f"delete globalThis.{missing}")
    page.goto(site("odd").url(ODD))
    check_contents(page)
    check_switch(page)
    check_search(page)
