"""Frontmatter values -> typed fields. A value that does not fit is reported and left out; nothing is raised."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import unquote

from msgspec.structs import replace

from glossary_ssg.limits import FIELD_ITEMS, NAME_CHARACTERS, TITLE_CHARACTERS
from glossary_ssg.markdown.frontmatter import Front, Tree
from glossary_ssg.model import (
    ENTRY_TYPES,
    FIELDS,
    FIELDS_BY_NAME,
    EntryType,
    Field,
    Name,
    NameStatus,
    NameType,
    Reader,
    Timestamp,
)
from glossary_ssg.text.normal import normalize
from glossary_ssg.text.slugs import MAX_SEGMENT_BYTES, segment

E = TypeVar("E", bound=StrEnum)

_MAX_ADDRESS_BYTES, _MAX_DEPTH = 1000, 50
"""Disks hold paths of 4,096 bytes at most, macOS 1,024, with the output folder before the address."""
_FOLDED = {name.casefold(): name for name in FIELDS_BY_NAME}
_ALIASES = {alias: field.name for field in FIELDS for alias in field.aliases}
_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[Tt ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|z|[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_QUOTED_DATE = re.compile(
    r"[^:#]*:[ \t]+([\"'])\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?\1[ \t]*(?:#.*)?$"
)
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class Fields:
    """Reads the fields of one frontmatter, each by the type that its meaning asks for."""

    def __init__(self, front: Front, mapping: Mapping[str, str]) -> None:
        self._front = front
        self._names: dict[str, str] = {}
        """Field or `label.<language>` -> the key that the author wrote."""
        self._rest: list[str] = []
        for key in front.values:
            self._assign(key, mapping)
        self._report_unknown()

    @property
    def lines(self) -> str:
        """Return `field line column` of every field that has a meaning, a line each."""
        positions = self._front.places
        return "\n".join([f"{name} {positions[key][0]} {positions[key][1]}" for name, key in self._names.items()])

    def read(self) -> dict[str, Any]:
        """Return the value of each field by its name in Head; call it once, because each call reports all problems."""
        values: dict[str, Any] = {}
        for field in FIELDS:
            if field.head_attribute not in values:  # several fields may give one value, as those with names do
                values[field.head_attribute] = _READERS[field.reader](self, field)
        return values

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """Return (language, headword) pairs of fields that are mapped to `label.<language>`."""
        names = sorted(name for name in self._names if name.startswith("label."))
        return tuple((name.removeprefix("label."), text) for name in names if (text := self.text(name)))

    @property
    def extra(self) -> tuple[tuple[str, Any], ...]:
        """Return the fields that have no meaning here as JSON values."""
        return tuple((key, self._front.json(key)) for key in self._rest)

    def position(self, name: str) -> tuple[int, int]:
        """Return line and column of a field that is there."""
        return self._front.places[self._names[name]]

    def text(self, name: str) -> str:
        """Return a field of one line of text."""
        value = self._value(name)
        if isinstance(value, str):
            return self._bounded(name, _one_line(value))
        if value is not None:
            self._report("field-type", name, f"'{self._names[name]}' must be text, not {_kind(value)}")
        return ""

    def title(self) -> str:
        """Return the headword; a longer one than others may be is shortened, so that its page is built all the same."""
        text = self.text("title")
        if len(text) <= TITLE_CHARACTERS:
            return text
        message = f"the title has {len(text):,} characters; the first {TITLE_CHARACTERS} are used"
        hint = f"write a title of at most {TITLE_CHARACTERS} characters, and the rest in the text"
        self._report("title-long", "title", message, hint)
        return f"{text[: TITLE_CHARACTERS - 1].rstrip()}…"

    def texts(self, name: str, *, separators: str = "") -> tuple[str, ...]:
        """Return a list of texts, without empty and repeated ones; one text is cut at `separators` if any are given."""
        value = self._value(name)
        if value is None:
            return ()
        if isinstance(value, str):
            parts = re.split(f"[{separators}]", value) if separators else [value]
            return self._distinct(name, (self._bounded(name, _one_line(part)) for part in self._most(name, parts)))
        if isinstance(value, dict):
            self._report("field-type", name, f"'{self._names[name]}' must be a list, not {_kind(value)}")
            return ()
        return self._distinct(name, (self._item(name, item) for item in self._most(name, value)))

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a truth value."""
        if isinstance(self._value(name), list | dict):
            self._report("field-type", name, f"'{name}' must be true or false", "it is taken for true")
            return True
        value = self.text(name).lower()
        if not value:
            return default
        if value not in (*_TRUE, *_FALSE):
            self._report("field-type", name, f"'{name}' must be true or false, not '{value}'", "it is taken for true")
        return value not in _FALSE

    def choice(self, name: str, kind: type[E], default: E) -> E:
        """Return one of an enumeration's values."""
        return self._choose(name, self.text(name), kind, default)

    def timestamp(self, name: str) -> Timestamp | None:
        """Return a date or datetime, quoted or not, with zone or not."""
        text = self.text(name)
        if not text:
            return None
        match = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
        if match is None:
            self._report("field-date", name, f"'{text}' is no date", "write it as YYYY-MM-DD")
            return None
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        try:
            moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match[7] or "Z"))
            self._check_quotes(name)
            return Timestamp(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), moment.date().isoformat())
        except (ValueError, OverflowError) as error:
            self._report("field-date", name, f"there is no {text}: {error}", "write it as YYYY-MM-DD")
            return None

    def names(self) -> tuple[Name, ...]:
        """Return synonyms and acronyms; a name that is given as both keeps what its synonym says of it."""
        names: dict[str, Name] = {}
        for name in self._names_of("synonyms"):
            names.setdefault(name.text, name)
        for name in self._names_of("acronym"):
            names[name.text] = replace(names.get(name.text, name), type=NameType.ACRONYM)
        return tuple(names.values())

    def _names_of(self, field: str) -> list[Name]:
        value = self._value(field)
        if isinstance(value, str) and re.search(r"[,;]\s|[、，；]", value):
            message = f"'{self._names[field]}' is one text, which is taken for one name: '{_one_line(value)}'"
            hint = f'write a list: `{field}: [one, other]`, or `["one, other"]` for one name with the sign'
            self._report("field-type", field, message, hint)
        items = value if isinstance(value, list) else [] if value is None else [value]
        return [name for item in self._most(field, items) if (name := self._name(field, item))]

    def address(self, name: str) -> str:
        """Return a site address as written, empty where it is none."""
        value = self.text(name)
        return value if not value or self._is_address(name, value) else ""

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return a list of site addresses as written."""
        return tuple(value for value in self.texts(name) if self._is_address(name, value))

    def slug(self) -> str:
        """Return the last part of the entry's address as written."""
        value = self.text("slug")
        if "/" in value:
            message = f"'{value}' contains a slash; the URL uses '{segment(value)}'"
            self._report("slug-slash", "slug", message, "`slug` is the last part only; write a whole address as `url`")
        return value

    def _assign(self, key: str, mapping: Mapping[str, str]) -> None:
        folded = unicodedata.normalize("NFKC", key).casefold()
        name = mapping.get(key) or (key if key in FIELDS_BY_NAME else _ALIASES.get(key)) or _FOLDED.get(folded)
        if name is None:
            self._rest.append(key)
        elif name in self._names:
            hint = f"'{self._names[name]}' is used, delete one of them"
            self._report_key("field-duplicate", key, f"'{key}' and '{self._names[name]}' mean the same field", hint)
        else:
            self._names[name] = key
            if key not in mapping and key not in FIELDS_BY_NAME and key not in _ALIASES:
                self._report_key("field-case", key, f"the field '{key}' is written '{name}'", f"rename it to `{name}`")

    def _report_unknown(self) -> None:
        for key in self._rest:
            close = _closest(key)
            if close and close not in self._names:
                hint = f"did you mean `{close}`? Else map it under [fields]"
                self._report_key("field-unknown", key, f"the field '{key}' has no meaning here", hint)

    def _value(self, name: str) -> Tree:
        key = self._names.get(name)
        return self._front.values[key] if key is not None else None

    def _item(self, name: str, item: Tree) -> str:
        key = self._names[name]
        if isinstance(item, str) and (text := _one_line(item)):
            return self._bounded(name, text)
        if item is None or isinstance(item, str):
            self._report("field-empty-item", name, f"'{key}' has an empty item", "delete it")
        elif isinstance(item, dict) and len(item) == 1 and isinstance(value := next(iter(item.values())), str):
            text = _one_line(f"{next(iter(item))}: {value}")
            self._report("field-type", name, f"an item of '{key}' is a mapping", f'put quotes around it: "{text}"')
            return self._bounded(name, text)
        else:
            self._report("field-type", name, f"an item of '{key}' must be text, not {_kind(item)}")
        return ""

    def _bounded(self, name: str, text: str) -> str:
        """Return a text, empty where it is longer than texts of its field may be."""
        field = FIELDS_BY_NAME.get(name)
        most = field.most_characters if field else NAME_CHARACTERS  # else a label
        if most is None or len(text) <= most:
            return text
        message = f"a text of '{self._names[name]}' has {len(text):,} characters and is left out"
        self._report("field-long", name, message, f"write at most {most:,} characters")
        return ""

    def _most(self, name: str, items: list[Any]) -> list[Any]:
        """Return the items of a list, as many as are read."""
        if len(items) > FIELD_ITEMS:
            message = f"'{self._names[name]}' has {len(items):,} items; the first {FIELD_ITEMS:,} are used"
            self._report("field-many", name, message, f"write at most {FIELD_ITEMS:,} items")
        return items[:FIELD_ITEMS]

    def _distinct(self, name: str, texts: Iterable[str]) -> tuple[str, ...]:
        counts = Counter(text for text in texts if text)
        for text, count in counts.items():
            if count > 1:
                message = f"'{self._names[name]}' names '{text}' more than once"
                self._report("field-repeated-item", name, message, "delete all but the first")
        return tuple(counts)

    def _check_quotes(self, name: str) -> None:
        """Report a date in quotes where YAML has a type for dates."""
        line, column = self.position(name)
        written = self._front.text.split("\n", line)[line - 1][column - 1 :]
        if self._front.text.lstrip().startswith("---") and (match := _QUOTED_DATE.match(written)):
            message = f"the date of '{self._names[name]}' is in quotes"
            hint = "take them away: to other programs a date in quotes may be a text"
            self._front.report("field-date-quoted", message, (line, column + match.start(1)), hint)

    def _name(self, field: str, item: Tree) -> Name | None:
        if not isinstance(item, dict):
            text = self._item(field, item)
            return Name(text) if text else None
        texts = {key: _one_line(value) for key, value in item.items() if isinstance(value, str)}
        unknown = [key for key in item if key not in ("name", "status", "type", "note", "source")]
        if unknown or not texts.get("name"):
            message = f"a name has the unknown field '{unknown[0]}'" if unknown else "a name has no `name`"
            hint = "a name is text, or has `name` and perhaps `status`, `type`, `note`, `source`"
            self._report("field-type", field, message, hint)
        if not (text := self._bounded(field, texts.get("name", ""))):
            return None
        return Name(
            text=text,
            status=self._choose(field, texts.get("status", ""), NameStatus, NameStatus.ADMITTED),
            type=self._choose(field, texts.get("type", ""), NameType, NameType.VARIANT),
            note=texts.get("note", ""),
            source=texts.get("source", ""),
        )

    def _choose(self, name: str, value: str, kind: type[E], default: E) -> E:
        accepted = ENTRY_TYPES if kind is EntryType else tuple(map(str, kind))
        if value in accepted:
            return kind(value)
        if value:
            message = f"'{value}' is none of {', '.join(accepted)}"
            self._report("field-type", name, message, f"'{default}' is used")
        return default

    def _is_address(self, name: str, value: str) -> bool:
        parts = re.split(r"[/\\]", value)
        bad = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", value) or re.search(r"[\s\\?#<>\"\x00-\x1f\ufffd]", value)
        encoded = re.search(r"%(?:2e|2f|5c|00)|%(?![0-9a-f]{2})", value, re.IGNORECASE)
        # What begins with a dot is another program's: `.git` above all.
        if bad or encoded or any(part.startswith(".") for part in parts) or not _fits_a_disk(value):
            hint = "an address is a path in the site, such as `/en/term/`; no part of it begins with a dot"
            self._report("url-invalid", name, f"'{value}' is no address in this site", hint)
            return False
        return True

    def _report(self, code: str, name: str, message: str, hint: str = "") -> None:
        self._report_key(code, self._names[name], message, hint)

    def _report_key(self, code: str, key: str, message: str, hint: str = "") -> None:
        self._front.report(code, message, self._front.places[key], hint)


_READERS: Mapping[Reader, Callable[[Fields, Field], Any]] = {
    Reader.TITLE: lambda fields, _: fields.title(),
    Reader.TEXT: lambda fields, field: fields.text(field.name),
    Reader.TEXTS: lambda fields, field: fields.texts(field.name, separators=field.separators),
    Reader.TYPE: lambda fields, field: fields.choice(field.name, EntryType, EntryType.GLOSSARY),
    Reader.DATE: lambda fields, field: fields.timestamp(field.name),
    Reader.FLAG: lambda fields, field: fields.flag(field.name, default=field.default),
    Reader.ADDRESS: lambda fields, field: fields.address(field.name),
    Reader.ADDRESSES: lambda fields, field: fields.addresses(field.name),
    Reader.SLUG: lambda fields, _: fields.slug(),
    Reader.NAMES: lambda fields, _: fields.names(),
}


@lru_cache(maxsize=256)
def _closest(key: str) -> str:
    """Return the field whose name is closest; the files of a site have the same few other fields."""
    plain = key.casefold().replace("_", "").replace("-", "")
    close = get_close_matches(plain, _FOLDED, n=1, cutoff=0.75)
    return _FOLDED[close[0]] if close else ""


def _fits_a_disk(address: str) -> bool:
    """Tell whether an address can be decoded and its parts are names that a disk can hold."""
    try:
        path = unquote(address, errors="strict")
    except UnicodeDecodeError:
        return False
    is_short = len(path.encode()) <= _MAX_ADDRESS_BYTES and path.count("/") <= _MAX_DEPTH
    return is_short and all(len(part.encode()) <= MAX_SEGMENT_BYTES for part in path.split("/"))


def _zone(text: str) -> timezone:
    if text in ("Z", "z"):
        return UTC
    hours, minutes = int(text[1:3].rstrip(":")), int(text[-2:]) if len(text) > 3 else 0
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _one_line(text: str) -> str:
    return " ".join(normalize("NFC", text).split())


def _kind(value: Tree) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "empty"
