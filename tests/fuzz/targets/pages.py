"""Targets: what references mean, and what pages show."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.targets import holds
from tests.fuzz.targets.engine import Target
from tests.fuzz.targets.holds import require
from tests.fuzz.targets.inputs import SCALARS, line, text, yaml_value
from tests.fuzz.targets.readers import prepare, site, tree

_NAMES = (
    "First",
    "first",
    "FIRST (F)",
    "Second",
    "second-one",
    "漢字",
    "ｆｉｒｓｔ",
    "a/b",
    "_index",
    "ÄÖ",
    "ß",
    "I",
    "ı",
    "C++",
    "a.b",
    "1",
    "F",
)
_TARGETS = (
    *(
        "first.md",
        "./first",
        "../en/first.md",
        "../../x",
        "/en/first/",
        "/en/first",
        "/first",
        "first#a",
        "#a",
        "#",
        "?x",
        "first?x#y",
    ),
    *(
        "%66irst",
        "%",
        "%ff",
        "%00",
        "a%2fb",
        "//x",
        "http://x",
        "en:first",
        "first.md/",
        "\\first",
        " first ",
        "x.png",
        "x.svg",
        "/",
        ".",
    ),
    *(
        "..",
        "first.md#%",
        "mailto:x",
        "FIRST",
        "secnod",
        "漢字.md",
        "a" * 300,
        "/" * 300,
        "../" * 300,
        "first.markdown",
        "\u2028",
    ),
)
_FIELD = st.tuples(
    st.sampled_from(
        (
            "translationKey",
            "url",
            "slug",
            "aliases",
            "synonyms",
            "acronym",
            "category",
            "related",
            "reading",
            "description",
            "type",
            "date",
        )
    ),
    st.one_of(
        st.sampled_from((*_NAMES, *SCALARS)).map(json.dumps),
        st.lists(st.sampled_from((*_NAMES, *_TARGETS))).map(json.dumps),
        yaml_value(),
    ),
).map(lambda pair: f"{pair[0]}: {pair[1]}\n")
_LINK = st.one_of(
    st.tuples(st.sampled_from((*_NAMES, "")), st.sampled_from((*_TARGETS, *_NAMES))).map(
        lambda pair: f"[{pair[0]}](<{pair[1]}>) "
    ),
    st.sampled_from((*_NAMES, *_TARGETS)).map(lambda target: f"[[{target}]] "),
    st.sampled_from(_TARGETS).map(lambda target: f"![x]({target}) <a href='{target}'>x</a> "),
    st.sampled_from(_NAMES).map(lambda name: f"{name} "),
    text(4),
)
_ENTRY = st.tuples(st.sampled_from(_NAMES) | line(), st.lists(_FIELD, max_size=4), st.lists(_LINK, max_size=8)).map(
    lambda parts: f"---\ntitle: {json.dumps(parts[0])}\n{''.join(parts[1])}---\n{''.join(parts[2])}\n"
)
_PATHS = (
    "en/first.md",
    "en/second.md",
    "ja/first.md",
    "en/a/b.md",
    "en/_index.md",
    "ja/漢字.md",
    "en/FIRST.md",
    "en/x y.md",
    "en/a.b.md",
)
_SITE = st.dictionaries(st.sampled_from(_PATHS), _ENTRY, min_size=1, max_size=5)
_SETTINGS = 'title = {title}\nbase_url = "https://example.org/sub/"\n[languages.en]\nname = {name}\n[languages.ja]\n'


def _files(entries: dict[str, str]) -> dict[str, bytes]:
    return {f"content/{path}": content.encode("utf-8", "surrogatepass") for path, content in entries.items()}


def check_links(entries: dict[str, str]) -> None:
    """Require sound diagnostics for any set of entries, and the same ones twice."""
    with site(_files(entries)) as folder:
        require(holds.check(folder) == holds.check(folder), "the same site is reported in two ways")


def check_pages(value: list[Any]) -> None:
    """Require pages that run nothing, files that can be read, and the same ones twice."""
    title, name, entries = value
    settings = _SETTINGS.format(title=json.dumps(title), name=json.dumps(name)).encode("utf-8", "replace")
    with site({**_files(entries), "glossary.toml": settings}) as folder:
        if holds.run(folder, "build", "--jobs", "1", "--markdown").exit_code == 2:
            return
        files = tree(folder / "output")
        for path, data in files.items():
            if path.endswith(".html"):
                holds.safe_page(data, path)
            elif path.endswith(".xml"):
                holds.safe_xml(data, path)
            elif path.endswith((".json", ".webmanifest")):
                json.loads(data)
        holds.run(folder, "build", "--jobs", "1", "--markdown", "--output", "again")
        again = tree(folder / "again")
        differing = sorted(path for path in files.keys() | again.keys() if files.get(path) != again.get(path))
        require(not differing, f"the same site is built in two ways: {differing}")


_BARE = (
    Target("links", lambda: _SITE, check_links),
    Target("pages", lambda: st.tuples(line(), line(), _SITE).map(list), check_pages),
)
TARGETS = tuple(replace(target, prepare=prepare) for target in _BARE)
