"""The bytes of an SVG image as UTF-8, and a document type without its declarations."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from glossary_ssg.images.names import SVG, XHTML, XLINK, is_editors

_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]*)[\"']")
_ENCODINGS = frozenset(
    (
        *("utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be"),
        *("iso8859-1", "iso8859-2", "iso8859-15", "cp1250", "cp1251", "cp1252", "koi8-r"),
        *("shift_jis", "euc_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr"),
    )
)
"""Python's names of encodings in which no character beyond ASCII holds a `<`, and which cannot be switched midway."""
_REFERENCE = re.compile(rb"&([^\s;&<>#\"']{1,100});")
_SPACE = re.compile(rb"(\bxmlns(?::[^\s=<>]+)?\s*=\s*([\"']))&([^\s;&<>#\"']{1,100});(?=\2)")
_PREDEFINED = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_OWN = {space: space.encode() for space in (SVG, XLINK, XHTML)}


def as_utf8(data: bytes) -> bytes | None:
    """Return XML as UTF-8 without byte-order mark, None where it cannot be read. Its declaration stays."""
    name = _encoding(data)
    try:
        if codecs.lookup(name).name not in _ENCODINGS:
            return None
        text = data.decode(name).removeprefix("\ufeff")
        return text.encode()
    except (LookupError, UnicodeError, ValueError):
        return None


def _encoding(data: bytes) -> str:
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return name
    declared = _DECLARED.match(data)
    if declared and declared[1].lower().startswith(b"utf-16"):
        return ""  # it is not: its declaration was read as ASCII
    return declared[1].decode() if declared else "utf-8"


def without_subset(data: bytes, start: int, end: int, entities: Mapping[str, str]) -> tuple[bytes, bool]:
    """Return UTF-8 XML without its document type, which is at `start` to `end`, and whether that took text out.

    No entity is expanded. One that is the whole name of a namespace, as Illustrator writes them, becomes that of ours
    which it means, or one that means nothing; all others go.
    """
    lines = data.count(b"\n", start, end)
    rest, removed = data[end:], False

    def space(match: re.Match[bytes]) -> bytes:
        meant = entities.get(match[3].decode(errors="replace"), "")
        return match[1] + _OWN.get(meant, b"urn:removed:" + match[3])

    def drop(match: re.Match[bytes]) -> bytes:
        nonlocal removed
        if match[1] in _PREDEFINED:
            return match[0]
        meant = entities.get(match[1].decode(errors="replace"), "")
        removed |= meant not in _OWN and not is_editors(meant)
        return b""

    rest = _REFERENCE.sub(drop, _SPACE.sub(space, rest))
    return data[:start] + b"\n" * lines + rest, removed
