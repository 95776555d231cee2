"""Bytes -> text with `\\n` as the only line end, and diagnostics for what the bytes hold besides text."""

from __future__ import annotations

import re

from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.limits import LARGE_FILE_BYTES
from glossary_ssg.markdown.locate import Locator
from glossary_ssg.text.lines import BOM, with_line_feeds, without_bom

UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters, two that no XML may hold, and halves of surrogate pairs, which only an escape can bring in.

U+0085, which some programs write as a line end, is white space and stays.
"""


def decode(data: bytes) -> tuple[str, list[Diagnostic]]:
    """Return a file's text and diagnostics. Each character of the file is one of the text, but for BOM and CRLF."""
    diagnostics: list[Diagnostic] = []
    text, bad_byte = _decoded(data, diagnostics)
    if bad_byte is not None:
        diagnostics.append(bad_byte)
    if "\r" in text:
        # Nothing before the first CR ends a line but LF.
        line, column = Locator(text).place(text.index("\r"))
        name = "CRLF" if "\r\n" in text else "CR"
        hint = "nothing is wrong with the page; save the file with LF, so that changes show only what was changed"
        diagnostics.append(diagnose("line-ends", f"lines end with {name}", hint=hint, line=line, column=column))
        text = with_line_feeds(text)
    if len(data) >= LARGE_FILE_BYTES:
        hint = "nothing is wrong with the page, but readers load all of it; is it one entry?"
        diagnostics.append(diagnose("file-large", f"the file has {len(data):,} bytes", hint=hint, line=1, column=1))
    if control := UNWANTED.search(text):
        line, column = Locator(text).place(control.start())
        message = f"control character U+{ord(control[0]):04X} in the text"
        diagnostics.append(diagnose("control-character", message, hint="delete it", line=line, column=column))
        text = UNWANTED.sub("\ufffd", text)
    return text, diagnostics


def _decoded(data: bytes, diagnostics: list[Diagnostic]) -> tuple[str, Diagnostic | None]:
    """Return the text as it was typed, and the diagnostic of its first byte that is not UTF-8."""
    if data.startswith(BOM):
        data = without_bom(data)
        hint = "save the file as UTF-8 without BOM"
        message = "the file begins with a byte-order mark"
        diagnostics.append(diagnose("encoding-bom", message, hint=hint, line=1, column=1))
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        before = with_line_feeds(data[: error.start].decode())
        line, column = Locator(before).place(len(before))
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        hint = "save the file as UTF-8; until then the unreadable bytes are shown as \ufffd"
        bad_byte = diagnose("encoding-utf8", message, hint=hint, line=line, column=column)
        return data.decode(errors="replace"), bad_byte
