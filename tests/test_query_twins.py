"""Queries mean the same in Python and in browsers, whatever stands between their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from glossary_ssg.search.client.query import parse_query

SPACES = [chr(code) for code in (*range(0x3001), 0xFEFF) if chr(code).isspace() or code < 0xA1 or code >= 0x2000]


def test_words_are_parted_by_the_same_spaces_in_both_languages(run_js: Callable[..., Any]) -> None:
    queries = [text for space in SPACES for text in (f"first{space}second", f"first{space}", f"+first{space}-third")]
    differing = []
    for query, theirs in zip(queries, run_js("clauses.mjs", data=queries), strict=True):
        ours = parse_query(query, ["title"], "en")
        mine = [
            [list(one.terms), one.prefix, one.group - ours.clauses[0].group, int(one.presence)] for one in ours.clauses
        ]
        others = [
            [one["terms"], one["prefix"], one["group"] - theirs["clauses"][0]["group"], one["presence"]]
            for one in theirs["clauses"]
        ]
        if (ours.key, ours.is_plain, mine) != (theirs["key"], theirs["isPlain"], others):
            differing.append((query, ours, theirs))
    assert differing == []
