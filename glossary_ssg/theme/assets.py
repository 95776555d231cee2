"""The files that a site's pages load: the theme's, in a folder that is named after what is in them."""

from __future__ import annotations

from hashlib import blake2b

from msgspec import Struct

from glossary_ssg.config import Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.errors import ThemeError
from glossary_ssg.images import Removed, examine
from glossary_ssg.limits import STATIC_BYTES
from glossary_ssg.model import OutputFile
from glossary_ssg.readers import read_file
from glossary_ssg.theme.colours import readable
from glossary_ssg.theme.find import Theme
from glossary_ssg.theme.settings import NAME

STYLES = "css/site.css"
"""All style sheets of a theme in one."""
CUSTOM = "css/custom.css"
"""A part that a site may add at the end."""


class Assets(Struct, frozen=True, gc=False):
    """Files and the name of their folder."""

    files: tuple[OutputFile, ...]
    """Paths are relative to the folder."""
    digest: str
    """Ten hexadecimal digits that change with any of the files, so that browsers may keep them for ever."""
    logo: str
    """Path of the site's logo, empty where it has none."""
    removed: tuple[Removed, ...] = ()
    """What the published logo leaves out."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why the logo is not published."""


def make_assets(theme: Theme, config: Config) -> Assets:
    """Return the theme's static files, with the site's accent colour and logo.

    Raises ThemeError where a style sheet that it lists is missing.
    """
    static = theme.files("static")
    data = {name: read_file(path, STATIC_BYTES) for name, path in static.items()}
    parts = [f"css/{name}" for name in theme.settings.styles]
    for name in parts:
        if name not in data:
            path = theme.folders[0] / NAME
            raise ThemeError(f"{path}: error: styles: there is no file '{name}' in a folder `static` of the theme")
    # A site that brings a whole style sheet of its own keeps it.
    sheets = [data[name] for name in (parts if STYLES not in data else [STYLES])]
    if CUSTOM in data and CUSTOM not in parts:
        sheets.append(data[CUSTOM])
    if config.accent:
        light, dark = (readable(config.accent, paper) for paper in (theme.settings.light, theme.settings.dark))
        sheets.append(f":root {{ --accent: light-dark({light}, {dark}); }}\n".encode())
    hidden = {CUSTOM, *(f"css/{name}" for name in theme.settings.parts)}
    files = {name: content for name, content in data.items() if name not in hidden}
    files[STYLES] = b"\n".join(sheets)
    logo, removed, diagnostics = _add_logo(config, files)
    outputs = tuple(OutputFile(name, content) for name, content in sorted(files.items()))
    hasher = blake2b(digest_size=5)
    for file in outputs:
        hasher.update(f"{file.path}\0{len(file.data)}\0".encode() + file.data)
    return Assets(outputs, hasher.hexdigest(), logo, removed, diagnostics)


def _add_logo(config: Config, files: dict[str, bytes]) -> tuple[str, tuple[Removed, ...], tuple[Diagnostic, ...]]:
    """Add the site's logo to the files; return its path, empty for none, what it leaves out, why it is refused."""
    if not config.logo:
        return "", (), ()
    path = config.content / config.logo
    data = read_file(path, STATIC_BYTES)
    examined = examine(config.logo, data)
    if examined.refused:
        message = f"the logo '{config.logo}' {examined.refused}, and is not published"
        return "", (), (diagnose("file-refused", message, hint=examined.hint, path=config.logo),)
    logo = f"logo{path.suffix.lower()}"
    files[logo] = data if examined.data is None else examined.data
    return logo, examined.removed, ()
