"""Where an entry stands in the index: its neighbours, its letter."""

from __future__ import annotations

from collections.abc import Sequence

from glossary_ssg.model import ID_PREFIX, Entry, LetterGroup, Link
from glossary_ssg.pages.context import Context
from glossary_ssg.text.slugs import fragment

_EACH_SIDE = 5


class Neighbours:
    """The order of the index, as pages of entries show it."""

    def __init__(self, context: Context) -> None:
        self._lists: dict[str, tuple[Link, ...]] = {}
        self._at: dict[str, int] = {}
        self._letters: dict[str, Link] = {}
        for lang, groups in context.glossary.order.items():
            members: list[Entry] = []
            for group in groups:
                letter = _letter(context, lang, group)
                built = list(filter(context.has_page, group.entries))
                self._letters |= dict.fromkeys((entry.path for entry in built), letter)
                members += built
            self._at |= {entry.path: at for at, entry in enumerate(members)}
            self._lists[lang] = tuple(
                Link(link.title, link.href, sense=link.sense, draft=link.draft) for link in map(context.link, members)
            )

    def around(self, entry: Entry) -> tuple[Sequence[Link], Sequence[Link]]:
        """Return what stands before and after an entry; near an end the other side has more."""
        if entry.path not in self._at:
            return (), ()
        at, links = self._at[entry.path], self._lists[entry.lang]
        first = max(0, min(at - _EACH_SIDE, len(links) - 1 - 2 * _EACH_SIDE))
        return links[first:at], links[at + 1 : first + 1 + 2 * _EACH_SIDE]

    def letter(self, entry: Entry) -> Link | None:
        """Return the link to an entry's letter, None for what is in no index."""
        return self._letters.get(entry.path)


def _letter(context: Context, lang: str, group: LetterGroup) -> Link:
    given = context.glossary.addresses
    own = given.letters.get((lang, group.id))
    href = context.href(own) if own else f"{context.href(given.indexes[lang])}#{fragment(ID_PREFIX + group.id)}"
    return Link(group.text, href, key="" if group.text else f"letter_{group.kind}")
