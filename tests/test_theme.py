"""A site's own look: the theme's files, its settings and what the site adds to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary_ssg.cli import main
from glossary_ssg.errors import ConfigError, GlossaryError, ThemeError
from tests.support import ROOT, Built, broken_links, build_site, entry, parse_html, text_of, tree_of, write_files

SITE = {"glossary.toml": 'theme = "ours"\n', "content/en/a.md": entry("A"), "themes/ours/static/js/ours.js": "1;\n"}
DEFAULT = ROOT / "themes/default"


def assets_of(built: Built) -> Path:
    """Return the folder of the theme's files, of which there is one."""
    (folder,) = (built.output / "assets").iterdir()
    return folder


def styles_of(built: Built) -> str:
    return (assets_of(built) / "css/site.css").read_text(encoding="utf-8")


# Files


def test_the_files_of_a_theme_stand_in_a_folder_that_changes_with_them(tmp_path: Path) -> None:
    first = assets_of(build_site(tmp_path, SITE))
    assert re.fullmatch(r"[0-9a-f]{10}", first.name)
    assert assets_of(build_site(tmp_path, {"content/en/a.md": entry("B")})) == first
    built = build_site(tmp_path, {"themes/ours/static/js/ours.js": "2;\n"})
    second = assets_of(built)  # the old folder is gone
    assert second != first
    assert (second / "js/ours.js").read_text() == "2;\n"
    sheet = next(link for link in built.page("/en/a/").iter("link") if link.get("rel") == "stylesheet")
    assert sheet.get("href") == f"/assets/{second.name}/css/site.css"
    assert build_site(tmp_path).report.summary.written == 0


def test_style_sheets_are_joined_in_order_and_not_published_by_themselves(tmp_path: Path) -> None:
    theme = {
        "themes/ours/theme.toml": 'styles = ["tokens.css", "b.css", "a.css"]\n',
        "themes/ours/static/css/a.css": "a {}\n",
        "themes/ours/static/css/b.css": "b {}\n",
        "themes/ours/static/css/paper.css": "p {}\n",
    }
    built = build_site(tmp_path, SITE | theme)
    assert styles_of(built).startswith((DEFAULT / "static/css/tokens.css").read_text(encoding="utf-8"))
    assert styles_of(built).endswith("\nb {}\n\na {}\n")
    assert {path.name for path in (assets_of(built) / "css").iterdir()} == {"site.css", "paper.css"}


def test_a_site_replaces_one_style_sheet_and_adds_another(tmp_path: Path) -> None:
    theme = {"themes/ours/static/css/tokens.css": ":root { --x: 1 }\n", "themes/ours/static/css/custom.css": "p {}\n"}
    css = styles_of(build_site(tmp_path, SITE | theme))
    assert css.startswith(":root { --x: 1 }\n")
    assert css.endswith("p {}\n")
    assert len(css) > 1000, "the other sheets are those of the default theme"


def test_a_whole_style_sheet_of_a_site_stands_for_all(tmp_path: Path) -> None:
    assert styles_of(build_site(tmp_path, SITE | {"themes/ours/static/css/site.css": "mine {}\n"})) == "mine {}\n"


# theme.toml


def test_a_folder_of_a_theme_may_be_a_link(tmp_path: Path) -> None:
    base = (ROOT / "themes/default/templates/base.html").read_text(encoding="utf-8")
    write_files(tmp_path, {"shared/base.html": base, "shared/.#base.html": ""})
    (tmp_path / "themes/mine").mkdir(parents=True)
    (tmp_path / "themes/mine/templates").symlink_to(tmp_path / "shared", target_is_directory=True)
    (tmp_path / "shared/.#gone.html").symlink_to("nowhere")  # as Emacs locks a file
    build_site(tmp_path, {"glossary.toml": 'theme = "mine"\n', "content/en/a.md": entry("A")})
    built = build_site(tmp_path, {"shared/base.html": base.replace("</main>", "</main><!-- edited -->")})
    assert "<!-- edited -->" in built.read("en/a/index.html")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('name = "x"\nstyle = ["a.css"]', "theme.toml:2: error: style: there is no such key\n  hint: did you mean `styles`?"),
        ('styles = "a.css"', "theme.toml:1: error: styles: must be a list of texts, not str"),
        ("styles = [1]", "theme.toml:1: error: styles: must be a list of texts"),
        ('styles = ["none.css"]', "theme.toml: error: styles: there is no file 'css/none.css'"),
        ('[colors]\nlight = "white"', "theme.toml:2: error: colors.light: 'white' is no colour"),
        ('[pages]\nwhole = "nope.html"', "theme.toml:2: error: pages.whole: there is no file 'nope.html' in a folder"),
        ("contract = true", "theme.toml:1: error: contract: must be a number, not bool"),
        ("name =", "theme.toml:1:7: error: `name` has no value"),
        ("name = x", "theme.toml:1:8: error: text needs quotes\n  hint: write `name = \"x\"`"),
        ("[foo]", "theme.toml:1: error: foo: there is no such key"),
        ("[styles]", "theme.toml:1: error: styles: must be a list of texts, not table"),
        ("[colors.light]", "theme.toml:1: error: colors.light: must be text, not table"),
        (
            'name = "x"\ncontract = 9',
            "theme.toml:2: error: contract: the theme needs version 9 of the theme contract, and this is version 1\n"
            "  hint: update glossary-ssg",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_of_a_theme_is_told_with_its_place(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        build_site(tmp_path, SITE | {"themes/ours/theme.toml": toml})
    assert str(caught.value).startswith(f"{tmp_path}/themes/ours/{message}")
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("copy = 'x'\nterms = x", "2:9: error: text needs quotes"),
        ("copy =", "1:7: error: `copy` has no value"),
        ("copy = 5\nterms = true", "1: error: copy: must be text, not int\n"),
        ('[other]\ncopy = "x"', "1: error: other: must be text, not table\n"),
        (b'copy = "\xff"', "1:9: error: cannot be read: not UTF-8"),
    ],
)  # fmt: skip
def test_a_mistake_in_interface_texts_is_told_with_its_place(tmp_path: Path, toml: str | bytes, message: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        build_site(tmp_path, SITE | {"themes/ours/strings/en.toml": toml})
    assert str(caught.value).startswith(f"{tmp_path}/themes/ours/strings/en.toml:{message}")


def test_all_mistakes_in_a_file_of_interface_texts_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError) as caught:
        build_site(tmp_path, SITE | {"themes/ours/strings/en.toml": "copy = 5\nterms = true"})
    assert "strings/en.toml:2: error: terms: must be text, not bool" in str(caught.value)


# What glossary.toml adds


def links_of(built: Built, uri: str) -> dict[str, str]:
    """Return the addresses of a page's links by their texts."""
    return {text_of(link): link.get("href", "") for link in built.page(uri).iter("a")}


def test_the_logo_is_published_with_the_files_of_the_theme(tmp_path: Path) -> None:
    files = {"content/img/mark.SVG": "<svg/>", "glossary.toml": 'base_url = "/sub/"\nlogo = "img/mark.SVG"\n'}
    built = build_site(tmp_path, SITE | files)
    folder = assets_of(built)
    assert (folder / "logo.svg").read_text() == "<svg/>"
    pictures = [image.get("src") for image in built.page("/en/a/").iter("img")]
    assert pictures == [f"/sub/assets/{folder.name}/logo.svg"]
    assert assets_of(build_site(tmp_path, {"content/img/mark.SVG": "<svg><g/></svg>"})) != folder


def test_menu_and_footer_show_their_links_in_the_languages_that_have_a_label(tmp_path: Path) -> None:
    settings = """
        base_url = "https://example.org/sub/"
        [[menu]]
        url = "/{lang}/about/"
        label = { en = "About <us>", ja = "概要" }
        [[menu]]
        url = "https://example.com/?a=1&b=2"
        label = "Elsewhere"
        [[footer]]
        url = "/{lang}/kontakt/ü/"
        [footer.label]
        en = "Contact"
    """
    files = {"content/en/a.md": entry("A"), "content/ja/a.md": entry("あ"), "glossary.toml": settings}
    built = build_site(tmp_path, files)
    english, japanese = links_of(built, "/en/a/"), links_of(built, "/ja/a/")
    assert english["About <us>"] == "/sub/en/about/"
    assert japanese["概要"] == "/sub/ja/about/"
    assert english["Elsewhere"] == japanese["Elsewhere"] == "https://example.com/?a=1&b=2"
    assert english["Contact"] == "/sub/en/kontakt/%C3%BC/"
    assert "Contact" not in japanese


def test_a_menu_may_lead_to_files_for_programs_that_are_there(tmp_path: Path) -> None:
    paths = ("/{lang}/atom.xml", "/{lang}/terms.json", "/sitemap.xml", "/llms.txt")
    menu = "".join(f'[[menu]]\nurl = "{path}"\nlabel = "Data"\n' for path in paths)
    files = {
        f"content/{lang}/a{day}.md": entry("A", date=f"2025-01-0{day}") for lang in ("en", "ja") for day in range(1, 9)
    }
    settings = f'base_url = "https://example.org/sub/"\nchanges = "dates"\n{menu}'
    assert build_site(tmp_path, files | {"glossary.toml": settings}).found("menu-unresolved") == []
    settings += "[formats]\nllms = false\nfeed = false\n"
    found = build_site(tmp_path, {"glossary.toml": settings}).found("menu-unresolved")
    assert [item.message.rpartition(": ")[2] for item in found] == [
        *("'/sub/en/atom.xml'", "'/sub/llms.txt'", "'/sub/ja/atom.xml'", "'/sub/llms.txt'")
    ]


def test_a_link_of_a_menu_that_leads_nowhere_is_reported_for_each_language(tmp_path: Path) -> None:
    settings = """
        base_url = "https://example.org/sub/"
        [[menu]]
        url = "/{lang}/über/?q#part"
        label = "About"
        [[menu]]
        url = "/{lang}/"
        label = "Index"
        [[footer]]
        url = "/ja/a"
        label = "Term"
        [[footer]]
        url = "https://example.org/nowhere/"
        label = "Elsewhere"
    """
    files = {"content/en/über.md": entry("A", type="page"), "content/ja/a.md": entry("あ"), "glossary.toml": settings}
    built = build_site(tmp_path, files)
    assert built.codes == ["menu-unresolved"]
    (found,) = built.found("menu-unresolved")
    assert "'About'" in found.message
    assert "in 'ja': '/sub/ja/über/'" in found.message
    settings = settings.replace('/"\n', '/"\nmount = "/{lang}/words/"\n', 1)
    assert build_site(tmp_path, {"glossary.toml": settings}).codes == []


def test_links_of_a_menu_follow_the_default_language_to_the_root(tmp_path: Path) -> None:
    settings = 'root = "default"\n[[menu]]\nurl = "/{lang}/a/"\nlabel = "First"\n'
    files = {"content/en/a.md": entry("A"), "content/zh-Hant/a.md": entry("甲"), "glossary.toml": settings}
    built = build_site(tmp_path, files)
    assert links_of(built, "/a/")["First"] == "/a/"
    assert links_of(built, "/zh-hant/a/")["First"] == "/zh-hant/a/"


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/org/repo", "https://github.com/org/repo/edit/main/content/en/a%20%26%20b/%E8%AA%9E.md"),
        ("https://github.com/org/repo.git", "https://github.com/org/repo/edit/main/content/en/a%20%26%20b/%E8%AA%9E.md"),
        ("https://gitlab.com/o/g/repo/", "https://gitlab.com/o/g/repo/-/edit/main/content/en/a%20%26%20b/%E8%AA%9E.md"),
        ("https://git.example/e?f={path}", "https://git.example/e?f=en/a%20%26%20b/%E8%AA%9E.md"),
    ],
)  # fmt: skip
def test_every_entry_links_to_where_it_is_edited(tmp_path: Path, repository: str, expected: str) -> None:
    files = {"content/en/a & b/語.md": entry("Term"), "glossary.toml": f'repository = "{repository}"\n'}
    built = build_site(tmp_path, files)
    assert expected in links_of(built, "/en/a-b/語/").values()


def accents(css: str) -> tuple[str, str]:
    """Return the accent colours on light and dark that come last."""
    light, dark = re.findall(r"--accent: light-dark\((#\w{6}), (#\w{6})\)", css)[-1]
    return light, dark


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
        return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("accent", ["#0a58ca", "#00b894", "#ffe100", "#000", "#ffffff", "#c00", "#767676", "#00f"])
def test_an_accent_colour_can_be_read_on_both_backgrounds(tmp_path: Path, accent: str) -> None:
    theme = '[colors]\nlight = "#fafafa"\ndark = "#111318"\n'
    built = build_site(tmp_path, SITE | {"glossary.toml": f'accent = "{accent}"\n', "themes/default/theme.toml": theme})
    light, dark = accents(styles_of(built))
    assert ratio(light, "#fafafa") >= 4.5
    assert ratio(dark, "#111318") >= 4.5
    for shown, paper in ((light, "#fafafa"), (dark, "#111318")):
        given = accent if len(accent) == 7 else "#" + "".join(digit * 2 for digit in accent[1:])
        # As it is where it can be read, else not much more contrast than is needed.
        assert shown == given if ratio(given, paper) >= 4.5 else ratio(shown, paper) < 4.7
    found = built.found("accent-contrast")
    assert [f'"{light}"' in warning.hint for warning in found] == ([True] if ratio(given, "#fafafa") < 4.5 else [])


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('title = "T"\nlogo = "none.svg"', "2: error: logo: there is no file 'none.svg'"),
        ('logo = "../glossary.toml"', "1: error: logo: there is no file '../glossary.toml'"),
        ('logo = "en/a.md"', "1: error: logo: 'en/a.md' is not an image"),
        ('accent = "blue"', "1: error: accent: 'blue' is no colour"),
        ('accent = "#fff; } body { display: none"', "1: error: accent: "),
        ('repository = "http://github.com/a/b"', "1: error: repository: 'http://github.com/a/b' must begin with https://"),
        ('repository = "javascript:{path}"', "1: error: repository: 'javascript:{path}' must begin with https://"),
        ('repository = "https://git.example/a/b"', "1: error: repository: 'https://git.example/a/b' does not say where"),
        ('repository = "https://git.example/{file}"', "1: error: repository: 'https://git.example/{file}' has the unknown"),
        ('menu = "About"', "1: error: menu: must be a list of tables, not str"),
        ("menu = [1]", "1: error: menu: must be a list of tables, but item 1 is int"),
        ('[[menu]]\nurl = "/a/"\nlabel = "A"\n[[menu]]\nurl = "javascript:alert(1)"\nlabel = "A"',
         "5: error: menu.2.url: 'javascript:alert(1)' must begin with a slash or with https://"),
        ('[[menu]]\nurl = "//evil.example/"\nlabel = "A"', "2: error: menu.1.url: '//evil.example/' must begin"),
        ('[[menu]]\nurl = "/a b/"\nlabel = "A"', "2: error: menu.1.url: '/a b/' must hold neither spaces"),
        ('[[menu]]\nurl = "/{path}/"\nlabel = "A"', "2: error: menu.1.url: '/{path}/' has the unknown placeholder {path}"),
        ('[[menu]]\nurl = "/a/"', "1: error: menu.1: needs a `label`"),
        ('[[menu]]\nlabel = "A"', "1: error: menu.1: needs a text `url`"),
        ('[[footer]]\nurl = "/a/"\nlable = "A"\nlabel = "A"', "3: error: footer.1.lable: there is no such key\n  hint: did you"),
        ('[[footer]]\nurl = "/a/"\n[footer.label]\nfr = "A"', "4: error: footer.1.label.fr: 'fr' is none of the languages en"),
        ('footer = [{ url = "x", label = "A" }]', "1: error: footer.1.url: 'x' must begin with a slash"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_look_of_a_site_is_told_with_its_line(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        build_site(tmp_path, {"content/en/a.md": entry("A"), "glossary.toml": toml})
    assert str(caught.value).startswith(f"{tmp_path}/glossary.toml:{message}")


# Partials and what pages may load


def policy_of(built: Built, uri: str = "/en/a/") -> dict[str, str]:
    """Return the directives of a page's Content-Security-Policy, which stands right behind its encoding."""
    metas = list(built.page(uri).iter("meta"))
    assert metas[0].get("charset") == "utf-8"
    assert metas[1].get("http-equiv") == "Content-Security-Policy"
    return dict(part.split(" ", 1) for part in metas[1].get("content", "").split("; "))


def test_pages_may_load_what_is_the_sites_own_and_pictures(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE)
    assert policy_of(built) == policy_of(built, "/") == policy_of(built, "/en/")
    assert policy_of(built) == {
        "default-src": "'self'",
        "img-src": "'self' https: data:",
        "media-src": "'self' https:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }


def test_nothing_on_a_page_needs_more_than_its_policy_allows(tmp_path: Path) -> None:
    body = "| a |\n|:-:|\n| b |\n\n```python\nx = 1\n```\n\nText[^1].\n\n[^1]: Note.\n\n- [ ] task\n"
    for path in build_site(tmp_path, SITE | {"content/en/a.md": entry("A", body)}).output.rglob("*.html"):
        tree = parse_html(path.read_text(encoding="utf-8"))
        assert [element.tag for element in tree.iter() if "style" in element.attrib or element.tag == "style"] == []
        assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []
        scripts = [script for script in tree.iter("script") if "json" not in script.get("type", "")]
        assert [script for script in scripts if not script.get("src")] == []


def test_a_site_adds_to_the_head_and_the_foot_and_says_what_that_may_load(tmp_path: Path) -> None:
    theme = {
        "themes/ours/templates/partials/head.html": '<script defer src="https://stats.example/{{ page.lang }}.js"></script>',
        "themes/ours/templates/partials/footer.html": "<p>{{ site.title }}</p>",
        "themes/ours/theme.toml": """
            [csp]
            script-src = ["https://stats.example", "'sha256-AbC+/='"]
            connect-src = ["wss://*.stats.example:*", "'self'"]
            img-src = ["https://a.example/b/"]
        """,
    }
    built = build_site(tmp_path, SITE | theme | {"glossary.toml": 'theme = "ours"\ntitle = "<b>"\n'})
    page = built.page("/en/a/")
    assert [script.get("src") for script in page.findall("head/script")][-1] == "https://stats.example/en.js"
    assert text_of(list(page.find("body") or [])[-1]) == "<b>"
    policy = policy_of(built)
    assert policy["script-src"] == "'self' https://stats.example 'sha256-AbC+/='"
    assert policy["connect-src"] == "'self' wss://*.stats.example:*"
    assert policy["img-src"] == "'self' https: data: https://a.example/b/"
    assert policy["default-src"] == "'self'"


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[csp]\nscript-scr = ["https://a.example"]', "2: error: csp.script-scr: there is no such key\n  hint: did you mean `csp.script-src`?"),
        ("[csp]\nobject-src = [\"'self'\"]", "2: error: csp.object-src: there is no such key"),
        ('[csp]\nscript-src = "https://a.example"', "2: error: csp.script-src: must be a list of texts, not str"),
        ('[csp]\nfont-src = ["https://f.example"]\nscript-src = ["http://a.example"]', "3: error: csp.script-src: `http://a.example` is no source"),
        ("[csp]\nscript-src = [\"'unsafe-inline'\"]", "2: error: csp.script-src: `'unsafe-inline'` is no source"),
        ('[csp]\nscript-src = ["data:"]', "2: error: csp.script-src: `data:` is no source"),
        ('[csp]\nscript-src = ["*"]', "2: error: csp.script-src: `*` is no source"),
        ('[csp]\nscript-src = ["https://a.example; script-src *"]', "2: error: csp.script-src: `https://a.example; "),
    ],
)  # fmt: skip
def test_only_sources_that_can_be_trusted_are_accepted(tmp_path: Path, toml: str, words: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        build_site(tmp_path, SITE | {"themes/ours/theme.toml": toml})
    assert str(caught.value).startswith(f"{tmp_path}/themes/ours/theme.toml:{words}")


# Templates


def test_a_template_changes_one_block_of_the_built_in_one(tmp_path: Path) -> None:
    theme = {
        "themes/ours/templates/entry.html": '{% extends "default/entry.html" %}\n'
        "{% block content %}<p>before</p>{{ super() }}{% endblock %}",
        "themes/ours/templates/base.html": '{% extends "default/base.html" %}\n'
        "{% block title %}{{ super() }} | ours{% endblock %}",
    }
    built = build_site(tmp_path, SITE | theme | {"glossary.toml": 'theme = "ours"\ntitle = "T"\n'})
    page = built.page("/en/a/")
    assert "before" in [text_of(text) for text in page.iter("p")]
    assert [text_of(head) for head in page.iter("h1")] == ["A"]
    assert text_of(page.find(".//title")) == "A – T | ours"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n\n{{ page.titel }}", "3: error: page has no field 'titel'; did you mean 'title'?\n  hint: fields of EntryPage: lang, path, "),
        ("{{ page.zzz.qqq }}", "1: error: page has no field 'zzz'\n  hint: fields of EntryPage: "),
        ("{% if site.tytle %}{% endif %}", "1: error: site has no field 'tytle'; did you mean 'title'?\n  hint: fields of Site: "),
        ("{{ language.menus }}", "1: error: language has no field 'menus'; did you mean 'menu'?\n  hint: fields of LanguageView: "),
        ("{% for link in language.menu %}{{ link.url }}{% endfor %}", "1: error: Link has no field 'url'\n  hint: fields of Link: title, href, "),
        ("{{ t.term }}", "1: error: t has no text 'term'; did you mean 'terms'?\n  hint: interface texts are in "),
        ('{{ t["letter_" ~ 1] }}', "1: error: t has no text 'letter_1'; did you mean 'letter"),
        ("{{ pages }}", "1: error: there is no 'pages'; did you mean 'page'?\n  hint: a template has page, body, site, "),
        ("{{ page.extra.level }}", "1: error: the table has no 'level'\n  hint: "),
        ("{{ page.extra.items() }}", "1: error: the table has no 'items'\n  hint: "),
        ('{% extends "base.htm" %}', "1: error: there is no template 'base.htm'"),
        ('{% include "default/none.html" %}', "1: error: there is no template 'default/none.html'"),
        ("{% if page %}\n{% endfor %}", "2: error: "),
        ("{{ page.title | shout }}", "1: error: No filter named 'shout'."),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_says_what_there_is(tmp_path: Path, template: str, message: str) -> None:
    menu = 'theme = "ours"\n[[menu]]\nurl = "/"\nlabel = "Home"\n'
    with pytest.raises(ThemeError) as caught:
        build_site(tmp_path, SITE | {"themes/ours/templates/entry.html": template.encode(), "glossary.toml": menu})
    assert str(caught.value).startswith(f"{tmp_path}/themes/ours/templates/entry.html:{message}")
    assert not (tmp_path / "output").exists()


def test_a_field_that_is_called_like_a_method_is_a_field_and_no_method(tmp_path: Path) -> None:
    template = (
        '{% extends "base.html" %}{% block content %}<p>{{ page.extra.items }} {{ page.extra["keys"] }}'
        ' {{ page.extra.get | default("none") }} {{ page.extra["values"] is defined }}'
        " {{ page.extra.nested.copy }} {{ t.copy }}</p>{% endblock %}"
    )
    files = {
        "content/en/a.md": entry("A", items="3", keys="brass", nested="{copy: one}"),
        "themes/ours/templates/entry.html": template,
        "themes/ours/strings/en.toml": 'copy = "Copy"\n',
        "glossary.toml": 'theme = "ours"\n',
    }
    built = build_site(tmp_path, SITE | files)
    assert [text_of(found) for found in built.page("/en/a/").iterfind(".//main//p")] == ["3 brass none False one Copy"]


# glossary-ssg theme copy


def copy(folder: Path, *names: str) -> Result:
    """Run the command in a site."""
    return CliRunner().invoke(main, ["theme", "copy", "--config", str(folder / "glossary.toml"), *names])


def test_a_file_of_the_default_theme_is_copied_into_a_theme_of_the_sites_own(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/en/a.md": entry("A"), "glossary.toml": 'title = "T"\n'})
    result = copy(tmp_path, "entry.html", "partials/head.html", "css/tokens.css", "ja.toml", "strings/en.toml")
    assert result.exit_code == 0
    assert 'theme = "site"' in result.output.splitlines()[-1]
    copied = tree_of(tmp_path / "themes/site")
    assert sorted(copied) == [
        *("static/css/tokens.css", "strings/en.toml", "strings/ja.toml"),
        *("templates/entry.html", "templates/partials/head.html"),
    ]
    assert all((DEFAULT / name).read_bytes() == data for name, data in copied.items())
    before = tree_of(build_site(tmp_path, output=tmp_path / "before").output)
    assert tree_of(build_site(tmp_path, {"glossary.toml": 'title = "T"\ntheme = "site"\n'}).output) == before


def test_a_file_is_copied_into_the_theme_that_the_site_has_and_none_is_overwritten(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {"themes/ours/templates/page.html": "mine"})
    assert copy(tmp_path, "entry.html").output == f"{tmp_path}/themes/ours/templates/entry.html\n"
    result = copy(tmp_path, "index.html", "page.html")
    assert (result.exit_code, result.output) == (
        2,
        f"error: '{tmp_path}/themes/ours/templates/page.html' exists already\n",
    )
    assert not (tmp_path / "themes/ours/templates/index.html").exists()


@pytest.mark.parametrize("name", ["entri.html", "../theme.toml", "theme.toml", "/etc/passwd", "templates"])
def test_what_the_theme_does_not_have_is_not_copied(tmp_path: Path, name: str) -> None:
    result = copy(write_files(tmp_path, SITE), name)
    assert result.exit_code == 2
    assert result.output.startswith(f"error: the theme has no file '{name}'\n  hint: ")


# The theme `onepage`

WHOLE = {
    "glossary.toml": 'base_url = "/sub/"\ntheme = "onepage"\n[categories.c]\nen = "Cat"\n',
    "content/en/a.md": entry(
        "Alpha",
        """
        See [b](b.md), [its part](b.md#types), [here](#types), gamma, [日本](../ja/a.md) and [[Nothing]].[^1]

        ## Types

        [^1]: A *note*.
        """,
        description="<First> letter",
        category="c",
        related="[b]",
    ),
    "content/en/b.md": entry("Beta", '## Types\n\n[about](about.md) `id="types"`[^1]\n\n[^1]: Other note.\n'),
    "content/en/g.md": entry("Gamma"),
    "content/en/about.md": entry("About", type="page"),
    "content/ja/a.md": entry("甲", reading="こう"),
}


def test_one_page_holds_all_entries_of_a_language_by_letter(tmp_path: Path) -> None:
    built = build_site(tmp_path, WHOLE)
    page = built.page("/en/print/")
    assert [text_of(head) for head in page.iter("h2")] == ["A", "B", "G"]
    assert [text_of(head) for head in page.iter("h3")] == ["Alpha", "Beta", "Gamma"]
    assert [text_of(head) for head in page.iter("h4")] == ["Types", "Types"]
    assert "<First> letter" in [text_of(text) for text in page.iter("p")]
    assert "A note." in text_of(page.find(".//main"))
    assert [text_of(head) for head in built.page("/ja/print/").iter("h3")] == ["甲"]
    assert list(page.iter("script")) == []


def test_links_to_entries_on_the_page_stay_on_it(tmp_path: Path) -> None:
    built = build_site(tmp_path, WHOLE)
    page = built.page("/en/print/")
    first, second, third = (article.get("id") for article in page.iter("article"))
    links = {text_of(link): link.get("href") for link in page.findall(".//article//a")}
    assert links["b"] == links["Beta"] == f"#{second}"
    assert links["gamma"] == f"#{third}"
    assert links["its part"] == f"#{second}-types"
    assert links["here"] == f"#{first}-types"
    assert links["日本"] == "/sub/ja/a/"
    assert links["about"] == "/sub/en/about/"
    assert links["Cat"] == "/sub/en/category/c/"
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert 'id="types"' in text_of(page.find(".//main")), "text is no attribute"
    assert list(broken_links(built.output, "/sub/")) == []


def test_only_a_theme_that_asks_for_it_has_the_page_and_its_address(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/print.md": entry("Print"), "glossary.toml": 'title = "T"\n'})
    assert [text_of(head) for head in built.page("/en/print/").iter("h1")] == ["Print"]
    again = build_site(tmp_path, {"glossary.toml": 'theme = "onepage"\n'})
    assert again.codes == ["address-generated"]
    moved = build_site(tmp_path, {"glossary.toml": 'theme = "onepage"\n[permalinks]\nwhole = "/{lang}/on-one/"\n'})
    assert moved.codes == []
    assert moved.has("/en/on-one/")


def test_the_whole_glossary_stays_inside_the_mount_and_at_the_root(tmp_path: Path) -> None:
    mount = build_site(tmp_path, WHOLE | {"glossary.toml": 'theme = "onepage"\nmount = "/{lang}/words/"\n'})
    assert mount.has("/en/words/print/")
    assert [name for name in tree_of(mount.output) if not name.startswith(("en/words/", "ja/words/"))] == []
    root = build_site(tmp_path, {"glossary.toml": 'theme = "onepage"\nroot = "default"\n'})
    assert root.has("/print/")
    assert root.has("/ja/print/")


def test_a_site_changes_a_file_of_the_other_built_in_theme(tmp_path: Path) -> None:
    theme = {
        "themes/onepage/templates/whole.html": '{% extends "onepage/whole.html" %}{% block header %}ours{% endblock %}',
        "themes/onepage/static/css/custom.css": "p {}\n",
    }
    built = build_site(tmp_path, WHOLE | theme)
    assert built.page("/en/print/").find(".//article") is not None
    assert built.page("/en/print/").find(".//header") is None
    assert "p {}" in styles_of(built)
