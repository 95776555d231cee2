"""Read a sitemap or a sitemap index (sitemaps.org) as a stream of events."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException, sax

from glossary_ssg.errors import ReadError
from glossary_ssg.limits import URL_CHARACTERS, URLS, XML_DEPTH, XML_ELEMENTS

_CHUNK = 65_536
_ROOTS = ("urlset", "sitemapindex")
_ITEMS = ("url", "sitemap")


def read_sitemap(path: Path, data: bytes) -> tuple[bool, list[tuple[int, str]]]:
    """Return whether it is an index, and (line, URL) of what it lists. Raises ReadError.

    Document type declarations are refused, and with them entities that expand or load other files.
    """
    parser: Any = sax.make_parser()
    handler = _Locations(path, lambda: parser.getLineNumber() or 0)
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
        parser.close()
    except DefusedXmlException as error:
        line = parser.getLineNumber() or 0
        hint = "remove `<!DOCTYPE …>`; a sitemap needs none"
        raise ReadError(path, "has a document type declaration, which could load other files", line, 0, hint) from error
    except SAXParseException as error:
        line, column = error.getLineNumber() or 0, (error.getColumnNumber() or 0) + 1
        raise ReadError(path, f"is not well-formed XML: {error.getMessage()}", line, column) from error
    except (SAXException, LookupError, ValueError) as error:  # the last two: encodings that Python does not read
        raise ReadError(path, f"is not XML that can be read: {error}", hint="save it as UTF-8") from error
    return handler.is_index, handler.found


class _Locations(ContentHandler):
    """Collects the text of each `loc` below `url` or `sitemap`, in whatever namespace."""

    def __init__(self, path: Path, line: Callable[[], int]) -> None:
        super().__init__()
        self.is_index = False
        self.found: list[tuple[int, str]] = []
        self._path = path
        self._open: list[str] = []
        self._elements = 0
        self._text: list[str] | None = None
        self._length = 0
        self._line = 0
        self._now = line

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802 - the name is SAX's
        self._elements += 1
        local = name[1]
        if not self._open:
            if local not in _ROOTS:
                raise self._error(f"is no sitemap: its root is `<{local[:40]}>`, not `<urlset>` or `<sitemapindex>`")
            self.is_index = local == "sitemapindex"
        if len(self._open) >= XML_DEPTH:
            raise self._error(f"elements are nested more than {XML_DEPTH} levels deep")
        if self._elements > XML_ELEMENTS:
            raise self._error(f"has more than {XML_ELEMENTS:,} elements")
        # `image:loc` and the like are deeper, in an element of their own.
        if local == "loc" and len(self._open) == 2 and self._open[1] in _ITEMS:
            self._text, self._length, self._line = [], 0, self._now()
        self._open.append(local)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self._open.pop()
        if self._text is not None and len(self._open) == 2:
            url = "".join(self._text).strip()
            self._text = None
            if url:
                self.found.append((self._line, url))
            if len(self.found) > URLS:
                raise self._error(f"has more than {URLS:,} URLs")

    def characters(self, content: str) -> None:
        if self._text is None:
            return
        self._length += len(content)
        if self._length > 2 * URL_CHARACTERS:
            raise self._error(f"a `<loc>` has more than {URL_CHARACTERS:,} characters")
        self._text.append(content)

    def _error(self, reason: str) -> ReadError:
        return ReadError(self._path, reason, self._now())
