"""URIs as people write them -> addresses: what a browser asks for, and the file that answers."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from glossary_ssg.model import Address
from glossary_ssg.text.normal import is_normalized, normalize

SAFE = "/:@!$&'()*+,;=~-._"
"""Characters that stay as they are in the path of a URI."""


def address_of(uri: str) -> Address:
    """Return the address for a URI as its author wrote it: kept byte for byte, decoded for the disk.

    But for letters whose accents stand apart: a file is called by whole ones, and servers compare bytes.
    """
    if not is_normalized(decoded := unquote(uri)):
        uri = quote(normalize("NFC", decoded), safe=SAFE)
    path = re.sub("/{2,}", "/", normalize("NFC", unquote(uri))).lstrip("/")
    last = path.rpartition("/")[2]
    if not last:
        path += "index.html"
    elif not re.search(r"\.x?html?$", last, re.IGNORECASE):
        path += "/index.html"
    return Address(uri, path)
