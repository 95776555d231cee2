"""A site whose author is an attacker: payloads in every field, file name and corner of Markdown.

The payloads are in `payloads/`, in the classes of DOMPurify's tests and of html5sec.org.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support import write_files

RUN = "ran=1"
"""The script of every payload: it has no sign that a corner would escape, and sets a global."""
ELSEWHERE = "elsewhere.example"
"""The host that payloads try to reach."""
STEP = 17
"""Payloads move on by so many from corner to corner, so that each comes into every corner."""
TEXT_FIELDS = (
    *("title", "description", "reading", "acronym", "subject", "qualifier", "translationKey", "custom", "autolink"),
    *("synonyms", "keywords", "category", "related", "aliases"),
)
ADDRESS_FIELDS = ("slug", "url", "date", "lastmod", "draft", "type")
"""Fields that refuse most payloads: only some entries have one."""


def _read(name: str) -> tuple[str, ...]:
    lines = (Path(__file__).parent / "payloads" / name).read_text(encoding="utf-8").splitlines()
    return tuple(codecs.decode(line, "unicode_escape").replace("{run}", RUN) for line in lines if line[:2] != "# ")


HTML = (
    *_read("html.txt"),
    f"<b {'x ' * 600}><img src=x onerror={RUN}>",
    f"{'<div>' * 520}<img src=x onerror={RUN}>",
    f"{'<math>' * 60}<style><img src=x onerror={RUN}>",
    f"<img src=x{' ' * 5000}onerror={RUN}>",
)
ADDRESSES = _read("addresses.txt")


def write_hostile(folder: Path) -> None:
    """Write the site's sources: an entry for each payload of HTML, which has the others in its corners."""
    files = {f"content/en/e{number:03}.md": _entry(number) for number in range(len(HTML))}
    files |= {f"content/en/{name}.md": "---\ntitle: Named\n---\nText.\n" for name in _names()}
    files["content/en/_index.md"] = _front({"title": HTML[0], "description": HTML[1]}) + "\n\n".join(HTML[::9])
    files["content/en/part/_index.md"] = _front({"title": HTML[2], "description": HTML[3]}) + "\n\n".join(HTML[4::9])
    files["content/en/part/one.md"] = _front({"title": "One"}) + "Text."
    files["content/en/about.md"] = _front({"title": HTML[5], "type": "page"}) + "\n\n".join(HTML[6::9])
    files["content/fr/e000.md"] = _entry(0)
    files["glossary.toml"] = _settings()
    write_files(folder, {name: text.encode() for name, text in files.items()})


def _settings() -> str:
    text = (json.dumps(payload) for payload in HTML[::5] if payload.isprintable())
    lines = [f"title = {next(text)}", 'changes = "dates"']
    for kind in ("menu", "footer"):
        for _ in range(5):
            lines += [f"[[{kind}]]", 'url = "/{lang}/all/"', f"label = {next(text)}"]
    lines += ["[autolink]", f"stop = [{next(text)}, {next(text)}]"]
    lines += ["[languages.en]", f"title = {next(text)}", f"name = {next(text)}"]
    lines += ["[languages.fr]", f"title = {next(text)}", f"name = {next(text)}"]
    lines += [f"[categories.{next(text)}]", f"en = {next(text)}", "[prefer]", f"{next(text)} = {next(text)}"]
    return "\n".join(lines) + "\n"


def _names() -> Iterator[str]:
    """Yield payloads that a disk takes for file names."""
    for payload in (*HTML[::6], *ADDRESSES[::6]):
        name = "".join(char for char in payload.replace("/", "\u2215") if char >= " ")
        if 0 < len(name.encode()) < 200 and not name.startswith((".", "_")):
            yield name


def _entry(number: int) -> str:
    at = _from(HTML, number)
    fields: dict[str, object] = {"title": next(at), "date": f"2026-01-{number % 28 + 1:02}"}
    for name in TEXT_FIELDS[1:]:
        value = next(at)
        fields[name] = value if name in TEXT_FIELDS[:9] else [value, next(at)]
    if number % 3 == 0:
        fields[ADDRESS_FIELDS[number // 3 % len(ADDRESS_FIELDS)]] = next(at)
    fields["aliases"] = [next(at), f"/en/{next(at)}/"]
    fields["synonyms"] = [next(at), {"name": next(at), "note": next(at), "source": next(at)}]
    return _front(fields) + "\n\n".join([HTML[number], *_markdown(at, _from(ADDRESSES, number))]) + "\n"


def _from(payloads: tuple[str, ...], start: int) -> Iterator[str]:
    while True:
        yield payloads[start % len(payloads)]
        start += STEP


def _front(fields: dict[str, object]) -> str:
    # JSON is YAML, but for control characters, which it may write as escapes.
    return f"---\n{json.dumps(fields, ensure_ascii=True)}\n---\n"


def _markdown(html: Iterator[str], addresses: Iterator[str]) -> Iterator[str]:
    """Yield blocks of Markdown with payloads in their corners."""
    flat = (payload.replace("\n", " ").replace("\r", " ") for payload in html)
    yield f"Text {next(flat)} and *{next(flat)}* and `{next(flat)}` [[{next(flat)}]] [[a|{next(flat)}]]."
    yield f"## {next(flat)}\n\n## Part {{#{next(flat)}}}\n\n### {next(flat)} {{#{next(addresses)}}}"
    yield f"| {next(flat)} | b |\n|---|:-:|\n| {next(flat)} | {next(flat)} |"
    yield f"Term {next(flat)}\n: {next(flat)}\n\nQ: {next(flat)}\nA: {next(flat)}"
    yield f"Note[^{next(addresses)}] [^n]\n\n[^n]: {next(flat)}"
    yield f"```{next(flat)}\n{next(html)}\n```\n\n~~~ python {next(flat)}\nx = 1\n~~~"
    yield f"- [ ] {next(flat)}\n- [x] {next(flat)}\n\n> {next(flat)}\n\n    {next(flat)}"
    for _ in range(3):
        yield f"[a]({next(addresses)}) [b](<{next(addresses)}> '{next(flat)}') <{next(addresses)}> [c][r]"
        yield f'[r]: <{next(addresses)}> "{next(flat)}"'
        yield f'<a href="{next(addresses)}">d</a> <a href={next(addresses)}>e</a> [[{next(addresses)}]]'
    # Pictures of other hosts are allowed by design.
    images = (address for address in addresses if not re.search(r"//|\\\\|https:", address))
    yield f"![{next(flat)}](<{next(images)}> '{next(flat)}') ![x]({next(images)}) <img alt=x src=\"{next(images)}\">"
    yield next(html)
