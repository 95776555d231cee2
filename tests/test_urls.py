"""Addresses of an old site: kept, redirected, lost; and none that was published is lost unnoticed."""

from __future__ import annotations

import gzip
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
SITEMAP = (
    "<?xml version='1.0'?><urlset>"
    + "".join(f"<url><loc> {url.replace('&', '&amp;')} </loc></url>" for url in OLD)
    + "</urlset>"
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


def part(*addresses: str) -> bytes:
    """Return a sitemap, compressed."""
    return gzip.compress(f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in addresses)}</urlset>".encode())


INDEX = """\
<?xml version="1.0"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://old.example/maps/one.xml.gz</loc></sitemap>
<sitemap><loc>https://old.example/maps/two.xml.gz?v=2</loc></sitemap>
</sitemapindex>
"""


def test_an_index_of_sitemaps_stands_for_those_beside_it(tmp_path: Path) -> None:
    files = {"old/index.xml": INDEX, "old/one.xml.gz": part("https://old.example/en/gone/")}
    write_files(tmp_path, SITE | files)
    missing = run(tmp_path, "urls", "--against", "old/index.xml")
    assert missing.exit_code == 2
    assert "names https://old.example/maps/two.xml.gz?v=2" in missing.stderr
    # A browser may have unpacked it.
    write_files(tmp_path, {"old/two.xml": gzip.decompress(part("https://old.example/sub/en/a/"))})
    for name in ("index.xml", "index.xml.gz"):
        write_files(tmp_path, {"old/index.xml.gz": gzip.compress(INDEX.encode())})
        assert run(tmp_path, "urls", "--against", f"old/{name}").stdout.splitlines() == [
            "lost        /en/gone/",
            "1 kept, 0 redirected, 1 lost",
        ]


def test_an_index_that_names_itself_and_what_lies_elsewhere_does_no_harm(tmp_path: Path) -> None:
    loop = INDEX.replace("one.xml.gz", "index.xml").replace("two.xml.gz?v=2", "index.xml")
    write_files(tmp_path, SITE | {"old/index.xml": loop, "secret": "/secret/"})
    assert run(tmp_path, "urls", "--against", "old/index.xml").stdout == "0 kept, 0 redirected, 0 lost\n"
    write_files(tmp_path, {"old/index.xml": INDEX.replace("two.xml.gz", "..%2Fsecret")})
    assert run(tmp_path, "urls", "--against", "old/index.xml").exit_code == 2


def test_a_site_keeps_the_addresses_of_its_own_sitemap(tmp_path: Path) -> None:
    run(write_files(tmp_path, SITE), "build", "--precompress")
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        result = run(tmp_path, "urls", "--against", f"output/{name}")
        assert (result.exit_code, result.stdout.endswith(" 0 redirected, 0 lost\n")) == (0, True), result.output


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
    assert (result.exit_code, result.stderr.startswith("missing.xml: error: cannot be read")) == (2, True)
    write_files(tmp_path, {"half.gz": part("/a/")[:30], "latin.txt": "/é/".encode("latin-1")})
    for name, reason in (
        ("half.gz", "half.gz: error: cannot be read: broken gzip"),
        ("latin.txt", "latin.txt:1:2: error: cannot be read: not UTF-8"),
    ):
        result = run(tmp_path, "urls", "--against", name)
        assert (result.exit_code, result.stderr.splitlines()[0]) == (2, reason)
