"""JSON Schemas (draft 2020-12) of what is read and written, made from the values that the code itself uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from glossary_ssg.codes import Severity
from glossary_ssg.config import KEYS, Key
from glossary_ssg.formats.data import Concepts, Terms
from glossary_ssg.model import ACCEPTED, FIELDS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_KEY_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": _TEXT,
    "number": {"type": "integer", "minimum": 0},
    "true or false": {"type": "boolean"},
    "list of texts": _TEXTS,
    "list of links": {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["url", "label"],
            "properties": {
                "url": _TEXT,
                "label": {"anyOf": [_TEXT, {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}]},
            },
            "additionalProperties": False,
        },
    },
    "list of tables": {
        "type": "array",
        "items": {
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
    },
}


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
    for key in KEYS:
        if key.type == "as above":
            continue
        _put(root, key.name.split("."), key)
        if key.name.startswith("autolink."):
            _put(root, ["languages", "*", *key.name.split(".")], key)
    return root


def _put(table: dict[str, Any], parts: list[str], key: Key) -> None:
    for part in parts[:-1]:
        table = _child(table, part)
        table.setdefault("type", "object")
        table.setdefault("properties", {})
        table.setdefault("additionalProperties", False)
    schema = _KEY_TYPES.get(key.type) or {"enum": key.type.split(" | ")}
    _child(table, parts[-1]).update(schema, description=key.meaning)


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
