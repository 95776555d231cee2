"""`glossary-ssg explain`: which pages are meant, and what is said of references in all places."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary_ssg.cli import main
from tests.support import build_site, entry, text_of, write_files

SITE = {
    "glossary.toml": 'base_url = "https://example.org/docs/"\ncontent = "words"\n[autolink]\nenabled = false\n',
    "words/en/Intent.md": entry("User Intent", "[[nothing]]", translationKey="intent"),
    "words/ja/対話/意図.md": entry("意図", "[[無い]]", reading="いと", translationKey="intent"),
    "words/en/cafe.md": entry("Cafe\u0301", "[[nothing]]"),
    "words/en/upper.md": entry("INTENT", "[[nothing]]"),
    "words/en/moved.md": entry("100%", "[[nothing]]", url="/Old/Page.html"),
    "words/en/draft.md": entry("Draft", draft="true"),
    "words/en/quiet.md": entry("Quiet", "No reference."),
}
EN, JA = "en/Intent.md", "ja/対話/意図.md"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", "--config", str(folder / "glossary.toml"), *arguments])


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("en/Intent.md", [EN], id="path"),
        pytest.param("EN/intent", [EN], id="path-in-another-case-without-extension"),
        pytest.param("words/en/Intent.md", [EN], id="content-folder"),
        pytest.param("./words/en/Intent.md", [EN], id="dot"),
        pytest.param("words\\en\\Intent.md", [EN], id="windows"),
        pytest.param("{folder}/words/en/Intent", [EN], id="whole-path"),
        pytest.param("intent", [EN, JA], id="key"),
        pytest.param("ＩＮＴＥＮＴ", [EN, "en/upper.md", JA], id="key-by-width"),
        pytest.param("user intent", [EN], id="headword"),
        pytest.param("INTENT", ["en/upper.md"], id="to-the-letter-first"),
        pytest.param("café", ["en/cafe.md"], id="unicode-form"),
        pytest.param("100%", ["en/moved.md"], id="headword-with-percent"),
        pytest.param("/en/intent/", [EN], id="address"),
        pytest.param("/en/intent", [EN], id="address-without-slash"),
        pytest.param("/docs/en/intent/", [EN], id="address-with-base-path"),
        pytest.param("https://example.org/docs/en/intent/", [EN], id="whole-address"),
        pytest.param("/ja/対話/意図/", [JA], id="address-decoded"),
        pytest.param("/ja/%E5%AF%BE%E8%A9%B1/%E6%84%8F%E5%9B%B3/", [JA], id="address-encoded"),
        pytest.param("/old/page.html", ["en/moved.md"], id="own-address"),
    ],
)
def test_a_page_is_found_by_file_key_headword_and_address(page: str, expected: list[str], tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    result = run(tmp_path, page.replace("{folder}", str(tmp_path)))
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == expected
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("key", ["KAY", "kay"])
def test_translations_with_keys_in_several_spellings_are_one_page(key: str, tmp_path: Path) -> None:
    keys = {"en": "KAY", "de": "kay"}
    files = {f"words/{lang}/k.md": entry(f"K {lang}", "[x](no.md)", translationKey=keys[lang]) for lang in keys}
    write_files(tmp_path, files | {"glossary.toml": 'content = "words"'})
    assert [line.split(":")[0] for line in run(tmp_path, key).stdout.splitlines()] == ["de/k.md", "en/k.md"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("quite", "there is no page 'quite'\n  hint: did you mean `Quiet`?"),
        ("/en/intnt/", "there is no page '/en/intnt/'\n  hint: did you mean `/en/intent/`?"),
        ("/ja/対話/意志/", "there is no page '/ja/対話/意志/'\n  hint: did you mean `/ja/対話/意図/`?"),
        ("en/Intnet.md", "there is no page 'en/Intnet.md'\n  hint: did you mean `en/Intent.md`?"),
        (
            "xyz",
            "there is no page 'xyz'\n  hint: name a file of the content folder, a translation key, a headword or an address",
        ),
        ("draft", "'en/draft.md' has no page\n  hint: publish it; drafts are not explained"),
    ],
    ids=["key", "address", "address in Japanese", "file", "nothing close", "draft"],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_unknown_page_is_exit_code_2_with_the_closest(page: str, message: str, form: str, tmp_path: Path) -> None:
    result = run(write_files(tmp_path, SITE), page, "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: PAGE: {message}\n"


def test_a_page_without_references_is_no_mistake(tmp_path: Path) -> None:
    result = run(write_files(tmp_path, SITE), "quiet")
    assert (result.exit_code, result.output) == (0, "")


RELATED = {
    "glossary.toml": 'title = "Words"\n[autolink]\nenabled = false\n',
    "content/en/mesh.md": entry("Mesh"),
    "content/en/policy.md": entry("Policy", "## Use\n", translationKey="rules"),
    "content/en/twin1.md": entry("Twin (A)"),
    "content/en/twin2.md": entry("Twin (B)"),
    "content/en/draft.md": entry("Draft", draft="true"),
    "content/en/page.md": entry(
        "Page",
        """
        [[Mesh]] and [mesh](Mesh.md)

        ## Related terms

        - [Mesh](Mesh.md)
        - [the rules](policies.md#use)
        - [[Twin|one of two]]
        - Unheard Of
        - [Draft](draft.md)
        """,
        related="[rules, nobody]",
    ),
}


def test_references_in_the_related_field_and_in_a_section_are_explained_with_their_rules(tmp_path: Path) -> None:
    result = run(write_files(tmp_path, RELATED), "en/page.md")
    assert result.stdout.splitlines() == [
        "en/page.md:3: related 'nobody' (unresolved)",
        "en/page.md:3: related 'rules' -> en/policy.md (key)",
        "en/page.md:6: link 'Mesh.md' -> en/mesh.md (headword)",
        "en/page.md:6: wiki 'Mesh' -> en/mesh.md (headword)",
        "en/page.md:10: related 'Mesh.md' -> en/mesh.md (headword)",
        "en/page.md:11: related 'policies.md#use' -> en/policy.md (plural-slug)",
        "en/page.md:12: related 'Twin' (ambiguous:plain)",
        "en/page.md:13: related 'Unheard Of' (unresolved)",
        "en/page.md:14: related 'draft.md' (draft)",
    ]


def test_the_summary_counts_related_entries_as_references_and_all_others_are_reported(tmp_path: Path) -> None:
    built = build_site(tmp_path, RELATED)
    summary, found = built.report.summary, built.found("related-unresolved")
    explained = run(tmp_path).stdout.splitlines()
    assert (summary.references, summary.references_linked) == (len(explained), len(explained) - len(found))
    assert [(item.line, item.message.partition("'")[2]) for item in found] == [
        (3, "nobody' does not exist"),
        (12, "Twin' may be en/twin1.md, en/twin2.md"),
        (13, "Unheard Of' does not exist"),
        (14, "draft.md' is a draft"),
    ]


def test_what_a_related_section_names_in_vain_is_shown_as_text(tmp_path: Path) -> None:
    page = build_site(tmp_path, RELATED).page("/en/page/")
    section = next(part for part in page.iter("section") if part.get("aria-labelledby") == "g-related")
    shown = [(text_of(term), term.find("a") is not None) for term in section.iter("dt")]
    assert shown == [
        ("Policy", True),
        ("Mesh", True),
        ("one of two", False),
        ("Unheard Of", False),
        ("Draft", False),
    ]


def test_a_plain_page_keeps_its_related_section(tmp_path: Path) -> None:
    body = "## Related terms\n\n- [Mesh](mesh.md)\n- Unheard Of\n"
    files = {"content/en/mesh.md": entry("Mesh"), "content/en/about.md": entry("About", body, type="page")}
    built = build_site(tmp_path, files)
    assert "Related terms Mesh Unheard Of" in text_of(built.page("/en/about/").find(".//article"))
    assert built.codes == []


@pytest.mark.parametrize(("name", "uri"), [("_index.md", "/en/"), ("sub/_index.md", "/en/sub/")])
def test_an_index_file_keeps_its_related_section(name: str, uri: str, tmp_path: Path) -> None:
    body = "## Related terms\n\n- [Mesh](/en/mesh/)\n- Unheard Of\n"
    # An entry with the same bytes shows them in a place of its own: what is known of one is not of the other.
    files = {
        "content/en/mesh.md": entry("Mesh"),
        f"content/en/{name}": entry("A", body),
        "content/en/a.md": entry("A", body),
    }
    for _ in range(2):
        built = build_site(tmp_path, files)
        assert "Related terms Mesh Unheard Of" in text_of(built.page(uri).find(".//main"))
        assert built.page("/en/a/").find(".//section[@aria-labelledby='g-related']") is not None
        assert built.page("/en/a/").find(".//h2[@id='related-terms']") is None


def test_an_automatic_link_is_told_with_its_line_where_a_heading_says_the_same(tmp_path: Path) -> None:
    text = "## Chatbots talk\n\nChatbots talk to people.\n"
    files = {"content/en/chatbot.md": entry("Chatbot"), "content/en/talk.md": entry("Talk", text)}
    write_files(tmp_path, {"glossary.toml": "", **files})
    assert "en/talk.md:6: auto 'Chatbots'" in run(tmp_path, "talk").stdout
