"""Tables as GitHub writes them (GFM 4.10): rows that are too short are filled, cells too many are reported.

mistune's own plugin shows a whole table as text when one row has a cell too few. Beyond GFM, `[[Headword|text]]` is not
cut at its bar.
"""

from __future__ import annotations

import re
from itertools import pairwise
from re import Match
from typing import Any

from mistune import BlockParser, BlockState, Markdown

from glossary_ssg.limits import TABLE_CELLS
from glossary_ssg.markdown.blocks import line_at
from glossary_ssg.markdown.emphasis import Token

ROWS = "misfit_rows"
"""Key of the parser's environment: rows with a wrong number of cells, as (line, cells, columns)."""

HEADS = "misfit_heads"
"""The same of lines above a delimiter row that has more or fewer cells, with that row: they begin no table."""

MAX_FILLED = 10_000
"""So many missing cells are filled in a text: else a few kilobytes of short rows below a wide head fill gigabytes."""

CELLS_END = "cells_end"
"""The first line that is no row any more, as there are TABLE_CELLS before it."""

_FILLED, _COUNTED = "filled_cells", "counted_cells"
_TABLE_CELLS = 3
"""A table takes as much memory as so many cells."""
_LINE = r"^ {0,3}(?=\S)[^\n]*\|[^\n]*(?:\n|$)"
_DELIMITER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+(?:\|[ \t]*)?\n?")
_BAR = re.compile(r"\[\[[^\[\]\n]*\]\]|\\.|(\|)")


def tables(markdown: Markdown) -> None:
    """Add tables to a parser: mistune plugin."""
    block = markdown.block
    block.register("table", _LINE, _parse_table)
    for rules in (block.list_rules, block.block_quote_rules):
        block.insert_rule(rules, "table")


def _parse_table(_: BlockParser, match: Match[str], state: BlockState) -> int | None:
    end = match.end()
    delimiter = state.get_line(end)
    if not _is_delimiter(delimiter):
        return None
    head, marks = _cells(match[0]), _cells(delimiter)
    if len(head) != len(marks):
        if "|" in delimiter and not _is_delimiter(match[0]):  # a line of hyphens may be a heading's
            state.env.setdefault(HEADS, []).append((f"{match[0]}{delimiter}".strip(), len(head), len(marks)))
        return None
    if not _has_room(state, match[0], len(head) + _TABLE_CELLS):
        return None
    aligns = [_align(mark) for mark in marks]
    end += len(delimiter)
    rows: list[Token] = []
    while "|" in (line := state.get_line(end)):
        cells = _cells(line)
        if not _has_room(state, line, min(len(cells), len(aligns)) + 1):
            break
        if len(cells) != len(aligns):
            state.env.setdefault(ROWS, []).append((line.strip(), len(cells), len(aligns)))
        missing = max(0, len(aligns) - len(cells))
        filled = state.env[_FILLED] = state.env.get(_FILLED, 0) + missing
        if filled <= MAX_FILLED:
            cells += [""] * missing
        rows.append({"type": "table_row", "children": _row(cells, aligns, line_at(state, end), head=False)})
        end += len(line)
    children: list[Token] = [{"type": "table_head", "children": _row(head, aligns, None, head=True)}]
    if rows:
        children.append({"type": "table_body", "children": rows})
    state.append_token({"type": "table", "children": children})
    return end


def _has_room(state: BlockState, line: str, cells: int) -> bool:
    """Tell whether there may be more cells, and count them."""
    count = state.env[_COUNTED] = state.env.get(_COUNTED, 0) + cells
    if count > TABLE_CELLS:
        state.env.setdefault(CELLS_END, line.strip())
    return bool(count <= TABLE_CELLS)


def begins_table(head: str, delimiter: str) -> bool:
    """Tell whether two lines are a table's first row and the line below it."""
    return _is_delimiter(delimiter) and len(_cells(head)) == len(_cells(delimiter))


def _is_delimiter(line: str) -> bool:
    return "-" in line and _DELIMITER.fullmatch(line) is not None


def _row(cells: list[str], aligns: list[str | None], line: int | None, *, head: bool) -> list[dict[str, Any]]:
    return [
        {"type": "table_cell", "text": text, "attrs": {"align": align, "head": head}, "line": line}
        for text, align in zip(cells, aligns, strict=False)
    ]


def _cells(line: str) -> list[str]:
    """Cut a row at its bars; the ones at both ends need not be there."""
    text = line.strip()
    if "\\" in text or "[[" in text:
        edges = [-1, *(bar.start() for bar in _BAR.finditer(text) if bar[1]), len(text)]
        # A bar inside a cell is written `\|`, in code too.
        cells = [text[start + 1 : end].strip().replace("\\|", "|") for start, end in pairwise(edges)]
        is_closed = edges[-2] == len(text) - 1
    else:
        cells = list(map(str.strip, text.split("|")))
        is_closed = text.endswith("|")
    if text.startswith("|"):
        del cells[0]
    if is_closed and len(cells) > 1:
        del cells[-1]
    return cells


def _align(mark: str) -> str | None:
    if mark.startswith(":") and mark.endswith(":"):
        return "center"
    return "left" if mark.startswith(":") else "right" if mark.endswith(":") else None
