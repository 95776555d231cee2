"""Create the file of a missing translation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from glossary_ssg.commands.lookup import find_pages
from glossary_ssg.config import Config
from glossary_ssg.errors import PageError
from glossary_ssg.model import Entry, EntryType, Glossary
from glossary_ssg.pipeline.analysis import analyse
from glossary_ssg.pipeline.session import Session
from glossary_ssg.scaffold import Created, check_language, file_of, write_new
from glossary_ssg.text.folding import fold


def new_translation(session: Session, page: str, languages: Sequence[str]) -> Created:
    """Write a draft of an entry's translation into each language, beside the others' files.

    `page` is a file, a translation key or a headword; the session includes drafts. A language that has a translation is
    skipped. Raises PageError where `page` names no entry or several, GlossaryError for an unknown language.
    """
    config = session.config
    langs = [check_language(config, lang) for lang in dict.fromkeys(languages)]
    analysis = analyse(session)
    source = _source(config, analysis.glossary, find_pages(config, analysis, page), page)
    others = analysis.glossary.translations.of[source.path]
    texts: dict[Path, str] = {}
    for lang in langs:
        path = config.content / others[lang].path if lang in others else file_of(config, lang, source.name)
        texts[path] = "\n".join(("---", *_lines(config, source, lang), "---", "", ""))
    return write_new(texts)


def _source(config: Config, glossary: Glossary, entries: Sequence[Entry], page: str) -> Entry:
    """Return the entry to translate: of one concept that in the default language."""
    of = glossary.translations.of
    concepts = {frozenset(entry.path for entry in of[entry.path].values()) for entry in entries}
    if len(concepts) > 1:
        paths = ", ".join(f"`{entry.path}`" for entry in entries[:3])
        raise PageError(f"error: PAGE: '{page}' names several entries\n  hint: name a file, such as {paths}")
    if len(entries) == 1:
        return entries[0]
    return next((entry for entry in entries if entry.lang == config.default_language), entries[0])


def _lines(config: Config, source: Entry, lang: str) -> Iterator[str]:
    today = date.today().isoformat()
    yield f"title: {_quoted(source.head.title)}"
    yield f"translationKey: {_quoted(source.key)}"
    for line in source.head.summary.splitlines():
        yield f"# {source.lang}: {line}"
    yield 'description: ""'
    if lang.partition("-")[0].lower() == "ja":
        yield 'reading: ""'
    if labels := list(_categories(config, source, lang)):
        yield f"category: {json.dumps(labels, ensure_ascii=False)}"
    yield f"date: {today}"
    yield f"lastmod: {today}"
    if source.type is not EntryType.SECTION:
        yield f"type: {source.type}"
    yield "draft: true"


def _categories(config: Config, source: Entry, lang: str) -> Iterator[str]:
    """Yield the labels in another language of the categories that glossary.toml declares."""
    for name in source.head.categories:
        for category in config.categories:
            labels = dict(category.labels)
            if lang in labels and fold(name) in (fold(category.key), fold(labels.get(source.lang, ""))):
                yield labels[lang]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
