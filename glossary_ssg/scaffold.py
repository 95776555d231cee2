"""Make the files that a person would otherwise begin with by hand: a new site, a new entry, a file of a theme."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from msgspec import Struct

from glossary_ssg.config import Config, Layout, file_suffix
from glossary_ssg.errors import GlossaryError, OutputError
from glossary_ssg.files import shown, write_file
from glossary_ssg.limits import NEW_NAME_BYTES, NEW_TITLE_CHARACTERS, TEMPLATE_BYTES
from glossary_ssg.model import INDEX_NAME
from glossary_ssg.readers import CONTROL, brief, read_text
from glossary_ssg.text.closest import closest
from glossary_ssg.text.locales import find_locale
from glossary_ssg.text.slugs import is_device, segment
from glossary_ssg.theme import builtin_themes, find_theme

ARCHETYPES = "archetypes"
"""The folder of models of new files, beside glossary.toml."""
_ENTRY = """\
---
title: "{{ title }}"
translationKey: "{{ key }}"
description: ""
date: {{ date }}
lastmod: {{ date }}
type: glossary
draft: true
---

"""
_PLACEHOLDER = re.compile(r'(?P<quote>")?(?P<all>\{\{-?\s*(?P<name>\.?\w+)\s*-?\}\})"?')
_HUGO_NAMES = {".Name": "title", ".Title": "title", ".Date": "date", ".Lang": "lang"}
"""What Hugo calls them."""
OWN_THEME = "site"
"""The folder of a site's own theme, where the site does not name one."""


def init_site(folder: Path) -> list[Path]:
    """Write a small site into a folder and return its files. Raises GlossaryError if the folder holds anything."""
    check_folder(folder)
    if os.path.lexists(folder) and not (folder.is_dir() and _is_empty(folder)):
        raise GlossaryError(f"error: '{folder}' is not empty\n  hint: choose a folder that does not exist yet")
    written: list[Path] = []
    _copy(resources.files("glossary_ssg") / "starter", folder, written)
    return written


def check_folder(folder: Path) -> None:
    """Refuse names that not every system can have. Raises GlossaryError; names of folders that exist are fine."""
    for path in (folder, *folder.parents):
        if not path.name or path.name == ".." or os.path.lexists(path):
            continue
        if problem := _name_problem(path.name):
            message = f"error: FOLDER: '{brief(path.name)}' cannot be the name of a folder: {problem}"
            raise GlossaryError(f"{message}\n  hint: use letters, digits and hyphens")


def _name_problem(name: str) -> str:
    """Return why a file system somewhere does not take a name, empty text where all do."""
    if name != shown(name):
        return "it is not UTF-8"
    if CONTROL.search(name):
        return "it holds a control character"
    if bad := re.search(r'[<>:"|?*\\]', name):
        return f"it holds `{bad[0]}`"
    if name.endswith((".", " ")):
        return "it ends with a dot or a space"
    if is_device(name):
        return "Windows reserves it for a device"
    if len(name.encode()) > NEW_NAME_BYTES:
        return f"it is longer than {NEW_NAME_BYTES} bytes"
    return ""


def _is_empty(folder: Path) -> bool:
    """Tell whether a folder holds nothing, or nothing but the repository that was just created in it."""
    try:
        return not any(path.name != ".git" for path in folder.iterdir())
    except OSError as error:
        raise OutputError(f"error: {folder}: cannot be read: {error.strerror}") from error


def _copy(source: Traversable, target: Path, written: list[Path]) -> None:
    for item in sorted(source.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            _copy(item, target / item.name, written)
        else:
            # A file named `.gitignore` would hide the others from version control of this package.
            path = target / item.name.replace("dot-", ".", 1)
            text = item.read_text(encoding="utf-8").replace("2026-01-01", date.today().isoformat())
            write_file(path, text.encode())
            written.append(path)


class Created(Struct, frozen=True, gc=False):
    """New files, and those that existed already and were left alone."""

    written: tuple[Path, ...]
    skipped: tuple[Path, ...]


def new_entry(config: Config, title: str, languages: Sequence[str]) -> Created:
    """Write an empty entry in each language, into the folder that most entries of the language are in.

    The text is that of `archetypes/entry.md` if the site has one. Raises GlossaryError for an unknown language, a title
    that gives no file name, or if all files exist.
    """
    name = _name(config, title)
    langs = tuple(dict.fromkeys(languages or (config.default_language,)))
    values = {"title": title, "key": name, "date": date.today().isoformat()}
    texts = {_path(config, lang, name): _filled(config, lang, values) for lang in langs}
    return write_new(texts)


def write_new(texts: Mapping[Path, str]) -> Created:
    """Write files that do not exist yet. Raises GlossaryError if all of them exist."""
    skipped = tuple(path for path in texts if os.path.lexists(path))
    if len(skipped) == len(texts):
        raise GlossaryError(f"error: '{skipped[0].as_posix()}' exists already")
    written = {path: text for path, text in texts.items() if path not in skipped}
    for path, text in written.items():
        write_file(path, text.encode())
    return Created(tuple(written), skipped)


def check_language(config: Config, lang: str) -> str:
    """Return a language's folder: one of the site's, or a new one that is a known locale. Raises GlossaryError."""
    known = [language.folder for language in config.languages]
    if lang in known or (re.fullmatch(r"[A-Za-z0-9_-]+", lang) and find_locale(lang)):
        return lang
    close = closest(lang, known, cutoff=0.5)
    hint = f"did you mean `{close}`?" if close else f"the languages are {', '.join(known)}"
    raise GlossaryError(f"error: --lang: there is no language '{brief(lang)}'\n  hint: {hint}")


def _filled(config: Config, lang: str, values: Mapping[str, str]) -> str:
    """Return the text of a new entry: of the language's archetype, of the site's, or the built-in one."""
    folder = config.settings_path.parent / ARCHETYPES
    path = next((path for path in (folder / f"entry.{lang}.md", folder / "entry.md") if path.is_file()), None)
    text = read_text(path, TEMPLATE_BYTES) if path else _ENTRY
    known = {**values, "lang": lang}

    def value(match: re.Match[str]) -> str:
        name = _HUGO_NAMES.get(match["name"], match["name"])
        if name not in known:
            message = f"{path}: error: there is no placeholder '{match[0]}'"
            raise GlossaryError(f"{message}\n  hint: use {', '.join(f'`{{{{ {name} }}}}`' for name in known)}")
        is_quoted = match["quote"] and match[0].endswith('"')
        return json.dumps(known[name], ensure_ascii=False) if is_quoted else match[0].replace(match["all"], known[name])

    return _PLACEHOLDER.sub(value, text)


def _name(config: Config, title: str) -> str:
    """Return the file name for a title, without its suffix. Raises GlossaryError where it gives none."""
    if title != shown(title):
        raise GlossaryError("error: TITLE: is not UTF-8")
    if len(title) > NEW_TITLE_CHARACTERS:
        raise GlossaryError(
            f"error: TITLE: has more than {NEW_TITLE_CHARACTERS} characters\n  hint: use a shorter title"
        )
    if control := CONTROL.search(title):
        message = f"error: TITLE: holds the control character U+{ord(control[0]):04X}"
        raise GlossaryError(f"{message}\n  hint: write it in one line, without it")
    name = segment(title).lstrip(".")  # files that begin with a dot are left out
    if config.layout is Layout.SUFFIXES and file_suffix(f"{name}.md"):
        name = name.replace(".", "-")  # else it would say the language
    if not name:
        raise GlossaryError(f"error: '{title}' leaves nothing for a file name\n  hint: use letters or digits")
    if name == INDEX_NAME:
        raise GlossaryError(f"error: '{name}.md' is the text of a folder, not an entry\n  hint: choose another title")
    return name


def copy_theme(config: Config, names: Sequence[str]) -> tuple[list[Path], str]:
    """Copy files of the built-in theme into the site's own and return them, and the theme's name.

    A name is that of a template, a static file or a file of interface texts. Raises GlossaryError for one that does not
    exist, or that the site has already.
    """
    builtin = builtin_themes()
    own = config.root_path / "themes" / config.theme
    is_builtin = config.theme in builtin and (not own.is_dir() or own.resolve() == builtin[config.theme].resolve())
    name = OWN_THEME if is_builtin and config.theme == "default" else config.theme
    folders = [folder for folder in find_theme(config.theme, config.root_path).folders if folder in builtin.values()]
    pairs = []
    for wanted in names:
        source, below = _theme_file(folders, wanted)
        pairs.append((source, config.root_path / "themes" / name / below))
    for _, target in pairs:
        if os.path.lexists(target):
            raise GlossaryError(f"error: '{target}' exists already")
    for source, target in pairs:
        write_file(target, source.read_bytes())
    return [target for _, target in pairs], name


def _theme_file(folders: Sequence[Path], wanted: str) -> tuple[Path, str]:
    """Return a file of the theme and its path below the theme's folder."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        found |= {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for below in (wanted, f"templates/{wanted}", f"static/{wanted}", f"strings/{wanted}"):
        if below in found and "/" in below:
            return found[below], below
    short = {name.partition("/")[2]: name for name in found if "/" in name}
    close = closest(wanted, [*short, *short.values()])
    hint = f"did you mean `{close}`?" if close else "for example `entry.html`, `css/tokens.css` or `strings/en.toml`"
    raise GlossaryError(f"error: the theme has no file '{brief(wanted)}'\n  hint: {hint}")


def file_of(config: Config, lang: str, name: str) -> Path:
    """Return the file of an entry by its language and its path below the language's folder."""
    if config.layout is Layout.SUFFIXES:
        suffix = "" if lang == config.default_language else f".{lang}"
        return config.content / f"{name}{suffix}.md"
    return config.content / lang / f"{name}.md"


def _path(config: Config, lang: str, name: str) -> Path:
    check_language(config, lang)
    if config.layout is Layout.SUFFIXES:
        return file_of(config, lang, name)
    top = config.content / lang
    places = (path.relative_to(top).parent for path in top.rglob("*.md"))
    folders = Counter(place for place in places if not any(part.startswith(".") for part in place.parts))
    usual = min(folders, key=lambda folder: (-folders[folder], folder), default=Path())
    return top / usual / f"{name}.md"
