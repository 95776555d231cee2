"""A site's own look: the theme's files, its settings and what the site adds to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glossary_ssg.errors import ThemeError
from tests.support import ROOT, Built, build_site, entry

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
        "themes/ours/static/css/print.css": "p {}\n",
    }
    built = build_site(tmp_path, SITE | theme)
    assert styles_of(built).startswith((DEFAULT / "static/css/tokens.css").read_text(encoding="utf-8"))
    assert styles_of(built).endswith("\nb {}\n\na {}\n")
    assert {path.name for path in (assets_of(built) / "css").iterdir()} == {"site.css", "print.css"}


def test_a_site_replaces_one_style_sheet_and_adds_another(tmp_path: Path) -> None:
    theme = {"themes/ours/static/css/tokens.css": ":root { --x: 1 }\n", "themes/ours/static/css/custom.css": "p {}\n"}
    css = styles_of(build_site(tmp_path, SITE | theme))
    assert css.startswith(":root { --x: 1 }\n")
    assert css.endswith("p {}\n")
    assert len(css) > 1000, "the other sheets are those of the default theme"


def test_a_whole_style_sheet_of_a_site_stands_for_all(tmp_path: Path) -> None:
    assert styles_of(build_site(tmp_path, SITE | {"themes/ours/static/css/site.css": "mine {}\n"})) == "mine {}\n"


# theme.toml


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('name = "x"\nstyle = ["a.css"]', "theme.toml:2: error: style: there is no such key\n  hint: did you mean `styles`?"),
        ('styles = "a.css"', "theme.toml:1: error: styles: must be a list of texts, not str"),
        ("styles = [1]", "theme.toml:1: error: styles: must be a list of texts"),
        ('styles = ["none.css"]', "theme.toml: error: styles: there is no file 'css/none.css'"),
        ('[colors]\nlight = "white"', "theme.toml:2: error: colors.light: 'white' is no colour"),
        ("contract = true", "theme.toml:1: error: contract: must be a number, not bool"),
        ("name =", "theme.toml: error: Invalid value"),
        (
            'name = "x"\ncontract = 9',
            "theme.toml:2: error: contract: the theme needs version 9 of the theme contract, and this is version 1\n"
            "  hint: update glossary-ssg",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_of_a_theme_is_told_with_its_place(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(ThemeError) as caught:
        build_site(tmp_path, SITE | {"themes/ours/theme.toml": toml})
    assert str(caught.value).startswith(f"{tmp_path}/themes/ours/{message}")
    assert not (tmp_path / "output").exists()
