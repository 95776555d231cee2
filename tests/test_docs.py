"""The documentation is true: tables, examples, commands and output are compared with the code.

`pytest tests/test_docs.py --golden` writes what is made from the code: the table of keys, the theme contract and the HTML
below examples.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest
from click.testing import CliRunner
from lunr.index import Index

from glossary_ssg.cache import Cache
from glossary_ssg.cli import main
from glossary_ssg.cli.report import FORMATS
from glossary_ssg.codes import CODES, Severity
from glossary_ssg.commands.explain import Explanation, explain
from glossary_ssg.commands.repairs import FIXABLE
from glossary_ssg.config import ParseSettings, config_keys, load_config
from glossary_ssg.config.values import RELATED_HEADINGS
from glossary_ssg.errors import ConfigError, GlossaryError
from glossary_ssg.executor import InLine
from glossary_ssg.formats import SCHEMAS
from glossary_ssg.markdown import parse
from glossary_ssg.model import ACCEPTED, FIELDS, RefKind
from glossary_ssg.pipeline.inputs import open_session
from glossary_ssg.report import Summary, diagnostics_as_text
from glossary_ssg.search import FIELDS as SEARCH_FIELDS
from glossary_ssg.text import collation
from glossary_ssg.text.slugs import heading_id
from glossary_ssg.theme.settings import KEYS as THEME_KEYS
from tests import contract
from tests.support import ROOT, build_site, entry, text_of, write_files, written_body

DOCS = ROOT / "docs"
PAGES = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}
_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)
_TITLE = "---\ntitle: Example\n---\n"


@dataclass(frozen=True)
class Block:
    """A fenced block of code of a page."""

    page: str
    line: int
    info: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(info: str) -> list[Block]:
    """Return the blocks of all pages that are in a language."""
    return [
        Block(name, text.count("\n", 0, match.start()) + 1, match[2].strip(), match[3])
        for name, path in PAGES.items()
        for text in [path.read_text(encoding="utf-8")]
        for match in _FENCE.finditer(text)
        if match[2].strip() == info
    ]


def prose(path: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def rows(page: str, heading: str = "") -> list[list[str]]:
    """Return the cells of all rows of tables, head rows and all, below one heading of a page or in all of it."""
    text = prose(DOCS / page)
    if heading:
        text = re.split(rf"^#+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1]
        text = re.split(r"^#+ ", text, flags=re.MULTILINE)[0]
    lines = (line for line in text.splitlines() if line.startswith("|") and not line.startswith("|--"))
    return [
        [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines
    ]


def as_code(cell: str) -> list[str]:
    """Return the code spans of a cell."""
    return re.findall(r"`([^`]+)`", cell)


def whole_file(example: str) -> bytes:
    """Return an example of Markdown as a file; one without fields gets a title."""
    return (example if example.startswith(("---\n", "+++\n", "{\n")) else _TITLE + example).encode()


# What is made from the code


def key_table() -> str:
    """Return the table of all keys."""
    lines = ["| key | type | default | meaning |", "|---|---|---|---|"]
    for key in dict.fromkeys(key.row or key for key in config_keys()):
        kind = ", ".join(f"`{value}`" for value in key.choices) or key.kind.removeprefix("a ")
        lines.append(f"| `{key.name}` | {kind} | {key.default} | {key.meaning} |")
    return "\n".join(lines)


def field_table() -> str:
    """Return the table of frontmatter fields."""
    lines = ["| field | value | meaning | shown on |", "|---|---|---|---|"]
    lines += [
        f"| `{field.name}` | {ACCEPTED[field.reader][0]} | {field.description} | {', '.join(field.shown)} |"
        for field in FIELDS
    ]
    return "\n".join(lines)


def record_table(name: str) -> str:
    """Return the table of a struct of `terms.json`."""
    properties = SCHEMAS["terms"]()["$defs"][name]["properties"]
    lines = [f"| `{field}` | {schema['description']} |" for field, schema in properties.items()]
    return "\n".join(["| field | meaning |", "|---|---|", *lines])


MADE_FROM_CODE = {
    "keys": key_table,
    "contract": contract.reference,
    "fields": field_table,
    "Term": partial(record_table, "Term"),
    "TermName": partial(record_table, "TermName"),
}
"""Name of the comment around a part of a page -> what makes it."""


def golden(text: str) -> str:
    """Return a page with everything in it that the code decides."""
    for name, make in MADE_FROM_CODE.items():
        parts = re.split(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", text, maxsplit=1, flags=re.DOTALL)
        text = f"\n{make()}\n\n".join(parts) if len(parts) > 1 else text

    # An example of Markdown, and right below it a block with its HTML; from the end, so that offsets stay right.
    for example, below in reversed(list(pairwise(_FENCE.finditer(text)))):
        if (example[2], below[2], text[example.end() : below.start()]) == ("markdown", "html", "\n"):
            body = parse(whole_file(example[3]), ParseSettings())[1]
            text = text[: below.start(3)] + body.html.strip() + "\n" + text[below.end(3) :]
    return text


@pytest.mark.parametrize("page", PAGES)
def test_the_table_of_keys_and_the_html_of_examples_are_what_the_code_gives(
    page: str, request: pytest.FixtureRequest
) -> None:
    path = PAGES[page]
    text = path.read_text(encoding="utf-8")
    expected = golden(text)
    if request.config.getoption("--golden"):
        path.write_text(expected, encoding="utf-8", newline="\n")
    else:
        assert text == expected, "write it anew: pytest tests/test_docs.py --golden"


def test_the_configuration_page_lists_every_key() -> None:
    listed = {row[0].strip("`") for row in rows("configuration.md", "Keys")[1:]}
    assert listed == {(key.row or key).name for key in config_keys()}


# Tables that people write


def code_sections() -> list[tuple[str, str]]:
    """Return every code that has a section of its own, and the section's text."""
    text = prose(DOCS / "diagnostics.md")
    return re.findall(r"^### `([a-z0-9-]+)`$\n\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)


def test_every_code_has_one_section_with_its_severity() -> None:
    severities = [(code, re.match(r"- Severity: (\w+)\n", text)) for code, text in code_sections()]
    assert sorted((code, found and found[1]) for code, found in severities) == sorted(CODES.items())


def test_every_code_has_a_cause_and_a_fix_of_one_sentence() -> None:
    for code, text in code_sections():
        found = re.match(r"- Severity: \w+\n- Cause: (.+)\n- Fix: (.+)\n", text)
        assert found, code
        assert all(part.endswith(".") and part.count(". ") == 0 for part in found.groups()), code


def test_every_figure_of_the_json_report_is_documented() -> None:
    documented = [name for row in rows("command-line.md", "JSON")[1:] for name in as_code(row[0])]
    assert documented == list(Summary.__struct_fields__)


def test_every_code_that_can_be_repaired_is_documented() -> None:
    table = [as_code(row[0]) for row in rows("command-line.md", "fix")[1:]]
    assert [spans[0] for spans in table[: len(FIXABLE)]] == list(FIXABLE)


def test_every_format_of_the_report_is_documented() -> None:
    assert [as_code(row[0]) for row in rows("command-line.md", "Formats")[1:]] == [[name] for name in FORMATS]


def test_the_fields_of_the_search_index_are_documented_with_their_boosts() -> None:
    assert [(as_code(row[0])[0], int(row[1])) for row in rows("search.md", "What is searched")[1:]] == list(
        SEARCH_FIELDS
    )


def test_the_addresses_that_the_language_page_shows_are_those_of_the_files(tmp_path: Path) -> None:
    shown = {as_code(row[0])[0]: as_code(row[1])[0] for row in rows("languages.md", "URLs") if "content/" in row[0]}
    assert len(shown) > 3
    built = build_site(tmp_path, {name: entry(f"T{number}") for number, name in enumerate(shown)})
    assert [address for address in shown.values() if not built.has(address)] == []


def test_every_key_of_a_theme_is_documented() -> None:
    assert [name for row in rows("themes.md", "theme.toml")[1:] for name in as_code(row[0])] == [
        key.name for key in THEME_KEYS
    ]


def test_every_template_of_the_contract_is_given_a_page_or_is_a_part_of_others() -> None:
    table = rows("themes.md", "Templates")[1:]
    assert {as_code(row[0])[0] for row in table if row[1] != "part of others"} == set(contract.page_classes())
    assert all(row[2] for row in table if as_code(row[0]) == ["base.html"])


def test_every_field_of_the_contract_has_a_meaning() -> None:
    table = [row for row in rows("themes.md") if len(row) == 3 and as_code(row[1])]
    assert [row[0] for row in table if not row[2] and not as_code(row[0])[0].endswith(".html")] == []


def test_the_example_of_a_theme_is_a_theme(tmp_path: Path) -> None:
    (template,) = blocks("html+jinja")
    (partial,) = (block for block in blocks("html") if block.page == "docs/themes.md")
    (settings,) = blocks("ini")
    files = {
        "glossary.toml": 'theme = "ours"\n',
        "content/en/term.md": entry("Term", number="7"),
        "themes/ours/templates/entry.html": template.text,
        "themes/ours/templates/partials/head.html": partial.text,
        "themes/ours/theme.toml": settings.text,
    }
    page = build_site(tmp_path, files).read("en/term/index.html")
    assert "Term is entry number 7." in page
    assert partial.text.strip() in page
    assert "https://stats.example.org" in page.partition("Content-Security-Policy")[2].partition(">")[0]


@pytest.mark.parametrize("file", ["templates/entry.html", "theme.toml"])
def test_the_mistakes_of_themes_are_reported_as_the_page_shows(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = next(block for block in blocks("text") if block.text.startswith(f"themes/ours/{file}:"))
    mistake = "contract = 2" if file == "theme.toml" else "\n\n\n{{ page.titel }}"
    files = {"content/en/a.md": entry("A"), "glossary.toml": 'theme = "ours"', f"themes/ours/{file}": mistake.encode()}
    monkeypatch.chdir(write_files(tmp_path, files))
    result = CliRunner().invoke(main, ["build", "--jobs", "1"])
    assert result.exit_code == 2
    assert matches(shown.text.splitlines(), result.output.splitlines())


def test_the_references_that_the_language_page_shows_lead_where_it_says(tmp_path: Path) -> None:
    table = [(as_code(row[0])[0], as_code(row[1])[0]) for row in rows("languages.md", "References")[1:]]
    assert len(table) > 8
    built = build_site(
        tmp_path,
        {
            "content/en/chatbot.md": entry("Chatbot", "## Types\n\n" + "\n\n".join(written for written, _ in table)),
            "content/en/flow/intent.md": entry("Intent", "## Use\n"),
            "content/ja/flow/intent.md": entry("インテント"),
        },
    )
    article = written_body(built.page("/en/chatbot/"))
    assert [unquote(link.get("href", "")) for link in article.iter("a")] == [target for _, target in table]


def test_a_status_is_shown_beside_every_name_as_the_entries_page_says(tmp_path: Path) -> None:
    names = "[{name: Flow, status: deprecated}, {name: WF, type: acronym, status: forbidden}, {name: Run}]"
    built = build_site(tmp_path, {"content/en/term.md": entry("Workflow", synonyms=names)})
    shown = {text_of(name) for name in built.page("/en/term/").iter("dd")}
    assert shown == {"Flow deprecated", "WF do not use", "Run"}


def test_the_references_that_the_links_page_shows_are_resolved_by_the_rule_that_it_names(tmp_path: Path) -> None:
    table = [row for row in rows("links.md", "References") if len(row) == 3 and as_code(row[0]) and "[" in row[0]]
    assert len(table) > 10
    body = "\n\n".join(as_code(row[0])[0] for row in table)
    files = {
        "content/en/page.md": entry("Zzz page", body),
        "content/en/terms/llm.md": entry("Large Language Model (LLM)"),
        "content/en/terms/score.md": entry("Customer Satisfaction (CSAT)", acronym="CSAT"),
        "content/en/terms/service.md": entry("Service", synonyms="[offering]", translationKey="service"),
        "content/ja/terms/service.md": entry("サービス", translationKey="service"),
    }
    write_files(tmp_path, files)
    config = load_config(content=tmp_path / "content")
    found = explain(open_session(config, InLine(), Cache(tmp_path / "cache", read_only=True)), page="en/page.md")
    shown = [("".join(as_code(row[1])), as_code(row[2])[0]) for row in table]
    assert [(item.resolved, item.rule) for item in found if item.kind in ("link", "wiki")] == shown


def test_the_parts_and_kinds_of_explanations_are_documented() -> None:
    table = rows("links.md", "Why, or why not")
    end = next(index for index, row in enumerate(table) if row[0] == "rule")
    assert [name for row in table[1:end] for name in as_code(row[0])] == list(Explanation.__struct_fields__)
    kinds = as_code(next(row for row in table if row[0] == "`kind`")[1])
    assert {*map(str, RefKind), "related", "auto", "near-miss"} <= set(kinds)


def test_the_related_headings_that_the_configuration_page_shows_are_the_default() -> None:
    shown = next(block for block in blocks("toml") if block.text.startswith("related_headings"))
    assert tuple(tomllib.loads(shown.text)["related_headings"]) == RELATED_HEADINGS


# Examples


@pytest.mark.parametrize("block", blocks("markdown"), ids=str)
def test_examples_of_entries_parse_without_errors_and_warnings(block: Block) -> None:
    head, _ = parse(whole_file(block.text), ParseSettings())
    assert head.title
    assert [found for found in head.diagnostics if found.severity != Severity.NOTE] == []


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_examples_of_settings_are_accepted(block: Block, tmp_path: Path) -> None:
    folders = set(re.findall(r"^\[languages\.([\w-]+)", block.text, re.MULTILINE)) or {"en", "ja"}
    content = re.search(r'^content = "(.*)"', block.text, re.MULTILINE)
    for folder in folders:
        write_files(tmp_path / (content[1] if content else "content") / folder, {"term.md": entry("Term")})
    logo = re.search(r'^logo = "(.*)"', block.text, re.MULTILINE)
    if logo:
        write_files(tmp_path / (content[1] if content else "content"), {logo[1]: "<svg/>"})
    write_files(tmp_path, {"glossary.toml": block.text.encode(), "themes/ours/static/css/site.css": ""})
    config = load_config(config=tmp_path / "glossary.toml")
    assert {language.folder for language in config.languages} == folders


def test_the_examples_of_settings_set_every_key() -> None:
    keys = {(key.row or key).name for key in config_keys()}
    set_keys: set[str] = set()
    for block in blocks("toml"):
        if block.page == "docs/configuration.md":
            for name in dotted(tomllib.loads(block.text)):
                set_keys |= {key for key in keys if re.fullmatch(re.escape(key).replace(r"\*", ".+"), name)}
    assert set_keys == keys


def test_the_whole_example_of_settings_has_no_default_in_it() -> None:
    example = next(block for block in blocks("toml") if block.page == "docs/configuration.md")
    data = tomllib.loads(example.text)
    for key in config_keys():
        value: Any = data
        for part in key.name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            assert key.default != f"`{value if isinstance(value, str) else json.dumps(value)}`", key.name


def dotted(data: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the dotted name of every value."""
    for name, value in data.items():
        yield from dotted(value, f"{above}{name}.") if isinstance(value, dict) else (above + name,)


# Links


def anchors(path: Path) -> set[str]:
    """Return the ids that GitHub gives to a page's headings."""
    return {heading_id(heading.replace("`", "")) for heading in re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_to_files_and_headings(page: str) -> None:
    path = PAGES[page]
    broken = []
    for target in re.findall(r"\]\(([^()\s]+)\)", re.sub(r"`[^`\n]+`", "", prose(path))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.is_file() or (fragment and fragment not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_the_index_links_to_every_page() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", prose(DOCS / "README.md")))
    assert linked == {path.name for path in DOCS.glob("*.md")} - {"README.md"}


# Commands


def commands(page: str) -> Iterator[list[str]]:
    """Yield the arguments of every `glossary-ssg …` on a page, in blocks and in running text."""
    path = PAGES[page]
    spans = [span for span in as_code(prose(path)) if span.startswith("glossary-ssg")]
    lines = [
        line for block in (*blocks("sh"), *blocks("console")) if block.page == page for line in block.text.split("\n")
    ]
    for line in (*spans, *lines):
        for part in line.removeprefix("$ ").split(" && "):
            words = shlex.split(re.split("  #| > ", part)[0]) if "glossary-ssg" in part and "'" not in part else []
            if words and re.fullmatch(r"(?:\S*/)?glossary-ssg", words[0]):
                yield words[1:]


def click_command(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that words name, and the words behind it."""
    command: click.Command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        assert words[0] in command.commands, f"there is no command '{words[0]}'"
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_options_on_a_page_exist(page: str) -> None:
    for words in commands(page):
        if "--base-ulr" in words:  # the example of a mistake
            continue
        command, rest = click_command(words)
        if rest or not isinstance(command, click.Group):
            # A command may be named without its arguments; `--help` and `--version` end the command.
            with suppress(click.MissingParameter, click.exceptions.Exit):
                command.make_context(command.name, list(rest))


def options(command: click.Command) -> set[str]:
    """Return the options of a command, `--help` aside."""
    return {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}


def all_commands(command: click.Command = main) -> Iterator[click.Command]:
    """Yield a command and all below it."""
    yield command
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from all_commands(below)


@pytest.mark.parametrize("page", PAGES)
def test_options_in_running_text_exist(page: str) -> None:
    known = {name for command in all_commands() for name in options(command)} | {"--help", "-h"}
    used = {span.split()[0] for span in as_code(prose(PAGES[page])) if re.match(r"--?[a-z]", span)}
    assert used <= known


def test_the_command_line_page_explains_every_command_and_option() -> None:
    table = rows("command-line.md", "build and check")[1:]
    for column, name in ((1, "build"), (2, "check")):
        explained = {
            span.split()[0] for row in table if row[column] == "yes" for span in as_code(row[0]) if span.startswith("-")
        }
        assert explained == options(main.commands[name]), name  # type: ignore[attr-defined]
    explained = {span.split()[0] for row in rows("command-line.md", "wanted")[1:] for span in as_code(row[0])}
    for name in ("explain", "wanted"):
        assert explained == options(main.commands[name]), name  # type: ignore[attr-defined]
    explained = {span.split()[0] for row in rows("command-line.md", "urls")[1:] for span in as_code(row[0])}
    assert explained == options(main.commands["urls"])  # type: ignore[attr-defined]
    table = [as_code(row[0]) for row in rows("command-line.md", "fix")]
    explained = {span.split()[0] for spans in table for span in spans if span.startswith("-")}
    assert explained == options(main.commands["fix"])  # type: ignore[attr-defined]
    explained = {span.split()[0] for row in rows("command-line.md", "search")[1:] for span in as_code(row[0])}
    assert explained == options(main.commands["search"])
    explained = {span.split()[0] for row in rows("command-line.md", "new entry")[1:] for span in as_code(row[0])}
    assert explained == options(click_command(["new", "entry"])[0])
    explained = {span.split()[0] for row in rows("command-line.md", "init")[1:] for span in as_code(row[0])}
    assert explained == options(main.commands["init"])
    explained = {span.split()[0] for row in rows("data.md", "Tables")[1:] for span in as_code(row[0])}
    assert explained == options(main.commands["export"]) - {"--content", "--config"}
    explained = {span.split()[0] for row in rows("command-line.md", "theme copy")[1:] for span in as_code(row[0])}
    assert explained == options(click_command(["theme", "copy"])[0])
    named = {
        " ".join(words[:2]) if words[:1] in (["new"], ["theme"]) else words[0]
        for words in commands("docs/command-line.md")
    }
    assert {
        "build",
        "check",
        "explain",
        "wanted",
        "search",
        "init",
        "new entry",
        "theme copy",
        "export",
        "schema",
        "--help",
        "--version",
    } <= named


# Output


def matches(expected: list[str], found: list[str]) -> bool:
    """Compare lines; a line `…` stands for any lines, `…` in a line for any text.

    Times, dates and how many files a site has are left out: a new format adds one.
    """

    def pattern(line: str) -> str:
        escaped = re.sub(r"\d+\\?\.\d\d\\? s\b", lambda _: r"\d+\.\d\d s", re.escape(line))
        escaped = re.sub(r"\d\d+(?=\\ (?:files\\ written|unchanged),)", lambda _: r"\d\d+", escaped)
        return re.sub(r"\d{4}\\-\d\d\\-\d\d", lambda _: r"\d{4}-\d\d-\d\d", escaped).replace("…", ".*")

    text = "".join("(?:.*\n)*?" if line.strip() == "…" else pattern(line) + "\n" for line in expected)
    return re.fullmatch(text, "".join(line + "\n" for line in found)) is not None


class Shell:
    """Runs the few commands that the pages show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._code = 0

    def run(self, line: str) -> list[str]:
        """Run a line of commands and return the lines that they print."""
        return [printed for part in line.split(" && ") for printed in self._run(shlex.split(part))]

    def _run(self, words: list[str]) -> list[str]:
        match words:
            case ["glossary-ssg", *rest]:
                result = CliRunner().invoke(main, rest, prog_name="glossary-ssg")
                assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
                self._code = result.exit_code
                return result.output.splitlines()
            case ["cd", folder]:
                self._monkeypatch.chdir(folder)
                return []
            case ["cat", file]:
                return Path(file).read_text(encoding="utf-8").rstrip("\n").splitlines()
            case ["echo", "$?"]:
                return [str(self._code)]
            case ["node", "find.cjs", folder, query]:
                return find(Path(folder), query)
        raise AssertionError(f"the test does not know how to run {words}")


def find(folder: Path, query: str) -> list[str]:
    """Do what `find.cjs` of the search page does."""
    index = Index.load((folder / "index.json").read_text(encoding="utf-8"))
    documents = json.loads((folder / "documents.json").read_bytes())
    return [" ".join(documents[int(result["ref"])][:2]) for result in index.search(query)[:3]]


def sessions(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a page's console blocks with the lines that it prints there."""
    for block in blocks("console"):
        if block.page == page:
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, *output = part.rstrip("\n").split("\n")
                yield command, output


def shown_files(page: str) -> dict[str, str | bytes]:
    """Return the files that a page shows below their names."""
    text = PAGES[page].read_text(encoding="utf-8")
    return dict(re.findall(r"`(content/[^`\n]+)`:\n\n```markdown\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize(
    "page", ["README.md", "docs/quick-start.md", "docs/command-line.md", "docs/links.md", "docs/search.md"]
)
def test_commands_print_what_a_page_shows(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shell = Shell(monkeypatch)
    if page in ("docs/command-line.md", "docs/search.md"):
        shell.run("glossary-ssg init site && cd site")
    if page == "docs/command-line.md":
        mistyped = Path("content/en/glossary.md")
        mistyped.write_text(
            mistyped.read_text(encoding="utf-8").replace("[headword](headword.md", "[this word](hedword.md"),
            encoding="utf-8",
        )
    if page == "docs/links.md":
        write_files(tmp_path, shown_files(page))
    if page == "docs/search.md":
        shell.run("glossary-ssg build")
    shown = list(sessions(page))
    assert shown != []
    for command, expected in shown:
        found = shell.run(command)
        assert matches(expected, found), f"$ {command}\n" + "\n".join(found)


def test_the_mistakes_in_settings_that_the_configuration_page_shows_are_reported_so(tmp_path: Path) -> None:
    shown = next(block for block in blocks("text") if "base_ulr" in block.text and "configuration" in block.page)
    write_files(
        tmp_path,
        {
            "glossary.toml": 'title = "T"\nbase_ulr = "https://example.org/"\nroot = "home"\n',
            "content/en/term.md": entry("Term"),
        },
    )
    with pytest.raises(ConfigError) as caught:
        load_config(config=tmp_path / "glossary.toml")
    assert str(caught.value).replace(f"{tmp_path}/", "") == shown.text.rstrip("\n")


def test_a_pale_accent_colour_is_reported_as_the_configuration_page_shows(tmp_path: Path) -> None:
    shown = next(block for block in blocks("text") if "accent-contrast" in block.text)
    accent = as_code(shown.text.replace("'", "`"))[1]
    built = build_site(tmp_path, {"glossary.toml": f'accent = "{accent}"\n', "content/en/term.md": entry("Term")})
    assert [*diagnostics_as_text(built.found("accent-contrast"))] == shown.text.rstrip("\n").split("\n")


def test_values_of_the_wrong_kind_are_reported_as_the_configuration_page_shows(tmp_path: Path) -> None:
    shown = next(block for block in blocks("text") if "must be a number" in block.text)
    settings = '[autolink]\nmax_per_page = "3"\nstop = "service"\n'
    write_files(tmp_path, {"glossary.toml": settings, "content/en/term.md": entry("Term")})
    with pytest.raises(ConfigError) as caught:
        load_config(config=tmp_path / "glossary.toml")
    assert str(caught.value).replace(f"{tmp_path}/", "") == shown.text.rstrip("\n")


def test_values_and_sections_in_each_others_place_are_reported_as_the_configuration_page_shows(tmp_path: Path) -> None:
    shown = next(block for block in blocks("text") if "must be a section" in block.text)
    write_files(
        tmp_path, {"glossary.toml": 'languages = ["en", "ja"]\n[title]\n[menu]\n', "content/en/term.md": entry("Term")}
    )
    with pytest.raises(ConfigError) as caught:
        load_config(config=tmp_path / "glossary.toml")
    assert str(caught.value).replace(f"{tmp_path}/", "") == shown.text.rstrip("\n")


def test_icu_without_pyicu_is_refused_in_the_words_of_the_languages_page(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = next(block for block in blocks("text") if "PyICU is not installed" in block.text)
    monkeypatch.setitem(sys.modules, "icu", None)
    collation._icu.cache_clear()
    with pytest.raises(GlossaryError) as caught:
        collation.make_sort_key("icu", "sv")
    assert str(caught.value) == shown.text.rstrip("\n")


def test_the_mistyped_link_of_the_quick_start_is_reported_so_and_found_by_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = next(block for block in blocks("text") if block.page == "docs/quick-start.md" and "hedword" in block.text)
    monkeypatch.chdir(tmp_path)
    shell = Shell(monkeypatch)
    shell.run("glossary-ssg init site && cd site")
    path = Path("content/en/glossary.md")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[headword](headword.md", "[this word](hedword.md"), encoding="utf-8")
    assert shell.run("glossary-ssg check")[:4] == shown.text.splitlines()
    path.write_text(text.replace("[headword](headword.md", "[headword](hedword.md"), encoding="utf-8")
    assert "linked     12 of 12 references" in "\n".join(shell.run("glossary-ssg check"))
