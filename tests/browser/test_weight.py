"""An entry is light, whole at once, and stands still."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.browser.probes import PHONE, ask, install
from tests.browser.server import serve
from tests.browser.sites import KINDS, Kind

MAX_REQUESTS = 5
MAX_BYTES = 40_000
ENTRIES = [kind for kind in KINDS if kind.name == "entry"]


@pytest.mark.parametrize("kind", ENTRIES, ids=str)
def test_an_entry_is_light_and_stands_still(kind: Kind, browser: Browser, site: Callable[[str], Site]) -> None:
    # A server of its own: what other pages still ask for is not counted.
    with serve(site(kind.site).server.folder) as server, browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        install(page)
        page.goto(server.url + kind.uri, wait_until="networkidle")
        sent = [(answer.path, answer.size) for answer in server.sent]
        assert len(sent) <= MAX_REQUESTS, sent
        assert sum(size for _, size in sent) <= MAX_BYTES, sent
        page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
        ask(page, "settle")
        assert ask(page, "layoutShift") == 0
