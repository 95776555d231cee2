"""Frontmatter as a tree of texts with the locations of keys, and where the body begins.

python-frontmatter tells the format (see `delimit.py`). Its `parse` is not used: it keeps the last of duplicate keys,
makes values of texts and gives no positions.
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
from msgspec import Struct, field

from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.limits import FRONTMATTER_CHARACTERS, FRONTMATTER_DEPTH, FRONTMATTER_VALUES
from glossary_ssg.markdown.decode import UNWANTED, decode
from glossary_ssg.markdown.delimit import JSON, TOML, YAML, Delimited, delimit
from glossary_ssg.markdown.locate import Locator
from glossary_ssg.markdown.toml_keys import toml_depth, toml_keys
from glossary_ssg.markdown.yaml_text import plain_yaml

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
    control_lines: set[int] = field(default_factory=set)
    """Lines for which a control character has been reported."""

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
        name = UNWANTED.sub("\ufffd", name)
        self.report("field-duplicate", f"the field '{name}' is given twice", place, hint)


def split(data: bytes) -> Front:
    """Decode a file and read its frontmatter. Mistakes are in `Front.diagnostics`; nothing is raised."""
    text, diagnostics = decode(data)
    front = Front(text, diagnostics=diagnostics)
    front.control_lines.update(item.line for item in diagnostics if item.code == "control-character")
    block = delimit(text)
    if block is None:
        return front
    front.found = True
    front.body_start = block.body_start
    locator = Locator(text)
    if not block.is_closed:
        close = "}" if block.handler is JSON else block.handler.END_DELIMITER
        hint = f"add a line with `{close}` behind it"
        front.report("frontmatter-unclosed", "the frontmatter has no end", locator.place(block.open), hint)
        return front
    if block.open:
        hint = "put the frontmatter on the first line; other tools do not find it here"
        front.report("frontmatter-blank-lines", "blank lines stand before the frontmatter", (1, 1), hint)
    _read(front, block, locator)
    return front


def cut(data: bytes) -> tuple[str, int]:
    """Return a file's text and the offset at which its body begins, without reading the frontmatter."""
    text, _ = decode(data)
    block = delimit(text)
    return text, block.body_start if block else 0


def _read(front: Front, block: Delimited, locator: Locator) -> None:
    """Read what is between the delimiters, if it is neither too long nor nests too deeply for its parser."""
    source, start = front.text[block.start : block.end], block.start
    if len(source) > FRONTMATTER_CHARACTERS:
        hint = f"at most {FRONTMATTER_CHARACTERS:,} characters"
        place = locator.place(block.open)
        front.report("frontmatter-too-complex", f"the frontmatter has {len(source):,} characters", place, hint)
    elif block.handler is YAML and sum(map(source.count, ("[", "{", "- "))) > FRONTMATTER_VALUES // 4:
        message = "the frontmatter has too many lists or mappings"
        front.report("frontmatter-too-complex", message, locator.place(block.open))
    elif block.handler is YAML:
        _read_yaml(front, source, start, locator)
    elif (toml_depth(source) if block.handler is TOML else block.depth) > FRONTMATTER_DEPTH:
        _report_depth(front, locator.place(block.open))
    elif block.handler is JSON:
        _read_json(front, source, start, locator)
    else:
        _read_toml(front, source, start, locator)


def _read_yaml(front: Front, source: str, start: int, locator: Locator) -> None:
    source = plain_yaml(source)
    try:
        root = yaml.compose(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        _report_yaml(front, error, source, start, locator)
        return
    if root is None:
        return

    def place_of(node: yaml.Node) -> tuple[int, int]:
        return locator.place(start + node.start_mark.index)

    if not isinstance(root, yaml.MappingNode):
        hint = "write `field: value` lines"
        front.report("frontmatter-syntax", "the frontmatter is no mapping", place_of(root), hint)
        return
    if not _is_bounded(root):
        hint = f"at most {FRONTMATTER_VALUES:,} values with those of aliases, nested {FRONTMATTER_DEPTH} deep"
        message = "the frontmatter is too large once aliases are replaced"
        front.report("frontmatter-too-complex", message, place_of(root), hint)
        return
    merges = "<<" in source
    for key_node, value_node in root.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(_tree(key_node))
        if merges:  # what a mapping takes from others is put into its node when a value is made of it
            with suppress(*_UNREADABLE):
                _typed(value_node)
        _add(front, key, _tree(value_node), partial(_typed, value_node), place_of(key_node))
        _check_nested(front, value_node, place_of)


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


def _check_nested(front: Front, root: yaml.Node, place_of: Callable[[yaml.Node], tuple[int, int]]) -> None:
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
                place = place_of(key)
                name = str(key.value)
                if name in seen:
                    front.report_twice(name, place, seen[name], is_used=False)
                seen.setdefault(name, place[0])


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
        if UNWANTED.search(value) is None:
            return value
        if place[0] not in front.control_lines:
            front.control_lines.add(place[0])
            front.report("control-character", "an escape stands for a control character", place, "delete it")
        return UNWANTED.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(front, item, place) for item in value]
    if isinstance(value, dict):
        return {_clean(front, name, place): _clean(front, item, place) for name, item in value.items()}
    return value


def _report_yaml(front: Front, error: yaml.YAMLError, source: str, start: int, locator: Locator) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = min(mark.index, len(source)) if mark else 0
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    first = source.rfind("\n", 0, offset) + 1
    text = source[first:].partition("\n")[0]
    if "\t" in text[: offset - first + 1]:
        hint = "YAML does not allow tabs at the beginning of a value; use spaces"
    elif re.match(r"[^\"'\[{|>]+:\s[^\"'\[{|>].*:\s", text):
        hint = 'a value with a colon and a space in it needs quotes: `title: "A: b"`'
    else:
        hint = "check quotes, colons and indentation in this line and the one above"
    front.report("frontmatter-syntax", f"broken YAML: {problem}", locator.place(start + offset), hint)


def _is_bounded(root: yaml.Node) -> bool:
    stack = [(root, 0)]
    for count in range(FRONTMATTER_VALUES):
        if not stack:
            return True
        node, depth = stack.pop()
        if depth > FRONTMATTER_DEPTH or len(stack) > FRONTMATTER_VALUES - count:
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
        if not _report_number(front, error, source, start, locator):
            _report_toml(front, error, source, start, locator)
        return
    keys = toml_keys(source)
    _take(front, values, start, locator, lambda key: start + keys.get(key, 0))


def _report_toml(front: Front, error: Exception, source: str, start: int, locator: Locator) -> None:
    """Report broken TOML, or a key that is given twice."""
    told = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    before = locator.place(start)[0] - 1
    # Python says "at end of document" instead of a line.
    last = source.rstrip()
    line, column = (int(told[1]), int(told[2])) if told else (last.count("\n") + 1, len(last) - last.rfind("\n"))
    problem = str(error).split(" (at ")[0]
    place = before + line, column
    if "overwrite" in problem and (first := _first_line(source, line)):
        name, again = first
        front.report_twice(name, place, before + again, is_used=False)
    else:
        front.report("frontmatter-syntax", f"broken TOML: {problem}", place)


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
        _report_depth(front, locator.place(start))
        return
    for key, value in values.items():
        _add(front, key, _text_tree(value), partial(_json, value), locator.place(offset_of(key)))


def _report_depth(front: Front, place: tuple[int, int]) -> None:
    front.report("frontmatter-too-complex", f"values nest more than {FRONTMATTER_DEPTH} deep", place)


def _is_shallow(value: Any) -> bool:
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > FRONTMATTER_DEPTH:
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
