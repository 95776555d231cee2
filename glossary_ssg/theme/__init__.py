"""Themes: where they are, what they say about themselves, the files that they bring."""

from glossary_ssg.theme.assets import Assets, make_assets
from glossary_ssg.theme.find import Theme, builtin_themes, find_theme
from glossary_ssg.theme.strings import FALLBACK, load_strings
from glossary_ssg.theme.templates import Templates, read_templates

__all__ = [
    "FALLBACK",
    "Assets",
    "Templates",
    "Theme",
    "builtin_themes",
    "find_theme",
    "load_strings",
    "make_assets",
    "read_templates",
]
