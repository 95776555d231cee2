"""Results lead to the same headings in Python and in browsers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from glossary_ssg.search.client.headings import choose
from glossary_ssg.search.client.query import parse_query

FIELDS = ["title", "headings"]
"""As in tests/js/headings.mjs."""
HEADINGS = [
    "Use",
    "How to use it",
    "First things",
    "Second use of first things",
    "生成の例",
    "Other",
    "Use again",
    "Using",
]
QUERIES = [
    *("use", "use ", "us", "using ", "first things ", "first use ", "title:use ", "headings:use ", "headings:us*"),
    *("+use -first ", "title:model use ", "model use ", "model ", "生成 ", "生 ", "things^2", "zzzz ", "", "u* f* "),
]


def test_the_same_headings_are_chosen_in_both_languages(run_js: Callable[..., Any]) -> None:
    asked = [[*case[:2], HEADINGS, case[2]] for case in product(QUERIES, ("Model", "First", "Other"), (False, True))]
    rows = [(f"h{at}", heading) for at, heading in enumerate(HEADINGS)]
    ours = [
        [text for _, text in choose(rows, title, parse_query(query, FIELDS, "en").clauses, field=1, any_group=some)]
        for query, title, _, some in asked
    ]
    theirs = run_js("headings.mjs", data=asked)
    assert [
        (case[:2], mine, other) for case, mine, other in zip(asked, ours, theirs, strict=True) if mine != other
    ] == []
    # A word that is asked of the title is in no heading, and a word of the title need not be in one.
    chosen = {(query, title, some): found for (query, title, _, some), found in zip(asked, ours, strict=True)}
    assert chosen["title:use ", "Model", False] == []
    assert chosen["headings:use ", "Model", False] == ["Use", "How to use it", "Second use of first things"]
    assert chosen["model use ", "Model", False] == chosen["headings:use ", "Model", False]
    assert chosen["model use ", "Other", False] == []
