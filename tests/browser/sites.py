"""The sites that are looked at, and the pages of each kind in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.corpus import write_corpus
from tests.support import CNCF, ROOT, entry, write_files

MISSING = "/en/no/such/page/"
"""An address that leads to nothing."""


@dataclass(frozen=True)
class Kind:
    """A page to look at."""

    site: str
    name: str
    uri: str
    lang: str
    """Language tag that the page is to have."""

    def __str__(self) -> str:
        return f"{self.site}-{self.lang}-{self.name}"

    @property
    def is_rtl(self) -> bool:
        """Tell whether the page runs from right to left."""
        return self.lang in {"ar", "ur"}


TEMPLATES = {
    "choice": "choice.html",
    "home": "home.html",
    "index": "index.html",
    "letters": "index.html",
    "letter": "letter.html",
    "entry": "entry.html",
    "categories": "categories.html",
    "category": "category.html",
    "page": "page.html",
    "section": "section.html",
    "senses": "senses.html",
    "wanted": "wanted.html",
    "search": "search.html",
    "changes": "changes.html",
    "missing": "404.html",
}
"""Kind of page -> the template that makes it; an index of many entries has only letters."""

KINDS = [
    Kind("sample", "choice", "/", "en"),
    Kind("sample", "missing", MISSING, "en"),
    Kind("sample", "home", "/en/", "en"),
    Kind("sample", "home", "/ja/", "ja"),
    Kind("sample", "index", "/en/all/", "en"),
    Kind("sample", "index", "/ja/all/", "ja"),
    Kind("sample", "entry", "/en/glossary/generative-ai/", "en"),
    Kind("sample", "entry", "/ja/glossary/generative-ai/", "ja"),
    Kind("sample", "categories", "/en/category/", "en"),
    Kind("sample", "categories", "/ja/category/", "ja"),
    Kind("sample", "category", "/en/category/models/", "en"),
    Kind("sample", "category", "/ja/category/models/", "ja"),
    Kind("sample", "senses", "/en/senses/agent/", "en"),
    Kind("sample", "senses", "/ja/senses/エージェント/", "ja"),
    Kind("sample", "search", "/en/search/", "en"),
    Kind("sample", "search", "/ja/search/", "ja"),
    Kind("sample", "changes", "/en/changes/", "en"),
    Kind("sample", "changes", "/ja/changes/", "ja"),
    Kind("large", "home", "/ja/", "ja"),
    Kind("large", "letters", "/en/all/", "en"),
    Kind("large", "letters", "/ja/all/", "ja"),
    Kind("large", "letter", "/en/letter/b/", "en"),
    Kind("large", "letter", "/ja/letter/さ/", "ja"),
    Kind("arabic", "choice", "/", "ar"),
    Kind("arabic", "home", "/ar/", "ar"),
    Kind("arabic", "index", "/ar/all/", "ar"),
    Kind("arabic", "search", "/ar/search/", "ar"),
    Kind("arabic", "entry", "/ar/terms/chatbot/", "ar"),
    Kind("arabic", "categories", "/ar/category/", "ar"),
    Kind("arabic", "category", "/ar/category/tools/", "ar"),
    Kind("arabic", "page", "/ar/about/", "ar"),
    Kind("arabic", "page", "/en/about/", "en"),
    Kind("arabic", "section", "/ar/terms/", "ar"),
    Kind("arabic", "section", "/en/terms/", "en"),
    Kind("arabic", "senses", "/ar/senses/وكيل/", "ar"),
    Kind("arabic", "wanted", "/ar/wanted/", "ar"),
    Kind("arabic", "changes", "/ar/changes/", "ar"),
    Kind("cncf", "home", "/ur/", "ur"),
    Kind("cncf", "index", "/ur/all/", "ur"),
    Kind("cncf", "entry", "/ur/containerization/", "ur"),
    Kind("cncf", "entry", "/en/service-mesh/", "en"),
    Kind("cncf", "category", "/ur/category/تصور/", "ur"),
    Kind("cncf", "section", "/ur/contributor-ladder/", "ur"),
    Kind("large", "wanted", "/en/wanted/", "en"),
]

GLOBALS = (
    *(
        "IntersectionObserver",
        "addEventListener",
        "body",
        "constructor",
        "console",
        "cookie",
        "defaultView",
        "document",
    ),
    *("documentElement", "fetch", "forms", "getElementById", "hasOwnProperty", "head", "history", "innerHeight"),
    *("links", "localStorage", "location", "main", "matchMedia", "name", "navigator", "onerror", "parent"),
    *("querySelector", "querySelectorAll", "search", "self", "title", "toString", "top", "window", "writeln"),
)
"""Names of globals and of what documents have: an element with such an id or name may hide them from scripts."""
ODD_IDS = (
    *("50%", "50%2525", "100%25", "%", "%%", "%zz", "%E0%A4%A", "%00", ":~:text=part", "a:~:text=b", "a:~:~:b", "~"),
    *(
        "\\_\\_proto\\_\\_",
        'a"b',
        "a'b",
        "a&b",
        "a&amp;b",
        "a?b=c",
        "a/b/../c",
        "[a]",
        "(a)",
        "a|b^c",
        "a;b",
        "a,b",
        "$&",
    ),
    *("日本語", "é", "o\u0308", "ﬁ", "🙂", "a\u200bb", "a\u202eb", "\ufffd", "%E6%97%A5", "!", "=", "x" * 10_000),
    *GLOBALS,
)
"""Ids of headings as an author writes them between `{#` and `}`."""

TRANSLATIONS = [
    ("sample", "/en/glossary/generative-ai/", "/ja/glossary/generative-ai/"),
    ("arabic", "/ar/terms/chatbot/", "/en/terms/chatbot/"),
    ("cncf", "/ur/containerization/", "/en/containerization/"),
]
"""A site, and one entry in two languages."""


def _sample(folder: Path) -> None:
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "glossary.toml", folder)


def _arabic(folder: Path) -> None:
    shutil.copytree(ROOT / "tests/sites/arabic", folder, dirs_exist_ok=True)


def _large(folder: Path) -> None:
    write_corpus(folder, 320, 500)  # more than 300 entries: each letter has a page of its own


def _cncf(folder: Path) -> None:
    for lang in ("en", "ur"):
        shutil.copytree(CNCF / lang, folder / "content" / lang)


def _onepage(folder: Path) -> None:
    _sample(folder)
    settings = folder / "glossary.toml"
    settings.write_text('theme = "onepage"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")


def _hostile(folder: Path) -> None:
    image = "<img src=x onerror=\"document.title='broken'\"> is an <b>element</b> & more."
    write_files(
        folder,
        {
            "content/en/image.md": entry("Image", description=f"'{image.replace(chr(39), chr(39) * 2)}'"),
            "content/en/page.md": entry("Page", "\nOf an [image](image.md), and of [nothing](nothing.md).\n"),
        },
    )


def _odd(folder: Path) -> None:
    # Explicit ids where Markdown leaves them alone, a heading of that text for the others.
    parts = "".join(f"## Part word{number} {{#{id}}}\n\nText.\n\n" for number, id in enumerate(ODD_IDS))
    fragments = [quote(id.replace("\\", "")) for id in ODD_IDS]
    links = "".join(f"- [to {number}](<odd.md#{fragment}>)\n" for number, fragment in enumerate(fragments))
    write_files(
        folder,
        {
            "content/en/odd.md": entry("Odd", f"\nSee [links](links.md) and\n\n```\ncode\n```\n\n{parts}"),
            "content/en/links.md": entry("Links", f"\n{links}"),
        },
    )


def _odd_onepage(folder: Path) -> None:
    _odd(folder)
    write_files(folder, {"glossary.toml": 'theme = "onepage"\n'})


SITES: Mapping[str, Callable[[Path], None]] = {
    "sample": _sample,
    "arabic": _arabic,
    "large": _large,
    "cncf": _cncf,
    "onepage": _onepage,
    "hostile": _hostile,
    "odd": _odd,
    "odd-onepage": _odd_onepage,
}
"""Name -> what writes the site's sources into a folder."""


def is_there(site: str) -> bool:
    """Tell whether a site's sources are on this machine."""
    return site != "cncf" or CNCF.is_dir()
