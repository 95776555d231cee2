"""The Content-Security-Policy of all pages: what they may load, and from where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_BASE: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "img-src": ("'self'", "https:", "data:"),
    "media-src": ("'self'", "https:"),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
}
DIRECTIVES = (
    *("child-src", "connect-src", "font-src", "form-action", "frame-src", "img-src"),
    *("manifest-src", "media-src", "script-src", "style-src", "worker-src"),
)
"""What a theme may add sources to (W3C, Content Security Policy Level 3, as far as it holds in a page)."""
_SOURCE = re.compile(
    r"(?:https|wss)://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+|:\*)?(?:/[\w.~%/-]*)?"
    r"|'self'|'sha(?:256|384|512)-[\w+/=-]+'|data:|blob:",
    re.IGNORECASE,
)


def source_problem(directive: str, source: str) -> str:
    """Return why a source is refused, empty text where it is not."""
    if _SOURCE.fullmatch(source) and not (source.lower() in ("data:", "blob:") and directive == "script-src"):
        return ""
    return (
        "" if (directive, source) == ("style-src", "'unsafe-inline'") else f"`{source}` is no source that is accepted"
    )


def make_csp(declared: Mapping[str, Iterable[str]]) -> str:
    """Return the policy with the sources that a theme declares; each directive keeps the site itself."""
    policy = dict(_BASE)
    for directive, sources in sorted(declared.items()):
        policy[directive] = tuple(dict.fromkeys((*policy.get(directive, ("'self'",)), *sources)))
    return "; ".join(" ".join((directive, *sources)) for directive, sources in policy.items())
