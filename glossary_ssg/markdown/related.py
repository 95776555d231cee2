"""Take the section that lists related entries out of a body: the page shows them in a place of their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from glossary_ssg.markdown.dialect import plain_text
from glossary_ssg.markdown.emphasis import Token
from glossary_ssg.markdown.sanitise import is_external
from glossary_ssg.model import RefKind
from glossary_ssg.text.folding import fold


class RelatedItem(Struct, frozen=True, gc=False):
    """An item of the section."""

    kind: RefKind
    target: str
    text: str


def take_related(blocks: list[Token], headings: Sequence[str]) -> tuple[list[Token], list[RelatedItem], str]:
    """Return the blocks without the section, its items and its heading.

    The section is a heading with one of these texts and, up to the next heading, nothing but lists whose items are a
    link to an entry or a name. A section that holds anything else stays as it is, so that no text is lost.
    """
    wanted = _folded(tuple(headings))
    for start, block in enumerate(blocks):
        text = plain_text(block["children"]) if block["type"] == "heading" else ""
        if not text or fold(text.rstrip(":：")) not in wanted:
            continue
        end = next((at for at in range(start + 1, len(blocks)) if blocks[at]["type"] == "heading"), len(blocks))
        items = [item for inside in blocks[start + 1 : end] for item in _items(inside)]
        if items and None not in items:
            return blocks[:start] + blocks[end:], [item for item in items if item], text
    return blocks, [], ""


@lru_cache(maxsize=16)
def _folded(headings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, headings))


def _items(block: Token) -> list[RelatedItem | None]:
    if block["type"] == "blank_line":
        return []
    if block["type"] != "list":
        return [None]
    return [_item(item["children"]) for item in block["children"]]


def _item(blocks: Sequence[Token]) -> RelatedItem | None:
    """Return what an item names, None where it is more than a name."""
    if len(blocks) != 1 or blocks[0]["type"] not in ("block_text", "paragraph"):
        return None
    inlines = [token for token in blocks[0]["children"] if token.get("raw", "x").strip()]
    if len(inlines) != 1:
        return None
    token = inlines[0]
    if token["type"] == "strong" and len(token["children"]) == 1:
        token = token["children"][0]
    if token["type"] == "wiki":
        return RelatedItem(RefKind.WIKI, token["attrs"]["target"], token["raw"])
    text = " ".join(plain_text([token]).split())
    if token["type"] == "link":
        url = token["attrs"]["url"]
        return None if is_external(url) else RelatedItem(RefKind.LINK, unquote(url), text)
    return RelatedItem(RefKind.WIKI, text, text) if token["type"] == "text" else None
