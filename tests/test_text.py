"""Slugs, folding and locales: text functions that several stages share."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossary_ssg.limits import MARK_RUN_CHARACTERS, SHORT_TEXT_CHARACTERS
from glossary_ssg.text.folding import fold
from glossary_ssg.text.locales import canonical_tag, direction, find_locale, own_name
from glossary_ssg.text.marks import break_runs
from glossary_ssg.text.slugs import MAX_SEGMENT_BYTES, heading_id, segment


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Customer-Satisfaction---CSAT-", "customer-satisfaction---csat-"),
        ("C#", "c#"),
        ("C++", "c++"),
        ("node.js", "node.js"),
        ("@home~2_a", "@home~2_a"),
        ("a  &  b", "a-b"),
        ("a - b", "a-b"),
        ("What's new?", "whats-new"),
        ("a/b\\c", "abc"),
        ("a\u3000b\tc", "a-b-c"),
        ("RAG（検索拡張生成）", "rag検索拡張生成"),
        ("हिन्दी शब्द", "हिन्दी-शब्द"),
        ("Cafe\u0301", "caf\u00e9"),
        ("か\u3099", "が"),
        ("100%", "100"),
        ("\u202eabc\u200b", "abc"),
        # Hugo keeps letters, marks and decimal digits; other numbers are none of these.
        ("CO₂", "co"),
        ("①", ""),
        ("٣", "٣"),
        ("...", ""),
        ("!?", ""),
        ("etc.", "etc"),
        (".NET", "net"),
        (".git", "git"),
    ],
)
def test_a_segment_of_an_address_follows_the_rule_for_file_names(name: str, expected: str) -> None:
    assert segment(name) == expected


@pytest.mark.parametrize("name", ["con", "PRN", "aux", "nul", "COM1", "lpt9", "com¹", "Con.txt", "CONIN$", "nul. "])
def test_no_segment_is_a_device_of_windows(name: str) -> None:
    found = segment(name)
    assert found.lower().startswith(name[:3].lower())
    assert not re.fullmatch(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)(\..*)?", found, re.IGNORECASE)


_CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(_CHARACTERS)
@example("\u3042" * 100)
@example("क्ष" * 80)
@example("e\u0301" * 150)
@example("a\u0301\u0302" * 100)
@example("con." + "a" * 300)
def test_a_segment_is_short_normal_and_stays_as_it_is(name: str) -> None:
    found = segment(name)
    assert len(found.encode()) <= MAX_SEGMENT_BYTES
    assert unicodedata.is_normalized("NFC", found)
    assert found in ("", segment(found))
    assert not re.search(r"[\s/\\?%\x00-\x1f]", found)
    assert not found.startswith(".")


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("x", "x" * 200),
        ("あ", "あ" * 66),
        ("\U0002000b", "\U0002000b" * 50),
        ("한", "한" * 66),
        ("g\u0308", "g\u0308" * 66),
        ("xकि", "xकि" * 28 + "x"),
    ],
)
def test_a_long_segment_ends_behind_a_whole_character_with_its_marks(unit: str, expected: str) -> None:
    assert segment(unit * 300) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Step 1: What's new?", "step-1-whats-new"),
        ("日本語 見出し", "日本語-見出し"),
        ("हिन्दी", "हिन्दी"),
        ("C++", "c"),
        ("!?", ""),
    ],
)
def test_a_heading_id_follows_the_rule_that_editors_know(text: str, expected: str) -> None:
    assert heading_id(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RAG", "rag"),
        ("ＡＩ", "ai"),
        ("ﾃﾞｰﾀ", "データ"),
        ("Cafe\u0301", "CAF\u00c9"),
        ("Straße", "STRASSE"),
        ("か\u3099", "が"),
        ("a \u3000\n b", " a b "),
        ("ﬁne", "Fine"),
        ("Ⅷ", "viii"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)
def test_what_a_reader_calls_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("データ", "でーた"), ("resume", "résumé"), ("は", "ば"), ("C", "C#"), ("hash", "has h")]
)
def test_what_a_reader_tells_apart_folds_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(_CHARACTERS)
@example("ᾳ\u0345")
@example("\u1e9e\u0307")
def test_folding_twice_changes_nothing_and_does_not_depend_on_the_form(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(
    ("folder", "tag", "name", "way"),
    [
        ("en", "en", "English", "ltr"),
        ("ja", "ja", "日本語", "ltr"),
        ("pt-br", "pt-BR", "Português (Brasil)", "ltr"),
        ("PT_BR", "pt-BR", "Português (Brasil)", "ltr"),
        ("zh-hant", "zh-Hant", "中文 (繁體)", "ltr"),
        ("zh-hant-tw", "zh-Hant-TW", "中文 (繁體, 台灣)", "ltr"),
        ("es-419", "es-419", "Español (Latinoamérica)", "ltr"),
        ("ar", "ar", "العربية", "rtl"),
        ("he", "he", "עברית", "rtl"),
        ("ur", "ur", "اردو", "rtl"),
        ("uz-arab", "uz-Arab", "اوزبیک (عربی)", "rtl"),
        ("tlh", "tlh", "tlh", "ltr"),
    ],
)
def test_tag_own_name_and_direction_of_a_language_are_known(folder: str, tag: str, name: str, way: str) -> None:
    assert canonical_tag(folder) == tag
    assert (own_name(tag), direction(tag)) == (name, way)


@pytest.mark.parametrize(
    "name", ["images", "img", "static", "docs", "doc", "_x", "v1", "2", "js", "a", "", "en us", "C"]
)
def test_an_ordinary_folder_is_no_language(name: str) -> None:
    assert find_locale(name) is None


@given(
    st.lists(st.sampled_from(["a", "漢", "\u0301", "\u0327\uff9e", "😀", " "]), max_size=8).map("".join),
    st.integers(1, 900),
)
def test_runs_of_combining_marks_are_parted_and_nothing_else_changes(unit: str, times: int) -> None:
    text = "é" * SHORT_TEXT_CHARACTERS + unit * times
    broken = break_runs(text)
    assert broken.replace("\u034f", "") == text
    runs = re.split(r"[^\u0301\u0327\uff9e]+", broken)
    assert max(map(len, runs)) <= MARK_RUN_CHARACTERS
    assert ("\u034f" in broken) == bool(re.search(rf"[\u0301\u0327\uff9e]{{{MARK_RUN_CHARACTERS + 1}}}", text))
