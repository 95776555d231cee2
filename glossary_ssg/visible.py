r"""Text from files and file names as a terminal or a log may show it: nothing in it moves, hides or commands.

A terminal obeys control characters, and bidirectional ones reorder what a person reads. Services that run builds read
commands in their logs: GitHub `::error::` and `##[error]`, Azure `##vso[…]`, TeamCity `##teamcity[…]`.
"""

from __future__ import annotations

import re

_UNSAFE = (
    r"\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
)
"""Control characters but for the tab, line separators, bidirectional and invisible formats, halves of pairs, tags."""
_CHARACTER = re.compile(f"[{_UNSAFE}]")
_COMMAND = re.compile(r"^(\s*):(?=:)|(?<=#)#(?=\w*\[)")
_JSON = re.compile(rf"[{_UNSAFE}]|(?<=#)#(?=\w*\[)")
_ESCAPES = {"\n": r"\n", "\r": r"\r"}


def visible(text: str) -> str:
    r"""Return text in which each unsafe character is an escape such as `\x1b` or `\u202e`; it has no line end."""
    return text if text.isprintable() else _CHARACTER.sub(lambda match: _escape(match[0]), text)


def without_commands(line: str) -> str:
    """Return a line that no service takes for a command: the sign that makes it one is an escape."""
    return _COMMAND.sub(lambda match: (match[1] or "") + _escape(match[0][-1]), line)


def json_for_terminals(text: str) -> str:
    """Return JSON of the same meaning in which each unsafe character is an escape; line ends between values stay."""
    return "\n".join(_JSON.sub(lambda match: _json_escape(match[0]), line) for line in text.split("\n"))


def _escape(char: str) -> str:
    code = ord(char)
    code_point = f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
    return _ESCAPES.get(char, code_point)


def _json_escape(char: str) -> str:
    code = ord(char)
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
