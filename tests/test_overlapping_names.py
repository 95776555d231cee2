"""Names that overlap, are shared by thousands of entries or are very long cost no more than their size."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest

from glossary_ssg.autolink.nested import Prefixes, split
from glossary_ssg.autolink.scan import Scanner, key_of
from glossary_ssg.limits import COMPARED_MARKS, FIELD_ITEMS, MESSAGE_FILES, NESTED_NAMES, TITLE_CHARACTERS
from glossary_ssg.model import Prose
from glossary_ssg.resolve.suggest import Suggester
from glossary_ssg.text.normal import bounded, is_normalized, normalize
from tests.support import build_site, entry

UNITS = ("漢", "ab ", "a-", "ア漢", "한", "e\u0301 ", "👨\u200d👩 ", "& ", "ß")


def names_of(unit: str, count: int) -> list[str]:
    """Return names that consist of a unit once, twice and so on, folded as the scanner takes them."""
    return [key_of((unit * number).strip(), exact=False) for number in range(1, count + 1)]


def prose(text: str) -> tuple[Prose, ...]:
    """Return the one stretch of prose of a text."""
    return (Prose(0, len(text), 1),)


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_never_has_more_places_than_it_has_room_for(unit: str) -> None:
    text = unit.replace("&", "&amp;") * 500
    scanner = Scanner(names_of(unit, 80))
    scan = scanner.examine(text, prose(text))
    assert len(scan.places) <= len(text) + 1000
    assert scan.room < 0 or len(scan.places) <= scan.room


@pytest.mark.parametrize("count", [NESTED_NAMES + 1, 40, 200])
def test_the_longest_of_many_overlapping_names_is_found(count: int) -> None:
    text = "漢" * count + "、" + "x " + "漢" * count
    places = Scanner(names_of("漢", count)).scan(text, prose(text))
    assert [(place.start, place.end) for place in places] == [(0, count), (count + 3, 2 * count + 3)]


def test_a_long_name_that_is_refused_makes_room_for_a_shorter_one() -> None:
    names = names_of("ab ", 40)
    text = "ab " * 29 + "abc"
    found = Scanner(names).scan(text, prose(text))
    assert (found[0].start, found[0].end) == (0, len("ab " * 29) - 1)
    stopped = Scanner(names, stopped=[names[28]]).scan(text, prose(text))
    assert (stopped[0].start, stopped[0].end) == (0, len("ab " * 28) - 1)


def test_names_that_end_with_few_others_are_all_looked_for_at_once() -> None:
    few, signs = split(["service", "cloud service", "managed cloud service", "vice"])
    assert len(few) == 4
    assert not signs
    few, signs = split(["漢" * number for number in range(1, 100)])
    assert len(few) == NESTED_NAMES
    assert signs == {"漢" * NESTED_NAMES}


def test_prefixes_are_those_that_a_plain_search_finds() -> None:
    names = ["a", "ab", "abab", "b", "ba", "bab", "abc", "c", "aa", "aaa", "aaaa", "aaaaa", "aaab"]
    prefixes = Prefixes(names)
    text = "aaaababcabacaaaaaab"
    for at in range(len(text)):
        plain = sorted((name for name in names if text.startswith(name, at)), key=len, reverse=True)
        assert list(prefixes.at(text, at)) == plain


def test_time_grows_with_the_text_and_not_with_the_names_that_overlap() -> None:
    def seconds(size: int) -> float:
        scanner = Scanner(names_of("漢", 200))
        text = "漢" * size
        started = process_time()
        scanner.scan(text, prose(text))
        return process_time() - started

    small = 10_000
    while seconds(small) < 0.2:
        small *= 2
    assert any(seconds(2 * small) < 3 * seconds(small) for _ in range(3))  # a busy machine may spoil one measurement


def test_links_are_the_same_in_one_build_and_in_steps(tmp_path: Path) -> None:
    def files(numbers: Iterable[int]) -> dict[str, str]:
        return {f"content/ja/t{number}.md": entry("漢" * number, "\n" + "漢" * 60, reading="か") for number in numbers}

    # The site's name is that of its folder.
    build_site(tmp_path / "steps/site", files((1, 30)))
    steps = build_site(tmp_path / "steps/site", files((1, 30, *range(2, 14))))
    whole = build_site(tmp_path / "whole/site", files((1, 30, *range(2, 14))))
    assert steps.report.summary.auto_links == whole.report.summary.auto_links
    name = "ja/t30/index.html"
    assert (steps.output / name).read_bytes() == (whole.output / name).read_bytes()


def test_a_title_that_is_too_long_is_an_error_and_its_page_is_built(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/long.md": entry("word " * 100, "\ntext"), "content/en/b.md": entry("B")})
    codes = {found.code: found for found in built.report.diagnostics}
    assert codes["title-long"].severity == "error"
    assert codes["title-long"].line == 2
    page = (built.output / "en/long/index.html").read_text(encoding="utf-8")
    assert "word word" in page
    assert "…" in page
    assert "word " * 100 not in page


def test_a_title_of_the_longest_length_is_kept(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/long.md": entry("w" * TITLE_CHARACTERS)})
    assert "title-long" not in {found.code for found in built.report.diagnostics}


@pytest.mark.parametrize(
    "field", ["synonyms", "keywords", "category", "related", "translationKey", "reading", "qualifier"]
)
def test_a_name_that_is_too_long_is_reported_and_left_out(tmp_path: Path, field: str) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("A", **{field: "x" * 2_000})})
    found = [found for found in built.report.diagnostics if found.code == "field-long"]
    assert [(one.severity, field in one.message) for one in found] == [("error", True)]


def test_a_list_of_too_many_items_is_cut_and_reported(tmp_path: Path) -> None:
    items = ", ".join(f"name{number}" for number in range(FIELD_ITEMS + 5))
    built = build_site(tmp_path, {"content/en/a.md": entry("A", synonyms=f"[{items}]")})
    assert "field-many" in {found.code for found in built.report.diagnostics}
    page = (built.output / "en/a/index.html").read_text(encoding="utf-8")
    assert f"name{FIELD_ITEMS - 1}" in page
    assert f"name{FIELD_ITEMS}" not in page


def test_messages_list_the_first_of_many_files(tmp_path: Path) -> None:
    files = {f"content/en/e{number:03}.md": entry(f"E{number}", translationKey="key") for number in range(100)}
    files |= {f"content/en/s{number:03}.md": entry("Same", "\n[x](<Same>)") for number in range(100)}
    built = build_site(tmp_path, files)
    for code in ("key-duplicate", "reference-ambiguous", "autolink-ambiguous"):
        messages = [found.message for found in built.report.diagnostics if found.code == code]
        assert messages, code
        assert all(message.count(".md") <= MESSAGE_FILES and " more" in message for message in messages), code


def test_a_search_for_a_suggestion_looks_at_a_bounded_number_of_names() -> None:
    suggester = Suggester(f"heading-{number}" for number in range(20_000))
    assert suggester.closest("heding-12345")
    assert not suggester.closest("x" * 20_000)
    assert not Suggester(["ab" * 50]).closest("ba" * 50)


@pytest.mark.parametrize("marks", ["\u0315\u0300", "\u0f73\uff9e", "\u0301"])
def test_marks_beyond_a_bound_do_not_count(marks: str) -> None:
    text = "a" + marks * 20_000 + "b"
    assert len(bounded(text)) == COMPARED_MARKS + 2
    assert not is_normalized(text)
    assert normalize("NFC", text) == normalize("NFC", bounded(text))


def test_text_with_usual_marks_is_normalised_as_ever() -> None:
    import unicodedata

    text = "กำลัง नमस्ते é e\u0301 ﾊﾞ " * 500 + "a" + "\u0315\u0300" * 100
    assert bounded(text) is text
    assert normalize("NFKC", text) == unicodedata.normalize("NFKC", text)


def test_a_text_of_marks_is_built(tmp_path: Path) -> None:
    text = "\na" + "\u0315\u0300" * 50_000 + " and &#x315;&#x300; Beta\n"
    built = build_site(tmp_path, {"content/en/a.md": entry("A", text), "content/en/b.md": entry("Beta")})
    assert {found.code for found in built.report.diagnostics}.isdisjoint({"parser-crash"})
    assert built.report.summary.auto_links == 1
