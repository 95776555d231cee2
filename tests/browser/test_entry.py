"""An entry: what it means comes first; the text can be read, its contents followed, its code copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.probes import PHONE, ask, install, resize
from tests.browser.server import serve
from tests.support import ROOT, build_site, entry

ENTRY = "/en/glossary/generative-ai/"
CODE = "/en/glossary/api/"
TYPE = """() => {
  const lengths = [];
  let size, leading;
  for (const paragraph of document.querySelectorAll(".body > p, .body > ul > li")) {
    const style = getComputedStyle(paragraph);
    size = parseFloat(style.fontSize);
    leading = parseFloat(style.lineHeight) / size;
    const lines = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const { data } = walker.currentNode;
      for (let at = 0; at < data.length; at += 1) {
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + 1);
        const rect = range.getClientRects()[0];
        if (!rect) continue;
        const line = Math.round(rect.bottom / 8);
        lines.set(line, (lines.get(line) ?? 0) + 1);
      }
    }
    lengths.push(...[...lines.values()].slice(0, -1));
  }
  lengths.sort((one, other) => one - other);
  return { size, leading, width: document.querySelector(".body").clientWidth, median: lengths[lengths.length >> 1] };
}"""
"""Size in px, leading, width of the text, and characters of a usual line that is full."""


def current(page: Page) -> Locator:
    """Return the link of the contents that is marked."""
    return page.locator(".contents a[aria-current]")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_on_a_phone_every_entry_begins_with_its_definition(
    lang: str, browser: Browser, site: Callable[[str], Site]
) -> None:
    names = sorted(path.stem for path in (ROOT / "content" / lang / "glossary").glob("*.md"))
    late = {}
    # Where text begins is a matter of style sheets; without scripts a page takes half the time.
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        for name in names:
            page.goto(site("sample").url(f"/{lang}/glossary/{name}/"))
            top = page.evaluate("document.querySelector('.definition')?.getBoundingClientRect().top ?? null")
            if top is None or top > 200:
                late[name] = top
    assert names
    assert late == {}


@pytest.mark.parametrize(
    ("lang", "sizes", "leading", "characters"), [("en", (17, 18), 1.6, (66, 72)), ("ja", (16, 17), 1.8, (36, 40))]
)
def test_text_has_the_size_and_the_lines_of_its_script(
    lang: str, sizes: tuple[int, int], leading: float, characters: tuple[int, int], open_page: Callable[..., Page]
) -> None:
    page = open_page("sample", f"/{lang}/glossary/generative-ai/")
    # How many characters are a line is a matter of the font, and which one is a system's own differs.
    page.evaluate("document.documentElement.style.setProperty('--font-text', '\"Noto Sans CJK JP\", sans-serif')")
    found: dict[str, Any] = page.evaluate(TYPE)
    assert sizes[0] <= found["size"] <= sizes[1]
    assert found["leading"] == pytest.approx(leading, abs=0.01)
    assert characters[0] <= found["median"] <= characters[1], found


def test_contents_are_closed_on_a_phone_and_open_beside_the_text(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, viewport=PHONE)
    link = page.locator(".contents a").first
    expect(link).to_be_hidden()
    page.locator(".contents summary").click()
    expect(link).to_be_visible()
    resize(page, 1280)
    page.reload()
    expect(link).to_be_visible()
    resize(page, 390)
    expect(link).to_be_hidden()
    resize(page, 1280)
    expect(link).to_be_visible()


def test_without_scripts_contents_stand_beside_the_text_too(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY, java_script_enabled=False)
    assert page.locator("[data-contents]").get_attribute("open") is None
    for link in page.locator(".contents a").all():
        expect(link).to_be_in_viewport(ratio=1)
    # It is there to be clicked, and beside the text, not upon it.
    link, text = page.locator(".contents a").first.bounding_box(), page.locator(".body").bounding_box()
    assert link
    assert text
    assert link["x"] > text["x"] + text["width"]
    page.locator(".contents a").last.click()
    expect(page.locator(":target")).to_be_in_viewport()
    resize(page, 390)
    expect(page.locator(".contents a").first).to_be_hidden()


def test_contents_mark_the_section_that_is_read(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    headings = page.locator(".body h2").all()
    expect(current(page)).to_have_count(1)
    for heading in (headings[3], headings[5], headings[1]):
        # Past the heading, into the section's text: nothing says that a reader stops at headings.
        heading.evaluate("heading => scrollTo({ top: heading.offsetTop + 60, behavior: 'instant' })")
        expect(current(page)).to_have_text(heading.inner_text())
        expect(current(page)).to_have_attribute("aria-current", "true")


def test_a_jump_over_several_sections_marks_the_one_that_is_reached(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    top = "document.querySelectorAll('.body h2')[{}].getBoundingClientRect().top + scrollY"
    first, second = (page.evaluate(f"Math.round({top.format(number)})") for number in (3, 6))
    for place, number in ((first, 3), (second, 6), (first, 3)):
        page.evaluate("top => scrollTo({ top, behavior: 'instant' })", place + 150)
        expect(current(page)).to_have_text(page.locator(".body h2").nth(number).inner_text())


def test_a_link_of_the_contents_marks_where_it_leads(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    links = page.locator(".contents a")
    for number in (2, links.count() - 1, 0):
        links.nth(number).click()
        expect(page.locator(":target")).to_be_in_viewport()
        expect(current(page)).to_have_text(links.nth(number).inner_text())


def test_code_can_be_copied(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", CODE, permissions=["clipboard-read", "clipboard-write"])
    page.clock.install(time=0)
    page.clock.pause_at(3600)  # a busy machine might look only when the button is itself again
    button = page.locator(".code-box button").first
    expect(button).to_have_accessible_name("Copy")
    button.click()
    expect(button).to_have_accessible_name("Copied")
    code = page.locator(".code-box code").first.evaluate("code => code.textContent")
    assert page.evaluate("navigator.clipboard.readText()") == code
    page.clock.run_for(2000)
    expect(button).to_have_accessible_name("Copy")


@pytest.mark.parametrize(("uri", "part"), [(ENTRY, ".body table"), (CODE, ".body pre")])
def test_the_keyboard_scrolls_what_is_too_wide(uri: str, part: str, open_page: Callable[..., Page]) -> None:
    page = open_page("sample", uri, viewport=PHONE)
    wide = page.locator(part).first
    expect(wide).to_have_attribute("tabindex", "0")
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=wide.element_handle())
    resize(page, 1280)
    expect(wide).not_to_have_attribute("tabindex", "0")
    assert ask(page, "overflow")["excess"] == 0


def test_contents_beside_the_text_are_never_told_to_be_closed(open_page: Callable[..., Page]) -> None:
    page = open_page("sample", ENTRY)
    details = page.locator("[data-contents]")
    expect(details).to_have_attribute("open", "")
    # As a screen reader does; the keyboard finds nothing there to open.
    details.locator("summary").evaluate("summary => summary.click()")
    expect(details).to_have_attribute("open", "")
    expect(details.locator("summary")).to_have_attribute("tabindex", "-1")
    resize(page, 390)
    expect(details).not_to_have_attribute("open", "")
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(details).to_have_attribute("open", "")


def test_a_box_stands_before_its_task_and_wide_tables_are_printed_whole(browser: Browser, tmp_path: Path) -> None:
    names = [f"column of number {at}" for at in range(9)]
    table = "\n".join(f"|{'|'.join(row)}|" for row in (names, ["---"] * 9, ["word"] * 9))
    built = build_site(tmp_path, {"content/en/x.md": entry("X", f"\n- [x] done\n\n- [ ] open\n\n{table}\n")})
    with serve(built.output) as server, browser.new_context(viewport={"width": 673, "height": 900}) as context:
        page = context.new_page()
        install(page)
        page.goto(f"{server.url}/en/x/")
        box, text = page.locator(".task-box").last.bounding_box(), page.locator(".task-item p").last.bounding_box()
        assert box
        assert text
        assert box["x"] + box["width"] < text["x"] + text["width"] / 2
        assert abs(box["y"] + box["height"] - text["y"] - text["height"]) < 8
        page.emulate_media(media="print")
        assert ask(page, "overflow")["excess"] == 0
