"""`glossary.toml`: what a site is made of."""

from glossary_ssg.config.keys import KEYS, Key
from glossary_ssg.config.load import file_suffix, load_config
from glossary_ssg.config.severities import is_match
from glossary_ssg.config.values import (
    BASELINE_NAME,
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
    SeverityRule,
)

__all__ = [
    "BASELINE_NAME",
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
    "SeverityRule",
    "file_suffix",
    "is_match",
    "load_config",
]
