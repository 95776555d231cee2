"""The client of the search: what it finds in the parts, and that it is what a stock lunr.js finds in the whole index."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from glossary_ssg.search import FIELDS
from glossary_ssg.search.build import build_search, make_columns
from glossary_ssg.search.lunr_index import lunr_index
from glossary_ssg.search.weigh import weigh
from glossary_ssg.text.tokens import is_unspaced
from tests.searching import Indexed, indexed
from tests.support import CNCF, write_files

ODD = (
    *("__proto__", "constructor", "hasOwnProperty", "zzzzqqqq", "zzzzqqqq*", "+zzzzqqqq data", "-zzzzqqqq data", ""),
    *("😀", "...", "-data", "title:cloud", "+title:cloud +body:service", "title:clo*", "c++", "data^0", "cloud^3 data"),
)


@pytest.fixture(scope="module")
def corpus() -> Callable[[str], Indexed]:
    """Return a function that returns what a real glossary's index is made from, by language."""
    if not CNCF.is_dir():
        pytest.skip("the corpus beside the checkout is not there")
    return indexed(CNCF).__getitem__


def write_parts(folder: Path, found: Indexed) -> str:
    write_files(folder, dict(build_search(found.documents, found.own, found.lang)))
    return str(folder)


def queries(terms: list[str], count: int) -> Iterator[str]:
    """Yield queries of all kinds that are made of an index's terms."""
    rng = random.Random(5)
    words = [term for term in terms if term.isalnum()]
    kinds: tuple[Callable[[], str], ...] = (
        lambda: rng.choice(words),
        lambda: " ".join(rng.choices(words, k=rng.randint(2, 4))),
        lambda: f"{rng.choice(long)[: rng.randint(3, 5)]}*",
        lambda: f"{rng.choice(words)}^{rng.randint(2, 20)} {rng.choice(words)}",
        lambda: f"+{rng.choice(words)} {rng.choice(words)}",
        lambda: f"+{rng.choice(common)} +{rng.choice(common)}",
        lambda: f"{rng.choice(common)} -{rng.choice(common)}",
        lambda: f"{rng.choice([name for name, _ in FIELDS])}:{rng.choice(words)} {rng.choice(long)[:4]}*",
    )
    long = [word for word in words if len(word) > 5] or words
    common = words[:: max(1, len(words) // 40)]
    for number in range(count):
        yield kinds[number % len(kinds)]()


@pytest.mark.parametrize(("lang", "count"), [("en", 260), ("ja", 100), ("hi", 40)])
def test_documents_and_scores_are_those_of_lunr_js_with_the_whole_index(
    lang: str, count: int, corpus: Callable[[str], Indexed], tmp_path: Path, run_js: Any
) -> None:
    found = corpus(lang)
    columns = make_columns(found.documents, found.own)
    index = weigh(FIELDS, [columns[name] for name, _ in FIELDS], len(found.documents))
    whole = tmp_path / "whole.json"
    whole.write_bytes(lunr_index(index))
    terms = [term for term in index.terms if lang != "ja" or len(term) > 1]
    asked = [*ODD, *queries(terms, count - len(ODD))]
    data = [(text, text.isascii() and not any(map(is_unspaced, text.split()))) for text in asked]
    answers = run_js("compare.mjs", write_parts(tmp_path / "parts", found), str(whole), data=data)
    assert sum(bool(theirs) for _, theirs in answers) > count * 0.6
    for text, (ours, theirs) in zip(asked, answers, strict=True):
        assert ours == alike(theirs), text


def alike(results: list[list[float]]) -> list[Any]:
    """Return results in the order of their scores, those of equal score in the order of their numbers."""
    rounded = sorted(results, key=lambda result: -round(result[1], 9))
    groups = groupby(rounded, key=lambda result: round(result[1], 9))
    return [pytest.approx(result, rel=1e-12) for _, group in groups for result in sorted(group)]
