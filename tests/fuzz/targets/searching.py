"""Targets: the search in Python and its twin in JavaScript, and the index that both read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import asdict

from glossary_ssg.search.client.index import search
from glossary_ssg.search.client.query import parse_query
from glossary_ssg.search.fields import FIELDS
from glossary_ssg.text.tokens import name_key, tokens
from tests.fuzz.node import NODE
from tests.fuzz.targets import holds
from tests.fuzz.targets.engine import Target
from tests.fuzz.targets.holds import require
from tests.fuzz.targets.inputs import PIECES, json_value, mutated, text
from tests.fuzz.targets.readers import _DEEP, prepare, site, template

_NAMES = [name for name, _ in FIELDS]
_QUERY = st.lists(
    st.one_of(
        st.sampled_from(
            ("first", "second", "One", "第一", "第", "use", "fisrt", "fir", "first*", "things", "生成", "ai", "だい")
        ),
        st.sampled_from(
            (
                "+",
                "-",
                "*",
                "~",
                "^",
                "^3",
                "^99999999999999999999",
                "\U00010428",
                "\U00020000",
                "\u0301" * 150,
                "\U00010428" * 99,
                "~2",
                ":",
                "title:",
                "body:",
                "x:",
                " ",
                " ",
                " ",
                "\t",
                "\\",
            )
        ),
        st.sampled_from(PIECES),
        st.text(max_size=3),
    ),
    max_size=12,
).map("".join)


def _characters(value: str) -> str:
    """Return text of whole characters: browsers hand on no halves of pairs."""
    return value.encode("utf-8", "replace").decode()


def check_tokens(texts: list[str]) -> None:
    """Require that both twins cut texts into the same terms, and names into the same keys."""
    whole = [value.encode("utf-8", "replace").decode() for value in texts]
    for name, ours in (("tokens", tokens), ("keys", name_key)):
        theirs = NODE.ask(name, whole)["value"]
        for value, one, other in zip(whole, map(ours, whole), theirs, strict=True):
            require(one == other, f"{name} of {value[:60]!r}: {str(one)[:90]} and {str(other)[:90]}")


def check_query(queries: list[str]) -> None:
    """Require that both twins understand queries alike and find the same."""
    asked = [_characters(query) for query in queries]
    for query, theirs in zip(asked, NODE.ask("parse", asked)["value"], strict=True):
        ours = parse_query(query, _NAMES, "en")
        require(
            (ours.key, ours.is_plain) == (theirs["key"], theirs["isPlain"]),
            f"{query!r}: {ours.key!r}, {theirs['key']!r}",
        )
        mine, other = (_grouped(clauses) for clauses in (map(asdict, ours.clauses), theirs["clauses"]))
        require(mine == other, f"clauses of {query!r}: {mine} and {other}")
    for lang in ("en", "ja"):
        folder = _index(lang)
        answers = NODE.ask("search", [str(folder), asked])["value"]
        for query, answer in zip(asked, answers, strict=True):
            _same(query, search(folder, query), answer)


def _grouped(clauses: Iterable[dict[str, Any]]) -> list[Any]:
    """Return clauses as values of JSON, with groups counted from 0: how they are numbered is nobody else's business."""
    numbers: dict[int, int] = {}
    names = ("terms", "fields", "prefix", "boost", "presence")
    return [
        [
            *(list(one[name]) if name in names[:2] else one[name] for name in names),
            numbers.setdefault(one["group"], len(numbers)),
        ]
        for one in clauses
    ]


def _same(query: str, ours: Any, theirs: Any) -> None:
    mine = [(hit.title, hit.href, int(hit.kind)) for hit in ours.hits]
    other = [(hit["title"], hit["href"], hit["kind"]) for hit in theirs["documents"]]
    require(mine == other, f"hits of {query!r}: {mine} and {other}")
    require(
        (ours.total, ours.did_you_mean) == (theirs["total"], theirs["didYouMean"]),
        f"{query!r}: {ours.did_you_mean!r}, {theirs['didYouMean']!r}",
    )
    for hit, document in zip(ours.hits, theirs["documents"], strict=True):
        require(math.isclose(hit.score, document["score"], rel_tol=1e-9), f"the scores of {query!r}")


@cache
def _index(lang: str) -> Path:
    folder: Path = template(True) / "output" / lang / "search"
    require(folder.is_dir(), f"no index at {folder}")
    return folder


def check_index(change: list[Any]) -> None:
    """Change a file of the index; require that the search at the terminal reads or refuses it."""
    number, at, data, query = change
    with site({}, built=True) as folder:
        files = sorted(path for path in (folder / "output/en/search").rglob("*.json") if path.is_file())
        path = files[number % len(files)]
        old = path.read_text(encoding="utf-8")
        whole = at == 0
        path.write_text(data if whole else old[: at % len(old)] + data + old[at % len(old) :], "utf-8", "replace")
        holds.run(folder, "search", "--lang", "en", "--", query or "first")


_CHANGE = st.tuples(
    st.integers(0, 40),
    st.integers(0, 400) | st.just(0),
    st.one_of(json_value().map(str), _DEEP, mutated(['{"version":1}', "[]", "0", ","])),
    _QUERY,
).map(list)

_BARE = (
    Target(
        "tokens",
        lambda: st.lists(st.one_of(text(20), st.text(max_size=20)), min_size=1, max_size=20),
        check_tokens,
        needs_node=True,
    ),
    Target("query", lambda: st.lists(_QUERY, min_size=1, max_size=10), check_query, needs_node=True),
    Target("search-index", lambda: _CHANGE, check_index),
)
TARGETS = tuple(replace(target, prepare=prepare) for target in _BARE)
