"""The probes see what they are there for: faults put into a page by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import Watch
from tests.browser.conftest import Site
from tests.browser.probes import COLOUR_RULES, ask, install, nameless, resize, violations


@pytest.fixture(scope="module")
def _blank(browser: Browser, site: Callable[[str], Site]) -> Iterator[tuple[Page, str]]:
    with browser.new_context() as context:
        page = context.new_page()
        install(page)
        server = site("sample").server
        style = next(server.folder.glob("assets/*/css/site.css"))
        yield page, f"{server.url}/{style.relative_to(server.folder).as_posix()}"


@pytest.fixture
def show(_blank: tuple[Page, str]) -> Callable[[str], Page]:
    """Return a function that shows a body in a page of a served site."""

    def put(body: str, head: str = "") -> Page:
        page, url = _blank
        page.goto(url)  # no page of the theme: its style is none of our business
        page.evaluate(
            "([head, body]) => { document.head.innerHTML = head; document.body.innerHTML = body }", [head, body]
        )
        return page

    return put


def test_what_is_too_wide_is_named(show: Callable[..., Page]) -> None:
    page = show('<main><div class="wide">text</div></main>')
    page.evaluate("document.querySelector('.wide').style.width = '500px'")
    resize(page, 390)
    found = ask(page, "overflow")
    assert found["excess"] > 0
    assert found["culprits"] == ['<div.wide> "text"']
    resize(page, 1280)
    assert ask(page, "overflow") == {"excess": 0, "culprits": []}


def test_focus_that_is_unseen_hidden_or_covered_is_found(show: Callable[..., Page]) -> None:
    page = show('<a href="#1">good</a> <a href="#2">unseen</a> <a href="#3">hidden</a> <a href="#4">covered</a><hr>')
    page.evaluate(
        """() => {
          const [, unseen, hidden, covered] = document.links;
          unseen.style.outline = "none";
          hidden.style.opacity = 0;
          const { left, top, width, height } = covered.getBoundingClientRect();
          const place = { position: "fixed", left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
          Object.assign(document.querySelector("hr").style, place, { margin: 0 });
        }"""
    )
    page.keyboard.press("Tab")
    assert ask(page, "focus") == {
        "count": 4,
        "findings": [
            'focus cannot be seen: <a> "unseen"',
            'stays hidden when it has the focus: <a> "hidden"',
            '<a> "covered" lies under <hr> ""',
        ],
    }


def test_what_has_no_name_is_found(show: Callable[..., Page]) -> None:
    page = show('<button></button><button aria-label="named"></button><input><a href="#1"><img alt=""></a>')
    assert [line.partition(":")[0] for line in nameless(page)] == ["button", "textbox", "link"]


def test_paper_that_is_dark_text_that_is_pale_and_navigation_are_found(show: Callable[..., Page]) -> None:
    page = show("<nav>menu</nav><main><h1>title</h1><p>text</p></main>")
    page.evaluate(
        """() => {
          document.body.style.background = "#eee";
          document.querySelector("p").style.color = "silver";
        }"""
    )
    page.emulate_media(media="print")
    assert ask(page, "print") == {
        "shown": ['<nav> "menu"'],
        "tinted": ['<body> "menu title text"'],
        "pale": ['<p> "text"'],
    }
    page.emulate_media(media="screen")


def test_text_at_the_wrong_edge_is_found(show: Callable[..., Page]) -> None:
    page = show(
        '<main dir="rtl"><p>نص</p><p id="left">نص</p><ul><li><p>نص</p></li></ul><p dir="ltr">text</p>'
        '<p id="centre">نص</p></main>'
    )
    page.evaluate("document.getElementById('left').style.textAlign = 'left'")
    page.evaluate("document.getElementById('centre').style.textAlign = 'center'")
    assert ask(page, "away") == ['<p#left> "نص"', '<p> "text"']


def test_text_is_what_can_be_read(show: Callable[..., Page]) -> None:
    page = show(
        '<p>one <b>two</b></p><p hidden>three</p><form>four <a href="#5">five</a></form><a href="#6" hidden>x</a>'
        '<main><details><summary>six</summary><a href="#7">seven</a></details></main>'
    )
    assert ask(page, "text") == ["one", "two", "six", "seven"]
    assert [href.rpartition("#")[2] for href in ask(page, "links")] == ["5", "7"]
    assert not page.locator("details[open]").count()


def test_axe_sees_pale_text(show: Callable[..., Page], axe: str) -> None:
    page = show("<main><p>pale</p></main>")
    page.evaluate("document.querySelector('p').style.color = 'silver'")
    assert [found.partition(" ")[0] for found in violations(page, axe, only=COLOUR_RULES)] == ["color-contrast"]


def test_layout_that_moves_is_measured(show: Callable[..., Page]) -> None:
    page = show('<div></div><main><p>text</p><p style="height: 200px">text</p></main>')
    ask(page, "settle")
    page.evaluate("document.querySelector('div').style.height = '200px'")
    page.wait_for_function("probes.layoutShift() > 0")


def test_scripts_that_fail_foreign_requests_and_broken_policies_fail_a_test(
    browser: Browser, site: Callable[[str], Site]
) -> None:
    with browser.new_context() as context:
        watch = Watch(context)
        page = context.new_page()
        page.goto(site("sample").url("/en/"))
        watch.findings.clear()
        with context.expect_event("weberror"):
            page.evaluate("() => { setTimeout(() => { throw new Error('broken') }) }")
        with page.expect_console_message():
            page.evaluate(
                "() => { document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {}'})) }"
            )
        with page.expect_event("requestfailed"):
            page.evaluate("() => { location.href = 'http://elsewhere.example/' }")
        with pytest.raises(AssertionError) as raised:
            watch.check()
    told = str(raised.value)
    assert "script: broken" in told
    assert "Content Security Policy" in told
    assert "foreign: http://elsewhere.example/" in told
