"""Whether a file may be published, and with which bytes."""

from __future__ import annotations

from msgspec import Struct

from glossary_ssg.images.removed import Removed
from glossary_ssg.images.signatures import IMAGES, MARKUP, SNIFFED, TEXTS, kind_of, suffix_for

HEAD = SNIFFED
"""Bytes at the beginning of a file that is no SVG image that `examine` needs."""
_VECTOR = "svg"


class Examined(Struct, frozen=True, gc=False):
    """What was seen in a file."""

    refused: str = ""
    """What is wrong with it, where it may not be published."""
    hint: str = ""
    data: bytes | None = None
    """The bytes to publish in place of the file's own; None for its own."""
    removed: tuple[Removed, ...] = ()
    """What the author should know of that is not in `data`."""


def is_vector(path: str) -> bool:
    """Tell whether a file is an SVG image by its name; all of its bytes are examined."""
    return _suffix(path) == _VECTOR


def is_image(path: str) -> bool:
    """Tell whether a file is an image by its name."""
    return _suffix(path) in IMAGES or is_vector(path)


def is_checked(path: str) -> bool:
    """Tell whether a file of this name is examined: all but plain text, in which markup is no more than text."""
    return _suffix(path) not in TEXTS


def examine(path: str, data: bytes) -> Examined:
    """Examine a file's bytes; its first `HEAD` bytes are enough unless it is an SVG image."""
    if is_vector(path):
        # Expat and the tables are needed by sites with SVG images alone.
        from glossary_ssg.images.svg import Refusal, sanitise

        try:
            return Examined("", "", *sanitise(data))
        except Refusal as refusal:
            return Examined(str(refusal), refusal.hint)
    suffix, kind = _suffix(path), kind_of(data)
    if kind == MARKUP:
        return Examined("holds HTML, XML or SVG", f"rename it to what it is, or save it as {suffix.upper()}")
    if suffix in IMAGES and kind and kind != IMAGES[suffix]:
        hint = f"rename it to '{_renamed(path, suffix_for(kind))}', or save it as {suffix.upper()}"
        return Examined(f"is {kind}, not {IMAGES[suffix]}", hint)
    return Examined()


def _renamed(path: str, suffix: str) -> str:
    return f"{path.rpartition('/')[2].rpartition('.')[0]}.{suffix}"


def _suffix(path: str) -> str:
    return path.rpartition(".")[2].lower()
