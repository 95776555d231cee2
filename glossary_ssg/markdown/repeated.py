"""Where the items of a list that are there already stand in YAML, so that they can be cut out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import yaml

from glossary_ssg.markdown.yaml_text import is_plain_yaml

_CLOSE = re.compile(r"(?:-{3,}|\.{3})\s*")
_PARTS = re.compile("[^,、，]+")

Place = tuple[int, int]
"""Line and column, both from 1."""


def repeated_items(lines: Sequence[str], line: int, column: int) -> Iterator[tuple[Place, Place]]:
    """Yield start and end of what holds an item for the second time in the value of the field at a place.

    What is not plain to see, such as an item with an alias or a comment, is left out.
    """
    close = next((at for at in range(line, len(lines)) if _CLOSE.fullmatch(lines[at])), line)
    source = "\n".join(lines[line - 1 : close])
    if not is_plain_yaml(source):
        return
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return
    if not isinstance(root, yaml.MappingNode) or root.start_mark.column != column - 1:
        return
    value = root.value[0][1]
    if isinstance(value, yaml.ScalarNode):
        yield from _in_text(lines, line, value)
    elif isinstance(value, yaml.SequenceNode) and len({id(item) for item in value.value}) == len(value.value):
        yield from _in_list(lines, line, value)


def _in_text(lines: Sequence[str], first: int, node: yaml.ScalarNode) -> Iterator[tuple[Place, Place]]:
    """Yield the repeated parts of a text that is cut at commas, each with the comma before it."""
    text = _written(lines, first, node)
    if text is None:
        return
    line, column = first + node.start_mark.line, node.start_mark.column + 1 + (node.style is not None)
    seen: set[str] = set()
    end = 0
    for part in _PARTS.finditer(text):
        if _is_known(part[0], seen):
            yield (line, column + end), (line, column + part.end())
        end = part.end()


def _in_list(lines: Sequence[str], first: int, node: yaml.SequenceNode) -> Iterator[tuple[Place, Place]]:
    """Yield the repeated items of a list: with the comma before it, or with its line."""
    seen: set[str] = set()
    for before, item in pairwise([None, *node.value]):
        text = _written(lines, first, item)
        if text is None or not _is_known(text, seen) or before is None:
            continue
        line = first + item.start_mark.line
        end = line, item.end_mark.column + 1
        start = first + before.end_mark.line, before.end_mark.column + 1
        if not node.flow_style:
            alone = re.fullmatch(r"\s*-\s+", lines[line - 1][: item.start_mark.column])
            if alone and not lines[line - 1][end[1] - 1 :].strip():
                yield (line, 1), (line + 1, 1)
        elif re.fullmatch(r"\s*,\s*", _between(lines, start, (line, item.start_mark.column + 1))):
            yield start, end


def _written(lines: Sequence[str], first: int, node: yaml.Node) -> str | None:
    """Return the text of a value that stands there as it is read, in one line; else None."""
    if not isinstance(node, yaml.ScalarNode) or node.start_mark.line != node.end_mark.line:
        return None
    text = lines[first + node.start_mark.line - 1][node.start_mark.column : node.end_mark.column]
    inside = text[1:-1] if node.style else text
    return inside if inside == node.value else None


def _between(lines: Sequence[str], start: Place, end: Place) -> str:
    """Return the text between two places."""
    found = [*lines[start[0] - 1 : end[0] - 1], lines[end[0] - 1][: end[1] - 1]]
    return "\n".join(found)[start[1] - 1 :]


def _is_known(text: str, seen: set[str]) -> bool:
    """Tell whether a text was seen before, and note that it is now."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    known = not text or text in seen
    seen.add(text)
    return known and bool(text)
