"""Images whose published copies differ from their sources."""

from __future__ import annotations

from collections.abc import Iterator

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic, diagnose

_SHOWN = 5
"""Names in one message."""


def check_removed(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report what the published copies of SVG images leave out."""
    for path, removed in site.removed.items():
        names = list(dict.fromkeys(item.what for item in removed))
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        listed = ", ".join(names[:_SHOWN]) + more
        message = f"the published copy of the image '{path}' leaves out what may run, load or is not SVG: {listed}"
        hint = f"remove {listed} from the file, or save the image as plain SVG with embedded PNG or JPEG images"
        line = min(item.line for item in removed)
        yield diagnose("image-unsafe", message, hint=hint, path=path, line=line)


CHECKS: tuple[Check, ...] = (check_removed,)
