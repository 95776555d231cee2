"""YAML as an editor shows it: YAML 1.1, which PyYAML reads, ends lines at characters that editors do not."""

from __future__ import annotations

import re

_ODD = re.compile("[\x85\u2028\u2029\ufeff]")
_AT_START = re.compile("^( *)([\x85\u2028\u2029\ufeff]+)( *)", re.MULTILINE)
_INSIDE = {0x85: " ", 0x2028: " ", 0x2029: " ", 0xFEFF: "\u2060"}
"""U+2060 is what Unicode recommends in place of a byte-order mark that joins words."""


def is_plain_yaml(text: str) -> bool:
    """Tell whether YAML 1.1 ends lines where editors do."""
    return _ODD.search(text) is None


def plain_yaml(text: str) -> str:
    """Return YAML in which U+0085, U+2028 and U+2029 are spaces; every offset stays, line numbers need not.

    Before the first key of a line they become blank lines, so that they do not indent it.
    """
    if is_plain_yaml(text):
        return text
    return _AT_START.sub(lambda match: "\n" * len(match[2]) + match[1] + match[3], text).translate(_INSIDE)
