"""Lines of a file as editors count them: they end with LF, CRLF or CR, and with nothing else.

Python's `splitlines` also ends them at form feeds, U+0085, U+2028 and five more characters. VS Code, vim and the
Language Server Protocol (3.17, "Text Documents") do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

BOM = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def with_line_feeds(text: str) -> str:
    """Return a text in which every line that ends, ends with LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def without_bom(data: bytes) -> bytes:
    """Return bytes without byte-order marks at their beginning: joining files can leave more than one."""
    while data.startswith(BOM):
        data = data[len(BOM) :]
    return data


def read_lines(data: bytes) -> Sequence[str]:
    """Return the lines of a file without their ends, U+FFFD for what is not UTF-8."""
    return with_line_feeds(without_bom(data).decode(errors="replace")).split("\n")


def with_ends(text: str) -> Sequence[str]:
    """Return the lines of a text with their ends."""
    return _LINE.findall(text)
