"""Bytes -> text, frontmatter as a tree of texts with places, and where the body begins.

python-frontmatter finds and splits the frontmatter. Its `parse` is not used: it returns an empty mapping for a
byte-order mark, keeps the last of duplicate keys and strips the body's indentation.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time
from functools import partial
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler
from msgspec import Struct, field

from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.markdown.locate import Locator

MAX_CHARACTERS = 65_536
MAX_NODES = 20_000
MAX_DEPTH = 50
"""Bounds on a frontmatter. libyaml overflows the C stack at some 30,000 open brackets, aliases grow exponentially."""

LARGE = 1_000_000
"""Bytes from which an entry is worth a note."""

_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters, two that no XML may hold, and halves of surrogate pairs, which only an escape can bring in."""
_MAX_BITS = 1024
"""Bits of a whole number. JavaScript takes larger ones for infinite, and Python does not write very large ones."""
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What PyYAML raises for a value unlike its type, such as `!!timestamp abc`, and `_json` for a large number."""
_DOTTED = re.compile(r"""(?m)(?:^|[\[{,])[ \t]*(?:(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*\.[ \t]*){100}""")
"""A TOML key of so many parts that tomllib, which is quadratic in them, is not to read it."""
_LONG_NUMBER = re.compile(r"\d[\d_]{4299}")
"""A number of more digits than Python reads."""
_JSON_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|[{}\[\]]')

Tree = str | None | list["Tree"] | dict[str, "Tree"]
"""A value of the frontmatter as its author wrote it: texts, lists and mappings. `No` and `1.10` are texts."""


class _TomlHandler(BaseHandler):
    """TOML between `+++` lines. The one in python-frontmatter needs a package that is not kept up any more."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"


_HANDLERS = (YAMLHandler(), _TomlHandler(), JSONHandler())


class Front(Struct):
    """A file cut into frontmatter and body."""

    text: str
    """The whole file, with `\\n` as line end and without control characters."""
    body_start: int = 0
    """Offset of the body in `text`."""
    found: bool = False
    values: dict[str, Tree] = field(default_factory=dict)
    typed: dict[str, Callable[[], Any]] = field(default_factory=dict)
    """What gives the same as JSON values: numbers, booleans. Few fields are asked for theirs."""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of each key."""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def json(self, key: str) -> Any:
        """Return a field as a JSON value."""
        try:
            value = self.typed[key]()
        except _UNREADABLE:
            message = f"the value of '{key}' is no number, date or truth value that can be read; it is kept as text"
            self.report("field-type", message, self.places[key], "correct it, or put quotes around it")
            return self.values[key]
        return _clean(self, value, self.places[key])

    def report(self, code: str, message: str, place: tuple[int, int], hint: str = "") -> None:
        """Add a diagnostic."""
        self.diagnostics.append(diagnose(code, message, hint=hint, line=place[0], column=place[1]))

    def report_twice(self, name: str, place: tuple[int, int], first: int, *, is_used: bool) -> None:
        """Report a key that stands in line `first` already; `is_used` tells whether that one counts."""
        used = "that one is used, " if is_used else ""
        hint = f"it stands in line {first} too; {used}delete one of them"
        name = _UNWANTED.sub("\ufffd", name)
        self.report("field-duplicate", f"the field '{name}' is given twice", place, hint)


def split(data: bytes) -> Front:
    """Decode a file and read its frontmatter. Mistakes are in `Front.diagnostics`; nothing is raised."""
    front = _decode(data)
    stripped = front.text.lstrip()
    lead = len(front.text) - len(stripped)
    handler = next((handler for handler in _HANDLERS if handler.detect(stripped)), None)
    if handler is None:
        return _inline_json(front, stripped, lead)
    try:
        source, body = handler.split(stripped)
    except ValueError:
        close = "}" if isinstance(handler, JSONHandler) else handler.END_DELIMITER
        place = Locator(front.text).place(lead)
        front.report(
            "frontmatter-unclosed", "the frontmatter has no end", place, f"add a line with `{close}` behind it"
        )
        front.body_start = len(front.text)
        front.found = True
        return front
    if lead:
        hint = "put the frontmatter on the first line; other tools do not find it here"
        front.report("frontmatter-blank-lines", "blank lines stand before the frontmatter", (1, 1), hint)
    front.found = True
    front.body_start = len(front.text) - len(body)
    start = lead + stripped.index(source)
    locator = Locator(front.text)
    if len(source) > MAX_CHARACTERS:
        hint = f"at most {MAX_CHARACTERS:,} characters"
        front.report("frontmatter-too-complex", f"the frontmatter has {len(source):,} characters", (1, 1), hint)
    elif isinstance(handler, YAMLHandler):
        _read_yaml(front, source, locator.place(start)[0] - 1)
    elif isinstance(handler, JSONHandler):
        _read_json(front, source, start, locator)
    else:
        _read_toml(front, source, start, locator)
    return front


def cut(data: bytes) -> tuple[str, int]:
    """Return a file's text and the offset at which its body begins, without reading the frontmatter."""
    front = _decode(data)
    stripped = front.text.lstrip()
    handler = next((handler for handler in _HANDLERS if handler.detect(stripped)), None)
    if handler is None:
        front = _inline_json(front, stripped, len(front.text) - len(stripped))
        return front.text, front.body_start
    try:
        return front.text, len(front.text) - len(handler.split(stripped)[1])
    except ValueError:
        return front.text, len(front.text)


def _inline_json(front: Front, stripped: str, lead: int) -> Front:
    """Read a JSON object at the beginning of a file whose braces do not stand on lines of their own."""
    if stripped.startswith("{"):
        try:
            # Numbers are not read yet: one of too many digits is for `_read_json` to tell.
            value, end = json.JSONDecoder(parse_int=str).raw_decode(stripped)
        except (ValueError, RecursionError):
            return front
        if isinstance(value, dict):
            front.found = True
            front.body_start = lead + end
            _read_json(front, stripped[:end], lead, Locator(front.text))
    return front


def _decode(data: bytes) -> Front:
    found: list[Diagnostic] = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        hint = "save the file as UTF-8 without BOM"
        found.append(diagnose("encoding-bom", "the file begins with a byte-order mark", hint=hint, line=1, column=1))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(errors="replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        hint = "save the file as UTF-8; until then the unreadable bytes are shown as \ufffd"
        found.append(diagnose("encoding-utf8", message, hint=hint, line=line, column=column))
        text = data.decode(errors="replace")
    if "\r" in text:
        line, column = Locator(text).place(text.index("\r"))
        name = "CRLF" if "\r\n" in text else "CR"
        hint = "nothing is wrong with the page; save the file with LF, so that changes show only what was changed"
        found.append(diagnose("line-ends", f"lines end with {name}", hint=hint, line=line, column=column))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(data) >= LARGE:
        hint = "nothing is wrong with the page, but readers load all of it; is it one entry?"
        found.append(diagnose("file-large", f"the file has {len(data):,} bytes", hint=hint, line=1, column=1))
    if control := _UNWANTED.search(text):
        line, column = Locator(text).place(control.start())
        message = f"control character U+{ord(control[0]):04X} in the text"
        found.append(diagnose("control-character", message, hint="delete it", line=line, column=column))
        text = _UNWANTED.sub("\ufffd", text)
    return Front(text, diagnostics=found)


def _read_yaml(front: Front, source: str, lines_before: int) -> None:
    if source.count("[") + source.count("{") + source.count("- ") > MAX_NODES // 4:
        front.report("frontmatter-too-complex", "the frontmatter has too many lists or mappings", (1, 1))
        return
    try:
        root = yaml.compose(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        _report_yaml(front, error, source, lines_before)
        return
    if root is None:
        return
    place = (root.start_mark.line + 1 + lines_before, root.start_mark.column + 1)
    if not isinstance(root, yaml.MappingNode):
        front.report("frontmatter-syntax", "the frontmatter is no mapping", place, "write `field: value` lines")
        return
    if not _is_bounded(root):
        hint = f"at most {MAX_NODES:,} values, aliases counted as often as they are used, nested {MAX_DEPTH} deep"
        front.report("frontmatter-too-complex", "the frontmatter is too large once aliases are replaced", place, hint)
        return
    merges = "<<" in source
    for key_node, value_node in root.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(_tree(key_node))
        place = (key_node.start_mark.line + 1 + lines_before, key_node.start_mark.column + 1)
        if merges:  # what a mapping takes from others is put into its node when a value is made of it
            with suppress(*_UNREADABLE):
                _typed(value_node)
        _add(front, key, _tree(value_node), partial(_typed, value_node), place)
        _check_nested(front, value_node, lines_before)


def _typed(node: yaml.Node) -> Any:
    """Return a value as JSON knows it, as text where YAML has a type for it that JSON has not.

    Raises one of _UNREADABLE where the value does not fit its type.
    """
    if node.tag in ("tag:yaml.org,2002:set", "tag:yaml.org,2002:binary"):
        return list(_tree(node)) if isinstance(node, yaml.MappingNode) else _tree(node)  # type: ignore[arg-type]
    try:
        # One for each value: what one leaves behind when it fails would be taken for a part of the next.
        return _json(yaml.constructor.SafeConstructor().construct_document(node))
    except yaml.YAMLError:
        return _tree(node)


def _check_nested(front: Front, root: yaml.Node, lines_before: int) -> None:
    """Report keys that are given twice in a mapping inside of a field."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in node.value:
                stack.append(value)
                line = key.start_mark.line + 1 + lines_before
                name = str(key.value)
                if name in seen:
                    front.report_twice(name, (line, key.start_mark.column + 1), seen[name], is_used=False)
                seen.setdefault(name, line)


def _add(front: Front, key: str, value: Tree, typed: Callable[[], Any], place: tuple[int, int]) -> None:
    key = _clean(front, key, place)
    if key in front.places:
        front.report_twice(key, place, front.places[key][0], is_used=True)
        return
    front.values[key] = _clean(front, value, place)
    front.typed[key] = typed
    front.places[key] = place


def _clean(front: Front, value: Any, place: tuple[int, int]) -> Any:
    """Replace what escapes such as `\\u0002` bring in: control characters and halves of surrogate pairs."""
    if isinstance(value, str):
        if _UNWANTED.search(value) is None:
            return value
        known = any(item.code == "control-character" and item.line == place[0] for item in front.diagnostics)
        if not known:
            front.report("control-character", "an escape stands for a control character", place, "delete it")
        return _UNWANTED.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(front, item, place) for item in value]
    if isinstance(value, dict):
        return {_clean(front, name, place): _clean(front, item, place) for name, item in value.items()}
    return value


def _report_yaml(front: Front, error: yaml.YAMLError, source: str, lines_before: int) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    lines = source.split("\n")
    text = lines[line] if line < len(lines) else ""
    if "\t" in text[: column + 1]:
        hint = "YAML does not allow tabs at the beginning of a value; use spaces"
    elif re.match(r"[^\"'\[{|>]+:\s[^\"'\[{|>].*:\s", text):
        hint = 'a value with a colon and a space in it needs quotes: `title: "A: b"`'
    else:
        hint = "check quotes, colons and indentation in this line and the one above"
    front.report("frontmatter-syntax", f"broken YAML: {problem}", (line + 1 + lines_before, column + 1), hint)


def _is_bounded(root: yaml.Node) -> bool:
    stack = [(root, 0)]
    for count in range(MAX_NODES):
        if not stack:
            return True
        node, depth = stack.pop()
        if depth > MAX_DEPTH or len(stack) > MAX_NODES - count:
            return False
        if isinstance(node, yaml.SequenceNode):
            stack.extend((item, depth + 1) for item in node.value)
        elif isinstance(node, yaml.MappingNode):
            stack.extend((item, depth + 1) for pair in node.value for item in pair)
    return not stack


def _tree(node: yaml.Node) -> Tree:
    if isinstance(node, yaml.SequenceNode):
        return [_tree(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_tree(key) or ""): _tree(value) for key, value in node.value}
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _read_toml(front: Front, source: str, start: int, locator: Locator) -> None:
    if dotted := _DOTTED.search(source):
        place = locator.place(start + dotted.start())
        front.report("frontmatter-too-complex", "a key has more than 100 parts", place)
        return
    try:
        values = tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        if _report_number(front, error, source, start, locator):
            return
        told = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(told[1]), int(told[2])) if told else (1, 1)
        problem = str(error).split(" (at ")[0]
        where = line + locator.place(start)[0] - 1, column
        if "overwrite" in problem and (first := _first_line(source, line)):
            name, again = first
            front.report_twice(name, where, again + locator.place(start)[0] - 1, is_used=False)
        else:
            front.report("frontmatter-syntax", f"broken TOML: {problem}", where)
        return

    def offset_of(key: str) -> int:
        name = re.escape(key)
        match = re.compile(rf"^\s*(?:[\"']?{name}[\"']?\s*=|\[+\s*{name}\b)", re.MULTILINE).search(front.text, start)
        return match.start() + len(match[0]) - len(match[0].lstrip()) if match else start

    _take(front, values, start, locator, offset_of)


def _report_number(front: Front, error: Exception, source: str, start: int, locator: Locator) -> bool:
    """Report a number that Python does not read; tell whether that is what the error is about."""
    number = None if isinstance(error, tomllib.TOMLDecodeError | json.JSONDecodeError) else _LONG_NUMBER.search(source)
    if number:
        place = locator.place(start + number.start())
        front.report("frontmatter-syntax", "a number has too many digits", place, "put quotes around it")
    return number is not None


def _first_line(source: str, line: int) -> tuple[str, int] | None:
    """Return the key that a line of TOML sets, and the earlier line that sets it too."""
    lines = source.split("\n")
    key = re.match(r"\s*([^=\s]+)\s*=", lines[line - 1]) if line <= len(lines) else None
    if key is None:
        return None
    earlier = (at for at, text in enumerate(lines[: line - 1], 1) if re.match(rf"\s*{re.escape(key[1])}\s*=", text))
    return next(((key[1], at) for at in earlier), None)


def _read_json(front: Front, source: str, start: int, locator: Locator) -> None:
    try:
        values = json.loads(source, object_pairs_hook=_first_values)
    except (ValueError, RecursionError) as error:
        if _report_number(front, error, source, start, locator):
            return
        offset = start + getattr(error, "pos", 0)
        problem = getattr(error, "msg", "nested too deeply")
        front.report("frontmatter-syntax", f"broken JSON: {problem}", locator.place(offset))
        return
    places: dict[str, int] = {}
    for depth, name, at, earlier in _json_keys(source):
        if depth == 1:
            places.setdefault(name, start + at)
        if earlier is not None:
            front.report_twice(name, locator.place(start + at), locator.place(start + earlier)[0], is_used=True)
    _take(front, values, start, locator, lambda key: places.get(key, start))


def _first_values(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        values.setdefault(name, value)
    return values


def _json_keys(source: str) -> Iterator[tuple[int, str, int, int | None]]:
    """Yield (depth, name, offset, offset of the same key before it in its object) of the keys of valid JSON."""
    objects: list[dict[str, int]] = []
    for match in _JSON_TOKEN.finditer(source):
        if match[0] in "{[":
            objects.append({})
        elif match[0] in "]}":
            objects.pop()
        elif match[2]:
            name = json.loads(match[1])
            earlier = objects[-1].setdefault(name, match.start())
            yield len(objects), name, match.start(), earlier if earlier != match.start() else None


def _take(front: Front, values: dict[str, Any], start: int, locator: Locator, offset_of: Callable[[str], int]) -> None:
    """Add the fields of a parsed TOML or JSON frontmatter."""
    if not _is_shallow(values):
        front.report("frontmatter-too-complex", f"values nest more than {MAX_DEPTH} deep", locator.place(start))
        return
    for key, value in values.items():
        _add(front, key, _text_tree(value), partial(_json, value), locator.place(offset_of(key)))


def _is_shallow(value: Any) -> bool:
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > MAX_DEPTH:
            return False
        inside = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        stack.extend((part, depth + 1) for part in inside)
    return True


def _json(value: Any) -> Any:
    """Return a value as JSON knows it: dates as ISO 8601 text, keys as text. Raises ValueError for large numbers."""
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_json(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes) or (isinstance(value, float) and not math.isfinite(value)):
        return str(value)
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise ValueError("too large a number")
    return value


def _text_tree(value: Any) -> Tree:
    if isinstance(value, dict):
        return {key: _text_tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_text_tree(item) for item in value]
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return hex(value)
    plain = _json(value)
    return plain if plain is None or isinstance(plain, str) else json.dumps(plain)
