"""Where an entry stands in the index: its neighbours, its letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from glossary_ssg.model import Entry, LetterGroup, Link

_EACH_SIDE = 5


class Neighbours:
    """The order of the index, as pages of entries show it."""

    def __init__(
        self,
        order: Mapping[str, Sequence[LetterGroup]],
        link: Callable[[Entry], Link],
        letter_link: Callable[[str, LetterGroup], Link],
    ) -> None:
        """Read the index: `order` holds the entries that have a page, by language and letter."""
        self._lists: dict[str, tuple[Link, ...]] = {}
        self._at: dict[str, int] = {}
        self._letters: dict[str, Link] = {}
        for lang, groups in order.items():
            members: list[Entry] = []
            for group in groups:
                self._letters |= dict.fromkeys((entry.path for entry in group.entries), letter_link(lang, group))
                members += group.entries
            self._at |= {entry.path: at for at, entry in enumerate(members)}
            self._lists[lang] = tuple(
                Link(own.title, own.href, sense=own.sense, draft=own.draft) for own in map(link, members)
            )

    def around(self, entry: Entry) -> tuple[Sequence[Link], Sequence[Link]]:
        """Return the links before and after an entry; near an end the other side has more."""
        if entry.path not in self._at:
            return (), ()
        at, links = self._at[entry.path], self._lists[entry.lang]
        first = max(0, min(at - _EACH_SIDE, len(links) - 1 - 2 * _EACH_SIDE))
        return links[first:at], links[at + 1 : first + 1 + 2 * _EACH_SIDE]

    def letter(self, entry: Entry) -> Link | None:
        """Return the link to an entry's letter, None for an entry that is in no index."""
        return self._letters.get(entry.path)
