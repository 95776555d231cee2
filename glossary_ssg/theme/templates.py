"""The templates of a theme as values, so that they can be rendered where the theme's folders are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glossary_ssg.errors import ThemeError
from glossary_ssg.limits import TEMPLATE_BYTES, TOML_BYTES
from glossary_ssg.model import as_json, digest
from glossary_ssg.readers import TomlErrors, read_file, read_text
from glossary_ssg.theme.find import Theme, builtin_themes
from glossary_ssg.theme.settings import NAME

_FOLDER = "templates"


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates. Equal ones have the same digest."""

    digest: str
    files: Mapping[str, tuple[str, bytes]] = field(compare=False, repr=False)
    """Name -> (path, bytes). A template of a site replaces the built-in one, which is still `default/<name>`."""


def read_templates(theme: Theme) -> Templates:
    """Return the templates that a theme and those behind it have now.

    Raises ThemeError where the one is missing that its settings name.
    """
    places = theme.files(_FOLDER)
    for builtin, folder in builtin_themes().items():
        base = folder / _FOLDER
        found = (path for path in sorted(base.rglob("*")) if path.is_file())
        places |= {f"{builtin}/{path.relative_to(base).as_posix()}": path for path in found}
    whole = theme.settings.whole
    if whole and whole not in places:
        path = theme.folders[0] / NAME
        errors = TomlErrors(path, read_text(path, TOML_BYTES))
        errors.add("pages.whole", f"there is no file '{whole}' in a folder `{_FOLDER}` of the theme")
        raise ThemeError(errors.messages[0])
    files = {name: (str(path), read_file(path, TEMPLATE_BYTES)) for name, path in places.items()}
    return Templates(digest(as_json([[name, path, digest(data)] for name, (path, data) in files.items()])), files)
