"""Parts of addresses, made from names that people gave to files, headings and categories."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import quote

from glossary_ssg.text.scripts import mark_class

MAX_SEGMENT_BYTES = 200
"""Most file systems hold 255 bytes a name; this leaves room for suffixes such as `.html.gz` and temporary names."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)
_SIMPLE = re.compile(rf"(?=.{{1,{MAX_SEGMENT_BYTES}}}\Z)[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""Names that are segments already."""
_IN_FRAGMENTS = "!#$&'()*+,/:;=?@[\\]^{|}"
"""Beside letters, digits and `-._~`: the ASCII characters outside the fragment percent-encode set."""
_DIRECTIVE = re.compile("(?<=:)~(?=:)")


@cache
def _disallowed() -> re.Pattern[str]:
    return re.compile(rf"[^\w{mark_class()}.+#~@-]+")


@cache
def _punctuation() -> re.Pattern[str]:
    return re.compile(rf"[^\w{mark_class()} -]+")


def segment(name: str) -> str:
    """Return one lower-case segment of an address for a file's or category's name.

    Hugo's rule for file names (`Sanitize` in hugo/common/paths): letters, marks and digits of any script and `.+#~@_-`
    stay, a run of white space is one hyphen, everything else goes. On top of it: NFC, no dots at the ends, nothing that
    Windows takes for a device, at most MAX_SEGMENT_BYTES bytes. Empty where nothing is left.
    """
    if _SIMPLE.fullmatch(name) and not _DEVICE.match(name):
        return name
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name).strip())
    # Hugo leaves out a space's hyphen beside a hyphen that was written, and at the ends.
    kept = _disallowed().sub(lambda run: " " if " " in run[0] else "", spaced).strip()
    # `\w` takes ² and ① for digits; Hugo does not.
    kept = "".join(char for char in kept if not char.isnumeric() or char.isdecimal() or char.isalpha())
    kept = re.sub(r" ?- ?", "-", kept).replace(" ", "-").lower()
    kept = _cut(unicodedata.normalize("NFC", kept).lstrip(".")).rstrip(".")  # what begins with a dot is hidden
    if _DEVICE.match(kept):
        kept = _cut(re.sub(r"^([^.]*)", r"\1-", kept)).rstrip(".")
    return kept


def is_device(name: str) -> bool:
    """Tell whether Windows takes a file's name for a device, whatever its extension."""
    return _DEVICE.match(name) is not None


def heading_id(text: str) -> str:
    """Return the id of a heading: lower case, spaces as hyphens, no punctuation, letters of any script.

    The rule is GitHub's, which authors know from their editors. Empty where nothing is left.
    """
    plain = _punctuation().sub("", re.sub(r"\s", " ", unicodedata.normalize("NFC", text).strip().lower()))
    return _cut(plain.replace(" ", "-"))


def fragment(identifier: str) -> str:
    """Return an element's id as the fragment of an address, without the `#`; any text is allowed.

    The fragment percent-encode set of the URL standard (https://url.spec.whatwg.org/#fragment-percent-encode-set), plus
    `%`, so that decoding returns the id, and the `~` of `:~:`, behind which browsers read a text directive.
    `js/search/headings.js` of the default theme follows the same rule.
    """
    return _DIRECTIVE.sub("%7E", quote(identifier, safe=_IN_FRAGMENTS, errors="replace"))


def _cut(text: str) -> str:
    """Shorten text to MAX_SEGMENT_BYTES without splitting a character or its marks."""
    raw = text.encode()
    if len(raw) <= MAX_SEGMENT_BYTES:
        return text
    short = raw[:MAX_SEGMENT_BYTES].decode(errors="ignore")
    while short and unicodedata.category(text[len(short)])[0] == "M":
        short = short[:-1]
    return short
