"""`static/` beside the content: copied to the root, never over a file of the site, safe with images and links."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from glossary_ssg import static
from tests.previewing import preview_of
from tests.support import build_site, entry, tree_of, write_files, written_body
from tests.test_cli import run
from tests.test_images import PNG

SITE: dict[str, str | bytes] = {
    "glossary.toml": 'title = "T"\nbase_url = "https://example.org/"\n',
    "content/en/a.md": entry("Aa"),
}
FILES: dict[str, str | bytes] = {
    "static/CNAME": "terms.example.org\n",
    "static/favicon.ico": b"\0\0\1\0icon",
    "static/google1234.html": "google-site-verification: google1234.html",
    "static/BingSiteAuth.xml": "<users><user>1</user></users>",
    "static/.well-known/security.txt": "Contact: mailto:a@example.org\n",
    "static/images/dot.png": PNG,
    "static/app/index.html": "<script>1</script>",
}


def plain(files: dict[str, str | bytes]) -> dict[str, bytes]:
    return {
        name.removeprefix("static/"): text if isinstance(text, bytes) else text.encode() for name, text in files.items()
    }


def test_files_are_copied_to_the_root_as_they_are(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE | FILES)
    output = tree_of(built.output)
    assert {name: output.get(name) for name in plain(FILES)} == plain(FILES)
    assert built.codes == []


def test_without_settings_the_folder_beside_the_content_counts(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("Aa"), "static/CNAME": "x"})
    assert built.read("CNAME") == "x"


def test_a_changed_file_is_copied_again_and_a_removed_one_is_removed(tmp_path: Path) -> None:
    build_site(tmp_path, SITE | FILES)
    assert build_site(tmp_path).report.summary.written == 0
    again = build_site(tmp_path, {"static/CNAME": "other.example.org\n"})
    assert again.read("CNAME") == "other.example.org\n"
    (tmp_path / "static/CNAME").unlink()
    assert not (build_site(tmp_path).output / "CNAME").exists()


@pytest.mark.parametrize(
    "name",
    [
        *("en/a/index.html", "EN/A/index.html", "index.html", "404.html", "en/a/index.html/x", "en", "robots.txt"),
        *("sitemap.xml", "concepts.json", "en/terms.json", "en/search/index.json", "en/search/parts/x", "_headers"),
    ],
)
def test_a_file_of_the_site_wins_and_the_collision_is_reported(name: str, tmp_path: Path) -> None:
    clean = tree_of(build_site(tmp_path / "clean", SITE).output)
    built = build_site(tmp_path / "site", SITE | {f"static/{name}": "mine"})
    assert tree_of(built.output) == clean
    (found,) = built.found("static-taken")
    assert (found.path, f"'static/{name}'" in found.message) == ((tmp_path / "site/static" / name).as_posix(), True)


def test_a_file_that_the_settings_leave_to_the_author_is_theirs(tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE | {"static/robots.txt": "User-agent: x\n"})
    assert "`robots = false`" in built.found("static-taken")[0].hint
    mine = build_site(tmp_path, {"glossary.toml": "[formats]\nrobots = false\n"})
    assert (mine.read("robots.txt"), mine.found("static-taken")) == ("User-agent: x\n", [])


def test_hidden_files_stay_at_home(tmp_path: Path) -> None:
    files = {"static/.git/config": "x", "static/.env": "x", "static/a/.well-known/x": "x", "static/.well-known/.x": "x"}
    built = build_site(tmp_path, SITE | files | {"static/.well-known/y": "y"})
    hidden = [name for name in tree_of(built.output) if "/." in f"/{name}" and ".glossary-ssg" not in name]
    assert hidden == [".nojekyll", ".well-known/y"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_links_that_point_outside_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key").write_text("secret")
    site = write_files(tmp_path / "site", SITE | {"static/real.txt": "real"})
    for name, target in {"out": "../../secret/key", "folder": "../../secret", "loop": "loop", "in": "real.txt"}.items():
        (site / "static" / name).symlink_to(target)
    built = build_site(site)
    assert [Path(found.path).name for found in built.found("symlink-outside")] == ["folder", "loop", "out"]
    assert built.read("in") == "real"
    assert b"secret" not in b"".join(tree_of(built.output).values())


def test_images_are_examined_as_those_of_the_content_are(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect width="1" height="1"/></svg>'
    built = build_site(tmp_path, SITE | {"static/x.svg": svg, "static/page.png": "<html><script>1</script>"})
    assert "script" not in built.read("x.svg")
    assert "<rect" in built.read("x.svg")
    assert not (built.output / "page.png").exists()
    assert [Path(found.path).name for found in built.found("image-unsafe")] == ["x.svg"]
    assert [Path(found.path).name for found in built.found("file-refused")] == ["page.png"]


def test_a_file_that_is_too_large_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "STATIC_BYTES", 10)
    built = build_site(tmp_path, SITE | {"static/large.zip": b"0" * 11, "static/small.zip": b"0" * 10})
    assert [Path(found.path).name for found in built.found("file-refused")] == ["large.zip"]
    assert not (built.output / "large.zip").exists()
    assert (built.output / "small.zip").exists()


def test_entries_may_link_to_and_show_static_files(tmp_path: Path) -> None:
    body = "![Dot](/images/dot.png) [Paper](/files/a%20b.pdf#page=2) ![No](/images/no.png)"
    files = {"content/en/a.md": entry("Aa", body), "static/images/dot.png": PNG, "static/files/a b.pdf": b"%PDF-"}
    settings = {"glossary.toml": 'base_url = "https://example.org/sub/"\n'}
    built = build_site(tmp_path, settings | files)
    article = written_body(built.page("/en/a/"))
    assert [image.get("src") for image in article.iter("img")][:1] == ["/sub/images/dot.png"]
    assert [link.get("href") for link in article.iter("a")] == ["/sub/files/a%20b.pdf#page=2"]
    assert built.codes == ["file-missing"]
    (tmp_path / "static/files/a b.pdf").unlink()
    assert sorted(build_site(tmp_path).codes) == ["file-missing", "reference-unresolved"]


@pytest.mark.parametrize(
    ("settings", "output"),
    [('mount = "/{lang}/glossary/"\n', "output"), ("", "static/glossary")],
    ids=["mounted", "published into static"],
)
def test_the_static_folder_of_another_generator_is_left_alone(settings: str, output: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, SITE | FILES | {"glossary.toml": settings}, output=tmp_path / output)
    assert not (built.output / "CNAME").exists()
    assert "CNAME" not in "".join(tree_of(built.output))


def test_the_preview_serves_static_files_and_follows_them(tmp_path: Path) -> None:
    with preview_of(tmp_path, SITE | FILES) as shown:
        assert shown.served() == shown.published(tmp_path / "out")
        shown.write({"static/CNAME": "other\n", "static/.well-known/new": "new"})
        assert shown.site.state.file_of("/.well-known/new") == ".well-known/new"
        assert shown.served() == shown.published(tmp_path / "out2")
        assert tmp_path / "static" in shown.site.state.folders


def test_a_diagnostic_names_the_file_as_it_is_typed_and_can_be_in_the_baseline(tmp_path: Path) -> None:
    site = write_files(tmp_path, SITE | {"static/404.html": "mine"})
    found = json.loads(run(site, "check", "--format", "json").stdout)["diagnostics"]
    assert "static/404.html" in [item["path"] for item in found]
    assert run(site, "check", "--strict").exit_code == 1
    run(site, "check", "--update-baseline")
    assert run(site, "check", "--strict").exit_code == 0
