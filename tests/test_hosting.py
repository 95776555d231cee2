"""Files that hosts and search engines read: complete, within their limits, and never outside of the site's prefixes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from glossary_ssg.errors import ConfigError
from glossary_ssg.formats import make_sitemap
from glossary_ssg.model import Page
from tests.conftest import JS
from tests.support import Built, build_site, entry, is_indexed, parse_html, tree_of

SCHEMA = JS / "node_modules/sitemap/schema/sitemap.xsd"
LINK = """
<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
  <element name="link"><complexType>
    <attribute name="rel" use="required" fixed="alternate"/>
    <attribute name="hreflang" use="required" type="language"/>
    <attribute name="href" use="required" type="anyURI"/>
  </complexType></element>
</schema>
"""
"""What Google asks of alternates: https://developers.google.com/search/docs/specialty/international/localized-versions."""
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = {
    "content/en/term.md": entry("Term", "[[Nothing]]", aliases="[/old/, /a:b/, /old*/]", lastmod="2024-05-06"),
    "content/en/日本.md": entry("Japan", aliases="[/昔/]"),
    "content/ja/term.md": entry("用語", aliases="[/ja/Term/]"),
}


def site(base_url: str = "https://example.org/", **keys: str) -> dict[str, str]:
    """Return the files of a site with more settings."""
    lines = [f'base_url = "{base_url}"', *(f"{name.replace('_', '.')} = {value}" for name, value in keys.items())]
    return {**SITE, "glossary.toml": "\n".join(lines)}


def sitemap(built: Built, path: str = "sitemap.xml") -> list[etree._Element]:
    """Return the items of a sitemap, which must be what the protocol asks for."""
    root = etree.fromstring((built.output / path).read_bytes())
    assert root.tag == f"{SITEMAP}urlset"
    for item in root:
        assert item.tag == f"{SITEMAP}url"
        assert [child.tag for child in item if child.tag.startswith(SITEMAP)][:1] == [f"{SITEMAP}loc"]
        assert item.findtext(f"{SITEMAP}loc", "").isascii()
    return list(root)


def places(items: list[etree._Element]) -> list[str]:
    return [item.findtext(f"{SITEMAP}loc", "") for item in items]


@pytest.mark.skipif(not SCHEMA.is_file(), reason="no schema: npm install --prefix tests/js")
def test_the_sitemap_fits_the_schema_of_the_protocol(tmp_path: Path) -> None:
    (tmp_path / "link.xsd").write_text(LINK, encoding="utf-8")
    imports = (("www.sitemaps.org/schemas/sitemap/0.9", SCHEMA), ("www.w3.org/1999/xhtml", tmp_path / "link.xsd"))
    lines = [f'<import namespace="http://{name}" schemaLocation="{path.as_uri()}"/>' for name, path in imports]
    source = f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{"".join(lines)}</schema>'
    schema = etree.XMLSchema(etree.fromstring(source))
    built = build_site(tmp_path, site())
    document = etree.parse(built.output / "sitemap.xml")
    schema.assertValid(document)
    assert len(document.findall(f".//{XHTML}link")) > 5
    for broken in ("<loc>x</loc>", "<loc>https://example.org/</loc><lastmod>soon</lastmod>"):
        item = etree.fromstring(f'<url xmlns="{SITEMAP[1:-1]}">{broken}</url>')
        document.getroot()[-1] = item
        assert not schema.validate(document), broken


def test_the_sitemap_lists_exactly_the_pages_that_search_engines_may_show(tmp_path: Path) -> None:
    built = build_site(tmp_path, site())
    pages = {
        "https://example.org/" + name.removesuffix("index.html")
        for name, data in tree_of(built.output).items()
        if name.endswith(".html") and is_indexed(parse_html(data.decode()))
    }
    found = places(sitemap(built))
    assert {unquote(place) for place in found} == pages
    assert len(found) == len(set(found))
    assert "https://example.org/en/%E6%97%A5%E6%9C%AC/" in found


def test_the_sitemap_says_what_the_pages_say_of_their_languages(tmp_path: Path) -> None:
    built = build_site(tmp_path, site())
    for item in sitemap(built):
        path = urlsplit(item.findtext(f"{SITEMAP}loc", "")).path
        shown = [
            (link.get("hreflang"), link.get("href"))
            for link in built.page(path).iter("link")
            if link.get("rel") == "alternate" and link.get("hreflang")
        ]
        assert [(link.get("hreflang"), link.get("href")) for link in item.iter(f"{XHTML}link")] == shown
    (term,) = (item for item in sitemap(built) if item.findtext(f"{SITEMAP}loc") == "https://example.org/en/term/")
    assert [link.get("hreflang") for link in term.iter(f"{XHTML}link")] == ["en", "ja", "x-default"]
    assert term.findtext(f"{SITEMAP}lastmod") == "2024-05-06"


@pytest.mark.parametrize(("most", "size"), [(3, 10_000), (100, 320)])
def test_a_long_sitemap_is_cut_into_parts(most: int, size: int) -> None:
    pages = [
        Page(template="", lang="en", path=f"{number}", href="", canonical=f"https://example.org/{number}/", title="")
        for number in range(10)
    ]
    *parts, index = make_sitemap(pages, {}, "x/", "https://example.org/x/", most=most, size=size)
    assert index.path == "x/sitemap.xml"
    names = [item.text for item in etree.fromstring(index.data).iter(f"{SITEMAP}loc")]
    assert names == [f"https://example.org/{part.path}" for part in parts]
    assert len(parts) > 2
    assert all(len(part.data) <= size for part in parts)
    found = [[item.text for item in etree.fromstring(part.data).iter(f"{SITEMAP}loc")] for part in parts]
    assert [place for part in found for place in part] == [page.canonical for page in pages]
    assert max(map(len, found)) <= most


def test_headers_keep_the_files_that_are_named_after_what_is_in_them(tmp_path: Path) -> None:
    built = build_site(tmp_path, site("https://example.org/sub/"))
    rules: dict[str, dict[str, str]] = {}
    for line in built.read("_headers").splitlines():
        if line.startswith("/"):
            rules[line] = {}
        else:
            name, _, value = line.strip().partition(": ")
            rules[[*rules][-1]][name] = value
    policy = built.page("/en/term/").find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert rules.pop("/*") == {
        "Content-Security-Policy": f"{policy.get('content')}; frame-ancestors 'self'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    for rule, headers in rules.items():
        assert headers == {"Cache-Control": "public, max-age=31536000, immutable"}
        assert (built.output / rule.removeprefix("/sub/").removesuffix("*")).is_dir()
    assert len(rules) == 3
    assert built.read("robots.txt") == "User-agent: *\nAllow: /\nSitemap: https://example.org/sub/sitemap.xml\n"
    assert (built.output / ".nojekyll").read_bytes() == b""


def test_old_addresses_have_lines_that_hosts_take_as_they_are(tmp_path: Path) -> None:
    built = build_site(tmp_path, site("https://example.org/sub/", root='"redirect"'))
    assert built.read("_redirects").splitlines() == [
        "/sub/ /sub/en/ 302",
        "/sub/old/ /sub/en/term/ 301",
        "/sub/a%3Ab/ /sub/en/term/ 301",
        "/sub/old%2A/ /sub/en/term/ 301",
        "/sub/%E6%98%94/ /sub/en/%E6%97%A5%E6%9C%AC/ 301",
    ]
    assert built.has("/old/")


def test_old_addresses_may_be_in_the_file_alone_or_on_pages_alone(tmp_path: Path) -> None:
    built = build_site(tmp_path, site(redirects='"file"'))
    assert "/old/ /en/term/ 301" in built.read("_redirects").splitlines()
    assert not built.has("/old/")
    assert (tmp_path / "output/ja/Term/index.html").exists()  # on a disk without case that is the entry
    built = build_site(tmp_path, site(redirects='"pages"'))
    assert built.has("/old/")
    assert not (built.output / "_redirects").exists()


@pytest.mark.parametrize(
    ("aliases", "message"),
    [
        (["/{}/"] * 1_800, ""),
        (["/{}/"] * 1_801, "there are 1,801 redirects; Cloudflare reads 2,000"),
        ([f"/{'a' * 197}" * 5 + "/"], "1 redirects are longer than the 1,000 characters"),
    ],
    ids=["few", "many", "long"],
)
def test_the_limits_of_hosts_are_told_before_they_are_reached(tmp_path: Path, aliases: list[str], message: str) -> None:
    own = [alias.format(number) for number, alias in enumerate(aliases)]
    files = {f"content/en/t{at}.md": entry(f"T{at}", aliases=f"[{', '.join(own[at : at + 999])}]") for at in (0, 999)}
    settings = 'base_url = "https://example.org/"\nredirects = "file"\n'
    built = build_site(tmp_path, files | {"glossary.toml": settings}, dry=True)
    assert [item.message[: len(message)] for item in built.found("redirects-many")] == [message] * bool(message)


def test_what_is_not_wanted_is_not_written_and_what_was_is_removed(tmp_path: Path) -> None:
    names = {"_headers", "robots.txt", "sitemap.xml"}
    assert names <= tree_of(build_site(tmp_path, site()).output).keys()
    off = {f"formats_{name}": "false" for name in ("headers", "robots", "sitemap")}
    assert not names & tree_of(build_site(tmp_path, site(**off)).output).keys()
    assert "Sitemap" not in build_site(tmp_path, site(formats_sitemap="false")).read("robots.txt")


def test_a_site_that_does_not_say_where_it_stands_has_no_sitemap(tmp_path: Path) -> None:
    built = build_site(tmp_path, site("/sub/"))
    assert not (built.output / "sitemap.xml").exists()
    assert built.read("robots.txt") == "User-agent: *\nAllow: /\n"


def test_a_mounted_site_writes_nothing_outside_of_its_prefixes(tmp_path: Path) -> None:
    built = build_site(tmp_path, site(mount='"/{lang}/glossary/"'))
    files = tree_of(built.output)
    assert all(name.startswith(("en/glossary/", "ja/glossary/")) for name in files)
    assert not {name.rpartition("/")[2] for name in files} & {"_headers", "_redirects", "robots.txt", ".nojekyll"}
    for lang in ("en", "ja"):
        found = places(sitemap(built, f"{lang}/glossary/sitemap.xml"))
        assert found
        assert all(place.startswith(f"https://example.org/{lang}/glossary/") for place in found)
    with pytest.raises(ConfigError, match="redirects"):
        build_site(tmp_path, site(mount='"/{lang}/glossary/"', redirects='"file"'))


def test_no_entry_and_no_file_of_an_author_takes_the_place_of_such_a_file(tmp_path: Path) -> None:
    files = {
        **site(root='"default"'),
        "content/en/robots.md": entry("Robots", "[a](robots.txt)", url="/robots.txt"),
        "content/en/map.md": entry("Map", url="/sitemap.xml/"),
        "content/en/robots.txt": "mine",
    }
    built = build_site(tmp_path, files)
    assert built.codes.count("address-generated") == 2
    assert "file-refused" in built.codes
    assert built.read("robots.txt").startswith("User-agent")
    assert built.has("/map/")


def test_a_second_build_writes_none_of_them_again(tmp_path: Path) -> None:
    build_site(tmp_path, site())
    assert build_site(tmp_path, site()).report.summary.written == 0
