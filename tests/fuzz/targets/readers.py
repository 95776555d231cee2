"""Targets: files that commands read, handed to the commands themselves."""

from __future__ import annotations

import atexit
import gzip
import json
import shutil
import sqlite3
import tempfile
import tomllib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from tests.fuzz.targets import holds
from tests.fuzz.targets.engine import Target
from tests.fuzz.targets.holds import require
from tests.fuzz.targets.inputs import ROOT, SCALARS, blocks, flipped, json_value, line, mutated, text, toml_value

FILES: Mapping[str, str] = {
    "glossary.toml": 'title = "Site"\nbase_url = "https://example.org/"\ntheme = "own"\n[languages.en]\n[languages.ja]\n',
    "content/en/first.md": "---\ntitle: First\nsynonyms: [One]\naliases: [/old/]\n---\nSee [second](second.md) and [x](nowhere.md).\n",
    "content/en/second.md": "---\ntitle: Second\ncategory: Things\n---\n## Use\n\nOf the First.\n",
    "content/ja/first.md": "---\ntitle: 第一\nreading: だいいち\n---\n第二と生成AI。\n",
    "content/ja/second.md": "---\ntitle: 第二\n---\n第一。\n",
    "themes/own/theme.toml": 'name = "Own"\n',
}


@cache
def template(built: bool) -> Path:
    """Return a folder with the site, built or not. It is removed when the process that made it ends."""
    folder = Path(tempfile.mkdtemp(prefix="glossary-fuzz-site-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # a forked process ends without
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    if built:
        holds.run(folder, "build", "--jobs", "1")
    return folder


def prepare() -> None:
    """Make both templates, and import what commands import."""
    template(built=True)
    holds.check(template(built=False))


@contextmanager
def site(files: Mapping[str, bytes], *, built: bool = False) -> Iterator[Path]:
    """Yield the folder of a site with some files in place of its own, deep enough that `../` stays inside."""
    with tempfile.TemporaryDirectory(prefix="glossary-fuzz-") as top:
        folder = Path(top) / "a/b/c/site"
        shutil.copytree(template(built), folder)
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (Path(top) / "a/keep.txt").write_text("outside", encoding="utf-8")
        yield folder
        require((Path(top) / "a/keep.txt").is_file(), "a file outside the site is gone")


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _leaves(data: bytes) -> bool:
    """Tell whether settings name a folder outside the site, which could be as large as the disk."""
    with suppress(Exception):
        values = tomllib.loads(data.decode("utf-8-sig"))
        return any(
            str(values.get(key, "")).startswith(("/", "..", ".")) or ".." in str(values.get(key, ""))
            for key in ("content", "output", "theme")
        )
    return False


def check_settings(data: bytes) -> None:
    """Require that any `glossary.toml` is read or refused."""
    if not _leaves(data):
        with site({"glossary.toml": data}) as folder:
            holds.check(folder)


def _builds(name: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        with site({name: data}) as folder:
            holds.run(folder, "build", "--jobs", "1")

    return check


def _checks(name: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        with site({name: data}) as folder:
            holds.check(folder)

    return check


def check_sitemap(data: bytes) -> None:
    """Require that any list of addresses is read or refused, packed or not."""
    with site({"old.xml": data, "old-1.xml": b"<urlset><url><loc>https://x/en/</loc></url></urlset>"}) as folder:
        holds.run(folder, "urls", "--against", "old.xml")
        (folder / "old.xml").write_bytes(gzip.compress(data))
        holds.run(folder, "urls", "--against", "old.xml")
        (folder / "old.xml").write_bytes(gzip.compress(data)[: len(data) // 2 + 9])
        holds.run(folder, "urls", "--against", "old.xml")


def check_manifest(data: bytes) -> None:
    """Require that any manifest is read or ignored, and that the site is the same afterwards."""
    with site(
        {"output/.glossary-ssg.json": data, "content/en/third.md": b"---\ntitle: Third\n---\nText.\n"}, built=True
    ) as folder:
        holds.run(folder, "build", "--jobs", "1")
        require((folder / "output/en/third/index.html").is_file(), "the site is not built")
        require((folder / "content/en/first.md").is_file(), "a file of the content folder is gone")


def check_cache(change: list[Any]) -> None:
    """Change rows of the cache; require that the site is built, and the same where the checksum shows the change."""
    seed, honest, edits = change
    with site({}, built=True) as folder:
        expected = tree(folder / "output")
        database = sqlite3.connect(next((folder / ".glossary-cache").glob("*.sqlite")))
        rows = database.execute("SELECT rowid, kind, key, data FROM things ORDER BY kind, key").fetchall()
        for number, (at, replacement) in enumerate(edits):
            rowid, _, _, data = rows[(seed + number * 7) % len(rows)]
            new = replacement.encode() if honest else bytes(data[: at % (len(data) + 1)]) + replacement.encode()
            crc = zlib.crc32(new) if honest else zlib.crc32(new) ^ 1
            database.execute("UPDATE things SET data = ?, crc = ? WHERE rowid = ?", (new, crc, rowid))
        database.commit()
        database.close()
        shutil.rmtree(folder / "output")
        holds.run(folder, "build", "--jobs", "1")
        if not honest:
            require(tree(folder / "output") == expected, "a damaged cache changes the site")


_EVENTS = ("javascript:", "vbscript:", "data:text")


def check_svg(data: bytes) -> None:
    """Require that an image that is published runs nothing and loads nothing from elsewhere."""
    entry = b"---\ntitle: Image\n---\n![An image](x.svg)\n"
    with site({"content/en/x.svg": data, "content/en/image.md": entry}) as folder:
        holds.run(folder, "build", "--jobs", "1")
        for path in sorted((folder / "output").rglob("*.svg")):
            if path.name.startswith("x"):
                _inert(path.read_bytes())


def _inert(data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data, parser)
    require(root is not None, "what is published is no XML")
    for one in root.iter():
        if one.tag is etree.ProcessingInstruction or isinstance(one, etree._ProcessingInstruction):
            require("xml-stylesheet" not in one.target, "a style sheet of another file")
            continue
        if not isinstance(one.tag, str):
            continue
        name = etree.QName(one)
        require(
            name.localname.lower()
            not in ("script", "foreignobject", "iframe", "embed", "object", "handler", "listener"),
            f"<{one.tag}>",
        )
        require(name.namespace != "http://www.w3.org/1999/xhtml", f"<{one.tag}> of HTML")
        for key, value in one.attrib.items():
            local, plain = etree.QName(key).localname.lower(), holds._SKIPPED.sub("", str(value)).lower()
            require(not local.startswith("on"), f"{key}={value!r}")
            require(not any(event in plain for event in _EVENTS), f"{key}={value!r}")


def _keys() -> Sequence[str]:
    from glossary_ssg.config import config_keys

    return [key.name.replace("*", "en") for key in config_keys()]


def _toml(keys: Sequence[str], tables: Sequence[str]) -> Any:
    pair = st.tuples(st.sampled_from(keys) | line(), toml_value()).map(lambda pair: f"{pair[0]} = {pair[1]}\n")
    table = st.sampled_from(tables).map(lambda name: f"[{name}]\n")
    return st.lists(st.one_of(pair, pair, pair, table), max_size=8).map("".join)


_TABLES = (
    "languages.en",
    "languages.ja",
    "languages.x",
    "autolink",
    "severities",
    "prefer",
    "formats",
    "fields",
    "[severities_for]",
)
_SITEMAP = st.lists(
    st.one_of(
        st.sampled_from(
            (
                *(
                    "<urlset>",
                    "</urlset>",
                    "<sitemapindex>",
                    "</sitemapindex>",
                    "<loc>",
                    "</loc>",
                    "https://x/en/first/",
                    "https://[x/",
                ),
                *(
                    "https://x/old-1.xml",
                    "https://x/old-1.xml.gz",
                    "https://x:99999/",
                    "/en/",
                    "%",
                    "%ff",
                    "&#0;",
                    "<loc>" + " " * 3_000,
                ),
                *(
                    "a" * 300,
                    "https://x/" + "a" * 5_000,
                    "\0",
                    "# x\n",
                    "\n",
                    "https://x/..",
                    "//",
                    "<s:loc>",
                    "file:///etc/passwd",
                    "\u2028",
                ),
            )
        ),
        text(3),
        line(),
    ),
    max_size=12,
).map("".join)
_MANIFEST = st.one_of(
    json_value(),
    st.fixed_dictionaries(
        {
            "files": st.lists(
                st.sampled_from(("en/first/index.html", "../x", "a/../../x", "/x", "", ".", "a" * 300, "en"))
                | line()
                | json_value()
            )
        }
    ),
    st.fixed_dictionaries(
        {"files": st.just([]), "temporary": st.sampled_from((".glossary-ssg-00000000.tmp", "x", 1, None))}
    ),
).map(json.dumps)
_BASELINE = st.one_of(
    json_value(),
    st.fixed_dictionaries({"version": st.sampled_from((1, 2, "1", None)), "findings": json_value()}),
    st.fixed_dictionaries(
        {"version": st.just(1), "findings": st.dictionaries(line(), st.dictionaries(line(), json_value()))}
    ),
).map(json.dumps)
_DEEP = st.sampled_from(
    ("[" * 100_000, '{"a":' * 50_000, '{"files":' + "[" * 100_000, "1" * 6_000, "<<<<<<< HEAD\n{}\n", "", "\0", "nan")
)
_EDITS = st.lists(
    st.tuples(st.integers(0, 5_000), json_value().map(json.dumps) | _DEEP | text(3)), min_size=1, max_size=3
)
_CACHE = st.tuples(st.integers(0, 500), st.booleans(), _EDITS).map(lambda change: json.loads(json.dumps(change)))
_SVG_SEEDS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>a{fill:red}</style><a href="x"><circle r="2"/></a></svg>',
    '<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="#a"/></svg>',
)
_SVG_PIECES = (
    *(
        "<script>alert(1)</script>",
        "<s:script xmlns:s='http://www.w3.org/2000/svg'/>",
        ' onload="x"',
        ' ONCLICK="x"',
        "<foreignObject/>",
    ),
    *(
        '<a href="javascript:x"/>',
        '<a href="java&#10;script:x"/>',
        '<?xml-stylesheet type="text/xsl" href="x.xsl"?>',
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
    ),
    *(
        "<set attributeName='href' to='javascript:x'/>",
        "&a;",
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<style>@import 'x';</style>",
        "<g>" * 300,
    ),
    *(
        "<handler/>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<image href='https://x/y'/>",
        ' style="fill:url(https://x)"',
        "<animate/>",
        "</svg>",
    ),
)


@st.composite
def _svg(draw: st.DrawFn) -> str:
    """Return an image with hostile pieces put in behind tags and inside of them."""
    data = draw(st.sampled_from((*_SVG_SEEDS, *_shared("*.svg"))))
    for _ in range(draw(st.integers(0, 3))):
        spots = [at for at, char in enumerate(data) if char in ">/ "] or [0]
        at = draw(st.sampled_from(spots)) + draw(st.sampled_from((0, 1)))
        data = data[:at] + draw(st.sampled_from(_SVG_PIECES)) + data[at:]
    return data if draw(st.booleans()) else draw(mutated([data]))


@cache
def _shared(pattern: str) -> Sequence[str]:
    paths = [path for path in sorted(ROOT.glob(f"content/**/{pattern}")) if path.is_file()]
    return tuple(path.read_text(encoding="utf-8", errors="replace")[:6_000] for path in paths[:5])


_BARE = (
    Target(
        "settings",
        lambda: flipped(st.one_of(_toml(_keys(), _TABLES), mutated([*blocks("toml"), FILES["glossary.toml"]]))),
        check_settings,
    ),
    Target(
        "theme",
        lambda: flipped(
            st.one_of(
                _toml(
                    ("name", "contract", "styles", "colors.light", "colors.dark", "csp.script-src", "pages.whole"),
                    ("colors", "csp", "pages"),
                ),
                mutated([(ROOT / "themes/default/theme.toml").read_text(encoding="utf-8")]),
            )
        ),
        _builds("themes/own/theme.toml"),
    ),
    Target(
        "strings",
        lambda: flipped(
            st.one_of(
                _toml(("home", "search", "a", "a.b"), ("a",)),
                mutated([(ROOT / "themes/default/strings/en.toml").read_text(encoding="utf-8")]),
            )
        ),
        _builds("themes/own/strings/en.toml"),
    ),
    Target(
        "baseline",
        lambda: flipped(
            st.one_of(_BASELINE, _DEEP, mutated(['{"version": 1, "findings": {"en/a.md": {"x": ["y"]}}}']))
        ),
        _checks("glossary-baseline.json"),
    ),
    Target("manifest", lambda: flipped(st.one_of(_MANIFEST, _DEEP)), check_manifest),
    Target(
        "ledger",
        lambda: flipped(st.one_of(_SITEMAP, st.lists(st.sampled_from(SCALARS)).map("\n".join))),
        _checks("glossary-urls.txt"),
    ),
    Target("sitemap", lambda: flipped(_SITEMAP), check_sitemap),
    Target("cache", lambda: _CACHE, check_cache),
    Target("svg", lambda: flipped(_svg()), check_svg),
)
TARGETS = tuple(replace(target, prepare=prepare) for target in _BARE)
