"""Languages that the content has, but `glossary.toml` does not declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import build_site, entry


@pytest.mark.parametrize(
    ("files", "toml", "message", "hint"),
    [
        pytest.param(
            ["en/a.md", "fr/a.md", "ja/a.md"],
            "[languages.ja]\n[languages.fr]\n",
            "glossary.toml declares only ja, fr, so the folder 'en' is left out",
            "add `[languages.en]` to glossary.toml",
            id="folder",
        ),
        pytest.param(
            ["a.md", "b.en.md", "b.ja.md", "c.en.md", "c.md"],
            "[languages.ja]\n",
            "glossary.toml declares only ja, so files such as 'b.en.md' are read as 'ja'",
            "add `[languages.en]` to glossary.toml",
            id="suffix",
        ),
        pytest.param(
            ["terms/b.pt-br.md", "terms/b.md"],
            "[languages.en]\n",
            "glossary.toml declares only en, so files such as 'terms/b.pt-br.md' are read as 'en'",
            "add `[languages.pt-br]` to glossary.toml",
            id="suffix-in-a-folder",
        ),
    ],
)
def test_a_language_that_only_the_content_has_is_reported(
    files: list[str], toml: str, message: str, hint: str, tmp_path: Path
) -> None:
    built = build_site(tmp_path, {**{f"content/{name}": entry("A") for name in files}, "glossary.toml": toml})
    assert [(item.message, item.hint) for item in built.found("language-unknown")] == [(message, hint)]


@pytest.mark.parametrize(
    ("files", "toml"),
    [
        pytest.param(["en/a.md", "ja/a.md"], "[languages.en]\n[languages.ja]\n", id="all-declared"),
        pytest.param(["en/a.md", "ja/a.md"], "[languages.ja.autolink]\nrepeat = true\n", id="automatic-links-only"),
        pytest.param(["en/a.md", "ja/a.md"], "", id="none-declared"),
        pytest.param(["a.ja.md", "socket.io.md", "vue.js.md", "b.md"], "[languages.ja]\n", id="names-with-full-stops"),
        pytest.param(["a.ja.md", "a.en.md"], "", id="suffixes-none-declared"),
    ],
)
def test_no_other_site_gets_the_warning(files: list[str], toml: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, {**{f"content/{name}": entry("A") for name in files}, "glossary.toml": toml})
    assert built.found("language-unknown") == []
