"""An entry is light, whole at once, and stands still."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.probes import PHONE, ask
from tests.browser.sites import KINDS, Kind

MAX_REQUESTS = 5
MAX_BYTES = 40_000
ENTRIES = [kind for kind in KINDS if kind.name == "entry"]


@pytest.mark.parametrize("kind", ENTRIES, ids=str)
def test_an_entry_is_light_and_stands_still(
    kind: Kind, open_page: Callable[..., Page], site: Callable[[str], Site]
) -> None:
    before = len(site(kind.site).server.sent)
    page = open_page(kind.site, kind.uri, viewport=PHONE)
    page.wait_for_load_state("networkidle")
    sent = [(answer.path, answer.size) for answer in site(kind.site).server.sent[before:]]
    assert len(sent) <= MAX_REQUESTS, sent
    assert sum(size for _, size in sent) <= MAX_BYTES, sent
    page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    ask(page, "settle")
    assert ask(page, "layoutShift") == 0
