"""The stages that the matrix measures, each fed with text of any size."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from time import process_time
from typing import Any

from tests.fuzz import site
from tests.fuzz.node import NODE

FILE = 990_000
"""Characters of a text that fits into a file of 1 MB."""
FRONTMATTER = 65_000
"""Characters of a text that fits into a frontmatter."""
NAMES = 250_000
"""Characters that scripts get: an index has no longer names, and V8 takes more than twice the time to collect arrays of
twice a million texts."""
ALL = ("characters", "tokens", "pairs", "nests", "once", "fences", "mixed")
TEXT = ("characters", "tokens", "pairs", "nests", "once")
PLAIN = ("characters", "tokens", "pairs")
"""Families for stages in which nothing opens or closes."""

Run = Callable[[str], Any]


@dataclass(frozen=True)
class Stage:
    """A part of the program that is measured by itself."""

    name: str
    cost: Callable[[str], Mapping[str, float]]
    """Text -> CPU seconds by part."""
    families: tuple[str, ...] = TEXT
    lists: bool = False
    """Whether the lines of a text are values of their own."""
    most: int = FILE
    weight: int = 1
    """How many points are taken from it each time that points are drawn from all stages."""
    is_script: bool = False
    """Whether Node.js runs it."""


def timed(run: Run) -> Callable[[str], Mapping[str, float]]:
    """Return a function that returns the CPU seconds that `run` takes."""

    def cost(text: str) -> Mapping[str, float]:
        site.start_anew()
        start = process_time()
        run(text)
        return {"": process_time() - start}

    return cost


def prepared(make: Callable[[str], Callable[[], Any]]) -> Callable[[str], Mapping[str, float]]:
    """Return a function that returns the CPU seconds of what `make` returns, without those of `make`."""

    def cost(text: str) -> Mapping[str, float]:
        run = make(text)
        return timed(lambda _: run())("")

    return cost


def encoded(text: str) -> bytes:
    """Return text as bytes; halves of surrogate pairs become bytes that are not UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def flat(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split("\n"))


def parse_file(text: str, **settings: Any) -> Any:
    """Parse a file."""
    from glossary_ssg.config import ParseSettings
    from glossary_ssg.markdown import parse

    return parse(encoded(text), ParseSettings(**settings))


def _markdown(text: str) -> None:
    parse_file(f"---\ntitle: A\n---\n{text}")


def _escaped(text: str) -> None:
    from glossary_ssg.config import HtmlMode

    parse_file(f"---\ntitle: A\n---\n{text}", html=HtmlMode.ESCAPE)


def _sanitise(text: str) -> None:
    from glossary_ssg.markdown import sanitise

    text = text.encode("utf-8", "replace").decode()  # parsing leaves no halves of surrogate pairs
    list(sanitise.removals(text))
    sanitise.fill_marks(sanitise.clean(sanitise.prepared(text)), [], lambda tag, _: f"<{tag}>")


def _yaml(text: str) -> None:
    parse_file(f"---\n{text[:FRONTMATTER]}\n---\nText.\n")


def _yaml_fields(text: str) -> None:
    value = json.dumps(flat(text[: FRONTMATTER // 9]))
    names = ("title", "synonyms", "acronym", "keywords", "category", "date", "url", "slug", "reading")
    parse_file("---\n" + "".join(f"{name}: {value}\n" for name in names) + "---\nText.\n")


def _yaml_lists(text: str) -> None:
    items = "".join(f"- {json.dumps(line)}\n" for line in text[: FRONTMATTER // 2].split("\n"))
    parse_file(f"---\ntitle: A\nsynonyms:\n{items}---\nText.\n")


def _yaml_keys(text: str) -> None:
    keys = "".join(f"{json.dumps(line)}: a\n" for line in text[: FRONTMATTER // 2].split("\n"))
    parse_file(f"---\ntitle: A\n{keys}---\nText.\n")


def _toml(text: str) -> None:
    parse_file(f"+++\ntitle = 'A'\n{text[:FRONTMATTER]}\n+++\nText.\n")


def _toml_body(text: str) -> None:
    head = text[:FRONTMATTER].rpartition("\n")[0]
    parse_file(f"+++\ntitle = 'A'\n{head}\n+++\n{text}")


def _json(text: str) -> None:
    parse_file(f'{{\n"title": "A",\n{text[:FRONTMATTER]}\n}}\nText.\n')


def _json_inline(text: str) -> None:
    parse_file(f'{{"title": {json.dumps(text[: FRONTMATTER // 2])}, "a": [{text[: FRONTMATTER // 2]}]}}\nText.\n')


def _settings(text: str) -> None:
    from glossary_ssg.config import load_config

    site.with_file(encoded(text), lambda path: load_config(config=path))


def _tokens(text: str) -> None:
    from glossary_ssg.text.terms import count_terms
    from glossary_ssg.text.tokens import name_key, tokens

    tokens(text)
    count_terms([text], 80)
    name_key(text)


def _query(text: str) -> None:
    from glossary_ssg.search.client.query import parse_query
    from glossary_ssg.search.fields import FIELDS

    parse_query(text, [name for name, _ in FIELDS], "en")


def _texts(text: str) -> None:
    from glossary_ssg.text.folding import bare, fold
    from glossary_ssg.text.sketch import sketch
    from glossary_ssg.text.slugs import heading_id, segment

    fold(text), bare(text), heading_id(text), segment(text), sketch(text)


def _ledger(text: str) -> None:
    from glossary_ssg.readers.lists import read_urls

    site.with_file(encoded(text), read_urls)


def _sitemap(text: str) -> None:
    from glossary_ssg.readers.lists import read_urls

    site.with_file(encoded(f"<urlset><loc>{text}</loc></urlset>"), read_urls)


def _scan(text: str) -> Callable[[], Any]:
    """Return what looks for names in prose: the text with all markup left in it, as if it had been rendered."""
    from glossary_ssg.autolink.scan import Scanner, key_of
    from glossary_ssg.model import Prose

    names = ("word", "Form", "ABC", "漢字", "カタカナ", "生成AI", "한국어", "aa", "ß", "C++", "é", "a b")
    scanner = Scanner([key_of(name, exact=False) for name in names], chinese=True)
    return lambda: scanner.scan(text, (Prose(0, len(text), 1),))


def _site(field: str) -> Callable[[str], Mapping[str, float]]:
    def cost(text: str) -> Mapping[str, float]:
        return site.cost(site.entries(field, text.split("\n")))

    return cost


def _script(name: str) -> Callable[[str], Mapping[str, float]]:
    return lambda text: {"": NODE.ask(name, text)["seconds"]}


def _overlaps(text: str) -> Mapping[str, float]:
    """Measure entries whose names begin with each other, in prose that is made of them."""
    unit = text.split("\n", 1)[0][:12] or "a"
    return site.cost(site.overlaps(unit, max(1, len(text) // 256)))


STAGES = (
    Stage("markdown", timed(_markdown), ALL, weight=4),
    Stage("markdown-escaped", timed(_escaped), TEXT),
    Stage("sanitise", timed(_sanitise), TEXT, weight=2),
    Stage("yaml", timed(_yaml), TEXT, most=FRONTMATTER),
    Stage("yaml-fields", timed(_yaml_fields), TEXT, most=FRONTMATTER),
    Stage("yaml-lists", timed(_yaml_lists), PLAIN, lists=True, most=FRONTMATTER),
    Stage("yaml-keys", timed(_yaml_keys), PLAIN, lists=True, most=FRONTMATTER),
    Stage("toml", timed(_toml), TEXT, most=FRONTMATTER),
    Stage("toml-body", timed(_toml_body), TEXT),
    Stage("json", timed(_json), TEXT, most=FRONTMATTER),
    Stage("json-inline", timed(_json_inline), TEXT, most=FRONTMATTER),
    Stage("settings", timed(_settings), TEXT),
    Stage("sitemap", timed(_sitemap), TEXT),
    Stage("ledger", timed(_ledger), PLAIN),
    *(Stage(name, _site(name), PLAIN, lists=True, most=400_000) for name in site.FIELDS),
    Stage("overlaps", _overlaps, ("characters", "tokens"), lists=True, most=100_000),
    Stage("prose", prepared(_scan), TEXT),
    Stage("tokens", timed(_tokens), PLAIN),
    Stage("query", timed(_query), PLAIN),
    Stage("texts", timed(_texts), PLAIN),
    *(
        Stage(f"js-{name}", _script(name), PLAIN, most=NAMES, is_script=True)
        for name in ("analyse", "names", "query", "headings", "typos")
    ),
)


@cache
def stages() -> dict[str, Stage]:
    """Return all stages by name, those of a module that `GLOSSARY_FUZZ_STAGES` names among them."""
    import os
    from importlib import import_module

    added = os.environ.get("GLOSSARY_FUZZ_STAGES")
    planted = import_module(added).STAGES if added else ()
    return {stage.name: stage for stage in (*STAGES, *planted)}
