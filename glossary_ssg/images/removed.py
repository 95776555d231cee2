"""What is left out of an image, and how it is reported."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from glossary_ssg.diagnostics import Diagnostic, diagnose

_SHOWN = 5
"""Names in one message."""


class Removed(Struct, frozen=True, gc=False):
    """A part of an SVG image that is not published."""

    what: str
    """As it is written: `<script>`, `onload`."""
    line: int
    """1-based, in the source."""


def unsafe(path: str, removed: Sequence[Removed]) -> Diagnostic:
    """Report what is left out of the published copy of an image; `removed` is not empty."""
    names = list(dict.fromkeys(item.what for item in removed))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    listed = ", ".join(names[:_SHOWN]) + more
    message = f"the published copy of the image '{path}' leaves out what may run, load or is not SVG: {listed}"
    hint = f"remove {listed} from the file, or save the image as plain SVG with embedded PNG or JPEG images"
    return diagnose("image-unsafe", message, hint=hint, path=path, line=min(item.line for item in removed))
