"""The values that flow between the stages. Frozen, without sets, so that equal values give equal JSON.

A file is parsed into a Head (small, always loaded) and a Body (loaded only for a page that is rendered). Both depend
on the bytes of the file, its language and the settings that parsing reads, and on nothing else; what follows from the
path is added outside, in Entry.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from glossary_ssg.diagnostics import Diagnostic

T = TypeVar("T")

HOLE_OPEN, HOLE_CLOSE = "\x02", "\x03"
"""What encloses a reference's number in a Body's HTML. Parsing removes both characters from every source."""


class EntryType(StrEnum):
    """What a file is."""

    GLOSSARY = "glossary"
    PAGE = "page"
    SECTION = "section"
    """An `_index.md`: the landing text of its folder."""


class NameStatus(StrEnum):
    """How much a term is to be used (ISO 30042 `administrativeStatus`)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


class NameType(StrEnum):
    """What kind of name it is (ISO 30042 `termType`)."""

    FULL = "full"
    ACRONYM = "acronym"
    VARIANT = "variant"


class RefKind(StrEnum):
    """How a reference was written."""

    LINK = "link"
    """`[text](target)` or `<a href>`."""
    WIKI = "wiki"
    """`[[Headword]]` or `[[Headword|text]]`."""
    IMAGE = "image"
    """`![alt](target)` or `<img src>`."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the content folder, read but not parsed."""

    path: str
    """POSIX path below the content folder."""
    lang: str
    """The language's folder name, as in Config.languages."""
    name: str
    """`path` below its language folder, without language suffix and extension, NFC."""
    digest: str
    """BLAKE2b of `data`, hexadecimal."""
    data: bytes


@dataclass(frozen=True, slots=True, order=True)
class Timestamp:
    """A date of the frontmatter, with or without time and zone. Ordered by the moment."""

    utc: str
    """ISO 8601 to the second in UTC; without a zone the time is taken for UTC, without a time for midnight."""
    day: str
    """ISO 8601 date as the author wrote it."""


@dataclass(frozen=True, slots=True)
class Name:
    """Another name of an entry's concept, in the entry's own language."""

    text: str
    status: NameStatus = NameStatus.ADMITTED
    type: NameType = NameType.VARIANT
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body."""

    level: int
    """1 to 6, as rendered."""
    id: str
    text: str
    """Plain text."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as written, not resolved. Its number is its index in Head.refs and in the body's holes."""

    kind: RefKind
    target: str
    """As written, percent-decoding aside."""
    text: str
    """Plain text of the link, or an image's alternative text."""
    title: str
    """The link's or image's title."""
    attributes: tuple[tuple[str, str], ...]
    """Further attributes of an image written as HTML: width, height, class."""
    line: int
    column: int
    """1-based place of the target, or of the text where the target cannot be found; 0 where neither can."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of a body in which names of other entries may stand: the candidates of automatic links."""

    start: int
    end: int
    """Offsets into Body.html, in code points: one paragraph, list item, cell or definition, markup included."""
    line: int
    """1-based line of the source in which the stretch begins; 0 where it cannot be found."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the whole set needs to know of one file."""

    has_frontmatter: bool
    title: str
    """Empty if the file has none; then no page is built for it."""
    translation_key: str
    """As written; empty if not given."""
    description: str
    summary: str
    """The description, or else the first paragraph, shortened."""
    keywords: tuple[str, ...]
    categories: tuple[str, ...]
    type: EntryType
    """As written; Entry.type counts."""
    date: Timestamp | None
    lastmod: Timestamp | None
    draft: bool
    url: str
    slug: str
    aliases: tuple[str, ...]
    names: tuple[Name, ...]
    """Synonyms and the acronym, in the order written."""
    readings: tuple[str, ...]
    related: tuple[str, ...]
    subject: str
    qualifier: str
    labels: tuple[tuple[str, str], ...]
    """(language, headword in that language) from fields mapped to `label.<lang>`."""
    extra: tuple[tuple[str, Any], ...]
    """Fields that are not ours, as JSON values."""
    headings: tuple[Heading, ...]
    refs: tuple[Ref, ...]
    prose: tuple[Prose, ...]
    lines: tuple[tuple[str, int, int], ...]
    """(field, line, column) of the frontmatter's keys."""
    diagnostics: tuple[Diagnostic, ...]

    def place(self, field: str) -> tuple[int, int]:
        """Return line and column of a frontmatter field, (1, 0) if it is not there."""
        return next(((line, column) for name, line, column in self.lines if name == field), (1, 0))


@dataclass(frozen=True, slots=True)
class Body:
    """What a rendered page or a full-text index needs."""

    html: str
    """Sanitised HTML. `HOLE_OPEN number HOLE_CLOSE` stands for what reference `number` resolves to: in `<a\x022\x03>`
    for its attributes, elsewhere for a whole element."""
    text: str
    """Plain text, blocks separated by line ends."""
    terms: tuple[tuple[str, int], ...]
    """(search term, count) of `text`, sorted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A parsed file with what follows from its path."""

    path: str
    lang: str
    name: str
    type: EntryType
    key: str
    """The translation key: as written, else `name`."""
    body_key: str
    """The cache key of the body; equal keys mean equal bodies."""
    head: Head

    @property
    def folder(self) -> str:
        """POSIX folder of the file, empty at the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to publish."""

    path: str
    """POSIX path below the output folder."""
    data: bytes


# JSON for these values: positional arrays, because heads are decoded by the thousand at every build.


def encode(value: Any) -> Any:
    """Return a value of this module as JSON data: a dataclass becomes an array of its fields in order."""
    if is_dataclass(value) and not isinstance(value, type):
        return [encode(getattr(value, name)) for name in _field_names(type(value))]
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    return value


def decode(cls: type[T], data: Any) -> T:
    """Return the dataclass that `encode` made `data` from. TypeError, ValueError or KeyError where it does not fit."""
    return typing.cast(T, _decoder(cls)(data))


@cache
def _field_names(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """Return the converter for a type annotation, made once per type."""
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        parts = [_decoder(hints[name]) for name in _field_names(typing.cast(type, kind))]
        plain = all(part is _same for part in parts)

        def decode_dataclass(data: Sequence[Any]) -> Any:
            if len(data) != len(parts):
                raise ValueError(f"expected {len(parts)} fields, found {len(data)}")
            return kind(*data) if plain else kind(*[part(item) for part, item in zip(parts, data, strict=True)])

        return decode_dataclass
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple and arguments[-1] is Ellipsis:
        item = _decoder(arguments[0])
        return tuple if item is _same else lambda data: tuple([item(part) for part in data])
    if origin is tuple:
        items = [_decoder(argument) for argument in arguments]
        if all(part is _same for part in items):
            return tuple
        return lambda data: tuple([part(value) for part, value in zip(items, data, strict=True)])
    if origin in (typing.Union, types.UnionType):
        inner = next(argument for argument in arguments if argument is not type(None))
        converter = _decoder(inner)
        return lambda data: None if data is None else converter(data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return _same


def _same(value: Any) -> Any:
    return value
