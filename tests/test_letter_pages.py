"""How many entries a language has before its letters get pages of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import build_site, entry, letters


@pytest.mark.parametrize(("count", "has_pages"), [(300, False), (301, True)])
def test_more_than_three_hundred_entries_have_a_page_for_each_letter(
    tmp_path: Path, count: int, has_pages: bool
) -> None:
    built = build_site(tmp_path, {f"content/en/t{number}.md": entry(f"T{number}") for number in range(count)})
    assert letters(built.page("/en/all/")) != []
    assert built.has("/en/letter/t/") is has_pages
