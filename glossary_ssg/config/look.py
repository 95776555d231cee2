"""What a site adds to its theme's look: logo, accent colour, menu, links in the footer, links for editors."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from glossary_ssg.config.keys import check_names
from glossary_ssg.config.values import MenuLink
from glossary_ssg.readers import TomlErrors

PICTURES = (".svg", ".png", ".webp", ".avif", ".jpg", ".jpeg", ".gif")
_EDITORS: Mapping[str, str] = {"github.com": "/edit/main/", "gitlab.com": "/-/edit/main/"}
"""Host -> what stands between a repository's address and a file's path where the host edits it."""
_SAFE = "/{}%?#[]@!$&()*+,;=:~"


def look(
    data: Mapping[str, Any], content: Path, root: Path, folders: Sequence[str], errors: TomlErrors
) -> dict[str, Any]:
    """Return the values of the settings, checked."""
    return {
        "logo": _logo(data.get("logo", ""), content, errors),
        "accent": _accent(data.get("accent", ""), errors),
        "repository": _repository(data.get("repository", ""), content, root, errors),
        "menu": _links("menu", data.get("menu", ()), folders, errors),
        "footer": _links("footer", data.get("footer", ()), folders, errors),
    }


def _logo(value: str, content: Path, errors: TomlErrors) -> str:
    path = content / value
    if not value:
        return ""
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(content))
    # Unlike the method of a path, this takes a name that is too long for one that does not exist.
    if not inside or not os.path.isfile(path):  # noqa: PTH113
        errors.add("logo", f"there is no file '{value}' in '{content}'", "the path is relative to the content folder")
    elif path.suffix.lower() not in PICTURES:
        errors.add("logo", f"'{value}' is not an image", f"browsers show {', '.join(PICTURES)}")
    return value


def _accent(value: str, errors: TomlErrors) -> str:
    short = re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", value)
    if value and not short and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        errors.add("accent", f"'{value}' is no colour", "for example `#0a58ca`")
        return ""
    return ("#" + "".join(digit * 2 for digit in short.groups()) if short else value).lower()


def _repository(value: str, content: Path, root: Path, errors: TomlErrors) -> str:
    """Return the pattern of addresses where files are edited; that of a known host is completed."""
    if not value:
        return ""
    hint = "for example `https://github.com/org/repo/edit/main/content/{path}`"
    if problem := _problem(value, ("{path}",), https_only=True):
        errors.add("repository", f"'{value}' {problem}", hint)
        return ""
    if "{path}" in value:
        return quote(value, safe=_SAFE)
    between = _EDITORS.get(urlsplit(value).netloc.lower())
    if not between:
        errors.add("repository", f"'{value}' does not say where a file is edited", f"put {{path}} in it, {hint}")
        return ""
    inside = content.resolve().is_relative_to(root.resolve())
    folder = content.resolve().relative_to(root.resolve()).as_posix() if inside else content.name
    return quote(f"{value.rstrip('/').removesuffix('.git')}{between}{folder}/", safe=_SAFE) + "{path}"


def _links(
    name: str, tables: Sequence[Mapping[str, Any]], folders: Sequence[str], errors: TomlErrors
) -> tuple[MenuLink, ...]:
    links = []
    for number, table in enumerate(tables, 1):
        path = f"{name}.{number}"
        check_names(path, table, ("url", "label"), errors)
        url, label = table.get("url"), table.get("label")
        if not isinstance(url, str):
            errors.add(path, "needs a text `url`")
        elif problem := _problem(url, ("{lang}",)):
            errors.add(f"{path}.url", f"'{url}' {problem}", "for example `/{lang}/about/` or `https://example.org/`")
        labels = label if isinstance(label, Mapping) else dict.fromkeys(folders, label)
        if not labels or not all(isinstance(text, str) and text.strip() for text in labels.values()):
            errors.add(path, "needs a `label`: text, or a table with a text for each language")
            continue
        for folder in labels.keys() - set(folders):
            errors.add(f"{path}.label.{folder}", f"'{folder}' is none of the languages {', '.join(folders)}")
        if isinstance(url, str):
            links.append(MenuLink(quote(url, safe=_SAFE), tuple((str(key), str(text)) for key, text in labels.items())))
    return tuple(links)


def _problem(url: str, placeholders: Sequence[str], *, https_only: bool = False) -> str:
    """Return why a page must not link to an address, empty text where it may."""
    if unknown := set(re.findall(r"\{[^}]*\}?", url)) - set(placeholders):
        return f"has the unknown placeholder {', '.join(sorted(unknown))}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is no address"
    if re.search(r"[\s\\\x00-\x1f\x7f]", url):
        return "must hold neither spaces nor backslashes"
    if parts.scheme == "https" and parts.netloc:
        return ""
    if https_only:
        return "must begin with https://"
    is_path = url.startswith("/") and not parts.netloc and not url.startswith("//")
    return "" if is_path else "must begin with a slash or with https://"
