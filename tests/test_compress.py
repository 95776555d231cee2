"""Compressed forms beside texts: the same bytes, made once, gone with what they stand beside."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from glossary_ssg.cli import main
from tests.support import entry, tree_of, write_files

FILES = {
    "content/en/a.md": entry("A", "Words and words and words. " * 20, aliases="[/old/]"),
    "content/en/b.md": entry("B", "![x](x.png) ![y](y.svg)"),
    "content/en/x.png": b"\x89PNG" + b"x" * 1000,
    "content/en/y.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><title>{'y' * 500}</title></svg>",
    "glossary.toml": 'base_url = "https://example.org/"\ntitle = "T"\n',
}


def build(folder: Path, *options: str, jobs: int = 1) -> dict[str, bytes]:
    """Build a site from the command line and return its files."""
    arguments = ["build", "--config", str(folder / "glossary.toml"), "--jobs", str(jobs), *options]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert "Traceback" not in result.output
    return tree_of(folder / "output")


def check(files: dict[str, bytes]) -> None:
    """Check that every text has its forms, and every form its text."""
    for name, data in files.items():
        plain = name.removesuffix(".gz").removesuffix(".br")
        if name.endswith(".gz"):
            assert gzip.decompress(data) == files[plain]
        elif name.endswith(".br"):
            assert brotli.decompress(data) == files[plain]
        elif len(data) > 300 and name.endswith((".html", ".css", ".js", ".json", ".xml", ".txt", ".svg")):
            assert name.startswith(".") or {f"{name}.gz", f"{name}.br"} <= files.keys(), name
        elif name.endswith((".png", ".nojekyll", "_headers")):
            assert f"{name}.gz" not in files


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_text_stands_there_compressed_too(jobs: int, tmp_path: Path) -> None:
    files = build(write_files(tmp_path, FILES), "--precompress", jobs=jobs)
    check(files)
    assert "en/a/index.html.gz" in files
    assert any(name.startswith("en/search/parts/") and name.endswith(".br") for name in files)
    plain = {name: data for name, data in files.items() if not name.endswith((".gz", ".br"))}
    again = build(tmp_path)
    assert again.keys() == plain.keys()
    assert {name: data for name, data in again.items() if name != ".glossary-ssg.json"} == {
        name: data for name, data in plain.items() if name != ".glossary-ssg.json"
    }


def test_later_builds_compress_what_changed_alone_and_give_what_a_first_build_gives(tmp_path: Path) -> None:
    site = write_files(tmp_path / "a", FILES)
    first = build(site, "--precompress")
    times = {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*") if path.is_file()}
    assert build(site, "--precompress") == first
    assert {path: path.stat().st_mtime_ns for path in times} == times
    write_files(site, {"content/en/b.md": entry("B", "Changed."), "content/en/c.md": entry("C")})
    (site / "content/en/a.md").unlink()
    changed = build(site, "--precompress")
    check(changed)
    write_files(tmp_path / "b", {name: data for name, data in FILES.items() if name != "content/en/a.md"})
    write_files(tmp_path / "b", {"content/en/b.md": entry("B", "Changed."), "content/en/c.md": entry("C")})
    assert build(tmp_path / "b", "--precompress") == changed


def test_a_form_that_somebody_touched_or_deleted_is_made_again(tmp_path: Path) -> None:
    first = build(write_files(tmp_path, FILES), "--precompress")
    (tmp_path / "output/en/a/index.html.gz").unlink()
    (tmp_path / "output/en/b/index.html.br").write_bytes(b"x")
    (tmp_path / "output/sitemap.xml.gz").write_bytes(b"x")
    assert build(tmp_path, "--precompress") == first


def test_forms_are_made_for_a_site_that_had_none(tmp_path: Path) -> None:
    build(write_files(tmp_path, FILES))
    check(files := build(tmp_path, "--precompress"))
    assert "en/a/index.html.br" in files


def test_without_brotli_there_is_gzip_and_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary_ssg.formats.compressed.find_spec", lambda _: None)
    write_files(tmp_path, FILES)
    result = CliRunner().invoke(
        main, ["build", "--config", str(tmp_path / "glossary.toml"), "-v", "-j1", "--precompress"]
    )
    assert "brotli-missing" in result.stderr
    files = tree_of(tmp_path / "output")
    assert "en/a/index.html.gz" in files
    assert not any(name.endswith(".br") for name in files)


def test_no_entry_stands_where_a_form_would(tmp_path: Path) -> None:
    files = {
        **FILES,
        "content/en/d.md": entry("D", url="/en/a/index.html.gz/"),
        "content/en/e.md": entry("E", url="/sitemap.xml.br/"),
    }
    built = build(write_files(tmp_path, files), "--precompress")
    check(built)
    assert {"en/d/index.html", "en/e/index.html"} <= built.keys()
