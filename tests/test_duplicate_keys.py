"""What is told of a translation key that several entries of one language have: at each of them, where the others are."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary_ssg.limits import MESSAGE_FILES
from tests.support import build_site, entry


def messages(folder: Path, count: int) -> dict[str, str]:
    """Return the messages of a site in which so many entries have one key, by the name of the file."""
    names = [f"t{number:02}" for number in range(count)]
    built = build_site(folder, {f"content/en/{name}.md": entry(name, translationKey="same") for name in names})
    return {Path(item.path).stem: item.message for item in built.found("key-duplicate")}


def test_each_of_two_names_the_other(tmp_path: Path) -> None:
    assert messages(tmp_path, 2) == {
        "t00": "the translation key 'same' is used in en/t01.md too",
        "t01": "the translation key 'same' is used in en/t00.md too",
    }


@pytest.mark.parametrize("more", [0, 1, 2])
def test_of_many_each_names_the_first_others_and_how_many_more(tmp_path: Path, more: int) -> None:
    found = messages(tmp_path, MESSAGE_FILES + 1 + more)
    assert len(found) == MESSAGE_FILES + 1 + more
    for name, message in found.items():
        others = [f"en/{other}.md" for other in sorted(found) if other != name]
        listed = ", ".join(others[:MESSAGE_FILES]) + (f" and {more} more files" if more else "")
        assert message == f"the translation key 'same' is used in {listed} too"
