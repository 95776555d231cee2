"""The Markdown twin of an entry's page: what its author wrote, with whole addresses (https://llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary_ssg.formats.llms import escaped
from glossary_ssg.formats.texts import encoded
from glossary_ssg.model import Address, Head, Ref, RefKind


def twin_path(address: Address) -> str:
    """Return the twin's path below the output folder."""
    return f"{address.path}.md"


def make_twin(head: Head, text: str, start: int, targets: Iterable[tuple[Ref, str]]) -> bytes:
    """Return a twin. `text` is the whole file, `start` where its body begins.

    `targets` are the references with the whole addresses that they lead to, empty for those that lead nowhere.
    """
    parts = [f"# {escaped(head.title)}"]
    if head.description:
        parts.append(f"> {escaped(head.description)}")
    offsets = [0]
    for line in text.split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    changes = sorted(
        change
        for ref, href in targets
        if 0 < ref.line < len(offsets) and href
        for change in _change(text, offsets[ref.line - 1] + ref.column - 1, ref, encoded(href))
    )
    body, at = [], start
    for begin, end, new in changes:
        if begin >= at:
            body += [text[at:begin], new]
            at = end
    body.append(text[at:])
    parts.append("".join(body).strip())
    return "\n\n".join((*filter(None, parts), "")).rstrip("\n").encode() + b"\n"


def _change(text: str, at: int, ref: Ref, href: str) -> Iterator[tuple[int, int, str]]:
    """Yield (begin, end, new text) of a reference as it stands in the source; nothing where it cannot be found."""
    address = href.replace("(", "%28").replace(")", "%29")
    if ref.kind is RefKind.WIKI:
        begin, end = text.rfind("[[", 0, at + 2), text.find("]]", at)
        if begin >= 0 and end >= 0 and at - begin <= 2 and "\n" not in text[begin:end]:
            yield begin, end + 2, f"[{escaped(ref.text)}]({address})"
    elif ref.target and text.startswith(ref.target, at):
        yield at, at + len(ref.target), address
