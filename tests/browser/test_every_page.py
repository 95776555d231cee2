"""What holds for every page, whatever it shows: it can be read, operated and printed by everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.probes import COLOUR_RULES, DESKTOP, PHONE, ask, nameless, resize, settle, violations

LIGHTS: Mapping[Literal["light", "dark"], Sequence[str]] = {"light": (), "dark": COLOUR_RULES}
"""Colour scheme -> the rules of axe to run; all where there are none."""
WIDTHS = (320, 390, 768, 1280)


def test_the_page_says_its_language(visit: Visit) -> None:
    html = visit.page.locator("html")
    expect(html).to_have_attribute("lang", visit.kind.lang)
    expect(html).to_have_attribute("dir", "rtl" if visit.kind.is_rtl else "ltr")
    expect(visit.page.locator("h1")).to_have_count(1)


def test_axe_finds_nothing_in_light_and_dark_on_desktop_and_phone(visit: Visit, axe: str) -> None:
    findings = []
    for window in (DESKTOP, PHONE):
        visit.page.set_viewport_size(window)
        for scheme, rules in LIGHTS.items():
            visit.page.emulate_media(color_scheme=scheme)
            settle(visit.page)
            found = violations(visit.page, axe, only=rules)
            findings += [f"{scheme}, {window['width']} px: {line}" for line in found]
    assert not findings, "\n".join(findings)


def test_without_scripts_all_text_and_all_links_are_there(visit: Visit, bare: Page) -> None:
    # A script may cut a text into pieces, so pieces are compared only to show people what is missing.
    pieces, bare_pieces = ask(visit.page, "text"), ask(bare, "text")
    if squeezed(pieces) != squeezed(bare_pieces):
        assert bare_pieces == pieces
    assert sorted(set(ask(visit.page, "links")) - set(ask(bare, "links"))) == []


def test_nothing_sticks_out_sideways(visit: Visit) -> None:
    findings = {}
    for width in WIDTHS:
        resize(visit.page, width)
        found = ask(visit.page, "overflow")
        if found["excess"]:
            findings[width] = found
    assert findings == {}


def test_text_begins_at_the_right_edge_where_script_runs_from_there(visit: Visit) -> None:
    if visit.kind.is_rtl:
        assert ask(visit.page, "away") == []


def test_paper_is_white_and_has_nothing_to_click(visit: Visit) -> None:
    for scheme in LIGHTS:
        visit.page.emulate_media(media="print", color_scheme=scheme)
        settle(visit.page)
        assert ask(visit.page, "print") == {"shown": [], "tinted": [], "pale": []}, scheme


def test_everything_that_can_be_operated_has_a_name(visit: Visit) -> None:
    assert list(nameless(visit.page)) == []


def test_the_tab_key_reaches_the_skip_link_first_and_it_leads_to_the_content(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.url)  # Tab starts at the top only in a page that was just opened
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#g-content")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main:target, main :target")).to_have_count(1)
    if page.locator("main a[href]").count():
        page.keyboard.press("Tab")
        expect(page.locator("main :focus")).to_have_count(1)


def test_the_tab_key_shows_where_it_is(visit: Visit) -> None:
    visit.page.keyboard.press("Tab")  # the focus is shown to those who use the keyboard
    found = ask(visit.page, "focus")
    assert found["findings"] == []
    assert found["count"] > 0


def squeezed(pieces: list[str]) -> str:
    """Return texts as one without spaces."""
    return "".join("".join(pieces).split())
