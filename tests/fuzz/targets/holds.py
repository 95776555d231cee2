"""What must hold: of HTML, of diagnostics, of what a command prints."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import lxml.html
from lxml import etree

from glossary_ssg.codes import CODES

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN = (
    "abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i"
)
_OTHERS = "ins kbd mark p pre q rp rt ruby s samp section small span strong sub summary sup table tbody tfoot thead tr u ul var wbr"
ELEMENTS = frozenset((*_PLAIN.split(" "), *_OTHERS.split(" "), "a", "details", "img", "li", "ol", "td", "th", "time"))
"""What a body may hold. Written out here, so that a change of the sanitiser shows."""
_ATTRIBUTES = {
    "a": {"href"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_COMMON = {"title", "lang", "dir", "id", "class", "role", "tabindex"}
_CLASS = re.compile(
    r"(?:align-(?:left|right|center)|language-\S*|task-item|task-box|questions|footnotes|auto|[a-z]{1,3}[0-9]?)(?:\s|$)"
)
SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SKIPPED = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]")
_INTERNAL = ("Traceback", "parser-crash", "please report", "internal error")
"""What is printed where a program has failed rather than what it was given."""


class BrokenRuleError(AssertionError):
    """Report what does not hold."""


def require(holds: object, what: str) -> None:
    """Raise BrokenRuleError unless something holds."""
    if not holds:
        raise BrokenRuleError(what[:300])


def is_safe(url: str) -> bool:
    """Tell whether an address is relative, or of a scheme that may be linked."""
    scheme = _SCHEME.match(_SKIPPED.sub("", url))
    return scheme is None or scheme[1].lower() in SCHEMES


def clean_fragment(html: str) -> None:
    """Require that a body holds nothing but what it may, however it is read and written again."""
    require(not CONTROL.search(html), f"control characters in HTML: {html!r}")
    tree = _parse(html)
    _allowed(_walk(tree), "html5lib")
    written = html5lib.serialize(
        tree, quote_attr_values="always", omit_optional_tags=False, alphabetical_attributes=True
    )
    _allowed(_walk(_parse(written)), "html5lib, twice")
    if html.strip():
        _allowed(
            ((str(one.tag), dict(one.attrib)) for one in lxml.html.fragment_fromstring(html, "div").iter()), "lxml"
        )


def _parse(html: str) -> Any:
    return html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)


def _walk(tree: Element) -> Iterable[tuple[str, dict[str, str]]]:
    elements = list(tree.iter())[1:]
    return ((str(one.tag), dict(one.attrib)) for one in elements)


def _allowed(elements: Iterable[tuple[str, dict[str, str]]], reader: str) -> None:
    for tag, attributes in elements:
        require(tag in ELEMENTS, f"{reader} reads <{tag}>")
        for name, value in attributes.items():
            require(name in _COMMON | _ATTRIBUTES.get(tag, set()), f"{reader} reads {name}={value!r} of <{tag}>")
            require(name not in ("href", "src") or is_safe(value), f"{reader} reads the address {value!r}")
            classes = [part for part in value.split() if not _CLASS.match(part)] if name == "class" else []
            require(not classes, f"{reader} reads the class {value!r} of <{tag}>")


def safe_page(data: bytes, name: str) -> None:
    """Require that a page runs nothing but the program's own scripts."""
    text = data.decode()
    require(not CONTROL.search(text), f"control characters in {name}")
    for one in lxml.html.document_fromstring(data).iter(etree.Element):
        for key, value in one.attrib.items():
            require(not str(key).lower().startswith("on"), f"{name}: {key}={value!r}")
            require(key not in ("href", "src", "action") or is_safe(str(value)), f"{name}: {key}={value!r}")
        if one.tag == "script" and not one.get("src"):
            require(one.get("type") in ("application/ld+json", "application/json"), f"{name}: an inline script")
            json.loads(one.text or "null")


def safe_xml(data: bytes, name: str) -> None:
    """Require well-formed XML."""
    try:
        etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise BrokenRuleError(f"{name}: {error}") from error


def sound_diagnostics(diagnostics: Iterable[Any], lines: list[str]) -> None:
    """Require known codes and positions inside the file, of which these are the lines."""
    for one in diagnostics:
        require(one.code in CODES, f"the code '{one.code}'")
        require(one.message, f"no message of {one.code}")
        require(0 <= one.line <= len(lines), f"{one.code} at line {one.line} of {len(lines)}")
        if one.line:
            longest = len(lines[one.line - 1]) + 1
            require(0 <= one.column <= longest, f"{one.code} at column {one.column} of {longest} in line {one.line}")


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a file as an editor counts them."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def run(folder: Path, *arguments: str) -> Any:
    """Run a command in a folder; require that it ends as a command should. Return its result."""
    from click.testing import CliRunner

    from glossary_ssg.cli import main

    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, arguments)
    finally:
        os.chdir(before)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    require(result.exit_code in (0, 1, 2), f"exit code {result.exit_code}")
    for sign in _INTERNAL:
        require(sign not in result.output, f"{sign!r} is printed: {result.output[-600:]}")
    require(result.exit_code != 2 or result.output.strip(), "exit code 2 without a message")
    return result


def check(folder: Path) -> Any:
    """Run `check` and require sound diagnostics; return what it reports as JSON, None where settings stop it."""
    result = run(folder, "check", "--format", "json", "--jobs", "1")
    if result.exit_code == 2:
        return None
    report = json.loads(result.stdout)
    for one in report["diagnostics"]:
        require(one["code"] in CODES, f"the code '{one['code']}'")
        path = folder / one["path"] if one.get("path") else None
        if path is not None and path.is_file() and one.get("line"):
            lines = lines_of(path.read_bytes())
            require(1 <= one["line"] <= len(lines), f"{one['code']} at line {one['line']} of {len(lines)}")
            longest = len(lines[one["line"] - 1]) + 1
            require(
                0 <= (one.get("column") or 0) <= longest, f"{one['code']} at column {one.get('column')} of {longest}"
            )
    return report["diagnostics"]
