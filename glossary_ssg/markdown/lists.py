"""Lists whose items are one line of text each, in one step: most lists of a glossary are such.

mistune parses every item as a text of its own; what is not simple is left to it.
"""

from __future__ import annotations

import re
from re import Match

from mistune import BlockParser, BlockState

from glossary_ssg.markdown.emphasis import Token

# What begins no block inside an item: a letter, bold text, code, a link.
_TEXT = r"(?:[^\W\d_]|[^\x00-\x7f\s\d]|\*\*[^\s*]|`[^`\s]|\[[^\]\[\\\n^]+\]\()[^\n]*\n"
_BULLETS = re.compile(rf"([-+*]) {_TEXT}(?:\1 {_TEXT})*")
_NUMBERS = re.compile(rf"(\d{{1,9}})([.)]) {_TEXT}(?:\d{{1,9}}\2 {_TEXT})*")
# Something that is not indented follows after a blank line, but no item: that would make the list loose.
_END = re.compile(r"\n+(?=\S)(?!(?:[-+*]|\d{1,9}[.)])(?:[ \t\n]|\Z))|\n*\Z")


class GlossaryBlock(BlockParser):
    """mistune's parser of blocks with a short way for simple lists."""

    def parse_list(self, m: Match[str], state: BlockState) -> int:
        """Add a list to the tokens and return where it ends. Called by mistune."""
        return _parse_simple(state, m.start(), self.max_nested_level - 1) or super().parse_list(m, state)

    def parse_block_quote(self, m: Match[str], state: BlockState) -> int:
        """Add a block quote to the tokens and return where it ends. Called by mistune."""
        # mistune adds the quote after the block that ends it, and then moves it before one token: not enough where that
        # block is several. A mark keeps the place, and a paragraph before it from being gone on with.
        place = len(state.tokens)
        state.append_token({"type": "blank_line"})
        end = super().parse_block_quote(m, state)
        state.tokens[place] = state.tokens.pop(-2 if len(state.tokens) > place + 2 else -1)
        return end


def _parse_simple(state: BlockState, start: int, max_depth: int) -> int | None:
    """Add a simple list and return where it ends; None for any other list."""
    ordered = state.src[start].isdigit()
    found = (_NUMBERS if ordered else _BULLETS).match(state.src, start)
    end = _END.match(state.src, found.end()) if found else None
    if not found or not end or state.lazy_line_starts or (depth := state.depth()) >= max_depth:
        return None
    attrs = {"depth": depth, "ordered": ordered}
    if ordered and int(found[1]) != 1:
        if state.tokens and state.tokens[-1]["type"] == "paragraph":
            return None  # such a list does not end a paragraph
        attrs["start"] = int(found[1])
    items: list[Token] = [
        {"type": "list_item", "children": [{"type": "block_text", "text": line.partition(" ")[2]}]}
        for line in found[0].rstrip("\n").split("\n")
    ]
    bullet = found[2] if ordered else found[1]
    state.append_token({"type": "list", "children": items, "tight": True, "bullet": bullet, "attrs": attrs})
    return end.end()
