"""What fails or is missing in a browser takes one feature with it, and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.features import check_card, check_contents, check_search, check_switch

ENTRY = "/en/glossary/generative-ai/"
STORAGES = {
    "denied": "Object.defineProperty(window, '{0}', {{ get() {{ throw new DOMException('denied', 'SecurityError') }} }})",
    "missing": "Object.defineProperty(window, '{0}', {{ value: null }})",
    "full": "Storage.prototype.setItem = () => {{ throw new DOMException('full', 'QuotaExceededError') }}",
    "strange": "{0}.setItem('glossary-scheme', '<img onerror=alert(1)>')",
}
"""Kind -> what makes such a storage; `{0}` is its name."""
MISSING = (
    *(
        "matchMedia",
        "IntersectionObserver",
        "ResizeObserver",
        "AbortSignal.timeout",
        "Intl.Segmenter",
        "CSS.highlights",
    ),
    *("navigator.clipboard", "history.replaceState", "localStorage", "sessionStorage"),
)
BROKEN = {
    "startSchemeSwitch": "{ const real = matchMedia; matchMedia = (query) => {"
    " if (query.includes('scheme')) throw new Error('broken'); return real(query) } }",
    "startContents": "IntersectionObserver = function () { throw new Error('broken') }",
    "startCode": "ResizeObserver = function () { throw new Error('broken') }",
    "startMenus": "Element.prototype.addEventListener = function (...all) {"
    " if (this.matches('details.menu')) throw new Error('broken');"
    " EventTarget.prototype.addEventListener.apply(this, all) }",
}
"""Feature of main.js -> what breaks it."""
ANSWERS = {
    "aborted": None,
    "500": (500, "text/html", "no"),
    "a page": (200, "text/html", "<!DOCTYPE html><title>Log in</title>"),
    **{json: (200, "application/json", json) for json in ("null", "[]", '""', "0", "{}", '[{"a": [[]]}]', "[[[]]]")},
    "a manifest of other types": (200, "application/json", '{"fields": [], "lang": 5, "count": -1, "terms": null}'),
    "a manifest without an end": (200, "application/json", '{"fields": ["x"], "lang": "en", "count": 1e300}'),
}
"""What a host may answer instead of a file of the index: status, type, body; nothing where the connection breaks."""


@pytest.fixture
def visit(browser: Browser, site: Callable[[str], Site]) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    """Return a function that opens an entry after a script has run: the page, and what its console complains of."""
    contexts: list[BrowserContext] = []

    def get(script: str) -> tuple[Page, list[str]]:
        contexts.append(context := browser.new_context(viewport={"width": 1280, "height": 800}))
        complaints: list[str] = []
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        page.add_init_script(script)
        page.goto(site("sample").url(ENTRY))
        return page, complaints

    yield get
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", STORAGES)
def test_a_storage_that_refuses_stops_nothing(visit: Callable[[str], tuple[Page, list[str]]], kind: str) -> None:
    page, complaints = visit(";".join(STORAGES[kind].format(name) for name in ("localStorage", "sessionStorage")))
    check_contents(page)
    check_switch(page)
    check_search(page)
    assert complaints == []


def test_what_a_browser_lacks_stops_nothing(visit: Callable[[str], tuple[Page, list[str]]]) -> None:
    owners = [name.rpartition(".") for name in MISSING]
    page, complaints = visit(
        ";".join(
            f"Object.defineProperty({owner or 'globalThis'}, '{name}', {{ value: null }})" for owner, _, name in owners
        )
    )
    check_contents(page)
    check_switch(page)
    check_card(page)
    check_search(page, "chatbot")
    assert complaints == []


def test_without_dialogs_the_search_has_its_page(visit: Callable[[str], tuple[Page, list[str]]]) -> None:
    page, complaints = visit("delete HTMLDialogElement.prototype.showModal")
    for follow in (lambda: page.keyboard.press("/"), page.locator("[data-search]").click):
        follow()
        page.wait_for_url("**/en/search/")
        page.go_back()
    assert complaints == []


@pytest.mark.parametrize("feature", BROKEN)
def test_a_feature_that_fails_is_reported_and_the_others_work(
    visit: Callable[[str], tuple[Page, list[str]]], feature: str
) -> None:
    page, complaints = visit(BROKEN[feature])
    check_search(page)
    check_card(page)
    if feature != "startSchemeSwitch":
        check_switch(page)
    if feature != "startContents":
        check_contents(page)
    assert [text.partition(":")[0] for text in complaints] == [f"{feature} failed"]


def test_code_that_may_not_be_copied_is_selected(
    visit: Callable[[str], tuple[Page, list[str]]], site: Callable[[str], Site]
) -> None:
    page, complaints = visit("navigator.clipboard.writeText = () => Promise.reject(new Error('denied'))")
    page.goto(site("sample").url("/en/glossary/api/"))
    page.locator(".copy").first.click()
    code = page.locator("pre > code").first
    expect(code).to_be_visible()
    assert page.evaluate("String(getSelection())").strip() == code.inner_text().strip()
    assert complaints == []


@pytest.mark.parametrize("part", ["manifest.json", "parts/*"])
def test_an_index_that_is_none_is_reported_and_asked_for_again(
    visit: Callable[[str], tuple[Page, list[str]]], part: str
) -> None:
    page, complaints = visit("")
    dialog = page.get_by_role("dialog")
    status = dialog.locator("output")
    address = f"**/en/search/{part}"
    failed = page.locator("[data-results]").get_attribute("data-failed") or ""
    for number, answer in enumerate(ANSWERS.values()):
        page.route(address, replying(answer))
        if not number:
            page.keyboard.press("/")
        dialog.locator("input").fill(f"zq{number}")
        if part == "manifest.json":
            expect(status).to_have_text(failed)
        expect(status).not_to_be_empty()
        page.unroute(address)
        dialog.locator("input").fill("")
        expect(status).to_be_empty()
    dialog.locator("input").fill("chatbot")
    expect(dialog.locator(".hits li").first).to_be_visible()
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def replying(answer: tuple[int, str, str] | None) -> Callable[[Route], None]:
    """Return what answers a request so."""
    if answer is None:
        return lambda route: route.abort()
    status, content_type, body = answer
    return lambda route: route.fulfill(status=status, content_type=content_type, body=body)


def test_a_connection_that_hangs_does_not_hang_the_page(
    visit: Callable[[str], tuple[Page, list[str]]],
) -> None:
    # Nobody waits half a minute in a test: a wait is over at once, until the connection is mended.
    page, complaints = visit(
        "{ const { timeout } = AbortSignal; globalThis.isHanging = true;"
        " AbortSignal.timeout = (ms) => timeout.call(AbortSignal, isHanging ? 1 : ms) }"
    )
    page.route("**/en/search/manifest.json", lambda route: None)
    dialog = page.get_by_role("dialog")
    page.keyboard.press("/")
    dialog.locator("input").fill("chatbot")
    expect(dialog.locator("output")).to_have_text(page.locator("[data-results]").get_attribute("data-failed") or "?")
    page.unroute("**/en/search/manifest.json")
    page.evaluate("isHanging = false")
    dialog.locator("input").fill("chatbots")
    expect(dialog.locator(".hits li").first).to_be_visible()
    dialog.locator("input").fill("")
    page.keyboard.press("Escape")
    check_switch(page)
    assert complaints == []


@pytest.mark.parametrize(
    "answer", [None, ANSWERS["500"], ANSWERS["a page"], ANSWERS["{}"]], ids=["aborted", "500", "a page", "json"]
)
def test_a_page_that_gives_no_definition_gives_no_card(
    visit: Callable[[str], tuple[Page, list[str]]], answer: tuple[int, str, str] | None
) -> None:
    page, complaints = visit("")
    link = page.locator(".body a[href]").first
    address = f"**{link.get_attribute('href')}"
    page.route(address, replying(answer))
    with page.expect_event("requestfinished" if answer else "requestfailed"):
        link.hover()
    page.mouse.move(0, 0)
    expect(page.locator(".definition-card")).to_have_count(0)
    check_search(page)
    page.unroute(address)
    if answer is None:
        check_card(page)
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def test_scripts_that_cannot_be_loaded_are_asked_for_again(visit: Callable[[str], tuple[Page, list[str]]]) -> None:
    page, _ = visit("")
    page.route("**/js/search.js", lambda route: route.abort())
    dialog = page.get_by_role("dialog")
    with page.expect_event("requestfailed"):
        page.keyboard.press("/")
    page.unroute("**/js/search.js")
    dialog.locator("input").fill("chatbot")
    expect(dialog.locator(".hits li").first).to_be_visible()
