"""What is left of authors' HTML is one tree to every reader, however often it is parsed and written."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from html5lib.serializer import HTMLSerializer
from html5lib.treewalkers import getTreeWalker

from glossary_ssg.config import ParseSettings
from glossary_ssg.markdown import parse
from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN
from tests.browser.hostile import ADDRESSES, HTML

LINKS = tuple(f'[a](<{address}>) <a href="{address}">b</a> <{address}>' for address in ADDRESSES)
"""Addresses where an author writes them."""
_TAG_HOLE = re.compile(f"(?<=[a-z]){HOLE_OPEN}[0-9]+{HOLE_CLOSE}")
_HOLE = re.compile(f"{HOLE_OPEN}[0-9]+{HOLE_CLOSE}")
_RISKY = re.compile(r"on[a-z]+|style|srcdoc|name|data-.*|form.*|action|target|ping|srcset")


def body(payload: str) -> str:
    """Return the HTML of an entry with a payload in a line and in a block of its own, its references resolved."""
    text = f"---\ntitle: T\n---\nBefore {payload} behind.\n\n{payload}\n\n*Last* paragraph.\n"
    html = parse(text.encode(), ParseSettings())[1].html
    return _HOLE.sub('<img src="/x" alt="">', _TAG_HOLE.sub(' href="/x"', html))


def tree(html: str) -> Element:
    """Return the tree of a fragment."""
    return html5lib.parseFragment(html, container="div", namespaceHTMLElements=True)


def written(root: Element) -> str:
    """Return the HTML of a tree."""
    serializer = HTMLSerializer(omit_optional_tags=False, quote_attr_values="always", alphabetical_attributes=True)
    return serializer.render(getTreeWalker("etree")(root))


def shape(root: Element) -> list[tuple[str, dict[str, str], str, str]]:
    """Return all elements of a tree, in order."""
    return [(str(one.tag), dict(one.attrib), one.text or "", one.tail or "") for one in root.iter()]


@pytest.mark.parametrize("payloads", [HTML, LINKS], ids=["html", "links"])
def test_what_is_left_is_parsed_as_it_was_written(payloads: tuple[str, ...]) -> None:
    unstable = []
    for payload in payloads:
        first = tree(body(payload))
        again = tree(written(first))
        if shape(first) != shape(again) or written(first) != written(again):
            unstable.append(payload)
    assert unstable == []


@pytest.mark.parametrize("payloads", [HTML, LINKS], ids=["html", "links"])
def test_nothing_is_left_that_could_run_or_hide_a_global(payloads: tuple[str, ...]) -> None:
    found = []
    for payload in payloads:
        for tag, attributes, _, _ in shape(tree(body(payload))):
            is_html = tag == "DOCUMENT_FRAGMENT" or tag.startswith("{http://www.w3.org/1999/xhtml}")
            if not is_html or any(_RISKY.fullmatch(name) for name in attributes):
                found.append((payload, tag, attributes))
    assert found == []
