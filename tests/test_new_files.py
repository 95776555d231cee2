"""`new entry` with archetypes and several languages, and `new translation`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.support import build_site, entry, write_files
from tests.test_cli import run

SITE: dict[str, str | bytes] = {
    "glossary.toml": (
        'base_url = "https://example.org/"\n[languages.en]\n[languages.ja]\n[languages.de]\n'
        '[categories.basics]\nen = "Basics"\nja = "基本"\n'
    ),
    "content/en/terms/kite.md": entry("Kite", description="'It flies: on a string.'", category="Basics"),
    "content/ja/terms/kite.md": entry("凧", reading="たこ"),
    "content/en/lamp.md": entry("Lamp", translationKey="Licht", draft="true"),
    "content/ja/x.md": entry("あ"),
    "content/de/x.md": entry("X"),
}


def fields(path: Path) -> dict[str, object]:
    """Return the frontmatter of a new file."""
    _, front, _ = path.read_text(encoding="utf-8").split("---\n")
    values = yaml.safe_load(front)
    assert isinstance(values, dict)
    return values


@pytest.mark.parametrize("page", ["Kite", "kite", "terms/kite", "content/en/terms/kite.md", "凧", "/en/terms/kite/"])
def test_a_translation_gets_the_path_and_the_key_of_its_source(page: str, tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    result = run(tmp_path, "new", "translation", page, "--lang", "de")
    assert (result.exit_code, result.stdout) == (0, "content/de/terms/kite.md\n"), result.stderr
    path = tmp_path / "content/de/terms/kite.md"
    path.write_text(path.read_text(encoding="utf-8").replace('"Kite"', "Drachen").replace("draft: true", ""), "utf-8")
    page_of = build_site(tmp_path).read("de/terms/kite/index.html")
    assert 'hreflang="ja"' in page_of and "/en/terms/kite/" in page_of


def test_a_translation_shows_the_definition_and_has_the_fields_of_its_language(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    (tmp_path / "content/ja/terms/kite.md").unlink()
    assert run(tmp_path, "new", "translation", "Kite", "--lang", "ja", "--lang", "de").exit_code == 0
    japanese = tmp_path / "content/ja/terms/kite.md"
    assert "\n# en: It flies: on a string.\n" in japanese.read_text(encoding="utf-8")
    assert fields(japanese) | {"reading": "", "category": ["基本"], "draft": True, "translationKey": "terms/kite"} == (
        fields(japanese)
    )
    assert "reading" not in fields(tmp_path / "content/de/terms/kite.md")
    assert run(tmp_path, "check").exit_code == 0


def test_drafts_are_translated_and_what_exists_is_skipped(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    first = run(tmp_path, "new", "translation", "Licht", "--lang", "de")
    assert (first.stdout, fields(tmp_path / "content/de/lamp.md")["translationKey"]) == (
        "content/de/lamp.md\n",
        "Licht",
    )
    second = run(tmp_path, "new", "translation", "Licht", "--lang", "de", "--lang", "ja")
    assert (second.exit_code, second.stdout) == (0, "content/ja/lamp.md\n")
    assert "skipped 'content/de/lamp.md'" in second.stderr
    third = run(tmp_path, "new", "translation", "Lamp", "--lang", "de")
    assert (third.exit_code, "exists already" in third.stderr) == (2, True)


def test_a_translation_that_is_elsewhere_is_found_by_its_key(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {"content/de/drachen.md": entry("Drachen", translationKey="terms/kite")})
    result = run(tmp_path, "new", "translation", "Kite", "--lang", "de")
    assert (result.exit_code, "'content/de/drachen.md' exists already" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("page", "lang", "message"),
    [("Kitte", "de", "did you mean `Kite`?"), ("Kite", "jp", "did you mean `ja`?"), ("Twin", "de", "several entries")],
)
def test_what_cannot_be_translated_is_refused(page: str, lang: str, message: str, tmp_path: Path) -> None:
    twins = {"content/en/a.md": entry("Twin"), "content/en/b.md": entry("Twin")}
    result = run(write_files(tmp_path, SITE | twins), "new", "translation", page, "--lang", lang)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


def test_languages_by_suffixes_get_their_suffix(tmp_path: Path) -> None:
    write_files(tmp_path, {"content/kite.md": entry("Kite"), "content/kite.ja.md": entry("凧"), "glossary.toml": ""})
    assert run(tmp_path, "new", "translation", "Kite", "--lang", "de").stdout == "content/kite.de.md\n"
    assert run(tmp_path, "check", "--drafts").stdout.startswith("Checked 3 entries in 3 languages")


def test_a_known_locale_is_a_new_language_and_the_settings_are_named_that_need_it(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    result = run(tmp_path, "new", "entry", "Rope", "--lang", "pt-BR")
    assert (result.exit_code, result.stdout) == (0, "content/pt-BR/rope.md\n")
    assert "[languages.pt-BR]" in result.stderr
    write_files(tmp_path / "plain", {"content/en/a.md": entry("Aa"), "glossary.toml": ""})
    result = run(tmp_path / "plain", "new", "entry", "Rope", "--lang", "fr")
    assert (result.stdout, result.stderr) == ("content/fr/rope.md\n", "")
    for lang in ("../fr", "q", "en/fr"):
        assert run(tmp_path, "new", "entry", "Rope", "--lang", lang).exit_code == 2


def test_an_entry_in_several_languages_skips_those_that_have_it(tmp_path: Path) -> None:
    write_files(tmp_path, SITE)
    run(tmp_path, "new", "entry", "Rope", "--lang", "en")
    folder = "content/en" if (tmp_path / "content/en/rope.md").exists() else "content/en/terms"
    result = run(tmp_path, "new", "entry", "Rope", "--lang", "en", "--lang", "de")
    assert (result.exit_code, result.stdout) == (0, "content/de/rope.md\n")
    assert result.stderr == f"skipped '{folder}/rope.md': it exists already\n"


def test_an_archetype_is_the_model_of_new_entries(tmp_path: Path) -> None:
    model = '---\ntitle: "{{ title }}"\ntranslationKey: {{ key }}\nowner: {{lang}} team\ndate: {{ .Date }}\n---\n\n## {{ .Name }}?\n'
    write_files(tmp_path, SITE | {"archetypes/entry.md": model, "archetypes/entry.ja.md": "---\ntitle: x\n---\n"})
    assert run(tmp_path, "new", "entry", 'The "Big" One', "--lang", "de", "--lang", "ja").exit_code == 0
    german = tmp_path / "content/de/the-big-one.md"
    made = fields(german)
    assert (made["title"], made["translationKey"], made["owner"]) == ('The "Big" One', "the-big-one", "de team")
    assert '\n## The "Big" One?\n' in german.read_text(encoding="utf-8")
    assert (tmp_path / "content/ja/the-big-one.md").read_text(encoding="utf-8") == "---\ntitle: x\n---\n"


def test_an_unknown_placeholder_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {"archetypes/entry.md": "{{ .Section }}"})
    result = run(tmp_path, "new", "entry", "Rope", "--lang", "de")
    assert (result.exit_code, "archetypes/entry.md: error: " in result.stderr, "`{{ title }}`" in result.stderr) == (
        2,
        True,
        True,
    )
    assert not (tmp_path / "content/de/rope.md").exists()
