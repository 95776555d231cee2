"""`llms.txt`: what the site holds, for language models (https://llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from glossary_ssg.formats.data import Concept
from glossary_ssg.formats.texts import encoded

_MARKS = re.compile(r"([\\\[\]`*_<>])")


def make_llms(title: str, summary: str, languages: Sequence[tuple[str, str]], concepts: Iterable[Concept]) -> bytes:
    """Return the file: a title, a summary and a list of terms for each language, given as (tag, name) pairs."""
    known = list(concepts)
    lines = [f"# {escaped(title)}", ""]
    if summary:
        lines += [f"> {escaped(summary)}", ""]
    for tag, name in languages:
        terms = [concept.terms[tag] for concept in known if tag in concept.terms]
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
