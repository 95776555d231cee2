"""Whole small sites: which pages there are, what they show, and that every link on them leads somewhere."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

import html5lib
import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import make_executor
from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.inputs import open_session
from tests.support import (
    ADVICE,
    CNCF,
    ROOT,
    Built,
    broken_links,
    build_site,
    cards,
    entry,
    facts,
    file_of,
    heading,
    is_indexed,
    language_choices,
    letters,
    readings,
    term_count,
    term_links,
    terms,
    text_of,
    tree_of,
    written_body,
)

CopySite = Callable[[str], Path]
STRINGS = ROOT / "themes/default/strings"
BRACES = re.compile(r"\{.*?\}")


@pytest.fixture
def copy_site(tmp_path: Path) -> CopySite:
    """Return a function that copies a site of tests/sites/, so that builds write nothing into the tree."""

    def copy(name: str) -> Path:
        return shutil.copytree(ROOT / "tests" / "sites" / name, tmp_path / name)

    return copy


def html_files(built: Built) -> list[str]:
    """Return all HTML files of a site."""
    return [name for name in tree_of(built.output) if name.endswith(".html")]


def strict_html(text: str) -> Element:
    """Return the tree of a page that is valid HTML to the letter."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


MULTILINGUAL = {
    "404.html": "Page not found",
    **{
        f"{lang}/all/index.html": title
        for lang, title in (("ar", "جميع المصطلحات"), ("en", "All terms"), ("ja", "用語一覧"))
    },
    **{f"{lang}/search/index.html": title for lang, title in (("ar", "بحث"), ("en", "Search"), ("ja", "検索"))},
    "index.html": "Bots & Words",
    "ar/bots/chatbot/index.html": "روبوت الدردشة",
    "ar/bots/intent/index.html": "النية",
    "ar/category/basics/index.html": "أساسيات",
    "ar/category/index.html": "التصنيفات",
    "ar/index.html": "مسرد الروبوتات",
    "en/about/index.html": "About",
    "en/all-bots/index.html": "Bots",
    "en/bots/chatbot/index.html": "Chatbot",
    "en/bots/intent/index.html": "Intent of a message",
    "en/bots/prompt/index.html": "Prompt",
    "en/category/basics/index.html": "Basics",
    "en/category/index.html": "Categories",
    "en/category/methods/index.html": "Methods",
    "en/index.html": "Bots, word by word",
    "ja/about/index.html": "このサイトについて",
    "ja/bots/Chat_Bot.html": "チャットボット",
    "ja/bots/index.html": "ボット",
    "ja/bots/prompt/index.html": "プロンプト",
    "ja/bots/意図/index.html": "意図",
    "ja/category/basics/index.html": "基本",
    "ja/category/index.html": "カテゴリー",
    "ja/category/methods/index.html": "手法",
    "ja/index.html": "ボットのことば入門",
}
"""Every page of tests/sites/multilingual and the title that it shows."""
REDIRECTS = {"en/bot/index.html": "/en/bots/chatbot/", "old/Chatbot.html": "/en/bots/chatbot/"}


def test_a_site_needs_one_file_and_no_settings(copy_site: CopySite) -> None:
    built = build_site(copy_site("minimal"))
    assert html_files(built) == [
        "404.html",
        "en/all/index.html",
        "en/glossary/index.html",
        "en/index.html",
        "en/search/index.html",
        "index.html",
    ]
    assert heading(built.page("/en/glossary/")) == "Glossary"
    assert terms(built.page("/en/all/")) == {"Glossary": "/en/glossary/"}
    assert built.codes == []
    assert list(broken_links(built.output)) == []


def test_every_entry_category_and_index_has_a_page_in_every_language(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    assert {
        name: heading(built.page("/" + name)) for name in html_files(built) if name not in REDIRECTS
    } == MULTILINGUAL
    assert built.codes == []
    assert Counter(note.code for note in built.report.diagnostics if note.code not in ADVICE) == {
        "category-differs": 1,
        "reference-language": 2,
        "translation-missing": 1,
    }
    summary = built.report.summary
    assert (summary.languages, summary.files_read, summary.drafts, summary.not_built) == (3, 15, 1, 0)
    assert (summary.concepts_joined, summary.addresses_kept, summary.addresses_redirected) == (4, 2, 2)
    assert (summary.references, summary.references_linked) == (22, 22)


@pytest.mark.parametrize(("toml", "base_path"), [("", "/"), ("", "/a/b/"), ('root = "default"\n', "/")])
def test_every_link_leads_to_a_page(toml: str, base_path: str, copy_site: CopySite) -> None:
    site = copy_site("multilingual")
    config = (site / "glossary.toml").read_text(encoding="utf-8")
    built = build_site(site, {"glossary.toml": toml + config}, base_url=f"https://bots.example{base_path}")
    assert list(broken_links(built.output, base_path)) == []
    assert built.codes == []


def test_every_page_is_valid_html_and_says_what_it_is(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    for name in html_files(built):
        page = strict_html(built.read(name))
        assert page.find("./head/meta[@charset='utf-8']") is not None, name
        assert text_of(page.find("./head/title")), name
        assert page.get("lang") == (name[:2] if name[2] == "/" else "en"), name
        assert page.get("dir") == ("rtl" if name.startswith("ar/") else "ltr"), name
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), name
        if name not in REDIRECTS:
            assert len(list(page.iter("main"))) == len(list(page.iter("h1"))) == 1, name
        images = [image.get("alt") for image in page.iter("img")]
        assert None not in images, name


def test_alternates_are_absolute_mutual_and_name_the_page_itself(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"), base_url="https://bots.example/sub/")
    sets = {}
    for name in html_files(built):
        page = built.page("/" + name)
        canonical = [link.get("href") for link in page.findall("./head/link[@rel='canonical']")]
        if not is_indexed(page) and name not in REDIRECTS:
            assert name == "404.html" or name.endswith("/search/index.html")
            assert (canonical, page.findall("./head/link[@rel='alternate']")) == ([], []), name
            continue
        (url,) = canonical
        assert url is not None
        assert url.startswith("https://bots.example/sub/")
        assert file_of(url.removeprefix("https://bots.example/sub")) == name or name in REDIRECTS
        if name not in REDIRECTS:
            links = page.findall("./head/link[@rel='alternate']")
            sets[url] = {link.get("hreflang"): link.get("href") for link in links}
    for url, alternates in sets.items():
        assert not alternates or url in alternates.values()
        assert len(alternates) != 1
        for other in alternates.values():
            assert sets[other] == alternates
    assert sets["https://bots.example/sub/ja/bots/Chat_Bot.html"] == {
        "ar": "https://bots.example/sub/ar/bots/chatbot/",
        "en": "https://bots.example/sub/en/bots/chatbot/",
        "ja": "https://bots.example/sub/ja/bots/Chat_Bot.html",
        "x-default": "https://bots.example/sub/en/bots/chatbot/",
    }


def test_the_switcher_and_the_alternates_of_a_page_agree(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    for name in MULTILINGUAL.keys() - {"index.html", "404.html"}:
        page = built.page("/" + name)
        links = page.findall("./head/link[@rel='alternate']")
        others = {link.get("href") for link in links if link.get("hreflang") != "x-default"}
        if name.endswith("/search/index.html"):
            others = {f"https://bots.example/{lang}/search/" for lang in ("ar", "en", "ja") if lang != page.get("lang")}
        choices = language_choices(page)
        linked = [choice for choice in choices if choice.href]
        own = {link.get("href") for link in page.findall("./head/link[@rel='canonical']")}
        assert {f"https://bots.example{choice.href}" for choice in linked} == others - own, name
        assert all(choice.hreflang == choice.lang for choice in linked), name
        assert len(choices) == 3, name
        assert [choice.lang for choice in choices if choice.is_current] == [page.get("lang")], name


def test_an_entry_shows_its_facts_names_status_and_relations(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    page = built.page("/en/bots/chatbot/")
    assert readings(page) == "chat-bot"
    assert facts(page) == {
        "日本語": ["チャットボット"],
        "العربية": ["روبوت الدردشة"],
        "Acronym": ["CB"],
        "Also called": ["Bot", "Chatterbot deprecated", "Talking machine do not use"],
        "Category": ["Basics"],
    }
    assert text_of(page.find(".//p[@class='definition']")) == "A program that talks with people."
    description = page.find("./head/meta[@name='description']")
    assert description is not None
    assert description.get("content") == "A program that talks with people."
    assert terms(page) == {"Intent": "/en/bots/intent/", "Prompt": "/en/bots/prompt/"}
    assert [item.get("datetime") for item in page.iter("time")] == ["2024-03-02"]
    assert facts(built.page("/en/bots/intent/")) == {
        "日本語": ["意図"],
        "العربية": ["النية"],
        "Subject": ["language understanding"],
        "Category": ["Basics, Methods"],
    }
    japanese = built.page("/ja/bots/Chat_Bot.html")
    assert readings(japanese) == "チャットボット"
    assert facts(japanese) == {
        "English": ["Chatbot"],
        "العربية": ["روبوت الدردشة"],
        "別名": ["ボット", "対話ボット"],
        "カテゴリー": ["基本"],
    }


def test_the_names_in_more_than_three_other_languages_are_one_fact(tmp_path: Path) -> None:
    titles = {"en": "Cat", "de": "Katze", "fr": "Chat", "ja": "猫", "es": "Gato"}
    built = build_site(tmp_path, {f"content/{lang}/cat.md": entry(title) for lang, title in titles.items()})
    shown = facts(built.page("/en/cat/"))
    assert list(shown) == ["In other languages"]
    assert sorted(shown["In other languages"]) == ["Chat Français", "Gato Español", "Katze Deutsch", "猫 日本語"]


def test_no_heading_has_the_id_of_a_part_of_the_page(tmp_path: Path) -> None:
    titles = ("Content", "Main", "Search", "Contents", "Navigation", "Around", "Related")
    body = "".join(f"## {title}\n\nText.\n\n" for title in titles)
    page = build_site(tmp_path, {"content/en/a.md": entry("A", body)}).page("/en/a/")
    ids = [found for element in page.iter() if (found := element.get("id"))]
    assert len(ids) == len(set(ids))


def test_a_plain_page_is_in_no_list(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    page = built.page("/en/about/")
    assert heading(page) == "About"
    assert facts(page) == {}
    listed = [terms(built.page("/" + name)) for name in html_files(built)]
    assert not any("About" in names for names in listed)


def test_lists_are_in_the_order_of_readings(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    # い, チ, プ: 意図 stands first by its reading, not last by its character.
    assert list(terms(built.page("/ja/all/"))) == ["意図", "チャットボット", "プロンプト"]
    assert list(terms(built.page("/en/all/"))) == ["Chatbot", "Intent", "Prompt"]


def test_index_files_are_the_landing_text_and_address_of_their_folder(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    index = built.page("/en/")
    assert text_of(index.find(".//main//p")) == "Begin with chatbots, or read about us."
    assert terms(index) == {}
    assert terms(built.page("/en/all/")) == {
        "Chatbot": "/en/bots/chatbot/",
        "Intent": "/en/bots/intent/",
        "Prompt": "/en/bots/prompt/",
    }
    bots = built.page("/en/all-bots/")
    assert text_of(bots.find(".//main//p")) == "All about bots."
    assert terms(bots) == terms(built.page("/en/all/"))
    assert [(choice.hreflang, choice.href) for choice in language_choices(bots) if choice.href] == [("ja", "/ja/bots/")]
    documents = built.read("en/search/documents.json")
    assert "Chatbot" in documents
    assert "all-bots" not in documents
    assert "word by word" not in documents


def test_the_url_of_a_root_index_file_is_the_address_of_the_home_page(tmp_path: Path) -> None:
    sources = {
        "content/en/_index.md": entry("Start", "text", url="/welcome/", category="M", aliases="/old/"),
        "content/en/a.md": entry("A", "[x](/en/) [y](_index.md) [z](/welcome/)"),
        "content/ja/a.md": entry("あ"),
        "glossary.toml": 'base_url = "https://example.org/"',
    }
    built = build_site(tmp_path, sources)
    assert heading(built.page("/welcome/")) == "Start"
    assert built.page("/welcome/").find(".//a[@href='/en/all/#g-a']") is not None
    assert not built.has("/en/")
    assert (built.output / "welcome/search/index.json").is_file()
    assert built.page("/en/a/").find(".//a[@class='site-title'][@href='/welcome/']") is not None
    refresh = built.page("/old/").find(".//meta[@http-equiv='refresh']")
    assert refresh is not None
    assert refresh.get("content") == "0; url=/welcome/"
    assert not built.has("/en/category/m/")
    links = written_body(built.page("/en/a/")).iter("a")
    assert [link.get("href") for link in links] == ["/welcome/"] * 3
    assert list(broken_links(built.output)) == []


@pytest.mark.parametrize(
    ("url", "folder"), [("/welcome.html", "welcome"), ("/welcome", "welcome"), ("/Ü/", "Ü"), ("start/", "en/start")]
)
def test_the_search_page_stands_below_the_home_page(url: str, folder: str, tmp_path: Path) -> None:
    sources = {"content/en/_index.md": entry("Start", "text", url=url), "content/en/a.md": entry("A")}
    built = build_site(tmp_path, sources)
    assert (built.output / folder / "search/index.json").is_file()
    page = built.page(f"/{quote(folder)}/search/")
    assert heading(page) == "Search"
    assert page.find("./head/meta[@name='robots'][@content='noindex']") is not None
    assert list(broken_links(built.output)) == []


def test_a_home_page_leads_to_the_letters_and_categories(copy_site: CopySite) -> None:
    home = build_site(copy_site("multilingual")).page("/en/")
    assert letters(home) == [
        ("C 1", "/en/all/#g-c"),
        ("I 1", "/en/all/#g-i"),
        ("P 1", "/en/all/#g-p"),
    ]
    assert cards(home) == [("Basics", "2", "/en/category/basics/"), ("Methods", "2", "/en/category/methods/")]
    assert term_count(home) == "3 terms"


def test_an_index_file_is_never_an_entry_whatever_it_says(tmp_path: Path) -> None:
    sources = {
        "content/en/_index.md": "---\ntype: glossary\n---\n[a](a.md)\n",
        "content/en/sub/_index.md": "No frontmatter, [a](../a.md).\n",
        "content/en/sub/deep/b.md": entry("B"),
        "content/en/draft/_index.md": entry("Not yet", draft="true"),
        "content/en/draft/c.md": entry("C"),
        "content/en/a.md": entry("A"),
        "glossary.toml": 'title = "Words"\n',
    }
    built = build_site(tmp_path, sources)
    assert built.codes == []
    assert heading(built.page("/en/")) == "Words"
    assert terms(built.page("/en/all/")) == {"A": "/en/a/", "B": "/en/sub/deep/b/", "C": "/en/draft/c/"}
    assert heading(built.page("/en/sub/")) == "sub"
    assert terms(built.page("/en/sub/")) == {"B": "/en/sub/deep/b/"}
    assert not built.has("/en/sub/deep/")
    assert not built.has("/en/draft/")
    assert built.report.summary.entries == 3


def test_drafts_are_built_on_request_and_say_so(copy_site: CopySite) -> None:
    site = copy_site("multilingual")
    built = build_site(site)
    assert not built.has("/en/bots/secret/")
    assert "Not yet" not in "".join(built.read(name) for name in html_files(built) if name.startswith("en/")).replace(
        "Not translated yet", ""
    )
    built = build_site(site, drafts=True)
    assert text_of(built.page("/en/bots/secret/").find(".//p[@class='draft']")) == "Draft"
    assert "Not yet Draft" in terms(built.page("/en/all/"))
    assert built.report.summary.drafts == 0
    assert not build_site(site).has("/en/bots/secret/")


def test_the_choice_and_the_404_page_offer_every_language(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"), base_url="https://bots.example/sub/")
    for name in ("index.html", "404.html"):
        links = built.page("/" + name).findall(".//main//ul//a")
        assert [(link.get("lang"), link.get("dir"), link.get("href")) for link in links] == [
            ("en", "ltr", "/sub/en/"),
            ("ja", "ltr", "/sub/ja/"),
            ("ar", "rtl", "/sub/ar/"),
        ]
    # It is shown at any depth, so nothing on it may be relative.
    for element in built.page("/404.html").iter():
        for attribute in ("href", "src"):
            assert (element.get(attribute) or "/sub/").startswith(("/sub/", "#", "data:"))


def test_categories_are_paired_across_languages_by_their_key(copy_site: CopySite) -> None:
    built = build_site(copy_site("multilingual"))
    switcher = {
        name: {
            choice.hreflang: (choice.href, heading(built.page(choice.href)))
            for choice in language_choices(built.page(f"/en/category/{name}/"))
            if choice.href
        }
        for name in ("basics", "methods")
    }
    assert switcher == {
        "basics": {"ja": ("/ja/category/basics/", "基本"), "ar": ("/ar/category/basics/", "أساسيات")},
        "methods": {"ja": ("/ja/category/methods/", "手法")},
    }
    assert terms(built.page("/ar/category/basics/")) == {
        "روبوت الدردشة": "/ar/bots/chatbot/",
        "النية": "/ar/bots/intent/",
    }
    assert [(name, count) for name, count, _ in cards(built.page("/en/category/"))] == [
        ("Basics", "2"),
        ("Methods", "2"),
    ]


@pytest.mark.parametrize(
    ("toml", "labels", "expected", "codes"),
    [
        pytest.param("", ["Models", "models", "Models"], {"models": ("Models", 3)}, [], id="case"),
        pytest.param("", ["Ｍodels", "Models"], {"models": ("Models", 2)}, [], id="width"),
        pytest.param("", ["C#", "C++", "C"], {"c#": ("C#", 1), "c++": ("C++", 1), "c": ("C", 1)}, [], id="signs"),
        pytest.param("", ["A B", "A-B"], {"a-b": ("A B", 1), "a-b-2": ("A-B", 1)}, [], id="one-slug"),
        pytest.param("", ["'!?'"], {"-": ("!?", 1)}, [], id="no-letters"),
        pytest.param("", ["[X, x, X]"], {"x": ("X", 1)}, [], id="twice-in-an-entry"),
        pytest.param("", ["生成AI"], {"生成ai": ("生成AI", 1)}, [], id="japanese"),
        pytest.param(
            '[categories.ml]\nen = "Machine learning"\nja = "機械学習"\n',
            ["ml", "ML", "machine learning", "機械学習"],
            {"ml": ("Machine learning", 4)},
            [],
            id="key-or-any-label",
        ),
        pytest.param(
            '[categories.ml]\nja = "機械学習"\n', ["ml", "ML", "ml"], {"ml": ("ml", 3)}, [], id="without-label"
        ),
        pytest.param(
            '[categories.ml]\nen = "Machine learning"\n',
            ["Machine lerning"],
            {"machine-lerning": ("Machine lerning", 1)},
            ["3:1 category-unknown"],
            id="not-declared",
        ),
    ],
)
def test_entries_of_one_category_are_on_one_page(
    toml: str,
    labels: list[str],
    expected: Mapping[str, tuple[str, int]],
    codes: list[str],
    tmp_path: Path,
) -> None:
    sources = {f"content/en/t{at}.md": entry(f"T{at}", category=label) for at, label in enumerate(labels)}
    sources["content/ja/x.md"] = entry("エックス")
    built = build_site(tmp_path, {**sources, "glossary.toml": toml})
    pages = {
        path.name: built.page(f"/en/category/{quote(path.name)}/")
        for path in (built.output / "en/category").iterdir()
        if path.is_dir()
    }
    assert {slug: (heading(page), len(terms(page))) for slug, page in pages.items()} == expected
    assert [
        f"{item.line}:{item.column} {item.code}" for item in built.report.diagnostics if item.severity != "note"
    ] == codes
    assert not built.has("/ja/category/")


def test_a_category_that_is_not_declared_is_reported_with_those_that_are(tmp_path: Path) -> None:
    toml = '[categories.b]\nen = "Bees"\nja = "蜂"\n[categories.a]\nen = "Ants"\n'
    built = build_site(
        tmp_path, {"content/ja/x.md": entry("X", category="Beez"), "content/en/x.md": entry("X"), "glossary.toml": toml}
    )
    (item,) = built.found("category-unknown")
    assert (item.severity, item.line, item.column) == ("warning", 3, 1)
    assert "'Beez'" in item.message
    assert "蜂" in item.hint


def test_categories_stand_in_the_order_in_which_they_are_declared(tmp_path: Path) -> None:
    toml = (
        '[categories.zoo]\n[categories.b]\nen = "B"\n[categories.zebra]\nen = "Zebra"\n[categories.ants]\nen = "Ants"\n'
    )
    built = build_site(tmp_path, {"content/en/x.md": entry("X", category="[Ants, b, zebra]"), "glossary.toml": toml})
    assert [name for name, _, _ in cards(built.page("/en/category/"))] == ["B", "Zebra", "Ants"]


HOSTILE = """<script>alert("1")</script><img src=x onerror=y>'"&amp; {{ page }} {% x %}"""
H = json.dumps(HOSTILE)


def hostile(name: str) -> str:
    """Return a YAML value that would end an attribute, an element or a template if it were not escaped."""
    return json.dumps(name + HOSTILE)


def test_nothing_that_an_author_writes_becomes_markup_on_any_page(tmp_path: Path) -> None:
    fields = ("description", "subject", "qualifier", "acronym", "keywords", "category")
    sources: dict[str, str | bytes] = {
        "content/en/a.md": entry(
            hostile("T"),
            f"## {HOSTILE}\n\n[x](b.md 't\" onfocus=\"x') ![{HOSTILE}](x.png 't\" onerror=\"x') [[No{HOSTILE}|{HOSTILE}]]\n",
            **{field: hostile(field) for field in fields},
            reading=json.dumps("reading<b>\"'&"),
            translationKey="k",
            synonyms=f"[{hostile('S')}, {{name: {hostile('N')}, status: forbidden, note: {H}}}]",
            related="[b]",
            aliases='["/en/it\'s&old/"]',
        ),
        "content/en/b.md": entry(hostile("B"), "x", url='"/en/it\'s&b=/"', category=hostile("category"), related="[k]"),
        "content/en/p.md": entry(hostile("P"), "x", type="page"),
        "content/en/_index.md": entry(hostile("I"), "x", description=hostile("D")),
        "content/en/sub/_index.md": entry(hostile("U"), "x", description=hostile("D")),
        "content/ja/a.md": entry(hostile("あ"), translationKey="k", category="日本"),
        "content/en/x.png": b"x",
        "glossary.toml": f"title = '''{HOSTILE}'''\nbase_url = \"https://example.org/\"\n[languages.en]\n"
        f"title = '''E{HOSTILE}'''\nname = '''L{HOSTILE}'''\n[languages.ja]\n[categories.c]\nja = '''日本'''\n",
    }
    built = build_site(tmp_path, sources)
    assert len(html_files(built)) == 19
    for name in html_files(built):
        page = strict_html(built.read(name))
        for element in page.iter():
            assert element.tag != "i", name
            if element.get("type") == "application/ld+json":  # data, which no browser runs
                assert json.loads(element.text or ""), name
            else:
                assert element.tag != "script" or (element.get("src") or "").startswith("/assets/"), name
                assert element.tag != "script" or not text_of(element), name
            assert not any(attribute.startswith("on") for attribute in element.attrib), name
            assert element.tag != "img" or (element.get("src") or "").startswith("/en/"), name
    page = built.page("/en/a/")
    written = " ".join(HOSTILE.split())
    assert heading(page) == f"T{written} qualifier{written}"
    assert text_of(page.find("./head/title")) == f"T{written} – E{written}"
    assert readings(page) == "reading<b>\"'&"
    assert facts(page) == {
        "日本語": [f"あ{written}"],
        "Acronym": [f"acronym{written}"],
        "Also called": [f"S{written}", f"N{written} do not use"],
        "Subject": [f"subject{written}"],
        "Category": [f"category{written}"],
    }
    description = page.find("./head/meta[@name='description']")
    assert description is not None
    assert description.get("content") == f"description{written}"
    titles = [element.get("title") for element in written_body(page).findall("./p/*") if element.get("title")]
    assert titles == ['t" onfocus="x', 't" onerror="x']
    assert terms(page) == {f"B{written}": "/en/it's&b=/"}
    japanese = built.page("/ja/a/")
    assert [choice.name for choice in language_choices(japanese)] == [f"L{written}"]
    assert facts(japanese)[f"L{written}"] == [f"T{written}"]
    assert text_of(built.page("/en/it's&old/").find(".//a")) == f"T{written}"
    assert heading(built.page("/")) == written
    assert f"L{written}" in text_of(built.page("/"))
    assert list(broken_links(built.output)) == []


def test_interface_texts_that_a_language_lacks_are_english_and_counted(tmp_path: Path) -> None:
    sources = {f"content/{lang}/a.md": entry("A", category="C") for lang in ("en", "ja", "nl", "sv-fi")}
    sources["glossary.toml"] = 'title = "Words"'
    built = build_site(tmp_path, sources)
    english = (ROOT / "themes/default/strings/en.toml").read_text(encoding="utf-8")
    count = sum(" = " in line for line in english.splitlines())
    notes = built.found("strings-fallback")
    assert [note.message for note in notes] == [
        f"{count} interface texts of '{tag}' are shown in 'en'" for tag in ("nl", "sv-FI")
    ]
    assert [note.hint for note in notes] == [f"add themes/default/strings/{tag}.toml" for tag in ("nl", "sv-FI")]
    assert facts(built.page("/nl/a/"))["Category"] == ["C"]
    # A file for the language serves its regions; what it lacks is still counted.
    sources["themes/default/strings/sv.toml"] = 'category = "Kategori"\n'
    sources["themes/default/strings/nl.toml"] = english.replace('"Category"', '"Categorie"')
    built = build_site(tmp_path, sources)
    assert [note.message for note in built.found("strings-fallback")] == [
        f"{count - 1} interface texts of 'sv-FI' are shown in 'en'"
    ]
    assert facts(built.page("/sv-fi/a/"))["Kategori"] == ["C"]
    assert facts(built.page("/nl/a/"))["Categorie"] == ["C"]


@pytest.mark.parametrize("path", sorted(STRINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_interface_texts_of_a_language_are_those_of_english(path: Path) -> None:
    english = tomllib.loads((STRINGS / "en.toml").read_text(encoding="utf-8"))
    texts = tomllib.loads(path.read_text(encoding="utf-8"))
    assert texts.keys() == english.keys()
    for name, text in texts.items():
        assert text.strip(), name
        # Of headings that repeat the title a language has as many as it needs.
        lines = [text] if name != "what_is" else text.strip().splitlines()
        assert {found for line in lines for found in BRACES.findall(line)} == set(BRACES.findall(english[name])), name
        assert all(len(BRACES.findall(line)) <= 1 for line in lines), name
    assert "{term}" in texts["what_is"].splitlines()


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("pt-br", "Todos os termos"),
        *((tag, "全部术语") for tag in ("zh", "zh-cn", "zh-sg", "zh-hans-tw")),
        *((tag, "所有術語") for tag in ("zh-tw", "zh-hk", "zh-mo", "zh-hant", "zh-hant-hk")),
    ],
)
def test_interface_texts_of_a_region_are_those_of_its_language_or_script(tag: str, title: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, {f"content/{tag}/a.md": entry("A"), "glossary.toml": f"[languages.{tag}]\n"})
    assert built.found("strings-fallback") == []
    assert heading(built.page(f"/{tag}/all/")) == title


BROKEN = [
    "en/!.md:0:0 error[address-unusable]",
    "en/address-taken-2.md:3:1 error[address-taken]",
    "en/category.md:1:0 error[address-generated]",
    "en/encoding-utf8.md:4:4 error[encoding-utf8]",
    "en/field-duplicate.md:4:1 error[field-duplicate]",
    "en/frontmatter-missing.md:1:1 error[frontmatter-missing]",
    "en/frontmatter-syntax.md:2:13 error[frontmatter-syntax]",
    "en/frontmatter-too-complex.md:2:1 error[frontmatter-too-complex]",
    "en/frontmatter-unclosed.md:1:1 error[frontmatter-unclosed]",
    "en/key-duplicate-1.md:3:1 error[key-duplicate]",
    "en/key-duplicate-2.md:3:1 error[key-duplicate]",
    "en/nesting-too-deep.md:4:21 error[nesting-too-deep]",
    "en/symlink-outside.md:0:0 error[symlink-outside]",
    "en/title-missing.md:1:1 error[title-missing]",
    "en/url-invalid.md:3:1 error[url-invalid]",
    "en/alias-taken.md:3:1 warning[alias-taken]",
    "en/category-unknown.md:3:1 warning[category-unknown]",
    "en/control-character.md:4:6 warning[control-character]",
    "en/emphasis-literal.md:4:7 warning[emphasis-literal]",
    "en/field-case.md:2:1 warning[field-case]",
    "en/field-date.md:3:1 warning[field-date]",
    "en/field-empty-item.md:3:1 warning[field-empty-item]",
    "en/field-type.md:3:1 warning[field-type]",
    "en/field-unknown.md:3:1 warning[field-unknown]",
    "en/file-missing.md:4:8 warning[file-missing]",
    "en/file-refused.md:4:7 warning[file-refused]",
    "en/html-removed.md:4:6 warning[html-removed]",
    "en/link-scheme.md:4:7 warning[link-scheme]",
    "en/question-literal.md:5:1 warning[question-literal]",
    "en/reference-ambiguous-2.md:4:7 warning[reference-ambiguous]",
    "en/reference-draft.md:4:8 warning[reference-draft]",
    "en/reference-fragment.md:6:9 warning[reference-fragment]",
    "en/reference-text.md:5:44 warning[reference-text]",
    "en/reference-unresolved.md:4:19 warning[reference-unresolved]",
    "en/related-unresolved.md:3:1 warning[related-unresolved]",
    "en/table-cells.md:6:1 warning[table-cells]",
    "en/table-literal.md:6:1 warning[table-literal]",
    "ja/key-case-ja.md:3:1 warning[key-case]",
    "ja/key-differs.md:3:1 warning[key-differs]",
    "ja/reading-kanji.md:4:1 warning[reading-kanji]",
    "ja/reading-missing.md:2:1 warning[reading-missing]",
    "notes:0:0 warning[language-unknown]",
    ":0:0 note[base-url-missing]",
    "en/encoding-bom.md:1:1 note[encoding-bom]",
    "en/frontmatter-blank-lines.md:1:1 note[frontmatter-blank-lines]",
]
"""Everything that is said about tests/sites/broken, in the order in which it is shown."""
UNREADABLE = {
    "!",
    "category",
    "draft",
    "frontmatter-missing",
    "frontmatter-syntax",
    "frontmatter-too-complex",
    "frontmatter-unclosed",
    "symlink-outside",
    "title-missing",
}


def test_every_mistake_is_located_and_everything_else_is_built(copy_site: CopySite, tmp_path: Path) -> None:
    site = copy_site("broken")
    (tmp_path / "secret.md").write_text(entry("Secret"), encoding="utf-8")
    (site / "content/en/symlink-outside.md").symlink_to(tmp_path / "secret.md")
    built = build_site(site)
    told = [item for item in built.report.diagnostics if item.code not in ADVICE]
    assert [
        f"{item.path.partition('/content/')[2]}:{item.line}:{item.column} {item.severity}[{item.code}]" for item in told
    ] == BROKEN
    for item in told:
        if item.path.endswith(".md") and not item.path.endswith("!.md"):
            # Each file is named after what is wrong with it.
            assert item.code in item.path or item.path.endswith("category.md"), item
    names = {path.stem for path in (site / "content/en").glob("*.md")} - UNREADABLE
    listed = {href for _, href in term_links(built.page("/en/all/"))}
    assert listed == {f"/en/{name}/" for name in names - {"address-taken-1"}} | {"/en/same/"}
    assert list(broken_links(built.output)) == []
    for name in html_files(built):
        strict_html(built.read(name))


def test_a_mistake_is_told_again_when_nothing_has_to_be_parsed(copy_site: CopySite) -> None:
    site = copy_site("broken")
    first = build_site(site)
    second = build_site(site)
    assert second.report.diagnostics == first.report.diagnostics
    assert (second.report.summary.parsed, second.report.summary.written) == (0, 0)


@pytest.fixture(scope="module")
def cncf(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the glossary of the Cloud Native Computing Foundation, 955 files in 16 languages."""
    if not CNCF.is_dir():
        pytest.skip(f"{CNCF} is not there")
    folder = tmp_path_factory.mktemp("cncf")
    config = load_config(content=CNCF, output=folder / "output", base_url="https://glossary.example/")
    cache = Cache(folder / "cache")
    try:
        with make_executor(0) as executor:
            report = build(open_session(config, executor, cache))
    finally:
        cache.close()
    return Built(report, config.output)


def test_a_real_glossary_in_sixteen_languages_is_built_whole(cncf: Built) -> None:
    files = list(CNCF.rglob("*.md"))
    heads = {path: path.read_text(encoding="utf-8-sig").lstrip().partition("\n---")[0] for path in files}
    published = [path for path, head in heads.items() if not re.search(r"^\s*draft: true", head, re.MULTILINE)]
    summary = cncf.report.summary
    assert summary.languages == 16
    assert summary.files_read == len(files)
    assert summary.drafts == len(files) - len(published)
    assert sorted(href for _, _, href in cards(cncf.page("/"))) == sorted(f"/{path.name}/" for path in CNCF.iterdir())
    for path in published:
        lang, *names = path.relative_to(CNCF).with_suffix("").parts
        if names[-1] == "_index":
            names.pop()
        uri = "/".join(["", lang, *names, ""]).lower().replace(" ", "-")
        assert cncf.has(uri) == bool(re.search(r"^\s*title:", heads[path], re.MULTILINE | re.IGNORECASE)), uri


def test_what_a_real_glossary_gets_wrong_is_located(cncf: Built) -> None:
    errors = [item for item in cncf.report.diagnostics if item.severity == "error"]
    assert [(item.path, item.line, item.column, item.code) for item in errors] == [
        (f"{CNCF}/hi/vertical-scaling.md", 1, 1, "title-missing")
    ]
    # Its keys are Hindi words; the hint says how to keep them.
    assert "[fields]" in errors[0].hint
    found = [item for item in cncf.report.diagnostics if item.severity == "warning"]
    for item in found:
        line = Path(item.path).read_text(encoding="utf-8-sig").splitlines()[item.line - 1]
        assert 1 <= item.column <= len(line), item
        if item.code in ("reference-unresolved", "file-missing"):
            assert unquote(line[item.column - 1 :]).startswith(item.message.split("'")[1]), item


def test_a_real_glossary_has_no_broken_link(cncf: Built) -> None:
    assert list(broken_links(cncf.output)) == []


def test_fields_of_a_site_reach_its_templates(tmp_path: Path) -> None:
    template = '{% extends "base.html" %}{% block content %}<p id="level">{{ page.extra.level + 1 }}</p>{% endblock %}'
    files = {"content/en/a.md": entry("A", level="4"), "themes/ours/templates/entry.html": template}
    built = build_site(tmp_path, files | {"glossary.toml": 'theme = "ours"\n'})
    assert text_of(built.page("/en/a/").find(".//p[@id='level']")) == "5"
