"""The elements of an SVG image, written again one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers.expat import XMLParserType

from msgspec import Struct

from glossary_ssg.images.attributes import Attributes, is_risky
from glossary_ssg.images.css import clean_sheet
from glossary_ssg.images.names import (
    ELEMENTS,
    HTML_ELEMENTS,
    QUIET_ELEMENTS,
    SVG,
    XHTML,
    XLINK,
    is_editors,
)
from glossary_ssg.images.removed import Removed
from glossary_ssg.limits import SVG_DEPTH, SVG_ELEMENTS, SVG_STYLE_CHARACTERS

_FOREIGN = "foreignObject"
_MOST = 1_000
"""Things that are noted; a file with more is not mended thing by thing."""


class Refusal(Exception):  # noqa: N818 - a result
    """An image cannot be published; the text ends a sentence that begins with its name."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class _Open(Struct):
    """An element whose end is not reached."""

    space: str
    name: str
    at: int
    """Where its tag begins in what is written."""
    noted: int
    """What was noted before it."""


class Rebuilder:
    """Writes what a parser reads, without what is not allowed."""

    def __init__(self, parser: XMLParserType) -> None:
        self.removed: list[Removed] = []
        self.is_changed = False
        """Whether anything was left out, be it worth a word or not."""
        self.has_subset = False
        self._parser = parser
        self._out: list[str] = []
        self._open: list[_Open] = []
        self._skipped = 0
        """Levels below an element that is left out."""
        self._is_quiet = False
        """Whether nothing was said of that element."""
        self._elements = 0
        self._root = ""
        """Namespace of the image: SVG, or none in an image that browsers do not show."""
        self._style: list[str] | None = None
        self._styled = 0
        self._attributes = Attributes(self._remove, self._spend)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruct

    def result(self) -> bytes:
        """Return the image as UTF-8."""
        return "".join((*self._out, "\n")).encode()

    def _remove(self, what: str) -> None:
        """Note that something is left out; nothing is said of what has no name."""
        self.is_changed = True
        if what and len(self.removed) < _MOST:
            plain = "".join(sign if sign.isprintable() else "\ufffd" for sign in what)
            self.removed.append(Removed(plain, self._parser.CurrentLineNumber))

    def _spend(self, characters: int) -> bool:
        """Tell whether so much more CSS may be read."""
        self._styled += characters
        return self._styled <= SVG_STYLE_CHARACTERS

    def _start(self, tag: str, given: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        self._elements += 1
        if self._elements > SVG_ELEMENTS:
            raise Refusal(f"has more than {SVG_ELEMENTS:,} elements", "save it as PNG")
        if len(self._open) + self._skipped >= SVG_DEPTH:
            raise Refusal(f"nests elements more than {SVG_DEPTH} levels deep", "ungroup elements, and save it again")
        if not self._open and not self._skipped:
            self._check_root(space, name)
        if self._skipped or not self._is_allowed(space, name, given):
            self._skip(space, name, given)
            return
        if name == "style" and space != XHTML:
            self._style = []
        kept = self._attributes.clean(space, name, given)
        if kept is None:  # an animation of what must not be animated
            self._skip(space, name, {})
            return
        self._open.append(_Open(space, name, len(self._out), len(self.removed)))
        self._out.append(f"<{name}{self._declared(space)}{_written(kept)}>")

    def _check_root(self, space: str, name: str) -> None:
        if name != "svg" or space not in (SVG, ""):
            hint = 'save it as SVG; the first element has to be `<svg xmlns="http://www.w3.org/2000/svg">`'
            raise Refusal(f"is no SVG: it begins with '<{name[:40]}>'", hint)
        self._root = space

    def _is_allowed(self, space: str, name: str, given: Mapping[str, str]) -> bool:
        """Tell whether an element may stay where it is."""
        if self._style is not None:
            return False
        is_in_html = bool(self._open) and self._open[-1].space == XHTML
        is_in_foreign = bool(self._open) and self._open[-1].name == _FOREIGN
        if space == XHTML:
            return (is_in_html or is_in_foreign) and name in HTML_ELEMENTS
        if space != self._root or is_in_html or is_in_foreign:
            return False
        return name in ELEMENTS or name == _FOREIGN

    def _skip(self, space: str, name: str, given: Mapping[str, str]) -> None:
        """Leave out an element with all that is in it; say so unless it is nothing that is drawn or runs."""
        is_told = False
        if not self._skipped:
            self._is_quiet = is_editors(space) or (space == self._root and name in QUIET_ELEMENTS)
            is_told = not self._is_quiet
        is_told |= self._is_quiet and is_risky(space, name, given)
        prefix = "html:" if space == XHTML else "" if space in (self._root, SVG) else "foreign:"
        self._remove(f"`<{prefix}{name[:40]}>`" if is_told else "")
        self._skipped += 1

    def _declared(self, space: str) -> str:
        """Return the namespaces that the tag has to declare."""
        before = self._open[-2].space if len(self._open) > 1 else None
        if before is None:
            return f' xmlns="{SVG}" xmlns:xlink="{XLINK}"'
        return f' xmlns="{space or SVG}"' if space != before else ""

    def _end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if self._style is not None:
            self._end_style()
        element = self._open.pop()
        if element.name == _FOREIGN and len(self.removed) > element.noted:
            # With HTML it is all or nothing: half of a label says something else.
            del self._out[element.at :]
            self._remove(f"`<{_FOREIGN}>`")
            return
        if self._out[-1].startswith(f"<{element.name}") and len(self._out) == element.at + 1:
            self._out[-1] = self._out[-1][:-1] + "/>"
        else:
            self._out.append(f"</{element.name}>")

    def _end_style(self) -> None:
        text = "".join(self._style or ())
        self._style = None
        if not self._spend(len(text)):
            self._remove("`<style>` (too long)")
            return
        cleaned = clean_sheet(text, self._remove)
        self.is_changed |= cleaned != text
        self._out.append(_escaped(cleaned))

    def _text(self, text: str) -> None:
        if self._skipped:
            return
        if self._style is not None:
            self._style.append(text)
        elif self._open:
            self._out.append(_escaped(text))

    def _instruct(self, target: str, _data: str) -> None:
        self._remove("" if self._skipped or target == "xpacket" else f"`<?{target[:40]}?>`")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


_ATTRIBUTE = re.compile(r"[&<>\"\t\n\r]")


def _written(attributes: Mapping[str, str]) -> str:
    """Return attributes as they are written in a tag."""

    def reference(match: re.Match[str]) -> str:
        return f"&#{ord(match[0])};"

    return "".join(f' {name}="{_ATTRIBUTE.sub(reference, value)}"' for name, value in attributes.items())
