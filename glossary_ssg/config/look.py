"""What a site adds to its theme's look: logo, accent colour, menu, links at the foot, links for editors."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from glossary_ssg.config.keys import Mistakes
from glossary_ssg.config.values import MenuLink
from glossary_ssg.text.closest import closest

PICTURES = (".svg", ".png", ".webp", ".avif", ".jpg", ".jpeg", ".gif")
_EDITORS: Mapping[str, str] = {"github.com": "/edit/main/", "gitlab.com": "/-/edit/main/"}
"""Host -> what stands between a repository's address and a file's path where the host edits it."""
_SAFE = "/{}%?#[]@!$&()*+,;=:~"


def look(
    data: Mapping[str, Any], content: Path, root: Path, folders: Sequence[str], mistakes: Mistakes
) -> dict[str, Any]:
    """Return the values of the settings, checked."""
    return {
        "logo": _logo(data.get("logo", ""), content, mistakes),
        "accent": _accent(data.get("accent", ""), mistakes),
        "repository": _repository(data.get("repository", ""), content, root, mistakes),
        "menu": _links("menu", data.get("menu", ()), folders, mistakes),
        "footer": _links("footer", data.get("footer", ()), folders, mistakes),
    }


def _logo(value: str, content: Path, mistakes: Mistakes) -> str:
    path = content / value
    if not value:
        return ""
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(content))
    # Unlike the method of a path, this takes a name that is too long for one that does not exist.
    if not inside or not os.path.isfile(path):  # noqa: PTH113
        mistakes.add("logo", f"there is no file '{value}' in '{content}'", "the path is relative to the content folder")
    elif path.suffix.lower() not in PICTURES:
        mistakes.add("logo", f"'{value}' is no picture", f"browsers show {', '.join(PICTURES)}")
    return value


def _accent(value: str, mistakes: Mistakes) -> str:
    short = re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", value)
    if value and not short and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        mistakes.add("accent", f"'{value}' is no colour", "for example `#0a58ca`")
        return ""
    return ("#" + "".join(digit * 2 for digit in short.groups()) if short else value).lower()


def _repository(value: str, content: Path, root: Path, mistakes: Mistakes) -> str:
    """Return the pattern of addresses where files are edited; that of a known host is completed."""
    if not value:
        return ""
    hint = "for example `https://github.com/org/repo/edit/main/content/{path}`"
    if problem := _problem(value, ("{path}",), https_only=True):
        mistakes.add("repository", f"'{value}' {problem}", hint)
        return ""
    if "{path}" in value:
        return quote(value, safe=_SAFE)
    between = _EDITORS.get(urlsplit(value).netloc.lower())
    if not between:
        mistakes.add("repository", f"'{value}' does not say where a file is edited", f"put {{path}} in it, {hint}")
        return ""
    inside = content.resolve().is_relative_to(root.resolve())
    folder = content.resolve().relative_to(root.resolve()).as_posix() if inside else content.name
    return quote(f"{value.rstrip('/').removesuffix('.git')}{between}{folder}/", safe=_SAFE) + "{path}"


def _links(
    name: str, tables: Sequence[Mapping[str, Any]], folders: Sequence[str], mistakes: Mistakes
) -> tuple[MenuLink, ...]:
    found = []
    for number, table in enumerate(tables, 1):
        where = f"{name}.{number}"
        for key in table.keys() - {"url", "label"}:
            close = closest(key, ("url", "label"))
            mistakes.add(
                f"{where}.{key}", "there is no such key", f"did you mean `{close}`?" if close else "url and label"
            )
        url, label = table.get("url"), table.get("label")
        if not isinstance(url, str):
            mistakes.add(where, "needs a text `url`")
        elif problem := _problem(url, ("{lang}",)):
            mistakes.add(f"{where}.url", f"'{url}' {problem}", "for example `/{lang}/about/` or `https://example.org/`")
        labels = label if isinstance(label, Mapping) else dict.fromkeys(folders, label)
        if not labels or not all(isinstance(text, str) and text.strip() for text in labels.values()):
            mistakes.add(where, "needs a `label`: text, or a table with a text for each language")
            continue
        for folder in labels.keys() - set(folders):
            mistakes.add(f"{where}.label.{folder}", f"'{folder}' is none of the languages {', '.join(folders)}")
        if isinstance(url, str):
            found.append(MenuLink(quote(url, safe=_SAFE), tuple((str(key), str(text)) for key, text in labels.items())))
    return tuple(found)


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
