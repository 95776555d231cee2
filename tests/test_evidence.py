"""Which names of one word become links: those that the texts of the glossary treat as terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary_ssg.cli import main
from tests.support import Built, build_site, entry

PAGE = "content/en/page.md"


def linked(built: Built, uri: str = "/en/page/") -> list[str]:
    """Return the texts of the automatic links of a page."""
    return ["".join(link.itertext()) for link in built.page(uri).iter("a") if "auto" in (link.get("class") or "")]


def site(
    body: str, *, name: str, using: str, linking: int, pages: int, title: str = "", lang: str = "en"
) -> dict[str, str]:
    """Return a glossary in which `pages` pages use a word and `linking` of them link its entry.

    All of them link other entries too, so that there is evidence.
    """
    files = {f"content/{lang}/term.md": entry(title or name, f"About a {name.lower()}.")}
    for number in range(pages):
        link = "[it](term.md)" if number < linking else "that"
        others = f"[a](p{(number + 1) % pages}.md) and [b](p{(number + 2) % pages}.md)"
        files[f"content/{lang}/p{number}.md"] = entry(f"Page number {number}", f"We {using} and {link}, {others}.")
    return {**files, f"content/{lang}/page.md": entry("The page", body)}


def why(folder: Path, surface: str) -> Mapping[str, str]:
    """Return what `explain` says of a name on the page."""
    arguments = ["explain", "en/page.md", "--format", "json", "--content", str(folder / "content")]
    lines = CliRunner().invoke(main, arguments, catch_exceptions=False).stdout.splitlines()
    found: list[dict[str, str]] = [json.loads(line) for line in lines]
    return next(item for item in found if item["surface"] == surface)


def test_a_word_that_many_pages_use_and_few_link_is_no_link(tmp_path: Path) -> None:
    files = site("We platform things.", name="Platform", using="platform", linking=1, pages=60)
    assert linked(build_site(tmp_path, files)) == []
    said = why(tmp_path, "platform")
    assert (said["rule"], said["detail"]) == ("rarely-linked", "linked by 1 of 61 pages, below 0.03")


def test_a_word_that_its_pages_link_is_one(tmp_path: Path) -> None:
    files = site("We platform things.", name="Platform", using="platform", linking=50, pages=60)
    assert linked(build_site(tmp_path, files)) == ["platform"]


def test_a_name_of_two_words_needs_no_evidence(tmp_path: Path) -> None:
    files = site("We open gate things.", name="Open gate", using="open gate", linking=0, pages=60)
    assert linked(build_site(tmp_path, files)) == ["open gate"]


@pytest.mark.parametrize(
    ("setting", "links"), [("evidence = false", ["platform"]), ('always = ["PLATFORM"]', ["platform"]), ("", [])]
)
def test_the_settings_have_the_last_word(setting: str, links: list[str], tmp_path: Path) -> None:
    files = site("We platform things.", name="Platform", using="platform", linking=0, pages=60)
    files["glossary.toml"] = f"[autolink]\nenabled = true\n[languages.en.autolink]\n{setting}\n"
    assert linked(build_site(tmp_path, files)) == links


@pytest.mark.parametrize(("pages", "links"), [(48, ["platform"]), (60, [])])
def test_without_written_links_a_word_on_most_pages_is_no_link(pages: int, links: list[str], tmp_path: Path) -> None:
    files = {f"content/en/p{number}.md": entry(f"Page number {number}", "We platform it.") for number in range(pages)}
    files |= {
        "content/en/term.md": entry("Platform", "A platform."),
        PAGE: entry("The page", "A good platform."),
        "glossary.toml": "",
    }
    assert linked(build_site(tmp_path, files)) == links


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("We use Make daily.", ["Make"]),
        ("We make tools.", []),
        ("Make sure of it.", []),
        ("It is good. Make sure.", []),
        ("- Make sure of it", []),
        ("So **Make** is good.", ["Make"]),
    ],
)
def test_a_word_that_its_own_page_capitalises_links_with_a_capital_only(
    body: str, links: list[str], tmp_path: Path
) -> None:
    files = site(body, name="Make", using="make", linking=50, pages=60)
    files["content/en/term.md"] = entry("Make", "With Make you automate.")
    assert linked(build_site(tmp_path, files)) == links


def test_a_word_in_lower_case_on_its_own_page_links_in_any_case(tmp_path: Path) -> None:
    files = site("Platform work. A platform.", name="Platform", using="platform", linking=50, pages=60)
    files["content/en/term.md"] = entry("Platform", "A platform is flat. We call it the Platform.")
    assert linked(build_site(tmp_path, files)) == ["Platform"]


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("It runs on Google Cloud.", []),
        ("It runs on Cloud Nine.", []),
        ("It runs in the Cloud.", ["Cloud"]),
        ("Some Cloud of it.", ["Cloud"]),  # a sentence begins with a capital
        ("It runs on Amazon, Cloud and such.", ["Cloud"]),
        ("It has a Cloud API.", ["Cloud"]),  # an acronym stands beside anything
        ("It runs on google cloud.", ["cloud"]),
    ],
)
def test_a_capital_beside_a_capital_is_another_name(body: str, links: list[str], tmp_path: Path) -> None:
    assert (
        linked(build_site(tmp_path, {"content/en/cloud.md": entry("Cloud", "The cloud."), PAGE: entry("P", body)}))
        == links
    )


def test_german_nouns_say_nothing_by_their_capitals(tmp_path: Path) -> None:
    files = {
        "content/de/cloud.md": entry("Cloud", "Die Cloud."),
        "content/de/page.md": entry("P", "Wir nutzen Googles Cloud gern."),
    }
    assert linked(build_site(tmp_path, files), "/de/page/") == ["Cloud"]


def test_a_short_japanese_word_needs_evidence_and_a_long_one_does_not(tmp_path: Path) -> None:
    files = {f"content/ja/p{number}.md": entry(f"頁{number}番", "場合と多言語用語集を使う。") for number in range(60)}
    files |= {"content/ja/a.md": entry("場合"), "content/ja/b.md": entry("多言語用語集")}
    files |= {"content/ja/page.md": entry("この頁", "場合と多言語用語集。")}
    assert linked(build_site(tmp_path, files), "/ja/page/") == ["多言語用語集"]


def test_a_page_that_is_edited_counts_at_once(tmp_path: Path) -> None:
    files = site("We platform things.", name="Platform", using="platform", linking=0, pages=14)
    assert linked(build_site(tmp_path, files)) == []
    for number in range(14):
        path = f"content/en/p{number}.md"
        files[path] = files[path].replace("that", "[it](term.md)")
    warm = linked(build_site(tmp_path, files))
    assert warm == ["platform"] == linked(build_site(tmp_path, files, output=tmp_path / "o", cache=tmp_path / "c"))
