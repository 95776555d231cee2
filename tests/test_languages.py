"""Which files belong to which language, and which entries are translations of each other."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest

from glossary_ssg.config import load_config
from glossary_ssg.errors import ConfigError
from tests.support import Built, build_site, entry, facts, language_choices, text_of, tree_of, write_files

SITE = 'base_url = "https://example.org/"\n'


def pages(built: Built) -> set[str]:
    """Return the addresses of what entries and plain pages became."""
    found = {f"/{name.removesuffix('index.html')}" for name in tree_of(built.output) if name.endswith(".html")}
    generated = re.compile(r"/404\.html|/([^/]+/)?((all|search)/)?|.*/senses/.*")
    return {uri for uri in found if not generated.fullmatch(uri)}


def choices(page: Element) -> dict[str, str | None]:
    """Return what the language switcher offers: name -> address, None for a choice that leads nowhere."""
    return {choice.name: choice.href for choice in language_choices(page)}


def alternates(page: Element) -> dict[str | None, str | None]:
    """Return the `<link rel="alternate">` of a page."""
    return {link.get("hreflang"): link.get("href") for link in page.findall(".//link[@rel='alternate']")}


A = entry("A")


@pytest.mark.parametrize(
    ("files", "toml", "expected"),
    [
        pytest.param(["en/a.md", "ja/a.md"], "", {"/en/a/", "/ja/a/"}, id="folders"),
        pytest.param(["en/a.md", "pt-br/a.md", "zh-hant/a.md"], "", {"/en/a/", "/pt-br/a/", "/zh-hant/a/"}, id="tags"),
        pytest.param(["EN/a.md", "pt-BR/a.md"], "", {"/en/a/", "/pt-br/a/"}, id="folders-in-capitals"),
        pytest.param(["en/fr/a.md", "ja/a.md"], "", {"/en/fr/a/", "/ja/a/"}, id="only-the-top-folder"),
        pytest.param(["en/a.ja.md", "ja/b.md"], "", {"/en/a.ja/", "/ja/b/"}, id="no-suffixes-beside-folders"),
        pytest.param(["a.md", "a.ja.md", "sub/b.ja.md"], "", {"/en/a/", "/ja/a/", "/ja/sub/b/"}, id="suffixes"),
        pytest.param(["a.md", "a.pt-br.md"], "", {"/en/a/", "/pt-br/a/"}, id="suffix-with-region"),
        pytest.param(["a.en.md", "b.md"], "", {"/en/a/", "/en/b/"}, id="suffix-of-the-default-language"),
        pytest.param(["a.md", "notes/b.md"], "", {"/en/a/", "/en/notes/b/"}, id="no-folder-is-a-language"),
        pytest.param(["a.md", "a.ja.markdown"], "", {"/en/a/", "/ja/a/"}, id="other-extension"),
        pytest.param(["node.js.md", "v1.2.md"], "", {"/en/node.js/", "/en/v1.2/"}, id="other-suffixes"),
        pytest.param(
            ["a.md", "a.ja.md", "b.de.md"],
            'default_language = "en"\n[languages.en]\n[languages.ja]\n',
            {"/en/a/", "/ja/a/", "/en/b.de/"},
            id="configured-suffixes",
        ),
        pytest.param(["a.md"], 'default_language = "ja"', {"/ja/a/"}, id="default-language"),
        pytest.param(
            ["english/a.md", "ja/a.md"],
            '[languages.english]\ntag = "en"\n[languages.ja]\n',
            {"/english/a/", "/ja/a/"},
            id="configured-folder",
        ),
    ],
)
def test_a_files_language_is_its_top_folder_or_its_suffix(
    files: list[str], toml: str, expected: set[str], tmp_path: Path
) -> None:
    built = build_site(tmp_path, {**{f"content/{name}": A for name in files}, "glossary.toml": toml})
    assert pages(built) == expected
    assert built.codes == []


@pytest.mark.parametrize(
    ("files", "toml", "expected"),
    [
        pytest.param(["en/a.md", "ja/a.md"], "[languages.ja.autolink]\nrepeat = true\n", ["en", "ja"], id="folders"),
        pytest.param(["a.md", "a.ja.md"], "[languages.ja.autolink]\nrepeat = true\n", ["en", "ja"], id="suffixes"),
        pytest.param(["en/a.md", "ja/a.md"], "[languages.ja]\nautolink.repeat = true\n", ["en", "ja"], id="dotted"),
        pytest.param(
            ["en/a.md", "ja/a.md", "fr/a.md"],
            "[languages.ja.autolink]\nrepeat = true\n[languages.en]\n",
            ["ja", "en"],
            id="beside-a-declared-one",
        ),
        pytest.param(
            ["en/a.md", "ja/a.md"],
            '[languages.ja]\ntitle = "用語集"\n[languages.ja.autolink]\nrepeat = true\n',
            ["ja"],
            id="another-key-declares",
        ),
    ],
)
def test_settings_of_automatic_links_declare_no_language(
    files: list[str], toml: str, expected: list[str], tmp_path: Path
) -> None:
    write_files(tmp_path, {**{f"content/{name}": A for name in files}, "glossary.toml": toml})
    languages = load_config(config=tmp_path / "glossary.toml").languages
    assert [language.folder for language in languages] == expected
    assert [language.folder for language in languages if language.autolink.repeat] == ["ja"]


@pytest.mark.parametrize(
    ("files", "toml", "message"),
    [
        pytest.param(
            ["en/a.md", "ja/a.md"],
            'title = "T"\n[languages.jaa.autolink]\nrepeat = true\n',
            "2: error: languages.jaa: there is no such language in the content\n  hint: did you mean `ja`?",
            id="close",
        ),
        pytest.param(
            ["en/a.md", "ja/a.md"],
            "[languages.en]\n[languages.fr]\nautolink.repeat = true\n",
            "2: error: languages.fr: there is no such language in the content\n  hint: the languages are en",
            id="beside-a-declared-one",
        ),
        pytest.param(
            ["en/a.md", "ja/a.md", "notes/a.md"],
            "[languages.ja.autolink]\nrepeat = true\n",
            "1: error: languages.ja: is no language of the site, because the folder 'notes' is none\n"
            '  hint: declare your languages, for example by `tag = "ja"` below `[languages.ja]`',
            id="folder-that-is-no-language",
        ),
    ],
)
def test_settings_of_automatic_links_for_no_language_are_a_mistake(
    files: list[str], toml: str, message: str, tmp_path: Path
) -> None:
    write_files(tmp_path, {**{f"content/{name}": A for name in files}, "glossary.toml": toml})
    with pytest.raises(ConfigError) as caught:
        load_config(config=tmp_path / "glossary.toml")
    assert [mistake.replace(f"{tmp_path}/", "") for mistake in caught.value.mistakes] == [f"glossary.toml:{message}"]


@pytest.mark.parametrize(
    ("files", "toml", "path"),
    [
        pytest.param(["en/a.md", "ja/a.md", "notes/b.md"], "", "notes", id="told"),
        pytest.param(["en/a.md", "notes/b.md"], "[languages.en]\n", "", id="languages-are-named"),
        pytest.param(["a.md", "notes/b.md"], "", "", id="no-folder-is-a-language"),
        pytest.param(["en/a.md", "ja/a.md"], "", "", id="all-folders-are-languages"),
    ],
)
def test_a_folder_that_keeps_others_from_being_languages_is_told(
    files: list[str], toml: str, path: str, tmp_path: Path
) -> None:
    built = build_site(tmp_path, {**{f"content/{name}": A for name in files}, "glossary.toml": toml})
    found = built.found("folder-no-language")
    assert [Path(item.path).name for item in found] == ([path] if path else [])
    assert all("'notes' is no language" in item.message and "[languages.en]" in item.hint for item in found)


@pytest.mark.parametrize(
    ("files", "toml", "path", "expected"),
    [
        pytest.param(["en/a.md", "readme.md"], "", "readme.md", {"/en/a/"}, id="file-beside-folders"),
        pytest.param(
            ["en/a.md", "notes/b.md"], "[languages.en]\n", "notes", {"/en/a/"}, id="folder-that-is-not-configured"
        ),
        pytest.param(
            ["en/a.md", "ja/a.md"], "[languages.en]\n", "ja", {"/en/a/"}, id="language-that-is-not-configured"
        ),
        pytest.param(["en/a.md"], "[languages.fr]\n", "en", set(), id="language-without-folder"),
    ],
)
def test_what_lies_outside_the_languages_is_left_out_and_reported(
    files: list[str], toml: str, path: str, expected: set[str], tmp_path: Path
) -> None:
    built = build_site(tmp_path, {**{f"content/{name}": A for name in files}, "glossary.toml": toml})
    assert [
        Path(found.path).relative_to(tmp_path / "content").as_posix() for found in built.found("language-unknown")
    ] == [path]
    assert all(found.hint for found in built.found("language-unknown"))
    assert pages(built) == expected


def test_hidden_files_make_no_language(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/a.md": A, "content/.trash/b.fr.md": A, "content/.c.de.md": A})
    assert sorted(path.name for path in built.output.iterdir() if path.is_dir()) == ["assets", "en"]


def test_a_folder_of_pictures_is_no_mistake(tmp_path: Path) -> None:
    files = {"content/en/a.md": entry("A", "![x](/img/x.png)"), "content/img/x.png": b"x"}
    built = build_site(tmp_path, {**files, "glossary.toml": "[languages.en]\n"})
    assert built.codes == []
    assert pages(built) == {"/en/a/"}


def test_suffixes_that_differ_by_case_are_one_language(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/a.EN.md": A, "content/b.en.md": entry("B")})
    assert pages(built) == {"/en/a/", "/en/b/"}
    assert choices(built.page("/en/a/")) == {}


def test_tag_name_and_direction_come_from_cldr_unless_they_are_set(tmp_path: Path) -> None:
    toml = (
        '[languages.en]\n[languages.pt-br]\n[languages.ar]\n[languages.he]\nname = "Ivrit"\n'
        '[languages.x1]\ntag = "tlh"\ndirection = "rtl"\n'
    )
    folders = ("en", "pt-br", "ar", "he", "x1")
    built = build_site(tmp_path, {**{f"content/{name}/a.md": A for name in folders}, "glossary.toml": toml})
    roots = [built.page(f"/{folder}/a/") for folder in folders]
    assert [(root.get("lang"), root.get("dir")) for root in roots] == [
        ("en", "ltr"), ("pt-BR", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("tlh", "rtl"),
    ]  # fmt: skip
    offered = language_choices(built.page("/"))
    assert [(choice.lang, choice.hreflang, choice.direction, choice.name, choice.href) for choice in offered] == [
        ("en", "en", "ltr", "English", "/en/"),
        ("pt-BR", "pt-BR", "ltr", "Português (Brasil)", "/pt-br/"),
        ("ar", "ar", "rtl", "العربية", "/ar/"),
        ("he", "he", "rtl", "Ivrit", "/he/"),
        ("tlh", "tlh", "rtl", "tlh", "/x1/"),
    ]


@pytest.mark.parametrize(
    ("files", "joined", "codes"),
    [
        pytest.param({"en/a": "x", "ja/b": "x"}, [{"/en/a/", "/ja/b/"}], [], id="equal-keys"),
        pytest.param({"en/a": "", "ja/a": ""}, [{"/en/a/", "/ja/a/"}], [], id="equal-paths"),
        pytest.param({"en/s/a": "", "ja/s/a": "", "ja/a": ""}, [{"/en/s/a/", "/ja/s/a/"}], [], id="equal-deep-paths"),
        pytest.param({"en/a": "", "ja/b": "a"}, [{"/en/a/", "/ja/b/"}], [], id="a-key-that-is-a-path"),
        pytest.param({"en/Cafe\u0301": "", "ja/Caf\u00e9": ""}, [{"/en/café/", "/ja/café/"}], [], id="unicode-form"),
        pytest.param({"en/a": "0123", "ja/b": "'0123'"}, [{"/en/a/", "/ja/b/"}], [], id="a-number-is-text"),
        pytest.param(
            {"en/a": "RAG", "ja/b": "rag", "de/c": "RAG"},
            [{"/en/a/", "/ja/b/", "/de/c/"}],
            ["ja/b.md:3:1 key-case"],
            id="case",
        ),
        pytest.param({"en/a": "ＲＡＧ", "ja/b": "RAG"}, [{"/en/a/", "/ja/b/"}], ["ja/b.md:3:1 key-case"], id="width"),
        pytest.param({"en/a": "x", "ja/a": "y"}, [], ["ja/a.md:3:1 key-differs"], id="one-name-two-keys"),
        pytest.param(
            {"en/a": "x", "ja/a": "x", "de/a": "y"}, [{"/en/a/", "/ja/a/"}], ["de/a.md:3:1 key-differs"], id="majority"
        ),
        pytest.param(
            {"en/a": "x", "en/b": "x", "ja/a": "x", "de/c": "x"},
            [{"/ja/a/", "/de/c/"}],
            ["en/a.md:3:1 key-duplicate", "en/b.md:3:1 key-duplicate"],
            id="one-key-twice",
        ),
        pytest.param(
            {"en/a": "x", "en/b": "X", "ja/a": "x"},
            [],
            ["en/a.md:3:1 key-duplicate", "en/b.md:3:1 key-duplicate"],
            id="one-key-twice-by-case",
        ),
    ],
)
def test_entries_with_one_key_are_joined(
    files: dict[str, str], joined: list[set[str]], codes: list[str], tmp_path: Path
) -> None:
    built = build_site(
        tmp_path,
        {f"content/{name}.md": entry(name, **({"translationKey": key} if key else {})) for name, key in files.items()},
    )
    groups = {
        frozenset(unquote(href) for href in choices(built.page(uri)).values() if href) | {uri} for uri in pages(built)
    }
    assert len(pages(built)) == len(files)
    assert {group for group in groups if len(group) > 1} == set(map(frozenset, joined))
    assert built.report.summary.concepts_joined == len(joined)
    found = [item for item in built.report.diagnostics if item.severity != "note"]
    assert [
        f"{Path(item.path).relative_to(tmp_path / 'content')}:{item.line}:{item.column} {item.code}" for item in found
    ] == codes
    assert all(item.hint for item in found)


@pytest.mark.parametrize(
    ("code", "keys", "message", "hint"),
    [
        ("key-case", ("RAG", "Rag"), "written 'RAG' in en/a.md", "write `translationKey: RAG` here too"),
        ("key-differs", ("x", "y"), "differs from 'x' of en/a.md", "write `translationKey: x` in both"),
    ],
)
def test_the_hint_says_which_key_to_write(
    code: str, keys: tuple[str, str], message: str, hint: str, tmp_path: Path
) -> None:
    files = {
        f"content/{lang}/a.md": entry("A", translationKey=key) for lang, key in zip(("en", "ja"), keys, strict=True)
    }
    (found,) = build_site(tmp_path, files).found(code)
    assert message in found.message
    assert hint in found.hint


def test_a_missing_translation_is_a_note_and_a_choice_that_leads_nowhere(tmp_path: Path) -> None:
    files = {"content/en/a.md": A, "content/en/b.md": entry("B"), "content/ja/b.md": entry("び"), "content/ar/b.md": A}
    built = build_site(tmp_path, {**files, "glossary.toml": SITE})
    (note,) = built.found("translation-missing")
    assert (note.severity, note.path) == ("note", f"{tmp_path}/content/en/a.md")
    assert note.message == "'A' has no translation in ar, ja"
    page = built.page("/en/a/")
    assert choices(page) == {"English": None, "日本語": None, "العربية": None}
    offered = language_choices(page)
    assert [(choice.lang, choice.direction, choice.note) for choice in offered] == [
        ("ar", "rtl", "Not translated yet"),
        ("en", "ltr", ""),
        ("ja", "ltr", "Not translated yet"),
    ]
    assert alternates(page) == {}
    assert [choice.name for choice in offered if choice.is_current] == ["English"]


def test_one_other_language_stands_alone_and_is_a_link_where_it_leads_somewhere(tmp_path: Path) -> None:
    files = {"content/en/a.md": A, "content/en/b.md": entry("B"), "content/ja/b.md": entry("び")}
    built = build_site(tmp_path, files)
    for uri in ("/en/b/", "/en/", "/en/all/"):
        (direct,) = language_choices(built.page(uri))
        assert (direct.name, direct.href) == ("日本語", uri.replace("/en/", "/ja/"))
    (missing,) = language_choices(built.page("/en/a/"))
    assert (missing.name, missing.href, missing.note) == ("日本語", None, "Not translated yet")


def test_a_draft_is_no_translation_until_drafts_are_built(tmp_path: Path) -> None:
    files = {"content/en/a.md": A, "content/ja/a.md": entry("あ", draft="true")}
    built = build_site(tmp_path, files)
    assert choices(built.page("/en/a/")) == {"日本語": None}
    assert [note.message for note in built.found("translation-missing")] == ["'A' has no translation in ja"]
    assert choices(build_site(tmp_path, drafts=True).page("/en/a/"))["日本語"] == "/ja/a/"


def test_an_entry_without_a_page_is_no_translation(tmp_path: Path) -> None:
    files = {"content/en/a.md": A, "content/ja/!.md": entry("あ", translationKey="a")}
    built = build_site(tmp_path, files)
    assert built.codes == ["address-unusable"]
    assert choices(built.page("/en/a/"))["日本語"] is None
    assert alternates(built.page("/en/a/")) == {}


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/sub/path/"])
def test_switcher_and_alternates_name_every_language_of_a_page(base: str, tmp_path: Path) -> None:
    files = {
        "content/en/a.md": entry("Term", translationKey="k"),
        "content/ja/b.md": entry("語", translationKey="k", url="/ja/Go.html"),
        "content/pt-br/c.md": entry("Termo", translationKey="k"),
    }
    built = build_site(tmp_path, {**files, "glossary.toml": f'base_url = "{base}"\ndefault_language = "ja"\n'})
    page = built.page("/en/a/")
    path = base.removeprefix("https://example.org")
    links = [choice for choice in language_choices(page) if choice.href]
    assert [(choice.hreflang, choice.lang, choice.href) for choice in links] == [
        ("ja", "ja", f"{path}ja/Go.html"),
        ("pt-BR", "pt-BR", f"{path}pt-br/c/"),
    ]
    assert facts(page) == {"日本語": ["語"], "Português (Brasil)": ["Termo"]}
    expected = {
        "en": f"{base}en/a/",
        "ja": f"{base}ja/Go.html",
        "pt-BR": f"{base}pt-br/c/",
        "x-default": f"{base}ja/Go.html",
    }
    for uri in ("/en/a/", "/ja/Go.html", "/pt-br/c/"):
        page = built.page(uri)
        assert alternates(page) == expected
        canonical = page.find(".//link[@rel='canonical']")
        assert canonical is not None
        assert canonical.get("href") == base + uri[1:]


def test_no_page_is_offered_as_default_where_the_default_language_has_none(tmp_path: Path) -> None:
    files = {"content/en/x.md": A, "content/ja/a.md": A, "content/de/a.md": A}
    built = build_site(tmp_path, {**files, "glossary.toml": SITE})
    assert set(alternates(built.page("/ja/a/"))) == {"de", "ja"}


def test_the_language_choice_is_the_default_of_the_home_pages(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": A, "content/ja/a.md": A, "glossary.toml": SITE})
    assert alternates(built.page("/"))["x-default"] == "https://example.org/"
    # All pages of a set have to name the same alternates, or search engines ignore them.
    assert alternates(built.page("/")) == alternates(built.page("/en/")) == alternates(built.page("/ja/"))
    own = alternates(built.page("/en/all/"))
    assert own == alternates(built.page("/ja/all/"))
    assert own["ja"] == "https://example.org/ja/all/"


def test_one_word_may_stand_for_two_categories_in_two_languages(tmp_path: Path) -> None:
    settings = '[categories.a]\nen = "Basics"\nde = "Grundlagen"\n[categories.b]\nen = "Start"\nde = "Basics"\n'
    files = {f"content/{lang}/t.md": entry("T", category="Basics") for lang in ("en", "de")}
    built = build_site(tmp_path, files | {"glossary.toml": settings})
    found = {path: text_of(built.page(path).find(".//h1")) for path in ("/en/category/a/", "/de/category/b/")}
    assert found == {"/en/category/a/": "Basics", "/de/category/b/": "Basics"}
