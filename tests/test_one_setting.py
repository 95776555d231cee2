"""A setting is declared once: its key, check, schema and default follow from the declaration."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from msgspec import Meta, Struct

from glossary_ssg.config.keys import check_keys
from glossary_ssg.config.settings import Setting, keys_of, values_of
from glossary_ssg.readers import TomlErrors


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(Struct, frozen=True):
    on: Annotated[bool, Setting("Whether it is on.")] = False


class Item(Struct, frozen=True):
    name: str
    label: Annotated[str, Setting("Its label.")] = ""
    part: Annotated[Part, Setting("The same for one item.")] = Part()


class Site(Struct, frozen=True):
    made: int
    title: Annotated[str, Setting("Its title.")] = "Site"
    size: Annotated[int, Setting("Its size."), Meta(ge=2, le=9)] = 3
    colour: Annotated[Colour, Setting("Its colour.", key="look.colour")] = Colour.RED
    words: Annotated[tuple[str, ...], Setting("Its words.", "some")] = ("a",)
    names: Annotated[tuple[tuple[str, str], ...], Setting("Names of names.")] = ()
    tables: Annotated[tuple[Item, ...], Setting("Its tables.")] = ()
    items: tuple[Item, ...] = ()
    part: Part = Part()


def test_keys_follow_from_declarations() -> None:
    assert [(key.name, key.kind.value, key.default, key.meaning) for key in keys_of(Site)] == [
        ("title", "text", "`Site`", "Its title."),
        ("size", "a number", "`3`", "Its size."),
        ("look.colour", "text", "`red`", "Its colour."),
        ("words", "a list of texts", "some", "Its words."),
        ("names.*", "text", "none", "Names of names."),
        ("tables", "a list of tables", "none", "Its tables."),
        ("items.*.label", "text", "none", "Its label."),
        ("items.*.part.on", "true or false", "`false`", "Whether it is on."),
        ("part.on", "true or false", "`false`", "Whether it is on."),
    ]


def test_values_are_read_by_their_types() -> None:
    data = {"title": "T", "look": {"colour": "blue"}, "words": ["b", "c"], "part": {"on": True}, "names": {"a": "b"}}
    assert values_of(Site, data) == {
        "title": "T",
        "colour": Colour.BLUE,
        "words": ("b", "c"),
        "names": (("a", "b"),),
        "part": Part(on=True),
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"titel": "x"}, "a.toml: error: titel: there is no such key\n  hint: did you mean `title`?"),
        ({"size": 1}, "a.toml: error: size: must be between 2 and 9, not 1\n  hint: the default is `3`"),
        ({"look": {"colour": "green"}}, "a.toml: error: look.colour: 'green' is none of red, blue"),
        ({"items": {"a": {"part": {"on": 1}}}}, "a.toml: error: items.a.part.on: must be true or false, not int"),
        ({"made": 1}, "a.toml: error: made: there is no such key"),
    ],
)
def test_checks_follow_from_declarations(data: dict[str, object], message: str) -> None:
    errors = TomlErrors(Path("a.toml"))
    assert "made" not in check_keys(data, keys_of(Site), errors)
    assert errors.messages == [message]


def test_all_errors_are_reported_and_the_rest_is_kept() -> None:
    errors = TomlErrors(Path("a.toml"), "size = 1\ntitle = 'T'\n[part]\non = 'yes'\n")
    good = check_keys({"size": 1, "title": "T", "part": {"on": "yes"}}, keys_of(Site), errors)
    assert good == {"title": "T", "part": {}}
    assert [message.split(": ")[0] for message in errors.messages] == ["a.toml:1", "a.toml:4"]
