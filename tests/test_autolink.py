"""Which names in prose become links, which do not, and why: every rule and every refusal on a small site."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.commands.explain import Explanation, explain
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.inputs import open_session
from tests.support import Built, build_site, entry, text_of


def decisions(folder: Path, page: str) -> list[Explanation]:
    """Return what `explain` says of a page's names."""
    config_path = folder / "glossary.toml"
    config = load_config(
        config=config_path if config_path.exists() else None,
        content=None if config_path.exists() else folder / "content",
    )
    found = explain(open_session(config, InLine(), Cache(folder / ".none", read_only=True)), page=page)
    return [item for item in found if item.kind in ("auto", "near-miss")]


def linked(built: Built, uri: str) -> list[tuple[str, str]]:
    """Return (text, href) of the automatic links of a page, in order."""
    links = [element for element in built.page(uri).iter("a") if element.get("class") == "auto"]
    return [(text_of(link), str(link.get("href"))) for link in links]


def one_page(folder: Path, lang: str, headwords: list[str], body: str, config: str = "", **fields: str) -> list[str]:
    """Build a site with these headwords and a page with this body; return the texts that became links on it."""
    files = {f"content/{lang}/t{number}.md": entry(f'"{word}"') for number, word in enumerate(headwords)}
    files[f"content/{lang}/page.md"] = entry("Zzz page", body, **fields)
    if config:
        files["glossary.toml"] = config
    built = build_site(folder, files)
    return [text for text, _ in linked(built, f"/{lang}/page/")]


@pytest.mark.parametrize(
    ("lang", "headwords", "body", "expected"),
    [
        # scripts with spaces between words
        pytest.param("en", ["Service Mesh"], "A service mesh is here.", ["service mesh"], id="case-is-folded"),
        pytest.param("en", ["Mesh", "Service Mesh"], "A service mesh.", ["service mesh"], id="longest-wins"),
        pytest.param("en", ["Service"], "services and Services", ["services"], id="plural-s"),
        pytest.param("en", ["Policy"], "Many policies.", ["policies"], id="plural-ies"),
        pytest.param("en", ["Mesh"], "Two meshes.", ["meshes"], id="plural-es"),
        pytest.param("en", ["Containers"], "One container.", ["container"], id="headword-in-the-plural"),
        pytest.param("en", ["News"], "It is new.", [], id="no-singular-below-four-letters"),
        pytest.param("en", ["Pod"], "Many pods, one Pod.", ["Pod"], id="no-plural-below-four-letters"),
        pytest.param("de", ["RoS"], "In den Büros und RoS.", ["RoS"], id="not-inside-a-word"),
        pytest.param("de", ["E-Mail"], "Die E-Mail-Adresse, eine E-Mail.", ["E-Mail"], id="hyphen-belongs-to-the-word"),
        pytest.param("en", ["IN"], "It is in here.", [], id="capitals-match-as-written"),
        pytest.param("en", ["IN"], "Use IN here.", ["IN"], id="capitals-found"),
        pytest.param("en", ["Bus"], "A bus and a Bus.", ["Bus"], id="three-letters-match-as-written"),
        pytest.param("en", ["IA"], "WAI-ARIA and IA.", ["IA"], id="no-ia-in-aria"),
        pytest.param("en", ["Make"], "QnA Maker can make.", ["make"], id="no-make-in-maker"),
        pytest.param("en", ["Café"], "A cafe\u0301 here.", ["cafe\u0301"], id="unicode-forms-are-equal"),
        pytest.param("de", ["Straße"], "Die STRASSE und die Straße.", ["STRASSE"], id="case-folding-of-sharp-s"),
        pytest.param("tr", ["iade", "sınır", "sinir"], "İade, sinir ve sınır.", ["İade", "sinir", "sınır"], id="turkish-i"),
        pytest.param("tr", ["İnternet"], "Bu internet.", ["internet"], id="turkish-capital-i"),
        pytest.param("tr", ["İnternet"], "Bu I\u0307nternet.", ["I\u0307nternet"], id="turkish-i-in-two-parts"),
        pytest.param("tr", ["İnternet", "Straße"], "Straße, i\u0307nternet.", ["Straße", "i\u0307nternet"], id="small-i-in-two-parts"),
        pytest.param("de", ["Öl", "ÖBB"], "Das O\u0308l der O\u0308BB.", ["O\u0308l", "O\u0308BB"], id="short-in-two-parts"),
        pytest.param("de", ["O\u0308l"], "Das Öl.", ["Öl"], id="short-headword-in-two-parts"),
        pytest.param("en", ["R&D"], "Our R&D works.", ["R&D"], id="ampersand"),
        pytest.param("hi", ["शब्द"], "शब्दों में शब्द है।", ["शब्द"], id="hindi-marks-belong-to-the-word"),
        pytest.param("ur", ["خدمت"], "یہ خدمت ہے۔", ["خدمت"], id="urdu"),
        pytest.param("en", ["Large Language Model (LLM)"], "A Large Language Model (LLM) is an LLM.", ["Large Language Model (LLM)"], id="one-link-for-both"),
        pytest.param("en", ["Large Language Model (LLM)"], "An LLM.", ["LLM"], id="acronym-of-parentheses"),
        pytest.param("en", ["Large Language Model (LLM)"], "A large\nlanguage model.", ["large language model"], id="part-outside"),
        pytest.param("en", ["LLM (Large Language Model)"], "A large language model.", ["large language model"], id="both-orders"),
        pytest.param("en", ["Hallucination (AI)"], "AI and hallucination.", ["hallucination"], id="qualifier-is-no-name"),
        pytest.param("en", ["Container", "Runtime"], "A Container Runtime Interface (CRI) of a runtime.", ["runtime"], id="long-form-is-a-term-of-its-own"),
        pytest.param("en", ["Service Mesh"], "A Service Mesh (SM).", ["Service Mesh"], id="long-form-that-is-known"),
        pytest.param("en", ["Mesh"], "A mesh\n\n## Related terms\n\n- [Mesh](t0.md)\n", [], id="related-section-uses-the-slot"),
        # Japanese and Chinese
        pytest.param("ja", ["生成AI"], "画像の生成AIです。", ["生成AI"], id="ja-mixed-name"),
        pytest.param("ja", ["通信"], "交通信号と通信です。", ["通信"], id="no-tsushin-in-kotsushingo"),
        pytest.param("ja", ["通信", "暗号"], "暗号通信です。", ["暗号", "通信"], id="run-made-of-headwords"),
        pytest.param("ja", ["トレス"], "ストレスとトレス。", ["トレス"], id="katakana-is-not-cut"),
        pytest.param("ja", ["メタ"], "メタファーのメタ。", ["メタ"], id="katakana-start"),
        pytest.param("ja", ["プロセス"], "ロボティック・プロセスのプロセス。", ["プロセス"], id="middle-dot-joins-katakana"),
        pytest.param("ja", ["これ", "まとめ"], "これはまとめです。", ["まとめ"], id="hiragana-needs-three"),
        pytest.param("ja", ["Make"], "QnA MakerとMake。", ["Make"], id="latin-in-japanese"),
        pytest.param("ja", ["通信（中国）"], "中国の通信。", ["通信"], id="ja-qualifier-is-no-name"),
        pytest.param("ja", ["認証", "認証局"], "認証局です。", ["認証局"], id="ja-longest"),
        pytest.param("zh-cn", ["微服务"], "这是一种微服务的架构。", [], id="zh-longer-run"),
        pytest.param("zh-cn", ["微服务"], "使用“微服务”的架构。", ["微服务"], id="zh-edges"),
        pytest.param("ko", ["서비스"], "서비스는 마이크로서비스와 서비스망.", ["서비스"], id="korean-particle"),
        pytest.param("th", ["บริการ"], "บริการ", [], id="thai-has-no-edges"),
        # where names are left alone
        pytest.param("en", ["Mesh"], "## Mesh\n\nMesh", ["Mesh"], id="not-in-headings"),
        pytest.param("en", ["Mesh"], "> Mesh\n\ntext", [], id="not-in-quotations"),
        pytest.param("en", ["Mesh"], "`Mesh` and\n\n```\nMesh\n```\n", [], id="not-in-code"),
        pytest.param("en", ["Mesh"], "<kbd>Mesh</kbd> <b>Mesh</b>", [], id="not-in-html"),
        pytest.param("en", ["Mesh"], "[Mesh](https://example.org/) and <https://mesh.example/Mesh>", [], id="not-in-links"),
        pytest.param("en", ["Mesh"], "| Mesh |\n|---|\n| a Mesh |\n", ["Mesh"], id="not-in-table-heads"),
        pytest.param("en", ["Mesh"], "[[!Mesh]] is not linked.", [], id="escape"),
        pytest.param("en", ["Mesh"], "![Mesh](https://example.org/x.png)", [], id="not-in-alternative-text"),
        pytest.param("en", ["Service Mesh"], "A **service** mesh and **service mesh**.", ["service mesh"], id="markup-is-an-edge"),
        pytest.param("en", ["Mesh", "Grid"], "- one Mesh\n- one Grid\n", ["Mesh", "Grid"], id="lists"),
        pytest.param("en", ["Mesh"], "Mesh, Mesh.\n\nMesh", ["Mesh"], id="first-on-the-page"),
        pytest.param("en", ["Mesh"], "Mesh and [the mesh](t0.md)", [], id="written-link-uses-the-slot"),
        pytest.param("en", ["Aaaa", "Bbbb", "Cccc", "Dddd"], "Aaaa, Bbbb, Cccc, Dddd", ["Aaaa", "Bbbb", "Cccc"], id="three-a-paragraph"),
        pytest.param("en", [f"Name{n:02}" for n in range(12)], "\n\n".join(f"Name{n:02}" for n in range(12)), [f"Name{n:02}" for n in range(10)], id="ten-a-page"),
    ],
)  # fmt: skip
def test_names_become_links(tmp_path: Path, lang: str, headwords: list[str], body: str, expected: list[str]) -> None:
    assert one_page(tmp_path, lang, headwords, body) == expected


@pytest.mark.parametrize(
    ("config", "fields", "expected"),
    [
        pytest.param("[autolink]\nenabled = false\n", {}, [], id="site-switch"),
        pytest.param("[languages.en.autolink]\nenabled = false\n", {}, [], id="language-switch"),
        pytest.param("", {"autolink": "false"}, [], id="entry-switch"),
        pytest.param(
            '[autolink]\nstop = ["service mesh"]\n', {}, ["mesh"], id="stop-word-makes-room-for-a-shorter-name"
        ),
        pytest.param("[autolink]\nmax_per_page = 0\n", {}, [], id="page-limit"),
        pytest.param("[autolink]\nmax_per_paragraph = 0\n", {}, [], id="paragraph-limit"),
    ],
)
def test_settings_decide(tmp_path: Path, config: str, fields: dict[str, str], expected: list[str]) -> None:
    assert one_page(tmp_path, "en", ["Mesh", "Service Mesh"], "A service mesh.", config, **fields) == expected


def test_every_occurrence_is_linked_if_the_site_asks_for_it(tmp_path: Path) -> None:
    assert one_page(tmp_path, "en", ["Mesh"], "Mesh mesh.\n\nMesh", "[autolink]\nrepeat = true\n") == [
        "Mesh",
        "mesh",
        "Mesh",
    ]


@pytest.mark.heavy
@pytest.mark.parametrize(
    "body",
    ["用語" * 50_000, "用語 a\\\n" * 50_000, "用語 <br>" * 20_000, "<b>a " * 4_000 + "</b>" * 4_000 + "用語"],
    ids=["one-run", "line-breaks", "tags-of-nothing", "tags"],
)
def test_a_text_of_nothing_but_matches_or_tags_is_searched(tmp_path: Path, body: str) -> None:
    assert one_page(tmp_path, "ja", ["用語"], body) == ["用語"]


def test_keywords_are_names_only_if_switched_on(tmp_path: Path) -> None:
    files = {
        "content/en/mesh.md": entry("Mesh", keywords="[lattice work]"),
        "content/en/page.md": entry("Page", "A lattice work."),
    }
    assert linked(build_site(tmp_path, files), "/en/page/") == []
    built = build_site(tmp_path, {"glossary.toml": "[autolink]\nkeywords = true\n"})
    assert linked(built, "/en/page/") == [("lattice work", "/en/mesh/")]


def test_forbidden_synonyms_are_no_names(tmp_path: Path) -> None:
    synonyms = "[{name: old name, status: forbidden}, {name: other name, status: deprecated}]"
    files = {
        "content/en/mesh.md": entry("Mesh", synonyms=synonyms),
        "content/en/page.md": entry("Page", "The old name, the other name."),
    }
    assert [text for text, _ in linked(build_site(tmp_path, files), "/en/page/")] == ["other name"]


def test_a_draft_keeps_shorter_names_from_being_taken_out_of_its_own(tmp_path: Path) -> None:
    files = {
        "content/en/service.md": entry("Service"),
        "content/en/paas.md": entry("Platform as a Service (PaaS)", draft="true"),
        "content/en/page.md": entry("Page", "A Platform as a Service, or PaaS."),
    }
    assert linked(build_site(tmp_path, files), "/en/page/") == []
    reasons = {(item.surface, item.rule) for item in decisions(tmp_path, "en/page.md")}
    assert reasons == {("Platform as a Service", "draft"), ("PaaS", "draft")}


def test_a_draft_does_not_make_a_name_ambiguous(tmp_path: Path) -> None:
    files = {
        "content/en/mesh.md": entry("Mesh"),
        "content/en/other.md": entry("Mesh", draft="true"),
        "content/en/page.md": entry("Page", "A Mesh."),
    }
    assert linked(build_site(tmp_path, files), "/en/page/") == [("Mesh", "/en/mesh/")]


def test_nothing_links_to_an_entry_that_says_nothing(tmp_path: Path) -> None:
    files = {
        "content/en/search.md": "---\ntitle: Search\nlayout: search\n---\n",
        "content/en/mesh.md": "---\ntitle: Mesh\ndescription: A mesh.\n---\n",
        "content/en/page.md": entry("Page", "A search in a mesh."),
    }
    assert linked(build_site(tmp_path, files), "/en/page/") == [("mesh", "/en/mesh/")]


def test_the_text_of_an_index_has_automatic_links_too(tmp_path: Path) -> None:
    files = {
        "content/en/_index.md": entry("Words", "What a mesh is."),
        "content/en/mesh.md": entry("Mesh"),
    }
    assert linked(build_site(tmp_path, files), "/en/") == [("mesh", "/en/mesh/")]


def test_a_page_never_links_to_itself_nor_to_another_language(tmp_path: Path) -> None:
    files = {
        "content/en/mesh.md": entry("Mesh", "A mesh is a mesh."),
        "content/fr/maille.md": entry("Maille", "Une maille, un mesh."),
    }
    built = build_site(tmp_path, files)
    assert linked(built, "/en/mesh/") == []
    assert linked(built, "/fr/maille/") == []


def test_an_ambiguous_name_links_nothing_and_is_reported_unless_the_site_prefers_one(tmp_path: Path) -> None:
    files = {
        "content/en/agent-ai.md": entry("Agent", qualifier="AI"),
        "content/en/agent-human.md": entry("Agent", qualifier="People"),
        "content/en/page.md": entry("Page", "An agent."),
    }
    built = build_site(tmp_path, files)
    assert linked(built, "/en/page/") == []
    assert [found.path.rpartition("/")[2] for found in built.found("autolink-ambiguous")] == ["agent-ai.md"]
    assert [item.rule for item in decisions(tmp_path, "en/page.md")] == ["ambiguous"]
    built = build_site(tmp_path, {"glossary.toml": '[prefer]\nAgent = "agent-human"\n'})
    assert linked(built, "/en/page/") == [("agent", "/en/agent-human/")]
    assert built.found("autolink-ambiguous") == []


@pytest.mark.parametrize(
    ("titles", "prefer", "links"),
    [
        pytest.param(("Agents", "Agent"), 'Agent = "b"', {"agents": "/en/b/"}, id="name-of-the-second"),
        pytest.param(("Agents", "Agent"), 'AGENTS = "b"', {"agents": "/en/b/"}, id="name-of-the-first-in-capitals"),
        pytest.param(("Agent", "agent"), 'agents = "b"', {"agent": "/en/b/"}, id="plural"),
        pytest.param(("Agents", "agents"), 'Agent = "b"', {"agents": "/en/b/"}, id="singular"),
        pytest.param(
            ("Agent", "Agents"), 'Agent = "a"\nAgents = "b"', {"agents": "/en/b/", "agent": "/en/a/"}, id="each-its-own"
        ),
        pytest.param(("Agent", "agent"), 'Agent = "Ｂ"', {"agent": "/en/b/"}, id="key-is-folded"),
        pytest.param(("Agent", "agent"), 'Agent = "none"', {}, id="key-of-nobody"),
    ],
)
def test_a_preferred_name_may_differ_by_case_and_number(
    tmp_path: Path, titles: tuple[str, str], prefer: str, links: dict[str, str]
) -> None:
    files = {f"content/en/{key}.md": entry(title) for key, title in zip("ab", titles, strict=True)}
    files |= {
        f"content/en/{word}-page.md": entry(f"Zzz{len(word)}", f"The {word} here.") for word in ("agent", "agents")
    }
    built = build_site(tmp_path, files | {"glossary.toml": f"[prefer]\n{prefer}\n"})
    found = {word: linked(built, f"/en/{word}-page/") for word in links}
    assert found == {word: [(word, href)] for word, href in links.items()}
    assert bool(built.found("autolink-ambiguous")) == (links == {})


def test_names_that_link_from_a_fifth_of_the_pages_are_candidates_for_the_stop_words(tmp_path: Path) -> None:
    files = {f"content/en/e{n}.md": entry(f"Entry{n}", "A mesh.") for n in range(30)}
    built = build_site(tmp_path, files | {"content/en/mesh.md": entry("Mesh")})
    assert [found.severity for found in built.found("autolink-frequent")] == ["note"]


def test_explain_gives_the_reason_of_every_near_miss(tmp_path: Path) -> None:
    files = {
        "content/ja/tsushin.md": entry("通信", reading="つうしん"),
        "content/ja/page.md": entry("ページ", "交通信号です。通信です。通信です。"),
    }
    build_site(tmp_path, files)
    found = [(item.kind, item.surface, item.resolved, item.rule) for item in decisions(tmp_path, "ja/page.md")]
    assert sorted(found) == [
        ("auto", "通信", "ja/tsushin.md", "headword"),
        ("near-miss", "通信", "ja/tsushin.md", "inside-a-word"),
        ("near-miss", "通信", "ja/tsushin.md", "repeated"),
    ]


def test_a_new_name_is_found_in_bodies_that_were_scanned_before(tmp_path: Path) -> None:
    files = {"content/en/page.md": entry("Page", "A mesh and a grid."), "content/en/grid.md": entry("Grid")}
    assert [text for text, _ in linked(build_site(tmp_path, files), "/en/page/")] == ["grid"]
    built = build_site(tmp_path, {"content/en/mesh.md": entry("Mesh")})
    assert [text for text, _ in linked(built, "/en/page/")] == ["mesh", "grid"]
    (tmp_path / "content/en/grid.md").unlink()
    assert [text for text, _ in linked(build_site(tmp_path), "/en/page/")] == ["mesh"]
