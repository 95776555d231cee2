"""`glossary.toml`: what a site is made of."""

from glossary_ssg.config.keys import KEYS, Key
from glossary_ssg.config.load import file_suffix, load_config
from glossary_ssg.config.values import (
    BUILTIN_THEMES,
    CONFIG_NAME,
    KNOWN_FIELDS,
    MARKDOWN_SUFFIXES,
    THEMES,
    AutolinkConfig,
    CategoryConfig,
    Changes,
    Collation,
    Config,
    HtmlMode,
    Language,
    Layout,
    MenuLink,
    Permalinks,
    Root,
    SearchBody,
)

__all__ = [
    "BUILTIN_THEMES",
    "CONFIG_NAME",
    "KEYS",
    "KNOWN_FIELDS",
    "MARKDOWN_SUFFIXES",
    "THEMES",
    "AutolinkConfig",
    "CategoryConfig",
    "Changes",
    "Collation",
    "Config",
    "HtmlMode",
    "Key",
    "Language",
    "Layout",
    "MenuLink",
    "Permalinks",
    "Root",
    "SearchBody",
    "file_suffix",
    "load_config",
]
