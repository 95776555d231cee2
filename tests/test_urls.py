"""Addresses of an old site: kept, redirected, lost; and none that was published is lost unnoticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import entry, write_files
from tests.test_cli import CLEAN, run

SITE = CLEAN | {
    "glossary.toml": 'base_url = "https://new.example/sub/"\n[languages.en]\n[languages.ja]\n',
    "content/en/a.md": entry("Aa", "\n![x](pic.png)", aliases="[/old/a/]"),
    "content/ja/用語.md": entry("用語", reading="ようご"),
    "content/en/pic.png": b"x",
}
OLD = [
    "https://old.example/sub/en/a/?x=1#y",
    "/old/a/",
    "/ja/%E7%94%A8%E8%AA%9E/",
    "/en/gone/",
    "/en/pic.png",
    "/en/gone/",
]
LIST = "# old\n" + "\n".join(OLD) + "\n"
SITEMAP = "<?xml version='1.0'?><urlset>" + "".join(
    f"<url><loc> {url.replace('&', '&amp;')} </loc></url>" for url in OLD
)


@pytest.mark.parametrize("text", [LIST, SITEMAP], ids=["list", "sitemap"])
def test_every_address_of_the_old_site_is_kept_redirected_or_lost(tmp_path: Path, text: str) -> None:
    write_files(tmp_path, SITE | {"old.txt": text.encode()})
    result = run(tmp_path, "urls", "--against", "old.txt")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "redirected  /old/a/ -> /sub/en/a/",
        "lost        /en/gone/",
        "3 kept, 1 redirected, 1 lost",
    ]
    found = json.loads(run(tmp_path, "urls", "--against", "old.txt", "--format", "json").stdout)
    assert found["kept"] == ["/en/a/", "/ja/用語/", "/en/pic.png"]
    assert not (tmp_path / "glossary-urls.txt").exists()


def test_an_address_that_was_published_and_is_gone_is_an_error_until_it_is_redirected(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {"content/en/b.md": entry("Bb")})
    assert run(tmp_path, "urls", "--record").exit_code == 0
    assert "/en/b/\n" in (tmp_path / "glossary-urls.txt").read_text(encoding="utf-8")
    assert run(tmp_path, "urls").stdout.splitlines()[-1] == "4 kept, 1 redirected, 0 lost"
    assert run(tmp_path, "check").exit_code == 0
    (tmp_path / "content/en/b.md").rename(tmp_path / "content/en/c.md")
    checked = run(tmp_path, "check")
    assert (checked.exit_code, "error[address-gone]: the address '/en/b/'" in checked.stderr) == (1, True)
    assert run(tmp_path, "urls", "--record").stdout.splitlines()[-1] == "3 kept, 1 redirected, 1 lost"
    assert run(tmp_path, "build").exit_code == 1, "recording again forgets nothing"
    write_files(tmp_path, {"content/en/c.md": entry("Bb", aliases="[/en/b/]")})
    assert run(tmp_path, "check").exit_code == 0


def test_a_list_that_cannot_be_read_is_told_without_a_traceback(tmp_path: Path) -> None:
    result = run(write_files(tmp_path, SITE), "urls", "--against", "missing.xml")
    assert (result.exit_code, result.stderr.startswith("error: missing.xml: cannot be read")) == (2, True)
