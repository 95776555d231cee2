"""Read lists of URLs: one in each line, a sitemap, or a sitemap index with the sitemaps beside it."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from glossary_ssg.errors import ReadError
from glossary_ssg.limits import LIST_BYTES, LIST_FILES, LISTS_BYTES, URL_CHARACTERS, URLS
from glossary_ssg.readers.file import CONTROL, brief, conflict, decode, read_file

_GZIP = b"\x1f\x8b"
_XML_STARTS = tuple(
    mark + "<".encode(encoding)
    for mark, encoding in (
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    )
)
_SPACE = b" \t\r\n"


class UrlList:
    """Collects URLs with their files and lines, within the limits."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self._bytes = 0
        self._files = 0

    def add(self, path: Path, line: int, url: str) -> None:
        """Add a URL. Raises ReadError for one that is none."""
        _check_url(path, line, url)
        if len(self.urls) >= URLS:
            raise ReadError(path, f"the list has more than {URLS:,} URLs", line)
        self.urls.append(url)

    def count(self, path: Path, size: int) -> None:
        """Count a file and its bytes. Raises ReadError where they are too many."""
        self._bytes += size
        self._files += 1
        if self._bytes > LISTS_BYTES:
            raise ReadError(path, f"the sitemaps together have more than {LISTS_BYTES:,} bytes")
        if self._files > LIST_FILES:
            raise ReadError(path, f"the index names more than {LIST_FILES:,} sitemaps")


def read_urls(path: Path) -> list[str]:
    """Return the URLs of a list with one in each line, of a sitemap, or of the sitemaps beside an index that it names.

    Each may be compressed by gzip, and an index may name others. Raises ReadError.
    """
    todo, seen, found = [path], {path}, UrlList()
    while todo:
        file = todo.pop(0)
        data = _unpacked(file, read_file(file, LIST_BYTES))
        found.count(file, len(data))
        if not data.lstrip(_SPACE).startswith(_XML_STARTS) or data.lstrip(_SPACE).startswith(b"<<<<<<<"):
            _add_lines(file, data, found)
            continue
        from glossary_ssg.readers.sitemap import read_sitemap

        is_index, entries = read_sitemap(file, data)
        for line, url in entries if not is_index else ():
            found.add(file, line, url)
        for line, url in entries if is_index else ():
            part = _part(file, line, url)
            if part not in seen:
                seen.add(part)
                todo.append(part)
    return found.urls


def _add_lines(path: Path, data: bytes, found: UrlList) -> None:
    text = decode(path, data)
    if error := conflict(path, text):
        raise error
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if not line.startswith("#") and (url := line.strip()):
            found.add(path, number, url)


def _part(index: Path, line: int, url: str) -> Path:
    """Return the file beside a sitemap index that holds the sitemap of a URL, unpacked perhaps."""
    _check_url(index, line, url)
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    for wanted in (name, name.removesuffix(".gz")):
        is_plain = wanted not in ("", ".", "..") and not re.search(r"[/\\\x00]", wanted)
        # Unlike the method of a path, this takes a name that is too long for one that does not exist.
        if is_plain and os.path.isfile(index.parent / wanted):  # noqa: PTH113
            return index.parent / wanted
    raise ReadError(index, f"names {brief(url)}", line, hint=f"put that sitemap beside it, as '{brief(name)}'")


def _check_url(path: Path, line: int, url: str) -> None:
    if len(url) > URL_CHARACTERS:
        raise ReadError(path, f"a URL has more than {URL_CHARACTERS:,} characters: '{brief(url)}'", line)
    if control := CONTROL.search(url):
        raise ReadError(path, f"'{brief(url)}' holds the control character U+{ord(control[0]):04X}", line)
    try:
        urlsplit(url)
    except ValueError as error:
        hint = "write `https://host/path`, or a path that begins with a slash"
        raise ReadError(path, f"'{brief(url)}' is not a URL", line, hint=hint) from error


def _unpacked(path: Path, data: bytes) -> bytes:
    """Return what gzip has packed, LIST_BYTES at most; other bytes as they are. Raises ReadError."""
    if not data.startswith(_GZIP):
        return data
    import gzip
    import io
    import zlib

    try:
        with gzip.open(io.BytesIO(data)) as file:
            plain = file.read(LIST_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(path, "cannot be read: broken gzip", hint="compress the file again") from error
    if len(plain) > LIST_BYTES:
        raise ReadError(path, f"decompresses to more than {LIST_BYTES:,} bytes")
    return plain
