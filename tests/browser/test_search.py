"""The search: a dialog on every page, and a page with an address of its own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.probes import PHONE, ask, run_module
from tests.browser.server import serve
from tests.browser.sites import SITES
from tests.support import build_site

SEARCH = "/en/search/"
COUNT = """async ([picture, colour]) => {
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d", { willReadFrequently: true });
  const probe = Object.assign(document.createElement("i"), { style: `color: ${colour}` });
  document.body.append(probe);
  canvas.drawImage(image, 0, 0);
  const wanted = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
  const { data } = canvas.getImageData(0, 0, image.width, image.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) count += wanted.every((value, part) => data[at + part] === value);
  return count;
}"""
"""Counts the pixels of a colour."""
INDEX = "/ja/search/"


def hits(page: Page) -> Locator:
    """Return the links to entries that are shown."""
    return page.locator(".hits li > a:first-child").filter(visible=True)


def loads(page: Page) -> list[str]:
    """Return a list that will hold the files of search indexes that are asked for."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.url.endswith(".json") else None)
    return found


def type_into(page: Page, text: str) -> None:
    """Type into the search page's field, and wait until something is found."""
    page.locator("main input[type=search]").fill(text)
    expect(hits(page).first).to_be_visible()


def test_a_result_leads_to_the_headings_that_hold_the_words(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/ja/")
    page.keyboard.press("/")
    page.keyboard.type("プロンプトの例")
    heading = page.get_by_role("dialog").locator(".hits li", has_text="Few-shot").locator(".heading")
    expect(heading).to_have_text(["プロンプトの例"])
    expect(heading.locator("mark")).to_have_text("プロンプトの例")
    heading.click()
    page.wait_for_url("**/ja/glossary/few-shot-learning/#**")
    expect(page.locator(":target")).to_have_text("プロンプトの例")
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_heading_of_the_page_itself_closes_the_dialog(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/ja/glossary/few-shot-learning/")
    dialog = page.get_by_role("dialog")
    heading = dialog.locator(".hits li", has_text="Few-shot").locator(".heading")
    for follow in (heading.click, lambda: heading.press("Enter")):
        page.keyboard.press("/")
        page.locator("dialog input").fill("プロンプトの例")
        follow()
        expect(dialog).to_be_hidden()
        expect(page.locator(":target")).to_have_text("プロンプトの例")
        expect(page.locator(":target")).to_be_in_viewport()
    page.keyboard.press("/")
    with page.context.expect_page():
        heading.click(modifiers=["ControlOrMeta"])
    expect(dialog).to_be_visible()


@pytest.mark.parametrize("size", [(320, 256), (844, 390)])
def test_results_can_be_read_in_a_low_window(size: tuple[int, int], open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/", viewport={"width": size[0], "height": size[1]})
    page.keyboard.press("/")
    page.keyboard.type("model")
    expect(hits(page).first).to_be_visible()
    for hit in (hits(page).last, hits(page).first):
        hit.scroll_into_view_if_needed()
        expect(hit).to_be_in_viewport(ratio=1)


def test_a_category_with_a_long_name_is_no_wider_than_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", SEARCH, viewport=PHONE)
    page.locator("main select option").first.evaluate("option => (option.textContent = 'Long name '.repeat(6))")
    assert ask(page, "overflow")["excess"] == 0


def test_arrows_go_through_headings_too(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/ja/search/?q=プロンプトの例")
    expect(page.locator(".heading").first).to_be_visible()
    page.locator("main input[type=search]").press("ArrowDown")
    focused = [page.evaluate("document.activeElement.textContent")]
    for _ in range(page.locator(".hits a").count() - 1):
        page.keyboard.press("ArrowDown")
        focused.append(page.evaluate("document.activeElement.textContent"))
    assert focused == page.locator(".hits a").all_text_contents()


def test_enter_follows_the_answer_to_what_was_typed_last(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", SEARCH)
    type_into(page, "chatbot")
    held: list[Route] | None = []
    page.route("**/parts/**", lambda route: route.continue_() if held is None else held.append(route))
    with page.expect_request("**/parts/**"):
        page.locator("main input[type=search]").fill("hallucination")
    page.keyboard.press("Enter")
    waiting, held = held, None
    for route in waiting:
        route.continue_()
    page.wait_for_url("**/glossary/hallucination/**")


@pytest.mark.parametrize("query", ["few-shot", "few-sh", "Few-Shot, zero-shot & examples"])
def test_what_was_looked_for_is_in_view_and_marked_on_the_page(query: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", SEARCH)
    type_into(page, query)
    link = hits(page).locator("xpath=self::*[contains(@href, '/glossary/prompt/')]")
    fragment = urlsplit(link.get_attribute("href") or "").fragment
    assert fragment.startswith(":~:text=")
    assert all("-" not in part and "," not in part for part in fragment[len(":~:") :].split("&"))
    link.click()
    place = page.locator(".body").get_by_text("few-shot", exact=False).first
    expect(place).to_be_in_viewport()
    page.wait_for_function("scrollY > 0")
    # No script can ask for what a browser marks; it is seen only.
    assert painted(page, "--mark") > 100


def painted(page: Page, token: str) -> int:
    """Return how many pixels in view have the light colour of a token."""
    colour = page.evaluate("token => getComputedStyle(document.documentElement).getPropertyValue(token)", token)
    picture = base64.b64encode(page.screenshot()).decode()
    canvas = page.context.new_page()
    found: int = canvas.evaluate(COUNT, [f"data:image/png;base64,{picture}", colour])
    canvas.close()
    return found


def test_the_dialog_narrows_by_category_and_the_page_of_all_results_keeps_it(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/")
    asked = loads(page)
    category = page.locator("dialog select")
    assert asked == []
    assert category.locator("option").count() == 1
    page.keyboard.press("Control+k")
    page.keyboard.type("a")
    everything = page.get_by_role("dialog").get_by_role("status")
    expect(page.get_by_role("dialog").locator(".all-results")).to_be_visible()
    before = everything.text_content()
    category.select_option(label="Models")
    expect(everything).not_to_have_text(before or "")
    page.locator("dialog input").fill("model")
    expect(everything).to_have_text("6 found")
    page.get_by_role("dialog").locator("form").evaluate("form => form.requestSubmit()")
    expect(hits(page).first).to_be_focused()


def test_arrows_choose_a_category_where_the_categories_have_the_focus(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/search/?q=model")
    expect(hits(page).first).to_be_visible()
    category = page.locator("main select")
    category.focus()
    page.keyboard.press("ArrowDown")
    expect(category).to_be_focused()
    expect(category.locator("option:checked")).to_have_text("Foundations")


def test_the_address_of_all_results_has_query_and_category(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", "/en/all/")
    page.keyboard.press("/")
    page.locator("dialog select").select_option(label="Foundations")
    page.locator("dialog input").fill("the")
    page.locator("dialog .all-results").click()
    page.wait_for_url("**/en/search/?**")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["the"], "category": ["foundations"]}
    expect(page.locator("main select option:checked")).to_have_text("Foundations")
    expect(hits(page)).to_have_count(11)


def test_nothing_is_looked_for_while_a_word_is_composed(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", INDEX)
    field = page.locator("main input[type=search]")
    field.focus()
    run_module(page, "search.js")
    asked = loads(page)
    method = page.context.new_cdp_session(page)
    for text in ("s", "せ", "せい", "せいせい", "生成"):
        method.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    expect(field).to_have_value("生成")
    # Enter chooses what is composed; it follows no result. The key is told with the code of an input method.
    method.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229})
    assert asked == []
    expect(hits(page)).to_have_count(0)
    method.send("Input.insertText", {"text": "生成"})
    expect(hits(page).first).to_contain_text("生成AI")
    assert urlsplit(page.url).path == INDEX
    page.keyboard.press("Enter")
    page.wait_for_url("**/ja/glossary/generative-ai/**")


def test_going_back_from_a_result_restores_query_category_and_results(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", SEARCH)
    type_into(page, "model")
    page.locator("main select").select_option(label="Models")
    expect(page.locator("main").get_by_role("status")).to_have_text("6 found")
    before = hits(page).all_text_contents()
    hits(page).nth(1).click()
    page.wait_for_url("**/en/glossary/**")
    page.go_back()
    page.wait_for_url("**/en/search/?**")
    expect(hits(page)).to_have_text(before)
    expect(page.locator("main input[type=search]")).to_have_value("model")
    expect(page.locator("main select option:checked")).to_have_text("Models")


def test_what_was_loaded_is_found_without_a_network_and_the_rest_when_it_is_back(
    browser: Browser, site: Callable[[str], Site]
) -> None:
    # Not watched: without a network, loading fails.
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site("sample").url(SEARCH))
        type_into(page, "prompt injection")
        field, status = page.locator("main input[type=search]"), page.locator("main").get_by_role("status")
        context.set_offline(True)
        field.fill("")
        expect(hits(page)).to_have_count(0)
        type_into(page, "prompt injection")
        field.fill("webhook")
        expect(status).to_have_text("The search could not be loaded. Try again.")
        context.set_offline(False)
        field.fill("webhooks")
        expect(hits(page).first).to_contain_text("Webhook")


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """Return a folder to be served that holds a site below `docs/terms/`."""
    folder = tmp_path_factory.mktemp("below")
    SITES["sample"](folder)
    built = build_site(folder, base_url="https://example.org/docs/terms/")
    (folder / "www/docs").mkdir(parents=True)
    built.output.rename(folder / "www/docs/terms")
    return folder / "www"


def test_a_site_below_a_path_is_searched_there(below: Path, browser: Browser) -> None:
    with serve(below) as server, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.url}/docs/terms/en/")
        page.keyboard.press("/")
        page.keyboard.type("prompt injection")
        expect(hits(page).first).to_have_attribute("href", "/docs/terms/en/glossary/prompt-injection/")
        page.keyboard.press("Enter")
        page.wait_for_url("**/docs/terms/en/glossary/prompt-injection/")
        assert [sent.path for sent in server.sent if sent.status >= 400] == []


def test_opened_as_a_file_the_page_says_where_all_terms_are(below: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((below / "docs/terms/en/search/index.html").as_uri())
        message = page.locator(".without-script")
        expect(message).to_be_visible()
        expect(message.get_by_role("link")).to_have_attribute("href", "/docs/terms/en/all/")


def test_results_run_from_the_right_in_arabic(open_page: Callable[..., Page]) -> None:
    page = open_page("arabic", "/ar/search/", viewport=PHONE)
    type_into(page, "روبوت")
    assert ask(page, "overflow")["excess"] == 0
    box, title = page.locator(".hits").bounding_box(), page.locator(".hits strong").first.bounding_box()
    assert box and title
    assert box["x"] + box["width"] - (title["x"] + title["width"]) < 40
