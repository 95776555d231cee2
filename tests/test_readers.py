"""Files other than content, damaged in every way: authors get a position and a hint, files of ours are made again."""

from __future__ import annotations

import gzip
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from glossary_ssg.config import config_keys, load_config
from glossary_ssg.errors import ConfigError, ReadError
from glossary_ssg.limits import LIST_BYTES
from glossary_ssg.readers import read_file, read_json, read_toml, read_urls
from tests.support import entry, write_files
from tests.test_cli import run

SITE: dict[str, str | bytes] = {
    "glossary.toml": 'theme = "ours"\n[autolink]\nmax_per_page = 3\n[[menu]]\nurl = "/{lang}/"\nlabel = "Menu"\n',
    "content/en/apple.md": entry("Apple", "A fruit. See [nothing](nothing.md)."),
    "content/en/banana.md": entry("Banana", "Longer than an apple.\n\n## Peel\nYellow."),
    "themes/ours/theme.toml": 'name = "ours"\n[colors]\nlight = "#ffffff"\n',
    "themes/ours/strings/en.toml": 'terms = "Terms"\n',
    "glossary-baseline.json": '{"version": 1, "findings": {"en/apple.md": {"reference-unresolved": ["nothing.md"]}}}',
    "glossary-urls.txt": "/en/apple/\n",
    "old.txt": "/en/apple/\nhttps://old.example/en/banana/\n",
    "map.xml": "<?xml version='1.0'?>\n<urlset>\n<url><loc>https://old.example/en/apple/</loc></url>\n</urlset>\n",
}
COMMANDS: dict[str, list[str]] = {
    "glossary.toml": ["check"],
    "themes/ours/theme.toml": ["check"],
    "themes/ours/strings/en.toml": ["check"],
    "glossary-baseline.json": ["check"],
    "glossary-urls.txt": ["urls"],
    "old.txt": ["urls", "--against", "old.txt"],
    "map.xml": ["urls", "--against", "map.xml"],
}
"""File of an author -> the command that reads it."""


def damages(good: bytes) -> Iterator[bytes]:
    """Yield what may have become of a file: some of it is still right."""
    yield from (good[: len(good) * tenth // 10] for tenth in range(10))
    dice = random.Random(len(good))
    for _ in range(8):
        flipped = bytearray(good)
        flipped[dice.randrange(len(good))] ^= 1 << dice.randrange(8)
        yield bytes(flipped)
    yield from (
        good + good,
        b"\xef\xbb\xbf" + good,
        good + b"\xff",
        b"\0" * 50,
        b'{"version": 1, "files": ["\\ud800"]}',
    )
    yield from (b"1e400", b"NaN", b"null", b"true", b"5", b'"x"', b"[]", b"{}", b"[[]]", b'{"version": true}')


BROKEN = {
    "brackets": b"[" * 1_000_000,
    "objects": b'{"a":' * 200_000,
    "a number": b"a = " + b"9" * 5_000,
    "UTF-16": "a = 1\n".encode("utf-16"),
    "not UTF-8": b"# fine\n# \xff",
    "a merge conflict": b"<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n",
}
"""What no file of an author may be, in any format."""


def odd_files() -> dict[str, Callable[[Path], None]]:
    return {
        "a folder": Path.mkdir,
        "a pipe": os.mkfifo,
        "a device": lambda path: path.symlink_to("/dev/zero"),
        "a broken link": lambda path: path.symlink_to("nowhere"),
        "a link to itself": lambda path: path.symlink_to(path.name),
        "too large": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 10**9),
    }


def is_clean(folder: Path, *arguments: str) -> bool:
    """Tell whether a command ends as documented, without a traceback."""
    result = run(folder, *arguments)
    return result.exit_code in (0, 1, 2) and isinstance(result.exception, SystemExit | None)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_damage_of_a_file_of_the_author_gives_a_traceback(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, SITE)
    assert run(tmp_path, *COMMANDS[name]).exit_code != 2
    good = (tmp_path / name).read_bytes()
    for data in damages(good):
        (tmp_path / name).write_bytes(data)
        assert is_clean(tmp_path, *COMMANDS[name]), data


@pytest.mark.parametrize("damage", BROKEN)
def test_a_broken_file_of_the_author_is_reported_with_path_and_line(tmp_path: Path, damage: str) -> None:
    write_files(tmp_path, SITE)
    for name, command in COMMANDS.items():
        good = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(BROKEN[damage])
        result = run(tmp_path, *command)
        is_text = name.endswith((".txt", ".xml")) and damage in ("a number", "objects", "brackets")
        assert is_text or (result.exit_code, result.stderr.startswith(f"{name}:")) == (2, True), result.output[:500]
        assert damage != "a merge conflict" or f"{name}:1:1: error: holds a merge-conflict marker" in result.stderr
        assert (
            damage != "not UTF-8"
            or name == "map.xml"
            or f"{name}:2:3: error: cannot be read: not UTF-8" in result.stderr
        )
        (tmp_path / name).write_bytes(good)


@pytest.mark.parametrize("kind", odd_files())
def test_what_is_no_file_is_reported_and_never_waited_for(tmp_path: Path, kind: str) -> None:
    write_files(tmp_path, SITE)
    for name, command in COMMANDS.items():
        good = (tmp_path / name).read_bytes()
        (tmp_path / name).unlink()
        odd_files()[kind](tmp_path / name)
        result = run(tmp_path, *command)
        assert (result.exit_code, result.stderr.startswith(f"{name}: error: ")) == (2, True), (name, result.output)
        (tmp_path / name).rmdir() if kind == "a folder" else (tmp_path / name).unlink()
        (tmp_path / name).write_bytes(good)


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "name", ["output/.glossary-ssg.json", ".glossary-cache/cache-1.sqlite", ".glossary-cache/memory-1.pickle"]
)
def test_a_damaged_file_of_ours_changes_nothing_of_the_site(tmp_path: Path, name: str) -> None:
    run(write_files(tmp_path, SITE), "build")
    clean = files_below(tmp_path / "output")
    good = (tmp_path / name).read_bytes()
    some = [*list(damages(good))[::4], *BROKEN.values()] if name.startswith("output") else [good[:-99], b"x" * 9, b""]
    for data in some:
        (tmp_path / name).write_bytes(data)
        assert run(tmp_path, "build").exit_code == 0, data[:99]
        assert files_below(tmp_path / "output") == clean, data[:99]
    for make in odd_files().values():
        (tmp_path / name).unlink(missing_ok=True)
        make(tmp_path / name)
        assert is_clean(tmp_path, "check")
        (tmp_path / name).rmdir() if (tmp_path / name).is_dir() else (tmp_path / name).unlink()


def test_a_damaged_search_index_is_reported_whichever_file_it_is(tmp_path: Path) -> None:
    run(write_files(tmp_path, SITE), "build")
    (folder,) = {path.parent for path in (tmp_path / "output").rglob("manifest.json")}
    assert run(tmp_path, "search", "peel").exit_code == 0
    for path in sorted(folder.rglob("*.json")):
        good = path.read_bytes()
        for data in (*damages(good), b"[" * 100_000, good.replace(b"1", b"-1"), good.replace(b"0", b"99999999999")):
            path.write_bytes(data)
            assert is_clean(tmp_path, "search", "peel"), (path.name, data)
            assert is_clean(tmp_path, "search", "banane"), (path.name, data)
            assert is_clean(tmp_path, "search", "--", "-peel"), (path.name, data)
        path.write_bytes(good)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "1: error: must hold an object"),
        ('{"version": 2}', "1: error: is not a baseline of version 1"),
        ('{"version": 1}', "1: error: `findings` must be an object"),
        ('{"version": 1,\n"findings": {"a.md": 5}}', "2: error: `findings.a.md` must be an object"),
        ('{"version": 1,\n"findings": {"a.md":\n{"x": "y"}}}', "3: error: `findings.a.md.x` must be a list of texts"),
        ('{"version": 1,\n"findings": {"a.md":\n{"x": [1]}}}', "3: error: `findings.a.md.x` must be a list of texts"),
        ('{"version": 1,\n"findings": ?', "2:13: error: is not valid JSON"),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_in_a_baseline_has_a_line(tmp_path: Path, text: str, message: str) -> None:
    result = run(write_files(tmp_path, SITE | {"glossary-baseline.json": text.encode()}), "check")
    assert (result.exit_code, result.stderr.startswith(f"glossary-baseline.json:{message}")) == (2, True), result.stderr


VALUES = ("true", "5", "1.5", "nan", '""', "[]", '["x"]', "[[1]]", "[{}]", "{}", "{a.b.c.d = 1}", "2026-01-01", '"[x"')


@pytest.mark.parametrize(
    "name", [*(key.name.replace("*", "en") for key in config_keys()), "languages", "menu.x", "languages.xx"]
)
def test_a_setting_may_have_a_value_of_any_type(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, SITE)
    for value in VALUES:
        (tmp_path / "glossary.toml").write_text(f"{name} = {value}\n")
        with suppress(ConfigError):
            load_config(config=tmp_path / "glossary.toml")


def test_a_value_of_the_manifest_of_a_search_may_have_any_type(tmp_path: Path) -> None:
    run(write_files(tmp_path, SITE), "build")
    (path,) = (tmp_path / "output").rglob("manifest.json")
    good = json.loads(path.read_bytes())
    assert run(tmp_path, "search", "apple").exit_code == 0
    for key in good:
        for value in (
            None,
            True,
            5,
            -1,
            10**12,
            "../../x",
            [],
            [[]],
            [[], ""],
            [["a"], "a", 0],
            [[1], "../../", 1],
            {},
        ):
            path.write_text(json.dumps(good | {key: value}))
            assert all(is_clean(tmp_path, "search", "--", query) for query in ("apple", "-apple", "aple")), (key, value)


MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="urn:i"><!-- <loc>/no/</loc> --><url>\n\
<loc><![CDATA[/a&b/]]></loc><i:image><i:loc>/no.png</i:loc></i:image></url><url><loc> /c&amp;d/\n</loc></url></urlset>'


@pytest.mark.parametrize(
    "data",
    [
        MAP.encode(),
        b"\xef\xbb\xbf" + MAP.encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{MAP}'.encode("utf-16"),
        f'<?xml version="1.0" encoding="ISO-8859-1"?>{MAP}'.encode("latin-1"),
        MAP.replace("<url", "<s:url").replace("</url", "</s:url").replace("loc>", "s:loc>").replace("i:s:", "i:").replace("xmlns=", "xmlns:s=").encode(),
        gzip.compress(MAP.encode()) + gzip.compress(b"\n"),
    ],
    ids=["UTF-8", "a mark", "UTF-16", "Latin-1", "prefixes", "two members of gzip"],
)  # fmt: skip
def test_a_sitemap_is_read_as_xml(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "map.xml").write_bytes(data)
    assert read_urls(tmp_path / "map.xml") == ["/a&b/", "/c&d/"]


def test_indexes_of_indexes_are_read_once_each(tmp_path: Path) -> None:
    index = "<sitemapindex>{}</sitemapindex>".format
    part = "<sitemap><loc>https://x.example/{}</loc></sitemap>".format
    write_files(
        tmp_path, {"a.xml": index(part("b.xml") + part("a.xml")), "b.xml": index(part("a.xml") + part("c.xml"))}
    )
    write_files(tmp_path, {"c.xml": MAP})
    assert read_urls(tmp_path / "a.xml") == ["/a&b/", "/c&d/"]


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f"<!DOCTYPE urlset [{ENTITIES}]><urlset><url><loc>&e19;</loc></url></urlset>", "has a document type declaration"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>', "has a document type"),
        ('<!DOCTYPE urlset SYSTEM "https://x.example/x.dtd"><urlset/>', "has a document type declaration"),
        ("<html></html>", "is no sitemap"),
        ("<urlset><url>", "is not well-formed XML"),
        ("<urlset>" + "<a>" * 100_000, "elements are nested more than 100 levels"),
        ("<urlset><url><loc>/" + "a" * 20_000 + "</loc></url></urlset>", "a `<loc>` has more than"),
        ("<urlset><url><loc>https://[x/</loc></url></urlset>", "'https://[x/' is not a URL"),
        ("<sitemapindex><sitemap><loc>/%00</loc></sitemap></sitemapindex>", "names /%00"),
        ("<sitemapindex><sitemap><loc>/" + "a" * 300 + "</loc></sitemap></sitemapindex>", "names /aaa"),
        ("/a/\n/b\x00/\n", "holds the control character U+0000"),
        (gzip.compress(b"0" * (LIST_BYTES + 1)), "decompresses to more than"),
    ],
)  # fmt: skip
def test_a_hostile_list_is_refused(tmp_path: Path, data: str | bytes, reason: str) -> None:
    (tmp_path / "old").write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(ReadError, match=r"^.*error: ") as caught:
        read_urls(tmp_path / "old")
    assert reason in caught.value.reason and len(str(caught.value)) < 1_000


@pytest.mark.parametrize(
    "text",
    ["<loc>{}", "{}<", "<urlset><url><loc>{}", "{}/a/", "<?{}"],
    ids=["loc", "end", "in a sitemap", "list", "xml"],
)
def test_time_to_read_a_list_grows_with_its_length(tmp_path: Path, text: str) -> None:
    def cost(size: int) -> float:
        (tmp_path / "old").write_text(text.format(" " * size))
        start = time.process_time()
        for _ in range(3):
            try:
                read_urls(tmp_path / "old")
            except ReadError:
                continue
        return time.process_time() - start

    assert cost(1_600_000) < 64 * max(cost(100_000), 0.001)


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 5_000, "a = " + "{a = " * 5_000, "a." * 5_000 + "b = 1", "[" + "a." * 5_000 + "b]", "a = " + "9" * 5_000, "a = 0x" + "f" * 5_000, "a = 9223372036854775808"],
)  # fmt: skip
def test_toml_is_bounded(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(f"x = 1\n{text}\n")
    with pytest.raises(ReadError) as caught:
        read_toml(tmp_path / "a.toml")
    assert caught.value.line == 2, str(caught.value)


def test_brackets_in_strings_and_comments_of_toml_do_not_count(tmp_path: Path) -> None:
    text = f"a = \"{'[' * 999}\"\nb = \"\"\"{'{' * 999}\n\"\"\"\nc = '''{'[' * 99}\n'''\n# {'[' * 999}\nd = '{'a.' * 999}'\n"
    (tmp_path / "a.toml").write_text(text)
    assert list(read_toml(tmp_path / "a.toml")[1]) == ["a", "b", "c", "d"]


def test_many_errors_in_settings_are_cut_short(tmp_path: Path) -> None:
    keys = "".join(f"key{number} = 1\n" for number in range(20_000))
    result = run(write_files(tmp_path, SITE | {"glossary.toml": keys + f'accent = "{"x" * 9_999}"\n'}), "check")
    assert (result.exit_code, result.stderr.count("there is no such key")) == (2, 100)
    assert result.stderr.endswith("more than 100 errors; the others are not shown\n")


def test_a_file_beyond_its_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 11)
    assert read_file(tmp_path / "a", 11) == b"x" * 11
    with pytest.raises(ReadError, match="is too large: 11 bytes, and the limit is 10"):
        read_file(tmp_path / "a", 10)
    (tmp_path / "b").write_bytes(b"[" + b"0," * 3_000_001 + b"0]")
    with pytest.raises(ReadError, match="more than 3,000,000 values"):
        read_json(tmp_path / "b")


LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        *(["init", name] for name in (LONG, f"a/{LONG}", "con", "NUL.txt", "a/aux", "...", "a.", "a ", "a\nb", "a\x7f", "a:b", "a\\b", "a?")),
        *(["new", "entry", name] for name in (LONG * 2, "...", "a\x01b", "/", "..", "_index")),
        *(["new", "entry", "x", "--lang", name] for name in (LONG * 99, "../..", "\udcff", "a\x00")),
        *(["theme", "copy", name] for name in (LONG * 99, "../../x", "\udcff", "/etc/passwd")),
        *(["explain", name] for name in (LONG * 99, "../../x", "\udcff", "漢" * 9_999, "https://[x/", "%00")),
        *(["search", "apple", "--lang", name] for name in (LONG, "\udcff")),
        *(["check", option, LONG] for option in ("--content", "--config", "--base-url")),
        *(["check", "--base-url", url] for url in ("https://[x/", "https://x:99999/", "https://x:" + "9" * 5_000, "https://\udcff/", "//x")),
        ["urls", "--against", LONG],
        ["export", "--lang", LONG],
        ["fix", LONG],
        ["schema", LONG],
        *(["check", "--executor", address] for address in (LONG, "dask://", "dask://[x", "dask://x:99999999", "dask://\udcff")),
        *(["serve", "--host", host] for host in (LONG, "\udcff", "[x", "a..b")),
        ["check", "--profile", f"{LONG}/x"],
    ],
    ids=lambda arguments: " ".join(ascii(argument)[1:20] for argument in arguments),
)  # fmt: skip
def test_arguments_that_make_no_sense_are_usage_errors(tmp_path: Path, arguments: list[str]) -> None:
    write_files(tmp_path, SITE)
    result = run(tmp_path, *arguments)
    assert result.exit_code == 2, result.output
    before = {name for name in SITE if name.startswith("content")}
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("content/**/*.md")} == before


def test_a_folder_whose_name_is_not_utf_8_can_hold_a_site(tmp_path: Path) -> None:
    site = tmp_path / os.fsdecode(b"\xff")
    site.mkdir()
    write_files(site, SITE)
    for arguments in (["build"], ["build"], ["build", "-o", "\udcfe"], ["check"], ["explain"], ["search", "apple"]):
        assert run(site, *arguments).exit_code == 0, arguments


def test_what_exists_is_not_overwritten(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    (tmp_path / "content/en/pear.md").symlink_to("nowhere.md")
    (tmp_path / "link").symlink_to("elsewhere")
    for arguments in (["new", "entry", "Apple"], ["new", "entry", "Pear"], ["init", "content"], ["init", "link"]):
        assert run(tmp_path, *arguments).exit_code == 2
    assert not (tmp_path / "elsewhere").exists()
