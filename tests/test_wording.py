"""The check of the wording flags what reads as translated, and nothing else."""

from __future__ import annotations

import pytest

from tools.wording import flagged, of_module, of_page


@pytest.mark.parametrize(
    "text",
    [
        "An old address is told.",
        "So many links on a page at most.",
        "a page that there is not",
        "The file stands beside the settings.",
        "Only what changed is built anew.",
        "What a theme is made of says [Themes](themes.md).",
        "Links at the foot of every page.",
    ],
)
def test_a_phrase_that_reads_as_translated_is_flagged(text: str) -> None:
    assert [line for line, _ in flagged(text)] == [0]


@pytest.mark.parametrize(
    "text",
    [
        "If a handler is told to stop, it stops.",
        "`*` stands for a name of your choice.",
        "Readers look it up at most once.",
        "See [Themes](themes.md) for what a theme contains.",
        "Write `made anew`, and:\n\n```text\nmade anew\n```\n",
    ],
)
def test_plain_english_and_code_are_not_flagged(text: str) -> None:
    assert [*flagged(of_page(text))] == []


def test_messages_and_help_are_checked_at_their_lines() -> None:
    source = '"""Made anew."""\n@main.command("x")\ndef x() -> None:\n    """Run in vain."""\n    fail("it is told")\n'
    assert [text for _, text in of_module(source)] == ["Run in vain.", "it is told"]
