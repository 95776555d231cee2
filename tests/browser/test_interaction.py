"""What readers do in an order, or with keys, fingers and pointers, that scripts must not trip over."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.probes import PHONE, run_module

ENTRY = "/en/glossary/generative-ai/"
PROMPT = "/en/glossary/prompt/"
RECORD = """() => {
  const results = document.querySelector("main [data-results]");
  const status = document.querySelector("main output");
  window.seen = [];
  const record = () => seen.push([status.textContent, ...[...results.querySelectorAll("strong")].map((one) => one.textContent)]);
  const observer = new MutationObserver(record);
  for (const box of [results, status]) observer.observe(box, { childList: true, characterData: true, subtree: true });
}"""
"""Records every state of the results from now on."""
PRESS = """([selector, key, keyCode]) => document.querySelector(selector).dispatchEvent(
  new KeyboardEvent("keydown", { key, keyCode, bubbles: true, cancelable: true }))"""
"""Presses a key; false where a script takes it for its own."""
MENU = """link => link.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }))"""
"""Asks for the context menu; false where a script keeps it from coming."""
FIELD = "main input[type=search]"


def hits(page: Page) -> Locator:
    """Return the links to entries that the search page shows."""
    return page.locator("main .hits li > a:first-child")


def shown(page: Page) -> list[str]:
    """Return the headwords that a filtered list shows."""
    return page.locator(".term dt").filter(visible=True).all_inner_texts()


@pytest.mark.parametrize("answer", ["late", "broken"])
def test_an_answer_that_comes_after_a_later_one_is_not_shown(answer: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/search/")
    page.locator(FIELD).fill("chatbot")
    expect(hits(page).first).to_contain_text("Chatbot")
    held: list[Route] = []
    page.route("**/parts/vocabulary.*", lambda route: route.continue_() if held else held.append(route))
    # Only what nothing matches needs the vocabulary.
    with page.expect_request("**/parts/vocabulary.*"):
        page.locator(FIELD).fill("halucination")
    page.locator(FIELD).fill("chatbot")
    expect(hits(page).first).to_contain_text("Chatbot")
    page.evaluate(RECORD)
    with page.expect_event("requestfinished", lambda request: "vocabulary" in request.url):
        held[0].fulfill(body="[]", content_type="application/json") if answer == "broken" else held[0].continue_()
    # Whatever waited for the vocabulary has been answered when this is.
    page.locator(FIELD).fill("chatbt")
    expect(page.locator("main output")).to_contain_text("chatbot")
    states = page.evaluate("seen")
    assert [state for state in states if "chatbot" not in str(state).lower()] == []


def test_a_filter_adds_nothing_to_the_history(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/")
    page.goto(urlsplit(page.url)._replace(path="/en/all/").geturl())
    before = page.evaluate("history.length")
    field = page.locator("[data-filter] input")
    for typed in ("web", "webhook"):
        field.fill(typed)
        page.wait_for_url(f"**/?q={typed}")
    assert page.evaluate("history.length") == before
    assert parse_qs(urlsplit(page.url).query) == {"q": ["webhook"]}
    page.go_back()
    page.wait_for_url("**/en/")


def test_definitions_are_filtered_from_the_third_letter_on(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    status = page.get_by_role("status")
    page.locator("[data-filter] input").fill("ht")
    expect(status).to_have_text(
        f"{len([title for title in page.locator('.term dt').all_inner_texts() if 'ht' in title.lower()])} found"
    )
    assert "Webhook" not in shown(page)
    # Its definition says HTTP.
    page.locator("[data-filter] input").fill("htt")
    expect(page.locator(".term dt").filter(visible=True, has_text="Webhook")).to_have_count(1)


def test_a_long_press_keeps_the_context_menu_away_and_nothing_else_does(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, viewport=PHONE, has_touch=True, is_mobile=True)
    session = page.context.new_cdp_session(page)
    link = page.locator(f'.body a[href="{PROMPT}"]').first
    link.scroll_into_view_if_needed()
    run_module(page, "definitions.js")
    assert link.evaluate(MENU)
    box = link.bounding_box()
    assert box
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert not link.evaluate(MENU)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert link.evaluate(MENU)
    # The finger was lifted from the link, and that is no click on it.
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert urlsplit(page.url).path == ENTRY


def test_a_finger_that_moves_scrolls_and_shows_no_definition(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, viewport=PHONE, has_touch=True, is_mobile=True)
    link = page.locator(f'.body a[href="{PROMPT}"]').first
    link.scroll_into_view_if_needed()
    link.dispatch_event("touchstart")
    run_module(page, "definitions.js")
    page.clock.install(time=0)
    page.clock.pause_at(3600)
    asked = requests(page)
    for moved in ("touchmove", "touchcancel"):
        link.dispatch_event("touchstart")
        link.dispatch_event(moved)
        page.clock.run_for(2000)
    assert fetched(page, asked) == []


def requests(page: Page) -> list[str]:
    """Return a list that will hold the paths that are asked for."""
    paths: list[str] = []

    def add(request: Request) -> None:
        paths.append(urlsplit(request.url).path)

    page.on("request", add)
    return paths


def fetched(page: Page, asked: list[str]) -> list[str]:
    """Return the pages that were asked for until now."""
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/en/all/")):
        page.evaluate("fetch('/en/all/').then((answer) => answer.text())")
    return [path for path in asked if path.startswith("/en/") and path != "/en/all/"]


def test_links_within_the_page_and_to_other_sites_have_no_card(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    run_module(page, "definitions.js")
    page.locator(f'.body a[href="{PROMPT}"]').first.evaluate("link => { link.id = 'changing' }")
    link = page.locator("#changing")
    page.keyboard.press("Tab")  # so that a focus is one that is seen
    asked = requests(page)
    for href in ("#g-used-in", f"{ENTRY}?x=1#g-used-in"):
        link.evaluate("(link, href) => link.setAttribute('href', href)", href)
        link.focus()
        link.blur()
    # To another site: the name of this host has another origin with another port.
    link.evaluate("link => { link.href = `http://${location.hostname}:1${location.pathname}x` }")
    link.focus()
    assert fetched(page, asked) == []
    assert [path for path in asked if path.endswith("x")] == []
    link.blur()
    link.evaluate("(link, href) => link.setAttribute('href', href)", PROMPT)
    link.focus()
    expect(page.get_by_role("tooltip")).to_contain_text("Prompt")


def test_a_click_beside_the_dialog_closes_it_and_one_inside_does_not(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/")
    dialog = page.get_by_role("dialog")
    page.keyboard.press("/")
    expect(dialog).to_be_visible()
    page.keyboard.type("model")
    expect(dialog.locator(".hits a").first).to_be_visible()
    dialog.get_by_role("status").click()
    dialog.locator("input").click()
    expect(dialog).to_be_visible()
    page.mouse.click(3, page.viewport_size["height"] - 3)  # type: ignore[index]
    expect(dialog).to_be_hidden()


def test_keys_that_end_a_composition_are_not_the_readers(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/search/?q=model")
    expect(hits(page).first).to_be_visible()
    page.locator(FIELD).focus()
    # Safari reports the key after the end of the composition, with the code 229.
    for key in ("Enter", "ArrowDown"):
        assert page.evaluate(PRESS, [FIELD, key, 229])
    expect(page.locator(FIELD)).to_be_focused()
    assert not page.evaluate(PRESS, [FIELD, "ArrowDown", 40])
    expect(hits(page).first).to_be_focused()


def test_what_is_being_composed_is_not_searched_yet(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/search/?q=chatbot")
    expect(hits(page).first).to_contain_text("Chatbot")
    page.evaluate(RECORD)
    field = page.locator(FIELD)
    field.dispatch_event("compositionstart")
    field.fill("hallucination")
    assert page.evaluate(PRESS, [FIELD, "ArrowDown", 40])
    assert page.evaluate("seen") == []
    assert parse_qs(urlsplit(page.url).query) == {"q": ["chatbot"]}
    field.dispatch_event("compositionend")
    expect(hits(page).first).to_contain_text("Hallucination")
    assert not page.evaluate(PRESS, [FIELD, "ArrowDown", 40])
