"""The reference ladder: what each step finds, that it finds no more, and what is reported on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary_ssg.cache import Cache
from glossary_ssg.cli import main
from glossary_ssg.commands.explain import explain
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.inputs import open_session
from tests.support import build_site, entry, text_of, wanted_terms

ENTRIES = {
    "content/en/llm.md": entry("Large Language Model (LLM)", translationKey="large-language-model"),
    "content/ja/llm.md": entry("大規模言語モデル（LLM）", translationKey="large-language-model", reading="だいきぼ"),
    "content/en/csat.md": entry("Customer Satisfaction (CSAT)", acronym="CSAT"),
    "content/en/temperature.md": entry("Temperature (Models)"),
    "content/en/service.md": entry("Service", synonyms="[offering]"),
    "content/en/continuous-delivery.md": entry("Continuous Delivery"),
    "content/en/c-sharp.md": entry('"C#"'),
    "content/en/c.md": entry("C"),
    "content/tr/a.md": entry("iade"),
    "content/tr/b.md": entry("ıade"),
}


def resolved(folder: Path, body: str, lang: str = "en") -> list[tuple[str, str]]:
    """Return (file, rule) of the references of a page with this body."""
    build_site(folder, ENTRIES | {f"content/{lang}/page.md": entry("Zzz page", body)})
    found = explain(
        open_session(load_config(content=folder / "content"), InLine(), Cache(folder / "x", read_only=True))
    )
    return [
        (item.resolved, item.rule) for item in found if item.file == f"{lang}/page.md" and item.kind in ("link", "wiki")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[x](service.md)", ("en/service.md", "path")),
        ("[x](/en/service/)", ("en/service.md", "path")),
        ("[x](large-language-model)", ("en/llm.md", "key")),
        ("[[Service]]", ("en/service.md", "headword")),
        ("[x](SERVICE.md)", ("en/service.md", "path")),
        ("[[ｓｅｒｖｉｃｅ]]", ("en/service.md", "path")),
        ("[x](continuous_delivery.md)", ("en/continuous-delivery.md", "slug")),
        ("[x](Continuous-Delivery---.md)", ("en/continuous-delivery.md", "slug")),
        ("[x](/en/continuous--delivery/)", ("en/continuous-delivery.md", "slug")),
        ("[[llms]]", ("en/llm.md", "acronym")),
        ("[[CSAT]]", ("en/csat.md", "path")),
        ("[x](/ja/LLM.md)", ("ja/llm.md", "path")),
        ("[[Large Language Model]]", ("en/llm.md", "slug")),
        ("[[Temperature]]", ("en/temperature.md", "path")),
        ("[[Customer Satisfaction]]", ("en/csat.md", "plain")),
        ("[[offering]]", ("en/service.md", "synonym")),
        ("[[大規模言語モデル（LLM）]]", ("en/llm.md", "other-language")),
        ("[x](services.md)", ("en/service.md", "plural-slug")),
        ("[[offerings]]", ("en/service.md", "plural-synonym")),
        ("[Service](nothing-at-all.md)", ("en/service.md", "text:headword")),
        ("[x](C#.md)", ("en/c-sharp.md", "headword")),
        ("[[C#]]", ("en/c-sharp.md", "headword")),
        ("[x](nothing-at-all.md)", ("", "unresolved")),
        ("[x](language.md)", ("", "unresolved")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_target_is_found_by_the_first_step_that_knows_it(
    tmp_path: Path, body: str, expected: tuple[str, str]
) -> None:
    assert resolved(tmp_path, body) == [expected]


@pytest.mark.parametrize("name", ["İade", "İADE", "i\u0307ade"])
def test_the_capital_of_the_dotted_i_is_an_i(name: str, tmp_path: Path) -> None:
    assert resolved(tmp_path, f"[[{name}]]", "tr") == [("tr/a.md", "headword")]


def test_a_qualifier_in_parentheses_is_no_name(tmp_path: Path) -> None:
    assert resolved(tmp_path, "[[Models]]") == [("", "unresolved")]


def test_an_acronym_may_be_made_of_the_initials_in_another_language(tmp_path: Path) -> None:
    files = {"content/ja/a.md": entry("検索拡張生成（RAG）", translationKey="rag", reading="けんさく")}
    files |= {"content/en/b.md": entry("Retrieval-Augmented Generation", translationKey="rag")}
    files |= {"content/ja/p.md": entry("ページ", "[[RAG]]")}
    built = build_site(tmp_path, files)
    assert built.codes == []
    assert text_of(built.page("/ja/p/").find(".//a[@href='/ja/a/']")) == "RAG"


@pytest.mark.parametrize("title", ["the " * 1000 + "(AB)", "a " * 60 + "(AAAAAAAAAAAB)"])
def test_long_headwords_of_little_words_cost_nobody_anything(title: str, tmp_path: Path) -> None:
    assert build_site(tmp_path, {"content/en/a.md": entry(title), "content/en/b.md": entry("B")}).read(
        "en/b/index.html"
    )


def test_guesses_are_noted_with_their_rule(tmp_path: Path) -> None:
    built = build_site(tmp_path, ENTRIES | {"content/en/page.md": entry("Page", "\n[x](services.md)")})
    (note,) = built.found("reference-guessed")
    assert (note.severity, note.line, note.column) == ("note", 5, 5)
    assert "en/service.md" in note.message
    assert "plural-slug" in note.message


def test_of_several_the_text_of_the_link_names_one_then_the_site_prefers_one(tmp_path: Path) -> None:
    files = {
        "content/en/a/agent.md": entry("Agent (AI)", translationKey="ai"),
        "content/en/b/agent.md": entry("Agent (Human)", translationKey="human"),
        "content/en/one.md": entry("One", "[[Agent]]"),
        "content/en/two.md": entry("Two", "[Agent (Human)](Agent.md)"),
    }
    built = build_site(tmp_path, files)
    (ambiguous,) = built.found("reference-ambiguous")
    assert ambiguous.path.endswith("one.md")
    assert "en/a/agent.md, en/b/agent.md" in ambiguous.message
    assert built.page("/en/two/").find(".//a[@href='/en/b/agent/']") is not None
    for prefer in ('Agent = "ai"', 'agents = "AI"'):
        built = build_site(tmp_path, {"glossary.toml": f"[prefer]\n{prefer}\n"})
        assert built.found("reference-ambiguous") == []
        assert built.page("/en/one/").find(".//a[@href='/en/a/agent/']") is not None


def test_a_text_that_names_another_entry_is_reported(tmp_path: Path) -> None:
    body = "[Continuous Delivery](service.md), [services](service.md), [the service](service.md)"
    built = build_site(tmp_path, ENTRIES | {"content/en/page.md": entry("Page", body)})
    (found,) = built.found("reference-text")
    assert "Continuous Delivery" in found.message
    assert found.column == len("[Continuous Delivery](") + 1


def test_wanted_terms_are_listed_most_wanted_first_on_a_page_as_json_and_in_the_terminal(tmp_path: Path) -> None:
    files = {
        "content/en/a.md": entry("Aaa", "[[Zebra]] and [x](Quagga.md)"),
        "content/en/b.md": entry("Bbb", "[x](zebra.md)"),
    }
    built = build_site(tmp_path, files)
    assert wanted_terms(built.page("/en/wanted/")) == ["Zebra 2 Aaa Bbb", "Quagga 1 Aaa"]
    run = CliRunner()
    arguments = ["wanted", "--content", str(tmp_path / "content")]
    assert run.invoke(main, arguments).output.split()[:3] == ["2", "en", "Zebra"]
    terms = json.loads(run.invoke(main, [*arguments, "--format", "json"]).output)
    assert terms[0] == {"lang": "en", "name": "Zebra", "count": 2, "wanted_by": ["en/a.md", "en/b.md"]}


def test_every_written_reference_is_linked_or_reported(tmp_path: Path) -> None:
    body = "[[Service]] [[nothing]] [x](Agent.md) [y](#none) ![z](none.png) [w](/en/) [v](service.md#none)"
    built = build_site(tmp_path, ENTRIES | {"content/en/page.md": entry("Page", body)})
    reported = {
        (item.line, item.column, item.code) for item in built.report.diagnostics if item.path.endswith("page.md")
    }
    expected = {
        "nothing]]": "reference-unresolved",
        "Agent.md": "reference-unresolved",
        "#none)": "reference-fragment",
        "none.png": "file-missing",
        "service.md#none": "reference-fragment",
    }
    wanted = {(4, body.index(target) + 1, code) for target, code in expected.items()}
    assert {item for item in reported if item[0] == 4} == wanted
    # A link to a section that is missing leads to its page.
    summary = built.report.summary
    assert (summary.references, summary.references_linked) == (7, 3)
