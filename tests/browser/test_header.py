"""The header: its menus, the switch of colours, the way to the search."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.probes import PHONE, ask, violations

ENTRY = "/en/glossary/generative-ai/"
FIRST_SIGHT = """
new MutationObserver((_, observer) => {
  if (!document.body) return;
  observer.disconnect();
  globalThis.firstSight = [document.readyState, document.documentElement.dataset.scheme ?? ""];
}).observe(document, { childList: true, subtree: true });
"""
"""Notes the colour scheme when the page's body begins: nothing was painted before."""


def menu(page: Page) -> Locator:
    """Return the menu of a narrow page."""
    return page.locator("header details.menu", has=page.locator('summary[aria-label="Menu"]'))


def test_a_menu_opens_by_keyboard_and_escape_returns_to_its_button(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, viewport=PHONE)
    button = menu(page).locator("summary")
    button.focus()
    page.keyboard.press("Enter")
    expect(menu(page).get_by_role("link", name="All terms")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu(page).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu(page)).not_to_have_attribute("open", "")
    expect(button).to_be_focused()


def test_a_menu_closes_when_somebody_clicks_or_goes_elsewhere(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, viewport=PHONE)
    menu(page).locator("summary").click()
    expect(menu(page)).to_have_attribute("open", "")
    page.locator("h1").click()
    expect(menu(page)).not_to_have_attribute("open", "")
    menu(page).locator("summary").click()
    expect(menu(page)).to_have_attribute("open", "")
    menu(page).get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(menu(page)).not_to_have_attribute("open", "")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_switch_of_colours_survives_reloading_and_can_be_undone(
    system: str, open_page: Callable[..., Page]
) -> None:
    other = "dark" if system == "light" else "light"
    page = open_page("sample", ENTRY, color_scheme=system)
    page.add_init_script(FIRST_SIGHT)
    root, button = page.locator("html"), page.get_by_role("button", name="Dark colours")
    expect(button).to_have_attribute("aria-pressed", str(system == "dark").lower())
    expect(root).to_have_css("color-scheme", "light dark")
    button.click()
    expect(root).to_have_css("color-scheme", other)
    expect(button).to_have_attribute("aria-pressed", str(other == "dark").lower())
    page.reload()
    assert page.evaluate("firstSight") == ["loading", other]
    expect(button).to_have_attribute("aria-pressed", str(other == "dark").lower())
    button.click()
    expect(root).to_have_css("color-scheme", "light dark")
    expect(button).to_have_attribute("aria-pressed", str(system == "dark").lower())
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    assert page.evaluate("firstSight") == ["loading", ""]


def test_a_choice_of_colours_reaches_open_pages_and_those_that_are_gone_back_to(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, color_scheme="light")
    other = page.context.new_page()
    other.goto(page.url)
    for scheme, pressed in (("dark", "true"), ("light dark", "false")):
        page.get_by_role("button", name="Dark colours").click()
        expect(other.locator("html")).to_have_css("color-scheme", scheme)
        expect(other.get_by_role("button", name="Dark colours")).to_have_attribute("aria-pressed", pressed)
    # A page that sleeps in the cache for going back hears of no storage.
    page.evaluate("""() => {
      localStorage.setItem("glossary-scheme", "dark");
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }""")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")


@pytest.mark.parametrize(
    ("module", "uri", "wanted", "shown"),
    [
        ("search", "/en/search/", "main input", ".hits a"),
        ("filter", "/en/all/", "main input", ".filter output:not(:empty)"),
        ("definitions", ENTRY, ".body a", "[role=tooltip]"),
    ],
)
def test_what_could_not_be_loaded_is_loaded_when_it_is_wanted_again(
    module: str, uri: str, wanted: str, shown: str, browser: Browser, site: Callable[[str], Site]
) -> None:
    errors: list[str] = []
    # Not watched: loading fails.
    with browser.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site("sample").url(uri))
        page.route(f"**/js/{module}.js", lambda route: route.abort(), times=1)
        with page.expect_event("requestfailed"):
            page.locator(wanted).first.focus()
        if module == "definitions":
            page.locator(wanted).nth(1).focus()
        else:
            page.keyboard.type("web")
        expect(page.locator(shown).first).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("uri", [ENTRY, "/en/", "/en/all/"])
def test_text_of_twice_the_size_stays_on_a_phone(uri: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", uri, viewport=PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert ask(page, "overflow") == {"excess": 0, "culprits": []}
    menu(page).locator("summary").click()
    expect(menu(page).get_by_role("link").first).to_be_in_viewport(ratio=1)
    assert ask(page, "overflow")["excess"] == 0


def test_without_a_choice_the_switch_follows_the_system(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, color_scheme="light")
    button = page.get_by_role("button", name="Dark colours")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.emulate_media(color_scheme="dark")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_whoever_chose_dark_colours_prints_on_white_the_entry_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, color_scheme="light")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    page.emulate_media(media="print")
    ask(page, "settle")
    assert ask(page, "print") == {"shown": [], "tinted": [], "pale": []}
    printed = ask(page, "text")
    assert printed[0] == page.locator("h1").inner_text()
    assert "".join(printed).endswith(page.locator(".meta time").inner_text())
    for part in ("header", ".crumbs", ".contents", ".around", "footer.site-footer", ".edit"):
        expect(page.locator(part).filter(visible=True)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(scheme: str, open_page: Callable[..., Page], axe: str) -> None:
    page = open_page("sample", ENTRY, viewport=PHONE, color_scheme=scheme)
    findings = []
    menu(page).locator("summary").click()
    expect(menu(page)).to_have_attribute("open", "")
    findings += violations(page, axe)
    page.keyboard.press("Escape")
    page.locator(".body a").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    findings += violations(page, axe)
    page.keyboard.press("/")
    page.keyboard.type("prompt")
    expect(page.get_by_role("dialog").locator("ol a").first).to_be_visible()
    findings += violations(page, axe)
    assert ask(page, "overflow")["excess"] == 0
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("uri", [ENTRY, "/en/all/", "/en/search/"])
@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_leads_to_the_search_from_everywhere(key: str, uri: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", uri)
    page.locator("h1").click()
    page.keyboard.press(key)
    field = page.get_by_role("searchbox", name="Search", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("/prompt injection")
    expect(field).to_have_value("/prompt injection")
    expect(page.locator('a[href^="/en/glossary/prompt-injection/"]').filter(visible=True).first).to_be_visible()


def test_escape_closes_the_search_and_returns_to_where_the_reader_was(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    link = page.locator(".body a").first
    link.focus()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(link).to_be_focused()


def test_what_is_typed_before_the_search_is_there_is_looked_for(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/")
    field = page.locator("main input[type=search]")
    # The field gets the focus before the script of the page runs, and is typed into before the search is loaded.
    page.route("**/js/main.js", lambda route: (field.focus(), route.continue_()))
    page.route("**/js/search.js", lambda route: (field.fill("prompt injection"), route.continue_()))
    page.goto(page.locator("[data-search]").evaluate("link => link.href"))
    expect(page.locator('main a[href^="/en/glossary/prompt-injection/"]').first).to_be_visible()
    expect(field).to_have_value("prompt injection")


def test_the_home_page_searches_and_the_address_says_for_what(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/")
    page.locator("main input[type=search]").fill("prompt injection")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?**")
    assert parse_qs(urlsplit(page.url).query)["q"] == ["prompt injection"]
    expect(page.locator("main input[type=search]")).to_have_value("prompt injection")
    expect(page.locator('main a[href^="/en/glossary/prompt-injection/"]').first).to_be_visible()
