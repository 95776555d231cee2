"""The glossary as data: JSON by its schemas, tables that spreadsheets read, an inventory that Sphinx reads."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from sphinx.util.inventory import InventoryFile

from glossary_ssg.cli import main
from glossary_ssg.config import config_keys
from glossary_ssg.formats import SCHEMAS
from tests.support import CNCF, ROOT, Built, build_site, entry, needs_cncf, tree_of, write_files

SITE = {
    "content/en/term.md": entry(
        "Term (a)",
        synonyms="[{name: Word, status: deprecated, note: old}, Thing]",
        acronym="TRM",
        category="Basics",
        description="'=1+1, \"x\"'",
        date="2021-02-03",
    ),
    "content/en/alone.md": entry("'-ness'", url="/en/100%25$/"),
    "content/en/page.md": entry("Page", type="page"),
    "content/ja/term.md": entry("用語", reading="ようご", synonyms="['＝名']"),
    "content/ja/lost.md": entry("'[迷子]_*'", reading="まいご"),
    "glossary.toml": 'base_url = "https://example.org/sub/"\ntitle = "S & T"\n',
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_site(tmp_path_factory.mktemp("site"), SITE)


def check(name: str, data: Any) -> None:
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(data)]
    assert errors == []


def load(built: Built, path: str) -> Any:
    return json.loads(built.read(path))


def test_the_terms_of_a_language_are_records_by_the_schema(built: Built) -> None:
    data = load(built, "en/terms.json")
    check("terms", data)
    assert (data["language"], [term["title"] for term in data["terms"]]) == ("en", ["-ness", "Term (a)"])
    assert data["terms"][1] == {
        "key": "term",
        "title": "Term (a)",
        "url": "https://example.org/sub/en/term/",
        "description": '=1+1, "x"',
        "names": [
            {"text": "Word", "status": "deprecated", "type": "variant", "note": "old"},
            {"text": "Thing", "status": "admitted", "type": "variant"},
            {"text": "TRM", "status": "admitted", "type": "acronym"},
        ],
        "categories": ["Basics"],
        "date": "2021-02-03",
    }


def test_concepts_join_the_languages(built: Built) -> None:
    data = load(built, "concepts.json")
    check("concepts", data)
    assert [(concept["key"], [*concept["terms"]]) for concept in data["concepts"]] == [
        ("alone", ["en"]),
        ("term", ["en", "ja"]),
        ("lost", ["ja"]),
    ]
    for lang in ("en", "ja"):
        terms = {term["key"]: term for term in load(built, f"{lang}/terms.json")["terms"]}
        assert terms == {item["key"]: item["terms"][lang] for item in data["concepts"] if lang in item["terms"]}


@pytest.mark.heavy
def test_the_sample_is_what_the_schemas_say(tmp_path: Path) -> None:
    files = {f"content/{name}": data for name, data in tree_of(ROOT / "content").items()}
    built = build_site(tmp_path, {**files, "glossary.toml": (ROOT / "glossary.toml").read_bytes()})
    for name in ("en/terms.json", "ja/terms.json"):
        check("terms", load(built, name))
    check("concepts", load(built, "concepts.json"))
    check("config", tomllib.loads((ROOT / "glossary.toml").read_text(encoding="utf-8")))
    for data in files.values():
        check("frontmatter", yaml.load(data.decode().split("---\n")[1], yaml.BaseLoader))  # scalars are texts
    assert len(files) > 90


def test_the_example_of_all_settings_is_what_the_schema_says_and_mistakes_are_not() -> None:
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    example = tomllib.loads(text.partition("```toml\n")[2].partition("```")[0])
    check("config", example)
    validator = Draft202012Validator(SCHEMAS["config"]())
    link, rule = {"url": "/", "label": "A"}, {"files": ["*"], "severities": {"key-case": "off"}}
    assert validator.is_valid({"menu": [link], "severities_for": [rule]})
    for mistake in (
        {"titel": "x"},
        {"root": "home"},
        {"autolink": {"stop": "x"}},
        {"languages": {"en": {"nam": "x"}}},
        {"menu": [link | {"lable": "A"}]},
        {"severities_for": [rule | {"file": ["*"]}]},
        {"severities_for": [{"severities": {"key-case": "off"}}]},
        {"severities_for": [rule | {"severities": {"key-case": "fatal"}}]},
    ):
        assert not validator.is_valid(mistake), mistake


def described(schema: Any) -> Iterator[str]:
    """Yield every description in a schema."""
    for name, value in schema.items():
        if name == "description" and isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from described(value)


def test_every_key_has_its_meaning_in_the_schema() -> None:
    assert set(described(SCHEMAS["config"]())) == {key.meaning for key in config_keys()}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_command_prints_schemas(name: str) -> None:
    printed = json.loads(CliRunner().invoke(main, ["schema", name], catch_exceptions=False).stdout)
    assert printed == json.loads(json.dumps(SCHEMAS[name]()))


def test_sphinx_finds_terms_by_headword_other_name_and_key(built: Built) -> None:
    inventory = InventoryFile.loads((built.output / "objects.inv").read_bytes(), uri="https://example.org/sub")
    terms = {name: (item.uri, item.display_name) for name, item in inventory.data["std:term"].items()}
    where = "https://example.org/sub/en/term/"
    assert terms == {
        "-ness": ("https://example.org/sub/en/100%25%24/", "-ness"),
        "alone": ("https://example.org/sub/en/100%25%24/", "-ness"),
        "Term (a)": (where, "Term (a)"),
        "Word": (where, "Word"),
        "Thing": (where, "Thing"),
        "TRM": (where, "TRM"),
        "term": (where, "Term (a)"),
        "用語": ("https://example.org/sub/ja/term/", "用語"),
        "＝名": ("https://example.org/sub/ja/term/", "＝名"),
        "[迷子]_*": ("https://example.org/sub/ja/lost/", "[迷子]_*"),
        "lost": ("https://example.org/sub/ja/lost/", "[迷子]_*"),
    }


def test_a_document_of_sphinx_refers_to_a_term(built: Built, tmp_path: Path) -> None:
    from sphinx.application import Sphinx

    inventory = (built.output / "objects.inv").as_posix()
    conf = f'extensions = ["sphinx.ext.intersphinx"]\nintersphinx_mapping = {{"g": ("https://example.org/sub/", "{inventory}")}}\n'
    write_files(tmp_path, {"conf.py": conf, "index.rst": "x\n=\n\n:external:term:`thing` :external:term:`用語`\n"})
    warnings = io.StringIO()
    app = Sphinx(
        *[str(tmp_path)] * 2, str(tmp_path / "out"), str(tmp_path / "trees"), "html", status=None, warning=warnings
    )
    app.build()
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/sub/en/term/"' in page
    assert 'href="https://example.org/sub/ja/term/"' in page
    assert "not found" not in warnings.getvalue()


def test_mounted_terms_are_found_in_all_languages(tmp_path: Path) -> None:
    toml = 'base_url = "https://example.org/"\nmount = "/{lang}/glossary/"\n'
    built = build_site(tmp_path, {**SITE, "glossary.toml": toml})
    assert all(name.startswith(("en/glossary/", "ja/glossary/")) for name in tree_of(built.output))
    data = (built.output / "en/glossary/objects.inv").read_bytes()
    terms = InventoryFile.loads(data, uri="https://example.org/en/glossary").data["std:term"]
    assert terms["Word"].uri == "https://example.org/en/glossary/term/"
    assert terms["用語"].uri == "https://example.org/en/glossary/../../ja/glossary/term/"
    assert load(built, "en/glossary/concepts.json")["languages"] == ["en", "ja"]


def test_language_models_get_a_list_of_all_terms(built: Built) -> None:
    assert built.read("llms.txt").splitlines() == [
        "# S & T",
        "",
        "## English",
        "",
        "- [-ness](https://example.org/sub/en/100%25$/): Text.",
        '- [Term (a)](https://example.org/sub/en/term/): =1+1, "x"',
        "",
        "## 日本語",
        "",
        "- [用語](https://example.org/sub/ja/term/): Text.",
        "- [\\[迷子\\]\\_\\*](https://example.org/sub/ja/lost/): Text.",
    ]


def export(folder: Path, *arguments: str) -> Result:
    write_files(folder, SITE)
    return CliRunner().invoke(main, ["export", "--config", str(folder / "glossary.toml"), *arguments])


@pytest.mark.parametrize(("kind", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_table_has_a_row_for_each_concept_and_no_formula(kind: str, delimiter: str, tmp_path: Path) -> None:
    result = export(tmp_path, "--format", kind)
    text = result.stdout_bytes.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    assert head[:7] == [
        "key",
        *(f"{name} (en)" for name in ("term", "reading", "names", "status", "definition", "url")),
    ]
    assert [row[0] for row in rows] == ["alone", "term", "lost"]
    table = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert table["term"]["definition (en)"] == '\'=1+1, "x"'
    assert table["term"]["names (en)"] == "Word; Thing; TRM"
    assert table["term"]["status (en)"] == "Word: deprecated; Thing: admitted; TRM: admitted"
    assert table["term"]["names (ja)"] == "'＝名"
    assert table["term"]["reading (ja)"] == "ようご"
    assert table["alone"]["term (en)"] == "'-ness"
    assert table["alone"]["term (ja)"] == ""
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell)


def test_a_table_of_excel_holds_texts_alone(tmp_path: Path) -> None:
    place = tmp_path / "x.xlsx"
    assert export(tmp_path, "--format", "xlsx", "-o", str(place)).exit_code == 0
    sheet = openpyxl.load_workbook(place).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["key", "term (en)"]
    assert [row[0] for row in rows[1:]] == ["alone", "term", "lost"]
    assert rows[2][5] == '=1+1, "x"'
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert all(cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n")


def test_a_table_of_excel_is_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for place in (first, second):
        assert export(tmp_path, "--format", "xlsx", "-o", str(place)).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    # Both may be of the same second.
    with zipfile.ZipFile(first) as book:
        assert {item.date_time for item in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(re.search(rb"\d{4}-\d\d-\d\dT", book.read(item)) is None for item in book.infolist())


def test_a_table_may_have_two_languages_in_any_order(tmp_path: Path) -> None:
    head = export(tmp_path, "--lang", "JA", "--lang", "en").stdout.splitlines()[0].split(",")
    assert [name for name in head if "term" in name] == ['"term (ja)"', '"term (en)"']
    result = export(tmp_path, "--lang", "xx")
    assert result.exit_code == 2
    assert "'xx' is none of the languages en, ja" in result.stderr


@pytest.mark.heavy
@needs_cncf
def test_a_real_glossary_is_what_the_schemas_say(tmp_path: Path) -> None:
    (tmp_path / "content").symlink_to(CNCF, target_is_directory=True)
    built = build_site(tmp_path)
    data = load(built, "concepts.json")
    check("concepts", data)
    assert len(data["languages"]) > 10
