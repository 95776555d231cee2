"""Redirects: which of them are pages, and what programs would not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glossary_ssg.config import Config, Redirects
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.formats import check_redirects, redirect_lines, suffixes
from glossary_ssg.model import Glossary, Page, RedirectPage


def without_redirects(config: Config, pages: Sequence[Page]) -> list[Page]:
    """Return the pages; where the host reads `_redirects`, without those of old addresses."""
    if config.redirects is not Redirects.FILE:
        return list(pages)
    # The root is asked for by those who read no `_redirects`; what differs by case only may not be in that file.
    return [
        page
        for page in pages
        if not isinstance(page, RedirectPage) or page.differs_by_case or page.path == "index.html"
    ]


def check_machine(config: Config, glossary: Glossary, pages: Sequence[Page]) -> Iterator[Diagnostic]:
    """Report what programs would not read."""
    yield from check_redirects(redirect_lines(config, glossary, pages))
    if config.precompress and ".br" not in suffixes():
        message = "only .gz files are written, as brotli is not installed"
        yield diagnose("brotli-missing", message, hint="pip install 'glossary-ssg[brotli]'")
