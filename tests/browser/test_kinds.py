"""No kind of page is forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Site
from tests.browser.sites import KINDS, MISSING, TEMPLATES, Kind
from tests.support import ROOT, file_of


def test_every_template_makes_a_page_that_is_looked_at() -> None:
    """A new template: add its kind to TEMPLATES and at least one page of it to KINDS, in sites.py."""
    templates = {path.name for path in (ROOT / "themes/default/templates").glob("[!_]*.html")}
    assert templates - {"base.html", "redirect.html"} == {TEMPLATES[kind.name] for kind in KINDS}
    assert {kind.name for kind in KINDS} == set(TEMPLATES)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.uri != MISSING], ids=str)
def test_the_page_is_there(kind: Kind, site: Callable[[str], Site]) -> None:
    assert (site(kind.site).server.folder / file_of(kind.uri)).is_file()
