"""Addresses that were published once, and redirects that a host would not read."""

from __future__ import annotations

from collections.abc import Iterator

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.config import LEDGER_NAME
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.text.addresses import address_of

_LINES, _LINE_LENGTH = 2_000, 1_000
"""Cloudflare reads so many lines of `_redirects`, and lines of so many characters.

https://developers.cloudflare.com/pages/configuration/redirects/
"""
_NEAR = _LINES * 9 // 10


def check_ledger(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report addresses of the ledger that no longer exist."""
    if not site.ledger:
        return
    # A redirect that differs only by case may be left out here and still exist where the site is published.
    paths = site.paths.union(redirect.address.path for redirect in site.glossary.addresses.redirects)
    for uri in site.ledger:
        if address_of(uri).path not in paths:
            message = f"the address '{uri}' was published once and leads nowhere now"
            hint = f"write it into `aliases` of the entry that has its text, or take it out of {LEDGER_NAME}"
            yield diagnose("address-gone", message, hint=hint)


def check_redirects(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report redirects that Cloudflare would not read, and a number of them near its limit."""
    lines = site.redirect_lines
    hint = 'write `redirects = "pages"` in glossary.toml, unless your host reads more'
    if len(lines) > _NEAR:
        yield diagnose("redirects-many", f"there are {len(lines):,} redirects; Cloudflare reads {_LINES:,}", hint=hint)
    if long := sum(len(line) > _LINE_LENGTH for line in lines):
        message = f"{long:,} redirects are longer than the {_LINE_LENGTH:,} characters that Cloudflare reads"
        yield diagnose("redirects-many", message, hint=hint)


CHECKS: tuple[Check, ...] = (check_ledger, check_redirects)
