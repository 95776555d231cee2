"""Files of authors that are published as they are: SVG images without what runs, and nothing under a false name."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossary_ssg.errors import ThemeError
from glossary_ssg.images import examine
from tests.hostile_images import CONTROL, OTHERS, REAL, SCRIPT, svg
from tests.previewing import preview_of
from tests.support import Built, build_site, entry, parse_html, tree_of, write_files

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
NEVER = re.compile(
    r"<script|ran\b|evil|javascript:|@import|\bon\w+=|<!DOCTYPE|<!ENTITY|xml-stylesheet|\?php|xml:base", re.I
)


def publish(folder: Path, data: str | bytes, name: str = "p.svg", **settings: int) -> Built:
    """Build a site with one image."""
    files = {"content/en/a.md": entry("A", f"![p]({name})"), f"content/en/{name}": _bytes(data)}
    return build_site(folder, files, jobs=settings.get("jobs", 1))


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


@pytest.mark.parametrize("name", [*CONTROL, *OTHERS])
def test_what_runs_or_loads_is_not_in_what_is_published(name: str) -> None:
    data = _bytes({**CONTROL, **OTHERS}[name])
    examined = examine("x.svg", data)
    published = data if examined.data is None else examined.data
    if not examined.refused:
        assert examined.removed or examined.data is None or name == "dtd"
        text = published.decode()
        ElementTree.fromstring(text)
        assert name == "include" or not NEVER.search(text)
        again = examine("x.svg", published)
        assert (again.refused, again.data, again.removed) == ("", None, ())


@pytest.mark.parametrize("path", sorted(REAL.glob("*.svg")), ids=lambda path: path.stem)
def test_ordinary_images_are_published_without_a_word(path: Path, tmp_path: Path) -> None:
    built = publish(tmp_path, path.read_bytes())
    assert built.codes == []
    assert (built.output / "en/p.svg").is_file()
    is_plain = path.stem in ("animated", "filters", "illustrator-plain", "mermaid")
    assert ((built.output / "en/p.svg").read_bytes() == path.read_bytes()) == is_plain


def test_the_author_is_told_what_is_left_out_and_where(tmp_path: Path) -> None:
    image = svg(f"\n<rect width='9' height='9' onclick='x()'/>\n{SCRIPT}\n<a href='javascript:x'/>")
    built = publish(tmp_path, image)
    (found,) = built.found("image-unsafe")
    assert (found.path.endswith("en/p.svg"), found.line, found.severity) == (True, 2, "warning")
    for what in ("`onclick`", "`<script>`", '`href="javascript:x"`'):
        assert what in found.message
        assert what in found.hint
    assert (tmp_path / "content/en/p.svg").read_text() == image
    assert '<rect width="9" height="9"/>' in built.read("en/p.svg")


def test_an_image_that_no_page_shows_is_not_reported(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("A"), "content/en/p.svg": svg(SCRIPT)})
    assert built.codes == []


@pytest.mark.parametrize(
    ("data", "said", "hint"),
    [
        ("", "is no SVG: no element found", "plain SVG"),
        (svg()[:-1], "is no SVG: unclosed token in line 1", "plain SVG"),
        (
            "<html xmlns='http://www.w3.org/1999/xhtml'/>",
            "it begins with '<html>'",
            '<svg xmlns="http://www.w3.org/2000/svg">',
        ),
        (svg("é").encode("latin-1"), "is in an encoding that cannot be read", "UTF-8"),
        (svg("<g>" * 300 + "</g>" * 300), "more than 200 levels deep", "ungroup"),
        (svg(" " * 17_000_000), "has more than 16 MiB", "PNG"),
        (PNG, "is in an encoding that cannot be read", "UTF-8"),
    ],
)
def test_what_is_no_svg_is_refused(data: str | bytes, said: str, hint: str, tmp_path: Path) -> None:
    built = publish(tmp_path, data)
    (found,) = built.found("file-refused")
    assert said in found.message
    assert hint in found.hint
    assert found.path.endswith("en/a.md")
    assert not (built.output / "en/p.svg").exists()


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("x.png", b"<html><script>x</script>", "save it as PNG"),
        ("x.PNG", b"\n <!DOCTYPE html>", "save it as PNG"),
        ("x.jpg", svg().encode(), "save it as JPG"),
        ("x.gif", svg().encode("utf-16"), "save it as GIF"),
        ("x.webp", svg().encode("utf-32-be"), "save it as WEBP"),
        ("x.avif", b"<?xml version='1.0'?><a/>", "save it as AVIF"),
        ("x.ico", b"text <b onclick=x>", "save it as ICO"),
        ("x.png", b"\xff\xd8\xff\xe0 JFIF", "rename it to 'x.jpg'"),
        ("x.jpeg", PNG, "rename it to 'x.png'"),
        ("x.gif", b"%PDF-1.7", "rename it to 'x.pdf'"),
        ("x.webp", b"RIFF\x00\x00\x00\x00WAVEfmt ", "rename it to 'x.wav'"),
        ("x.png", b"PK\x03\x04", "rename it to 'x.zip'"),
        ("x.bmp", b"\x1f\x8b\x08\x00", "rename it to 'x.gz'"),
        ("x.opus", b"<script>x</script>", "save it as OPUS"),
        ("x.pdf", b"<html>", "save it as PDF"),
    ],
)
def test_a_file_is_what_its_name_says(name: str, data: bytes, hint: str, tmp_path: Path) -> None:
    built = publish(tmp_path, data, name)
    (found,) = built.found("file-refused")
    assert hint in found.hint
    assert not (built.output / "en" / name).exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", PNG),
        ("x.apng", PNG),
        ("x.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF <x:xmpmeta>"),
        ("x.gif", b"GIF89a\x01\x00"),
        ("x.webp", b"RIFF\x1a\x00\x00\x00WEBPVP8L"),
        ("x.avif", b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1"),
        ("x.avif", b"\x00\x00\x00\x20ftypmif1\x00\x00\x00\x00mif1avif"),
        ("x.ico", b"\x00\x00\x01\x00\x01\x00"),
        ("x.bmp", b"BM\x8a\x00\x00\x00\x00\x00\x00\x00"),
        ("x.txt", b"<html> is an element"),
        ("x.pdf", b"%PDF-1.7 <<"),
        ("x.mp4", b"\x00\x00\x00\x18ftypisom"),
    ],
)
def test_files_that_are_what_they_say_are_published(name: str, data: bytes, tmp_path: Path) -> None:
    built = publish(tmp_path, data, name)
    assert built.codes == []
    assert (built.output / "en" / name).read_bytes() == data


@pytest.mark.parametrize(
    "suffix", ["htm", "html", "xhtml", "xht", "xml", "xsl", "svgz", "js", "mjs", "mhtml", "mht", "swf", "css"]
)
def test_files_that_browsers_would_run_are_not_published(suffix: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/a.md": entry("A", f"[x](x.{suffix})"), f"content/en/x.{suffix}": b"x"})
    assert [found.code for found in built.report.diagnostics if found.code.startswith("file-")] == ["file-refused"]
    assert not (built.output / f"en/x.{suffix}").exists()


def test_an_image_is_cleaned_alike_by_all_builds(tmp_path: Path) -> None:
    image = svg(f"{SCRIPT}<style>@import 'x'; a {{ fill: red }}</style><g onload='x'><circle r='4'/></g>")
    cold = publish(tmp_path / "one", image)
    warm = publish(tmp_path / "one", image)
    parallel = publish(tmp_path / "two", image, jobs=2)
    assert tree_of(cold.output)["en/p.svg"] == tree_of(parallel.output)["en/p.svg"]
    assert [found.message for found in warm.found("image-unsafe")] == [
        found.message for found in cold.found("image-unsafe")
    ]
    edited = publish(tmp_path / "one", image.replace("<circle", "<rect/><circle"))
    fresh = publish(tmp_path / "three", image.replace("<circle", "<rect/><circle"))
    assert tree_of(edited.output)["en/p.svg"] == tree_of(fresh.output)["en/p.svg"]
    assert "<rect/>" in edited.read("en/p.svg")


def test_a_preview_shows_what_is_published(tmp_path: Path) -> None:
    files = {"glossary.toml": 'logo = "en/p.svg"\n', "content/en/a.md": entry("A", "![p](p.svg)")}
    with preview_of(tmp_path / "site", {**files, "content/en/p.svg": svg(SCRIPT + "<g/>")}) as shown:
        assert shown.served() == shown.published(tmp_path / "published")
        assert b"script" not in shown.served()["en/p.svg"]
        # A file that is edited before anything is built again is cleaned as well.
        write_files(shown.folder, {"content/en/p.svg": svg(SCRIPT + "<rect/>")})
        assert b"<rect/>" in shown.served()["en/p.svg"]
        assert b"script" not in shown.served()["en/p.svg"]


def test_the_logo_is_cleaned_too_and_left_out_where_that_is_impossible(tmp_path: Path) -> None:
    files = {"glossary.toml": 'logo = "l.svg"\n', "content/en/a.md": entry("A"), "content/l.svg": svg(SCRIPT + "<g/>")}
    built = build_site(tmp_path, files)
    (logo,) = (built.output / "assets").glob("*/logo.svg")
    assert "script" not in logo.read_text()
    assert [Path(found.path).name for found in built.found("image-unsafe")] == ["l.svg"]
    built = build_site(tmp_path, {"content/l.svg": "<html/>"})
    assert not list((built.output / "assets").glob("*/logo.svg"))
    assert [Path(found.path).name for found in built.found("file-refused")] == ["l.svg"]
    assert parse_html(built.read("en/a/index.html")).find(".//header//img") is None


@example("\\1{")
@example("a: \\b(\\1f)")
@given(st.text(st.sampled_from("u\\72rl(\"'#/*;:{}@ \n-ax)<&1,"), max_size=40))
def test_css_that_stays_is_passive_however_it_is_written(text: str) -> None:
    image = svg().replace("><", ' style="' + re.sub(r"[&<\"]", lambda sign: f"&#{ord(sign[0])};", text) + '"><')
    examined = examine("x.svg", image.encode())
    published = (examined.data or image.encode()).decode()
    style = ElementTree.fromstring(published).get("style") or ""
    assert examine("x.svg", published.encode()).removed == ()
    assert not re.search(r"url\((?!\s*[\"']?#)|src\(|\\[0-9a-f]*r", style, re.I)


@pytest.mark.parametrize(
    "link", ["static/x.txt", "templates/404.html", "strings/nl.toml", "theme.toml", "static", "templates"]
)
def test_links_out_of_a_theme_are_refused(link: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    target = tmp_path / "secret"
    if "." not in link:
        target.mkdir()
        target = target / "x.txt"
    target.write_text("")
    (site / "themes/ours" / link).parent.mkdir(parents=True)
    (site / "themes/ours" / link).symlink_to(tmp_path / "secret")
    with pytest.raises(ThemeError, match=f"ours/{link}: error: the link points outside the theme folder"):
        build_site(site, {"glossary.toml": 'theme = "ours"\n', "content/en/a.md": entry("A")})


def test_links_within_a_theme_are_followed(tmp_path: Path) -> None:
    files = {"glossary.toml": 'theme = "ours"\n', "content/en/a.md": entry("A"), "themes/ours/static/x.txt": "x"}
    (tmp_path / "themes/ours/static").mkdir(parents=True)
    (tmp_path / "themes/ours/static/y.txt").symlink_to("x.txt")
    built = build_site(tmp_path, files)
    assert [path.read_text() for path in (built.output / "assets").glob("*/y.txt")] == ["x"]
