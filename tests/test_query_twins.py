"""Queries mean the same in Python and in browsers, whatever their characters and operators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from glossary_ssg.limits import COMPARED_MARKS
from glossary_ssg.search.client.query import MOST_CHARACTERS, MOST_CLAUSES, parse_query
from glossary_ssg.search.client.typos import suggest
from glossary_ssg.text.tokens import tokens

SPACES = [chr(code) for code in (*range(0x3001), 0xFEFF) if chr(code).isspace() or code < 0xA1 or code >= 0x2000]
FIELDS = ["title", "body"]
"""As in tests/js/clauses.mjs."""
DESERET = "\U00010428"
"""A letter that takes two units of UTF-16."""


def differences(run_js: Callable[..., Any], queries: Sequence[str]) -> list[Any]:
    """Return the queries that Python and JavaScript understand differently, with what they understand."""
    found = []
    for query, theirs in zip(queries, run_js("clauses.mjs", data=queries), strict=True):
        ours = parse_query(query, FIELDS, "en")
        mine = [[list(one.terms), one.prefix, list(one.fields), int(one.presence), one.boost] for one in ours.clauses]
        others = [
            [one[name] for name in ("terms", "prefix", "fields", "presence", "boost")] for one in theirs["clauses"]
        ]
        groups = [one.group - ours.clauses[0].group for one in ours.clauses]
        others_groups = [one["group"] - theirs["clauses"][0]["group"] for one in theirs["clauses"]]
        if (ours.key, ours.is_plain, mine, groups) != (theirs["key"], theirs["isPlain"], others, others_groups):
            found.append((query, ours, theirs))
    return found


def test_words_are_parted_by_the_same_spaces_in_both_languages(run_js: Callable[..., Any]) -> None:
    queries = [text for space in SPACES for text in (f"first{space}second", f"first{space}", f"+first{space}-third")]
    assert differences(run_js, queries) == []


def test_the_last_boost_counts_whatever_follows_it(run_js: Callable[..., Any]) -> None:
    boosts = {"^3~": 3, "^3^5": 5, "~1^3": 3, "^3~2^": 3, "^": 1, "*^4~": 4, "^0~": 0, f"^{'9' * 40}~": 1000}
    queries = [f"first{operators} " for operators in boosts]
    assert [parse_query(query, FIELDS, "en").clauses[0].boost for query in queries] == list(boosts.values())
    assert differences(run_js, queries) == []


def test_fields_signs_and_prefixes_mean_the_same(run_js: Callable[..., Any]) -> None:
    words = ("first", "fi", "first-second", "node.js", "things", "生成ai", "生", "")
    queries = [
        f"{sign}{field}{word}{star}{end}"
        for sign in ("", "+", "-")
        for field in ("", "title:", "body:", "other:")
        for word in words
        for star in ("", "*")
        for end in ("", " ", " third", " -third")
    ]
    assert differences(run_js, queries) == []
    (clause,) = parse_query("title:first ", FIELDS, "ja").clauses
    assert clause.fields == (0,)


def test_queries_are_cut_at_the_same_character(run_js: Callable[..., Any]) -> None:
    words = "".join(f"{DESERET * 9} " for _ in range(31))
    ends = ("first", "+first second", "𠮷野家" * 4)
    queries = [words[: MOST_CHARACTERS - before] + end for end in ends for before in range(9)]
    assert differences(run_js, queries) == []
    (cut,) = run_js("clauses.mjs", data=[f"x{DESERET * 400}"])
    assert len(cut["key"]) == MOST_CHARACTERS


def test_letters_beyond_the_first_plane_count_as_one(run_js: Callable[..., Any]) -> None:
    assert differences(run_js, [f"first {DESERET * count}" for count in range(1, 5)]) == []
    assert differences(run_js, [f"first{joint}{DESERET * 2}" for joint in "-'"]) == []


def test_typos_are_ranked_alike_beyond_the_first_plane(run_js: Callable[..., Any]) -> None:
    asked = [("𐐨𐐩𐐪", ["𐐨𐐩𐐫", "𐐫𐐩𐐪", "𐐨𐐩", "a𐐩𐐪"]), ("𐐨𐐩𐐪", ["𐐀𐐩𐐪", "𐐨𐐩𐐮"])]
    ours = [suggest(key, {key}, (names, [], {})) for key, names in asked]
    assert run_js("suggest.mjs", data=asked) == ours


def test_marks_beyond_the_limit_are_left_out_in_both_languages(run_js: Callable[..., Any]) -> None:
    counts = (COMPARED_MARKS - 1, COMPARED_MARKS, COMPARED_MARKS + 1, 2000)
    texts = []
    for mark in ("\u0301", "\u0345", "\u3099", "\uff9e", "\u0f73", "\u0344", "\U0001d165"):
        for before in ("e", "か", "\u0903", "e\u0323"):
            texts += [f"{before}{mark * count}x y" for count in counts]
            # Marks that stay where they are part a run.
            texts += [f"{before}{mark * 200}\u0903{mark * 200}x", f"{before}{mark * 150}\u0323\u0345{mark * 150}x"]
    theirs = run_js("analyse.mjs", data=texts)
    assert [ascii(text[:9]) for text, terms in zip(texts, theirs, strict=True) if terms != tokens(text)] == []


def test_a_query_has_no_more_clauses_than_the_limit(run_js: Callable[..., Any]) -> None:
    queries = [" ".join(f"w{number}" for number in range(count)) for count in (30, 31, 32, 60)]
    queries += ["生成人工知能" * 8, "-".join("abcdefghijklmnopqrstuvwxyz0123456789")]
    assert differences(run_js, queries) == []
    # The word that is being typed gives two: the word, and what it begins.
    counts = [len(answer["clauses"]) for answer in run_js("clauses.mjs", data=queries)]
    assert counts == [MOST_CLAUSES - 1, *[MOST_CLAUSES] * 5]
