"""Why each reference and name is a link or none: for people and, as lines of JSON, for programs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from glossary_ssg.commands.lookup import find_pages
from glossary_ssg.model import Entry, WantedTerm
from glossary_ssg.pipeline.analysis import Analysis, analyse
from glossary_ssg.pipeline.session import Session


class Explanation(Struct, frozen=True, gc=False, omit_defaults=True):
    """One reference, automatic link or near miss."""

    lang: str
    file: str
    """POSIX path below the content folder."""
    line: int
    kind: str
    """`link`, `wiki`, `image`, `related`, `auto` or `near-miss`."""
    surface: str
    """The target as written, or the name as it stands in the text."""
    resolved: str
    """The file that it leads to; several, separated by spaces, for a name of several entries; empty for none."""
    rule: str
    """How it was found, or why it is no link."""
    detail: str = ""
    """Figures behind the rule."""


def explain(session: Session, *, page: str = "") -> Iterator[Explanation]:
    """Yield every decision, by file and line. `page` names one page: see find_pages; PageError where there is none."""
    analysis = analyse(session, with_misses=True)
    for entry in find_pages(session.config, analysis, page) if page else analysis.glossary.entries:
        if entry.path in analysis.glossary.addresses.entries:
            found = [*_references(analysis, entry), *_names(analysis, entry)]
            yield from sorted(found, key=lambda item: (item.line, item.kind, item.surface))


def wanted(session: Session) -> tuple[WantedTerm, ...]:
    """Return the terms that references ask for in vain, most wanted first."""
    return analyse(session).glossary.references.wanted


def _references(analysis: Analysis, entry: Entry) -> Iterator[Explanation]:
    path = entry.path
    references = analysis.glossary.references
    found = [(str(ref.kind), ref, one) for ref, one in zip(entry.head.refs, references.resolutions[path], strict=True)]
    found += [("related", ref, resolution) for ref, resolution in references.related[path]]
    for kind, ref, resolution in found:
        target = resolution.entry.path if resolution.entry else resolution.href
        rule = resolution.rule or "unresolved"
        yield Explanation(entry.lang, path, ref.line, kind, ref.target, target, rule)


def _names(analysis: Analysis, entry: Entry) -> Iterator[Explanation]:
    path = entry.path
    html = analysis.bodies.html([entry.body_key]).get(entry.body_key, "")
    for link in analysis.linked.links.get(path, ()):
        surface = html[link.start : link.end]
        yield Explanation(entry.lang, path, link.line, "auto", surface, link.target.path, link.rule)
    for miss in analysis.linked.misses.get(path, ()):
        surface = html[miss.start : miss.end]
        targets = " ".join(sorted(miss.targets))
        yield Explanation(entry.lang, path, miss.line, "near-miss", surface, targets, miss.reason, miss.detail)
