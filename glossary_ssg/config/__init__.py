"""`glossary.toml`: what a site is made of."""

from glossary_ssg.config.keys import KEYS, Key
from glossary_ssg.config.load import file_suffix, load_config
from glossary_ssg.config.values import (
    CONFIG_NAME,
    KNOWN_FIELDS,
    MARKDOWN_SUFFIXES,
    AutolinkConfig,
    CategoryConfig,
    Changes,
    Collation,
    Config,
    HtmlMode,
    Language,
    Layout,
    Permalinks,
    Root,
)

__all__ = [
    "CONFIG_NAME",
    "KEYS",
    "KNOWN_FIELDS",
    "MARKDOWN_SUFFIXES",
    "AutolinkConfig",
    "CategoryConfig",
    "Changes",
    "Collation",
    "Config",
    "HtmlMode",
    "Key",
    "Language",
    "Layout",
    "Permalinks",
    "Root",
    "file_suffix",
    "load_config",
]
