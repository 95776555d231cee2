"""What a mistyped query may have meant: how far two words are apart, and which of equally close ones comes first."""

from __future__ import annotations

import pytest

from glossary_ssg.search.client.typos import MOST_SUGGESTIONS, closest, distance, suggest


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("mesh", "mesh", 0),
        ("mesh", "mes", 1),
        ("mesh", "meshy", 1),
        ("mesh", "mush", 1),
        ("mesh", "mehs", 1),
        ("mesh", "emsh", 1),
        ("mesh", "emhs", 2),
        ("ca", "abc", 3),  # no part is edited twice
        ("service", "serivec", 2),
        ("mesh", "grid", 4),
        ("", "ab", 2),
    ],
)
def test_the_distance_of_two_words(one: str, other: str, expected: int) -> None:
    assert distance(one, other, 9) == distance(other, one, 9) == expected
    for most in range(9):
        assert (distance(one, other, most) <= most) is (expected <= most)


@pytest.mark.parametrize(
    ("word", "lists", "expected"),
    [
        ("nesh", [["mesh", "nest"]], ["nest", "mesh"]),  # the first letter is rarely wrong
        ("nesh", [["mesh"], ["nest"]], ["mesh", "nest"]),  # names before other words
        ("container", [["bontainre", "contained"]], ["contained", "bontainre"]),  # the closer one first
        ("container", [["bontainex"], ["contained"]], ["contained", "bontainex"]),  # in whichever list
        ("mesh", [["mesh", "mush"]], ["mush"]),  # a word that is spelt right is no suggestion
        ("a", [["ab", "b"]], []),
        ("ab", [["ac"]], ["ac"]),
        ("service", [["serivec"]], []),  # two letters of seven
        ("services", [["serivecs"]], ["serivecs"]),  # two letters of eight
        ("mesh", [["maesj"]], []),
        ("nesh", [["nesz", "nesa", "\ue000esh", "😀esh"]], ["nesa", "nesz", "😀esh", "\ue000esh"]),  # as UTF-16 sorts
    ],
)
def test_the_closest_words_come_first(word: str, lists: list[list[str]], expected: list[str]) -> None:
    assert closest(word, lists) == expected


def test_only_so_many_are_suggested() -> None:
    assert len(closest("mesh", [[f"mesh{letter}" for letter in "abcdefghijkl"]])) == MOST_SUGGESTIONS == 8


@pytest.mark.parametrize(
    ("key", "unknown", "expected"),
    [
        ("servce mesh", {"servce"}, ["service mesh"]),
        ("servce mehs", {"servce", "mehs"}, ["service mesh"]),
        ("servce zzzz", {"servce", "zzzz"}, []),
        ("gird", set(), ["grid", "bird"]),
        ("mess gird", set(), ["mesh gird", "mess grid", "mess bird"]),
        ("網格", set(), ["網目"]),
    ],
)
def test_a_query_with_mistyped_words(key: str, unknown: set[str], expected: list[str]) -> None:
    assert suggest(key, unknown, (["service", "mesh", "grid"], ["bird"], {"網目": "網目"})) == expected
