"""References to entries of other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import Built, build_site, entry

BASE = {
    "content/en/cluster.md": entry("Cluster"),
    "content/en/Customer-Data-Platform--CDP-.md": entry("Customer Data Platform (CDP)", translationKey="cdp"),
    "content/ja/Customer-Data-Platform--CDP-.md": entry("顧客データ基盤（CDP）", translationKey="cdp"),
    "content/en/CMS--Content-Management-System-.md": entry("CMS (Content Management System)", translationKey="cms"),
    "content/ja/CMS--Content-Management-System-.md": entry("コンテンツ管理", translationKey="cms"),
    "content/ja/Continuous-Deployment-CD.md": entry("継続的デプロイ"),
    "content/en/llm.md": entry("Large Language Models (LLMs)"),
    "content/en/apis.md": entry("APIs (Application Programming Interfaces)"),
    "content/ja/chatbots.md": entry("チャットボット"),
}


def links(built: Built, uri: str = "/ja/page/") -> list[tuple[str, str]]:
    """Return address and language of the links in the text of a page."""
    return [
        (link.get("href", ""), link.get("hreflang", ""))
        for body in built.page(uri).iter("div")
        if "body" in (body.get("class") or "").split()
        for link in body.iter("a")
        if link.get("href")
    ]


def built_with(folder: Path, body: str, lang: str = "ja", settings: str = "") -> Built:
    """Build the glossary with a page of this text."""
    files = {**BASE, f"content/{lang}/page.md": entry("Page", body), "glossary.toml": settings}
    return build_site(folder, files)


@pytest.mark.parametrize(
    ("lang", "target", "stem"),
    [
        ("en", "Customer-Data-Platform.md", "customer-data-platform--cdp-"),
        ("ja", "Customer-Data-Platform.md", "customer-data-platform--cdp-"),
        ("ja", "CDP-Customer-Data-Platform.md", "customer-data-platform--cdp-"),
        ("en", "Content-Management-System-CMS.md", "cms--content-management-system-"),
        ("ja", "Content-Management-System-CMS.md", "cms--content-management-system-"),
        ("ja", "Content-Management-Systems.md", "cms--content-management-system-"),
        ("ja", "Continuous-Deployment.md", "continuous-deployment-cd"),
        ("ja", "CD-Continuous-Deployment.md", "continuous-deployment-cd"),
        ("en", "LLM.md", "llm"),
        ("en", "API.md", "apis"),
        ("ja", "chatbot.md", "chatbots"),
    ],
)
def test_file_names_and_headwords_are_known_without_their_acronym(
    lang: str, target: str, stem: str, tmp_path: Path
) -> None:
    built = built_with(tmp_path, f"[x]({target})", lang)
    assert links(built, f"/{lang}/page/") == [(f"/{lang}/{stem}/", "")]


@pytest.mark.parametrize("target", ["cluster.md", "/cluster/", "/ja/cluster/", "Clusters.md"])
def test_an_entry_that_only_another_language_has_is_linked_and_says_its_language(target: str, tmp_path: Path) -> None:
    built = built_with(tmp_path, f"[x]({target})")
    assert links(built) == [("/en/cluster/", "en")]
    (item,) = built.found("reference-untranslated")
    assert (item.line, "en/cluster.md" in item.message) == (4, True)
    assert not built.found("reference-unresolved")


def test_a_wiki_link_leads_there_too(tmp_path: Path) -> None:
    assert links(built_with(tmp_path, "[[Cluster]]")) == [("/en/cluster/", "en")]


def test_the_site_may_want_plain_text_instead(tmp_path: Path) -> None:
    built = built_with(tmp_path, "[a cluster](cluster.md)", settings='untranslated = "text"\n')
    assert links(built) == []
    assert "a cluster" in built.read("ja/page/index.html")
    assert built.found("reference-untranslated")


def test_an_address_without_a_language_leads_to_the_readers(tmp_path: Path) -> None:
    built = built_with(tmp_path, "[x](/chatbots/) [y](/page/)")
    assert links(built) == [("/ja/chatbots/", ""), ("/ja/page/", "")]


def test_an_address_of_another_language_stays_and_is_reported(tmp_path: Path) -> None:
    stem = "Customer-Data-Platform--CDP-"
    built = built_with(tmp_path, f"[x](/en/{stem.lower()}/) [y](../en/{stem}.md) [z](/en/cluster/)")
    assert links(built) == [(f"/en/{stem.lower()}/", "en")] * 2 + [("/en/cluster/", "en")]
    reported = built.found("reference-language")
    assert [(item.line, f"ja/{stem}.md" in item.message) for item in reported] == [(4, True), (4, True)]


def test_two_entries_that_many_references_may_mean_are_reported_once(tmp_path: Path) -> None:
    files = {
        "content/en/a.md": entry("Customer Data Platform (CDP)"),
        "content/en/b.md": entry("Customer Data Platform (software)"),
        **{f"content/en/p{number}.md": entry(f"P{number}", "[x](customer-data-platform.md)") for number in range(5)},
    }
    built = build_site(tmp_path, files)
    (pair,) = [item for item in built.found("entry-duplicate") if "5 references" in item.message]
    assert pair.path.endswith("en/a.md")
    assert "en/b.md" in pair.message
