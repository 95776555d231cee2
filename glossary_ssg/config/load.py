"""Read `glossary.toml`, fill in the defaults and check everything, all errors at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from glossary_ssg.config.keys import belonging, check_keys, config_keys
from glossary_ssg.config.look import look
from glossary_ssg.config.nearest import nearest_settings
from glossary_ssg.config.settings import leaves, values_of
from glossary_ssg.config.severities import read_rules, read_severities
from glossary_ssg.config.values import (
    BUILTIN_THEMES,
    CACHE_NAME,
    CONFIG_NAME,
    MARKDOWN_SUFFIXES,
    THEMES,
    AutolinkConfig,
    CategoryConfig,
    Config,
    Direction,
    Language,
    Layout,
    Permalinks,
    Redirects,
    Root,
)
from glossary_ssg.errors import ConfigError, ReadError
from glossary_ssg.files import shown
from glossary_ssg.model import FIELDS_BY_NAME
from glossary_ssg.readers import CONTROL, TomlErrors, read_toml
from glossary_ssg.text.closest import closest
from glossary_ssg.text.folding import fold
from glossary_ssg.text.locales import canonical_tag, direction, find_locale, own_name

_PERMALINKS = Permalinks()
_NEEDED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("home", "index", "categories", "wanted", "whole", "changes"), ()),
    **dict.fromkeys(("category", "letter", "senses"), ("{slug}",)),
}
"""Placeholders of which a permalink needs one, and that it may have beside {lang}; others need {path} or {slug}."""

_NO_ADDRESS = re.compile(r'[\s\x00-\x1f\x7f"<>\\^`{|}]')
"""What no address holds, see RFC 3986."""


def load_config(
    *,
    config: Path | None = None,
    content: Path | None = None,
    output: Path | None = None,
    base_url: str | None = None,
    drafts: bool = False,
    precompress: bool = False,
    markdown: bool = False,
    noindex: bool = False,
) -> Config:
    """Read the site's settings: `config`, else `glossary.toml` beside the content folder, else the defaults.

    What is passed here wins over the file. Raises ConfigError with all errors at once.
    """
    path, root_path = find_site(config, content)
    errors = TomlErrors(path)
    data: dict[str, Any] = {}
    if config or os.path.lexists(path):  # a folder or a broken link of this name is reported
        try:
            errors, data = read_toml(path)
        except ReadError as error:
            raise ConfigError((str(error),)) from error
    given = {"content": content, "output": output, "base_url": base_url}
    errors.options = {key: f"--{key.replace('_', '-')}" for key, value in given.items() if value is not None}
    data = check_keys(data, config_keys(), errors, "docs/configuration.md lists all keys")
    content_path = content or root_path / data.get("content", "content")
    output_path = output or root_path / data.get("output", "output")
    _check_theme(data.get("theme", "default"), root_path, errors)
    # Unlike the method of a path, this takes a name that is too long for one that does not exist.
    if not os.path.isdir(content_path):  # noqa: PTH112
        if not (config or content or os.path.lexists(path)) and (other := nearest_settings(Path())):
            message = f"error: no {CONFIG_NAME} here; the nearest is {other.as_posix()}"
            hint = f"run `cd {other.parent.as_posix()}`, or add `--config {other.as_posix()}`"
            raise ConfigError((f"{message}\n  hint: {hint}",), content_path)
        errors.add("content", f"there is no folder '{content_path}'", "`glossary-ssg init FOLDER` makes a site")
        _base(data.get("base_url", "/") if base_url is None else base_url, errors)
        read_severities(data.get("severities", {}), errors)
        read_rules(data.get("severities_for", ()), None, errors)
        raise ConfigError(tuple(errors.messages), content_path)
    _check_output(content_path, output_path, root_path, errors)
    result = _make(data, content_path, output_path, path, root_path, base_url, errors)
    if errors.messages:
        raise ConfigError(tuple(errors.messages))
    formats = replace(result.formats, markdown=result.formats.markdown or markdown)
    return replace(result, drafts=drafts, precompress=precompress, formats=formats, noindex=noindex)


def find_site(config: Path | None, content: Path | None) -> tuple[Path, Path]:
    """Return where the settings of a site stand, or would stand, and the folder that its paths begin from."""
    path = config or (content or Path("content")).parent / CONFIG_NAME
    return path, path.parent if config or os.path.lexists(path) else Path()


def _check_theme(name: str, root: Path, errors: TomlErrors) -> None:
    folder = root / THEMES
    names = {*BUILTIN_THEMES, *(path.name for path in folder.glob("*") if path.is_dir())}
    if name in names:
        return
    close = closest(name, sorted(names))
    hint = f"did you mean `{close}`?" if close else f"a theme is a folder below {folder}"
    errors.add("theme", f"there is no theme '{name}'", hint)


def _check_output(content: Path, output: Path, root: Path, errors: TomlErrors) -> None:
    inside, outside = Path(os.path.realpath(output)), Path(os.path.realpath(content))
    if inside == outside or outside in inside.parents or inside in outside.parents:
        errors.add("output", f"'{output}' and the content folder '{content}' must not hold each other")
    elif inside == Path(os.path.realpath(root)):
        errors.add("output", f"'{output}' is the project's own folder", "publish to a folder of its own")


def _make(
    data: Mapping[str, Any],
    content: Path,
    output: Path,
    settings: Path,
    root: Path,
    base_url: str | None,
    errors: TomlErrors,
) -> Config:
    url, base_path = _base(data.get("base_url", "/") if base_url is None else base_url, errors)
    title = data.get("title") or CONTROL.sub("\ufffd", shown(content.resolve().parent.name))
    languages, layout, strays = _languages(data, content, title, errors)
    folders = tuple(language.folder for language in languages)
    default = data.get("default_language") or ("en" if "en" in folders else folders[0])
    if default not in folders:
        errors.add("default_language", f"'{default}' is none of the languages {', '.join(folders)}")
    values = values_of(Config, data)
    mount = _mount(values, len(folders) > 1, errors)
    at_root = default if values.get("root") is Root.DEFAULT else ""
    own: dict[str, Any] = {
        "content": content,
        "output": output,
        "cache": root / CACHE_NAME,
        "root_path": root,
        "settings_path": settings,
        "title": title,
        "base_url": url,
        "base_path": base_path,
        "languages": languages,
        "default_language": default,
        "layout": layout,
        "strays": strays,
        "mount": mount,
        "permalinks": _permalinks(data.get("permalinks", {}), mount, folders, at_root, errors),
        "categories": _categories(data.get("categories", {}), folders, errors),
        "fields": _fields(data.get("fields", {}), errors),
        "severities": read_severities(data.get("severities", {}), errors),
        "severities_for": read_rules(data.get("severities_for", ()), folders, errors),
    }
    return Config(**(values | own | look(data, content, root, folders, errors)))


def _languages(
    data: Mapping[str, Any], content: Path, title: str, errors: TomlErrors
) -> tuple[tuple[Language, ...], Layout, tuple[str, ...]]:
    """Return the languages, how files show theirs, and the folders that keep others from being languages."""
    tables = data.get("languages", {})
    try:
        layout, folders, strays = _find_languages(content, tables, data.get("default_language"))
    except OSError as error:
        raise ConfigError((f"error: {content}: cannot be read: {error.strerror}",)) from error
    shared = data.get("autolink", {})
    languages = tuple(_language(folder, tables.get(folder, {}), title, shared, errors) for folder in folders)
    for folder in tables:
        if folder not in folders:
            _report_language(folder, folders, strays, errors)
    for folder in folders:
        if any(folder != other and folder.lower() == other.lower() for other in folders):
            errors.add(f"languages.{folder}", "differs from another language by case only")
    _check_tags(languages, errors)
    return languages, layout, strays


def _mount(values: Mapping[str, Any], several: bool, errors: TomlErrors) -> str:
    """Return the checked `mount`, and report the settings that contradict it."""
    mount: str = values.get("mount", "")
    if mount and (problem := _mount_problem(mount, several)):
        errors.add("mount", f"'{mount}' {problem}", "for example `/{lang}/glossary/`")
        return ""
    if mount and "root" in values:
        errors.add("root", "has no meaning beside `mount`, which leaves the root to others")
    if mount and values.get("redirects") is Redirects.FILE:
        errors.add("redirects", "needs a file at the root, which `mount` leaves to others", 'write "pages"')
    return mount


def _mount_problem(mount: str, several: bool) -> str:
    if not re.fullmatch(r"/(?:[^/\s\\?#]+/)+", mount) or ".." in mount:
        return "must begin and end with a slash"
    if unknown := set(re.findall(r"\{[^}]*\}?", mount)) - {"{lang}"}:
        return f"has the unknown placeholder {', '.join(sorted(unknown))}"
    return "needs {lang}, as there are several languages" if several and "{lang}" not in mount else ""


def _base(value: str, errors: TomlErrors) -> tuple[str, str]:
    """Split `https://host/sub/` into (`https://host`, `/sub/`)."""
    try:
        parts = urlsplit(value)
        host = parts.hostname if parts.port != 0 else ""  # asking for the port raises where it is none
    except ValueError:
        parts, host = urlsplit("ftp:"), ""
    complete = parts.scheme in ("http", "https") and host
    path_only = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    has_dots = any(part in (".", "..") for part in unquote(parts.path).split("/"))
    if not (complete or path_only) or parts.query or parts.fragment or has_dots or not _is_address(value):
        errors.add("base_url", f"'{value}' is no address", "for example `https://example.org/glossary/`")
        return "", "/"
    path = "/" + parts.path.strip("/")
    return (f"{parts.scheme}://{parts.netloc}" if complete else ""), path if path == "/" else path + "/"


def _is_address(value: str) -> bool:
    return not _NO_ADDRESS.search(value) and value == shown(value)


def _find_languages(
    content: Path, tables: Mapping[str, Mapping[str, Any]], default: str | None
) -> tuple[Layout, tuple[str, ...], tuple[str, ...]]:
    """Tell languages by the folders at the top of content/, if all are known or declared, else by suffixes.

    A table that holds nothing but `autolink` declares none: it sets what holds for a language that is found. The third
    value are the folders that keep others from being languages.
    """
    folders = sorted(item.name for item in os.scandir(content) if _holds_markdown(item))
    declared = [name for name, table in tables.items() if table.keys() != {"autolink"}]
    named = tuple(name for name in folders if find_locale(name))
    strays = tuple(name for name in folders if name not in named and name not in declared)
    is_by_folders = bool(folders and not strays) or any(name in folders for name in declared)
    if is_by_folders:
        found = named
    else:
        suffixes = {suffix for name in _markdown_names(content) if (suffix := file_suffix(name))}
        found = tuple(sorted(filter(find_locale, suffixes)))
    layout = Layout.FOLDERS if is_by_folders else Layout.SUFFIXES
    if declared:
        return layout, tuple(name for name in tables if name in declared or name in found), ()
    if not is_by_folders:
        found = tuple(sorted({*found, default or "en"}))
    return layout, found, strays if named else ()


def _report_language(folder: str, folders: tuple[str, ...], strays: tuple[str, ...], errors: TomlErrors) -> None:
    """Report settings for a language that is neither declared nor found."""
    if strays and find_locale(folder):
        message = f"is no language of the site, because the folder '{strays[0]}' is none"
        hint = f'declare your languages, for example by `tag = "{folder}"` below `[languages.{folder}]`'
    else:
        close = closest(folder, folders, cutoff=0.5)
        message = "there is no such language in the content"
        hint = f"did you mean `{close}`?" if close else f"the languages are {', '.join(folders)}"
    errors.add(f"languages.{folder}", message, hint)


def _markdown_names(content: Path) -> Iterator[str]:
    """Yield the names of all Markdown files that are not hidden, nor in a hidden folder."""
    for _, below, names in os.walk(content):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (name for name in names if name.endswith(MARKDOWN_SUFFIXES) and not name.startswith("."))


def _holds_markdown(folder: os.DirEntry[str]) -> bool:
    if folder.name.startswith(".") or shown(folder.name) != folder.name:
        return False
    # Unlike an entry's own method, that of a path takes links in a circle for no folder.
    return Path(folder.path).is_dir() and any(_markdown_names(Path(folder.path)))


def file_suffix(name: str) -> str:
    """Return `ja` for `term.ja.md`, in lower case, empty text where there is no second extension."""
    stem, _, _ = name.rpartition(".")
    return stem.rpartition(".")[2].lower() if "." in stem else ""


def _language(
    folder: str, data: Mapping[str, Any], title: str, autolink: Mapping[str, Any], errors: TomlErrors
) -> Language:
    tag = canonical_tag(data.get("tag", folder))
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag):
        errors.add(f"languages.{folder}.tag", f"'{tag}' is no language tag", "for example `en` or `zh-Hant`")
    if not re.fullmatch(r"[^\W_][\w-]*", folder):
        errors.add(f"languages.{folder}", "is the name of a folder: letters, digits and hyphens")
    values: dict[str, Any] = {"name": own_name(tag), "title": title, "direction": Direction(direction(tag))}
    values |= {name: value for name, value in values_of(Language, data).items() if value != ""}
    return Language(
        **(values | {"folder": folder, "tag": tag, "autolink": _autolink(autolink, data.get("autolink", {}))})
    )


def _check_tags(languages: Sequence[Language], errors: TomlErrors) -> None:
    taken: dict[str, str] = {}
    for language in languages:
        other = taken.setdefault(language.tag, language.folder)
        # What two folders are told that differ by case is enough.
        if other.lower() != language.folder.lower():
            key, message = f"languages.{language.folder}.tag", f"'{language.tag}' is the tag of '{other}' too"
            errors.add(key, message, "programs tell languages by their tags: give each one of its own")


def _autolink(site: Mapping[str, Any], own: Mapping[str, Any]) -> AutolinkConfig:
    """Join the site's settings with a language's: its own win, lists of names add up."""
    names = {key: (*site.get(key, ()), *own.get(key, ())) for key in ("stop", "always")}
    return AutolinkConfig(**(dict(site) | dict(own) | names))


def _permalinks(
    data: Mapping[str, str], mount: str, folders: tuple[str, ...], at_root: str, errors: TomlErrors
) -> Permalinks:
    """Return the templates of addresses, checked. `at_root` is the language that stands at the root, if one does."""
    values = {name: getattr(_PERMALINKS, name) for name in Permalinks.__struct_fields__}
    if mount:
        values = {name: value.replace("/{lang}/", mount, 1) for name, value in values.items()}
    values |= data
    taken: dict[str, str] = {}
    for name, template in values.items():
        key, needed = f"permalinks.{name}", _NEEDED.get(name, ("{path}", "{slug}"))
        known = ("{lang}", *needed)
        places = {_place(template, folder, is_at_root=folder == at_root) for folder in folders}
        if unknown := set(re.findall(r"\{[^}]*\}?", template)) - {*known}:
            errors.add(key, f"unknown placeholder {', '.join(sorted(unknown))}", f"it may hold {', '.join(known)}")
        elif not template.startswith("/") or ".." in template or re.search(r"[\s\\?#]", template):
            errors.add(key, f"'{template}' must be an address that begins with a slash")
        elif needed and not any(part in template for part in needed):
            hint = f"put {' or '.join(needed)} in it"
            errors.add(key, f"'{template}' gives every page the same address", hint)
        elif mount and not template.startswith(mount):
            errors.add(key, f"'{template}' stands outside of `mount`", f"begin it with `{mount}`")
        elif len(folders) > 1 and "{lang}" not in template:
            errors.add(key, f"'{template}' gives every language the same address", "put {lang} in it")
        elif other := next((taken[place] for place in sorted(places) if place in taken), ""):
            errors.add(key, f"'{template}' is the address of `permalinks.{other}` too")
        elif not needed:
            taken |= dict.fromkeys(places, name)
    return Permalinks(**values)


def _place(template: str, folder: str, *, is_at_root: bool) -> str:
    """Return where a page of a language stands: the same for templates that give one file."""
    text = template.replace("/{lang}", "", 1) if is_at_root else template.replace("{lang}", folder)
    text = re.sub("/{2,}", "/", normalize("NFC", unquote(text))).casefold()
    return text.removesuffix("index.html").strip("/")


def _categories(
    data: Mapping[str, Mapping[str, str]], folders: tuple[str, ...], errors: TomlErrors
) -> tuple[CategoryConfig, ...]:
    taken: dict[tuple[str, str], str] = {}
    for key, labels in data.items():
        for folder, label in labels.items():
            if (other := taken.setdefault((folder, fold(label)), key)) != key:
                message = f"'{label}' is the label of `categories.{other}` too"
                errors.add(f"categories.{key}.{folder}", message, "entries could not say which of them they are in")
            if folder not in folders:
                message = f"'{folder}' is none of the languages {', '.join(folders)}"
                errors.add(f"categories.{key}.{folder}", message, belonging(("categories", key, folder)))
    return tuple(CategoryConfig(key, tuple(labels.items())) for key, labels in data.items())


def _fields(data: Mapping[str, Any], errors: TomlErrors) -> tuple[tuple[str, str], ...]:
    pairs = []
    for name, target in ((".".join(parts), value) for parts, value in leaves(data)):
        if target not in FIELDS_BY_NAME and not re.fullmatch(r"label\.[\w-]+", target):
            close = closest(target, FIELDS_BY_NAME)
            hint = f"did you mean `{close}`?" if close else belonging(("fields", name))
            hint = hint or "write a field of an entry, or `label.<language>`"
            errors.add(f"fields.{name}", f"there is no field '{target}'", hint)
        pairs.append((name, target))
    return tuple(pairs)
