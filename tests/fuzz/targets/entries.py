"""Targets: files of entries, by frontmatter and body."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import strategies as st

from glossary_ssg.config import ParseSettings
from glossary_ssg.markdown import parse, sanitise
from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN, Body, Head, RefKind, as_json, decoder
from tests.fuzz.targets import holds
from tests.fuzz.targets.engine import Target
from tests.fuzz.targets.holds import require
from tests.fuzz.targets.inputs import (
    FIELDS,
    PIECES,
    entry_seeds,
    flipped,
    json_value,
    line,
    mutated,
    text,
    toml_value,
    yaml_value,
)

_HOLE = re.compile(rf"{HOLE_OPEN}(\d+){HOLE_CLOSE}")
_SETTINGS = ParseSettings()


def check_entry(data: bytes) -> None:
    """Parse a file and require all that holds of heads and bodies."""
    head, body = parse(data, _SETTINGS)
    require(parse(data, _SETTINGS) == (head, body), "the same file gives something else the second time")
    require(decoder(Head)(as_json(head)) == head, "the head is something else after a round through the cache")
    require(decoder(Body)(as_json(body)) == body, "the body is something else after a round through the cache")
    lines = holds.lines_of(data)
    holds.sound_diagnostics(head.diagnostics, lines)
    for ref in (*head.refs, *head.related_refs):
        require(0 <= ref.line <= len(lines), f"a reference at line {ref.line} of {len(lines)}")
    check_body(head, body)


def check_body(head: Head, body: Body) -> None:
    """Require what holds of a body."""
    require(len(head.headings) == len({heading.id for heading in head.headings}), "two headings have one id")
    end = 0
    for part in body.prose:
        require(end <= part.start <= part.end <= len(body.html), "stretches of prose overlap or leave the body")
        end = part.end
    for name in (head.title, head.summary, body.text, *(heading.text for heading in head.headings)):
        require(not holds.CONTROL.search(name), f"control characters in {name!r}")

    def fill(match: re.Match[str]) -> str:
        require(int(match[1]) < len(head.refs), f"the body names reference {match[1]} of {len(head.refs)}")
        inside = match.string[: match.start()].rpartition("<")[2].startswith("a") and match.string[match.end()] == ">"
        is_image = head.refs[int(match[1])].kind is RefKind.IMAGE
        return ' href="/x/"' if inside and not is_image else '<img src="/x.png" alt="">'

    holds.clean_fragment(_HOLE.sub(fill, body.html))


def check_fragment(html: str) -> None:
    """Clean a fragment and require what holds of what is clean."""
    html = re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "\ufffd", html)  # as parsing does before
    prepared = sanitise.prepared(html)
    once = sanitise.clean(prepared)
    require(sanitise.clean(once) == once, "cleaning twice gives something else than cleaning once")
    for what, at in sanitise.removals(html):
        require(what and 0 <= at <= len(html), f"{what!r} is reported at {at} of {len(html)}")
    check_entry(b"---\ntitle: A\n---\n" + html.encode("utf-8", "surrogatepass"))


_BODY = text(20)
_PAIRS = st.lists(st.tuples(st.sampled_from(FIELDS) | line(), yaml_value()), max_size=6)
_YAML = st.builds(
    lambda pairs, body: "---\ntitle: A\n" + "".join(f"{key}: {value}\n" for key, value in pairs) + f"---\n{body}",
    _PAIRS,
    _BODY,
)
_TOML = st.builds(
    lambda pairs, body: "+++\n" + "".join(f"{key} = {value}\n" for key, value in pairs) + f"+++\n{body}",
    st.lists(
        st.tuples(st.sampled_from((*FIELDS[:20], '"a b"', "a.b", "'x'", '"\\u0061"')) | line(), toml_value()),
        max_size=6,
    ),
    _BODY,
)
_JSON = st.builds(
    lambda values, body, indent: json.dumps(values, indent=indent) + f"\n{body}",
    st.dictionaries(st.sampled_from(FIELDS) | line(), json_value(), max_size=6),
    _BODY,
    st.sampled_from((None, 0, 1)),
)
_TAGS = (
    "a",
    "b",
    "img",
    "p",
    "table",
    "td",
    "svg",
    "math",
    "style",
    "script",
    "rt",
    "ruby",
    "select",
    "template",
    "noscript",
    "mi",
)
_NAMES = (
    "href",
    "src",
    "onclick",
    "style",
    "class",
    "id",
    "data-g",
    "title",
    "width",
    "xlink:href",
    "srcdoc",
    "formaction",
    "open",
)
_VALUES = (
    "javascript:alert(1)",
    "java\tscript:x",
    "&#106;avascript:x",
    "data:text/html,x",
    "x",
    "//a",
    "https://[",
    "\x01javascript:x",
    '"',
    ">",
)


@st.composite
def _html(draw: st.DrawFn) -> str:
    """Return HTML whose tags are opened and closed in any order."""
    parts = []
    for _ in range(draw(st.integers(0, 10))):
        kind = draw(st.sampled_from(("open", "close", "text", "text")))
        if kind == "text":
            parts.append(draw(st.sampled_from(PIECES)))
            continue
        tag = draw(st.sampled_from(_TAGS))
        if kind == "close":
            parts.append(f"</{tag}>")
            continue
        quote = draw(st.sampled_from(('"', "'", "")))
        pairs = draw(st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_VALUES)), max_size=3))
        attributes = "".join(f" {name}={quote}{value}{quote}" for name, value in pairs)
        parts.append(f"<{tag}{attributes}{draw(st.sampled_from(('>', '>', '>', '/>', '', ' ')))}")
    return "".join(parts)


def _wrapped(*kinds: str) -> Any:
    seeds = [seed for seed in entry_seeds() if seed.startswith(kinds)] or entry_seeds()
    return mutated(seeds)


TARGETS = (
    Target("yaml", lambda: flipped(st.one_of(_YAML, _wrapped("---"))), check_entry),
    Target("toml", lambda: flipped(st.one_of(_TOML, _TOML.flatmap(lambda one: mutated([one])))), check_entry),
    Target("json", lambda: flipped(st.one_of(_JSON, _JSON.flatmap(lambda one: mutated([one])))), check_entry),
    Target(
        "markdown",
        lambda: text(60).map(lambda body: b"---\ntitle: A\n---\n" + body.encode("utf-8", "surrogatepass")),
        check_entry,
    ),
    Target("files", lambda: flipped(mutated(entry_seeds())), check_entry),
    Target("sanitise", lambda: st.one_of(_html(), text(15)), check_fragment),
)
