"""The reference part of docs/themes.md, made from the code: templates, blocks, fields, texts."""

from __future__ import annotations

import ast
import inspect
import tomllib
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from jinja2 import Environment, nodes

from glossary_ssg.model import LanguageView, Page, Site, entry, page, site
from glossary_ssg.theme import find_theme
from tests.support import ROOT

PAGES = ROOT / "glossary_ssg/pages"
FOR_THE_BUILD = {"body_key", "fills", "auto_links", "template", "path"}
"""Fields of pages that the build needs and templates do not."""


@cache
def classes() -> dict[str, ast.ClassDef]:
    """Return the classes that pages are made of, by name, in the order of the files."""

    def of(module: ModuleType) -> Iterator[ast.ClassDef]:
        yield from (node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.ClassDef))

    return {node.name: node for module in (page, site, entry) for node in of(module)}


def fields_of(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """Yield (name, type, meaning) of a class's fields."""
    for statement, below in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            has_doc = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            meaning = str(below.value.value) if has_doc else ""  # type: ignore[union-attr]
            yield statement.target.id, ast.unparse(statement.annotation), " ".join(meaning.split())


def used(names: list[str]) -> list[str]:
    """Return the names of classes and of all that their fields hold."""
    found = list(names)
    for name in found:
        for field, kind, _ in fields_of(classes()[name]):
            if field in FOR_THE_BUILD:
                continue
            parts = {node.id for node in ast.walk(ast.parse(kind)) if isinstance(node, ast.Name)}
            found += [other for other in classes() if other in parts and other not in found]
    return found


def cell(text: str) -> str:
    """Return a text as a cell of a table: on one line, without bars that would end the cell."""
    return text.strip().replace("|", r"\|").replace("\n", "<br>")


def class_table(name: str) -> str:
    """Return the heading and the table of a class."""
    node = classes()[name]
    bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in classes()]
    above = f" It also has all fields of `{bases[0]}`." if bases else ""
    rows = [row for row in fields_of(node) if row[0] not in FOR_THE_BUILD]
    lines = [f"### {name}", "", f"{(ast.get_docstring(node) or '').splitlines()[0]}{above}"]
    values = [
        str(line.value.value)
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
    ]
    if values:
        lines[-1] += f" One of {', '.join(f'`{value}`' for value in values)}."
    if rows:
        lines += ["", "| field | type | meaning |", "|---|---|---|"]
        lines += [
            f"| `{name}` | `{cell(kind)}` | {cell(meaning)} |".replace(r" \| None`", "` or none")
            for name, kind, meaning in rows
        ]
    return "\n".join(lines)


@cache
def page_classes() -> dict[str, str]:
    """Return the class of page that each template is given: its default, or what pages of entries are made with."""
    found = {
        str(line.value.value): name
        for name, node in classes().items()
        for line in node.body
        if isinstance(line, ast.AnnAssign) and ast.unparse(line.target) == "template"
        and isinstance(line.value, ast.Constant) and line.value.value
    }  # fmt: skip
    for call in ast.walk(ast.parse((PAGES / "entries.py").read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "EntryPage":
            (keyword,) = (keyword for keyword in call.keywords if keyword.arg == "template")
            names = [node.value for node in ast.walk(keyword.value) if isinstance(node, ast.Constant)]
            found |= {str(name): "EntryPage" for name in names if str(name).endswith(".html")}
    return found


def template_table() -> str:
    """Return the table of the default theme's templates."""
    environment = Environment(autoescape=True)
    lines = ["| template | page | blocks |", "|---|---|---|"]
    for name, path in find_theme("default", ROOT).files("templates").items():
        tree = environment.parse(path.read_text(encoding="utf-8"))
        blocks = sorted({f"`{block.name}`" for block in tree.find_all(nodes.Block)})
        kind = page_classes().get(name)
        lines.append(f"| `{name}` | {f'`{kind}`' if kind else 'part of others'} | {', '.join(blocks)} |")
    return "\n".join(lines)


def text_table() -> str:
    """Return the table of interface texts."""
    texts = tomllib.loads((ROOT / "themes/default/strings/en.toml").read_text(encoding="utf-8"))
    return "\n".join(
        ["| text | in English |", "|---|---|", *(f"| `{name}` | {cell(text)} |" for name, text in texts.items())]
    )


def reference() -> str:
    """Return the reference part of the page."""
    # A class with slots is made twice; the first may stay among the subclasses.
    kinds = used([*dict.fromkeys(kind.__name__ for kind in (Page, *Page.__subclasses__(), Site, LanguageView))])
    return "\n\n".join(
        ["## Templates", template_table(), "## Values", *map(class_table, kinds), "## Interface texts", text_table()]
    )
