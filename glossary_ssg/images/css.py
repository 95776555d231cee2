"""CSS in SVG images: what neither runs nor loads stays, the rest goes.

The text is taken apart by tinycss2, after CSS Syntax Level 3, so escapes and comments hide nothing. Whatever is not
plain is written anew from its tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from glossary_ssg.images.names import AT_RULES, FUNCTIONS, NO_PROPERTIES
from glossary_ssg.limits import SVG_STYLE_DEPTH

Report = Callable[[str], None]
"""Called with each thing that is left out."""

_PLAIN = re.compile(r"[^\\@(){}\[\]<&]*")
"""Texts without functions, escapes and at-rules: nothing in them can load."""
_CALL = re.compile(r"(?<![\w-])([\w-]*+)\(([^()]*+)\)")
_FRAGMENT = re.compile(r"\s*(?:#[^\s\"'()\\<]+|\"#[^\"'()\\<]+\"|'#[^\"'()\\<]+')\s*")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""See https://www.w3.org/TR/xml/#charsets."""
_SIMPLE = re.compile(r"[^\\@{}\[\]<&]*")


def is_passive(value: str) -> bool:
    """Tell whether an attribute's value, read as CSS, loads nothing and runs nothing."""
    if _PLAIN.fullmatch(value):
        return True
    if (quick := _is_quick(value)) is not None:
        return quick
    return not _is_deep(value) and "\\" not in value and _is_safe(_components(value))


def is_plain(text: str) -> bool:
    """Tell whether declarations may stay as they are, without taking them apart."""
    may_stay = _PLAIN.fullmatch(text) or _is_quick(text)
    return bool(may_stay) and "/*" not in text and not any(name in text.lower() for name in NO_PROPERTIES)


def clean_declarations(text: str, report: Report) -> str:
    """Return the declarations of a `style` attribute that may stay; the text itself where all may."""
    if _is_deep(text):
        report("`style` (nested too deep)")
        return ""
    import tinycss2

    return _shown(_Cleaner(report).declarations(text, tinycss2.parse_blocks_contents(text)))


def clean_sheet(text: str, report: Report) -> str:
    """Return the rules of a style sheet that may stay; the text itself where all may."""
    if _is_deep(text):
        report("`<style>` (nested too deep)")
        return ""
    import tinycss2

    return _shown(_Cleaner(report).sheet(text, tinycss2.parse_stylesheet(text)))


def _shown(text: str) -> str:
    """Return text with U+FFFD for what an escape such as `\\1` stands for and XML does not allow.

    It is not left out: what stood on both sides of it could become a function.
    """
    return _NOT_XML.sub("\ufffd", text)


def _is_quick(value: str) -> bool | None:
    """Tell the same of values that are only functions in no other functions; None where that is not enough to tell."""
    if not _SIMPLE.fullmatch(value) or "/*" in value:
        return None
    rest = _CALL.sub("", value)
    if not _PLAIN.fullmatch(rest):
        return None
    for name, inside in _CALL.findall(value):
        if name.lower() == "url":
            if not _FRAGMENT.fullmatch(inside):
                return False
        elif name.lower() not in FUNCTIONS or '"' in inside or "'" in inside:
            return None
    return True


def _is_deep(text: str) -> bool:
    """Tell whether brackets nest deeper than is safe to go through one in another."""
    depth = 0
    for sign in re.findall(r"[({\[]|[)}\]]", text):
        depth += 1 if sign in "({[" else -1 if depth else 0
        if depth > SVG_STYLE_DEPTH:
            return True
    return False


def _components(value: str) -> list[Any]:
    import tinycss2

    return list(tinycss2.parse_component_value_list(value, skip_comments=True))


def _is_safe(tokens: Iterable[Any], *, is_prelude: bool = False) -> bool:
    """Tell whether tokens load nothing: addresses are fragments, functions are listed. Not so strict in a prelude."""
    for token in tokens:
        kind = token.type
        if kind == "url":
            if not token.value.startswith("#"):
                return False
        elif kind == "function":
            if not _is_safe_function(token, is_prelude=is_prelude):
                return False
        elif kind.endswith("block"):
            if not _is_safe(token.content, is_prelude=is_prelude):
                return False
        elif kind == "error" or (kind == "at-keyword" and not is_prelude):
            return False
    return True


def _is_safe_function(token: Any, *, is_prelude: bool) -> bool:
    name = token.lower_name
    if name == "url":
        given = [item for item in token.arguments if item.type not in ("whitespace", "comment")]
        return len(given) == 1 and given[0].type == "string" and given[0].value.startswith("#")
    is_selector = is_prelude and not re.search("url|src|image|fade|element|paint|expression", name)
    return (name in FUNCTIONS or is_selector) and _is_safe(token.arguments, is_prelude=is_prelude)


class _Cleaner:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._is_changed = False

    def sheet(self, text: str, rules: Iterable[Any]) -> str:
        kept = self._rules(rules)
        return self._result(text, kept)

    def declarations(self, text: str, items: Iterable[Any]) -> str:
        kept = self._block(items)
        return self._result(text, kept)

    def _result(self, text: str, kept: str) -> str:
        # Escapes and the brackets of comments in HTML are written anew even where all is harmless.
        is_odd = "\\" in text or "<" in text
        return kept if self._is_changed or is_odd else text

    def _drop(self, what: str) -> str:
        self._is_changed = True
        self._report(what)
        return ""

    def _rules(self, rules: Iterable[Any]) -> str:
        return "".join(self._rule(rule) for rule in rules if rule.type not in ("comment", "whitespace"))

    def _rule(self, rule: Any) -> str:
        from tinycss2 import serialize

        if rule.type == "at-rule":
            return self._at_rule(rule)
        if rule.type != "qualified-rule":
            self._is_changed = True
            return ""
        if not _is_safe(rule.prelude, is_prelude=True):
            return self._drop("a rule with an address in its selector")
        return f"{serialize(rule.prelude)}{{{self._content(rule.content)}}}\n"

    def _at_rule(self, rule: Any) -> str:
        from tinycss2 import parse_rule_list, serialize

        name = rule.lower_at_keyword
        if name == "charset":
            self._is_changed = True
            return ""
        if name not in AT_RULES or not _is_safe(rule.prelude, is_prelude=True):
            return self._drop(f"`@{rule.at_keyword[:20]}`")
        head = f"@{name}{serialize(rule.prelude)}"
        if rule.content is None:
            return f"{head};\n"
        has_declarations = name in ("font-face", "property", "page")
        inside = self._content(rule.content) if has_declarations else self._rules(parse_rule_list(rule.content))
        return f"{head}{{{inside}}}\n"

    def _content(self, content: Any) -> str:
        from tinycss2 import parse_blocks_contents

        return self._block(parse_blocks_contents(content))

    def _block(self, items: Iterable[Any]) -> str:
        kept = []
        for item in items:
            if item.type == "declaration":
                kept.append(self._declaration(item))
            elif item.type in ("qualified-rule", "at-rule"):
                kept.append(self._rule(item))
            elif item.type == "error":
                self._is_changed = True  # browsers skip it too
        return "".join(kept)

    def _declaration(self, item: Any) -> str:
        if item.lower_name in NO_PROPERTIES or not _is_safe(item.value):
            return self._drop(f"`{item.name[:40]}` of a style with an address or function that is not allowed")
        return f"{item.serialize()};"
