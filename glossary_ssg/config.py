"""`glossary.toml`: what a site is made of. Every key is in KEYS; the table in docs/configuration.md is made from it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from glossary_ssg.diagnostics import CODES, Severity
from glossary_ssg.errors import ConfigError
from glossary_ssg.text.locales import canonical_tag, direction, find_locale, own_name

CONFIG_NAME = "glossary.toml"
CACHE_NAME = ".glossary-cache"
KNOWN_FIELDS = (
    *("title", "translationKey", "description", "keywords", "category", "type", "date", "lastmod", "draft"),
    *("url", "slug", "aliases", "synonyms", "acronym", "reading", "related", "subject", "qualifier"),
)
"""The frontmatter fields that have a meaning here; every other field is kept as it is."""


class Layout(StrEnum):
    """How a file's language is told."""

    FOLDERS = "folders"
    """`content/<language>/term.md`"""
    SUFFIXES = "suffixes"
    """`content/term.<language>.md`; no suffix is the default language."""


class Root(StrEnum):
    """What stands at the site's root address."""

    CHOICE = "choice"
    """A page on which the reader chooses a language."""
    REDIRECT = "redirect"
    """A redirect to the default language."""
    DEFAULT = "default"
    """The default language itself, without its folder in addresses."""


class HtmlMode(StrEnum):
    """What happens to HTML in Markdown."""

    SANITISE = "sanitise"
    ESCAPE = "escape"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site."""

    folder: str
    """Its folder below content/, or its file suffix; also its part of addresses."""
    tag: str
    """BCP 47."""
    name: str
    """In the language itself."""
    title: str
    """The site's title in this language."""
    direction: str
    """`ltr` or `rtl`."""


@dataclass(frozen=True, slots=True)
class Permalinks:
    """Address templates; `{lang}`, `{path}` and `{slug}` are replaced."""

    entry: str = "/{lang}/{path}/"
    page: str = "/{lang}/{path}/"
    section: str = "/{lang}/{path}/"
    index: str = "/{lang}/"
    categories: str = "/{lang}/category/"
    category: str = "/{lang}/category/{slug}/"


@dataclass(frozen=True, slots=True)
class CategoryConfig:
    """A category that the site declares."""

    key: str
    labels: tuple[tuple[str, str], ...]
    """(language folder, label) pairs."""


@dataclass(frozen=True, slots=True)
class Config:
    """A whole site's settings, complete and checked."""

    content: Path
    output: Path
    cache: Path
    root_path: Path
    """The folder that holds glossary.toml; the working directory where there is none."""
    title: str
    base_url: str
    """Scheme and host, or empty where the site does not say."""
    base_path: str
    """Sub-path of every address: begins and ends with a slash."""
    languages: tuple[Language, ...]
    default_language: str
    layout: Layout
    root: Root = Root.CHOICE
    mount: str = ""
    """Prefix template that holds every page, empty where the site owns its root."""
    permalinks: Permalinks = Permalinks()
    categories: tuple[CategoryConfig, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """(name in the files, field or `label.<language>`) pairs."""
    severities: tuple[tuple[str, Severity], ...] = ()
    html: HtmlMode = HtmlMode.SANITISE
    theme: str = "default"
    drafts: bool = False

    def language(self, folder: str) -> Language:
        """Return a language by its folder name; KeyError where there is none."""
        for language in self.languages:
            if language.folder == folder:
                return language
        raise KeyError(folder)


@dataclass(frozen=True, slots=True)
class Key:
    """A key that `glossary.toml` may have."""

    name: str
    """Dotted; `*` stands for a name that the site chooses."""
    type: str
    """`text`, or the accepted values separated by ` | `."""
    default: str
    meaning: str


_PERMALINKS = Permalinks()

KEYS: tuple[Key, ...] = (
    Key("title", "text", "the content folder's parent", "The site's title."),
    Key("base_url", "text", "`/`", "Where the site will stand: `https://example.org/`, with a sub-path if it has one."),
    Key("content", "text", "`content`", "The folder with the entries, relative to this file."),
    Key("output", "text", "`output`", "The folder to publish to, relative to this file."),
    Key("theme", "text", "`default`", "A folder below `themes/`, or the built-in theme."),
    Key("default_language", "text", "`en`, else the first", "The language of links such as `/term/`, and `x-default`."),
    Key(
        "root",
        "choice | redirect | default",
        "`choice`",
        "What `/` shows: a choice of languages, a redirect, or the default language.",
    ),
    Key("mount", "text", "none", "Own only this prefix, such as `/{lang}/glossary/`, and write nothing outside it."),
    Key("html", "sanitise | escape", "`sanitise`", "Clean HTML in Markdown, or show it as text."),
    Key("languages.*.tag", "text", "from the name", "BCP 47 tag. `*` is the language's folder or file suffix."),
    Key("languages.*.name", "text", "from Unicode CLDR", "The language's name in itself."),
    Key("languages.*.title", "text", "`title`", "The site's title in this language."),
    Key("languages.*.direction", "ltr | rtl", "from Unicode CLDR", "Direction of its script."),
    Key("permalinks.entry", "text", f"`{_PERMALINKS.entry}`", "Address of an entry."),
    Key("permalinks.page", "text", f"`{_PERMALINKS.page}`", "Address of a file with `type: page`."),
    Key("permalinks.section", "text", f"`{_PERMALINKS.section}`", "Address of a folder with an `_index.md`."),
    Key("permalinks.index", "text", f"`{_PERMALINKS.index}`", "Address of a language's index."),
    Key("permalinks.categories", "text", f"`{_PERMALINKS.categories}`", "Address of the list of categories."),
    Key("permalinks.category", "text", f"`{_PERMALINKS.category}`", "Address of a category."),
    Key("categories.*.*", "text", "none", 'Label of a category in a language: `[categories.key]`, `en = "Label"`.'),
    Key("fields.*", "text", "none", "Map a field of your files to a known one, or to `label.<language>`."),
    Key("severities.*", "error | warning | note | off", "per code", "Severity of a diagnostic code."),
)


@dataclass(slots=True)
class _Mistakes:
    """Collects mistakes of one file with the lines they stand in."""

    path: Path
    text: str
    found: list[str] = field(default_factory=list)

    def add(self, key: str, message: str, hint: str = "") -> None:
        line = _find_line(self.text, key)
        place = f"{self.path}:{line}" if line else f"{self.path}"
        self.found.append(f"{place}: error: {key}: {message}" + (f"\n  hint: {hint}" if hint else ""))


def load_config(
    *,
    config: Path | None = None,
    content: Path | None = None,
    output: Path | None = None,
    base_url: str | None = None,
    drafts: bool = False,
) -> Config:
    """Read the site's settings: `config`, else `glossary.toml` beside the content folder, else the defaults.

    What is passed here wins over the file. Raises ConfigError with all mistakes at once.
    """
    path = config or (content or Path("content")).parent / CONFIG_NAME
    text = ""
    data: dict[str, Any] = {}
    if config or path.is_file():
        text, data = _read(path)
        root_path = path.parent
    else:
        root_path = Path()
    mistakes = _Mistakes(path, text)
    data = _check_keys(data, mistakes)
    content_path = content or root_path / data.get("content", "content")
    output_path = output or root_path / data.get("output", "output")
    if not content_path.is_dir():
        place = f"{path}: error: content" if text else "error: --content"
        missing = f"{place}: there is no folder '{content_path}'\n  hint: `glossary-ssg init` makes a site"
        raise ConfigError((*mistakes.found, missing))
    _check_output(content_path, output_path, root_path, mistakes)
    result = _make(data, content_path, output_path, root_path, base_url, mistakes)
    if mistakes.found:
        raise ConfigError(tuple(mistakes.found))
    return replace(result, drafts=drafts)


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f"{path}:{place[1]}:{place[2]}" if place else str(path)
        raise ConfigError((f"{where}: error: {str(error).split(' (at ')[0]}",)) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigError((f"{path}: error: cannot be read: {reason}",)) from error


def _check_keys(data: Mapping[str, Any], mistakes: _Mistakes) -> dict[str, Any]:
    """Report what KEYS does not allow and return the rest, so that later checks find their mistakes too."""
    good: dict[str, Any] = {name: {} for name, value in data.items() if isinstance(value, dict)}
    good.get("languages", {}).update((name, {}) for name in data.get("languages", {}))
    for parts, value in _leaves(data):
        name = ".".join(parts)
        key = next((key for key in KEYS if _matches(key.name, parts)), None)
        if key is None:
            names = [key.name for key in KEYS if "*" not in key.name]
            close = get_close_matches(name, names, n=1)
            mistakes.add(
                name, "there is no such key", f"did you mean `{close[0]}`?" if close else "see the table of keys"
            )
        elif not isinstance(value, str):
            mistakes.add(name, f"must be text, not {type(value).__name__}")
        elif " | " in key.type and value not in (accepted := key.type.split(" | ")):
            mistakes.add(name, f"'{value}' is none of {', '.join(accepted)}")
        else:
            table = good
            for part in parts[:-1]:
                table = table.setdefault(part, {})
            table[parts[-1]] = value
    return good


def _leaves(data: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (key path, value); an empty table under `languages` counts as a language with nothing but defaults."""
    for name, value in data.items():
        parts = (*above, name)
        if isinstance(value, dict) and len(parts) < 3:
            yield from _leaves(value, parts)
        else:
            yield parts, value


def _matches(pattern: str, parts: tuple[str, ...]) -> bool:
    wanted = pattern.split(".")
    if len(wanted) == 2 and wanted[1] == "*":  # names that the site chooses may hold full stops
        return len(parts) >= 2 and parts[0] == wanted[0]
    return len(wanted) == len(parts) and all(want in ("*", part) for want, part in zip(wanted, parts, strict=True))


def _find_line(text: str, key: str) -> int:
    """Return the 1-based line in which a dotted key is set, 0 where it cannot be found."""
    table, best = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = header[1].replace('"', "").replace("'", "")
            if table == key:
                return number
        elif setting := re.match(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*=""", line):
            name = setting[1] or setting[2] or setting[3]
            full = f"{table}.{name}" if table else name
            if full == key:
                return number
            if key.startswith(f"{full}."):
                best = number
    return best


def _check_output(content: Path, output: Path, root: Path, mistakes: _Mistakes) -> None:
    inside, outside = output.resolve(), content.resolve()
    if inside == outside or outside in inside.parents or inside in outside.parents:
        mistakes.add("output", f"'{output}' and the content folder '{content}' must not hold each other")
    elif inside == root.resolve():
        mistakes.add("output", f"'{output}' is the project's own folder", "publish to a folder of its own")


def _make(
    data: Mapping[str, Any], content: Path, output: Path, root: Path, base_url: str | None, mistakes: _Mistakes
) -> Config:
    url, base_path = _base(data.get("base_url", "/") if base_url is None else base_url, mistakes)
    title = data.get("title") or content.resolve().parent.name
    layout, folders = _find_languages(content, tuple(data.get("languages", {})), data.get("default_language"))
    languages = tuple(
        _language(folder, data.get("languages", {}).get(folder, {}), title, mistakes) for folder in folders
    )
    default = data.get("default_language") or ("en" if "en" in folders else folders[0])
    if default not in folders:
        mistakes.add("default_language", f"'{default}' is none of the languages {', '.join(folders)}")
    mount = data.get("mount", "")
    if mount and not re.fullmatch(r"/(?:[^/\s]+/)+", mount):
        mistakes.add("mount", f"'{mount}' must begin and end with a slash", "for example `/{lang}/glossary/`")
    rootmode = Root(data.get("root", Root.CHOICE))
    if mount and "root" in data:
        mistakes.add("root", "has no meaning beside `mount`, which leaves the root to others")
    return Config(
        content=content,
        output=output,
        cache=root / CACHE_NAME,
        root_path=root,
        title=title,
        base_url=url,
        base_path=base_path,
        languages=languages,
        default_language=default,
        layout=layout,
        root=rootmode,
        mount=mount,
        permalinks=_permalinks(data.get("permalinks", {}), mount, len(folders) > 1, mistakes),
        categories=_categories(data.get("categories", {}), folders, mistakes),
        fields=_fields(data.get("fields", {}), mistakes),
        severities=_severities(data.get("severities", {}), mistakes),
        html=HtmlMode(data.get("html", HtmlMode.SANITISE)),
        theme=data.get("theme", "default"),
    )


def _base(value: str, mistakes: _Mistakes) -> tuple[str, str]:
    """Split `https://host/sub/` into (`https://host`, `/sub/`)."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("ftp:")
    complete = parts.scheme in ("http", "https") and parts.netloc
    path_only = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not (complete or path_only) or parts.query or parts.fragment or ".." in parts.path or re.search(r"\s", value):
        mistakes.add("base_url", f"'{value}' is no address", "for example `https://example.org/glossary/`")
        return "", "/"
    path = "/" + parts.path.strip("/")
    return (f"{parts.scheme}://{parts.netloc}" if complete else ""), path if path == "/" else path + "/"


def _find_languages(content: Path, configured: tuple[str, ...], default: str | None) -> tuple[Layout, tuple[str, ...]]:
    """Tell languages by the folders at the top of content/, if all are known or configured, else by suffixes."""
    folders = sorted(item.name for item in os.scandir(content) if item.is_dir() and not item.name.startswith("."))
    if configured:
        layout = Layout.FOLDERS if any(name in folders for name in configured) else Layout.SUFFIXES
        return layout, configured
    if folders and all(find_locale(name) for name in folders):
        return Layout.FOLDERS, tuple(folders)
    suffixes = {
        suffix
        for _, _, names in os.walk(content)
        for name in names
        if name.endswith(".md") and (suffix := file_suffix(name)) and find_locale(suffix)
    }
    return Layout.SUFFIXES, tuple(sorted(suffixes | {default or "en"}))


def file_suffix(name: str) -> str:
    """Return `ja` for `term.ja.md`, empty text where there is no second extension."""
    stem, _, _ = name.rpartition(".")
    return stem.rpartition(".")[2] if "." in stem else ""


def _language(folder: str, data: Mapping[str, str], title: str, mistakes: _Mistakes) -> Language:
    tag = canonical_tag(data.get("tag", folder))
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag):
        mistakes.add(f"languages.{folder}.tag", f"'{tag}' is no language tag", "for example `en` or `zh-Hant`")
    if not re.fullmatch(r"[^\W_][\w-]*", folder):
        mistakes.add(f"languages.{folder}", "is the name of a folder: letters, digits and hyphens")
    return Language(
        folder=folder,
        tag=tag,
        name=data.get("name") or own_name(tag),
        title=data.get("title", title),
        direction=data.get("direction") or direction(tag),
    )


def _permalinks(data: Mapping[str, str], mount: str, several: bool, mistakes: _Mistakes) -> Permalinks:
    values = {name: getattr(_PERMALINKS, name) for name in Permalinks.__dataclass_fields__}
    if mount:
        values = {name: value.replace("/{lang}/", mount, 1) for name, value in values.items()}
    values |= data
    for name, template in values.items():
        key, needed = f"permalinks.{name}", {"index": (), "categories": (), "category": ("{slug}",)}
        unknown = set(re.findall(r"\{[^}]*\}?", template)) - {"{lang}", "{path}", "{slug}"}
        if unknown:
            mistakes.add(
                key, f"unknown placeholder {', '.join(sorted(unknown))}", "there are {lang}, {path} and {slug}"
            )
        elif not template.startswith("/") or ".." in template or re.search(r"[\s\\?#]", template):
            mistakes.add(key, f"'{template}' must be an address that begins with a slash")
        elif not any(part in template for part in needed.get(name, ("{path}", "{slug}"))) and needed.get(name) != ():
            mistakes.add(key, f"'{template}' gives every page the same address", "put {path} or {slug} in it")
        elif mount and not template.startswith(mount):
            mistakes.add(key, f"'{template}' stands outside of `mount`", f"begin it with `{mount}`")
        elif several and "{lang}" not in template:
            mistakes.add(key, f"'{template}' gives every language the same address", "put {lang} in it")
    return Permalinks(**values)


def _categories(
    data: Mapping[str, Mapping[str, str]], folders: tuple[str, ...], mistakes: _Mistakes
) -> tuple[CategoryConfig, ...]:
    for key, labels in data.items():
        for folder in labels if isinstance(labels, dict) else ():
            if folder not in folders:
                mistakes.add(f"categories.{key}.{folder}", f"'{folder}' is none of the languages {', '.join(folders)}")
    return tuple(CategoryConfig(key, tuple(labels.items())) for key, labels in data.items() if isinstance(labels, dict))


def _fields(data: Mapping[str, Any], mistakes: _Mistakes) -> tuple[tuple[str, str], ...]:
    pairs = []
    for name, target in ((".".join(parts), value) for parts, value in _leaves(data)):
        if target not in KNOWN_FIELDS and not re.fullmatch(r"label\.[\w-]+", target):
            close = get_close_matches(target, KNOWN_FIELDS, n=1)
            hint = f"did you mean `{close[0]}`?" if close else "a field of an entry, or `label.<language>`"
            mistakes.add(f"fields.{name}", f"there is no field '{target}'", hint)
        pairs.append((name, target))
    return tuple(pairs)


def _severities(data: Mapping[str, str], mistakes: _Mistakes) -> tuple[tuple[str, Severity], ...]:
    for code in data:
        if code not in CODES:
            close = get_close_matches(code, CODES, n=1)
            mistakes.add(f"severities.{code}", "there is no such code", f"did you mean `{close[0]}`?" if close else "")
    return tuple((code, Severity(value)) for code, value in data.items() if code in CODES)
