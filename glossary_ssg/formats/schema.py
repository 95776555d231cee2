"""JSON Schemas (draft 2020-12) of what is read and written, made from the values that the code itself uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from glossary_ssg.codes import Severity
from glossary_ssg.config import Key, Kind, MenuLink, SeverityRule, config_keys
from glossary_ssg.formats.data import Concepts, Terms
from glossary_ssg.model import ACCEPTED, FIELDS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
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


def terms_schema() -> dict[str, Any]:
    """Return the schema of `terms.json`."""
    return {"$schema": _DRAFT, **msgspec.json.schema(Terms)}


def concepts_schema() -> dict[str, Any]:
    """Return the schema of `concepts.json`."""
    return {"$schema": _DRAFT, **msgspec.json.schema(Concepts)}


def frontmatter_schema() -> dict[str, Any]:
    """Return the schema of an entry's fields. Other fields are allowed: they are kept as they are."""
    properties = {
        field.name: {**ACCEPTED[field.reader][1], "description": _MARKDOWN_LINK.sub(r"\1", field.description)}
        for field in FIELDS
    }
    return {"$schema": _DRAFT, "type": "object", "properties": properties}


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
