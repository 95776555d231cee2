"""The preview in a real browser: pages that change while somebody looks at them."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import entry, write_files
from tests.test_preview_files import Command, serving

LONG = "\n\n".join(f"Paragraph {number}." for number in range(200))
FILES = {
    "glossary.toml": 'base_url = "https://example.org/sub/"\n',
    "content/en/chatbot.md": entry("Chatbot", f"A program that talks.\n\n{LONG}"),
    "content/en/agent.md": entry("Agent", "A program that acts."),
}
CHATBOT = "/sub/en/chatbot/"
PANEL = "#glossary-ssg-preview .panel"
BROKEN = '---\ntitle: "open <b>bold</b>\n---\n'


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Command]:
    with serving(write_files(tmp_path / "site", FILES)) as preview:
        yield preview


@pytest.fixture
def open_at(browser: Browser, preview: Command) -> Iterator[Callable[[str], Page]]:
    """Return a function that opens a page; what its console complains of fails the test."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def get(path: str) -> Page:
            context = stack.enter_context(browser.new_context())
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            with page.expect_response("**/__preview__/events*"):
                page.goto(preview.url + path)
            page.evaluate("window.isOld = true")
            return page

        yield get
    # A page that is not there is an answer that browsers complain of, and a preview that ended hangs up.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


def is_same(page: Page) -> bool:
    """Tell whether a page was not loaded again."""
    return bool(page.evaluate("window.isOld === true"))


def chatbot(end: str, start: str = "A program that talks.") -> dict[str, str]:
    """Return the file of an entry that is longer than a window."""
    return {"content/en/chatbot.md": entry("Chatbot", f"{start}\n\n{LONG}\n\n{end}")}


def test_new_words_are_put_in_place_and_nothing_else_is_touched(
    preview: Command, open_at: Callable[[str], Page]
) -> None:
    page, other = open_at(CHATBOT), open_at("/sub/en/agent/")
    page.evaluate("scrollTo(0, 1500)")
    for words in (
        "New words.",
        "Newer <b>words</b>, see [there](https://example.com/).",
        "- one\n- two\n- the new last",
    ):
        write_files(preview.folder, chatbot(words))
        expect(page.get_by_text(words.split("<b>")[0].split()[-1]).last).to_be_attached()
    assert page.evaluate("scrollY") == 1500
    assert is_same(page)
    assert is_same(other)
    shown = page.locator("main").inner_html()
    page.reload()
    assert page.locator("main").inner_html() == shown


@pytest.mark.parametrize(
    ("end", "seen"),
    [
        ("## New part\n\nWords.", "New part"),
        ("| new | table |\n|---|---|\n| a | b |", "table"),
        ("```\nnew code\n```", "new code"),
        ("Words.\n\n<details><summary>New</summary>more</details>", "New"),
    ],
    ids=["heading", "table", "code", "details"],
)
def test_what_scripts_work_on_is_loaded_anew_and_the_page_stays_where_it_is(
    preview: Command, open_at: Callable[[str], Page], end: str, seen: str
) -> None:
    page = open_at(CHATBOT)
    page.evaluate("scrollTo(0, 1500)")
    with page.expect_event("load"):
        write_files(preview.folder, chatbot(end))
    expect(page.get_by_text(seen).last).to_be_attached()
    page.wait_for_function("scrollY === 1500")  # browsers go back there when they find time for it
    assert not is_same(page)


def test_a_page_that_a_script_has_changed_is_loaded_anew(preview: Command, open_at: Callable[[str], Page]) -> None:
    write_files(preview.folder, chatbot("Old words."))
    page = open_at(CHATBOT)
    expect(page.get_by_text("Old words.")).to_be_attached()
    page.evaluate("document.querySelector('.body p:last-of-type').append('!')")
    with page.expect_event("load"):
        write_files(preview.folder, chatbot("New words."))
    expect(page.get_by_text("New words.", exact=True)).to_be_attached()


def test_a_description_that_follows_from_the_text_is_changed_with_it(
    preview: Command, open_at: Callable[[str], Page]
) -> None:
    page = open_at(CHATBOT)
    with page.expect_event("load"):
        write_files(preview.folder, chatbot("", start="It chats."))
    expect(page.locator("meta[name=description]")).to_have_attribute("content", re.compile("^It chats"))


def test_a_picture_that_changed_is_seen(preview: Command, open_at: Callable[[str], Page]) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>'
    write_files(
        preview.folder,
        {"content/en/dot.svg": picture.format(10), "content/en/agent.md": entry("Agent", "![A dot](dot.svg)")},
    )
    preview.wait_until("/sub/en/agent/", b"dot.svg")
    page = open_at("/sub/en/agent/")
    for size in (20, 30):
        write_files(preview.folder, {"content/en/dot.svg": picture.format(size)})
        expect(page.get_by_alt_text("A dot")).to_have_js_property("naturalWidth", size)


def test_a_style_sheet_is_put_in_place_without_loading_the_page(
    preview: Command, open_at: Callable[[str], Page]
) -> None:
    page = open_at(CHATBOT)
    for number in (1, 2):
        write_files(
            preview.folder,
            {"themes/default/static/css/custom.css": f"body {{ outline: {number}px solid rgb(1, 2, 3) }}"},
        )
        expect(page.locator("body")).to_have_css("outline-width", f"{number}px")
    assert is_same(page)
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)


def test_a_mistake_is_shown_over_the_last_good_page_until_it_is_mended(
    preview: Command, open_at: Callable[[str], Page]
) -> None:
    page = open_at(CHATBOT)
    write_files(preview.folder, {"content/en/chatbot.md": BROKEN})
    panel = page.locator(PANEL)
    expect(panel).to_contain_text("broken YAML")
    expect(panel).to_contain_text("content/en/chatbot.md:3:1")
    expect(panel).to_contain_text("hint:")
    expect(panel.locator(".here")).to_contain_text("---")
    # What an author wrote is text here.
    expect(panel).to_contain_text('title: "open <b>bold</b>')
    assert panel.locator("b").count() == 0
    expect(page.get_by_text("A program that talks.").first).to_be_attached()
    assert is_same(page)
    # The sheet of the panel is allowed by the page's policy.
    expect(panel).to_have_css("position", "fixed")
    page.reload()
    expect(panel).to_contain_text("broken YAML")
    write_files(preview.folder, {"content/en/chatbot.md": FILES["content/en/chatbot.md"]})
    expect(panel).to_have_count(0)


def test_a_panel_that_was_closed_stays_closed_until_there_is_another_mistake(
    preview: Command, open_at: Callable[[str], Page]
) -> None:
    page = open_at(CHATBOT)
    panel = page.locator(PANEL)
    write_files(preview.folder, {"content/en/agent.md": BROKEN})
    expect(panel).to_contain_text("1 error")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    with page.expect_response("**/__preview__/events*"):
        page.reload()
    write_files(preview.folder, {"glossary.toml": "titel = 'x'\n"})
    expect(panel).to_contain_text("did you mean `title`")
    panel.get_by_role("button").click()
    expect(panel).to_have_count(0)


def test_a_template_that_is_broken_and_mended(preview: Command, open_at: Callable[[str], Page]) -> None:
    page = open_at(CHATBOT)
    template = "themes/default/templates/entry.html"
    write_files(
        preview.folder, {template: "{% extends 'default/entry.html' %}\n{% block content %}{{ page.no }}{% endblock %}"}
    )
    expect(page.locator(PANEL)).to_contain_text("templates/entry.html:2")
    assert is_same(page)
    write_files(
        preview.folder, {template: "{% extends 'default/entry.html' %}\n{% block content %}<h1>Mine</h1>{% endblock %}"}
    )
    expect(page.get_by_role("heading", name="Mine")).to_be_visible()
    expect(page.locator(PANEL)).to_have_count(0)


def test_a_page_that_is_renamed_away_is_found_close_by(preview: Command, open_at: Callable[[str], Page]) -> None:
    page = open_at(CHATBOT)
    (preview.folder / "content/en/chatbot.md").rename(preview.folder / "content/en/chatbots.md")
    panel = page.locator(PANEL)
    expect(panel).to_contain_text("There is no page at /sub/en/chatbot/")
    panel.get_by_role("link", name="Chatbot").click()
    page.wait_for_url("**/sub/en/chatbots/")
    page.goto(preview.url + CHATBOT)
    (preview.folder / "content/en/chatbots.md").rename(preview.folder / "content/en/chatbot.md")
    expect(page.get_by_role("heading", name="Chatbot", exact=True).first).to_be_visible()
    expect(panel).to_have_count(0)


def test_a_burst_of_files_loads_the_page_a_few_times(preview: Command, open_at: Callable[[str], Page]) -> None:
    page = open_at("/sub/en/")
    loads: list[str] = []
    page.on("load", lambda _: loads.append("load"))
    write_files(preview.folder, {f"content/en/many/term-{number}.md": entry(f"Term {number}") for number in range(500)})
    expect(page.get_by_role("main")).to_contain_text("502")
    page.wait_for_load_state()
    assert 1 <= len(loads) <= 3  # a busy disk may hand over the first files before the others


def test_searching_works(preview: Command, open_at: Callable[[str], Page]) -> None:
    page = open_at("/sub/en/search/?q=chatbot")
    expect(page.get_by_role("main").get_by_role("link", name="Chatbot").first).to_be_visible()


def test_a_page_outlives_the_end_of_the_preview(preview: Command, open_at: Callable[[str], Page]) -> None:
    page = open_at(CHATBOT)
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(30) == 0
    assert is_same(page)
    expect(page.get_by_text("A program that talks.").first).to_be_visible()
