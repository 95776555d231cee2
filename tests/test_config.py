"""`glossary.toml`: where it is looked for, what each key does, and what is said about mistakes in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary_ssg.cli import main
from glossary_ssg.config import Config, config_keys, load_config
from glossary_ssg.errors import ConfigError, GlossaryError
from tests.support import build_site, entry, write_files

FILES = {
    "content/en/a.md": entry(
        "A",
        "<b>bold</b> [[Nowhere]] [only](only.md) lamp, lamp, kay, twin.\n\n## More\n\n- C\n",
        category="Models",
        yomi="ay",
    ),
    "content/en/lamp.md": entry("Lamp", date="2024-05-06", aliases="[/old/]"),
    "content/en/changes.md": entry("Ours"),
    "content/en/kite.md": entry("Kite", keywords="[kay]"),
    "content/en/twin1.md": entry("Twin"),
    "content/en/twin2.md": entry("Twin"),
    "content/img/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "content/en/about.md": entry("About", type="page"),
    "content/en/part/_index.md": entry("Part"),
    "content/en/part/c.md": entry("C"),
    "content/ja/a.md": entry("あ", category="モデル"),
    "content/ja/only.md": entry("あれ"),
    "content/sv/ab.md": entry("Ab"),
    "content/sv/ring.md": entry("Åa"),
    "entries/en/b.md": entry("B"),
    "themes/ours/templates/choice.html": "{% extends 'base.html' %}{% block content %}Ours{% endblock %}",
}
"""A site in which every key can be seen to do something."""


def without(file: str) -> tuple[str, re.Pattern[str]]:
    """Return where to look whether a file is no part of the site, and what is found there if it is none."""
    return "output/.glossary-ssg.json", re.compile(rf'\A(?!.*"{re.escape(file)}")', re.DOTALL)


EFFECTS: Mapping[str, tuple[str, str, str | re.Pattern[str]]] = {
    "title": ('title = "Words"', "output/index.html", "<h1>Words</h1>"),
    "base_url": ('base_url = "https://example.org/sub/"', "output/en/a/index.html", "https://example.org/sub/ja/a/"),
    "content": ('content = "entries"', "output/en/b/index.html", "<h1>B</h1>"),
    "output": ('output = "public/site"', "public/site/en/a/index.html", "<h1>A</h1>"),
    "theme": ('theme = "ours"', "output/index.html", "Ours"),
    "default_language": (
        'default_language = "ja"',
        "output/en/a/index.html",
        'x-default" href="https://example.org/ja/a/"',
    ),
    "root": ('root = "redirect"', "output/index.html", 'http-equiv="refresh" content="0; url=/en/"'),
    "mount": ('mount = "/{lang}/words/"', "output/en/words/a/index.html", "<h1>A</h1>"),
    "html": ('html = "escape"', "output/en/a/index.html", "&lt;b&gt;bold&lt;/b&gt;"),
    "max_file_size": ("max_file_size = 1", "output/en/a/index.html", "<pre>"),
    "languages.*.tag": ('[languages.en]\ntag = "en-GB"', "output/en/a/index.html", '<html lang="en-GB"'),
    "languages.*.name": ('[languages.en]\n[languages.ja]\nname = "Nihongo"', "output/index.html", ">Nihongo<"),
    "languages.*.title": ('[languages.en]\ntitle = "Words"', "output/en/index.html", "<h1>Words</h1>"),
    "languages.*.direction": ('[languages.en]\ndirection = "rtl"', "output/en/a/index.html", 'dir="rtl"'),
    "permalinks.entry": (
        '[permalinks]\nentry = "/{lang}/terms/{slug}/"',
        "output/en/terms/c/index.html",
        "<h1>C</h1>",
    ),
    "permalinks.page": (
        '[permalinks]\npage = "/{lang}/site/{path}/"',
        "output/en/site/about/index.html",
        "<h1>About</h1>",
    ),
    "permalinks.section": (
        '[permalinks]\nsection = "/{lang}/parts/{path}/"',
        "output/en/parts/part/index.html",
        "<h1>Part",
    ),
    "permalinks.home": ('[permalinks]\nhome = "/{lang}/words/"', "output/en/words/index.html", 'href="/en/all/#g-a"'),
    "permalinks.index": ('[permalinks]\nindex = "/{lang}/words/"', "output/en/words/index.html", 'href="/en/a/"'),
    "permalinks.categories": (
        '[permalinks]\ncategories = "/{lang}/topics/"',
        "output/en/topics/index.html",
        'href="/en/category/models/"',
    ),
    "permalinks.category": (
        '[permalinks]\ncategory = "/{lang}/topic/{slug}/"',
        "output/en/topic/models/index.html",
        "<h1>Models</h1>",
    ),
    "collation": ('collation = "icu"', "output/sv/all/index.html", re.compile(r">Ab</a>.*>Åa</a>", re.DOTALL)),
    "related_headings": ('related_headings = ["More"]', "output/en/a/index.html", 'id="g-related"'),
    "autolink.enabled": ("[autolink]\nenabled = false", "output/en/a/index.html", "</a> lamp, lamp"),
    "autolink.keywords": ("[autolink]\nkeywords = true", "output/en/a/index.html", ">kay</a>"),
    "autolink.repeat": ("[autolink]\nrepeat = true", "output/en/a/index.html", ">lamp</a>, <a"),
    "autolink.max_per_page": ("[autolink]\nmax_per_page = 0", "output/en/a/index.html", "</a> lamp, lamp"),
    "autolink.max_per_paragraph": ("[autolink]\nmax_per_paragraph = 0", "output/en/a/index.html", "</a> lamp, lamp"),
    "autolink.stop": ('[autolink]\nstop = ["Lamp"]', "output/en/a/index.html", "</a> lamp, lamp"),
    "autolink.evidence": ("[autolink]\nevidence = false", "output/en/a/index.html", ">common</a>"),
    "autolink.always": ('[autolink]\nalways = ["common"]', "output/en/a/index.html", ">common</a>"),
    "search.body": ('[search]\nbody = "full"', "output/en/search/parts/*", "rarest"),
    "languages.*.autolink.*": ("[languages.en.autolink]\nenabled = false", "output/en/a/index.html", "</a> lamp, lamp"),
    "prefer.*": ('[prefer]\nTwin = "twin1"', "output/en/a/index.html", 'href="/en/twin1/">twin</a>'),
    "permalinks.letter": ('[permalinks]\nletter = "/{lang}/by/{slug}/"', "output/en/by/t/index.html", "<h1>T</h1>"),
    "permalinks.senses": (
        '[permalinks]\nsenses = "/{lang}/both/{slug}/"',
        "output/en/both/twin/index.html",
        "<h1>Twin</h1>",
    ),
    "permalinks.wanted": ('[permalinks]\nwanted = "/{lang}/missing/"', "output/en/missing/index.html", "Nowhere"),
    "permalinks.whole": (
        'theme = "onepage"\n[permalinks]\nwhole = "/{lang}/everything/"',
        "output/en/everything/index.html",
        "Kite",
    ),
    "permalinks.changes": (
        '[permalinks]\nchanges = "/{lang}/news/"',
        "output/en/news/index.html",
        '<a href="/en/lamp/">Lamp</a>',
    ),
    "untranslated": ('untranslated = "text"', "output/en/a/index.html", '<a class="unresolved">only</a>'),
    "changes": ('changes = "off"', "output/en/changes/index.html", "<h1>Ours</h1>"),
    "categories.*.*": (
        '[categories.models]\nen = "Kinds of models"\nja = "モデル"',
        "output/en/category/models/index.html",
        "<h1>Kinds of models</h1>",
    ),
    "fields.*": ('[fields]\nyomi = "reading"', "output/en/a/index.html", ">ay<"),
    "logo": ('logo = "img/logo.svg"', "output/en/a/index.html", "/logo.svg"),
    "accent": ('accent = "#0a58ca"', "output/assets/*/css/site.css", "--accent: light-dark(#0a58ca, "),
    "repository": (
        'repository = "https://github.com/org/repo/"',
        "output/en/a/index.html",
        'href="https://github.com/org/repo/edit/main/content/en/a.md"',
    ),
    "menu": ('[[menu]]\nurl = "/{lang}/a/"\nlabel = "First"', "output/ja/index.html", '<a href="/ja/a/">First</a>'),
    "footer": ('[[footer]]\nurl = "/{lang}/a/"\nlabel = "Last"', "output/ja/index.html", '<a href="/ja/a/">Last</a>'),
    "redirects": ('redirects = "file"', *without("old/index.html")),
    "formats.headers": ("[formats]\nheaders = false", *without("_headers")),
    "formats.robots": ("[formats]\nrobots = false", *without("robots.txt")),
    "formats.sitemap": ("[formats]\nsitemap = false", *without("sitemap.xml")),
    "formats.feed": ("[formats]\nfeed = false", *without("en/atom.xml")),
    "formats.opensearch": ("[formats]\nopensearch = false", *without("ja/opensearch.xml")),
    "formats.data": ("[formats]\ndata = false", *without("ja/terms.json")),
    "formats.inventory": ("[formats]\ninventory = false", *without("objects.inv")),
    "formats.llms": ("[formats]\nllms = false", *without("llms.txt")),
    "formats.markdown": ("[formats]\nmarkdown = true", "output/en/a/index.html.md", "# A\n"),
    "severities.*": ('[severities]\nreference-unresolved = "error"', "report", "error[reference-unresolved]"),
    "severities_for": (
        '[[severities_for]]\nlanguages = ["en"]\nseverities = { reference-unresolved = "error" }',
        "report",
        "error[reference-unresolved]",
    ),
}
"""Key -> (setting, file of the site or `report`, what is only there because of the setting, a text or a pattern)."""


def load(folder: Path, toml: str, files: Mapping[str, str] = FILES) -> Config:
    """Write a site with these settings and read them."""
    write_files(folder, {**files, "glossary.toml": toml})
    return load_config(config=folder / "glossary.toml")


def mistakes(folder: Path, toml: str, files: Mapping[str, str] = FILES) -> list[str]:
    """Return what is said about these settings, places relative to the site's folder."""
    with pytest.raises(ConfigError) as caught:
        load(folder, toml, files)
    return [mistake.replace(f"{folder}/", "") for mistake in caught.value.mistakes]


def test_the_table_of_effects_has_every_key() -> None:
    assert EFFECTS.keys() == {(key.row or key).name for key in config_keys()}


@pytest.mark.parametrize("name", EFFECTS)
def test_every_key_does_what_the_table_of_keys_says(name: str, tmp_path: Path) -> None:
    toml, path, expected = EFFECTS[name]

    def look(settings: str) -> str:
        if name != "base_url":
            settings = f'base_url = "https://example.org/"\n{settings}'
        # A letter has a page of its own in a long index only.
        many = {f"content/en/t{number}.md": entry(f"T{number}") for number in range(301) if name == "permalinks.letter"}
        # Of a long text not every term is searched.
        if name == "search.body":
            words = " ".join(f"filler{number} filler{number}" for number in range(80))
            many = {"content/en/long.md": entry("Long", f"\n{words}\n\nrarest\n")}
        # A word that 60 pages use and none links is an everyday word.
        if name in ("autolink.evidence", "autolink.always"):
            many = {f"content/en/t{number}.md": entry(f"T{number}", "A common word.") for number in range(60)}
            many |= {"content/en/common.md": entry("Common", "A common one."), "content/en/a.md": entry("A", "common")}
        config = write_files(tmp_path, {**FILES, **many, "glossary.toml": settings}) / "glossary.toml"
        result = CliRunner().invoke(main, ["build", "--jobs", "1", "--config", str(config)])
        if path == "report":
            return result.stderr
        return "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob(path))

    pattern = re.compile(re.escape(expected)) if isinstance(expected, str) else expected
    assert not pattern.search(look('title = "Glossary"\n'))
    assert pattern.search(look(toml))


@pytest.mark.parametrize(
    ("toml", "place", "words"),
    [
        pytest.param('base_ulr = "/"', "1: error: base_ulr", "did you mean `base_url`?", id="unknown-key"),
        pytest.param(
            'title = "a"\n[permalinks]\nentri = "/"', "3: error: permalinks.entri", "`permalinks.entry`", id="in-table"
        ),
        pytest.param(
            '[languages.en]\ntittle = "x"', "2: error: languages.en.tittle", "did you mean", id="below-a-chosen-name"
        ),
        pytest.param('[severity]\nkey-case = "off"', "2: error: severity.key-case", "`severities", id="unknown-table"),
        pytest.param("title = 3", "1: error: title", "must be text, not int", id="number"),
        pytest.param("[fields]\na = true", "2: error: fields.a", "must be text, not bool", id="boolean"),
        pytest.param(
            'languages = ["en", "ja"]',
            "1: error: languages",
            "must be a section, not list   hint: write `[languages.en]`, `[languages.ja]`",
            id="list-for-table",
        ),
        pytest.param(
            '[[languages]]\nname = "en"', "1: error: languages", "write `[languages.<name>]`", id="array-of-tables"
        ),
        pytest.param('languages.en = "English"', "1: error: languages.en", "write `[languages.en]`", id="text-for-one"),
        pytest.param('permalinks = "/x/"', "1: error: permalinks", "write `[permalinks]`", id="text-for-table"),
        pytest.param(
            '[categories]\nmodels = "Models"',
            "2: error: categories.models",
            "write `[categories.models]`",
            id="category-without-language",
        ),
        pytest.param('[theme]\nname = "x"', "1: error: theme", "must be text, not table", id="table-for-text"),
        pytest.param("[prefer.a]", "1: error: prefer.a", "must be text, not table", id="table-for-chosen-name"),
        pytest.param("[severities.key-case]", "1: error: severities.key-case", "not table", id="table-for-severity"),
        pytest.param("[formats.foo]", "1: error: formats.foo", "there is no such key", id="empty-in-section"),
        pytest.param("[permalinks.entri]", "1: error: permalinks.entri", "`permalinks.entry`", id="empty-closest"),
        pytest.param("[a.b.c.d.e]", "1: error: a.b.c.d", "there is no such key", id="deep-table"),
        pytest.param('[menu]\nurl = "/"', "1: error: menu", "write `[[menu]]`", id="table-for-links"),
        pytest.param('[[menus]]\nurl = "/"', "1: error: menus", "did you mean `[[menu]]`?", id="closest-list"),
        pytest.param("[severities_for]", "1: error: severities_for", "write `[[severities_for]]`", id="table-for-list"),
        pytest.param('title = "a\\u0001b"', "1: error: title", "control character U+0001", id="control-character"),
        pytest.param('title = "a\\u0001b"', "1: error: title", "U+0001   hint: write it in one line", id="control"),
        pytest.param('[categories.a]\nen = "\\uFFFE"', "2: error: categories.a.en", "U+FFFE", id="no-xml"),
        pytest.param('related_headings = ["\\u0002"]', "1: error: related_headings", "U+0002", id="control-in-list"),
        pytest.param(
            '[[menu]]\nurl = "/"\nlabel = { en = "\\u007F" }', "1: error: menu", "U+007F", id="control-in-links"
        ),
        pytest.param('theme = "our"', "1: error: theme", "did you mean `ours`?", id="theme"),
        pytest.param('root = "home"', "1: error: root", "'home' is none of choice, redirect, default", id="choice"),
        pytest.param('html = "strip"', "1: error: html", "none of sanitise, escape", id="html"),
        pytest.param(
            '[languages.en]\ndirection = "up"', "2: error: languages.en.direction", "none of ltr, rtl", id="direction"
        ),
        pytest.param('[languages.en]\ntag = "e n"', "2: error: languages.en.tag", "no language tag", id="tag"),
        pytest.param(
            '[languages.en]\n[languages.ja]\ntag = "EN"',
            "3: error: languages.ja.tag",
            "'en' is the tag of 'en' too",
            id="tag-twice",
        ),
        pytest.param(
            '[categories.a]\nen = "Basics"\nja = "B"\n[categories.b]\nen = "basics"\n',
            "5: error: categories.b.en",
            "'basics' is the label of `categories.a` too",
            id="label-twice",
        ),
        pytest.param(
            'base_url = "example.org"', "1: error: base_url", "for example `https://", id="url-without-scheme"
        ),
        pytest.param('base_url = "ftp://a.org/"', "1: error: base_url", "no address", id="url-scheme"),
        pytest.param('base_url = "//a.org/"', "1: error: base_url", "no address", id="url-two-slashes"),
        pytest.param('base_url = "https://a.org/?q=1"', "1: error: base_url", "no address", id="url-query"),
        pytest.param('base_url = "https://a.org/b/../"', "1: error: base_url", "no address", id="url-dots"),
        pytest.param('base_url = "/a/./b/"', "1: error: base_url", "no address", id="url-dot"),
        pytest.param('base_url = "/a/%2E%2e/"', "1: error: base_url", "no address", id="url-encoded-dots"),
        pytest.param('base_url = "https://a.org:99999/"', "1: error: base_url", "no address", id="url-port"),
        pytest.param('base_url = "https://a.org:b/"', "1: error: base_url", "no address", id="url-port-of-letters"),
        pytest.param('base_url = "https://:80/"', "1: error: base_url", "no address", id="url-without-host"),
        pytest.param("base_url = 'https://a.org/\"><b>/'", "1: error: base_url", "no address", id="url-html"),
        pytest.param('base_url = "https://[::1"', "1: error: base_url", "no address", id="url-broken"),
        pytest.param(
            'default_language = "fr"', "1: error: default_language", "none of the languages en, ja", id="default"
        ),
        pytest.param(
            '[categories.m]\nfr = "x"', "2: error: categories.m.fr", "none of the languages en, ja", id="label-language"
        ),
        pytest.param(
            '[permalinks]\nentry = "/{lang}/{paht}/"', "2: error: permalinks.entry", "{paht}", id="placeholder"
        ),
        pytest.param(
            '[permalinks]\nentry = "/{path}/"', "2: error: permalinks.entry", "put {lang} in it", id="without-lang"
        ),
        pytest.param(
            '[permalinks]\nentry = "/{lang}/x/"',
            "2: error: permalinks.entry",
            "put {path} or {slug}",
            id="without-path",
        ),
        pytest.param(
            '[permalinks]\ncategory = "/{lang}/{path}/"', "2: error: permalinks.category", "{slug}", id="without-slug"
        ),
        pytest.param(
            '[permalinks]\npage = "{lang}/{path}/"', "2: error: permalinks.page", "begins with a slash", id="relative"
        ),
        pytest.param(
            '[permalinks]\npage = "/../{lang}/{path}/"', "2: error: permalinks.page", "must be an address", id="dots"
        ),
        pytest.param(
            '[permalinks]\nindex = "/{lang}/"', "2: error: permalinks.index", "`permalinks.home`", id="two-alike"
        ),
        pytest.param(
            '[permalinks]\nindex = "/{lang}"', "2: error: permalinks.index", "`permalinks.home`", id="no-slash"
        ),
        pytest.param(
            '[permalinks]\nindex = "/{lang}//Index.html"', "2: error: permalinks.index", "`permalinks.home`", id="file"
        ),
        pytest.param(
            '[permalinks]\nwanted = "/{lang}/%61ll/"', "2: error: permalinks.wanted", "`permalinks.index`", id="encoded"
        ),
        pytest.param(
            'root = "default"\n[permalinks]\nindex = "/{lang}/ja/"',
            "3: error: permalinks.index",
            "`permalinks.home`",
            id="home-of-a-language-beside-the-root",
        ),
        pytest.param(
            '[permalinks]\nindex = "/{lang}/all/{slug}/"', "2: error: permalinks.index", "{slug}", id="slug-of-a-list"
        ),
        pytest.param(
            '[permalinks]\nletter = "/{lang}/{path}/{slug}/"',
            "2: error: permalinks.letter",
            "unknown placeholder {path}   hint: it may hold {lang}, {slug}",
            id="path-of-a-letter",
        ),
        pytest.param('mount = "words"', "1: error: mount", "must begin and end with a slash", id="mount"),
        pytest.param('mount = "/words/"', "1: error: mount", "{lang}", id="mount-without-lang"),
        pytest.param('mount = "/{lan}/words/"', "1: error: mount", "{lan}", id="mount-placeholder"),
        pytest.param('mount = "/{lang}/w/"\nroot = "choice"', "2: error: root", "`mount`", id="root-beside-mount"),
        pytest.param(
            'mount = "/{lang}/w/"\n[permalinks]\npage = "/{lang}/p/{path}/"',
            "3: error: permalinks.page",
            "begin it with `/{lang}/w/`",
            id="permalink-outside-mount",
        ),
        pytest.param(
            '[severities]\nkey-cases = "off"', "2: error: severities.key-cases", "did you mean `key-case`?", id="code"
        ),
        pytest.param(
            '[severities]\nkey-case = "fatal"',
            "2: error: severities.key-case",
            "error, warning, note, off",
            id="severity",
        ),
        pytest.param('[fields]\ne = "titel"', "2: error: fields.e", "did you mean `title`?", id="field-target"),
        pytest.param('content = "entrys"', "1: error: content", "there is no folder", id="content-missing"),
        pytest.param('output = "content/out"', "1: error: output", "must not hold each other", id="output-in-content"),
        pytest.param('output = "content"', "1: error: output", "must not hold each other", id="output-is-content"),
        pytest.param('output = "."', "1: error: output", "must not hold each other", id="content-in-output"),
    ],
)
def test_a_mistake_is_named_once_with_its_key_and_line(toml: str, place: str, words: str, tmp_path: Path) -> None:
    found = mistakes(tmp_path, toml)
    assert len(found) == 1
    assert found[0].startswith(f"glossary.toml:{place}: ")
    assert words in found[0].replace("\n", " ")


MANY = """
title = 1
base_url = "nowhere"
rot = "choice"
html = "strip"
default_language = "fr"
output = "content/out"
content = "content"
theme = "our"

[languages.en]
direction = "down"

[languages.ja]
tag = "?"

[permalinks]
entry = "/{lang}/"

[categories.models]
fr = "Modèles"

[fields]
yomi = "readin"

[severities]
key-cas = "off"
"""


@pytest.mark.parametrize("name", [*(key.name for key in config_keys()), "nope", "formats.nope"])
def test_an_empty_table_where_no_section_belongs_is_a_mistake(name: str, tmp_path: Path) -> None:
    name = name.replace("*", "en")
    (found,) = mistakes(tmp_path, f"[{name}]\n")
    assert found.startswith(f"glossary.toml:1: error: {name}: ")


@pytest.mark.parametrize(
    "name", ["languages", "languages.en.autolink", "permalinks", "categories", "categories.a", "prefer"]
)
def test_a_section_may_be_empty(name: str, tmp_path: Path) -> None:
    assert load(tmp_path, f"[{name}]\n").languages == load(tmp_path, "").languages


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    found = {mistake.split(": ")[0] + " " + mistake.split(": ")[2] for mistake in mistakes(tmp_path, MANY.lstrip())}
    assert found == {
        "glossary.toml:1 title",
        "glossary.toml:2 base_url",
        "glossary.toml:3 rot",
        "glossary.toml:4 html",
        "glossary.toml:5 default_language",
        "glossary.toml:6 output",
        "glossary.toml:8 theme",
        "glossary.toml:11 languages.en.direction",
        "glossary.toml:14 languages.ja.tag",
        "glossary.toml:17 permalinks.entry",
        "glossary.toml:20 categories.models.fr",
        "glossary.toml:23 fields.yomi",
        "glossary.toml:26 severities.key-cas",
    }


def test_a_missing_content_folder_does_not_hide_other_mistakes(tmp_path: Path) -> None:
    toml = 'content = "entrys"\ntheme = "our"\nbase_url = "nowhere"\n[severities]\nkey-cas = "off"\n'
    found = mistakes(tmp_path, toml)
    assert {mistake.split(": ")[2] for mistake in found} == {"base_url", "theme", "severities.key-cas", "content"}


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        pytest.param('title = "a"\nroot "b"\n', "glossary.toml:2:6: error: ", id="no-equals-sign"),
        pytest.param('[languages.en]\n[languages.en]\nname = "x"\n', "glossary.toml:2:14: error: ", id="table-twice"),
        pytest.param('title = "a"\nroot =', "glossary.toml:2", id="at-the-end"),
    ],
)
def test_broken_toml_is_located(toml: str, place: str, tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path, toml)
    assert found.startswith(place)


def test_mistakes_end_the_command_with_exit_code_2_and_nothing_is_written(tmp_path: Path) -> None:
    write_files(tmp_path, {**FILES, "glossary.toml": 'title = 1\nhtml = "strip"\n'})
    before = sorted(path for path in tmp_path.rglob("*"))
    result = CliRunner().invoke(main, ["build", "--config", str(tmp_path / "glossary.toml")])
    assert result.exit_code == 2
    assert [line.split("glossary.toml")[-1] for line in result.stderr.splitlines()] == [
        ":1: error: title: must be text, not int",
        '  hint: put it in quotes: `"1"`',
        ":2: error: html: 'strip' is none of sanitise, escape",
    ]
    assert result.stdout == ""
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_a_theme_that_is_not_there_ends_the_command_with_the_closest_name(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"theme: there is no theme 'our'\n  hint: did you mean `ours`\?"):
        build_site(tmp_path, {**FILES, "glossary.toml": 'theme = "our"'})


@pytest.mark.parametrize(
    ("options", "title"),
    [
        pytest.param(["--config", "other.toml", "--content", "site/content"], "Other", id="option-first"),
        pytest.param(["--content", "site/content"], "Beside", id="beside-the-content-folder"),
        pytest.param(["--content", "bare/content"], "bare", id="defaults"),
        pytest.param([], "Here", id="in-the-working-directory"),
    ],
)
def test_settings_are_the_option_or_beside_the_content_or_defaults(
    options: list[str], title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "glossary.toml": 'title = "Here"',
        "other.toml": 'title = "Other"',
        "content/en/a.md": entry("A"),
        "site/glossary.toml": 'title = "Beside"',
        "site/content/en/a.md": entry("A"),
        "bare/content/en/a.md": entry("A"),
    }
    monkeypatch.chdir(write_files(tmp_path, files))
    result = CliRunner().invoke(main, ["build", "--jobs", "1", "--output", "out", *options])
    assert result.exit_code == 0, result.output
    assert f"<h1>{title}</h1>" in (tmp_path / "out/en/index.html").read_text(encoding="utf-8")


def test_paths_in_the_settings_are_relative_to_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"site/my.toml": 'content = "in"\noutput = "out"', "site/in/en/a.md": entry("A")})
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["build", "--jobs", "1", "--config", "site/my.toml"])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "site/out/en/a/index.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_title_from_the_name_of_a_folder_stays_in_its_line(tmp_path: Path) -> None:
    site = write_files(tmp_path / "a\nb\udcff", {"content/en/a.md": entry("A")})
    assert load_config(content=site / "content").title == "a\ufffdb\ufffd"


def test_options_win_over_the_settings(tmp_path: Path) -> None:
    toml = 'content = "nowhere"\noutput = "unused"\nbase_url = "https://old.example/old/"'
    site = write_files(tmp_path, {**FILES, "glossary.toml": toml})
    options = ["--config", site / "glossary.toml", "--content", site / "entries", "--output", site / "out"]
    result = CliRunner().invoke(
        main, ["build", "--jobs", "1", "--base-url", "https://new.example/n/", *map(str, options)]
    )
    assert result.exit_code == 0, result.output
    page = (site / "out/en/b/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://new.example/n/en/b/">' in page
    assert "old.example" not in page
    assert "/old/" not in page
    assert not (site / "unused").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(["--config", "none.toml"], "none.toml: error: cannot be read", id="config"),
        pytest.param(["--content", "none"], "error: --content: there is no folder 'none'", id="content"),
        pytest.param(["--base-url", "example.org"], "error: --base-url: 'example.org' is no address", id="base-url"),
        pytest.param(
            ["--output", "content/out"],
            "error: --output: 'content/out' and the content folder 'content' must not hold each other",
            id="output",
        ),
    ],
)
def test_a_wrong_option_is_exit_code_2(
    options: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_files(tmp_path, FILES))
    result = CliRunner().invoke(main, ["build", *options])
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_byte_order_mark_and_crlf_are_no_mistake(tmp_path: Path) -> None:
    write_files(tmp_path, {**FILES, "glossary.toml": b'\xef\xbb\xbftitle = "Words"\r\nroot = "redirect"\r\n'})
    assert load_config(config=tmp_path / "glossary.toml").title == "Words"


def test_texts_of_several_lines_are_shown_in_one(tmp_path: Path) -> None:
    settings = 'title = """\nMy\n\tglossary\n"""\n[[menu]]\nurl = "/en/"\nlabel = "a\\tb"\n'
    built = build_site(tmp_path, {"content/en/a.md": entry("A"), "glossary.toml": settings})
    assert "My glossary" in built.read("en/index.html")
    assert ">a b<" in built.read("en/index.html")
