"""The frontmatter fields of an entry, in one table.

Parsing, suggestions for misspelled names, the JSON Schema, the entry page and the table in docs/entries.md follow from
it. A reader of values is a method of markdown/fields.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from glossary_ssg.limits import KEY_CHARACTERS, NAME_CHARACTERS
from glossary_ssg.model.entry import EntryType, NameStatus, NameType


class Reader(StrEnum):
    """How a value is read."""

    TITLE = "title"
    TEXT = "text"
    TEXTS = "texts"
    TYPE = "type"
    DATE = "date"
    FLAG = "flag"
    ADDRESS = "address"
    ADDRESSES = "addresses"
    SLUG = "slug"
    NAMES = "names"


class Shown(StrEnum):
    """Where readers see a field's text."""

    PAGE = "entry page"
    LISTS = "lists"


ENTRY_TYPES = tuple(str(kind) for kind in EntryType if kind is not EntryType.SECTION)
"""The accepted values of `type`: only the name of its file makes an entry a section."""

_LINE: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
"""YAML reads some texts as numbers or truth values; parsing takes them as the author wrote them."""
_LINES: Mapping[str, Any] = {"anyOf": [_LINE, {"type": "array", "items": _LINE}]}
_NAME: Mapping[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": _LINE,
        "status": {"enum": [str(status) for status in NameStatus]},
        "type": {"enum": [str(kind) for kind in NameType]},
        "note": _LINE,
        "source": _LINE,
    },
    "additionalProperties": False,
}
_NAMES: Mapping[str, Any] = {"anyOf": [_LINE, _NAME, {"type": "array", "items": {"anyOf": [_LINE, _NAME]}}]}

ACCEPTED: Mapping[Reader, tuple[str, Mapping[str, Any]]] = {
    Reader.TITLE: ("text", _LINE),
    Reader.TEXT: ("text", _LINE),
    Reader.TEXTS: ("text or list", _LINES),
    Reader.TYPE: (" or ".join(f"`{name}`" for name in ENTRY_TYPES), {"enum": list(ENTRY_TYPES)}),
    Reader.DATE: ("date", _LINE),
    Reader.FLAG: ("`true` or `false`", {"type": ["boolean", "string"]}),
    Reader.ADDRESS: ("URL", _LINE),
    Reader.ADDRESSES: ("URL or list", _LINES),
    Reader.SLUG: ("text", _LINE),
    Reader.NAMES: ("text or list", _NAMES),
}
"""Reader -> (what authors write, its JSON Schema)."""


class Field(Struct, frozen=True, gc=False):
    """A frontmatter field that has a meaning."""

    name: str
    """As authors write it."""
    reader: Reader
    meaning: str
    """Markdown, with links relative to docs/."""
    shown: tuple[Shown, ...] = ()
    attribute: str = ""
    """Name of the value in Head; empty for `name`."""
    aliases: tuple[str, ...] = ()
    """Older names that mean the same."""
    separators: str = ""
    """Characters at which a text is cut into a list."""
    default: bool = False
    """Of a flag that is not given."""
    most_characters: int | None = None
    """Limit of one text; a longer one is left out."""

    @property
    def head_attribute(self) -> str:
        """Return the name of the value in Head."""
        return self.attribute or self.name

    @property
    def description(self) -> str:
        """Return the meaning with the older names, as Markdown."""
        return " ".join([self.meaning, *(f"The older name `{name}` means the same." for name in self.aliases)])


_BOTH = (Shown.PAGE, Shown.LISTS)
_PAGE = (Shown.PAGE,)

FIELDS: tuple[Field, ...] = (
    Field("title", Reader.TITLE, "The headword, as it is written in a sentence.", _BOTH),
    Field(
        "translationKey",
        Reader.TEXT,
        "Joins the entry with its [translations](languages.md#translations). Default: the file's path below the "
        "language folder, without `.md`.",
        attribute="translation_key",
        most_characters=KEY_CHARACTERS,
    ),
    Field(
        "description",
        Reader.TEXT,
        "The definition in one sentence. The page begins with it, lists and search engines show it, and it is "
        "searched. Without it, lists show the first paragraph.",
        _BOTH,
    ),
    Field(
        "keywords",
        Reader.TEXTS,
        "More words that find the entry. A text is split at its commas.",
        separators=",、，",
        most_characters=NAME_CHARACTERS,
    ),
    Field(
        "category",
        Reader.TEXTS,
        "One category or several. See [categories](languages.md#categories).",
        _BOTH,
        attribute="categories",
        most_characters=NAME_CHARACTERS,
    ),
    Field(
        "type",
        Reader.TYPE,
        "`glossary` is the default. A `page` is not a term: it is built and searched, but no list and no category "
        "shows it.",
    ),
    Field("date", Reader.DATE, "When the entry was first written. Shown if `lastmod` is missing.", _PAGE),
    Field("lastmod", Reader.DATE, "When the entry was last changed. Shown in the footer of the page.", _PAGE),
    Field("draft", Reader.FLAG, "A draft is left out unless you build with `--drafts`."),
    Field("url", Reader.ADDRESS, "The entry's own [URL](languages.md#custom-urls), exactly as written."),
    Field(
        "slug",
        Reader.SLUG,
        "The last part of the URL, instead of the file name.",
        most_characters=KEY_CHARACTERS,
    ),
    Field("aliases", Reader.ADDRESSES, "[Old URLs](languages.md#aliases) that redirect to the entry."),
    Field(
        "synonyms",
        Reader.NAMES,
        "[Other names](#other-names) of the same thing.",
        _PAGE,
        attribute="names",
        most_characters=NAME_CHARACTERS,
    ),
    Field(
        "acronym",
        Reader.NAMES,
        "The short form, such as `LLM`. It becomes a [link](links.md#automatic-links) in other entries.",
        _PAGE,
        attribute="names",
        most_characters=NAME_CHARACTERS,
    ),
    Field(
        "reading",
        Reader.TEXTS,
        "How the title is read, such as `ちゃっとぼっと`. Lists are [sorted](languages.md#order) by it, and it is "
        "searched. A text is split at commas, semicolons and slashes.",
        _PAGE,
        attribute="readings",
        aliases=("term",),
        separators=",、，;；/／",
        most_characters=NAME_CHARACTERS,
    ),
    Field(
        "related",
        Reader.TEXTS,
        "[Related entries](links.md#related-entries), by title, `translationKey` or path. The page links to them below "
        "the text.",
        _PAGE,
        most_characters=KEY_CHARACTERS,
    ),
    Field("subject", Reader.TEXT, "The field of knowledge, such as `law`.", _PAGE),
    Field(
        "qualifier",
        Reader.TEXT,
        "What distinguishes entries with the same title, such as `software`. Shown next to the title. See "
        "[senses](links.md#senses).",
        _BOTH,
        most_characters=NAME_CHARACTERS,
    ),
    Field(
        "autolink",
        Reader.FLAG,
        "`false` keeps names in this entry's text from becoming [links](links.md#automatic-links).",
        default=True,
    ),
)
"""Every other field is kept as the author wrote it."""
FIELDS_BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
