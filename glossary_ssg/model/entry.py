"""What a file is parsed into.

A file gives a Head (small, always loaded) and a Body (loaded only for a page that is rendered). Both depend on the
bytes of the file, its language and the settings that parsing reads, and on nothing else; what follows from the path
is added outside, in Entry.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.diagnostics import Diagnostic, diagnose

INDEX_NAME = "_index"
"""The file that holds the landing text of its folder."""

HOLE_OPEN, HOLE_CLOSE = "\x02", "\x03"
"""What encloses a reference's number in a Body's HTML. Parsing removes both characters from every source."""


class EntryType(StrEnum):
    """What a file is."""

    GLOSSARY = "glossary"
    PAGE = "page"
    SECTION = "section"
    """An `_index.md`: the landing text of its folder."""


class NameStatus(StrEnum):
    """Whether to use a name (ISO 30042 `administrativeStatus`)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


class NameType(StrEnum):
    """The kind of name (ISO 30042 `termType`)."""

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


class Source(Struct, frozen=True, gc=False):
    """A file of the content folder, read but not parsed."""

    path: str
    """POSIX path below the content folder."""
    lang: str
    """The language's folder name, as in Config.languages."""
    name: str
    """`path` below its language folder, without language suffix and extension, NFC."""
    digest: str
    """BLAKE2b of its bytes, hexadecimal; of a file that is too large to be parsed, of its first bytes and its size."""
    size: int = 0
    """Bytes of the whole file."""


class Timestamp(Struct, frozen=True, order=True, gc=False):
    """A date of the frontmatter, with or without time and zone. Ordered by the moment."""

    utc: str
    """ISO 8601 to the second in UTC; without a zone the time is taken for UTC, without a time for midnight."""
    day: str
    """ISO 8601 date as the author wrote it."""


class Name(Struct, frozen=True, gc=False):
    """Another name for an entry's concept, in the entry's language."""

    text: str
    """The name itself."""
    status: NameStatus = NameStatus.ADMITTED
    """Whether to use the name."""
    type: NameType = NameType.VARIANT
    """The kind of name."""
    note: str = ""
    """A note by the author."""
    source: str = ""
    """Where it comes from, as the author wrote it."""


class Heading(Struct, frozen=True, gc=False):
    """A heading of a body."""

    level: int
    """The level as rendered, 1 to 6."""
    id: str
    """Its `id` attribute."""
    text: str
    """Plain text."""


class Ref(Struct, frozen=True, gc=False):
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


class Prose(Struct, frozen=True, gc=False):
    """A stretch of a body in which names of other entries may stand: the candidates of automatic links."""

    start: int
    end: int
    """Offsets into Body.html, in code points: one paragraph, list item, cell or definition, markup included."""
    line: int
    """1-based line of the source in which the stretch begins; 0 where it cannot be found."""


class Shape(Struct, frozen=True, gc=False):
    """What tells whether two texts have drifted apart, or are copies."""

    tables: int
    questions: int
    length: int
    """Characters of the plain text."""
    sketch: str
    """See text/sketch.py."""


class Head(Struct, frozen=True, gc=False):
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
    autolink: bool
    """Whether names in this entry's text may become links."""
    labels: tuple[tuple[str, str], ...]
    """(language, headword in that language) from fields mapped to `label.<lang>`."""
    extra: tuple[tuple[str, Any], ...]
    """Fields that are not ours, as JSON values."""
    headings: tuple[Heading, ...]
    opens_with_heading: bool
    """Whether the body begins with the first of `headings`."""
    refs: tuple[Ref, ...]
    related_refs: tuple[Ref, ...]
    """References of a section that lists related entries; the section is not in the body."""
    shape: Shape
    lines: str
    """`field line column` of the frontmatter's keys, a line each: as tuples they would take a sixth of all heads."""
    diagnostics: tuple[Diagnostic, ...]
    terms: tuple[str, str] = ("", "")
    """Digests of Body.terms, once these are JSON: of all, and of all but the text's."""

    def place(self, field: str) -> tuple[int, int]:
        """Return line and column of a frontmatter field, (1, 0) if it is not there."""
        places = (line.rsplit(" ", 2) for line in self.lines.split("\n"))
        return next(((int(place[1]), int(place[2])) for place in places if place[0] == field), (1, 0))


TERM_FIELDS = ("title", "synonyms", "reading", "keywords", "description", "headings", "body")
"""The fields of an entry whose search terms are counted when it is parsed."""


class FieldTerms(Struct, frozen=True, gc=False):
    """The search terms of a field. As a text they are read from the cache by the million."""

    words: str
    """Each term once, sorted, with spaces between them."""
    counts: tuple[int, ...]
    """How often each stands in the field."""


class Body(Struct, frozen=True, gc=False):
    """What a rendered page or a full-text index needs."""

    html: str
    """Sanitised HTML. `HOLE_OPEN number HOLE_CLOSE` stands for what reference `number` resolves to: in `<a\x022\x03>`
    for its attributes, elsewhere for a whole element."""
    prose: tuple[Prose, ...]
    text: str
    """Plain text, blocks separated by line ends."""
    terms: tuple[FieldTerms, ...]
    """In the order of TERM_FIELDS."""


class Entry(Struct, frozen=True, gc=False):
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

    def outline(self) -> Entry:
        """Return what others may know of an entry: nothing of what only its own page shows.

        After most edits of a text it is the same, and so is all that is made of outlines.
        """
        head = replace(
            self.head,
            headings=(),
            opens_with_heading=False,
            refs=(),
            related_refs=(),
            shape=Shape(0, 0, 0, ""),
            terms=("", ""),
            diagnostics=(),
        )
        return replace(self, body_key="", head=head)

    def diagnose(self, code: str, field: str, message: str, hint: str = "") -> Diagnostic:
        """Return a diagnostic at a field of the frontmatter."""
        line, column = self.head.place(field)
        return diagnose(code, message, hint=hint, path=self.path, line=line, column=column)
