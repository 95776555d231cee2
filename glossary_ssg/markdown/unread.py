"""What was meant as a table or as a question, and stands in the text as it was typed. Only what is certain is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from re import Match

from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.markdown.emphasis import Token
from glossary_ssg.markdown.locate import Locator, without_code
from glossary_ssg.markdown.tables import begins_table

_LITERAL = re.compile(r"<(?:pre|code|script|style|textarea|table|!|\?)", re.IGNORECASE)
"""Begins HTML in which bars may be meant as they are, or which a blank line does not end."""
_ROW = re.compile(r" {0,3}(?=\S)[^\n]*\|")

_MARK = re.compile(
    r" {0,3}(?P<open>\*\*|__)?"
    r"(?P<mark>(?P<letter>[QAＱＡ])(?P<number>\d*)(?P<space>[ \t\u3000]*)"
    r"(?(open)(?:(?P<close>(?P=open))[ \t]*)?)(?P<colon>[:：﹕︓∶꞉]))"
    # Bold text that ends in a colon ends before a space, or anywhere behind a full-width one.
    r"(?(close)(?:(?<=[：﹕︓])|(?=\s)))"
)
_MAY_BE = re.compile(r"[QAＱＡ]\d*[\s*_]*[:：﹕︓∶꞉]")
"""A mark, or what only looks like one: looked for first, as few texts have any."""
_ODD = re.compile(rf"^{_MARK.pattern}", re.MULTILINE)
_PARAGRAPH = re.compile(r"^(?:[^\S\n]*\S[^\n]*(?:\n|\Z))++", re.MULTILINE)
_BOLD_LINE = re.compile(r"\s*(\*\*|__).+\1\s*")
_COLONS = {"﹕": "：", "︓": "：", "∶": ":", "꞉": ":"}


def find_unread(blocks: Sequence[Token], text: str, start: int) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each table, question and answer that is not read as one; the body begins at `start`."""
    yield from _find_tables(blocks, text, start)
    may_be = _MAY_BE.search(text, start)
    if may_be and any(readable_mark(text, match.start()) for match in _ODD.finditer(text, start)):
        yield from _find_questions(without_code(text), start)


def readable_mark(text: str, at: int = 0) -> tuple[str, str] | None:
    """Return what the question or answer at a line's offset begins with and how it must begin; None if it does."""
    match = _MARK.match(text, at)
    if not match:
        return None
    letter = unicodedata.normalize("NFKC", match["letter"])
    space = match["space"] if len(match["space"]) <= 1 and not match["close"] else ""
    mark = f"{letter}{match['number']}{space}{_COLONS.get(match['colon'], match['colon'])}{match['close'] or ''}"
    return (match["mark"], mark) if mark != match["mark"] else None


def _find_tables(blocks: Sequence[Token], text: str, start: int) -> Iterator[Diagnostic]:
    """Report tables below HTML: it goes on until a blank line."""
    locator = Locator(text, start)
    for block in blocks:
        if block["type"] != "block_html" or "|" not in (raw := block["raw"]) or _LITERAL.search(raw):
            continue
        at = locator.find_offset(raw.rstrip("\n"))  # the parser ends what does not end in one
        for head, delimiter in pairwise(raw.split("\n")):
            is_table = _ROW.match(head) and "|" in delimiter and begins_table(head, delimiter)
            if at >= 0 and is_table and raw.startswith("<"):
                line, column = locator.place(at + len(head) - len(head.lstrip()))
                message = f"the table '{head.strip()}' is shown as text"
                hint = "put a blank line before it: HTML goes on until one"
                yield diagnose("table-literal", message, hint=hint, line=line, column=column)
            at += len(head) + 1 if at >= 0 else 0


def _find_questions(text: str, start: int) -> Iterator[Diagnostic]:
    """Report marks that keep a question and its answer from being read (`questions.py` says which pairs there are)."""
    locator = Locator(text)
    paragraphs = [_marks(text, match) for match in _PARAGRAPH.finditer(text, start)]
    for marks, following in pairwise([*paragraphs, []]):
        kinds = [kind for kind, _ in marks]
        if kinds and kinds == ["Q", "A"] * (len(kinds) // 2):
            pair = marks
        elif kinds == ["Q*"] and [kind for kind, _ in following] == ["A"]:
            pair = [*marks, *following]
        else:
            continue
        for kind, match in pair:
            if found := readable_mark(text, match.start()):
                line, column = locator.place(match.start("mark"))
                what = "an answer" if kind == "A" else "a question"
                message = f"'{found[0]}' does not begin {what}"
                yield diagnose("question-literal", message, hint=f"write `{found[1]}`", line=line, column=column)


def _marks(text: str, paragraph: Match[str]) -> list[tuple[str, Match[str]]]:
    """Return the marks at the beginning of lines, nothing where the first line has none.

    Their kind is Q or A, and Q* where a bold question stands alone.
    """
    lines = list(re.finditer(r"[^\n]+", paragraph[0]))
    found = [_MARK.match(text, paragraph.start() + line.start()) for line in lines]
    marks = [(unicodedata.normalize("NFKC", match["letter"]), match) for match in found if match]
    if not found[0]:
        return []
    is_alone = len(lines) == 1 and not found[0]["close"] and _BOLD_LINE.fullmatch(lines[0][0])
    return [("Q*" if kind == "Q" and is_alone else kind, match) for kind, match in marks]
