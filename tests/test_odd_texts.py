"""Texts and cached values that no program of ours writes."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary_ssg.cli import main
from tests.support import build_site, entry

SITE = {"content/en/a.md": entry("Alpha"), "content/en/b.md": entry("Beta")}


@pytest.mark.parametrize("query", ["\ud800", "Alpha \udc80", "\ud83d\ude00"])
def test_half_of_a_surrogate_pair_in_a_query_finds_nothing_and_stops_nothing(query: str, tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    result = CliRunner().invoke(
        main, ["search", query, "--content", str(tmp_path / "content"), "--output", str(tmp_path / "output")]
    )
    assert (result.exit_code, result.exception.__class__) in ((0, None.__class__), (1, SystemExit))


@pytest.mark.parametrize("value", ["a text", [[1]], {"a": 1}, [[]] * 9])
def test_search_terms_of_another_shape_in_the_cache_stop_no_build(value: object, tmp_path: Path) -> None:
    build_site(tmp_path, SITE)
    data = json.dumps(value).encode()
    with sqlite3.connect(next((tmp_path / ".glossary-cache").glob("*.sqlite"))) as database:
        database.execute("UPDATE things SET data = ?, crc = ? WHERE kind = 'terms'", (data, zlib.crc32(data)))
        database.execute("DELETE FROM things WHERE kind IN ('published', 'report')")
    built = build_site(tmp_path, SITE)
    assert built.page("/en/a/").find(".//h1") is not None
