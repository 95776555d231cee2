"""Strategies: text of tokens, values of frontmatter, and mutations of files that exist."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from glossary_ssg import model
from tests.fuzz.texts import CHARACTERS, GAP, NESTS, NUMBER, TOKENS

ROOT = Path(__file__).parents[3]
EXTREMES = (
    "9" * 5_000,
    "[" * 300,
    "{" * 300,
    "a" * 300,
    "漢" * 300,
    "<b>" * 200,
    "> " * 60,
    "- " * 60,
    "(" * 300,
    "x." * 120,
)
WORDS = ("word", "Word", "ABC", "漢字", "かな", "カタカナ", "생성", "a", "b", "first", "second", "en", "ja")
PIECES = (
    *(token.replace(NUMBER, "1") for token in TOKENS),
    *CHARACTERS,
    *(part for nest in NESTS for part in nest.split(GAP) if part),
    *WORDS,
)
FIELDS = (
    *(name for field in model.FIELDS for name in (field.name, *field.aliases)),
    *("Title", "extra", "label_ja", "<<", "", "a.b", "__proto__"),
)
SCALARS = (
    *("a", "No", "~", "null", "true", "1.10", "0o17", "0x1F", "1e999", ".inf", "-.nan", "1_0", "12:30:45", "9" * 5_000),
    *(
        "2026-02-30",
        "2026-11-30",
        "0000-01-01",
        "9999-12-31T23:59:59-23:00",
        "2026-11-30T10:00:00+99:99",
        "2026-1-1 25:00",
    ),
    *(
        "/a/",
        "/../a",
        "//a",
        "a b",
        "%2e%2e/",
        "a%",
        "/en/first/",
        ".git",
        "a" * 300,
        "/" * 60,
        "漢" * 100,
        "\u2028",
        "\\ud800",
    ),
)
"""What is written where a value is expected, as text."""


def text(most: int = 40) -> SearchStrategy[str]:
    """Return text of tokens, now and then with something extreme in it."""
    piece = st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES), st.text(max_size=4), st.sampled_from(EXTREMES))
    return st.lists(piece, max_size=most).map("".join)


def line() -> SearchStrategy[str]:
    """Return short text on one line."""
    return text(6).map(lambda value: re.sub(r"[\r\n]", " ", value))


def yaml_value() -> SearchStrategy[str]:
    """Return what may be written behind `field:`."""
    quoted = line().map(json.dumps)
    odd = (
        "!!timestamp abc",
        "!!binary x",
        "!!set {a}",
        "!!int a",
        "&a [*a]",
        "&a {b: *a}",
        "*a",
        "|\n  a\n  b",
        ">-\n  a",
        "? a",
    )
    item = st.one_of(quoted, st.sampled_from(SCALARS), line(), st.sampled_from(odd))
    listed = st.lists(item, max_size=4).map(lambda items: f"[{', '.join(items)}]")
    mapped = st.lists(st.tuples(st.sampled_from(("name", "status", "type", "note", "a")), item), max_size=3).map(
        lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
    )
    return st.one_of(
        item, item, listed, mapped, st.lists(mapped, max_size=2).map(lambda items: f"[{', '.join(items)}]")
    )


def toml_value() -> SearchStrategy[str]:
    """Return what may be written behind `key =`."""
    quoted = line().map(json.dumps)
    odd = (
        "2026-11-30",
        "10:00:00",
        "'''a\nb'''",
        "1e999",
        "nan",
        "[1, 'a', {b = 1}]",
        "{}",
        "{a.b = 1}",
        "[[[[]]]]",
        "-0",
        "true",
    )
    item = st.one_of(quoted, st.sampled_from(SCALARS), st.sampled_from(odd), st.just("9" * 5_000))
    return st.one_of(item, st.lists(item, max_size=3).map(lambda items: f"[{', '.join(items)}]"))


def json_value() -> SearchStrategy[object]:
    """Return a value of JSON."""
    leaf = st.one_of(line(), st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(SCALARS))
    return st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(line(), inner, max_size=3), max_leaves=6
    )


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[str]) -> str:
    """Return one of the seeds after a few changes."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.sampled_from((0, 1, 2, 5, 20, 200))))
        change = draw(st.sampled_from(("insert", "replace", "delete", "double", "many", "cut", "splice", "swap")))
        if change == "insert":
            data = data[:at] + draw(st.sampled_from(PIECES)) + data[at:]
        elif change == "replace":
            data = data[:at] + draw(st.sampled_from((*PIECES, *SCALARS))) + data[end:]
        elif change == "delete":
            data = data[:at] + data[end:]
        elif change == "double":
            data = data[:end] + data[at:end] + data[end:]
        elif change == "many":
            data = data[:end] + data[at:end] * draw(st.sampled_from((3, 30))) + data[end:]
        elif change == "cut":
            data = data[:at] if draw(st.booleans()) else data[at:]
        elif change == "splice":
            other = draw(st.sampled_from(seeds))
            data = data[:at] + other[draw(st.integers(0, len(other))) :]
        else:
            data = data[:at] + data[end:] + data[at:end]
    return data[:20_000]


@st.composite
def flipped(draw: st.DrawFn, texts: SearchStrategy[str]) -> bytes:
    """Return the bytes of a text, a few of them changed now and then."""
    data = bytearray(draw(texts).encode("utf-8", "surrogatepass"))
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 3)))):
        if data:
            data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    lead = draw(st.sampled_from((b"", b"", b"", b"\xef\xbb\xbf", b"\n", b"\xff\xfe")))
    return lead + bytes(data)


@cache
def entry_seeds() -> Sequence[str]:
    """Return entries of the tests and of the sample glossary, and each golden case as an entry."""
    paths = sorted((*ROOT.glob("tests/sites/**/*.md"), *ROOT.glob("content/**/*.md")))
    entries = [path.read_bytes()[:8_000].decode("utf-8", "replace") for path in paths if path.is_file()]
    cases = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("tests/cases/*.txt")))
    bodies = [part.partition("\n")[2].partition("\n---")[0] for part in cases.split("\n=== ")]
    return [*entries[:120], *(f"---\ntitle: A\n---\n{body}\n" for body in bodies)]


@cache
def blocks(language: str) -> Sequence[str]:
    """Return the code blocks of a language in the docs."""
    pages = (path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("docs/*.md")))
    return [code for page in pages for code in re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)]
