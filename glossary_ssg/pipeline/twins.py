"""Markdown twins of entries."""

from __future__ import annotations

from collections.abc import Iterator

from glossary_ssg.config import Config
from glossary_ssg.formats import make_twin, twin_path
from glossary_ssg.model import Entry, EntryType, OutputFile, Ref
from glossary_ssg.pipeline.analysis import Analysis


def twins(config: Config, analysis: Analysis) -> Iterator[OutputFile]:
    """Yield the Markdown twin of every entry and plain page."""
    if not config.formats.markdown:
        return
    from glossary_ssg.markdown import cut  # with it comes the parser, which few builds need in this process

    glossary = analysis.glossary
    sources = {source.path: source for source in analysis.discovery.sources}
    for entry in glossary.entries:
        address = glossary.addresses.entries.get(entry.path)
        if address and entry.type is not EntryType.SECTION:
            data = analysis.discovery.take(config.content, sources[entry.path])
            if data is None:
                continue
            text, start = cut(data)
            yield OutputFile(twin_path(address), make_twin(entry.head, text, start, _targets(config, analysis, entry)))


def _targets(config: Config, analysis: Analysis, entry: Entry) -> Iterator[tuple[Ref, str]]:
    """Yield each reference with the whole address that it leads to."""
    references = analysis.glossary.references
    pairs = [*zip(entry.head.refs, references.resolutions.get(entry.path, ()), strict=False)]
    pairs += [pair for pair in references.related.get(entry.path, ()) if pair[0].text]
    for ref, found in pairs:
        yield ref, config.base_url + found.href if found.href.startswith("/") else found.href
