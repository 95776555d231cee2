"""Build small sites in a temporary folder and look at what comes out, through the public seams."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import lxml.html
import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.executor import make_executor
from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.inputs import open_session
from glossary_ssg.report import Report

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CNCF = SHARED / "corpora" / "cncf" / "content"
SEED = SHARED / "seed" / "000_225ba956cc368cf6.md"

needs_cncf = pytest.mark.skipif(not CNCF.is_dir(), reason=f"needs {CNCF}, which is not part of the repository")
needs_seed = pytest.mark.skipif(not SEED.is_file(), reason=f"needs {SEED}, which is not part of the repository")


ADVICE = frozenset({"description-missing", "entry-unlinked", "translation-drift"})
"""Notes that nearly every small site of the tests gets."""


@dataclass(frozen=True)
class Built:
    """A site that was built."""

    report: Report
    output: Path

    def read(self, path: str) -> str:
        """Return a file of the output as text."""
        return (self.output / path).read_text(encoding="utf-8")

    def page(self, path: str) -> Element:
        """Return the parsed page of a URI such as `/en/term/`."""
        return parse_html(self.read(file_of(path)))

    def has(self, path: str) -> bool:
        """Tell whether a page was built at a URI."""
        return (self.output / file_of(path)).is_file()

    def found(self, code: str) -> list[Diagnostic]:
        """Return the diagnostics of a code."""
        return [diagnostic for diagnostic in self.report.diagnostics if diagnostic.code == code]

    @property
    def codes(self) -> list[str]:
        """Return the codes of all errors and warnings, in order."""
        return [found.code for found in self.report.diagnostics if found.severity != "note"]


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder; texts are dedented."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).lstrip("\n").encode())
    return folder


def build_site(
    folder: Path,
    files: Mapping[str, str | bytes] | None = None,
    *,
    jobs: int = 1,
    dry: bool = False,
    drafts: bool = False,
    base_url: str | None = None,
    output: Path | None = None,
    cache: Path | None = None,
) -> Built:
    """Write `files` (paths relative to the site, `content/…` and `glossary.toml`) and build the site.

    What is on disk already stays, so that a second call is a second build.
    """
    write_files(folder, files or {})
    config_path = folder / "glossary.toml"
    config = load_config(
        config=config_path if config_path.exists() else None,
        content=None if config_path.exists() else folder / "content",
        output=output or folder / "output",
        base_url=base_url,
        drafts=drafts,
    )
    opened = Cache(cache or folder / ".glossary-cache")
    try:
        with make_executor(jobs) as executor:
            report = build(open_session(config, executor, opened), dry=dry)
    finally:
        opened.close()
    return Built(report, config.output)


def entry(title: str, body: str = "Text.", **fields: str) -> str:
    """Return an entry's file; field values are YAML."""
    lines = [f"title: {title}", *(f"{name}: {value}" for name, value in fields.items())]
    return "---\n" + "\n".join(lines) + "\n---\n" + dedent(body)


def parse_html(text: str) -> Element:
    """Return a document's tree."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(text)


def file_of(uri: str) -> str:
    """Return the output file of a URI."""
    path = unquote(uri).lstrip("/")
    if not path or path.endswith("/"):
        return path + "index.html"
    return path if re.search(r"\.\w+$", path.rpartition("/")[2]) else path + "/index.html"


def text_of(element: Element | None) -> str:
    """Return an element's text with single spaces."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


# How the default theme marks what a page shows. Tests ask these functions, so that a new theme changes only them.


def is_indexed(page: Element) -> bool:
    """Tell whether search engines may show a page."""
    return page.find("./head/meta[@name='robots'][@content='noindex']") is None


def with_class(element: Element, name: str) -> list[Element]:
    """Return all elements inside of one that have a class, in order."""
    return [found for found in element.iter() if name in (found.get("class") or "").split()]


def heading(page: Element) -> str:
    """Return the title that a page shows."""
    (found,) = page.iter("h1")
    return text_of(found)


def written_body(page: Element) -> Element:
    """Return what the author of a page wrote below its frontmatter."""
    (found,) = with_class(page, "body")
    return found


@dataclass(frozen=True)
class LanguageChoice:
    """A language that a page offers."""

    name: str
    href: str | None
    lang: str | None
    hreflang: str | None
    direction: str | None
    is_current: bool
    note: str
    """Why the choice leads nowhere."""


def language_choices(page: Element) -> list[LanguageChoice]:
    """Return the languages that a page's header offers, or the page itself where it has no header.

    One other language stands alone; several are a list, in which the page's own language stands too.
    """
    place = page.find(".//header")
    if place is None:
        place = page.find(".//main")
    assert place is not None
    notes = {
        named: missing.get("title", "")
        for missing in with_class(place, "missing")
        for named in missing.iter()
        if named.get("lang")
    }
    return [
        LanguageChoice(
            name=text_of(element if (strong := element.find("strong")) is None else strong),
            href=element.get("href"),
            lang=element.get("lang"),
            hreflang=element.get("hreflang"),
            direction=element.get("dir"),
            is_current=element.get("aria-current") == "true",
            note=notes.get(element, ""),
        )
        for element in place.iter()
        if element.get("lang")
    ]


def term_links(page: Element) -> list[tuple[str, str]]:
    """Return the headwords that a page lists and their addresses, in order."""
    links = [link for shown in with_class(page, "terms") for link in shown.findall(".//dt/a")]
    return [(text_of(link), unquote(link.get("href") or "")) for link in links]


def terms(page: Element) -> dict[str, str]:
    """Return the entries that a page lists, in order: headword -> address, where no two have one headword."""
    return dict(term_links(page))


def letters(page: Element) -> list[tuple[str, str]]:
    """Return the letters under which there are entries: letter and number of entries -> address."""
    links = [link for row in with_class(page, "letters") for link in row.iter("a")]
    return [(text_of(link), link.get("href") or "") for link in links]


def cards(page: Element) -> list[tuple[str, str, str]]:
    """Return the large links of a page, to categories or languages: name, what stands below it, address."""
    links = [link for shown in with_class(page, "cards") for link in shown.iter("a")]
    return [
        (text_of(link.find("strong")), " ".join(map(text_of, link.findall("small"))), link.get("href") or "")
        for link in links
    ]


def term_count(page: Element) -> str:
    """Return the number of entries that a page says it has."""
    (found,) = with_class(page, "count")
    return text_of(found)


def readings(page: Element) -> str:
    """Return how the headword of an entry is read, empty where the page does not say."""
    return " ".join(map(text_of, with_class(page, "reading")))


def facts(page: Element) -> dict[str, list[str]]:
    """Return the facts of an entry: name -> values."""
    found: dict[str, list[str]] = {}
    for item in (item for shown in with_class(page, "facts") for item in shown):
        if item.tag == "dt":
            values = found.setdefault(text_of(item), [])
        else:
            values.extend(map(text_of, list(item.iter("li")) or [item]))
    return found


def wanted_terms(page: Element) -> list[str]:
    """Return the terms that nobody has written yet, each with its number and the entries that want it."""
    return [text_of(item) for shown in with_class(page, "wanted-list") for item in shown.findall("li")]


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def broken_links(output: Path, base_path: str = "/") -> Iterator[str]:
    """Yield every internal href and src of parsed pages, and every fragment, that leads to nothing."""
    pages = sorted(path.relative_to(output).as_posix() for path in output.rglob("*.html") if path.is_file())
    ids = {name: frozenset(_found_in(output / name, "//@id")) for name in pages}
    files = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    for name in pages:
        base = base_path + quote(name.removesuffix("index.html"))
        for value in _found_in(output / name, "//@href | //@src"):
            if re.match(r"(?:[a-z]+:|//)", value):
                continue
            parts = urlsplit(urljoin(base, value))
            if not parts.path.startswith(base_path):
                yield f"{name}: {value} leaves {base_path}"
                continue
            target = file_of(parts.path[len(base_path) - 1 :])
            if target not in files:
                yield f"{name}: {value} leads to no file"
            elif target.endswith(".html") and parts.fragment and unquote(parts.fragment) not in ids.get(target, set()):
                yield f"{name}: {value} leads to no element"


def _found_in(page: Path, path: str) -> list[str]:
    # lxml, because html5lib takes minutes for a thousand pages, and links are the same in both. No tree is kept: there
    # may be a hundred thousand pages.
    return list(map(str, lxml.html.document_fromstring(page.read_bytes()).xpath(path)))
