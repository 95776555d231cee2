"""Headings with any id: every link to one leads there, and no fragment stops the scripts of a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.probes import run_module
from tests.browser.sites import ODD_IDS
from tests.browser.test_search import open_search  # noqa: F401
