"""What the references of all bodies lead to, and what is wrong with them. How a target is understood: ladder.py."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import quote, unquote

from msgspec import Struct

from glossary_ssg.config import Config, Layout, Untranslated
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.limits import ENTRY_SUGGESTIONS, SHARED_NAME_ENTRIES
from glossary_ssg.model import (
    Addresses,
    Category,
    Entry,
    EntryNames,
    EntryType,
    Heading,
    Ref,
    References,
    RefKind,
    Resolution,
    SiteFiles,
    WantedTerm,
)
from glossary_ssg.resolve.ladder import MARKDOWN, Found, Ladder, Target, loose, within
from glossary_ssg.resolve.suggest import Suggester
from glossary_ssg.text.normal import normalize
from glossary_ssg.text.slugs import fragment as encode_fragment

COPIED = frozenset(
    (
        *("apng", "avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"),
        *("flac", "m4a", "mp3", "mp4", "oga", "ogg", "ogv", "opus", "wav", "webm"),
        *("csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "tsv", "txt", "xlsx", "zip"),
    )
)
"""Extensions of files that are copied beside a page. HTML and scripts are not: they would run as part of the site."""
_FOOTNOTE = re.compile(r"fn(?:ref)?-\d+")


def make_resolver(
    config: Config,
    entries: Sequence[Entry],
    drafts: Sequence[Entry],
    names: Mapping[str, EntryNames],
    categories: Sequence[Category],
    addresses: Addresses,
    files: SiteFiles,
) -> Resolver:
    """Return what resolves references. `drafts` are known by name, but nothing links to them."""
    ladder = Ladder(config, addresses)
    for entry in (*entries, *drafts):
        address = addresses.entries.get(entry.path)
        ladder.learn(entry, names[entry.path], address.uri if address else "")
    ladder.learn_generated(categories)
    return Resolver(config, addresses, files, ladder, (*entries, *drafts))


class _Outcome(Struct, frozen=True, gc=False):
    """What became of the references of one entry."""

    resolutions: tuple[Resolution, ...]
    related: tuple[tuple[Ref, Resolution], ...]
    copies: Mapping[str, str]
    found: tuple[Diagnostic, ...]
    wanted: Sequence[tuple[tuple[str, str], str]]
    """((language, key), name) of what leads nowhere."""
    headings: Mapping[str, tuple[Heading, ...]]
    """By path, of other entries that were asked for theirs."""
    linked: int


class _Ids:
    """The ids of a page's headings, prepared once for all fragments that are looked for among them."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        self.all = frozenset(heading.id for heading in headings)

    def hint(self, fragment: str) -> str:
        """Return what an unknown fragment may have meant, empty text where no id is close."""
        close = self._suggester.closest(fragment)
        return f"did you mean `#{close}`?" if close else ""

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.all)


class Resolver:
    """Resolves the references of one entry after another, and remembers what became of them.

    It knows the others by their outlines, so it serves until one of these changes.
    """

    def __init__(
        self,
        config: Config,
        addresses: Addresses,
        files: SiteFiles,
        ladder: Ladder,
        known: Iterable[Entry],
    ) -> None:
        self._config = config
        self._addresses = addresses
        self._files = {unicodedata.normalize("NFC", path): path for path in files.content}
        """As they are written, by what they are called: macOS takes letters and accents apart."""
        self._file_names = frozenset(path.rpartition("/")[2] for path in self._files)
        self._refused = {file.path: file for file in files.refused}
        self._static = frozenset(files.static)
        self._ladder = ladder
        self._outcomes: dict[str, tuple[Entry, _Outcome]] = {}
        self._headings: Mapping[str, tuple[Heading, ...]] = {}
        self._ids_of: dict[str, _Ids] = {}
        # Of the entry whose turn it is:
        self._suggestions = 0
        """How many similar names may still be looked up."""
        self._asked: dict[str, tuple[Heading, ...]] = {}
        self._copies: dict[str, str] = {}
        self._found: list[Diagnostic] = []
        self._wanted: list[tuple[tuple[str, str], str]] = []
        self._known: dict[str, list[str]] = defaultdict(list)
        self._suggesters: dict[str, Suggester] = {}
        for entry in known:
            if entry.type is not EntryType.SECTION:
                self._known[entry.lang] += [entry.head.title, entry.name.rpartition("/")[2]]

    def resolve(self, entries: Sequence[Entry]) -> References:
        """Resolve the references of all entries, which are whole, in order."""
        self._headings = {entry.path: entry.head.headings for entry in entries}
        self._ids_of = {}
        wanted: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        copies: dict[str, str] = {}
        outcomes = {entry.path: self._outcome(entry) for entry in entries}
        for path, outcome in outcomes.items():
            copies |= outcome.copies
            for key, name in outcome.wanted:
                wanted[key].append((name, path))
        return References(
            resolutions={path: outcome.resolutions for path, outcome in outcomes.items()},
            related={path: outcome.related for path, outcome in outcomes.items()},
            files=tuple(sorted(copies.items())),
            wanted=_wanted_terms(wanted),
            diagnostics=tuple(found for outcome in outcomes.values() for found in outcome.found),
            total=sum(len(outcome.resolutions) + len(outcome.related) for outcome in outcomes.values()),
            linked=sum(outcome.linked for outcome in outcomes.values()),
        )

    def _outcome(self, entry: Entry) -> _Outcome:
        """Return what became of the references of an entry: what is known holds if nothing that it saw changed."""
        known, outcome = self._outcomes.get(entry.path, (None, None))
        if outcome and known is entry and outcome.headings.items() <= self._headings.items():
            return outcome
        self._asked, self._copies, self._found, self._wanted = {}, {}, [], []
        self._suggestions = ENTRY_SUGGESTIONS
        resolutions = tuple(self._resolve(ref, entry) for ref in entry.head.refs)
        related = tuple(self._related(entry))
        linked = sum(bool(one.href) for one in (*resolutions, *(resolution for _, resolution in related)))
        outcome = _Outcome(resolutions, related, self._copies, tuple(self._found), self._wanted, self._asked, linked)
        self._outcomes[entry.path] = entry, outcome
        return outcome

    def _resolve(self, ref: Ref, entry: Entry) -> Resolution:
        target, _, fragment = ref.target.partition("#")
        target, _, query = target.partition("?")
        fragment = normalize("NFC", fragment)
        if ref.kind is not RefKind.WIKI and (file := self._file(ref.target, entry)):
            return self._copy(ref, entry, file, "")  # signs in it are part of the name
        if "#" in ref.target and (found := self._ladder.find_certain(ref.target, entry)).targets:
            fragment = query = ""  # the sign is part of the name: C#.md
        elif ref.kind is RefKind.WIKI:
            found = self._ladder.find(target, entry, ref.text)
            target, query = ref.target, ""
        elif not target:
            return self._own_fragment(ref, entry, fragment)
        elif file := self._file(target, entry):
            return self._copy(ref, entry, file, _tail(query, fragment))
        elif static := self._static_file(target):
            href = self._config.base_path + quote(static) + _tail(query, fragment)
            return Resolution(href, None, "file")
        elif ref.kind is RefKind.IMAGE:
            found = Found("", ())
        else:
            found = self._ladder.find(target, entry, ref.text)
        if not found.targets and ref.kind is not RefKind.IMAGE:
            found = self._ladder.find_elsewhere(target, entry, ref.text)
        if not found.targets:
            self._report_missing(ref, entry, target)
            return Resolution("")
        if len(found.targets) > 1:
            several = self._ladder.list_targets(found.targets)
            hint = "write the path of the one that is meant, or decide by [prefer] in glossary.toml"
            self._report(ref, entry, "reference-ambiguous", f"'{ref.target}' may be {several}", hint)
            pair = tuple(sorted(one.what for one in found.targets)) if len(found.targets) == 2 else ()
            return Resolution("", None, f"ambiguous:{found.rule}", pair)
        return self._link(ref, entry, found, fragment, query)

    def _link(self, ref: Ref, entry: Entry, found: Found, fragment: str, query: str) -> Resolution:
        target = found.targets[0]
        if not target.uri:
            draft = target.entry is not None and target.entry.head.draft
            message = f"'{ref.target}' leads to {target.what}, which {'is a draft' if draft else 'has no page'}"
            self._report(ref, entry, "reference-draft", message, "publish it, or take the link out")
            return Resolution("", None, "draft")
        if self._is_untranslated(ref, entry, found):
            message = f"'{ref.target}' exists only in another language: {target.what}"
            hint = f"translate it, or link to {target.what} to say that you mean it"
            self._report(ref, entry, "reference-untranslated", message, hint)
            if self._config.untranslated is Untranslated.TEXT:
                return Resolution("", None, found.rule)
        elif not found.is_certain:
            message = f"'{ref.target}' was taken for {target.what} ({found.rule})"
            self._report(ref, entry, "reference-guessed", message, "write its path to make it certain")
        self._check_text(ref, entry, target)
        if fragment:
            ids = self._ids(target.entry) if target.entry else _Ids(())
            if fragment not in ids.all:
                hint = ids.hint(fragment) if self._may_suggest() else ""
                self._report(ref, entry, "reference-fragment", f"{target.what} has no heading '#{fragment}'", hint)
                fragment = ""
        href = self._config.base_path[:-1] + target.uri + _tail(query, fragment)
        return Resolution(href, target.entry, found.rule)

    def _is_untranslated(self, ref: Ref, entry: Entry, found: Found) -> bool:
        """Tell whether a reference asks for an entry of its own language and gets that of another one."""
        if found.rule.startswith("untranslated:"):
            return True
        target = found.targets[0].entry
        if target is None or target.lang == entry.lang or not ref.target.startswith("/"):
            return False
        return self._ladder.wanted(ref.target.partition("#")[0], entry)[0] == entry.lang

    def _ids(self, entry: Entry) -> _Ids:
        """Return the ids of another entry's headings, and note that they were asked for."""
        self._asked[entry.path] = self._headings.get(entry.path, ())
        return self._ids_on(entry.path)

    def _ids_on(self, path: str) -> _Ids:
        if path not in self._ids_of:
            self._ids_of[path] = _Ids(self._headings.get(path, ()))
        return self._ids_of[path]

    def _check_text(self, ref: Ref, entry: Entry, target: Target) -> None:
        """Report a link whose text names another entry than the one it leads to."""
        if target.entry is None or target.entry.lang != entry.lang or not ref.text:
            return
        others = self._ladder.named(ref.text, entry.lang)
        if len(others) == 1 and others[0].what != target.what and not self._ladder.is_name_of(ref.text, target.entry):
            message = f"the link '{ref.text}' leads to '{target.entry.head.title}', not to {others[0].what}"
            hint = "correct the target or the text"
            self._report(ref, entry, "reference-text", message, hint)

    def _own_fragment(self, ref: Ref, entry: Entry, fragment: str) -> Resolution:
        ids = self._ids_on(entry.path)
        if fragment in ids.all or _FOOTNOTE.fullmatch(fragment):
            return Resolution(f"#{encode_fragment(fragment)}", entry, "fragment")
        message = f"there is no heading '#{fragment}' on this page"
        self._report(ref, entry, "reference-fragment", message, ids.hint(fragment) if self._may_suggest() else "")
        return Resolution("")

    def _related(self, entry: Entry) -> Iterator[tuple[Ref, Resolution]]:
        """Yield what an entry's `related` field and its section of related entries name, in this order."""
        line, column = entry.head.place("related")
        named = (Ref(RefKind.WIKI, name, "", "", (), line, column) for name in entry.head.related)
        for ref in (*named, *entry.head.related_refs):
            yield ref, self._resolve_related(ref, entry)

    def _resolve_related(self, ref: Ref, entry: Entry) -> Resolution:
        found = self._find_related(ref, entry)
        live: Sequence[Target] = found.targets
        if len(live) <= SHARED_NAME_ENTRIES:  # do not search thousands of entries for each reference
            live = [target for target in live if target.uri and target.entry]
        if len(live) == 1:
            return Resolution(self._config.base_path[:-1] + live[0].uri, live[0].entry, found.rule)
        hint = "write the key or title of an entry"
        if live:
            targets = tuple(live) if len(live) <= SHARED_NAME_ENTRIES else found.targets
            said, rule = f"may be {self._ladder.list_targets(targets)}", f"ambiguous:{found.rule}"
            hint = "write the path or key of one of them"
        elif any(target.entry and target.entry.head.draft for target in found.targets):
            said, rule, hint = "is a draft", "draft", "publish it, or take its name out"
        else:
            said, rule = "does not exist", ""
            self._want(ref.target, entry)
            if close := self._suggest(ref.target, entry):
                hint = f"did you mean `{close}`?"
        self._report(ref, entry, "related-unresolved", f"the related entry '{ref.target}' {said}", hint)
        return Resolution("", None, rule)

    def _find_related(self, ref: Ref, entry: Entry) -> Found:
        """Return what the ladder knows; of a link without what stands behind `#`, which is no part of an entry."""
        found = self._ladder.find_certain(ref.target, entry) if "#" in ref.target else Found("", ())
        target = ref.target.partition("#")[0] if ref.kind is RefKind.LINK else ref.target
        return found if found.targets else self._ladder.find(target, entry, ref.text)

    def _file(self, target: str, entry: Entry) -> str:
        """Return the file of the content folder that a target names, empty text where there is none."""
        target = normalize("NFC", target)
        if target.rpartition("/")[2] not in self._file_names:
            return ""
        if target.startswith("/"):
            below = within(target, self._config.base_path).strip("/")
            candidates = [below, f"{entry.lang}/{below}"]
        else:
            candidates = [posixpath.normpath(posixpath.join(entry.folder, target))]
        return next((self._files[path] for path in candidates if path in self._files), "")

    def _static_file(self, target: str) -> str:
        """Return the file of `static/` that an address names, empty text where there is none."""
        path = within(normalize("NFC", unquote(target)), self._config.base_path)[1:] if target.startswith("/") else ""
        return path if path in self._static else ""

    def _copy(self, ref: Ref, entry: Entry, file: str, tail: str) -> Resolution:
        if file.rpartition(".")[2].lower() not in COPIED:
            hint = "images, audio, video, documents and archives are copied; HTML pages and scripts are not"
            self._report(ref, entry, "file-refused", f"the file '{file}' is not copied", hint)
            return Resolution("")
        if refused := self._refused.get(file):
            message = f"the file '{file}' {refused.reason}, and is not copied"
            self._report(ref, entry, "file-refused", message, refused.hint)
            return Resolution("")
        uri, target = self._place(file)
        if (owner := self._owners[target]) != file:
            self._report(ref, entry, "file-refused", f"the file '{file}' has the address of '{owner}'", "rename it")
            return Resolution("")
        if target.casefold() in self._addresses.folders:
            message = f"the file '{file}' has the address of a page's folder or of a file that programs read"
            self._report(ref, entry, "file-refused", message, "rename it")
            return Resolution("")
        self._copies[file] = target
        return Resolution(self._config.base_path[:-1] + uri + tail, None, "file")

    def _place(self, file: str) -> tuple[str, str]:
        """Return the address of a file in the content folder, and its path in the output."""
        name = unicodedata.normalize("NFC", file)
        lang, _, below = name.partition("/")
        if not self._is_own(name):
            lang, below = self._config.default_language, name
        home = self._addresses.homes[lang].uri
        uri = home[: home.rfind("/") + 1] + quote(below)
        return uri, normalize("NFC", unquote(uri)).lstrip("/")

    def _is_own(self, name: str) -> bool:
        """Tell whether a file is one language's own."""
        return self._config.layout is Layout.FOLDERS and name.partition("/")[0] in self._addresses.homes

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """Return the file that has each path in the output; a language's own goes before one that all share."""
        owners: dict[str, str] = {}
        for name, file in sorted(self._files.items(), key=lambda item: (not self._is_own(item[0]), item[1])):
            owners.setdefault(self._place(name)[1], file)
        return owners

    def _report_missing(self, ref: Ref, entry: Entry, target: str) -> None:
        if ref.kind is RefKind.IMAGE:
            hint = "paths are relative to the entry's file, or begin with a slash at the content folder"
            self._report(ref, entry, "file-missing", f"there is no file '{ref.target}'", hint)
            return
        self._want(target, entry)
        close = self._suggest(target, entry)
        hint = f"did you mean `{close}`?" if close else "no entry has a similar name"
        self._report(ref, entry, "reference-unresolved", f"'{ref.target}' leads to no page", hint)

    def _want(self, target: str, entry: Entry) -> None:
        lang, name = self._ladder.wanted(target, entry)
        self._wanted.append(((lang, loose(name) or name), name))

    def _may_suggest(self) -> bool:
        self._suggestions -= 1
        return self._suggestions >= 0

    def _suggest(self, target: str, entry: Entry) -> str:
        if not self._may_suggest():
            return ""
        if entry.lang not in self._suggesters:
            self._suggesters[entry.lang] = Suggester(filter(None, self._known[entry.lang]))
        own = (entry.head.title, entry.name.rpartition("/")[2])
        return self._suggesters[entry.lang].closest(MARKDOWN.sub("", target).rpartition("/")[2], besides=own)

    def _report(self, ref: Ref, entry: Entry, code: str, message: str, hint: str = "") -> None:
        found = diagnose(code, message, hint=hint, path=entry.path, line=ref.line, column=ref.column)
        self._found.append(found)


def _wanted_terms(wanted: Mapping[tuple[str, str], Sequence[tuple[str, str]]]) -> tuple[WantedTerm, ...]:
    """Return what was asked for in vain, most wanted first."""
    terms = []
    for (lang, _), asked in wanted.items():
        name = min(name for name, _ in asked)
        terms.append(WantedTerm(lang, name, len(asked), tuple(sorted({path for _, path in asked}))))
    return tuple(sorted(terms, key=lambda term: (-term.count, term.lang, term.name)))


def _tail(query: str, fragment: str) -> str:
    """Return query and fragment as they end an address. A file's fragment is a page of a PDF, a time in a film."""
    if not query and not fragment:
        return ""
    return (f"?{quote(query, safe='=&+%')}" if query else "") + (f"#{encode_fragment(fragment)}" if fragment else "")
