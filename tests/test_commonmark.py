"""Markdown is what the CommonMark specification says: its own examples, in the sections without additions of ours.

The examples are those of version 0.31.2 (https://spec.commonmark.org/0.31.2/), from the npm package `commonmark-spec`.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from glossary_ssg.config import ParseSettings
from glossary_ssg.markdown import parse
from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN

VERSION = "0.31.2"
SECTIONS = {
    "Emphasis and strong emphasis": 132,
    "Precedence": 1,
    "Inlines": 1,
    "Soft line breaks": 2,
    "Textual content": 3,
}
"""Sections, and how many examples they have."""
_IMAGE = re.compile(f"(?<![a-z]){HOLE_OPEN}[0-9]+{HOLE_CLOSE}")
_ADDRESS = re.compile(f"{HOLE_OPEN}[0-9]+{HOLE_CLOSE}")


def shape(html: str) -> list[tuple[str, str, str]]:
    """Return all elements of a fragment with their texts. Addresses do not count: they are resolved later."""
    root: Element = html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)
    return [(str(one.tag), one.text or "", one.tail or "") for one in root.iter()]


def ours(markdown: str) -> str:
    """Return the HTML of a text, images in place of what becomes one later."""
    html = parse(f"---\ntitle: T\n---\n{markdown}".encode(), ParseSettings())[1].html
    return _ADDRESS.sub("", _IMAGE.sub("<img>", html))


@pytest.mark.parametrize("section", SECTIONS)
def test_the_examples_of_the_specification(section: str, run_js: Any) -> None:
    specification = run_js("examples.cjs", data=None)
    assert specification["version"] == VERSION
    examples = [example for example in specification["tests"] if example["section"] == section]
    assert len(examples) == SECTIONS[section]
    wrong = [
        (example["number"], example["markdown"], ours(example["markdown"]))
        for example in examples
        if shape(ours(example["markdown"])) != shape(example["html"])
    ]
    assert wrong == []
