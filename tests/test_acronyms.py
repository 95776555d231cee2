"""Acronyms: which letters abbreviate which words, and names that differ by their capitals only."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary_ssg.text.acronyms import Parts, is_acronym, singular_acronym, take_apart
from tests.support import build_site, entry, text_of


@pytest.mark.parametrize(
    ("short", "form", "expected"),
    [
        ("LLM", "Large Language Model", True),
        ("llm", "Large Language Model", True),
        ("LLMs", "Large Language Model", True),
        ("LLMs", "Large Language Models", True),
        ("LMS", "Learning Management System", True),
        ("LMS", "Learning Management", False),  # a capital S is no plural
        ("llms", "Large Language Model", False),
        ("OS", "Operating System", True),
        ("IoT", "Internet of Things", True),
        ("IT", "Internet of Things", True),
        ("IxT", "Internet of Things", False),
        ("LM", "Large Language Model", False),
        ("LLMX", "Large Language Model", False),
        ("LL", "Large Language Model", False),
        ("TBD", "To Be Decided", True),
        ("BD", "To Be Decided", True),
        ("RC", "Remote-Controlled", True),
        ("L M", "Language Model", True),
        ("L.M.", "Language Model", True),
        ("ＬＭ", "Language Model", True),
        ("LM", "Ｌanguage Ｍodel", True),
        ("A", "Apple", False),
        ("AB", "Able Baker", True),
        ("abcdefghijkl", "a b c d e f g h i j k l", True),
        ("abcdefghijklm", "a b c d e f g h i j k l m", False),
        ("", "", False),
        ("AB", "", False),
    ],
)
def test_letters_that_are_the_initials_of_words(short: str, form: str, expected: bool) -> None:
    assert is_acronym(short, [form]) is expected
    assert is_acronym(short, ["Something Else Entirely", form]) is expected
    assert is_acronym(short, []) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [("LLMs", "LLM"), ("As", "As"), ("ABs", "AB"), ("LLMS", "LLMS"), ("Llms", "Llms"), ("s", "s"), ("LLM", "LLM")],
)
def test_the_singular_of_capitals(text: str, expected: str) -> None:
    assert singular_acronym(text) == expected


@pytest.mark.parametrize(
    ("headword", "outside", "inside"),
    [
        ("Long Form (LF)", "Long Form", ("LF",)),
        ("長い名前（LF）", "長い名前", ("LF",)),
        ("Long (LF) Form ( other )", "Long Form", ("LF", "other")),
        ("Long Form ()", "Long Form", ()),
        ("(LF)", "(LF)", ()),
        ("Long Form", "Long Form", ()),
    ],
)
def test_what_stands_outside_of_parentheses_and_inside(headword: str, outside: str, inside: tuple[str, ...]) -> None:
    assert take_apart(headword) == Parts(outside, inside)


@pytest.mark.parametrize(
    ("headwords", "body", "expected"),
    [
        (["IT", "It"], "Our IT. It is it.", {"IT": "t0", "It": "t1"}),
        (["ITEM", "Item"], "An ITEM, or an item.", {"ITEM": "t0", "item": "t1"}),
        (["Item", "ITEM"], "An ITEM, or an item.", {"ITEM": "t1", "item": "t0"}),
        (["AB", "Ab", "aB"], "An AB, an Ab, an aB and an ab.", {"AB": "t0", "Ab": "t1", "aB": "t2"}),
    ],
)
def test_names_that_differ_by_their_capitals_are_told_apart(
    tmp_path: Path, headwords: list[str], body: str, expected: dict[str, str]
) -> None:
    files = {f"content/en/t{number}.md": entry(f'"{word}"', slug=f"t{number}") for number, word in enumerate(headwords)}
    built = build_site(tmp_path, files | {"content/en/page.md": entry("Zzz page", body)})
    found = [link for link in built.page("/en/page/").iter("a") if link.get("class") == "auto"]
    assert {text_of(link): (link.get("href") or "").split("/")[-2] for link in found} == expected
