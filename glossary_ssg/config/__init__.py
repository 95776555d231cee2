"""`glossary.toml`: what a site is made of."""

from glossary_ssg.config.keys import config_keys
from glossary_ssg.config.load import file_suffix, find_site, load_config
from glossary_ssg.config.settings import Key, Kind
from glossary_ssg.config.severities import is_match
from glossary_ssg.config.values import (
    BASELINE_NAME,
    CACHE_NAME,
    CONFIG_NAME,
    LEDGER_NAME,
    MARKDOWN_SUFFIXES,
    STATIC,
    THEMES,
    AutolinkConfig,
    Changes,
    Config,
    HtmlMode,
    Language,
    Layout,
    MenuLink,
    ParseSettings,
    Redirects,
    Root,
    SearchBody,
    SeverityRule,
    Untranslated,
)

__all__ = [
    "BASELINE_NAME",
    "CACHE_NAME",
    "CONFIG_NAME",
    "LEDGER_NAME",
    "MARKDOWN_SUFFIXES",
    "STATIC",
    "THEMES",
    "AutolinkConfig",
    "Changes",
    "Config",
    "HtmlMode",
    "Key",
    "Kind",
    "Language",
    "Layout",
    "MenuLink",
    "ParseSettings",
    "Redirects",
    "Root",
    "SearchBody",
    "SeverityRule",
    "Untranslated",
    "config_keys",
    "file_suffix",
    "find_site",
    "is_match",
    "load_config",
]
