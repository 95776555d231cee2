"""What is left out of an image."""

from __future__ import annotations

from msgspec import Struct


class Removed(Struct, frozen=True, gc=False):
    """A part of an SVG image that is not published."""

    what: str
    """As it is written: `<script>`, `onload`."""
    line: int
    """1-based, in the source."""
