"""Emphasis: CommonMark's delimiter algorithm with flanking rules that work beside Chinese, Japanese and Korean.

CommonMark looks at spaces around asterisks to tell whether they open or close. Text without spaces has none, so that
`**抽出（Extract）**では` stays as it is. Here a delimiter beside a CJK character, or beside full-width punctuation,
is not held back by the punctuation rule; all other text follows CommonMark 0.31 to the letter.
Source: https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis and the proposal in
https://github.com/tats-u/markdown-cjk-friendly (specification.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct, field

from glossary_ssg.text.scripts import is_cjk

Token = dict[str, Any]

_RUN = re.compile(r"[*_](?:(?<=\*)\**|_*)")
_OBJECT = "\ufffc"
"""Stands for a neighbour that is no text: code, a link, HTML."""


class _Run(Struct):
    """A run of asterisks or underscores."""

    char: str
    length: int
    can_open: bool
    can_close: bool
    left: int
    """How many characters are not used yet."""
    text: str
    """The text that it stands in."""
    start: int
    """Its offset there."""
    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    """Lengths (1 or 2) of the emphasis that begins or ends here, innermost first."""

    @property
    def context(self) -> tuple[str, int]:
        """Return the run with its neighbours, to find it in the source, and its offset in that."""
        first = max(0, self.start - 8)
        return self.text[first : self.start + self.length + 8], self.start - first


def has_runs(text: str) -> bool:
    """Tell whether there may be emphasis in a text."""
    return "*" in text or "_" in text


def nest_bold(text: str, before: str = "\n", after: str = "\n") -> list[Token] | None:
    """Return what `nest_emphasis` makes of a text in which every pair of runs is bold text; None for any other.

    Nearly all emphasis of a glossary is such, and needs no stack. `before` and `after` are the characters beside.
    """
    parts = text.split("**")
    # As many openers as closers, none beside another, no other run.
    if len(parts) % 2 == 0 or "" in parts[1:-1] or text.count("*") != 2 * len(parts) - 2 or "_" in text:
        return None
    tokens: list[Token] = [{"type": "text", "raw": parts[0]}] if parts[0] else []
    before = parts[0][-1:] or before
    for at in range(1, len(parts), 2):
        bold, rest = parts[at], parts[at + 1]
        if not _flanks("*", before, bold[0])[0] or not _flanks("*", bold[-1], rest[:1] or after)[1]:
            return None
        tokens.append({"type": "strong", "children": [{"type": "text", "raw": bold}]})
        if rest:
            tokens.append({"type": "text", "raw": rest})
            before = rest[-1]
    return tokens


def nest_emphasis(tokens: list[Token], max_depth: int, literal: list[tuple[str, int]]) -> list[Token]:
    """Return inline tokens with emphasis as `emphasis` and `strong` tokens.

    Runs of two and more asterisks that are left in the text are added to `literal`: a little of their context, and
    their offset in it.
    """
    tokens = _join_texts(tokens)
    if not any(token["type"] == "text" and has_runs(token["raw"]) for token in tokens):
        return tokens
    if max_depth > 0 and (nested := _nest_all_bold(tokens)):
        return nested
    parts, runs = _split(tokens)
    _match(runs)
    literal.extend(run.context for run in runs if run.char == "*" and run.left > 1)
    return _build(parts, max_depth)


def _nest_all_bold(tokens: list[Token]) -> list[Token] | None:
    """Return tokens with bold text nested; None where any other run stands, or bold text around another token."""
    nested: list[Token] = []
    for index, token in enumerate(tokens):
        if token["type"] != "text" or not has_runs(token["raw"]):
            nested.append(token)
            continue
        bold = nest_bold(token["raw"], *_neighbours(tokens, index)) if token.get("_emphasis", True) else None
        if bold is None:
            return None
        nested += bold
    return nested


def _split(tokens: list[Token]) -> tuple[list[Token | _Run], list[_Run]]:
    """Cut text tokens at the runs; join texts that stand side by side."""
    parts: list[Token | _Run] = []
    runs: list[_Run] = []
    for index, token in enumerate(tokens):
        raw = token.get("raw", "")
        if token["type"] != "text" or not token.get("_emphasis", True) or not has_runs(raw):
            parts.append(token)
            continue
        before, after = _neighbours(tokens, index)
        at = 0
        for match in _RUN.finditer(raw):
            start, end = match.span()
            char = raw[start]
            previous = raw[start - 1] if start else before
            following = raw[end] if end < len(raw) else after
            can_open, can_close = _flanks(char, previous, following)
            if char == "_" and not can_open and not can_close:
                continue  # as in snake_case
            if start > at:
                parts.append({"type": "text", "raw": raw[at:start]})
            run = _Run(char, end - start, can_open, can_close, end - start, raw, start)
            parts.append(run)
            runs.append(run)
            at = end
        if at < len(raw):
            parts.append({"type": "text", "raw": raw[at:]})
    return _joined(parts), runs


def _join_texts(tokens: list[Token]) -> list[Token]:
    """Join texts of the same kind: mistune cuts them at every character that might begin something."""
    if not any(one["type"] == other["type"] == "text" for one, other in pairwise(tokens)):
        return tokens
    joined: list[Token] = []
    texts: list[str] = []
    emphasis = True

    def flush() -> None:
        if texts:
            joined.append({"type": "text", "raw": "".join(texts)} | ({} if emphasis else {"_emphasis": False}))
            texts.clear()

    for token in tokens:
        if token["type"] != "text":
            flush()
            joined.append(token)
            continue
        kind = token.get("_emphasis", True)
        # An ampersand that was cut off its neighbour is none of an entity: `\&amp;`.
        if texts and (kind != emphasis or texts[-1].endswith("&")):
            flush()
        emphasis = kind
        texts.append(token["raw"])
    flush()
    return joined


def _joined(parts: Iterable[Token | _Run]) -> list[Token | _Run]:
    """Return parts with the texts that stand side by side as one, whatever kind they were; without empty ones."""
    joined: list[Token | _Run] = []
    texts: list[str] = []
    for part in parts:
        is_text = isinstance(part, dict) and part["type"] == "text"
        if texts and (not is_text or texts[-1].endswith("&")):
            joined.append({"type": "text", "raw": "".join(texts)})
            texts.clear()
        if not is_text:
            joined.append(part)
        elif part["raw"]:  # type: ignore[index]
            texts.append(part["raw"])  # type: ignore[index]
    if texts:
        joined.append({"type": "text", "raw": "".join(texts)})
    return joined


def _neighbours(tokens: list[Token], index: int) -> tuple[str, str]:
    """Return the characters before and after a token, a line end where there is none."""
    before = _edge(tokens[index - 1], -1) if index else "\n"
    return before, _edge(tokens[index + 1], 0) if index + 1 < len(tokens) else "\n"


def _edge(token: Token, index: int) -> str:
    if token["type"] == "text" and token["raw"]:
        return str(token["raw"][index])
    return "\n" if token["type"] in ("softbreak", "linebreak") else _OBJECT


@lru_cache(maxsize=65_536)
def _flanks(char: str, before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a run between two characters can open and can close emphasis."""
    space_before, cjk_before, punctuation_before = _kind(before)
    space_after, cjk_after, punctuation_after = _kind(after)
    mark_before = punctuation_before and not cjk_before
    mark_after = punctuation_after and not cjk_after
    left = not space_after and (not mark_after or space_before or mark_before or cjk_before)
    right = not space_before and (not mark_before or space_after or mark_after or cjk_after)
    if char == "*":
        return left, right
    return left and (not right or punctuation_before), right and (not left or punctuation_after)


@lru_cache(maxsize=65_536)
def _kind(char: str) -> tuple[bool, bool, bool]:
    """Tell whether a character is a space, is Chinese, Japanese or Korean, and is punctuation."""
    return char.isspace(), is_cjk(char), not char.isalnum() and unicodedata.category(char)[0] in "PS"


def _match(runs: list[_Run]) -> None:
    """Pair openers with closers; `opens` and `closes` of the runs say how."""
    openers: list[int] = []
    bottoms: dict[tuple[str, int, bool], int] = {}
    for index, closer in enumerate(runs):
        while closer.can_close and closer.left:
            # Nothing below the bottom can match such a closer: this keeps the search linear (CommonMark appendix).
            kind = (closer.char, closer.length % 3, closer.can_open)
            bottom = bottoms.get(kind, -1)
            at = len(openers) - 1
            while at >= 0 and openers[at] > bottom and not _pairs(runs[openers[at]], closer):
                at -= 1
            if at < 0 or openers[at] <= bottom:
                bottoms[kind] = index - 1
                break
            del openers[at + 1 :]
            opener = runs[openers[at]]
            use = 2 if opener.left > 1 and closer.left > 1 else 1
            opener.left -= use
            closer.left -= use
            opener.opens.append(use)
            closer.closes.append(use)
            if not opener.left:
                openers.pop()
        if closer.can_open and closer.left:
            openers.append(index)


def _pairs(opener: _Run, closer: _Run) -> bool:
    if opener.char != closer.char:
        return False
    if not (opener.can_close or closer.can_open):
        return True
    return (opener.length + closer.length) % 3 != 0 or (opener.length % 3 == 0 and closer.length % 3 == 0)


def _build(parts: list[Token | _Run], max_depth: int) -> list[Token]:
    """Turn the paired runs into nested tokens; what nests too deeply stays text."""
    stack: list[list[Token | _Run]] = [[]]
    overflow = 0
    for part in parts:
        if isinstance(part, dict):
            stack[-1].append(part)
            continue
        for use in part.closes:
            if overflow:
                overflow -= 1
                stack[-1].append({"type": "text", "raw": part.char * use})
            else:
                children = _joined(stack.pop())
                stack[-1].append({"type": "strong" if use == 2 else "emphasis", "children": children})
        if part.left:
            stack[-1].append({"type": "text", "raw": part.char * part.left})
        for use in reversed(part.opens):
            if overflow or len(stack) > max_depth:
                overflow += 1
                stack[-1].append({"type": "text", "raw": part.char * use})
            else:
                stack.append([])
    return _joined(stack[0])  # type: ignore[return-value]
