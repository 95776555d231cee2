"""Read files other than content: one reader for each format, bounded in bytes, depth and steps.

Whatever a file holds, a reader returns a value or raises ReadError with path, line, reason and hint.
"""

from glossary_ssg.readers.data import damage_at, read_json, read_own_json, values_of
from glossary_ssg.readers.file import CONTROL, brief, read_file, read_small, read_text
from glossary_ssg.readers.lists import UrlList, read_urls
from glossary_ssg.readers.toml import TomlErrors, control_in, kind_of, one_line, read_toml

__all__ = [
    "CONTROL",
    "TomlErrors",
    "UrlList",
    "brief",
    "control_in",
    "damage_at",
    "kind_of",
    "one_line",
    "read_file",
    "read_json",
    "read_own_json",
    "read_small",
    "read_text",
    "read_toml",
    "read_urls",
    "values_of",
]
