"""What files are by their first bytes.

The patterns are those of the WHATWG's MIME Sniffing Standard (https://mimesniff.spec.whatwg.org/): sections 6.1 and 6.2
(images, audio and video) and 7.1 (unknown types). That of AVIF is from the AV1 Image File Format, section 6. Browsers
cannot open a file of no listed kind, so such a file is published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SNIFFED = 1445
"""Bytes that are looked at, which is the standard's resource header."""
MARKUP = "markup"
IMAGES: Mapping[str, str] = {
    "apng": "PNG",
    "avif": "AVIF",
    "bmp": "BMP",
    "gif": "GIF",
    "ico": "ICO",
    "jpeg": "JPEG",
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
}
"""The kinds that names promise."""
TEXTS = frozenset({"txt"})
_KINDS = (
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WebP", re.compile(rb"RIFF....WEBPVP", re.DOTALL)),
    ("ICO", re.compile(rb"\x00\x00[\x01\x02]\x00")),
    ("AVIF", re.compile(rb"....ftyp(?:avi[fs]|(?:mif1|msf1|miaf)(?:....)*?avi[fs])", re.DOTALL)),
    ("BMP", re.compile(rb"BM....\x00\x00\x00\x00", re.DOTALL)),
    ("PDF", re.compile(rb"%PDF-")),
    ("PostScript", re.compile(rb"%!PS-Adobe-")),
    ("Ogg", re.compile(rb"OggS\x00")),
    ("WAVE", re.compile(rb"RIFF....WAVE", re.DOTALL)),
    ("AVI", re.compile(rb"RIFF....AVI ", re.DOTALL)),
    ("WebM", re.compile(rb"\x1a\x45\xdf\xa3")),
    ("MP4", re.compile(rb"....ftyp", re.DOTALL)),
    ("MP3", re.compile(rb"ID3")),
    ("ZIP", re.compile(rb"PK\x03\x04")),
    ("gzip", re.compile(rb"\x1f\x8b\x08")),
    ("RAR", re.compile(rb"Rar \x1a\x07\x00|Rar!\x1a\x07")),
    ("WebAssembly", re.compile(rb"\x00asm")),
    ("a web archive", re.compile(rb"(?:MIME-Version|From|Content-Type):", re.IGNORECASE)),
    ("a script", re.compile(rb"#!")),
)
_SUFFIXES = {
    "JPEG": "jpg",
    "WAVE": "wav",
    "gzip": "gz",
    "PostScript": "ps",
    "a web archive": "mhtml",
    "a script": "txt",
    "WebAssembly": "wasm",
}
_TAG = re.compile(rb"<[a-z/!?]", re.IGNORECASE)
_WIDE = re.compile(rb"\x00")


def kind_of(data: bytes) -> str:
    """Return what a file is, `MARKUP` for HTML and XML in any encoding, and empty text where nothing tells."""
    head = data[:SNIFFED]
    for kind, pattern in _KINDS:
        if pattern.match(head):
            return kind
    # UTF-16 and UTF-32 are ASCII with zeros between.
    return MARKUP if _TAG.search(_WIDE.sub(b"", head)) else ""


def suffix_for(kind: str) -> str:
    """Return the suffix that goes with a kind of file."""
    return _SUFFIXES.get(kind, kind.lower())
