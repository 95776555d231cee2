"""Give every page one address, and report those that more than one page wants."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from glossary_ssg.config import Config, Root
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.errors import ConfigError
from glossary_ssg.model import (
    INDEX_NAME,
    Address,
    Addresses,
    Entry,
    EntryType,
    Redirect,
    ReservedNames,
)
from glossary_ssg.resolve.kinds import ENTRY_PERMALINKS, FIRST, HOME, SEARCH, THEN, Kind, KindPage, Lists
from glossary_ssg.text.addresses import SAFE, address_of
from glossary_ssg.text.slugs import segment

_BESIDE = re.compile(r"\.x?html?\.(?:gz|br|md)/")
"""A folder where another form of a page may stand."""


def fill(template: str, config: Config, lang: str, *, path: str = "", slug: str = "") -> Address:
    """Return the address that a permalink template gives. `path` and `slug` are segments, not yet encoded."""
    at_root = config.root is Root.DEFAULT and lang == config.default_language
    text = template.replace("/{lang}", "", 1) if at_root else template.replace("{lang}", lang.lower())
    text = text.replace("{path}", path).replace("{slug}", slug)
    return address_of(quote(re.sub("/{2,}", "/", text or "/"), safe=SAFE))


def assign(entries: Sequence[Entry], lists: Lists, changed: Collection[str], reserved: ReservedNames) -> Addresses:
    """Give addresses in the order of paths; `entries` is sorted by path, `changed` are the languages with changes."""
    return _Registry(lists, reserved).assign(entries, changed)


def _search_page(home: Address) -> Address:
    """Return the address of the search page."""
    return address_of(quote(f"/{_folder(home)}search/", safe=SAFE))


def _folder(home: Address) -> str:
    """Return the output folder for what belongs to a home page: that in which it stands, or one of its own name."""
    return home.path.removesuffix("index.html") if home.path.endswith("index.html") else f"{home.path[:-5]}/"


class _Registry:
    def __init__(self, lists: Lists, names: ReservedNames) -> None:
        self._config = lists.config
        self._lists = lists
        self._names = names
        self._owner: dict[str, str] = {}
        """Address key -> path of the entry, or a description of the generated page."""
        self._reserved: dict[str, str] = {".glossary-ssg.json": "the list of published files"}
        """Beginning of a key -> what stands there that is no page."""
        self._exact: set[str] = set()
        self._folders: set[str] = set()
        self._files: set[str] = set()
        """Keys of files that programs read."""
        self._diagnostics: list[Diagnostic] = []
        self._kept = self._lost = 0
        self._numbers: dict[tuple[str, str, str], int] = {}
        """By template, language and slug: the next number for a page that is named after the same."""

    def assign(self, entries: Sequence[Entry], changed: Collection[str]) -> Addresses:
        config = self._config
        self._claim_root()
        generated: dict[str, Any] = {kind.name: self._give_kind(kind) for kind in FIRST}
        roots = {entry.lang: entry for entry in entries if entry.name == INDEX_NAME}
        homes = self._homes(roots)
        mounts = {lang: config.mount.replace("{lang}", lang.lower()).lstrip("/") for lang in homes}
        site_folder = mounts[config.default_language]
        folders = mounts if config.mount else {lang: _folder(home) for lang, home in homes.items()}
        self._claim_files(site_folder, folders)
        search = self._search_pages(homes)
        generated |= {kind.name: self._give_kind(kind) for kind in THEN}
        generated["changes"] = {lang: address for lang, address in generated["changes"].items() if lang in changed}
        assets = f"/{site_folder}assets/"
        self._reserved[assets.lstrip("/").casefold()] = "the files of the theme"
        given = {entry.path: homes[entry.lang] for entry in roots.values()}
        given |= self._give([entry for entry in entries if entry.path not in given])
        redirects = self._redirects(entries, given)
        return Addresses(
            entries=given,
            homes=homes,
            search=search,
            redirects=redirects,
            folders=frozenset({*self._folders, *self._files}),
            language_folders=folders,
            site_folder=site_folder,
            assets=assets,
            diagnostics=tuple(self._diagnostics),
            kept=self._kept,
            lost=self._lost,
            **generated,
        )

    def _claim_root(self) -> None:
        """Claim what is at the root of a site that is not mounted in another."""
        config = self._config
        if config.mount:
            return
        self._claim("404.html", "\0the page for missing addresses")
        homes = (fill(config.permalinks.home, config, lang) for lang in self._lists.languages)
        if config.root is not Root.DEFAULT and all(home.path != "index.html" for home in homes):
            self._claim("index.html", "\0the home page")

    def _give_kind(self, kind: Kind) -> dict[Any, Address]:
        """Return the addresses of the pages of a kind."""
        return {page.key: self._give_page(kind, page) for page in kind.pages(self._lists)}

    def _give_page(self, kind: Kind, page: KindPage) -> Address:
        template: str = getattr(self._config.permalinks, kind.permalink)
        if page.slug is None:
            return self._generated(fill(template, self._config, page.lang), kind.owner_of(page))
        return self._numbered(template, page.lang, page.slug, kind.owner_of(page))

    def _homes(self, roots: Mapping[str, Entry]) -> dict[str, Address]:
        """Return the home pages: first those whose address follows from the settings, so that no file takes it."""
        pages = list(HOME.pages(self._lists))
        with_url = {lang for lang, entry in roots.items() if entry.head.url}
        in_turn = sorted(pages, key=lambda page: page.lang in with_url)
        homes = {page.key: self._home(page, roots.get(page.lang)) for page in in_turn}
        return {page.key: homes[page.key] for page in pages}

    def _search_pages(self, homes: Mapping[str, Address]) -> dict[str, Address]:
        """Return the search pages, and reserve the files of search indexes."""
        search = {
            page.key: self._generated(_search_page(homes[page.lang]), SEARCH.owner_of(page))
            for page in SEARCH.pages(self._lists)
        }
        for lang, address in search.items():
            folder = address.path.removesuffix("index.html").casefold()
            self._reserved |= {f"{folder}{name}": f"the search index of {lang}" for name in self._names.search}
        for key, owner in self._owner.items():
            if self._is_reserved(key) and not _BESIDE.search(key):
                self._clash(key, owner[1:])
        return search

    def _claim_files(self, site_folder: str, folders: Mapping[str, str]) -> None:
        """Claim what programs read. All of it, even where it is not written: a setting must not move an entry."""
        names = self._names.site if self._config.mount else (*self._names.root, *self._names.site)
        paths = [site_folder + name for name in names]
        paths += [folder + name for folder in folders.values() for name in self._names.language]
        for path in dict.fromkeys(paths):  # the default language's may be the site's
            if not self._claim(path, "\0a file that programs read"):
                self._clash(path.casefold(), "a file that programs read")
            for form in (f"{path}.gz", f"{path}.br"):
                self._claim(form, "\0a file that programs read")
        self._files.update(path.casefold() for path in paths)

    def _home(self, page: KindPage, root: Entry | None) -> Address:
        """Return the address of a language's home page: the `url` of its `_index.md`, else the permalink."""
        address = fill(self._config.permalinks.home, self._config, page.lang)
        wanted = self._wanted(root) if root else None
        if root and wanted and self._claim(wanted.path, f"\0{HOME.owner_of(page)}"):
            address = wanted
            self._kept += 1
        else:
            self._generated(address, HOME.owner_of(page))
            if root and wanted:
                self._report_loser(root, wanted, address)
        return address

    def _generated(self, address: Address, what: str) -> Address:
        if not self._claim(address.path, f"\0{what}"):
            self._clash(address.key, what)
        return address

    def _numbered(self, template: str, lang: str, slug: str, what: str) -> Address:
        """Return an address for a page that is named after something, with a number where its name is another's too."""
        given = template, lang, slug
        for number in range(self._numbers.get(given, 1), len(self._owner) + 2):
            address = fill(template, self._config, lang, slug=slug if number == 1 else f"{slug}-{number}")
            if self._claim(address.path, f"\0{what}"):
                self._numbers[given] = number + 1  # what was taken stays taken
                break
        else:
            self._clash(address.key, what)
        return address

    def _clash(self, key: str, what: str) -> None:
        owner = self._owner_of(key).lstrip("\0")
        message = f"the addresses of {owner} and of {what} are one, or one lies inside of the other: /{key}"
        raise ConfigError((f"{self._config.settings_path}: error: permalinks: {message}",))

    def _give(self, entries: Sequence[Entry]) -> dict[str, Address]:
        given: dict[str, Address] = {}
        losers = []
        for entry in entries:
            wanted = self._wanted(entry) or self._derived(entry)
            if wanted and self._claim(wanted.path, entry.path):
                given[entry.path] = wanted
                self._kept += bool(entry.head.url)
            elif wanted:
                losers.append((entry, wanted))
        for entry, wanted in losers:
            derived = self._derived(entry)
            if derived and derived != wanted and self._claim(derived.path, entry.path):
                given[entry.path] = derived
        for entry, wanted in losers:
            self._report_loser(entry, wanted, given.get(entry.path))
        return given

    def _report_loser(self, entry: Entry, wanted: Address, instead: Address | None) -> None:
        owner = self._owner_of(wanted.key)
        search = f"\0{SEARCH.owner_of(KindPage(entry.lang, entry.lang))}"
        if owner == search and ("layout", "search") in entry.head.extra:
            return  # all that such a file of a Hugo theme says is that a search page belongs here
        self._lost += 1
        outcome = f"it is built at {unquote(instead.uri)} instead" if instead else "no page is built for it"
        if owner.startswith("\0"):
            code, message = "address-generated", f"{unquote(wanted.uri)} is the address of {owner[1:]}; {outcome}"
        else:
            code, message = "address-taken", f"{unquote(wanted.uri)} is the address of {owner} too; {outcome}"
        field = "url" if entry.head.url else "slug"
        self._diagnostics.append(entry.diagnose(code, field, message, "give one of them another `url` or `slug`"))

    def _wanted(self, entry: Entry) -> Address | None:
        """Return the address that an entry's `url` asks for, None where it has none or may not have it."""
        return self._own(entry, entry.head.url, "url") if entry.head.url else None

    def _own(self, entry: Entry, written: str, field: str) -> Address | None:
        # As in Hugo, a leading slash means the site's root, none the language's.
        prefix = "" if written.startswith("/") else fill(self._config.permalinks.home, self._config, entry.lang).uri
        address = address_of(prefix + written)
        if self._config.mount and not self._is_mounted(address):
            self._lost += 1
            message = f"{written} stands outside of {self._config.mount}"
            hint = "the site owns only what is below `mount`"
            self._diagnostics.append(entry.diagnose("address-outside-mount", field, message, hint))
            return None
        return address

    def _is_mounted(self, address: Address) -> bool:
        prefixes = (self._config.mount.replace("{lang}", lang.folder.lower()) for lang in self._config.languages)
        return any(unquote(address.uri).startswith(prefix) for prefix in prefixes)

    def _derived(self, entry: Entry) -> Address | None:
        """Return the address that follows from an entry's path; None, and a diagnostic, where nothing is left of it."""
        names = entry.name.split("/")
        if entry.type is EntryType.SECTION:
            names = names[:-1]
        if entry.head.slug and names:
            names[-1] = entry.head.slug
        parts = [segment(name) for name in names]
        if not all(parts):
            self._lost += 1
            line, column = entry.head.place("slug") if entry.head.slug else (0, 0)
            message = f"'{entry.head.slug or entry.name}' leaves nothing for an address"
            hint = "give the entry a `slug` of letters or digits"
            self._diagnostics.append(
                diagnose("address-unusable", message, hint=hint, path=entry.path, line=line, column=column)
            )
            return None
        template: str = getattr(self._config.permalinks, ENTRY_PERMALINKS[entry.type])
        return fill(template, self._config, entry.lang, path="/".join(parts), slug=parts[-1])

    def _is_reserved(self, key: str) -> bool:
        return key.startswith(tuple(self._reserved)) or _BESIDE.search(key) is not None

    def _owner_of(self, key: str) -> str:
        """Return who has a key: a path, or the description of something generated, with a NUL before it."""
        reserved = next((what for prefix, what in self._reserved.items() if key.startswith(prefix)), "")
        if reserved:
            return f"\0{reserved}"
        above = (key, *(key.rsplit("/", depth)[0] for depth in range(1, key.count("/") + 1)))
        return next((self._owner[path] for path in above if path in self._owner), "a folder of other pages")

    def _claim(self, path: str, owner: str) -> bool:
        """Take a file's path if nobody has it, and if no file stands where it needs a folder or the other way round."""
        key = path.casefold()
        if self._is_reserved(key):
            return False
        parents = ["/".join(key.split("/")[:depth]) for depth in range(1, key.count("/") + 1)]
        if key in self._owner or key in self._folders or any(parent in self._owner for parent in parents):
            return False
        self._owner[key] = owner
        self._exact.add(path)
        self._folders.update(parents)
        return True

    def _redirects(self, entries: Sequence[Entry], given: Mapping[str, Address]) -> tuple[Redirect, ...]:
        redirects = []
        for entry in entries:
            target = given.get(entry.path)
            taken: set[str] = set()
            for alias in entry.head.aliases if target else ():
                address = self._own(entry, alias, "aliases")
                if address is None or (target and address.path == target.path) or address.path in taken:
                    continue
                by_case = address.key in self._owner and address.path not in self._exact
                if by_case:
                    self._exact.add(address.path)
                elif not self._claim(address.path, entry.path):
                    self._lost += 1
                    owner = self._owner_of(address.key).lstrip("\0")
                    message = f"the alias {alias} is the address of {owner}"
                    hint = "delete the alias, or move the page that stands there"
                    self._diagnostics.append(entry.diagnose("alias-taken", "aliases", message, hint))
                    continue
                taken.add(address.path)
                redirects.append(Redirect(address, entry, by_case))
        return tuple(redirects)
