"""The cache as its users see it: what is put is there until the end, what is damaged is a miss, nothing fails a build."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glossary_ssg.cache import Cache

FILE = "cache-1.sqlite"


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path)) as cache:
        yield cache


def kept(folder: Path, *keys: str, kind: str = "html") -> dict[str, object]:
    """Return what a new process reads."""
    with closing(Cache(folder, read_only=True)) as cache:
        return cache.load(kind, keys)


def put(folder: Path, **values: bytes) -> None:
    """Keep values as one process."""
    with closing(Cache(folder)) as cache:
        for key, data in values.items():
            cache.put("html", key, data)


def alter(folder: Path, sql: str, *values: object) -> None:
    with sqlite3.connect(folder / FILE) as database:
        assert database.execute(sql, values).rowcount > 0


def test_values_are_read_by_kind_and_key_at_once_and_by_the_next_process(tmp_path: Path, cache: Cache) -> None:
    cache.put("html", "a", b'"x"')
    cache.put("terms", "a", b"[1]")
    assert cache.load("html", ["a", "b"]) == {"a": "x"}
    assert cache.load("terms", ["a"]) == {"a": [1]}
    assert cache.known("html", ["a", "b"]) == {"a"}
    cache.put("html", "a", b'"y"')
    assert cache.load("html", ["a"]) == {"a": "y"}
    cache.close()
    assert kept(tmp_path, "a") == {"a": "y"}


def test_the_cache_keeps_itself_out_of_git(tmp_path: Path) -> None:
    put(tmp_path / "deep/cache", a=b"1")
    assert (tmp_path / "deep/cache/.gitignore").read_text(encoding="utf-8") == "*\n"
    (tmp_path / "deep/cache/.gitignore").write_text("mine\n", encoding="utf-8")
    put(tmp_path / "deep/cache", a=b"1")
    assert (tmp_path / "deep/cache/.gitignore").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize(
    ("change", "data"),
    [
        ("data = CAST('\"right worms\"' AS BLOB)", b'"right words"'),
        ("data = CAST('[1, 3]' AS BLOB)", b"[1, 2]"),
        ("data = CAST(data AS TEXT)", b'"text instead of bytes"'),
        ("data = 7", b"7"),
        ("crc = crc + 1", b"1"),
        ("data = CAST('{' AS BLOB)", b"{}"),
        ("data = x''", b"1"),
    ],
)
def test_a_damaged_value_is_a_miss_and_its_neighbour_is_none(tmp_path: Path, change: str, data: bytes) -> None:
    put(tmp_path, damaged=data, whole=b'"whole"')
    assert kept(tmp_path, "damaged", "whole").keys() == {"damaged", "whole"}
    alter(tmp_path, f"UPDATE things SET {change} WHERE key = 'damaged'")
    assert kept(tmp_path, "damaged", "whole") == {"whole": "whole"}


def test_what_is_no_json_though_it_was_kept_whole_is_a_miss(tmp_path: Path) -> None:
    put(tmp_path, a=b"{", b=b"2")
    assert kept(tmp_path, "a", "b") == {"b": 2}


def test_read_only_changes_nothing_and_still_remembers(tmp_path: Path) -> None:
    put(tmp_path, a=b"1")
    before = (tmp_path / FILE).read_bytes()
    with closing(Cache(tmp_path, read_only=True)) as cache:
        cache.put("html", "b", b"2")
        cache.write_own("own.bin", "key", b"own")
        cache.note("site", [])
        assert cache.load("html", ["a", "b"]) == {"a": 1, "b": 2}
        assert cache.read_own("own.bin", "key") is None
    assert (tmp_path / FILE).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", FILE]


def test_read_only_makes_no_folder(tmp_path: Path) -> None:
    with closing(Cache(tmp_path / "none", read_only=True)) as cache:
        cache.put("html", "a", b"1")
        assert cache.load("html", ["a"]) == {"a": 1}
    assert list(tmp_path.iterdir()) == []


def test_read_only_leaves_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 1_000)
    assert kept(tmp_path, "a") == {}
    assert (tmp_path / FILE).read_bytes() == b"no database " * 1_000


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database " * 1_000)
    put(tmp_path, a=b"1")
    assert kept(tmp_path, "a") == {"a": 1}


def test_what_the_file_does_not_take_is_kept_for_this_process(tmp_path: Path) -> None:
    put(tmp_path, before=b"0")
    with sqlite3.connect(tmp_path / FILE) as database:  # a view can be read and takes nothing
        database.executescript("ALTER TABLE things RENAME TO real; CREATE VIEW things AS SELECT * FROM real")
    with closing(Cache(tmp_path)) as cache:
        cache.put("html", "after", b"1")
        cache.put("html", "before", b"2")
        assert cache.load("html", ["before", "after"]) == {"before": 2, "after": 1}
    assert kept(tmp_path, "before", "after") == {"before": 0}


def test_many_values_are_written_before_the_end(tmp_path: Path, cache: Cache) -> None:
    large = b'"' + b"x" * 1_000_000 + b'"'
    for number in range(6):
        cache.put("html", f"{number}", large)
    assert len(kept(tmp_path, *map(str, range(6)))) >= 5
    cache.put("html", "small", b"1")
    assert kept(tmp_path, "small") == {}


def test_a_file_of_its_own_is_read_by_its_key_and_where_it_was_written_only(tmp_path: Path, cache: Cache) -> None:
    cache.write_own("own.bin", "key", b"first")
    cache.write_own("own.bin", "key", b"second")
    assert cache.read_own("own.bin", "key") == b"second"
    assert cache.read_own("own.bin", "other") is None
    assert cache.read_own("other.bin", "key") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", FILE, "own.bin"]


def replaced(path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def changed(path: Path) -> None:
    path.write_bytes(b"SECOND")


@pytest.mark.parametrize("touch", [replaced, changed, Path.unlink])
def test_a_file_of_its_own_that_somebody_else_touched_is_a_miss(
    tmp_path: Path, cache: Cache, touch: Callable[[Path], None]
) -> None:
    cache.write_own("own.bin", "key", b"second")
    touch(tmp_path / "own.bin")
    assert cache.read_own("own.bin", "key") is None


def test_a_file_of_its_own_that_cannot_be_written_leaves_nothing(tmp_path: Path, cache: Cache) -> None:
    (tmp_path / "own.bin").mkdir()
    cache.write_own("own.bin", "key", b"x")
    assert cache.read_own("own.bin", "key") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", FILE, "own.bin"]


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (30, True), (31, False)])
def test_what_no_site_needed_for_thirty_days_is_dropped(tmp_path: Path, days: int, is_kept: bool) -> None:
    put(tmp_path, used=b"1", unused=b"1")
    alter(tmp_path, "UPDATE things SET day = day - ?", days)
    with closing(Cache(tmp_path)) as cache:
        cache.note("site", ["used"])
    assert kept(tmp_path, "used", "unused").keys() == ({"used", "unused"} if is_kept else {"used"})


def test_two_sites_of_one_cache_each_say_what_they_need(tmp_path: Path) -> None:
    put(tmp_path, one=b"1", other=b"1")
    alter(tmp_path, "UPDATE things SET day = day - 20 WHERE kind = 'html'")
    for site, key in (("a", "one"), ("b", "other")):
        with closing(Cache(tmp_path)) as cache:
            cache.note(site, [key])
    alter(tmp_path, "UPDATE things SET day = day - 20")
    with closing(Cache(tmp_path)) as cache:
        cache.note("c", [])
    assert kept(tmp_path, "one", "other").keys() == {"one", "other"}


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    with closing(Cache(tmp_path)) as cache:
        cache.put("html", "a", b"1")
        assert cache.load("html", ["a"]) == {"a": 1}


def test_a_journal_that_a_killed_build_left_goes_with_the_next_change(tmp_path: Path) -> None:
    put(tmp_path, a=b"1")
    journal = tmp_path / f"{FILE}-journal"
    journal.write_bytes(b"")
    put(tmp_path, b=b"2")
    assert not journal.exists()
    assert kept(tmp_path, "a", "b") == {"a": 1, "b": 2}


def test_after_the_end_nothing_is_open(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("html", "a", b"1")
    cache.close()
    cache.close()
    assert cache.load("html", ["a"]) == {}
    (tmp_path / FILE).unlink()
    assert kept(tmp_path, "a") == {}


@pytest.mark.parametrize("read_only", [False, True])
def test_what_a_killed_build_left_beside_it_is_removed(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / ".glossary-ssg-0123abcd.tmp").write_bytes(b"half")
    (tmp_path / "mine.tmp").write_bytes(b"mine")
    with closing(Cache(tmp_path, read_only=read_only)):
        names = {path.name for path in tmp_path.iterdir()}
    assert ".glossary-ssg-0123abcd.tmp" not in names
    assert "mine.tmp" in names
