"""Frontmatter fields: each is read, suggested, described and shown as the table of fields says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from glossary_ssg.cli import main
from glossary_ssg.model import FIELDS, FIELDS_BY_NAME, Field, Reader, Shown
from tests.support import Built, build_site, text_of

TEXTUAL = [
    field for field in FIELDS if field.reader in (Reader.TITLE, Reader.TEXT, Reader.TEXTS, Reader.NAMES, Reader.SLUG)
]
VALUES: dict[Reader, Any] = {
    Reader.TYPE: "glossary",
    Reader.DATE: "2021-02-03",
    Reader.FLAG: "false",
    Reader.ADDRESS: "/en/own/",
    Reader.ADDRESSES: ["/en/old/"],
}


def marker(field: Field) -> str:
    """Return a text that only this field holds."""
    return f"mark-{field.name.lower()}"


def whole_entry(title: str) -> str:
    """Return an entry with every field, `url` aside: `slug` has no effect beside it."""
    values = {field.name: VALUES.get(field.reader, marker(field)) for field in FIELDS if field.name != "url"}
    return f"{json.dumps(values | {'title': title})}\n\nText.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    title = marker(FIELDS_BY_NAME["title"])
    files = {
        "content/en/a.md": whole_entry(title).encode(),
        # Lists show a qualifier only where titles are the same.
        "content/en/b.md": f"---\ntitle: {title}\nqualifier: other\n---\nText.\n",
        "content/en/c.md": f"---\ntitle: {marker(FIELDS_BY_NAME['related'])}\n---\nText.\n",
    }
    return build_site(tmp_path_factory.mktemp("site"), files)


@pytest.mark.parametrize("field", TEXTUAL, ids=lambda field: field.name)
def test_a_field_is_shown_where_the_table_says(field: Field, built: Built) -> None:
    page = text_of(built.page("/en/mark-slug/").find(".//article"))
    assert (marker(field) in page) is (Shown.PAGE in field.shown)
    home, index, category = (text_of(built.page(uri)) for uri in ("/en/", "/en/all/", "/en/category/mark-category/"))
    # An entry that others name as related has its own place in lists.
    is_listed = field.name != "related" and any(marker(field) in text for text in (home, index, category))
    assert is_listed is (Shown.LISTS in field.shown)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_misspelled_field_is_answered_with_its_name(field: Field, tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": f"---\ntitle: A\n{field.name[:-1]}: x\n---\nText.\n"})
    hints = [diagnostic.hint for diagnostic in built.found("field-unknown")]
    assert hints == ([] if field.name == "title" else [f"did you mean `{field.name}`? Else map it under [fields]"])


def test_the_schema_describes_every_field_without_markup_and_takes_all_of_them() -> None:
    schema = json.loads(CliRunner().invoke(main, ["schema", "frontmatter"], catch_exceptions=False).stdout)
    descriptions = {name: part["description"] for name, part in schema["properties"].items()}
    assert list(descriptions) == [field.name for field in FIELDS]
    assert all(text.endswith(".") and "](" not in text for text in descriptions.values())
    validator = Draft202012Validator(schema)
    assert validator.is_valid(json.loads(whole_entry("Term")[: whole_entry("Term").index("\n")]))
    for mistake in ({"title": ["A"]}, {"type": "section"}, {"synonyms": [{"nme": "A"}]}, {"draft": []}):
        assert not validator.is_valid(mistake), mistake
