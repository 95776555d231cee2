"""What the tests ask a page: how it looks, reads, prints and sounds. The questions themselves are in probes.js."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""The rules of axe that ask for colours, and so can give something else in the dark."""
NAMED = {
    "button", "checkbox", "combobox", "DisclosureTriangle", "link", "listbox", "menuitem", "radio", "searchbox",
    "slider", "spinbutton", "switch", "tab", "textbox",
}  # fmt: skip
"""Roles of the accessibility tree that need a name."""


def install(page: Page) -> None:
    """Have the probes in every document that the page opens. Call it before the first."""
    page.add_init_script(path=Path(__file__).with_name("probes.js"))


def ask(page: Page, probe: str) -> Any:
    """Return what a probe of probes.js answers."""
    return page.evaluate(f"probes.{probe}()")


def settle(page: Page) -> None:
    """Bring all transitions to their end."""
    ask(page, "settle")


def run_module(page: Page, name: str) -> None:
    """Wait until a module of the theme has run, and what waited for it; one that nobody asked for is loaded."""
    page.evaluate("name => import(new URL(name, document.querySelector('script[src$=\"/main.js\"]').src))", name)


def resize(page: Page, width: int) -> None:
    """Give the window a width."""
    page.set_viewport_size({"width": width, "height": 800})


def violations(page: Page, axe: str, *, only: Sequence[str] = ()) -> list[str]:
    """Return what axe finds, rule by rule; `only` names the rules to run instead of all."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe)
    # Preloading would fetch the style sheets once more.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if only:
        options["runOnly"] = list(only)
    else:
        options["rules"] = {"target-size": {"enabled": True}}
    found = page.evaluate("options => axe.run(document, options).then(({ violations }) => violations)", options)
    return [
        f"{rule['id']} ({rule['impact']}, {len(rule['nodes'])}×): {rule['help']}: {rule['nodes'][0]['html'][:200]}"
        f" {_why(rule['nodes'][0])}"
        for rule in found
    ]


def _why(node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return checks[0]["message"] if checks else ""


def nameless(page: Page) -> Iterator[str]:
    """Yield what can be operated and has no name in the accessibility tree."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")
    session.detach()
    for node in tree["nodes"]:
        role = node.get("role", {}).get("value")
        if not node.get("ignored") and role in NAMED and not node.get("name", {}).get("value", "").strip():
            yield f"{role}: {node.get('properties')}"
