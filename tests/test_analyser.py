"""The analyser of the search: the same terms in Python and in JavaScript."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossary_ssg.config import ParseSettings
from glossary_ssg.markdown import parse
from glossary_ssg.text.tokens import count_tokens, term_of, tokens
from tests.support import CNCF, ROOT
from tools import characters

VECTORS = json.loads((ROOT / "tests/js/vectors.json").read_bytes())
TABLE_IS_OF_THIS_PYTHON = unicodedata.unidata_version == characters.UNICODE


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_text_is_cut_into_search_terms(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_javascript_cuts_the_same_texts_into_the_same_terms(run_js: Callable[..., Any]) -> None:
    assert run_js("analyse.mjs", data=[text for text, _ in VECTORS]) == [expected for _, expected in VECTORS]


def test_a_name_of_very_many_parts_is_cut_in_both_languages(run_js: Callable[..., Any]) -> None:
    text = "-".join(["a"] * 200_000)
    (found,) = run_js("analyse.mjs", data=[text])
    assert found == tokens(text)


@pytest.mark.heavy
def test_every_character_is_the_same_in_both_languages_whatever_their_version_of_unicode(
    run_js: Callable[..., Any],
) -> None:
    planes = (range(0xD800), range(0xE000, 0x32400), range(0xE0000, 0xE0200))  # all others are empty or private
    codes = [code for plane in planes for code in plane]
    texts = [f"a{chr(code)}b .{chr(code)} 語{chr(code)}" for code in codes]
    differing = [
        (text, ours, theirs)
        for text, ours, theirs in zip(texts, map(tokens, texts), run_js("analyse.mjs", data=texts), strict=True)
        if ours != theirs
    ]
    assert differing == []


def test_every_field_of_a_real_glossary_is_cut_alike(run_js: Callable[..., Any]) -> None:
    if not CNCF.is_dir():
        pytest.skip("the corpus beside the checkout is not there")
    texts = list(fields_of_the_corpus())
    assert len(texts) > 5_000
    ours = [tokens(text) for text in texts]
    differing = [
        text
        for text, mine, theirs in zip(texts, ours, run_js("analyse.mjs", data=texts), strict=True)
        if mine != theirs
    ]
    assert differing == []


def fields_of_the_corpus() -> Iterator[str]:
    """Yield every text of every entry, in 16 languages."""
    for path in sorted(CNCF.glob("*/**/*.md")):
        head, body = parse(path.read_bytes(), ParseSettings())
        yield from (head.title, head.description, head.summary, body.text)
        yield from (*head.keywords, *head.readings, *head.categories)
        yield from (name.text for name in head.names)
        yield from (heading.text for heading in head.headings)


@pytest.mark.skipif(not TABLE_IS_OF_THIS_PYTHON, reason="the table is of another version of Unicode")
def test_the_table_of_characters_is_up_to_date() -> None:
    runs = characters.table()
    assert characters.PYTHON.read_text(encoding="utf-8") == characters.python_module(runs)
    assert characters.SCRIPT.read_text(encoding="utf-8") == characters.script_module(runs)


PIECES = ["well-known", "it's", "C++", ".net", "a", "–", " ", ".", ",", "-", "'", "é", "生成"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
@example("This is well-known. A well-known fact.")
def test_terms_are_counted_as_they_are_cut(text: str) -> None:
    assert {term_of(key): count for key, count in count_tokens(text).items()} == Counter(tokens(text))


@given(st.text())
def test_search_terms_do_not_depend_on_the_unicode_form(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text)
    assert all(term and term == term.strip() for term in tokens(text))
