"""The record of published files: one that is damaged or of an older version is a miss, never an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.pipeline.incremental.published import site_key
from glossary_ssg.report import Reason
from tests.support import build_site, entry, tree_of

FILES = {"content/en/a.md": entry("Agent"), "content/en/b.md": entry("Bot", "An agent.")}


def older(record: Any) -> Any:
    """Return the record as it was before its fields had names."""
    return {"": [record["shared"], record["inputs"]], **record["files"]}


def with_row(row: Any) -> Callable[[Any], Any]:
    """Return a change that replaces what is recorded of a page."""
    return lambda record: record | {"files": record["files"] | {"en/a/index.html": row}}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(older, id="older"),
        pytest.param(lambda record: [], id="list"),
        pytest.param(lambda record: {}, id="empty"),
        pytest.param(lambda record: record | {"files": []}, id="files"),
        pytest.param(lambda record: record | {"shared": 1}, id="shared"),
        pytest.param(with_row([]), id="row"),
        pytest.param(with_row(["key", "1", 2]), id="size"),
        pytest.param(with_row({"key": "key"}), id="object"),
        pytest.param(with_row(None), id="null"),
    ],
)
def test_a_damaged_or_older_record_is_a_miss(change: Callable[[Any], Any], tmp_path: Path) -> None:
    first = build_site(tmp_path, FILES)
    before = tree_of(first.output)
    key = site_key(load_config(content=tmp_path / "content", output=tmp_path / "output"))
    cache = Cache(tmp_path / ".glossary-cache")
    record = cache.load("published", [key])[key]
    assert "en/a/index.html" in record["files"]
    cache.put("published", key, json.dumps(change(record)).encode())
    cache.close()
    again = build_site(tmp_path)
    assert set(again.report.rendered.values()) == {Reason.UNKNOWN}
    assert len(again.report.rendered) == len(first.report.rendered) > 2
    assert again.report.summary.written == 0, "the files are compared before they are written"
    assert tree_of(again.output) == before
    assert build_site(tmp_path).report.rendered == {}
