"""JSON Schemas (draft 2020-12) of what is read and written, made from the tables that the code itself goes by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glossary_ssg.codes import Severity
from glossary_ssg.config import KNOWN_FIELDS, Key, Kind, MenuLink, SeverityRule, config_keys
from glossary_ssg.formats.data import NAME, NAME_NEEDS, TERM, TERM_NEEDS, VERSION
from glossary_ssg.model import EntryType, NameStatus, NameType

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_LINE: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
"""Frontmatter takes any scalar for the text that its author wrote."""
_LIST: Mapping[str, Any] = {"anyOf": [_LINE, {"type": "array", "items": _LINE}]}
_TABLES: Mapping[type, Mapping[str, Any]] = {
    MenuLink: {
        "type": "object",
        "required": ["url", "label"],
        "properties": {
            "url": _TEXT,
            "label": {"anyOf": [_TEXT, {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}]},
        },
        "additionalProperties": False,
    },
    SeverityRule: {
        "type": "object",
        "required": ["severities"],
        "anyOf": [{"required": ["files"]}, {"required": ["languages"]}],
        "properties": {
            "files": _TEXTS,
            "languages": _TEXTS,
            "severities": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"enum": [str(severity) for severity in Severity]},
            },
        },
        "additionalProperties": False,
    },
}
"""The tables of lists of tables, by the values that they become."""


def _fields(table: Mapping[str, tuple[Mapping[str, Any], str]], needs: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(needs),
        "properties": {name: {**schema, "description": meaning} for name, (schema, meaning) in table.items()},
        "additionalProperties": False,
    }


def _record(required: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "$schema": _DRAFT,
        "type": "object",
        "required": list(required),
        "properties": dict(required),
        "additionalProperties": False,
        "$defs": {"name": _fields(NAME, NAME_NEEDS), "term": _fields(TERM, TERM_NEEDS)},
    }


def terms_schema() -> dict[str, Any]:
    """Return the schema of `terms.json`."""
    terms = {"type": "array", "items": {"$ref": "#/$defs/term"}}
    return _record({"version": {"const": VERSION}, "language": _TEXT, "title": _TEXT, "terms": terms})


def concepts_schema() -> dict[str, Any]:
    """Return the schema of `concepts.json`."""
    concept = {
        "type": "object",
        "required": ["key", "terms"],
        "properties": {
            "key": _TEXT,
            "terms": {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/term"}},
        },
        "additionalProperties": False,
    }
    return _record(
        {
            "version": {"const": VERSION},
            "title": _TEXT,
            "languages": {"type": "array", "items": _TEXT},
            "concepts": {"type": "array", "items": concept},
        }
    )


def frontmatter_schema() -> dict[str, Any]:
    """Return the schema of an entry's fields. Other fields are allowed: they are kept as they are."""
    name = {
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
    names = {"anyOf": [_LINE, name, {"type": "array", "items": {"anyOf": [_LINE, name]}}]}
    known: dict[str, Mapping[str, Any]] = dict.fromkeys(KNOWN_FIELDS, _LINE)
    known |= dict.fromkeys(("keywords", "category", "aliases", "reading", "related"), _LIST)
    known |= dict.fromkeys(("synonyms", "acronym"), names)
    known |= {"type": {"enum": [str(kind) for kind in EntryType if kind is not EntryType.SECTION]}}
    known |= {name: {"type": ["boolean", "string"]} for name in ("draft", "autolink")}
    return {"$schema": _DRAFT, "type": "object", "properties": known}


def config_schema() -> dict[str, Any]:
    """Return the schema of `glossary.toml`."""
    root: dict[str, Any] = {"$schema": _DRAFT, "type": "object", "properties": {}, "additionalProperties": False}
    for key in config_keys():
        _put(root, key)
    return root


def _put(table: dict[str, Any], key: Key) -> None:
    *above, name = key.parts
    for part in above:
        table = _child(table, part)
        table.setdefault("type", "object")
        table.setdefault("properties", {})
        table.setdefault("additionalProperties", False)
    _child(table, name).update(_schema_of(key), description=key.meaning)


def _schema_of(key: Key) -> Mapping[str, Any]:
    if key.item and key.kind is Kind.TABLES:
        return {"type": "array", "items": _TABLES[key.item]}
    if key.choices:
        return {"enum": [str(choice) for choice in key.choices]}
    if key.kind is Kind.NUMBER:
        bounds = {"minimum": key.least} | ({} if key.most is None else {"maximum": key.most})
        return {"type": "integer", **bounds}
    return {Kind.FLAG: {"type": "boolean"}, Kind.TEXTS: _TEXTS}.get(key.kind, _TEXT)


def _child(table: dict[str, Any], part: str) -> dict[str, Any]:
    """Return the schema of a key in a table's schema; `*` are all keys that are not named."""
    if part != "*":
        return table["properties"].setdefault(part, {})  # type: ignore[no-any-return]
    if not isinstance(table["additionalProperties"], dict):
        table["additionalProperties"] = {}
    return table["additionalProperties"]  # type: ignore[no-any-return]


SCHEMAS = {
    "terms": terms_schema,
    "concepts": concepts_schema,
    "frontmatter": frontmatter_schema,
    "config": config_schema,
}
"""Every schema by its name."""
