"""An SVG image without what can run or load: read as XML, and written again from a list of what is allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat

from glossary_ssg.images.rebuild import Rebuilder, Refusal
from glossary_ssg.images.removed import Removed
from glossary_ssg.images.text import as_utf8, without_subset
from glossary_ssg.limits import SVG_BYTES

__all__ = ["Refusal", "sanitise"]
_DECLARED_UTF8 = re.compile(
    rb"<\?xml version=[\"']1\.0[\"'](?: encoding=[\"']utf-8[\"'])?(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>",
    re.IGNORECASE,
)
_PLAIN = "save it as plain SVG"


class _Subset(Exception):  # noqa: N818 - a turn of the way, no error
    """The document type declares something."""


def sanitise(data: bytes) -> tuple[bytes | None, tuple[Removed, ...]]:
    """Return the bytes to publish, None for the file's own, and what is left out of them.

    Raises Refusal where nothing can be published. The file's own bytes are safe where everything in them is allowed,
    and every reader must take them for the same text: they are UTF-8 and say nothing else.
    """
    if len(data) > SVG_BYTES:
        raise Refusal(f"has more than {SVG_BYTES // 2**20} MiB", "reduce its size, or save it as PNG")
    text = as_utf8(data)
    if text is None:
        raise Refusal("is in an encoding that cannot be read", "save it as UTF-8")
    rebuilder, taken = _rebuild(text)
    is_same = text is not None and text == data and not rebuilder.is_changed and not taken
    is_plain = _DECLARED_UTF8.match(data) or (data.startswith(b"<") and data[1:2] not in b"?!")
    if is_same and is_plain:
        return None, ()
    return rebuilder.result(), (*taken, *rebuilder.removed)


def _rebuild(text: bytes) -> tuple[Rebuilder, Sequence[Removed]]:
    entities: dict[str, str] = {}
    try:
        return _parse(text, entities), ()
    except _Subset as subset:
        end, has_defaults = subset.args
    start = text.rfind(b"<!DOCTYPE", 0, end)
    # Where the declaration itself holds these letters, what is left is no XML, or has two document types.
    line = text.count(b"\n", 0, start) + 1
    rest, is_taken = without_subset(text, start, end, entities)
    what = " and ".join([*(["entities"] if is_taken else []), *(["`<!ATTLIST>`"] if has_defaults else [])])
    return _parse(rest, None), [Removed(what, line)] if what else []


def _parse(text: bytes, entities: dict[str, str] | None) -> Rebuilder:
    """Read XML. Where its document type declares something, that is noted, and _Subset raised with its end."""
    # What is declared as the encoding does not count: it is UTF-8 by now.
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    rebuilder = Rebuilder(parser)

    def declare(name: str, is_parameter: int, value: str | None, *_: object) -> None:
        if is_parameter or entities is None or len(entities) > 1_000:
            raise Refusal("declares entities that may hold anything", _PLAIN)
        entities[name] = value or ""

    def begin(_name: str, _system: str | None, _public: str | None, has_subset: bool) -> None:
        if entities is None:
            raise Refusal("has two document types", _PLAIN)
        rebuilder.is_changed = True
        rebuilder.has_subset = has_subset

    def end() -> None:
        if rebuilder.has_subset:
            raise _Subset(parser.CurrentByteIndex + 1, bool(defaults))

    defaults: list[str] = []

    parser.EntityDeclHandler = declare
    parser.AttlistDeclHandler = lambda element, *_: defaults.append(element)
    parser.StartDoctypeDeclHandler = begin
    parser.EndDoctypeDeclHandler = end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "error") if error.code else "error"
        raise Refusal(f"is no SVG: {reason} in line {error.lineno}", _PLAIN) from error
    except ValueError as error:
        raise Refusal("is no SVG", _PLAIN) from error
    return rebuilder
