"""Where a frontmatter ends, in all its formats, and what it costs to read one."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from glossary_ssg.config import ParseSettings
from glossary_ssg.limits import FRONTMATTER_CHARACTERS, FRONTMATTER_DEPTH
from glossary_ssg.markdown import parse
from glossary_ssg.markdown.frontmatter import cut
from glossary_ssg.model import Head


def read(source: str) -> tuple[Head, str, list[str]]:
    """Return head, text of the body and the codes of errors."""
    head, body = parse(source.encode(), ParseSettings())
    return head, body.text, [item.code for item in head.diagnostics if item.severity == "error"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lead", ["", "\ufeff", "\ufeff\ufeff", "\n \n", "\ufeff\n"])
@pytest.mark.parametrize(
    "fields",
    [
        '{\n"title": "T",\n"synonyms": [\n{\n"name": "bot"\n}\n]\n}\n',
        '{"title": "T", "x": "a } b { \\" } \\\\"}\n',
        '{"title": "T", "x": {\n}\n}',
        '{\n\n"title": "T"\n\n}   ',
        '+++\ntitle = "T"\nx = """\n+++\n"""\n+++\n',
        "+++\ntitle = 'T'\nx = '''\n+++\n''''\n# \"\"\"\n+++ \t\n",
        "---  \ntitle: T\nx: |\n  ---\n  ...\n--- \t\n",
        "---\ntitle: T\n...\n",
        "---\ntitle: T\n...\n\n---\n",
    ],
)
def test_a_frontmatter_ends_where_its_value_ends(fields: str, lead: str, line_end: str) -> None:
    source = (lead + fields + "\nBody.\n\n---\n\n}\n+++\n").replace("\n", line_end)
    head, text, errors = read(source)
    assert (head.title, text, errors) == ("T", "Body.\n}\n+++", [])
    rest, start = cut(source.encode())
    assert rest[start:].strip().startswith("Body.")


@pytest.mark.parametrize(
    "source",
    [
        "}\nx\n}\n",
        "{{< note >}}\n",
        "{{ x }}\n",
        "{{% x %}}",
        "{title} is prose\n",
        "{} is empty\n",
        '["a"]\n',
        '{"a" b}',
    ],
)
def test_braces_at_the_beginning_of_a_text_are_no_frontmatter(source: str) -> None:
    head, text, errors = read(source)
    assert (head.has_frontmatter, errors) == (False, [])
    assert text.split() == source.split()


@pytest.mark.parametrize(
    ("source", "code", "line", "column", "body"),
    [
        ('{\n"title": "T",\n}\nBody\n', "frontmatter-syntax", 3, 1, "Body"),
        ('{"title": "T",}\nBody\n', "frontmatter-syntax", 1, 15, "Body"),
        ('{\n// why\n"title": "T"\n}\nBody\n', "frontmatter-syntax", 2, 1, "Body"),
        ('{\n"title": "T,\n"x": 1\n}\nBody\n', "frontmatter-syntax", 2, 13, "Body"),
        ('\n {\n"title": "T"\n', "frontmatter-unclosed", 2, 2, ""),
        ('{"title": "T"\nBody\n', "frontmatter-unclosed", 1, 1, ""),
        ('+++\ntitle = "T"\nx = """\n+++\nBody\n', "frontmatter-syntax", 3, 8, "Body"),
        ("+++\ntitle = 'T'\nx = [1,\n+++\nBody\n", "frontmatter-syntax", 3, 8, "Body"),
        ('{"title": ' + "[" * FRONTMATTER_DEPTH + "]" * FRONTMATTER_DEPTH + "}\nBody", "frontmatter-too-complex", 1, 1, "Body"),
        ('{"title": "' + "T" * FRONTMATTER_CHARACTERS + '"}\nBody', "frontmatter-too-complex", 1, 1, "Body"),
    ],
)  # fmt: skip
def test_a_broken_frontmatter_is_located_and_the_text_below_it_kept(
    source: str, code: str, line: int, column: int, body: str
) -> None:
    head, text, _ = read(source)
    (found,) = [item for item in head.diagnostics if item.code.startswith("frontmatter-") and item.severity == "error"]
    assert (found.code, found.line, found.column, text) == (code, line, column, body)


GROWING: dict[str, Callable[[int], str]] = {
    "toml, escaped": lambda n: "+++\n" + "".join(f'"\\u006b{at}"=1\n' for at in range(n)) + "+++\n" + "text\n" * 60_000,
    "toml, tables": lambda n: "+++\n" + "".join(f"[[k{at}]]\n" for at in range(n)) + "+++\n",
    "yaml, repeated": lambda n: "---\n" + "a: b\n" * (4 * n) + "---\n",
    "yaml, merged": lambda n: "---\nx: &x {a: 1}\n" + "".join(f"k{at}: {{<<: *x}}\n" for at in range(n)) + "---\n",
    "yaml, control": lambda n: "---\n" + "".join(f'k{at}: "\\x02"\n' for at in range(n)) + "---\n",
    "json, repeated": lambda n: '{"x": {' + ",".join(['"k": 1'] * (3 * n)) + "}}\n",
    "json, escaped quotes": lambda n: '{"x": "' + '\\"' * (100 * n),
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_fields_take_no_more_than_some_four_times_as_long(name: str) -> None:
    def seconds(count: int) -> float:
        source = GROWING[name](count).encode()
        start = time.process_time()
        parse(source, ParseSettings())
        return time.process_time() - start

    seconds(10)
    small, large = min(seconds(750) for _ in range(2)), min(seconds(3_000) for _ in range(2))
    assert large < 9 * small + 0.05
