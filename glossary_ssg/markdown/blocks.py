"""Short ways through the blocks that a glossary is made of: headings, paragraphs, lists of one line for each item.

mistune tries its rules on every line, and parses every item as a text of its own. What is not simple is left to it.
"""

from __future__ import annotations

import re
import string
from itertools import count, repeat
from re import Match
from typing import Any

from mistune import BlockParser, BlockState

from glossary_ssg.limits import NESTED_LINES
from glossary_ssg.markdown.emphasis import Token
from glossary_ssg.markdown.quotes import extract_quote

# What begins no block inside an item: a letter, bold text, code, a link.
_TEXT = r"(?:[^\W\d_]|[^\x00-\x7f\s\d]|\*\*[^\s*]|`[^`\s]|\[[^\]\[\\\n^]+\]\()[^\n]*\n"
_LINE = r"(?:[^\W\d_]|[^\x00-\x7f\s\d]|\*\*[^\s*])[^\n|]*\n"
"""A line that begins no block and is no row of a table."""
# Repetitions are possessive (`++`): for others `re` remembers each step, which takes 500 bytes.
_SIMPLE = re.compile(
    # Nothing is decided by what follows: blank lines, and then neither a definition nor something indented.
    rf"(?:(?P<marks>\#{{1,6}})[ \t]+(?P<heading>[^\s#][^\n#]*)\n|(?P<paragraph>(?:{_LINE})++))"
    r"(?:(?P<blank>\n+)(?=[^\s:]|\Z)|\Z)"
)
_BULLETS = re.compile(rf"([-+*]) {_TEXT}(?:\1 {_TEXT})*+")
_NUMBERS = re.compile(rf"(\d{{1,9}})([.)]) {_TEXT}(?:\d{{1,9}}\2 {_TEXT})*+")
# Something that is not indented follows after a blank line, but no item: that would make the list loose.
_END = re.compile(r"\n+(?=\S)(?!(?:[-+*]|\d{1,9}[.)])(?:[ \t\n]|\Z))|\n*\Z")


_LINE_AT = "line_at"
"""Key of the parser's environment: an offset and how many lines end before it."""


class _Paragraph(dict[str, Any]):
    """A token of a paragraph, whose lines are joined when its text is asked for: else each would copy all above it."""

    __slots__ = ("more",)

    def __init__(self, token: Token) -> None:
        super().__init__(token)
        self.more: list[str] = []

    def __getitem__(self, key: str) -> Any:
        self._join(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._join(key)
        return super().get(key, default)

    def pop(self, key: str, *default: Any) -> Any:
        self._join(key)
        return super().pop(key, *default)

    def _join(self, key: str) -> None:
        if key == "text" and self.more:
            super().__setitem__("text", "".join((super().__getitem__("text"), *self.more)))
            self.more.clear()


class GlossaryState(BlockState):
    """mistune's state, in which a paragraph grows in linear time."""

    def add_paragraph(self, text: str) -> None:
        """Add lines to the paragraph that stands above, or begin one. Called by mistune."""
        tokens = self.tokens
        if tokens and tokens[-1]["type"] == "paragraph":
            self._add(text)
        else:
            tokens.append({"type": "paragraph", "text": text})

    def append_paragraph(self) -> int | None:
        """Add the line to the paragraph that stands above, and return where it ends. Called by mistune."""
        if not self.tokens or self.tokens[-1]["type"] != "paragraph":
            return None
        end = self.find_line_end()
        self._add(self.get_text(end))
        return end

    def _add(self, text: str) -> None:
        last = self.tokens[-1]
        if not isinstance(last, _Paragraph):
            last = self.tokens[-1] = _Paragraph(last)
        last.more.append(text)


def begin_state() -> BlockState:
    """Return a state for a whole text, which knows its lines."""
    state = GlossaryState()
    state.env[_LINE_AT] = 0, 0
    return state


def line_at(state: BlockState, offset: int) -> int | None:
    """Return how many lines of the text end before an offset; None inside another block."""
    # Most states inside of others know their parent; that of a definition begins anew.
    if state.parent is not None or _LINE_AT not in state.env:
        return None
    known, line = state.env[_LINE_AT]  # blocks are asked for in order
    line += state.src.count("\n", known, offset)
    state.env[_LINE_AT] = offset, line
    return int(line)


_PATTERNS = {
    "blank_line": r"(?:^[ \t\v\f]*\n)++",
    "setex_heading": r"^ {0,3}[=-]*(?P<setext_1>[=-])[ \t]*$",
    "thematic_break": r"^ {0,3}(?:(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+)$",
}
"""mistune's patterns that repeat a group, in such a way that `re` need not remember each repetition."""


class GlossaryBlock(BlockParser):
    """mistune's parser of blocks with short ways for simple ones."""

    state_cls = GlossaryState
    BLANK_LINE = re.compile(_PATTERNS["blank_line"], re.MULTILINE)
    SPECIFICATION = BlockParser.SPECIFICATION | _PATTERNS

    def __init__(self, *, max_nested_level: int) -> None:
        super().__init__(max_nested_level=max_nested_level)
        self.begin()

    def begin(self) -> None:
        """Prepare for a text."""
        self._nested_lines = 0
        self.nested_end = ""
        """The beginning of the first text whose lists and quotes are not parsed, as too many lines nest before it."""

    def parse(self, state: BlockState, rules: list[str] | None = None) -> None:
        """Parse blocks into the state's tokens. Called by mistune for each item and quote, with the text inside."""
        if state.parent is not None:
            self._nested_lines += state.src.count("\n") + 1
            if self._nested_lines > NESTED_LINES:
                self.nested_end = self.nested_end or state.src.strip()[:40].partition("\n")[0]
                rules = [rule for rule in rules or self.rules if rule not in ("block_quote", "list")]
        super().parse(state, rules)

    def _parse_indent_code_fast(self, state: BlockState) -> int | None:
        """Add the simple blocks that stand here to the tokens and return where they end.

        mistune calls it wherever a block may begin, before it looks at its rules.
        """
        return _parse_blocks(state) or super()._parse_indent_code_fast(state)

    def parse_list(self, m: Match[str], state: BlockState) -> int:
        """Add a list to the tokens and return where it ends. Called by mistune."""
        return _parse_simple(state, m.start(), self.max_nested_level - 1) or super().parse_list(m, state)

    def extract_block_quote(self, m: Match[str], state: BlockState) -> tuple[str, int | None, set[int]]:
        """Return the text of a quote, where a block ends that ended it, and where lines lack a marker."""
        return extract_quote(self, state)

    def parse_block_quote(self, m: Match[str], state: BlockState) -> int:
        """Add a block quote to the tokens and return where it ends. Called by mistune."""
        # mistune adds the quote after the block that ends it, and then moves it before one token: not enough where that
        # block is several. A mark keeps the place, and a paragraph before it from being gone on with.
        place = len(state.tokens)
        state.append_token({"type": "blank_line"})
        end = super().parse_block_quote(m, state)
        state.tokens[place] = state.tokens.pop(-2 if len(state.tokens) > place + 2 else -1)
        return end


def _parse_blocks(state: BlockState) -> int | None:
    """Add headings and paragraphs and return where they end; None where there is none, or inside another block."""
    src, start = state.src, state.cursor
    if state.parent is not None or (start and src[start - 1] != "\n"):
        return None
    at = start
    while found := _SIMPLE.match(src, at):
        if found["marks"]:
            heading, level = found["heading"].strip(string.whitespace), len(found["marks"])
            state.append_token({"type": "heading", "text": heading, "attrs": {"level": level}, "style": "atx"})
        else:
            before = len(state.tokens)
            state.add_paragraph(found["paragraph"])
            if len(state.tokens) > before:  # else it goes on with a paragraph that began above
                state.tokens[-1]["line"] = line_at(state, at)
        if found["blank"]:
            state.append_token({"type": "blank_line"})
        at = found.end()
    return at if at > start else None


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
    first = line_at(state, start)
    items: list[Token] = [
        {"type": "list_item", "children": [{"type": "block_text", "text": line.partition(" ")[2], "line": number}]}
        for number, line in zip(
            repeat(None) if first is None else count(first), found[0].rstrip("\n").split("\n"), strict=False
        )
    ]
    bullet = found[2] if ordered else found[1]
    token = {"type": "list", "children": items, "tight": True, "bullet": bullet, "attrs": attrs, "is_flat": True}
    state.append_token(token)
    return end.end()
