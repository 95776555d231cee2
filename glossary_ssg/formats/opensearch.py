"""The description by which a browser offers the site's search (OpenSearch 1.1).

https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.formats.texts import DECLARATION, element, encoded
from glossary_ssg.model import OutputFile

NAME = "opensearch.xml"
_SHORT, _LONG = 16, 48
"""Maximum number of characters of the names."""


def make_opensearch(title: str, description: str, tag: str, search: str, own: str) -> bytes:
    """Return the description of a language's search page.

    `search` is the page's whole address, `own` the description's.
    """
    lines = [
        f'{DECLARATION}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(title[:_SHORT].strip())}</ShortName>",
        f"<LongName>{escape(title[:_LONG].strip())}</LongName>",
        f"<Description>{escape(description)}</Description>",
        element("Url", type="text/html", method="get", template=f"{encoded(search)}?q={{searchTerms}}"),
        element("Url", type="application/opensearchdescription+xml", rel="self", template=encoded(own)),
        f"<Language>{escape(tag)}</Language>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
        "</OpenSearchDescription>\n",
    ]
    return "\n".join(lines).encode()


def _make(data: SiteData) -> Iterator[OutputFile]:
    base_url = data.config.base_url
    for view in data.site.languages:
        description = view.texts["search_placeholder"]
        own = base_url + view.opensearch
        text = make_opensearch(view.title, description, view.tag, base_url + view.search, own)
        yield OutputFile(f"{data.language_folder(view.folder)}{NAME}", text)


FORMAT = Format(_make, language_names=(NAME,), setting="opensearch", needs_base_url=True, link="opensearch")
