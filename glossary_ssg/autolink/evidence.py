"""Which names are terms in the texts of a glossary, and which are everyday words.

What authors link tells it: link probability is the share of the pages with a name on which its author made it a link
(Mihalcea and Csomai, Wikify!, 2007; Milne and Witten, Learning to link with Wikipedia, 2008). Here a page counts if it
links the entry in any words, as a page links a term once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from statistics import median
from sys import intern

from msgspec import Struct

from glossary_ssg.autolink.dictionary import Dictionary
from glossary_ssg.autolink.scan import CAPITAL, INITIAL, NEIGHBOUR, Place, is_spaceless
from glossary_ssg.text.folding import fold

LEAST = 0.03
"""Least link probability of a name of one word, smoothed: (linking pages + 1) / (pages + 20)."""
TYPICAL = 0.6
"""Share of the median link probability of a language's names that a name of one word must reach: where authors link
most terms whenever they use them, a word that they often leave alone is an everyday word to them."""
_ENOUGH = 4
"""Pages with a name from which on its probability is compared with the median."""
_LINKING, _PAGES = 1, 20
"""What is added to both: little evidence is no evidence."""
_LONG = 6
"""Characters of a name without spaces, such as a Japanese one, that is as good as two words."""
_LINKS_PER_ENTRY = 1.0
"""Written links per entry of a language from which on they say anything."""
_COMMON_SHARE, _COMMON_PAGES = 0.15, 50
"""Share of the pages, and number of pages, above which a name of one word is an everyday word without evidence."""
_USUAL = 3
"""Pages with a word in lower case from which on its capital at the start of a sentence says nothing."""


class Mentions(Struct, frozen=True, gc=False):
    """The names in one body."""

    names: tuple[str, ...]
    """Keys, each once."""
    lower: tuple[str, ...]
    """The names that occur in lower case."""
    capital: tuple[str, ...]
    """Those that have a capital somewhere though no sentence begins there and no longer name is around them."""


class Evidence(Struct, frozen=True, gc=False):
    """What the texts of a language say of its names."""

    rare: Mapping[str, str]
    """Names that are no links, with the figures that say so."""
    proper: frozenset[str]
    """Names that link only with a capital."""
    has_case: bool
    """Whether a capital in the middle of a sentence means a name in this language."""
    usual: frozenset[str]
    """Names among these that the texts also use in lower case, so a sentence that begins with one says nothing."""

    said: Mapping[str, tuple[str, str]]
    """What is said of each of these names."""

    def on(self, mentions: Mentions) -> tuple[tuple[str, str], ...]:
        """Return what is said of the names of a body: what its links follow from, beside the body."""
        return tuple(self.said[name] for name in mentions.names if name in self.said)


def mentions_of(places: Iterable[Place]) -> Mentions:
    """Return the names in a body."""
    names: set[str] = set()
    lower: set[str] = set()
    capital: set[str] = set()
    for place in places:
        name = intern(place.name)  # thousands of bodies have the same names
        names.add(name)
        if not place.form & CAPITAL:
            lower.add(name)
        elif not place.form & (INITIAL | NEIGHBOUR):
            capital.add(name)
    return Mentions(*(tuple(sorted(found)) for found in (names, lower, capital)))


def weigh(
    dictionary: Dictionary, mentions: Mapping[str, Mentions], linking: Mapping[str, Set[str]], *, has_case: bool
) -> Evidence:
    """Return what the bodies of a language say.

    `mentions` are by the path of an entry, `linking` are the pages that link an entry, by its path. `has_case`
    tells whether a capital in the middle of a sentence means a name in this language.
    """
    groups: dict[str, tuple[str, str]] = {}
    for name, meanings in dictionary.meanings.items():
        if len(meanings) == 1 and meanings[0].has_page:
            groups[name] = meanings[0].entry.path, fold(meanings[0].name)
    linked = _linked(groups.values(), linking)
    pages: Counter[tuple[str, str]] = Counter()
    lower: Counter[tuple[str, str]] = Counter()
    own_lower: set[tuple[str, str]] = set()
    own_capital: set[tuple[str, str]] = set()
    for path, found in mentions.items():
        # A page that links a term need not have its name outside of the link.
        here = {groups[name] for name in found.names if name in groups}
        here.update(linked.get(path, ()))
        pages.update(group for group in here if group[0] != path)
        for group in {groups[name] for name in found.lower if name in groups}:
            lower[group] += 1
            if group[0] == path:
                own_lower.add(group)
        own_capital |= {groups[name] for name in found.capital if name in groups and groups[name][0] == path}
    counts = {path: len(others) for path, others in linking.items()}
    has_evidence = sum(counts.values()) >= _LINKS_PER_ENTRY * len(mentions)
    typical = TYPICAL * _median(counts, pages)
    rare: dict[str, str] = {}
    proper: set[str] = set()
    usual: set[str] = set()
    for name, group in groups.items():
        meaning = dictionary.meanings[name][0]
        if not _is_one_word(meaning.name):
            continue
        if dictionary.settings.evidence and fold(meaning.name) not in dictionary.always:
            if has_evidence:
                figures = _judge(counts.get(group[0], 0), pages[group], typical)
            else:
                figures = _judge_alone(pages[group], len(mentions))
            if figures:
                rare[name] = figures
        if has_case and group in own_capital and group not in own_lower:
            proper.add(name)
            if lower[group] >= _USUAL:
                usual.add(name)
    said = {name: (name, "usual" if name in usual else "proper") for name in proper}
    said |= {name: (name, "rare") for name in rare}
    return Evidence(rare, frozenset(proper), has_case, frozenset(usual), said)


def _linked(
    groups: Iterable[tuple[str, str]], linking: Mapping[str, Set[str]]
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return by a page's path all names of the entries that it links, each name with its entry's path."""
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for group in groups:
        names[group[0]].add(group)
    linked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for target, paths in linking.items():
        for path in paths:
            linked[path] += names.get(target, ())
    return linked


def _median(linking: Mapping[str, int], pages: Mapping[tuple[str, str], int]) -> float:
    """Return the median link probability of the names that enough pages have."""
    found = [linking.get(path, 0) / count for (path, _), count in pages.items() if count >= _ENOUGH]
    return min(1.0, median(found)) if found else 0.0


def _judge(linking: int, pages: int, typical: float) -> str:
    """Return the figures that speak against a name, empty text where none do."""
    if (linking + _LINKING) / (pages + _PAGES) < LEAST:
        return f"linked by {linking} of {pages} pages, below {LEAST}"
    if pages >= _ENOUGH and linking / pages < typical:
        return f"linked by {linking} of {pages} pages, below {typical:.2f}"
    return ""


def _judge_alone(pages: int, total: int) -> str:
    if pages < _COMMON_PAGES or pages <= _COMMON_SHARE * total:
        return ""
    return f"on {pages} of {total} pages, above {_COMMON_SHARE:.0%}"


def _is_one_word(name: str) -> bool:
    if any(char.isspace() for char in name.strip()):
        return False
    return not any(map(is_spaceless, name)) or len(name) < _LONG
