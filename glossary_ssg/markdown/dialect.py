"""The Markdown that authors write: mistune with our emphasis, line breaks, wiki links and bare addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import MutableMapping
from re import Match
from typing import Any

from mistune import BlockState, InlineParser, InlineState, Markdown
from mistune.helpers import PUNCTUATION
from mistune.plugins.def_list import def_list
from mistune.plugins.footnotes import REF_FOOTNOTE, footnotes
from mistune.plugins.formatting import strikethrough
from mistune.plugins.task_lists import task_lists_hook
from mistune.util import escape_url
from msgspec import Struct

from glossary_ssg.limits import INLINE_MARKS
from glossary_ssg.markdown.blocks import GlossaryBlock, begin_state
from glossary_ssg.markdown.emphasis import Token, has_runs, nest_bold, nest_emphasis
from glossary_ssg.markdown.tables import CELLS_END, HEADS, ROWS, tables
from glossary_ssg.text.scripts import BOPOMOFO, CJK_SYMBOLS, HAN, HANGUL, KANA, is_spaceless

MAX_NESTING = 20
"""So many lists and quotes inside each other are parsed."""
_PLUGINS = (strikethrough, tables, footnotes, def_list)
_TASK = re.compile(r"\[[ xX]\]\s")
_WIKI = r"\[\[[ \t]*[^\[\]|\s][^\[\]|\n]*(?:\|[^\[\]\n]+)?\]\]"
# A bare address ends before CJK text, which is rarely part of it and often stands right behind it.
_URL = rf"https?://[^\s<>\"`|\[\]{HAN}{KANA}{BOPOMOFO}{HANGUL}{CJK_SYMBOLS}]+"
_SPECIAL = re.compile(r"[\\`\[\]<\n~!h](?:(?<![!h])|(?<=!)\[|(?<=h)ttps?://)")
"""What may begin inline markup other than emphasis. Written as one set of first characters, which `re` finds fast."""
_LINK = re.compile(r"\[([^\s\[\]\\`<>*_~&:^][^\[\]\\`<>*_~&:\n]*)\]\(([A-Za-z0-9_./#-]+)\)")
"""A link in whose text nothing is markup, to an address in which nothing has to be escaped."""
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LINE_START = re.compile(r"[QA]\d*\s?[:：]")


_MARKS = ("*", "_", "[", "]", "`", "<", "\\", "~~", "\n", "://")
"""What tokens of inline markup begin or end with."""


class GlossaryInline(InlineParser):
    """Inline parsing of the texts of a file, one after another."""

    def __init__(self) -> None:
        super().__init__()
        self.begin("")

    def begin(self, text: str) -> None:
        """Prepare for a file's texts."""
        self.literal: list[tuple[str, int]] = []
        """The context of asterisks that are left in the texts."""
        # A shorter file cannot have more.
        self._left = INLINE_MARKS if len(text) > INLINE_MARKS else -1
        """How many marks may still be parsed, -1 for all."""
        self.rest: str | None = None
        """The first text that is left as it is, because there are too many marks before it."""

    def _is_rest(self, text: str) -> bool:
        """Tell whether a text is left as it is."""
        if self.rest is None:
            count = sum(map(text.count, _MARKS))
            if count <= self._left:
                self._left -= count
                return False
            self.rest = text
        return True

    def __call__(self, s: str, env: MutableMapping[str, Any]) -> list[Token]:
        """Return the tokens of inline text."""
        if self._left >= 0 and self._is_rest(s):
            return [{"type": "text", "raw": s}] if s else []
        if _SPECIAL.search(s):
            return super().__call__(s, env)
        if not has_runs(s):
            return [{"type": "text", "raw": s}] if s else []
        return nest_bold(s) or nest_emphasis([{"type": "text", "raw": s}], self.max_nested_level, self.literal)

    def parse(self, state: InlineState) -> list[Token]:
        """Parse inline text as mistune does, in one search for what may begin something.

        Asterisks and underscores stay in the text: `finalize_tokens` finds them there.
        """
        text, at = state.src, 0
        rules = self.compile_sc()
        found = _SPECIAL.search(text)
        while found:
            start = found.start()
            if found[0] == "\n":
                while start > at and text[start - 1] == " ":
                    start -= 1
            if start > at:
                state.tokens.append({"type": "text", "raw": text[at:start]})
            end = _parse_link(text, start, state)
            if not end:
                match = rules.match(text, start)
                end = match and self.parse_method(match, state)
            if end:
                at = end
            else:
                state.tokens.append({"type": "text", "raw": text[start : start + 1]})
                at = start + 1
            found = _SPECIAL.search(text, at)
        if at < len(text):
            state.tokens.append({"type": "text", "raw": text[at:]})
        state.tokens = self.finalize_tokens(state.tokens, state.depth)
        return state.tokens

    def finalize_tokens(self, tokens: list[Token], depth: int) -> list[Token]:
        """Nest emphasis and decide what each line break is. Called by mistune for every list of inline tokens."""
        broken = any(token["type"] == "softbreak" for token in tokens)
        tokens = nest_emphasis(tokens, self.max_nested_level - depth, self.literal)
        return _break_lines(tokens) if broken else tokens


def _parse_link(text: str, start: int, state: InlineState) -> int | None:
    """Add a simple link to the tokens and return where it ends; None for all else."""
    if state.brackets or state.in_link or state.depth or not (found := _LINK.match(text, start)):
        return None
    children = [{"type": "text", "raw": found[1]}]
    state.append_token({"type": "link", "children": children, "attrs": {"url": found[2]}})
    return found.end()


class GlossaryMarkdown(Markdown):
    """mistune's parser, with inline text parsed in place."""

    def render_state(self, state: BlockState) -> list[Token]:
        """Return the tokens of a text. Called by mistune."""
        self._parse_inline(state.tokens, state.env)
        return state.tokens

    def _parse_inline(self, tokens: list[Token], env: MutableMapping[str, Any]) -> None:
        for token in tokens:
            if "children" in token:
                self._parse_inline(token["children"], env)
            elif "text" in token:
                # Only these are stripped: an ideographic space at a paragraph's start is meant.
                token["children"] = self.inline(token.pop("text").strip(" \r\n\t\f"), env)


def make_markdown() -> Markdown:
    """Return a parser that gives tokens, not HTML."""
    block = GlossaryBlock(max_nested_level=MAX_NESTING)
    return add_rules(GlossaryMarkdown(renderer=None, block=block, inline=GlossaryInline()))


def add_rules(markdown: Markdown) -> Markdown:
    """Add what is ours to a parser of mistune's and return it."""
    for plugin in _PLUGINS:
        plugin(markdown)
    markdown.before_render_hooks.append(_find_tasks)
    markdown.inline.specification["escape"] = rf"(?:\\{PUNCTUATION})++"
    markdown.block.specification["ref_footnote"] = REF_FOOTNOTE.replace(r"\n+)*)", r"\n+)*+)")
    markdown.inline.register("wiki", _WIKI, _parse_wiki, before="link", start_chars="[")
    markdown.inline.register("bare_url", _URL, _parse_url, start_chars="h")
    return markdown


class Parsed(Struct, frozen=True, gc=False):
    """What a text is parsed into."""

    blocks: list[Token]
    literal: list[tuple[str, int]]
    """Asterisks that are left in the text: (text around them, offset in it)."""
    rows: list[tuple[str, int, int]]
    """Table rows with a wrong number of cells: (line, cells, columns)."""
    heads: list[tuple[str, int, int]]
    """Lines that begin no table, as the row below has another number of cells: (both lines, cells, cells below)."""
    deep: str
    """The beginning of a text in which lists and quotes nest more deeply than is parsed; empty text if none does."""
    rest: str
    """The first text that is left as it is for its many marks; empty text if none is."""
    cells_end: str
    """The first row of a table that is text, because there are too many cells before it; empty text if none is."""
    nested_end: str
    """The beginning of the first text whose lists and quotes are text, as too many lines nest before it."""


def parse_tokens(markdown: Markdown, text: str) -> Parsed:
    """Return the block tokens of a text and what is odd about it."""
    inline = markdown.inline
    assert isinstance(inline, GlossaryInline)  # noqa: S101  # make_markdown made it
    inline.begin(text)
    block = markdown.block
    assert isinstance(block, GlossaryBlock)  # noqa: S101  # so did it this
    block.begin()
    blocks, state = markdown.parse(text, begin_state())
    tokens: list[Token] = blocks  # type: ignore[assignment]
    env = state.env
    rows, heads = env.get(ROWS, []), env.get(HEADS, [])
    deep = _deep_text(tokens, MAX_NESTING)
    return Parsed(
        tokens, inline.literal, rows, heads, deep, inline.rest or "", env.get(CELLS_END, ""), block.nested_end
    )


_FLAT = frozenset(("paragraph", "block_text", "heading", "table"))
"""Blocks without blocks in them."""


def _deep_text(blocks: list[Token], limit: int) -> str:
    """Return the beginning of the first text at the limit of nesting: deeper markers are left in it as text."""
    stack = [(block, 0) for block in reversed(blocks) if block["type"] not in _FLAT and "is_flat" not in block]
    while stack:
        block, depth = stack.pop()
        nests = block["type"] in ("block_quote", "list")
        if depth >= limit and block["type"] in ("paragraph", "block_text"):
            return plain_text(block["children"])[:24].partition("\n")[0]
        if block["type"] not in _FLAT:
            depth += nests
            below = block.get("children", [])
            stack += [(child, depth) for child in reversed(below) if depth >= limit or child["type"] not in _FLAT]
    return ""


def _find_tasks(markdown: Markdown, state: BlockState) -> list[Token]:
    """Mark the items of task lists: a hook of mistune, whose own looks through all tokens of every text."""
    if _TASK.search(state.src):
        task_lists_hook(markdown, state)
    return state.tokens


def _parse_wiki(_: InlineParser, match: Match[str], state: InlineState) -> int | None:
    if state.in_link:
        return None
    target, _bar, text = match[0][2:-2].partition("|")
    state.append_token({"type": "wiki", "raw": text.strip() or target.strip(), "attrs": {"target": target.strip()}})
    return match.end()


def _parse_url(inline: InlineParser, match: Match[str], state: InlineState) -> int:
    url = _trim_url(match[0])
    end = match.start() + len(url)
    if state.in_link or state.depth >= inline.max_nested_level:
        inline.process_text(url, state, parse_emphasis=False)
    else:
        attrs: MutableMapping[str, Any] = {"url": escape_url(url)}
        text = {"type": "text", "raw": url, "_emphasis": False}
        state.append_token({"type": "link", "children": [text], "attrs": attrs, "_autolink": url})
    return end


def _trim_url(url: str) -> str:
    """Leave out the full stop, comma or closing bracket that belongs to the sentence (GFM 6.9)."""
    end = len(url)
    unopened = url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last not in "?!.,:;*_~'" and (last.isascii() or unicodedata.category(last)[0] != "P"):
            break
        end -= 1
    return url[:end]


def _break_lines(tokens: list[Token]) -> list[Token]:
    """Make a line end a space, nothing between characters of scripts without spaces, or a break where one is meant."""
    result: list[Token] = []
    for index, token in enumerate(tokens):
        if token["type"] in ("strong", "emphasis"):
            token["children"] = _break_lines(token["children"])
        if token["type"] != "softbreak" or not result or index + 1 == len(tokens):
            result.append(token)
            continue
        following = tokens[index + 1]
        bold_line = result[-1]["type"] == "strong" and (len(result) == 1 or result[-2]["type"] in _BREAKS)
        if bold_line or _LINE_START.match(plain_text([following])):
            result.append({"type": "linebreak"})
        elif not (_is_spaceless(result[-1], -1) and _is_spaceless(following, 0)):
            result.append(token)
    return result


_BREAKS = ("softbreak", "linebreak")


_ASIDE = re.compile(r"<(/?)(rt|rp|ruby)\b", re.IGNORECASE)
"""A tag that a reading above characters may begin or end with."""


def _is_spaceless(token: Token, index: int) -> bool:
    text = _VARIATION.sub("", plain_text([token])).strip()
    return bool(text) and is_spaceless(text[index])


def plain_text(tokens: list[Token]) -> str:
    """Return the text of inline tokens without markup and readings of ruby, entities as they were written."""
    texts = []
    is_ruby = is_aside = False
    for token in tokens:
        if token["type"] == "inline_html" and (tag := _ASIDE.match(token["raw"])):
            if tag[2].lower() == "ruby":
                is_ruby = not tag[1]
            # The end tag may be missing; the end of the ruby is the reading's too.
            is_aside = is_ruby and not tag[1] and tag[2].lower() != "ruby"
        if is_aside:
            continue
        if "children" in token:
            texts.append(plain_text(token["children"]))
        elif token["type"] in _BREAKS:
            texts.append("\n")
        elif token["type"] not in ("inline_html", "footnote_ref"):
            texts.append(token.get("raw", ""))
    return "".join(texts)
