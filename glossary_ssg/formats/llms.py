"""`llms.txt`: what the site holds, for language models (https://llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from glossary_ssg.formats.concepts import Concept
from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.formats.texts import encoded
from glossary_ssg.model import OutputFile

NAME = "llms.txt"
_MARKS = re.compile(r"([\\\[\]`*_<>])")


def make_llms(title: str, summary: str, languages: Sequence[tuple[str, str]], concepts: Sequence[Concept]) -> bytes:
    """Return the file: a title, a summary and a list of terms for each language, given as (tag, name) pairs."""
    lines = [f"# {escaped(title)}", ""]
    if summary:
        lines += [f"> {escaped(summary)}", ""]
    for tag, name in languages:
        terms = [concept.terms[tag] for concept in concepts if tag in concept.terms]
        if terms:
            lines += [f"## {escaped(name)}", ""]
            for term in terms:
                definition = f": {escaped(term.description)}" if term.description else ""
                address = encoded(term.url).replace("(", "%28").replace(")", "%29")
                lines.append(f"- [{escaped(term.title)}]({address}){definition}")
            lines.append("")
    return "\n".join(lines).encode()


def escaped(text: str) -> str:
    """Return a text of one line in which Markdown sees no marks."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _make(data: SiteData) -> Iterator[OutputFile]:
    home = data.glossary.sections.get((data.config.default_language, ""))
    languages = [(view.tag, view.name) for view in data.site.languages]
    text = make_llms(data.site.title, home.head.summary if home else "", languages, data.concepts)
    yield OutputFile(f"{data.folder}{NAME}", text)


FORMAT = Format(_make, site_names=(NAME,), setting="llms")
