"""What the references of a body lead to: one ordered list of strategies, the same for every kind of reference.

The first strategy that knows a target decides. If it knows exactly one, the reference is a link; if it knows several,
they are reported and nothing is linked.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin

from glossary_ssg.config import Config, Layout
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.model import Addresses, Category, Entry, EntryType, Ref, References, RefKind, Resolution
from glossary_ssg.resolve.addresses import address_of
from glossary_ssg.resolve.suggest import Suggester
from glossary_ssg.text.folding import fold

COPIED = frozenset(
    (
        *("apng", "avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"),
        *("flac", "m4a", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "wav", "webm"),
        *("csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "tsv", "txt", "xlsx", "zip"),
    )
)
"""Extensions of files that are copied beside a page. HTML and scripts are not: they would run as part of the site."""
_MARKDOWN = re.compile(r"(?:\.(?:md|markdown))?/*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A page that a reference may lead to."""

    uri: str
    """Without the base path; empty for a draft, which has no page."""
    what: str
    """The file it comes from, or what it is, for messages."""
    entry: Entry | None = None


class Lookup:
    """Names of targets, exact and without differences of case, width and Unicode form."""

    def __init__(self) -> None:
        self._exact: dict[str, dict[str, Target]] = defaultdict(dict)
        self._folded: dict[str, dict[str, Target]] = defaultdict(dict)

    def add(self, name: str, target: Target) -> None:
        """Let a name stand for a target; one name may stand for several."""
        self._exact[name][target.what] = target
        self._folded[fold(name)][target.what] = target

    def exact(self, name: str) -> Sequence[Target]:
        """Return the targets of a name."""
        return tuple(self._exact.get(name, {}).values())

    def folded(self, name: str) -> Sequence[Target]:
        """Return the targets of every name that a reader would call the same."""
        return tuple(self._folded.get(fold(name), {}).values())


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to understand a target: the names that it may mean, and where they are looked up."""

    names: Callable[[str, Entry], Sequence[str]]
    lookup: Lookup


def resolve_references(
    config: Config,
    entries: Sequence[Entry],
    drafts: Sequence[Entry],
    categories: Sequence[Category],
    addresses: Addresses,
    files: Sequence[str],
    active: Sequence[str],
) -> References:
    """Resolve every reference of `entries`. `drafts` are known by name, but nothing links to them."""
    resolver = _Resolver(config, addresses, files, active)
    for entry in (*entries, *drafts):
        address = addresses.entries.get(entry.path)
        resolver.learn(entry, address.uri if address else "")
    resolver.learn_generated(categories)
    return resolver.resolve([entry for entry in entries if entry.path in addresses.entries])


class _Resolver:
    def __init__(self, config: Config, addresses: Addresses, files: Sequence[str], active: Sequence[str]) -> None:
        self._config = config
        self._addresses = addresses
        self._files = frozenset(files)
        self._active = frozenset(active)
        self._copies: dict[str, str] = {}
        self._found: list[Diagnostic] = []
        self._known: dict[str, list[str]] = defaultdict(list)
        self._suggesters: dict[str, Suggester] = {}
        self._paths, self._places, self._aliases, self._keys, self._headwords = (Lookup() for _ in range(5))
        self._strategies = (
            Strategy(self._path_names, self._paths),
            Strategy(self._place_names, self._places),
            Strategy(self._place_names, self._aliases),
            Strategy(self._own_names, self._keys),
            Strategy(self._own_names, self._headwords),
        )

    def learn(self, entry: Entry, uri: str) -> None:
        """Make an entry known by its path, address, aliases, key and headword."""
        target = Target(uri, entry.path, entry)
        self._paths.add(_MARKDOWN.sub("", entry.path), target)
        if uri:
            self._places.add(address_of(uri).path, target)
        if entry.type is EntryType.SECTION:
            return
        self._keys.add(f"{entry.lang}:{entry.key}", target)
        self._headwords.add(f"{entry.lang}:{entry.head.title}", target)
        self._known[entry.lang] += [entry.head.title, entry.name.rpartition("/")[2]]

    def learn_generated(self, categories: Sequence[Category]) -> None:
        """Make pages known that no file stands behind, and old addresses."""
        for redirect in self._addresses.redirects:
            uri = self._addresses.entries[redirect.entry.path].uri
            self._aliases.add(redirect.address.path, Target(uri, redirect.entry.path, redirect.entry))
        pages = [(address, f"the index of {lang}") for lang, address in self._addresses.indexes.items()]
        pages += [(address, f"the categories of {lang}") for lang, address in self._addresses.categories.items()]
        for item in categories:
            pages.append((self._addresses.category[item.lang, item.key], f"the category '{item.label}'"))
        if not self._config.mount:
            pages.append((address_of("/"), "the home page"))
        for address, what in pages:
            if not self._places.exact(address.path):
                self._places.add(address.path, Target(address.uri, what))

    def resolve(self, entries: Sequence[Entry]) -> References:
        """Resolve the references of all entries in order."""
        resolutions, related, total, linked = {}, {}, 0, 0
        for entry in entries:
            found = tuple(self._resolve(ref, entry) for ref in entry.head.refs)
            resolutions[entry.path] = found
            total += len(found)
            linked += sum(bool(resolution.href) for resolution in found)
            related[entry.path] = tuple(self._related(entry))
        files = tuple(sorted(self._copies.items()))
        return References(resolutions, related, files, tuple(self._found), total, linked)

    def _resolve(self, ref: Ref, entry: Entry) -> Resolution:
        target, _, fragment = ref.target.partition("#")
        target, _, query = target.partition("?")
        if ref.kind is RefKind.WIKI:
            target, query = ref.target, ""
            targets = self._find(target, entry)
            if not targets and fragment:
                target = ref.target.partition("#")[0]
                targets = self._find(target, entry)
            else:
                fragment = ""
        elif not target:
            return self._own_fragment(ref, entry, fragment)
        else:
            if file := self._file(target, entry):
                return self._copy(ref, entry, file)
            targets = [] if ref.kind is RefKind.IMAGE else self._find(target, entry)
        if not targets:
            self._report_missing(ref, entry, target)
            return Resolution("")
        if len(targets) > 1:
            several = ", ".join(sorted(target.what for target in targets))
            hint = "write the path of the one that is meant"
            self._report(ref, entry, "reference-ambiguous", f"'{ref.target}' may be {several}", hint)
            return Resolution("")
        return self._link(ref, entry, targets[0], fragment, query)

    def _link(self, ref: Ref, entry: Entry, target: Target, fragment: str, query: str) -> Resolution:
        if not target.uri:
            draft = target.entry is not None and target.entry.head.draft
            message = f"'{ref.target}' leads to {target.what}, which {'is a draft' if draft else 'has no page'}"
            self._report(ref, entry, "reference-draft", message, "publish it, or take the link out")
            return Resolution("")
        ids = [heading.id for heading in target.entry.head.headings] if target.entry else []
        if fragment and fragment not in ids:
            hint = self._closest_id(fragment, ids)
            self._report(ref, entry, "reference-fragment", f"{target.what} has no heading '#{fragment}'", hint)
            fragment = ""
        tail = (f"?{quote(query, safe='=&+%')}" if query else "") + (f"#{quote(fragment)}" if fragment else "")
        return Resolution(self._config.base_path[:-1] + target.uri + tail, target.entry)

    def _own_fragment(self, ref: Ref, entry: Entry, fragment: str) -> Resolution:
        ids = [heading.id for heading in entry.head.headings]
        if not fragment or fragment in ids or re.fullmatch(r"fn(?:ref)?-\d+", fragment):
            return Resolution(f"#{quote(fragment)}", entry)
        hint = self._closest_id(fragment, ids)
        self._report(ref, entry, "reference-fragment", f"there is no heading '#{fragment}' on this page", hint)
        return Resolution("")

    def _closest_id(self, fragment: str, ids: Sequence[str]) -> str:
        close = Suggester(ids).closest(fragment)
        return f"did you mean `#{close}`?" if close else ""

    def _find(self, target: str, entry: Entry) -> Sequence[Target]:
        """Go through the strategies, first to the letter, then without case, width and Unicode form."""
        names = [strategy.names(target, entry) for strategy in self._strategies]
        drafts: Sequence[Target] = ()
        for get in (Lookup.exact, Lookup.folded):
            for strategy, candidates in zip(self._strategies, names, strict=True):
                for name in candidates:
                    found = get(strategy.lookup, name)
                    if live := [target for target in found if target.uri]:
                        return live
                    drafts = drafts or found
        return drafts

    def _path_names(self, target: str, entry: Entry) -> Sequence[str]:
        """Return the files that a target may name, without extension."""
        stem = _MARKDOWN.sub("", target)
        if stem.startswith("/"):
            stem = _within(stem, self._config.base_path).strip("/")
            names = [stem]
            if self._config.layout is Layout.FOLDERS:
                names.append(f"{self._config.default_language}/{stem}".rstrip("/"))
        else:
            names = [posixpath.normpath(posixpath.join(entry.folder, stem))]
        if self._config.layout is Layout.SUFFIXES:
            names = [variant for name in names for variant in (f"{name}.{entry.lang}", name)]
        return [variant for name in names for variant in (name, f"{name}/_index")]

    def _place_names(self, target: str, entry: Entry) -> Sequence[str]:
        """Return the output files that a target may name as an address, relative ones as a browser sees them."""
        if re.search(r"\.(?:md|markdown)$", target, re.IGNORECASE):
            return ()
        if not target.startswith("/"):
            address = self._addresses.entries.get(entry.path)
            return (self._place(urljoin(unquote(address.uri), target)),) if address else ()
        inside = _within(target, self._config.base_path)
        default = unquote(self._addresses.indexes[self._config.default_language].uri)
        return (self._place(inside), self._place(default.rstrip("/") + inside))

    def _place(self, uri: str) -> str:
        return address_of(quote(uri)).path

    def _own_names(self, target: str, entry: Entry) -> Sequence[str]:
        """Return the target as a key or headword of its language."""
        name = _MARKDOWN.sub("", target)
        if name.startswith("/"):
            return (f"{self._config.default_language}:{_within(name, self._config.base_path).strip('/')}",)
        name = name.removeprefix("./")
        # `.NET` and `A/B` are headwords: the target as it was written counts too.
        return tuple(dict.fromkeys((f"{entry.lang}:{target}", f"{entry.lang}:{name}")))

    def _related(self, entry: Entry) -> list[Entry]:
        related: dict[str, Entry] = {}
        for name in entry.head.related:
            targets = [target.entry for target in self._find(name, entry) if target.uri and target.entry]
            if len(targets) == 1:
                related[targets[0].path] = targets[0]
                continue
            line, column = entry.head.place("related")
            close = "" if targets else self._suggest(name, entry)
            hint = f"did you mean `{close}`?" if close else "write the key or title of an entry"
            several = ", ".join(sorted(target.path for target in targets))
            message = f"the related entry '{name}' " + (f"may be {several}" if targets else "does not exist")
            found = diagnose("related-unresolved", message, hint=hint, path=entry.path, line=line, column=column)
            self._found.append(found)
        return list(related.values())

    def _file(self, target: str, entry: Entry) -> str:
        """Return the file of the content folder that a target names, empty text where there is none."""
        if target.startswith("/"):
            below = _within(target, self._config.base_path).strip("/")
            candidates = [below, f"{entry.lang}/{below}"]
        else:
            candidates = [posixpath.normpath(posixpath.join(entry.folder, target))]
        return next((path for path in candidates if path in self._files), "")

    def _copy(self, ref: Ref, entry: Entry, file: str) -> Resolution:
        if file.rpartition(".")[2].lower() not in COPIED:
            hint = "pictures, sound, films, documents and archives are copied; pages and scripts are not"
            self._report(ref, entry, "file-refused", f"the file '{file}' is not copied", hint)
            return Resolution("")
        if file in self._active:
            hint = "save the picture without scripts, event handlers and embedded pages"
            self._report(ref, entry, "file-refused", f"the picture '{file}' holds a script and is not copied", hint)
            return Resolution("")
        lang, _, below = file.partition("/")
        if self._config.layout is Layout.SUFFIXES or lang not in self._addresses.indexes:
            lang, below = self._config.default_language, file
        index = self._addresses.indexes[lang].uri
        uri = index[: index.rfind("/") + 1] + quote(below)
        target = unicodedata.normalize("NFC", unquote(uri)).lstrip("/")
        if target.casefold() in self._addresses.folders:
            self._report(
                ref, entry, "file-refused", f"the file '{file}' has the address of a page's folder", "rename it"
            )
            return Resolution("")
        self._copies[file] = target
        return Resolution(self._config.base_path[:-1] + uri)

    def _report_missing(self, ref: Ref, entry: Entry, target: str) -> None:
        if ref.kind is RefKind.IMAGE:
            hint = "paths are relative to the entry's file, or begin with a slash at the content folder"
            self._report(ref, entry, "file-missing", f"there is no file '{ref.target}'", hint)
            return
        close = self._suggest(target, entry)
        hint = f"did you mean `{close}`?" if close else "no entry has a similar name"
        self._report(ref, entry, "reference-unresolved", f"'{ref.target}' leads to no page", hint)

    def _suggest(self, target: str, entry: Entry) -> str:
        if entry.lang not in self._suggesters:
            self._suggesters[entry.lang] = Suggester(filter(None, self._known[entry.lang]))
        return self._suggesters[entry.lang].closest(_MARKDOWN.sub("", target).rpartition("/")[2])

    def _report(self, ref: Ref, entry: Entry, code: str, message: str, hint: str = "") -> None:
        found = diagnose(code, message, hint=hint, path=entry.path, line=ref.line, column=ref.column)
        self._found.append(found)


def _within(target: str, base_path: str) -> str:
    """Return an address of the site without the base path."""
    return target[len(base_path) - 1 :] if base_path != "/" and target.startswith(base_path) else target
