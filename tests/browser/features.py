"""What a page's scripts do for a reader, tried one by one."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def check_search(page: Page, query: str = "") -> None:
    """Open the search by its key, find something, and close it."""
    dialog = page.get_by_role("dialog")
    page.keyboard.press("/")
    expect(dialog).to_be_visible()
    if query:
        dialog.locator("input").fill(query)
        expect(dialog.locator(".hits li").first).to_be_visible()
        dialog.locator("input").fill("")  # Escape would empty it first
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def check_switch(page: Page) -> None:
    """Switch the colours there and back."""
    switch = page.locator("[data-scheme-switch]")
    before = switch.get_attribute("aria-pressed")
    for state in ("false" if before == "true" else "true", before or ""):
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", state)


def check_contents(page: Page) -> None:
    """See that a heading in the list of contents is marked."""
    expect(page.locator(".contents a[aria-current]")).to_have_count(1)


def check_card(page: Page) -> None:
    """Point at a link in the text, and see the definition."""
    page.locator(".body a[href]").first.hover()
    expect(page.locator(".definition-card")).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.locator(".definition-card")).to_have_count(0)
