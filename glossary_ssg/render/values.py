"""What a page is rendered from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from glossary_ssg.model import Page, Site, WholePage
from glossary_ssg.theme import Templates, Theme


class RenderJob(Struct, frozen=True, gc=False):
    """A page to render."""

    page: Page
    bodies: Mapping[str, str]
    """HTML with holes of the bodies that the page shows, by their keys."""


class RenderSettings(Struct, frozen=True, gc=False):
    """What all pages share."""

    theme: Theme
    site: Site
    templates: Templates


def body_keys(page: Page) -> list[str]:
    """Return the keys of the bodies that a page shows."""
    if isinstance(page, WholePage):
        return [entry.page.body_key for letter in page.letters for entry in letter.entries]
    return [page.body_key] if page.body_key else []
