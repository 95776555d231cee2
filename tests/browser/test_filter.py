"""The filter above a list of terms: what is typed narrows the list, and the address remembers it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect


def shown(page: Page) -> Locator:
    """Return the headwords that are shown."""
    return page.locator(".term dt").filter(visible=True)


def field(page: Page) -> Locator:
    """Return the field to type into."""
    return page.locator("[data-filter] input")


def narrow(page: Page, typed: str) -> None:
    """Type something, and wait until the list answers: its script may still be under way."""
    field(page).fill(typed)
    expect(page.get_by_role("status")).not_to_have_text("")


def state(page: Page) -> dict[str, list[str]]:
    """Return what the address remembers."""
    return parse_qs(urlsplit(page.url).query)


def test_typing_narrows_the_list_and_tells_the_count(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    everything = page.locator(".term").count()
    expect(page.get_by_role("status")).to_have_text("")
    field(page).fill("WEBHOOK")
    expect(shown(page)).to_have_text(["Webhook"])
    expect(page.get_by_role("status")).to_have_text("1 found")
    expect(page.locator("section.letter").filter(visible=True)).to_have_count(1)
    expect(page.locator("section.letter h2").filter(visible=True)).to_have_text("W")
    field(page).fill("no such thing")
    expect(shown(page)).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("0 found")
    field(page).fill("")
    expect(shown(page)).to_have_count(everything)
    expect(page.get_by_role("status")).to_have_text("")
    assert state(page) == {}


def test_a_word_of_a_definition_finds_its_term_and_one_letter_does_not(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    narrow(page, "http")
    expect(shown(page).filter(has_text="Webhook")).to_have_count(1)
    narrow(page, "w")
    assert shown(page).count()
    for title in shown(page).all_inner_texts():
        assert "w" in title.lower()


def test_a_category_narrows_it_further(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    page.locator("main").get_by_label("Category").select_option("automation")
    expect(shown(page)).not_to_have_count(page.locator(".term").count())
    expect(page.get_by_role("status")).to_have_text(f"{shown(page).count()} found")
    terms = page.locator(".term").filter(visible=True)
    assert {term.get_attribute("data-categories") for term in terms.all()} == {"automation"}
    field(page).fill("webhook")
    expect(shown(page)).to_have_text(["Webhook"])
    assert state(page) == {"q": ["webhook"], "category": ["automation"]}
    page.locator("main").get_by_label("Category").select_option("models")
    expect(shown(page)).to_have_count(0)


def test_reloading_and_going_back_keep_it(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    field(page).fill("agent")
    page.locator("main").get_by_label("Category").select_option("automation")
    expect(page.get_by_role("status")).not_to_have_text("")
    found = shown(page).all_inner_texts()
    assert found
    page.reload()
    expect(shown(page)).to_have_text(found, use_inner_text=True)
    expect(field(page)).to_have_value("agent")
    expect(page.locator("main").get_by_label("Category")).to_have_value("automation")
    shown(page).first.locator("a").click()
    page.wait_for_url("**/glossary/**")
    page.go_back()
    page.wait_for_url("**/en/all/?**")
    expect(shown(page)).to_have_text(found, use_inner_text=True)
    expect(field(page)).to_have_value("agent")


def test_an_address_that_was_shared_shows_the_same(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/?q=webhook&category=nonsense")
    expect(shown(page)).to_have_text(["Webhook"])
    expect(field(page)).to_have_value("webhook")
    expect(page.get_by_role("status")).to_have_text("1 found")


def test_pressing_enter_stays(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    field(page).fill("webhook")
    field(page).press("Enter")
    expect(shown(page)).to_have_text(["Webhook"])
    assert urlsplit(page.url).path == "/en/all/"


@pytest.mark.parametrize("typed", ["せいせい", "セイセイ", "ｾｲｾｲ", "生成"])
def test_readings_kana_and_kanji_find_the_same_term(typed: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/ja/all/")
    narrow(page, typed)
    expect(shown(page).filter(has_text="生成AI")).to_have_count(1)
    expect(shown(page).filter(has_text="検索拡張生成")).to_have_count(1)
    expect(shown(page).filter(has_text="トークン")).to_have_count(0)


@pytest.mark.parametrize("typed", ["せい", "とーくん", "トークン", "ﾄｰｸﾝ"])
def test_two_kana_are_enough(typed: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/ja/all/")
    narrow(page, typed)
    wanted = "生成AI" if typed == "せい" else "トークン"
    expect(shown(page).filter(has_text=wanted)).to_have_count(1)
    assert shown(page).count() < 10


@pytest.mark.parametrize(
    ("uri", "typed", "found"),
    [
        ("/en/category/automation/", "webhook", "Webhook"),
        ("/ja/category/foundations/", "せいせい", "生成AI"),
    ],
)
def test_a_category_has_a_filter_too(uri: str, typed: str, found: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", uri)
    narrow(page, typed)
    expect(shown(page).filter(has_text=found)).to_have_count(1)
    assert 0 < shown(page).count() < page.locator(".term").count()
    assert state(page) == {"q": [typed]}


def test_so_has_a_letter_of_a_large_glossary(open_page: Callable[..., Page]) -> None:
    page = open_page("large", "/ja/letter/さ/")
    everything = page.locator(".term").count()
    last = page.locator(".term").last.inner_text().split()[0]
    field(page).fill(last)
    expect(shown(page)).not_to_have_count(everything)
    assert all(last in text for text in shown(page).all_inner_texts())
    field(page).fill("")
    page.locator("main").get_by_label("カテゴリ").select_option("データ")
    expect(shown(page)).not_to_have_count(everything)
    page.reload()
    expect(page.locator("main").get_by_label("カテゴリ")).to_have_value("データ")
    expect(shown(page)).not_to_have_count(everything)  # the browser restores the field before the script is there
    terms = page.locator(".term").filter(visible=True)
    assert {term.get_attribute("data-categories") for term in terms.all()} == {"データ"}


def test_what_is_typed_before_the_script_is_there_is_not_lost(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/")
    page.route("**/js/filter.js", lambda route: (field(page).fill("webhook"), route.continue_()))
    page.locator(".site-nav a").first.click()
    page.wait_for_url("**/en/all/")
    field(page).focus()
    page.wait_for_url("**/en/all/?**")
    expect(field(page)).to_have_value("webhook")
    expect(shown(page)).to_have_text(["Webhook"])


def test_what_is_typed_is_never_html(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/?q=%3Cimg%20src%3Dx%20onerror%3Dthrow%3E")
    expect(page.get_by_role("status")).to_have_text("0 found")
    assert page.locator("main img").count() == 0


def test_without_scripts_there_is_no_filter(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/", java_script_enabled=False)
    expect(field(page)).to_be_hidden()
    expect(shown(page)).to_have_count(page.locator(".term").count())
