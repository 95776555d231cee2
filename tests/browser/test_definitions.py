"""A link between entries shows the definition of what it leads to, to those who point at it, in whatever way."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Request, expect

from tests.browser.probes import PHONE, run_module
from tests.support import ROOT

ENTRY = "/en/glossary/generative-ai/"
PROMPT = "/en/glossary/prompt/"
TOKEN = "/en/glossary/token/"


def link(page: Page, uri: str) -> Locator:
    """Return the first link of the text to an entry, brought into view."""
    found = page.locator(f'.body a[href="{uri}"]').first
    found.scroll_into_view_if_needed()
    return found


def card(page: Page) -> Locator:
    """Return the card with the definition."""
    return page.get_by_role("tooltip")


def definition(page: Page, uri: str) -> str:
    """Return the definition that an entry gives of itself."""
    html = page.request.get(urlsplit(page.url)._replace(path=uri).geturl()).text()
    return page.evaluate(
        "html => new DOMParser().parseFromString(html, 'text/html').querySelector('.definition').textContent", html
    )


def centre(locator: Locator) -> dict[str, float]:
    """Return the point in the middle of what is shown, or of its first line."""
    return locator.evaluate(
        """element => {
          const { x, y, width, height } = element.getClientRects()[0];
          return { x: x + width / 2, y: y + height / 2 };
        }"""
    )


@pytest.mark.parametrize(
    ("entry", "other"), [(ENTRY, PROMPT), ("/ja/glossary/generative-ai/", "/ja/glossary/fine-tuning/")]
)
def test_hover_shows_the_definition_and_leaving_hides_it(
    entry: str, other: str, open_page: Callable[..., Page]
) -> None:
    page = open_page("sample", entry)
    link(page, other).hover()
    expect(card(page).locator("p")).to_have_text(definition(page, other))
    expect(card(page)).to_be_in_viewport(ratio=1)
    page.mouse.move(1, 1)
    expect(card(page)).to_have_count(0)


def test_the_card_says_what_describes_the_link(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    prompt = link(page, PROMPT)
    prompt.hover()
    expect(prompt).to_have_accessible_description(f"Prompt {definition(page, PROMPT)}")
    expect(card(page)).to_have_attribute("lang", "en")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(prompt).not_to_have_attribute("aria-describedby", "g-definition")
    expect(prompt).to_have_accessible_description("")


def test_the_keyboard_shows_it_at_once_and_the_next_stop_hides_it(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    page.keyboard.press("Tab")
    link(page, PROMPT).focus()
    expect(card(page).locator("strong")).to_have_text("Prompt")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(link(page, PROMPT)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card(page).locator("strong")).to_have_text("Prompt")
    link(page, "/en/glossary/fine-tuning/").focus()
    expect(card(page).locator("strong")).to_have_text("Fine-Tuning")
    page.locator("footer.site-footer a").first.focus()
    expect(card(page)).to_have_count(0)


def test_the_pointer_may_move_onto_the_card_and_stay(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    page.clock.install(time=0)
    link(page, PROMPT).hover()
    expect(card(page)).to_be_visible()
    page.clock.pause_at(3600)  # however long the pointer is under way here, it is no time to readers
    page.mouse.move(**centre(card(page)), steps=5)
    page.clock.run_for(2000)
    expect(card(page)).to_be_visible()
    page.mouse.move(1, 1)
    page.clock.run_for(2000)
    expect(card(page)).to_have_count(0)


def test_whoever_only_passes_over_links_sees_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    page.clock.install()
    # The pointer has moved on before the script is there,
    page.route("**/js/definitions.js", lambda route: (page.mouse.move(1, 1), route.continue_()))
    with page.expect_event("requestfinished", lambda request: request.url.endswith("definitions.js")):
        link(page, PROMPT).hover()
    run_module(page, "definitions.js")
    page.clock.run_for(2000)
    expect(card(page)).to_have_count(0)
    # and so it does when the script is there.
    page.mouse.move(**centre(link(page, PROMPT)))
    page.mouse.move(1, 1)
    page.clock.run_for(2000)
    expect(card(page)).to_have_count(0)


def test_whoever_moves_on_while_a_definition_is_under_way_sees_none(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    page.clock.install(time=0)
    page.clock.pause_at(3600)
    page.route(f"**{PROMPT}", lambda route: (page.mouse.move(1, 1), route.continue_()))
    link(page, PROMPT).hover()
    run_module(page, "definitions.js")
    with page.expect_event("requestfinished", lambda request: request.url.endswith(PROMPT)):
        page.clock.run_for(400)
    page.unroute_all()
    page.evaluate("address => fetch(address).then((answer) => answer.text())", PROMPT)  # a card would be there by now
    page.clock.run_for(2000)
    expect(card(page)).to_have_count(0)


def test_nothing_is_fetched_before_somebody_points_at_a_link(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    asked: list[str] = []

    def note(request: Request) -> None:
        path = unquote(urlsplit(request.url).path)
        # The icon is asked for whenever the browser finds time for it.
        if not path.endswith("/icon.svg"):
            asked.append(path)

    page.on("request", note)
    page.goto(urlsplit(page.url)._replace(path=ENTRY).geturl())
    assert not [path for path in asked if path.endswith("definitions.js")]
    assert [path for path in asked if not path.startswith("/assets/")] == [ENTRY]
    asked.clear()
    link(page, PROMPT).hover()
    expect(card(page)).to_be_visible()
    assert [path.rpartition("/")[2] or path for path in asked] == ["definitions.js", PROMPT]
    # What is known is not asked for again.
    asked.clear()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    page.mouse.move(1, 1)
    link(page, PROMPT).hover()
    expect(card(page)).to_be_visible()
    assert asked == []


def touch(session: CDPSession, kind: str, point: dict[str, float] | None = None) -> None:
    """Put a finger down or take it away."""
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point] if point else []})


def test_a_long_press_shows_it_and_does_not_leave_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, viewport=PHONE, has_touch=True, is_mobile=True)
    session = page.context.new_cdp_session(page)
    for uri, title in ((PROMPT, "Prompt"), ("/en/glossary/artificial-intelligence/", "Artificial Intelligence (AI)")):
        touch(session, "touchStart", centre(link(page, uri)))
        expect(card(page).locator("strong")).to_have_text(title)
        touch(session, "touchEnd")
        expect(card(page)).to_be_in_viewport(ratio=1)
        assert urlsplit(page.url).path == ENTRY
    # A touch elsewhere puts it away; a short one follows the link as ever.
    touch(session, "touchStart", {"x": 5, "y": 400})
    touch(session, "touchEnd")
    expect(card(page)).to_have_count(0)
    link(page, PROMPT).tap()
    page.wait_for_url(f"**{PROMPT}")


def test_html_in_a_definition_is_text(open_page: Callable[..., Page]) -> None:
    page = open_page("hostile", "/en/page/")
    page.locator(".body a[href]").first.hover()
    expect(card(page)).to_have_text("Image<img src=x onerror=\"document.title='broken'\"> is an <b>element</b> & more.")
    assert card(page).locator("p *").count() == 0
    assert page.title().startswith("Page")


def test_links_to_what_has_no_definition_show_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    page.locator(".body a").first.evaluate("link => { link.href = '/en/all/' }")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/en/all/")):
        link(page, "/en/all/").hover()
    page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))")
    assert card(page).count() == 0


def test_without_scripts_links_are_links(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, java_script_enabled=False)
    link(page, PROMPT).hover()
    expect(card(page)).to_have_count(0)
    link(page, PROMPT).click()
    page.wait_for_url(f"**{PROMPT}")


def test_no_entry_of_the_sample_is_without_a_definition_to_show() -> None:
    missing = [
        path.name
        for path in sorted((ROOT / "content").glob("*/glossary/*.md"))
        if "\ndescription: " not in path.read_text(encoding="utf-8")
    ]
    assert missing == []
