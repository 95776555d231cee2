"""What search engines read of a page, in the words of https://schema.org: terms, their glossary, the way to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glossary_ssg.config import Language
from glossary_ssg.model import Entry, Link, NameStatus
from glossary_ssg.pages.context import Context


class LinkedData:
    """Makes the data of pages."""

    def __init__(self, context: Context) -> None:
        self._on = context
        self._sets = {language.folder: self._set(language) for language in context.config.languages}

    def glossary(self, lang: str) -> Mapping[str, Any]:
        """Return the data of a language's home page."""
        return {"@context": "https://schema.org", **self._sets[lang]}

    def entry(self, entry: Entry, letter: Link | None) -> Mapping[str, Any]:
        """Return the data of an entry's page; `letter` is where the index shows it."""
        head = entry.head
        names = [name.text for name in head.names if name.status is not NameStatus.FORBIDDEN]
        address = self._url(self._on.href(self._on.glossary.addresses.entries[entry.path]))
        term = {
            "@type": "DefinedTerm",
            "url": address,
            "name": head.title,
            **({"alternateName": names} if names else {}),
            **({"description": head.summary} if head.summary else {}),
            "inDefinedTermSet": self._sets[entry.lang],
        }
        return {"@context": "https://schema.org", "@graph": [term, self._way(entry, letter)]}

    def _way(self, entry: Entry, letter: Link | None) -> Mapping[str, Any]:
        """Return the steps from the index to an entry, as its page shows them."""
        texts = self._on.texts[entry.lang]
        steps = [(texts["all_terms"], self._on.href(self._on.glossary.addresses.indexes[entry.lang]))]
        if letter:
            steps.append((letter.title or texts[letter.key], letter.href))
        items: Sequence[Mapping[str, str]] = [
            *({"name": name, "item": self._url(href)} for name, href in steps),
            {"name": entry.head.title},
        ]
        elements = [{"@type": "ListItem", "position": number, **item} for number, item in enumerate(items, 1)]
        return {"@type": "BreadcrumbList", "itemListElement": elements}

    def _set(self, language: Language) -> Mapping[str, Any]:
        home = self._url(self._on.href(self._on.glossary.addresses.homes[language.folder]))
        return {
            "@type": "DefinedTermSet",
            "@id": home,
            "url": home,
            "name": language.title,
            "inLanguage": language.tag,
        }

    def _url(self, href: str) -> str:
        return self._on.absolute(href) or href
