"""The attributes of an SVG image: which may stay, and with which values."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping

from glossary_ssg.images.css import clean_declarations, is_passive, is_plain
from glossary_ssg.images.names import (
    ANIMATED,
    ATTRIBUTES,
    HREF_ELEMENTS,
    HTML_ATTRIBUTES,
    PLAIN,
    QUIET_ATTRIBUTES,
    SMIL,
    SVG,
    TARGETS,
    XHTML,
    XLINK,
    XLINK_ATTRIBUTES,
    XML,
    XML_ATTRIBUTES,
    is_editors,
)
from glossary_ssg.images.signatures import kind_of

_LINK = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\\]+|mailto:[^\s\x00-\x20\x7f-\x9f\\]+", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:\.{0,2}/(?!/))?[\w.~%-][\w.~%/-]*(?:#[\w.~%/-]*)?")
_FRAGMENT = re.compile(r"#[^\s\x00-\x20\x7f-\x9f]*")
_RASTER = re.compile(r"data:image/(png|jpe?g|gif|webp|avif|bmp);base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_IMAGES = frozenset({"PNG", "JPEG", "GIF", "WebP", "AVIF", "BMP"})
_DATA = re.compile(r"(?:data|aria)-[\w.-]+")
_RISKY = frozenset({"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"})
_SPACES = {
    XHTML: "html",
    "http://www.w3.org/1999/XSL/Transform": "xsl",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/2001/xml-events": "ev",
    "http://www.w3.org/2001/XInclude": "xi",
    "http://www.mozilla.org/xbl": "xbl",
    "http://www.w3.org/ns/xbl": "xbl",
}


def is_risky(space: str, name: str, given: Mapping[str, str]) -> bool:
    """Tell whether an element is one that might run, even where nothing of it is drawn."""
    is_handled = any(key.rpartition(" ")[2].lower().startswith("on") for key in given)
    return space in _SPACES or name.lower() in _RISKY or (space in (SVG, "") and is_handled)


class Attributes:
    """Cleans the attributes of one element after the other."""

    def __init__(self, remove: Callable[[str], None], spend: Callable[[int], bool]) -> None:
        """Take what notes a thing that is left out, and what tells whether so many characters of CSS may be read."""
        self._remove = remove
        self._spend = spend

    def clean(self, space: str, name: str, given: Mapping[str, str]) -> dict[str, str] | None:
        """Return the attributes that may stay, as they are written; None where the element has to go."""
        if name in SMIL and space != XHTML and not self._is_animation(given):
            return None
        return dict(self._kept(space, name, given))

    def _is_animation(self, given: Mapping[str, str]) -> bool:
        target = given.get("attributeName", "transform").strip()
        return target in ANIMATED

    def _kept(self, space: str, name: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for key, value in given.items():
            attribute_space, _, local = key.rpartition(" ")
            if attribute_space == XML and local in XML_ATTRIBUTES:
                yield f"xml:{local}", value
            elif attribute_space == XLINK and local in XLINK_ATTRIBUTES:
                if local != "href" or self._may_refer(space, name, "xlink:href", value):
                    yield f"xlink:{local}", value
            elif attribute_space:
                self._leave(attribute_space, local)
            elif local == "href":
                if self._may_refer(space, name, local, value):
                    yield local, value
            elif (kept := self._plain(space, name, local, value)) is not None:
                yield local, kept

    def _leave(self, space: str, local: str) -> None:
        """Leave out an attribute of another namespace."""
        is_quiet = is_editors(space) or space == XLINK
        prefix = "xml" if space == XML else _SPACES.get(space, "foreign")
        self._remove("" if is_quiet else f"`{prefix}:{local[:40]}`")

    def _may_refer(self, space: str, name: str, written: str, value: str) -> bool:
        """Tell whether an element may have this address."""
        value = value.strip(" \t\n\r")
        if space != XHTML and name in HREF_ELEMENTS and _is_allowed(name, value):
            return True
        self._remove(f'`{written}="{value[:30]}"`')
        return False

    def _plain(self, space: str, name: str, local: str, value: str) -> str | None:
        """Return the value of an attribute without namespace, None where it goes."""
        allowed = HTML_ATTRIBUTES if space == XHTML else ATTRIBUTES
        if _DATA.fullmatch(local):
            return value
        if local not in allowed:
            self._remove("" if local in QUIET_ATTRIBUTES or local.startswith("xmlns") else f"`{local[:40]}`")
            return None
        if local == "style":
            return self._style(value)
        is_bad_type = name == "style" and local == "type" and value.strip().lower() not in ("", "text/css")
        if is_bad_type or (local == "target" and value not in TARGETS):
            self._remove(f'`{local}="{value[:30]}"`')
            return None
        if local in PLAIN or is_passive(value):
            return value
        self._remove(f'`{local}="{value[:30]}"`')
        return None

    def _style(self, value: str) -> str | None:
        if is_plain(value):
            return value
        if not self._spend(len(value)):
            self._remove("`style` (too long)")
            return None
        cleaned = clean_declarations(value, self._remove)
        if cleaned != value:
            self._remove("")
        return cleaned


def _is_allowed(name: str, value: str) -> bool:
    """Tell whether an address loads nothing: a part of the image, an image in itself, or a link for readers."""
    if name == "a":
        return bool(_FRAGMENT.fullmatch(value) or _LINK.fullmatch(value) or _RELATIVE.fullmatch(value))
    if name in ("image", "feImage") and value[:5].lower() == "data:":
        return _is_raster(value)
    return name != "image" and bool(_FRAGMENT.fullmatch(value))


def _is_raster(value: str) -> bool:
    match = _RASTER.fullmatch(value)
    if not match:
        return False
    try:
        head = base64.b64decode("".join(match[2][:200].split())[:120], validate=True)
    except binascii.Error:
        return False
    return kind_of(head) in _IMAGES
