"""The files of a language's index, read when they are asked for and kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct

from glossary_ssg.errors import OutputError
from glossary_ssg.limits import DOCUMENTS
from glossary_ssg.readers import brief, read_own_json
from glossary_ssg.search.files import MANIFEST, PARTS
from glossary_ssg.search.parts import HASH_LENGTH, VERSION, usual_id
from glossary_ssg.search.weigh import utf16
from glossary_ssg.text.tokens import name_key


class Posting(Struct, frozen=True, gc=False):
    """Where a term stands."""

    dropped: int
    """How many lighter postings are left out."""
    fields: Mapping[int, Sequence[tuple[int, int]]]
    """(document, weight) by field."""


class NameRow(Struct, frozen=True, gc=False):
    """A name of an entry."""

    key: str
    name: str
    field: int
    document: int


_HINT = "build the site again"
_Count = Annotated[int, Meta(ge=0)]


class Texts(Struct, frozen=True, gc=False, array_like=True):
    """Where the parts of a table begin, or the pages that say so."""

    firsts: list[str]
    hashes: str
    size: _Count = 0
    """Parts of a page; 0 where these are parts."""


class Numbers(Struct, frozen=True, gc=False, array_like=True):
    """The same of a table whose keys are numbers."""

    firsts: list[int]
    hashes: str
    size: _Count = 0


class Manifest(Struct, frozen=True, gc=False):
    """What the manifest of a search folder says."""

    version: int
    lang: str
    fields: tuple[str, ...]
    count: Annotated[int, Meta(ge=0, le=DOCUMENTS)]
    terms: Texts
    names: Texts
    documents: Numbers
    vocabulary: str


Vocabulary = tuple[list[str], list[str], list[str]]
_KINDS: Mapping[str, Any] = {
    "terms-page": Texts,
    "names-page": Texts,
    "documents-page": Numbers,
    "terms": list[str | list[int]],
    "names": list[str | int],
    "documents": list[str],
    "headings": list[list[str | int]],
}
"""Kind of file -> what it holds."""


class _Version(Struct, frozen=True, gc=False):
    version: Any


class Store:
    """Reads an index from a search folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[tuple[str, int], Any] = {}
        self._terms: dict[int, dict[str, Posting]] = {}

    @cached_property
    def manifest(self) -> Manifest:
        """Return the manifest. Raises OutputError where it is none of ours, as the other methods do for their files."""
        path = self._folder / MANIFEST
        version = read_own_json(path, _Version)
        if version is not None and version.version != VERSION:
            raise OutputError(f"error: output: '{path}' was written by another version\n  hint: {_HINT}")
        manifest: Manifest = self._read(MANIFEST, Manifest)
        return manifest

    def term(self, term: str) -> Posting | None:
        """Return the posting of a term, None where there is none."""
        number = self._number("terms", term)
        return None if number < 0 else self._term_part(number).get(term)

    def prefix(self, prefix: str, most: int) -> dict[str, Posting]:
        """Return the terms that begin so, of `most` parts at most."""
        numbers = self._range("terms", prefix, most)
        found = (pair for number in numbers for pair in self._term_part(number).items())
        return {term: posting for term, posting in found if term.startswith(prefix)}

    def names(self, prefix: str, most: int) -> list[NameRow]:
        """Return the names that begin so, of `most` parts at most."""
        rows = []
        for number in self._range("names", prefix, most):
            flat = self._part("names", number)
            for name, field, document in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
                if (key := name_key(name)).startswith(prefix):
                    rows.append(NameRow(key, name, field, document))
        return rows

    def document(self, number: int) -> tuple[str, str, str]:
        """Return title, address and definition."""
        rows, at = self._beside("documents", number)
        title, href, definition = rows[3 * at : 3 * at + 3]
        return title, href, definition

    def headings(self, number: int) -> list[tuple[str, str]]:
        """Return (id, text) of the headings of a document."""
        rows, at = self._beside("headings", number)
        return [(id_ or usual_id(text), text) for id_, text in zip(rows[at][::2], rows[at][1::2], strict=True)]

    def vocabulary(self) -> tuple[list[str], list[str], dict[str, str]]:
        """Return words of names, other words, and names in scripts without spaces by their keys."""
        found: Vocabulary = self._read(f"{PARTS}/vocabulary.{self.manifest.vocabulary}.json", Vocabulary)
        named, others, names = found
        return named, others, {name_key(name): name for name in names}

    def _range(self, kind: str, prefix: str, most: int) -> list[int]:
        start = max(self._number(kind, prefix), 0)
        numbers: list[int] = []
        for number in range(start, start + most):
            row = self._place(kind, number)
            if row is None or (numbers and not row[0].startswith(prefix)):
                break
            numbers.append(number)
        return numbers

    def _number(self, kind: str, key: str | int) -> int:
        """Return the number of the part that a key is in, -1 where it comes before all."""
        firsts, _, size = self._table(kind)
        at = _last(firsts, key)
        return at if at < 0 or not size else at * size + _last(self._page(kind, at).firsts, key)

    def _place(self, kind: str, number: int) -> tuple[Any, str] | None:
        """Return first key and hash of a part, None where there is none."""
        firsts, hashes, size = self._table(kind)
        if size:
            page, number = divmod(number, size)
            if page >= len(firsts):
                return None
            below = self._page(kind, page)
            firsts, hashes = below.firsts, below.hashes
        return (firsts[number], hashes[number * HASH_LENGTH :][:HASH_LENGTH]) if number < len(firsts) else None

    def _table(self, kind: str) -> tuple[list[Any], str, int]:
        """Return first keys, hashes, and the size of the pages that they are of, 0 where they are of parts."""
        table: Texts | Numbers = getattr(self.manifest, kind)
        return table.firsts, table.hashes, table.size

    def _page(self, kind: str, number: int) -> Texts | Numbers:
        table: Texts | Numbers = getattr(self.manifest, kind)
        found = table.hashes[number * HASH_LENGTH :][:HASH_LENGTH]
        page: Texts | Numbers = self._load(f"{kind}-page", number, found)
        return page

    def _term_part(self, number: int) -> dict[str, Posting]:
        if number not in self._terms:
            flat = self._part("terms", number)
            self._terms[number] = {term: _posting(numbers) for term, numbers in zip(flat[::2], flat[1::2], strict=True)}
        return self._terms[number]

    def _beside(self, kind: str, number: int) -> tuple[list[Any], int]:
        """Return the part of a document's number, and the document's place in it."""
        part = self._number("documents", number)
        first, found = self._place("documents", part) or (0, "")
        return self._load(kind, part, found), number - first

    def _part(self, kind: str, number: int) -> Any:
        _, found = self._place(kind, number) or ("", "")
        return self._load(kind, number, found)

    def _load(self, kind: str, number: int, found: str) -> Any:
        if (kind, number) not in self._parts:
            self._parts[kind, number] = self._read(f"{PARTS}/{kind}-{number}.{found}.json", _KINDS[kind])
        return self._parts[kind, number]

    def _read(self, name: str, kind: Any) -> Any:
        # A hash of a damaged manifest must not lead out of the folder.
        found = None if ".." in name else read_own_json(self._folder / name, kind)
        if found is None:
            raise OutputError(f"error: output: '{self._folder / brief(name)}' cannot be read\n  hint: {_HINT}")
        return found


def _last(keys: list[Any], key: str | int) -> int:
    """Return the place of the last of sorted keys that is not greater, -1 where there is none."""
    if isinstance(key, int):
        return bisect_right(keys, key) - 1
    return bisect_right(keys, utf16(key), key=utf16) - 1


def _posting(numbers: Sequence[int]) -> Posting:
    fields: dict[int, list[tuple[int, int]]] = {}
    at = 1
    while at < len(numbers):
        pairs = fields.setdefault(numbers[at], [])
        end = at + 2 + 2 * numbers[at + 1]
        if end <= at + 2:
            raise ValueError("a field without documents")
        document = 0
        for place in range(at + 2, end, 2):
            document += numbers[place]
            pairs.append((document, numbers[place + 1]))
        at = end
    return Posting(numbers[0], fields)
