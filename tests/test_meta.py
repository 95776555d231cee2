"""What the head of pages tells other programs, in the words that these programs know; feeds and the search for browsers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import feedparser
import msgspec_schemaorg.models as vocabulary  # generated from the vocabulary of schema.org
import pytest
from lxml import etree

from tests.support import Built, broken_links, build_site, entry, parse_html, text_of, tree_of

ATOM = "{http://www.w3.org/2005/Atom}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
MANY = {f"content/en/t{at:02}.md": entry(f"T{at:02}") for at in range(12)}
SITE = {
    **MANY,
    "content/en/a.md": entry(
        "A </script><b>&'\"",
        description="'\"x\" <y> & z'",
        synonyms="[{name: Aa, status: forbidden}, Ab]",
        acronym="ABC",
        category="K & L",
        date="2021-02-03",
        lastmod="2021-05-06",
    ),
    "content/en/b.md": entry("B", "[[Nothing]]", date="2021-05-07"),
    "content/ja/a.md": entry("用語", reading="ようご"),
    "glossary.toml": 'base_url = "https://example.org/sub/"\nchanges = "dates"\ntitle = "S & T"\n',
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_site(tmp_path_factory.mktemp("site"), SITE)


def head_of(built: Built, uri: str) -> dict[str, list[str]]:
    """Return what a page's meta and link elements say: property or rel -> values."""
    found: dict[str, list[str]] = {}
    for element in built.page(uri).iter():
        if element.tag in ("meta", "link"):
            name = element.get("property") or element.get("rel") or element.get("name") or ""
            found.setdefault(name, []).append(element.get("content") or element.get("href") or "")
    return found


def data_of(built: Built, uri: str) -> Any:
    """Return the linked data of a page."""
    (found,) = (item for item in built.page(uri).iter("script") if item.get("type") == "application/ld+json")
    return json.loads(found.text or "")


def check(value: Any) -> None:
    """Check types and names against the vocabulary, all the way down."""
    if isinstance(value, list):
        for item in value:
            check(item)
    elif isinstance(value, Mapping):
        if "@type" in value:
            kind = getattr(vocabulary, value["@type"])
            known = set(kind.__struct_encode_fields__)
            assert {name for name in value if name not in ("@context", "@id")} <= known, value["@type"]
        for item in value.values():
            check(item)


@pytest.mark.parametrize("uri", ["/en/a/", "/ja/a/", "/en/"])
def test_linked_data_uses_the_vocabulary_of_schema_org(built: Built, uri: str) -> None:
    data = data_of(built, uri)
    assert data["@context"] == "https://schema.org"
    check(data)


def test_an_entry_is_a_term_of_its_language_s_glossary(built: Built) -> None:
    term, way = data_of(built, "/en/a/")["@graph"]
    assert term == {
        "@type": "DefinedTerm",
        "url": "https://example.org/sub/en/a/",
        "name": "A </script><b>&'\"",
        "alternateName": ["Ab", "ABC"],
        "description": '"x" <y> & z',
        "inDefinedTermSet": {key: value for key, value in data_of(built, "/en/").items() if key != "@context"},
    }
    assert term["inDefinedTermSet"]["inLanguage"] == "en"
    assert term["inDefinedTermSet"]["url"] == "https://example.org/sub/en/"
    assert [(step["position"], step["name"], step.get("item", "")) for step in way["itemListElement"]] == [
        (1, "All terms", "https://example.org/sub/en/all/"),
        (2, "A", "https://example.org/sub/en/all/#g-a"),
        (3, "A </script><b>&'\"", ""),
    ]


def test_the_steps_in_the_data_are_those_that_the_page_shows(built: Built) -> None:
    (crumbs,) = (item for item in built.page("/ja/a/").iter("ol") if item.get("class") == "crumbs")
    steps = data_of(built, "/ja/a/")["@graph"][1]["itemListElement"]
    assert [text_of(item) for item in crumbs.iter("a")] == [step["name"] for step in steps[:-1]]


def test_no_text_ends_the_data_or_begins_a_comment(built: Built) -> None:
    page = built.read("en/a/index.html")
    data = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert "<" not in data
    assert "\\u003c/script\\u003e" in data


def test_pages_tell_messengers_what_they_are(built: Built) -> None:
    head = head_of(built, "/ja/a/")
    assert head["og:title"] == ["用語"]
    assert head["og:type"] == ["article"]
    assert head["og:locale"] == ["ja_JP"]
    assert head["og:url"] == head["canonical"] == ["https://example.org/sub/ja/a/"]
    assert head_of(built, "/en/a/")["og:description"] == ['"x" <y> & z']
    assert head_of(built, "/en/")["og:type"] == ["website"]


def test_the_feed_says_what_the_page_of_changes_says(built: Built) -> None:
    data = (built.output / "en/atom.xml").read_bytes()
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    assert feed.feed.title == "New and changed – S & T"
    assert feed.feed.updated == "2021-05-07T00:00:00Z"
    assert feed.feed.language == "en"
    found = [(item.title, item.id, item.updated, item.get("published", "")) for item in feed.entries]
    assert found == [
        ("B", "https://example.org/sub/en/b/", "2021-05-07T00:00:00Z", "2021-05-07T00:00:00Z"),
        ("A </script><b>&'\"", "https://example.org/sub/en/a/", "2021-05-06T00:00:00Z", ""),
    ]
    assert feed.entries[1].summary == '"x" <y> & z'
    assert [tag.term for tag in feed.entries[1].tags] == ["K & L"]


def test_the_feed_has_all_that_atom_asks_for(built: Built) -> None:
    feed = etree.fromstring((built.output / "en/atom.xml").read_bytes())  # RFC 4287, 4.1.1 and 4.1.2
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        assert all(len(element.findall(f"{ATOM}{name}")) == 1 for name in ("id", "title", "updated"))
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [item.text for item in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    (own,) = (link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own == "https://example.org/sub/en/atom.xml"


def test_pages_lead_to_the_feed_and_the_search_of_their_language_where_there_are_some(built: Built) -> None:
    head = head_of(built, "/en/a/")
    assert "/sub/en/atom.xml" in head["alternate"]
    assert head["search"] == ["/sub/en/opensearch.xml"]
    for uri in ("/en/search/", "/en/wanted/"):
        assert head_of(built, uri)["alternate"] == ["/sub/en/atom.xml"]
        assert head_of(built, uri)["search"] == ["/sub/en/opensearch.xml"]
    missing = parse_html((built.output / "404.html").read_text(encoding="utf-8"))
    assert {link.get("href") for link in missing.iter("link")} >= {"/sub/en/atom.xml", "/sub/en/opensearch.xml"}
    assert "/sub/ja/atom.xml" not in head_of(built, "/ja/a/")["alternate"]
    assert not (built.output / "ja/atom.xml").exists()
    assert list(broken_links(built.output, "/sub/")) == []


def test_browsers_learn_where_to_search(built: Built) -> None:
    found = etree.fromstring((built.output / "ja/opensearch.xml").read_bytes())
    assert found.tag == f"{SEARCH}OpenSearchDescription"
    assert 0 < len(found.findtext(f"{SEARCH}ShortName", "")) <= 16
    assert 0 < len(found.findtext(f"{SEARCH}Description", "")) <= 1_024
    assert found.findtext(f"{SEARCH}Language") == "ja"
    assert found.find(f"{SEARCH}Url").get("template") == "https://example.org/sub/ja/search/?q={searchTerms}"  # type: ignore[union-attr]


def test_the_other_built_in_theme_has_it_too(tmp_path: Path) -> None:
    files = {**SITE, "glossary.toml": SITE["glossary.toml"] + 'theme = "onepage"\n'}
    built = build_site(tmp_path, files)
    check(data_of(built, "/en/a/"))
    assert head_of(built, "/en/a/")["og:title"] == ["A </script><b>&'\""]


def test_without_a_place_or_when_not_wanted_there_is_no_feed_and_no_search(tmp_path: Path) -> None:
    names = {"en/atom.xml", "en/opensearch.xml"}
    keys = 'changes = "dates"\n[formats]\nfeed = false\nopensearch = false\n'
    for toml in ('changes = "dates"\n', f'base_url = "https://example.org/"\n{keys}'):
        built = build_site(tmp_path, {**SITE, "glossary.toml": toml})
        assert not names & tree_of(built.output).keys()
        assert list(broken_links(built.output)) == []
        check(data_of(built, "/en/a/"))
