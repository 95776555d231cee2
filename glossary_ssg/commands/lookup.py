"""Find the pages that a person at the terminal means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from glossary_ssg.config import Config
from glossary_ssg.errors import PageError
from glossary_ssg.limits import SUGGESTION_CHARACTERS
from glossary_ssg.model import Entry
from glossary_ssg.pipeline.analysis import Analysis
from glossary_ssg.resolve.ladder import MARKDOWN
from glossary_ssg.text.folding import fold


def find_pages(config: Config, analysis: Analysis, page: str) -> list[Entry]:
    """Return the entries that a file, translation key, headword or address names.

    To the letter, else without differences of case, Unicode form and width; translations whose keys differ by those
    have each other's keys. Raises PageError where there is none.
    """
    addresses = analysis.glossary.addresses.entries
    known = [entry for entry in analysis.glossary.entries if entry.path in addresses]
    joined = analysis.glossary.translations.of
    forms = [
        (
            entry,
            [*_forms(config, entry, addresses[entry.path].uri), *(other.key for other in joined[entry.path].values())],
        )
        for entry in known
    ]
    for alike in (_trimmed, _comparable):
        wanted = {alike(page), alike(unquote(page))}
        if found := [entry for entry, names in forms if not wanted.isdisjoint(map(alike, names))]:
            return found
    for entry in analysis.parsed.entries:
        if not wanted.isdisjoint(map(_comparable, _forms(config, entry, ""))):
            raise PageError(f"error: PAGE: '{entry.path}' has no page\n  hint: publish it; drafts are not explained")
    names = (name for entry in known for name in _names(entry, addresses[entry.path].uri))
    close = _closest(unquote(page), names)
    hint = "name a file of the content folder, a translation key, a headword or an address"
    hint = f"did you mean `{close}`?" if close else hint
    raise PageError(f"error: PAGE: there is no page '{page}'\n  hint: {hint}")


def _closest(page: str, names: Iterable[str]) -> str:
    """Return the name that is most like a page, empty text where none is. Whoever typed it can judge a far guess."""
    from rapidfuzz import fuzz, process

    if len(page) > SUGGESTION_CHARACTERS:
        return ""
    best = process.extractOne(page, sorted(set(names)), processor=fold, scorer=fuzz.ratio, score_cutoff=60)
    return str(best[0]) if best else ""


def _names(entry: Entry, uri: str) -> Iterator[str]:
    """Yield what an entry is called in full."""
    yield from filter(None, (entry.path, entry.key, entry.head.title, unquote(uri)))


def _forms(config: Config, entry: Entry, uri: str) -> list[str]:
    """Return everything that may be written for an entry."""
    names = [*_names(entry, uri)]
    names += [f"{folder}/{entry.path}" for folder in (config.content.name, config.content.as_posix())]
    if uri:
        address = config.base_path[:-1] + unquote(uri)
        names += [address, config.base_url + address]
    return names


def _trimmed(text: str) -> str:
    """Return text without what may be left out at its ends."""
    return MARKDOWN.sub("", text.replace("\\", "/").removeprefix("./"))


def _comparable(text: str) -> str:
    """Return text without differences of case, Unicode form and width, nor what may be left out at its ends."""
    return _trimmed(fold(text))
