"""Builds: the same bytes whatever the way, only what changed done again, and nothing that stops the others."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path

import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.errors import ThemeError
from glossary_ssg.executor import WORTH_A_POOL, Crash, InLine, Pool
from glossary_ssg.pipeline.incremental.store import read_memory
from glossary_ssg.pipeline.inputs import open_session
from tests.support import CNCF, ROOT, build_site, entry, tree_of, write_files

DATABASE = Path(".glossary-cache") / "cache-1.sqlite"


def many(count: int = WORTH_A_POOL + 8) -> dict[str, str | bytes]:
    """Return a site with enough entries for a pool, in two languages, with links, HTML and a mistake."""
    files: dict[str, str | bytes] = {"glossary.toml": 'title = "Many"\nbase_url = "https://example.org/"\n'}
    for number in range(count):
        body = f"## Part\n\nSee [[Term {number + 1}]] and term {number + 2}, <b>bold</b> **text（{number}）**です。\n"
        files[f"content/en/t{number}.md"] = entry(f"Term {number}", body, category=f"C{number % 3}", keywords="[a, b]")
        files[f"content/ja/t{number}.md"] = entry(f"ターム{number}", body, category=f"カ{number % 3}")
    files["content/en/broken.md"] = "---\ntitle: [\n---\n"
    return files


def real(folder: Path) -> dict[str, str | bytes]:
    if not CNCF.is_dir():
        pytest.skip("the corpus beside the checkout is not there")
    shutil.copytree(CNCF, folder / "content")
    return {"glossary.toml": 'title = "Real"\n'}


def sample(folder: Path) -> dict[str, str | bytes]:
    shutil.copytree(ROOT / "content", folder / "content")
    return {"glossary.toml": (ROOT / "glossary.toml").read_bytes()}


@pytest.mark.heavy
@pytest.mark.parametrize("source", [lambda folder: many(), sample, real], ids=["generated", "sample", "corpus"])
def test_cold_warm_serial_and_parallel_builds_give_the_same_bytes(
    tmp_path: Path, source: Callable[[Path], Mapping[str, str | bytes]]
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    files = source(site)
    cold = build_site(site, files, jobs=1, output=tmp_path / "cold")
    warm = build_site(site, jobs=1, output=tmp_path / "warm")
    shutil.rmtree(site / ".glossary-cache")
    parallel = build_site(site, jobs=2, output=tmp_path / "parallel")
    again = build_site(site, jobs=2, output=tmp_path / "parallel")
    assert tree_of(cold.output) == tree_of(warm.output) == tree_of(parallel.output)
    assert cold.report.diagnostics == warm.report.diagnostics == parallel.report.diagnostics == again.report.diagnostics
    assert (warm.report.summary.parsed, again.report.summary.parsed, again.report.summary.written) == (0, 0, 0)


def test_one_changed_entry_is_parsed_and_only_pages_that_changed_are_written(tmp_path: Path) -> None:
    before = build_site(tmp_path, many())
    old = tree_of(before.output)
    stamps = {name: (before.output / name).stat().st_mtime_ns for name in old}
    after = build_site(
        tmp_path, {"content/en/t5.md": entry("Term 5", "Another text.", category="C2", keywords="[a, b]")}
    )
    new = tree_of(after.output)
    changed = {name for name in new if new[name] != old.get(name)}
    assert after.report.summary.parsed == 1
    # Parts of the search are called after their bytes, so the list of files changes too; it is not counted.
    assert after.report.summary.written == len(changed - {".glossary-ssg.json"})
    assert "en/t5/index.html" in changed
    assert "ja/t9/index.html" not in changed
    assert {name for name in new if (after.output / name).stat().st_mtime_ns != stamps.get(name)} == changed


def test_a_changed_template_renders_pages_and_parses_nothing(tmp_path: Path) -> None:
    build_site(tmp_path, many(3) | {"themes/ours/templates/page.html": "x", "glossary.toml": 'theme = "ours"\n'})
    base = (ROOT / "themes/default/templates/base.html").read_text(encoding="utf-8")
    built = build_site(tmp_path, {"themes/ours/templates/base.html": base.replace("</main>", "</main><!-- ours -->")})
    assert built.report.summary.parsed == 0
    assert "<!-- ours -->" in built.read("en/t1/index.html")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("line one\n{{ page.nothing }}", r":2: error: .*nothing"),
        ("one\ntwo\n{% if %}", r":3: error: "),
        ("one\n{{ page.title() }}", r":2: error: .*not callable"),
        ("one\n{{ 1 / 0 }}", r":2: error: .*division by zero"),
        ("one\n{% include 'entry.html' %}", r"entry\.html:2: error: .*itself\n.*'default/entry\.html'"),
        ("{% extends 'entry.html' %}", r"entry\.html:1: error: .*itself\n.*'default/entry\.html'"),
        ("{% include 'nothing.html' %}", r"error: .*'nothing\.html'"),
        (b"one\n\xff", r"entry\.html:2: error: .*UTF-8"),
    ],
    ids=["unknown name", "syntax", "type", "arithmetic", "include", "extends", "missing file", "encoding"],
)
def test_a_mistake_in_a_template_is_told_with_its_place(tmp_path: Path, template: str | bytes, message: str) -> None:
    files = many(2) | {"themes/ours/templates/entry.html": template, "glossary.toml": 'theme = "ours"\n'}
    with pytest.raises(ThemeError, match=message):
        build_site(tmp_path, files)


def damage_garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_rows(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE things SET data = CAST(substr(data, 1, length(data) - 9) || 'xxxxxxxxx' AS BLOB)")


def damage_bodies(path: Path) -> None:
    """Leave what tells that nothing has to be parsed."""
    with sqlite3.connect(path) as database:
        database.execute("UPDATE things SET data = 'x' WHERE kind IN ('html', 'terms')")


def damage_schema(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE things (other TEXT)")


def damage_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [damage_garbage, damage_cut, damage_rows, damage_bodies, damage_schema, damage_folder]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_a_miss(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    clean = build_site(tmp_path, many(6), output=tmp_path / "clean")
    damage(tmp_path / DATABASE)
    built = build_site(tmp_path, output=tmp_path / "damaged")
    assert tree_of(built.output) == tree_of(clean.output)
    assert built.report.diagnostics == clean.report.diagnostics
    assert built.report.summary.parsed > 0 or damage is damage_bodies


def test_a_build_runs_nothing_that_a_cache_brings_along(tmp_path: Path) -> None:
    build_site(tmp_path, many(6))
    (kept,) = (tmp_path / DATABASE).parent.glob("*.pickle")
    trap, before = tmp_path / "sprung", kept.stat()
    found = pickle.dumps(Trap(trap))
    pickle.loads(found)
    assert trap.exists(), "it is no trap"
    trap.unlink()
    # As long, as old and in the same place as the one that was kept.
    kept.write_bytes(found + bytes(before.st_size - len(found)))
    os.utime(kept, ns=(before.st_atime_ns, before.st_mtime_ns))
    built = build_site(tmp_path, {"content/en/t1.md": entry("Term 1", "Other words.")})
    assert not trap.exists()
    clean = build_site(tmp_path, output=tmp_path / "clean", cache=tmp_path / ".other")
    assert tree_of(built.output) == tree_of(clean.output)


class Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.write_text, (self.path, "!")


def test_a_memory_is_read_where_python_names_members_of_enumerations_by_getattr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As Debian's Python 3.11.2 does.
    monkeypatch.setattr(Enum, "__reduce_ex__", lambda member, _: (getattr, (type(member), member.name)))
    build_site(tmp_path, many(6))
    config = load_config(config=tmp_path / "glossary.toml", output=tmp_path / "output")
    assert len(read_memory(Cache(tmp_path / DATABASE.parent), config).entries) == 13


@pytest.mark.heavy
def test_what_other_processes_do_meanwhile_gives_the_same_bytes(tmp_path: Path) -> None:
    write_files(tmp_path, many(6))
    command = [
        sys.executable,
        "-m",
        "glossary_ssg",
        "build",
        "--jobs",
        "2",
        "--config",
        str(tmp_path / "glossary.toml"),
    ]
    for body in ("Some words.", "Other words, [[Term 3]] among them.", "Words that nobody has written yet."):
        write_files(tmp_path, {"content/en/t1.md": entry("Term 1", body)})
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr  # one file is broken
        assert "broken.md" in done.stderr
        shutil.rmtree(tmp_path / ".other", ignore_errors=True)
        clean = build_site(tmp_path, output=tmp_path / "clean", cache=tmp_path / ".other")
        assert tree_of(tmp_path / "output") == tree_of(clean.output)


def test_what_was_kept_is_remembered_whatever_the_site_holds(tmp_path: Path) -> None:
    titles = ("Agent", "7 tools", "⌘", "読みなし", "エージェント", "Åse", "агент", "😀")
    files = {f"content/{lang}/{n}.md": entry(title) for lang in ("en", "ja") for n, title in enumerate(titles)}
    picture = {"content/en/dot.png": b"x", "content/en/0.md": entry("Agent", "![d](dot.png) [[Åse]] and an агент")}
    build_site(tmp_path, {"glossary.toml": "", **many(3), **files, **picture})
    config = load_config(config=tmp_path / "glossary.toml", output=tmp_path / "output")
    assert len(open_session(config, InLine(), Cache(config.cache)).memory.entries) > len(files)
    # Whoever brings it along brings nothing.
    shutil.copytree(config.cache, tmp_path / "other")
    shutil.rmtree(config.cache)
    (tmp_path / "other").rename(config.cache)
    assert not open_session(config, InLine(), Cache(config.cache)).memory.entries


def test_a_file_that_was_changed_behind_its_time_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As if a while had passed since the files were written.
    monkeypatch.setattr("glossary_ssg.sources._SETTLED_NS", 0)
    build_site(tmp_path, {"content/en/a.md": entry("A", "old words")})
    path = tmp_path / "content/en/a.md"
    before = path.stat()
    path.write_text(entry("A", "new words"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    built = build_site(tmp_path)
    assert b"new words" in (built.output / "en/a/index.html").read_bytes()


def test_what_is_not_needed_for_a_month_is_forgotten_once_a_day(tmp_path: Path) -> None:
    def later(days: int) -> None:
        with sqlite3.connect(tmp_path / DATABASE.name) as database:
            database.execute("UPDATE things SET day = day - ?", (days,))

    def note() -> dict[str, object]:
        cache = Cache(tmp_path)
        cache.note("site", ["used"])
        left = cache.load("html", ["used", "unused"])
        cache.close()
        return left

    cache = Cache(tmp_path)
    for key in ("used", "unused"):
        cache.put("html", key, b"1")
    cache.close()
    later(20)
    assert note() == {"used": 1, "unused": 1}
    later(20)
    assert note() == {"used": 1, "unused": 1}  # was noted today
    with sqlite3.connect(tmp_path / DATABASE.name) as database:
        database.execute("DELETE FROM things WHERE kind = 'noted'")
    assert note() == {"used": 1}


def block_with_file(folder: Path) -> None:
    folder.write_text("not a folder", encoding="utf-8")


def block_writing(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o555)


def block_with_dangling_link(folder: Path) -> None:
    folder.symlink_to("nowhere/at/all")


@pytest.mark.parametrize("block", [block_with_file, block_writing, block_with_dangling_link])
def test_a_cache_that_cannot_be_written_is_no_cache(tmp_path: Path, block: Callable[[Path], None]) -> None:
    plain = build_site(tmp_path, many(4), output=tmp_path / "plain")
    shutil.rmtree(tmp_path / ".glossary-cache")
    block(tmp_path / ".glossary-cache")
    first, second = build_site(tmp_path), build_site(tmp_path)
    assert tree_of(first.output) == tree_of(second.output) == tree_of(plain.output)
    assert first.report.diagnostics == second.report.diagnostics == plain.report.diagnostics


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_check_needs_no_room_for_temporary_files(tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(4_000))
    folder = write_files(tmp_path, {f"content/en/t{number}.md": entry(f"Term {number}", text) for number in range(160)})
    # 64 kB for every file that is written.
    limited = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (65_536, 65_536)); import runpy, sys; "
    limited += (
        "sys.argv = ['glossary-ssg', 'check', '--jobs', '1']; runpy.run_module('glossary_ssg', run_name='__main__')"
    )
    found = subprocess.run([sys.executable, "-c", limited], check=False, cwd=folder, capture_output=True, text=True)
    assert (found.returncode, "160 entries" in found.stdout) == (0, True), found.stderr[-2_000:]


def test_a_build_that_is_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    files = many(4) | {"themes/ours/templates/entry.html": "{{ page.nothing }}", "glossary.toml": 'theme = "ours"\n'}
    with pytest.raises(ThemeError):
        build_site(tmp_path, files)
    (tmp_path / "themes/ours/templates/entry.html").write_text("{{ page.title }}", encoding="utf-8")
    assert build_site(tmp_path).report.summary.parsed == 0


def test_a_cache_that_is_gone_costs_only_time(tmp_path: Path) -> None:
    first = tree_of(build_site(tmp_path, many(4)).output)
    shutil.rmtree(tmp_path / ".glossary-cache")
    built = build_site(tmp_path)
    assert tree_of(built.output) == first
    assert built.report.summary.written == 0


def test_an_output_that_is_gone_is_written_whole_again_without_parsing(tmp_path: Path) -> None:
    first = tree_of(build_site(tmp_path, many(4)).output)
    shutil.rmtree(tmp_path / "output")
    built = build_site(tmp_path)
    assert tree_of(built.output) == first
    assert built.report.summary.parsed == 0


@pytest.mark.parametrize(
    ("setting", "is_parsed"),
    [
        ('base_url = "https://other.example/sub/"', False),
        ('[severities]\nreference-unresolved = "note"', False),
        ('html = "escape"', True),
        ('[fields]\nkeywords = "synonyms"', True),
    ],
    ids=["address", "severity", "html", "fields"],
)
def test_a_changed_setting_parses_only_where_parsing_reads_it(tmp_path: Path, setting: str, is_parsed: bool) -> None:
    build_site(tmp_path, many(4))
    warm = build_site(tmp_path, {"glossary.toml": f'title = "Many"\n{setting}\n'})
    shutil.rmtree(tmp_path / ".glossary-cache")
    cold = build_site(tmp_path, output=tmp_path / "cold")
    assert bool(warm.report.summary.parsed) is is_parsed
    assert tree_of(warm.output) == tree_of(cold.output)
    assert warm.report.diagnostics == cold.report.diagnostics


def test_two_builds_may_share_a_cache_at_the_same_time(tmp_path: Path) -> None:
    expected = tree_of(build_site(tmp_path, many(20), output=tmp_path / "expected").output)
    shutil.rmtree(tmp_path / ".glossary-cache")
    command = [
        sys.executable,
        "-m",
        "glossary_ssg",
        "build",
        "--config",
        str(tmp_path / "glossary.toml"),
        "--jobs",
        "1",
    ]
    runs = [
        subprocess.Popen(
            [*command, "--output", str(tmp_path / name)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for name in ("a", "b", "c")
    ]
    for run in runs:
        _, errors = run.communicate()
        assert run.returncode == 1, errors  # the broken entry
    for name in ("a", "b", "c"):
        assert tree_of(tmp_path / name) == expected


def test_a_build_never_touches_its_sources(tmp_path: Path) -> None:
    files = many(5)
    build_site(tmp_path, files)
    content = tmp_path / "content"
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in content.rglob("*") if path.is_file()}
    build_site(tmp_path)
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in content.rglob("*") if path.is_file()
    } == before


def square(number: int) -> int:
    if number == 13:
        raise ValueError("thirteen")
    return number * number


def die_of_seven(number: int) -> int:
    if number == 7:
        os._exit(3)
    return number


def die_of_a_word(text: str) -> str:
    if text == "die":
        os._exit(3)
    return text


def refuse(number: int) -> int:
    raise ThemeError(f"no {number}")


@pytest.mark.parametrize("executor", [InLine, lambda: Pool(2)], ids=["in-line", "pool"])
def test_results_keep_their_order_and_a_failure_is_its_items_own(executor: Callable[[], InLine | Pool]) -> None:
    numbers = list(range(WORTH_A_POOL * 2))
    with executor() as running:
        results = list(running.map(square, numbers))
    assert results[13] == Crash("ValueError: thirteen")
    assert [result for result in results if not isinstance(result, Crash)] == [n * n for n in numbers if n != 13]


def test_a_process_that_dies_names_its_item_and_all_others_are_done() -> None:
    numbers = list(range(WORTH_A_POOL * 2))
    with Pool(2) as pool:
        results = list(pool.map(die_of_seven, numbers))
        assert list(pool.map(square, numbers[:2])) == [0, 1]
    assert [number for number, result in zip(numbers, results, strict=True) if isinstance(result, Crash)] == [7]
    assert results[:7] + results[8:] == numbers[:7] + numbers[8:]


def test_a_process_that_dies_while_much_waits_is_waited_for_by_nobody() -> None:
    with Pool(2) as pool:
        results = list(pool.map(die_of_a_word, ["die", *["x" * 300_000] * 200]))
    assert [isinstance(result, Crash) for result in results] == [True, *[False] * 200]


@pytest.mark.parametrize("is_first_asked", [True, False])
def test_a_process_that_dies_takes_nothing_from_what_else_is_at_work(is_first_asked: bool) -> None:
    numbers = list(range(WORTH_A_POOL * 4))
    with Pool(2) as pool:
        deadly, other = pool.map(die_of_seven, numbers), pool.map(abs, numbers)
        results = list(deadly) if is_first_asked else []
        assert list(other) == numbers
        results = results or list(deadly)
    assert [number for number, result in zip(numbers, results, strict=True) if isinstance(result, Crash)] == [7]


def test_batches_that_overlap_are_whole_where_a_process_dies() -> None:
    batches = [[*range(WORTH_A_POOL * 3)], *([*range(8, WORTH_A_POOL * 3)] for _ in range(3))]
    results: list[int | Crash] = []
    before: Iterator[int | Crash] = iter(())
    with Pool(2) as pool:
        for batch in batches:
            begun = pool.map(die_of_seven, batch)
            results += before
            before = begun
        results += before
    assert sum(isinstance(result, Crash) for result in results) == 1
    assert len(results) == sum(map(len, batches))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copies of their parent on Linux alone")
def test_processes_end_when_told_whatever_their_parent_does_with_signals(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("""
import os, signal, sys
from glossary_ssg.executor import Crash, Pool
def stage(item):
    if item == "die":
        open(sys.argv[1]).close()  # when the other process is at work
        os.unlink(sys.argv[1])
        os._exit(3)
    if item == "live":
        open(sys.argv[1], "w").close()
    return item
if __name__ == "__main__":
    os.mkfifo(sys.argv[1])
    signal.signal(signal.SIGTERM, lambda *_: None)
    items = ["die", "live", *["x" * 300_000] * 8]
    with Pool(2) as pool:
        pool.expect(0, heavy=2)
        print(*(isinstance(result, Crash) for result in pool.map(stage, items, heavy=True)))
""")
    command = [sys.executable, script, tmp_path / "pipe"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["True", *["False"] * 9], done.stderr


def test_no_process_outlives_one_that_is_killed() -> None:
    script = """
import sys
from glossary_ssg.executor import Pool
if __name__ == "__main__":
    with Pool(2) as many, Pool(2) as few:
        few.expect(0, heavy=2)
        many.expect(1000)
        print(*many.map(abs, range(200)), *few.map(abs, [1, 2], heavy=True), flush=True)
        sys.stdin.read()
"""
    # Everybody who lives holds the other end of the pipe.
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().split()[:2] == ["0", "1"]
        process.kill()
        assert process.communicate(timeout=30) == ("", None)


@pytest.mark.parametrize("executor", [InLine, lambda: Pool(2)], ids=["in-line", "pool"])
def test_what_makes_a_build_impossible_comes_through(executor: Callable[[], InLine | Pool]) -> None:
    with executor() as running, pytest.raises(ThemeError, match="no 0"):
        list(running.map(refuse, list(range(WORTH_A_POOL * 2))))


def test_nothing_is_planned_where_nothing_changed_and_everything_is_told_again(tmp_path: Path) -> None:
    files = many(4) | {"content/en/broken.md": entry("Broken", "[away](nowhere.md)")}
    first = build_site(tmp_path, files).report
    second = build_site(tmp_path).report
    assert [stage for stage, _ in second.stages] == ["read", "compare"]
    assert (second.summary.written, second.summary.parsed) == (0, 0)
    assert second.summary.unchanged == first.summary.written
    assert second.diagnostics == first.diagnostics


@pytest.mark.parametrize("name", ["glossary-baseline.json", "glossary-urls.txt", "content/en/pictures/one.svg"])
def test_a_file_beside_the_entries_that_changed_is_no_unchanged_build(tmp_path: Path, name: str) -> None:
    build_site(tmp_path, many(4))
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"version": 1, "findings": {}}' if path.suffix == ".json" else "/en/gone/\n", encoding="utf-8")
    assert "plan" in dict(build_site(tmp_path).report.stages)


def test_a_picture_of_the_same_size_and_time_is_published_anew(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"content/en/a.md": entry("A", "![dot](dot.png)"), "content/en/dot.png": b"old"}
    build_site(tmp_path, files)
    path = tmp_path / "content/en/dot.png"
    before = path.stat()
    path.write_bytes(b"new")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert tree_of(build_site(tmp_path).output)["en/dot.png"] == b"new"


def test_where_no_process_can_be_started_everything_is_done_in_this_one(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from glossary_ssg.executor import WORTH_A_POOL, Pool\n"
        "with Pool(2) as pool:\n"
        "    print(sum(pool.map(abs, range(-WORTH_A_POOL, 0))))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == f"{sum(range(WORTH_A_POOL + 1))}\n", done.stderr
