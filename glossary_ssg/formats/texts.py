"""What the formats share: addresses and XML."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

_SAFE = "/:?#[]@!$&'()*+,;=%~-._"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def encoded(address: str) -> str:
    """Return an address in ASCII; what is percent-encoded already stays as it is (RFC 3987, 3.1)."""
    return quote(address, safe=_SAFE)


def element(name: str, **attributes: str) -> str:
    """Return an empty XML element; attributes without a value are left out, `_` in a name stands for a colon."""
    given = "".join(f' {key.replace("_", ":")}="{escape(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{given}/>"
