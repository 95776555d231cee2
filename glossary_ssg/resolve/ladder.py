"""What a written target means: one ladder of steps, the same for every kind of reference.

Go down until a step knows the target. If it knows exactly one entry, that is it; of several, the link's text may name
one, then the site's `prefer` table; else the reference is ambiguous and the search stops.

1. path, address, alias, translation key, headword, to the letter, in this order;
2. the same without differences of case, Unicode form and width;
3. slug: without punctuation, repeated and trailing hyphens;
4. acronym, declared or made of initials;
5. headword or file name without its acronym, or with the acronym at the other end;
6. synonym, headword in another language, and 5 of that headword;
7. English singular or plural of 3 to 6, also of a file name of another language;
8. the link's text instead of its target, through 1 to 7;
9. what 1 to 7 find in another language, the default language first: `untranslated:…`.

An address without a language in front is one of the reader's language, else of the default language.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import quote, unquote, urljoin

from msgspec import Struct

from glossary_ssg.config import Config, Layout
from glossary_ssg.limits import MESSAGE_FILES, SHARED_NAME_ENTRIES
from glossary_ssg.model import Addresses, Category, Entry, EntryNames, EntryType
from glossary_ssg.text.acronyms import is_acronym, singular_acronym, take_apart
from glossary_ssg.text.addresses import address_of
from glossary_ssg.text.folding import fold
from glossary_ssg.text.listing import listed
from glossary_ssg.text.plurals import plurals, singulars
from glossary_ssg.text.scripts import mark_class

MARKDOWN = re.compile(r"(?:\.(?:md|markdown)/*|(?<!/)/+)$", re.IGNORECASE)
"""The end of a target that does not count. Each run of slashes is looked at once."""
CERTAIN = ("path", "address", "alias", "key", "headword")
"""Rules of the first two steps: what they find is what was written."""


class Target(Struct, frozen=True, gc=False):
    """A page that a reference may lead to."""

    uri: str
    """Without the base path; empty for an entry without a page."""
    what: str
    """The file it comes from, or what it is, for messages."""
    entry: Entry | None = None


class Found(Struct, frozen=True, gc=False):
    """What the ladder knows of a target."""

    rule: str
    """The rule that knew it; with `text:` before it where the link's text was meant. Empty where none did."""
    targets: tuple[Target, ...]
    """One: that is it. Several: ambiguous. None: unknown."""

    @property
    def is_certain(self) -> bool:
        """Tell whether the target was found as it was written, case and width aside."""
        return self.rule in CERTAIN


class Lookup:
    """Names of targets. One name may stand for several."""

    def __init__(self) -> None:
        self._targets: dict[str, tuple[Target, ...]] = {}
        self._shared: dict[str, dict[str, Target]] = {}
        """Names that were added more than once: their targets by page."""

    def add(self, name: str, target: Target) -> None:
        """Let a name stand for a target. One that is the same page takes the place of the first."""
        first = self._targets.setdefault(name, (target,))[0]
        if name not in self._shared:
            if first is target:
                return
            self._shared[name] = {first.what: first}
        self._shared[name][target.what] = target

    def finish(self) -> None:
        """Make the targets of shared names values that stay the same; nothing is added after this."""
        self._targets |= {name: tuple(shared.values()) for name, shared in self._shared.items()}
        self._shared.clear()

    def has(self, name: str) -> bool:
        """Tell whether a name stands for anything."""
        return name in self._targets

    def get(self, name: str) -> tuple[Target, ...]:
        """Return the targets of a name; once all are added, the same value each time."""
        return tuple(self._shared[name].values()) if name in self._shared else self._targets.get(name, ())


class Ladder:
    """Knows all pages by all their names."""

    def __init__(self, config: Config, addresses: Addresses) -> None:
        self._config = config
        self._addresses = addresses
        self._prefer = {fold(name): fold(key) for name, key in config.prefer}
        self._tags = {language.folder: language.tag for language in config.languages}
        self._exact = {rule: Lookup() for rule in CERTAIN}
        self._folded = {rule: Lookup() for rule in CERTAIN}
        self._loose = {rule: Lookup() for rule in ("slug", "name", "acronym", "plain", "synonym", "other-language")}
        # Most names that are looked for are of nothing, which these tell at once.
        self._all_folded: set[str] = set()
        self._all_loose: set[str] = set()
        self._names: dict[str, frozenset[str]] = {}
        self._by_name: dict[tuple[str, str], list[Target]] = defaultdict(list)
        self._files: dict[tuple[str, str, str], Found | None] = {}
        """Folder, language and target -> the one file that it names as it stands, None where there is more to ask."""
        # What is made of the targets of a name that thousands of entries have is made once. These stay the same values.
        self._alive: dict[int, tuple[Target, ...]] = {}
        self._chosen: dict[tuple[int, frozenset[str]], tuple[Target, ...]] = {}
        self._told: dict[int, str] = {}

    def learn(self, entry: Entry, names: EntryNames, uri: str) -> None:
        """Make an entry known by all its names. Without `uri` it has no page, but messages can tell what was meant."""
        target = Target(uri, entry.path, entry)
        self._add("path", MARKDOWN.sub("", entry.path), target)
        if uri:
            self._add("address", address_of(uri).path, target)
        if entry.type is EntryType.SECTION:
            return
        lang = entry.lang
        self._add("key", f"{lang}:{entry.key}", target)
        self._add("headword", f"{lang}:{entry.head.title}", target)
        last = entry.name.rpartition("/")[2]
        for rule, texts in (
            ("slug", (last, entry.key, unquote(uri).rstrip("/").rpartition("/")[2])),
            ("name", (entry.head.title,)),
            ("acronym", (*names.acronyms, *map(singular_acronym, names.acronyms))),
            ("plain", (names.plain, *turned(entry.head.title), *without_acronym(last))),
            ("synonym", names.synonyms),
            ("other-language", (*names.elsewhere, *(form for name in names.elsewhere for form in turned(name)))),
        ):
            for text in texts:
                if slug := loose(text):
                    self._all_loose.add(f"{lang}:{slug}")
                    self._loose[rule].add(f"{lang}:{slug}", target)
        own = (entry.head.title, names.plain, *names.acronyms, *names.synonyms)
        self._names[entry.path] = folded = frozenset(map(fold, own))
        for name in folded:
            self._by_name[lang, name].append(target)

    def learn_generated(self, categories: Sequence[Category]) -> None:
        """Make pages known that no file stands behind, and old addresses. Nothing is learnt after this."""
        for redirect in self._addresses.redirects:
            uri = self._addresses.entries[redirect.entry.path].uri
            self._add("alias", redirect.address.path, Target(uri, redirect.entry.path, redirect.entry))
        pages = [(address, f"the home page of {lang}") for lang, address in self._addresses.homes.items()]
        pages += [(address, f"the index of {lang}") for lang, address in self._addresses.indexes.items()]
        pages += [(address, f"the search page of {lang}") for lang, address in self._addresses.search.items()]
        pages += [(address, f"the changes of {lang}") for lang, address in self._addresses.changes.items()]
        pages += [(address, f"the categories of {lang}") for lang, address in self._addresses.categories.items()]
        for item in categories:
            pages.append((self._addresses.category[item.lang, item.key], f"the category '{item.label}'"))
        if not self._config.mount:
            pages.append((address_of("/"), "the home page"))
        for address, what in pages:
            if not self._exact["address"].has(address.path):
                self._add("address", address.path, Target(address.uri, what))
        for lookup in (*self._exact.values(), *self._folded.values(), *self._loose.values()):
            lookup.finish()

    def find(self, target: str, entry: Entry, text: str = "") -> Found:
        """Return what a target written in an entry means. `text` is the text of the link."""
        where = entry.folder, entry.lang, target
        if where not in self._files:
            self._files[where] = self._find_file(target, entry)
        if file := self._files[where]:
            return file
        found = self._climb(target, entry, text)
        if found.targets or not text:
            return found
        by_text = self._climb(text, entry, text, names_only=True)
        return Found(f"text:{by_text.rule}", by_text.targets) if by_text.targets else found

    def find_elsewhere(self, target: str, entry: Entry, text: str = "") -> Found:
        """Return the entry of another language that a target means, where the target's own language has none."""
        lang, name = self.wanted(target, entry)
        for other in (self._config.default_language, *self._tags):
            if other == lang:
                continue
            for rule, targets in self._named_steps(other, name, target):
                live = [found for found in self._live(targets) if found.entry]
                if len(live) == 1:
                    return Found(f"untranslated:{rule}", tuple(live))
        return Found("", ())

    def _find_file(self, target: str, entry: Entry) -> Found | None:
        """Return what most targets are: the path of one published file."""
        names = self._path_names(target, entry) if target.strip() else ()
        known = next(filter(None, map(self._exact["path"].get, names)), ())
        return Found("path", known) if len(known) == 1 and known[0].uri else None

    def find_certain(self, target: str, entry: Entry) -> Found:
        """Return what a target means as it was written, steps 1 and 2 alone."""
        for rule, targets in self._certain_steps(target, entry, CERTAIN):
            if live := self._live(targets):
                return Found(rule, self._break_tie(live, target, ""))
        return Found("", ())

    def named(self, text: str, lang: str) -> Sequence[Target]:
        """Return the entries of a language that a text names to the letter, case and width aside."""
        return self._by_name.get((lang, fold(text)), ())

    def list_targets(self, targets: tuple[Target, ...]) -> str:
        """Return what targets are, as messages list them."""
        if len(targets) <= MESSAGE_FILES:
            return listed([target.what for target in targets])
        if id(targets) not in self._told:
            self._told[id(targets)] = listed([target.what for target in targets])
        return self._told[id(targets)]

    def is_name_of(self, text: str, entry: Entry) -> bool:
        """Tell whether a text is one of an entry's names, English plurals included."""
        known = self._names.get(entry.path, frozenset())
        if fold(text) in known:
            return True
        return any(fold(form) in known for form in (*singulars(text), *plurals(text), singular_acronym(text)))

    def wanted(self, target: str, entry: Entry) -> tuple[str, str]:
        """Return the language and name of the entry that a target asks for."""
        stem = MARKDOWN.sub("", target)
        lang = entry.lang
        if stem.startswith("/"):
            parts = within(stem, self._config.base_path).strip("/").split("/")
            lang = parts[0] if len(parts) > 1 and parts[0] in self._tags else entry.lang
        elif stem.startswith("../") and self._config.layout is Layout.FOLDERS:
            first = posixpath.normpath(posixpath.join(entry.folder, stem)).partition("/")[0]
            lang = first if first in self._tags else lang
        return lang, stem.rpartition("/")[2]

    def _add(self, rule: str, name: str, target: Target) -> None:
        self._exact[rule].add(name, target)
        folded = fold(name)
        self._all_folded.add(folded)
        self._folded[rule].add(folded, target)

    def _climb(self, target: str, entry: Entry, text: str, *, names_only: bool = False) -> Found:
        without_page: tuple[Target, ...] = ()
        for rule, targets in self._steps(target, entry, names_only):
            if not targets:
                continue
            if live := self._live(targets):
                return Found(rule, self._break_tie(live, target, text))
            without_page = without_page or targets
        return Found("", without_page[:1])

    def _steps(self, target: str, entry: Entry, names_only: bool) -> Iterable[tuple[str, tuple[Target, ...]]]:
        """Yield what each rule knows, in order."""
        yield from self._certain_steps(target, entry, ("headword",) if names_only else CERTAIN)
        lang, name = (entry.lang, target) if names_only else self.wanted(target, entry)
        yield from self._loose_steps(lang, name, target, ("slug",) if names_only else ())

    def _named_steps(self, lang: str, name: str, target: str) -> Iterable[tuple[str, tuple[Target, ...]]]:
        """Yield what each rule knows by name in a language."""
        for rule in ("key", "headword"):
            for form in dict.fromkeys((name, target)):
                yield rule, self._folded[rule].get(fold(f"{lang}:{form}"))
        yield from self._loose_steps(lang, name, target, ())

    def _loose_steps(
        self, lang: str, name: str, target: str, skipped: Sequence[str]
    ) -> Iterable[tuple[str, tuple[Target, ...]]]:
        # A headword may hold a slash: A/B testing.
        variants = dict.fromkeys((loose(name), loose(target)))
        for slug in variants:
            yield from self._by_slug(lang, slug, "", skipped)
        # Names of files are English in most languages.
        if self._tags.get(lang, "").partition("-")[0] == "en" or not skipped:
            for slug in variants:
                for form in (*singulars(slug), *plurals(slug)):
                    yield from self._by_slug(lang, form, "plural-", skipped)

    def _certain_steps(
        self, target: str, entry: Entry, rules: Sequence[str]
    ) -> Iterable[tuple[str, tuple[Target, ...]]]:
        if not target.strip():
            return
        # Most targets are paths as they stand: names are made only when a step is reached.
        names: dict[str, Sequence[str]] = {}
        for rule in rules:
            names[rule] = _READINGS[rule](self, target, entry)
            for name in names[rule]:
                yield rule, self._exact[rule].get(name)
        for rule in rules:
            for name in names[rule]:
                if (folded := fold(name)) in self._all_folded:
                    yield rule, self._folded[rule].get(folded)

    def _by_slug(
        self, lang: str, slug: str, prefix: str, skipped: Sequence[str]
    ) -> Iterable[tuple[str, tuple[Target, ...]]]:
        own = f"{lang}:{slug}"
        one = own[:-1] if len(slug) > 2 and slug.endswith("s") else own
        if not slug or not (own in self._all_loose or one in self._all_loose):
            return
        for rule, lookup in self._loose.items():
            if rule not in skipped:
                yield prefix + rule, lookup.get(own) or (lookup.get(one) if rule == "acronym" else ())

    def _live(self, targets: tuple[Target, ...]) -> tuple[Target, ...]:
        """Return the targets with a page."""
        if len(targets) <= MESSAGE_FILES:
            return tuple(target for target in targets if target.uri)
        if id(targets) not in self._alive:
            self._alive[id(targets)] = tuple(target for target in targets if target.uri)
        return self._alive[id(targets)]

    def _break_tie(self, targets: tuple[Target, ...], target: str, text: str) -> tuple[Target, ...]:
        if len(targets) < 2:
            return targets
        if text and len(targets) <= SHARED_NAME_ENTRIES:
            named = tuple(found for found in targets if found.entry and self.is_name_of(text, found.entry))
            if len(named) == 1:
                return named
        name = MARKDOWN.sub("", target).rpartition("/")[2]
        forms = (target, name, text, *singulars(name), *plurals(name))
        keys = frozenset(key for form in forms if (key := self._prefer.get(fold(form))) is not None)
        if not keys:
            return targets
        choice = id(targets), keys
        if len(targets) <= SHARED_NAME_ENTRIES or choice not in self._chosen:
            preferred = tuple(found for found in targets if found.entry and fold(found.entry.key) in keys)
            chosen = preferred if len(preferred) == 1 else targets
            if len(targets) <= SHARED_NAME_ENTRIES:
                return chosen
            self._chosen[choice] = chosen
        return self._chosen[choice]

    def _path_names(self, target: str, entry: Entry) -> Sequence[str]:
        """Return the files that a target may name, without extension."""
        stem = MARKDOWN.sub("", target)
        if target.startswith("/"):
            stem = within(stem, self._config.base_path).strip("/")
            names = [stem] if stem else []  # a slash alone is the home page
            if stem and self._config.layout is Layout.FOLDERS:
                names += [f"{lang}/{stem}" for lang in self._reading_order(entry)]
        else:
            names = [_join(entry.folder, stem)]
            if self._config.layout is Layout.SUFFIXES:
                names = [variant for name in names for variant in (f"{name}.{entry.lang}", name)]
        return [variant for name in names for variant in (name, f"{name}/_index")]

    def _place_names(self, target: str, entry: Entry) -> Sequence[str]:
        """Return the output files that a target may name as an address, relative ones as a browser sees them."""
        if re.search(r"\.(?:md|markdown)$", target, re.IGNORECASE):
            return ()
        if not target.startswith("/"):
            address = self._addresses.entries.get(entry.path)
            return (_place(urljoin(unquote(address.uri), target)),) if address else ()
        inside = within(target, self._config.base_path)
        homes = [unquote(self._addresses.homes[lang].uri).rstrip("/") for lang in self._reading_order(entry)]
        own, default = homes[0], homes[-1]
        # Where the default language has no folder of its own, its addresses name no language either.
        return tuple(
            dict.fromkeys(
                _place(home + inside) for home in ((own, "", default) if own and inside != "/" else ("", default))
            )
        )

    def _reading_order(self, entry: Entry) -> Sequence[str]:
        """Return the languages in which an address without a language is looked for."""
        return tuple(dict.fromkeys((entry.lang, self._config.default_language)))

    def _own_names(self, target: str, entry: Entry) -> Sequence[str]:
        """Return the target as a key or headword of its language."""
        name = MARKDOWN.sub("", target)
        if name.startswith("/"):
            inside = within(name, self._config.base_path).strip("/")
            return tuple(f"{lang}:{inside}" for lang in self._reading_order(entry))
        # `.NET` and `A/B` are headwords: the target as it was written counts too.
        return tuple(dict.fromkeys((f"{entry.lang}:{target}", f"{entry.lang}:{name.removeprefix('./')}")))


_READINGS: Mapping[str, Callable[[Ladder, str, Entry], Sequence[str]]] = {
    "path": Ladder._path_names,
    "address": Ladder._place_names,
    "alias": Ladder._place_names,
    "key": Ladder._own_names,
    "headword": Ladder._own_names,
}
"""Rule -> what a target may be called by it."""


def within(target: str, base_path: str) -> str:
    """Return an address of the site without the base path."""
    return target[len(base_path) - 1 :] if base_path != "/" and target.startswith(base_path) else target


@lru_cache(maxsize=65_536)
def turned(headword: str) -> tuple[str, ...]:
    """Return "Long Form", "LF Long Form" and "Long Form LF" for "Long Form (LF)", nothing for other headwords."""
    parts = take_apart(headword)
    return tuple(
        form
        for text in parts.inside
        if is_acronym(text, [parts.outside]) or is_acronym(parts.outside, [text])
        for form in (parts.outside, f"{text} {parts.outside}", f"{parts.outside} {text}")
    )


@lru_cache(maxsize=65_536)
def without_acronym(stem: str) -> tuple[str, ...]:
    """Return "long-form" and, with its acronym at the other end, "lf-long-form" for the file name "long-form-lf"."""
    words = loose(stem).split("-")
    forms = []
    for acronym, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        if len(rest) > 1 and is_acronym(acronym, [" ".join(rest)]):
            forms += ["-".join(rest), "-".join((acronym, *rest)), "-".join((*rest, acronym))]
    return tuple(forms)


@lru_cache(maxsize=65_536)
def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


@lru_cache(maxsize=65_536)
def loose(text: str) -> str:
    """Return text as a slug in which only letters, marks and digits count, and the signs of C++ and C#."""
    folded = fold(text)
    if folded.isalnum():
        return folded
    return _separators().sub("-", folded).strip("-")


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(rf"[^\w{mark_class()}+#]+|_+")


@lru_cache(maxsize=65_536)
def _place(uri: str) -> str:
    return address_of(quote(uri)).path
