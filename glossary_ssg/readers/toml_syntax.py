"""Explain why a text is not TOML: what its author probably meant, and what to write instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from glossary_ssg.limits import QUOTED_CHARACTERS
from glossary_ssg.readers.file import brief

QUOTES = "“”„‟″‘’‚‛′«»‹›「」『』＂＇`´"
"""Quotation marks that a word processor or another keyboard writes."""
HEADER = re.compile(r"[ \t]*+(\[++)([^\]\n]*+)\]")
SETTING = re.compile(r"""[ \t]*+(?:"([^"\n]*+)"|'([^'\n]*+)'|([\w.-]++))[ \t]*+=""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PAIR = re.compile(r"""[ \t]*+("[^"\n]*+"|'[^'\n]*+'|[^=:\n"']*+)[ \t]*+([=:])[ \t=>]*+(.*)""")
_NEXT_KEY = re.compile(r"""(?:"[^"]*"|'[^']*'|[\d.]+|true|false)\s+([\w.-]+\s*=.*)""")
_FOREIGN_COMMENT = re.compile(r"[ \t]*+(//|/\*|;|<!--|--[ \t])")
_BACKSLASH = re.compile(r"Unescaped|hex value|Escaped", re.IGNORECASE)
_TWICE = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Cannot redefine")
_WORDS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_ENDLESS = ("Unterminated string", "Expected \"'")
_NOTHING = ("null", "none", "nil", "~")


class Cause(NamedTuple):
    """Why a text is not TOML, and where."""

    line: int
    """1-based."""
    column: int
    """1-based."""
    reason: str
    hint: str = ""


class Mark(NamedTuple):
    """A bracket outside strings and comments."""

    offset: int
    text: str


class _Error(NamedTuple):
    """What the parser said, and the line where it stopped."""

    line: int
    column: int
    message: str
    source: str

    def cause(self, reason: str, hint: str = "") -> Cause:
        return Cause(self.line, self.column, reason, hint)


def explain(text: str, line: int, column: int, message: str, marks: Sequence[Mark]) -> Cause:
    """Return the cause of a parser's message about a position; `marks` are the brackets of the text."""
    lines = text.split("\n")
    if message.startswith(_ENDLESS):
        # The parser only says that the file ended, not where the text began.
        line = next((number for number, _, is_header in reversed([*declarations(text)]) if not is_header), line)
        column = len(lines[line - 1]) + 1
    source = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    error = _Error(line, column, message, source)
    return (
        _open_bracket(error, text, marks)
        or (_twice(error, text) if message.startswith(_TWICE) else None)
        or (_header(error) if source.lstrip().startswith("[") and not _is_inside(error, text, marks) else None)
        or _statement(error, lines)
        or error.cause(message)
    )


def declarations(text: str) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Yield (line, dotted names, whether it is a header) of each line that begins a table or sets a key."""
    table = ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            written = table = header[2].strip().replace('"', "").replace("'", "")
            first, dot, rest = table.partition(".")
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = f"{table}.{counts[table]}"
            elif first in counts:
                table = f"{first}.{counts[first]}{dot}{rest}"
            yield number, (written, table), True
        elif setting := SETTING.match(line):
            name = setting[1] or setting[2] or setting[3] or ""
            yield number, (f"{table}.{name}" if table else name,), False


def _opened(text: str, marks: Sequence[Mark], end: int) -> list[Mark]:
    """Return the brackets that are open at an offset."""
    stack: list[Mark] = []
    for mark in marks:
        if mark.offset >= end:
            break
        if mark.text in "[{":
            stack.append(mark)
        elif stack:
            stack.pop()
    # A header without its closing bracket opens nothing.
    return [mark for mark in stack if text[text.rfind("\n", 0, mark.offset) + 1 : mark.offset].strip(" \t[")]


def _offset(text: str, line: int) -> int:
    """Return where a line begins."""
    offset = 0
    for _ in range(line - 1):
        offset = text.find("\n", offset) + 1 or len(text)
    return offset


def _is_inside(error: _Error, text: str, marks: Sequence[Mark]) -> bool:
    """Tell whether the line is part of a value that an earlier line began."""
    return bool(_opened(text, marks, _offset(text, error.line)))


def _open_bracket(error: _Error, text: str, marks: Sequence[Mark]) -> Cause | None:
    start = _offset(text, error.line)
    above, here = _opened(text, marks, start), _opened(text, marks, start + error.column - 1)
    is_next = bool(HEADER.match(error.source) or SETTING.match(error.source))
    is_end = start + error.column - 1 >= len(text.rstrip())
    is_text = error.message.startswith(("Illegal character", *_ENDLESS))
    opener = above[0] if above and is_next else here[0] if here and is_end and not is_text else None
    if opener and opener.text == "[":
        line = text.count("\n", 0, opener.offset) + 1
        column = opener.offset - text.rfind("\n", 0, opener.offset)
        return Cause(line, column, "the list that begins here has no `]`", "put `]` after its last item")
    if here and here[-1].text == "{" and error.source[error.column - 1 :].strip() == "":
        return error.cause("a table in braces must end in its line", "put it in one line, or write a `[section]`")
    if error.message.startswith("Unclosed"):
        return error.cause("a comma is missing between two items", "put `,` between them")
    return None


def _twice(error: _Error, text: str) -> Cause | None:
    """Name a key or a section that is set twice."""
    before = [item for item in declarations(text) if item[0] <= error.line]
    if not before:
        return None
    line, names, is_header = before.pop()
    name = brief(names[0])
    shown = f"[{name}]" if is_header else name
    first = next((item for item in before if set(names) & set(item[1])), None)
    if first:
        both = is_header and first[2]
        hint = f"move its keys to line {first[0]}" if both else f"line {first[0]} sets it too; keep one of them"
        return Cause(line, error.column, f"`{shown}` is set twice", hint)
    above = next(
        (item for item in reversed(before) if any(names[-1].startswith(f"{other}.") for other in item[1])), None
    )
    hint = f"line {above[0]} sets `{brief(above[1][0])}`, so nothing can be added to it" if above else ""
    return Cause(line, error.column, f"`{shown}` cannot be set here", hint)


def _header(error: _Error) -> Cause | None:
    written = error.source.strip()
    if match := re.match(r"(\[\[[^\[\]]*\]\]|\[[^\[\]]*\])\s*([^\s#\]].*)", written):
        return error.cause("a section has a line of its own", f"put `{brief(match[2])}` in the next line")
    match = re.match(r"""(\[+)\s*((?:"[^"]*"|[^\]#"])*)(\]*)""", written)
    if match is None or not match[2].strip():
        return error.cause("a section needs a name", "for example `[languages.en]`") if match else None
    if match[2].strip()[0] == "." or match[2].strip()[-1] == ".":
        return error.cause("a name is missing beside `.`")
    parts = [_key(part) for part in re.findall(r'"[^"]*"|[^".]+', match[2].strip())]
    size = 2 if max(len(match[1]), len(match[3])) > 1 else 1
    fixed = f"write `{'[' * size}{'.'.join(parts)}{']' * size}`"
    if len(match[1]) != len(match[3]):
        return error.cause("the brackets of this section do not match", fixed)
    return error.cause(_name_problem(match[2]), fixed)


def _name_problem(name: str) -> str:
    mark = next((mark for mark in name if mark in QUOTES), "")
    return f"'{mark}' is not a quotation mark of TOML" if mark else "this name needs quotes"


def _statement(error: _Error, lines: Sequence[str]) -> Cause | None:
    """Explain an error in a line that should set a key."""
    source = error.source
    if comment := _FOREIGN_COMMENT.match(source):
        return error.cause(f"`{comment[1].strip()}` does not begin a comment", "begin comments with `#`")
    if source.strip() in ("---", "+++"):
        return error.cause(f"`{source.strip()}` does not belong in a TOML file", "remove the line")
    if source.lstrip().startswith("{") and error.column == 1:
        return error.cause("this is JSON, not TOML", 'write each key in a line of its own: `key = "value"`')
    if source.lstrip().startswith("- "):
        return error.cause("this is a list as in YAML", 'write lists in brackets: `key = ["a", "b"]`')
    if "=" in source[: error.column - 1] or ("=" not in error.message and not _PAIR.match(source)):
        return _value(error)
    pair = _PAIR.match(source)
    if source.lstrip().startswith("="):
        return error.cause("a key is missing before `=`")
    if pair is None or not pair[1].strip():
        key, _, rest = source.strip().partition(" ")
        if not _BARE.fullmatch(key):
            return None
        if not rest:
            return error.cause(f"`{brief(key)}` has no value", f"write `{brief(key)} = …`")
        return error.cause("`=` is missing between a key and its value", f"write `{key} = {_literal(rest)}`")
    key, value = _key(pair[1]), pair[3]
    if pair[2] == "=":
        hint = f"write `{key} = {_literal(value)}`" if value else f"write `{key} = …`"
        return error.cause(_name_problem(pair[1]), hint)
    if value and not value.startswith("#"):
        hint = f"write `{key} = {_literal(value)}`"
    else:
        hint = _yaml(key, lines[error.line :])
    return error.cause("a key and its value are joined by `=`, not by `:`", hint)


def _yaml(key: str, below: Sequence[str]) -> str:
    """Return what to write for a list or a mapping of YAML."""
    items = []
    for line in below[:9]:
        if not (item := re.match(r"\s*- +(.+)", line)):
            break
        items.append(_literal(item[1]))
    return (
        f"write `{key} = [{', '.join(items)}]`" if items else f"write `[{key}]` for a section, `{key} = …` for a value"
    )


def _value(error: _Error) -> Cause | None:
    """Explain an error in a value."""
    before, equals, after = error.source.partition("=")
    key = before.strip()
    if not (equals and key) or after.lstrip().startswith(("[", "{")):
        raw, start = re.split(r"[,\]}#]", error.source[error.column - 1 :])[0].strip(), ""
    else:
        raw, start = _without_comment(after.strip().lstrip("=> ")), f"{brief(key)} = "
        if not raw:
            return error.cause(f"`{brief(key)}` has no value", f"write `{brief(key)} = …`, or remove the line")
    if raw and ("\r" in error.source or any(ord(char) < 32 and char != "\t" for char in raw)):
        return None
    if _BACKSLASH.search(error.message) or raw.endswith('\\"'):
        fixed = start + "'" + raw.strip("\"'") + "'"
        hint = f"write `{brief(fixed)}`, or use `/`" if start else "put the text in single quotes, or use `/`"
        return error.cause("a backslash in double quotes begins an escape", hint)
    if raw and (raw[0] in QUOTES or raw[-1] in QUOTES):
        mark = raw[0] if raw[0] in QUOTES else raw[-1]
        return error.cause(f"'{mark}' is not a quotation mark of TOML", f"write `{start}{_literal(raw)}`")
    if error.message.startswith("Illegal character '\\n'") and not start:
        return error.cause("the closing quote is missing")
    return _word(error, start, raw) if raw else None


def _word(error: _Error, start: str, raw: str) -> Cause | None:
    """Explain an error in a value that has neither backslashes nor odd quotation marks."""
    if raw.lower() in ("true", "false"):
        return error.cause(f"`{raw}` must be in lower case", f"write `{start}{raw.lower()}`")
    if word := _WORDS.get(raw.lower()):
        return error.cause(f"`{raw}` is not a value of TOML", f'write `{start}{word}`, or for text `{start}"{raw}"`')
    if raw.lower() in _NOTHING:
        return error.cause(f"TOML has no `{raw}`", "remove the line")
    if start and (match := _NEXT_KEY.fullmatch(raw)):
        return error.cause("each key has a line of its own", f"put `{brief(match[1])}` in the next line")
    if not start and raw[0] == ":":
        return error.cause("a key and its value are joined by `=`, not by `:`", "write `=` instead")
    if raw[0] in "\"'":
        return _quoted_value(error, start, raw)
    if start and re.fullmatch(r"""[\w.+-]+\s*[,;]""", raw):
        return error.cause(f"`{raw[-1]}` does not belong after a value", f"write `{start}{_literal(raw[:-1])}`")
    return error.cause("text needs quotes", f"write `{start}{_literal(raw)}`")


def _quoted_value(error: _Error, start: str, raw: str) -> Cause | None:
    """Explain an error in or after a text in quotes."""
    mark = raw[0]
    if raw.startswith(mark * 3):
        return error.cause(f"the text that begins with `{mark * 3}` does not end", f"put `{mark * 3}` after it")
    if (end := raw.rstrip(",; \t")) != raw and end.count(mark) == 2 and end.endswith(mark):
        return error.cause(f"`{raw[len(end) :].strip()}` does not belong after a value", f"write `{start}{brief(end)}`")
    if raw.count(mark) == 1:
        return error.cause("the closing quote is missing", f"write `{start}{_literal(raw[1:])}`")
    if raw.endswith(mark):
        return error.cause(f"the text ends at the next `{mark}`", f"write `{start}{_literal(raw[1:-1], is_text=True)}`")
    return error.cause("only a comment may follow a text in quotes", "put `#` before it, or remove it")


def _without_comment(raw: str) -> str:
    if raw.startswith("#"):  # a colour, or nothing at all
        return raw if re.fullmatch(r"#[0-9A-Fa-f]{3,8}", raw) else ""
    return raw if raw[:1] in ('"', "'") else re.split(r"\s#", raw)[0].rstrip()


def _key(name: str) -> str:
    """Return a part of a key, in quotes where it needs them."""
    plain = name.strip().strip("\"'" + QUOTES)
    return brief(plain) if _BARE.fullmatch(plain) else f'"{brief(plain)}"'


def _literal(raw: str, *, is_text: bool = False) -> str:
    """Return the value of TOML that somebody meant."""
    if len(raw) > QUOTED_CHARACTERS:
        return '"…"'
    raw = raw.strip().rstrip(",;").rstrip() if not is_text else raw
    lower = raw.lower()
    if not is_text and (lower in ("true", "false") or lower in _WORDS):
        return _WORDS.get(lower, lower)
    is_number = not is_text and re.fullmatch(r"-?(0|[1-9]\d*)", raw)
    if is_number or re.fullmatch(r"""(["'])[^"'\\]*\1|\[[^\[\]]*\]""", raw):
        return raw
    plain = raw if is_text else raw.strip("\"'" + QUOTES)
    plain = brief(plain)
    return f"'{plain}'" if re.search(r'["\\]', plain) and "'" not in plain else json.dumps(plain, ensure_ascii=False)
