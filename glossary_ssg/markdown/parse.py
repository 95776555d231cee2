"""Put the parts together: bytes -> Head and Body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape, unescape
from itertools import chain, repeat

from mistune import Markdown
from msgspec import Struct

from glossary_ssg.config import HtmlMode, ParseSettings, SearchBody
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.limits import (
    BODY_LINES,
    ENTRY_BYTES_SETTING,
    HTML_DEPTH,
    INLINE_MARKS,
    NESTED_LINES,
    PLAIN_TEXT_CHARACTERS,
    REOPENED_CHARACTERS,
    TABLE_CELLS,
)
from glossary_ssg.markdown import sanitise
from glossary_ssg.markdown.code import Codes
from glossary_ssg.markdown.collect import Collector
from glossary_ssg.markdown.depth import AUTHOR_CLOSE, AUTHOR_OPEN, bound_depth
from glossary_ssg.markdown.dialect import MAX_NESTING, Parsed, make_markdown, parse_tokens
from glossary_ssg.markdown.emphasis import Token
from glossary_ssg.markdown.fields import Fields
from glossary_ssg.markdown.frontmatter import Front, split
from glossary_ssg.markdown.html import PROSE_CLOSE, PROSE_OPEN, RawHtmlError, Renderer
from glossary_ssg.markdown.locate import Locator, without_code
from glossary_ssg.markdown.questions import join_questions
from glossary_ssg.markdown.related import RelatedItem, take_related
from glossary_ssg.markdown.unread import find_unread
from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN, Body, EntryType, FieldTerms, Head, Heading, Prose, Ref, Shape
from glossary_ssg.text.marks import break_runs
from glossary_ssg.text.sketch import sketch
from glossary_ssg.text.terms import count_terms
from glossary_ssg.text.width import columns

_BODY_TERMS = {SearchBody.FREQUENT: 80, SearchBody.FULL: None, SearchBody.NONE: 0}
"""So many of the text's most frequent terms are searched."""
_SPLIT_HINT = "split it into several entries"
LONGEST_DESCRIPTION = 200
"""Columns of a description, so that 200 Latin letters or 100 Chinese characters."""
SUMMARY_LENGTH = 200
"""Characters of the first paragraph that stand in for a description."""

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|dt|dd|pre|blockquote|figcaption|summary|div)>|<br>")
_TAG = re.compile("<[^>]*>")
_AUTHORS_TAG = re.compile("""<[^">]*(?:"[^"]*"[^">]*)*+>""")
"""A tag whose attributes may hold `>`: in ours it is escaped."""
_ASIDE = re.compile(r'<(rt|rp)\b[^>]*>[^<]*(?:<(?!/\1)[^<]*)*+</\1>|<sup id="fnref-[^>]*>[^<]*<a[^>]*>[^<]*</a></sup>')
"""Readings above characters and numbers of footnotes, which are no part of the sentence. All are closed: what was
sanitised is, and without that this would take time that grows with the square."""
_HOLE = re.compile(rf"{HOLE_OPEN}\d+{HOLE_CLOSE}")


class _Text(Struct):
    """What is read of a body."""

    html: str
    text: str
    summary: str
    shape: Shape
    prose: tuple[Prose, ...] = ()
    headings: tuple[Heading, ...] = ()
    opens_with_heading: bool = False
    refs: tuple[Ref, ...] = ()
    related_refs: tuple[Ref, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(data: bytes, settings: ParseSettings, *, size: int = 0) -> tuple[Head, Body]:
    """Return a file's head and body. Mistakes are in `Head.diagnostics`, without a path; nothing is raised.

    `size` is that of the whole file in bytes, if `data` is only its beginning: of a file that is larger than
    `settings.max_file_size` the frontmatter is read, and its body is shown as it is.
    """
    front = split(data)
    body = front.text[front.body_start :]
    if (broken := break_runs(body)) != body:
        front.text = front.text[: front.body_start] + broken
    fields = Fields(front, dict(settings.fields))
    values = fields.read()
    is_large = max(size, len(data)) > settings.max_file_size
    if is_large:
        _report_size(front, max(size, len(data)), len(data), settings.max_file_size)
        read = _read_plain(front)
    else:
        read = _read_body(front, values["type"], settings)
    description = values["description"]
    if columns(description) > LONGEST_DESCRIPTION:
        message = f"the description takes {columns(description)} columns; East Asian characters take two each"
        hint = f"say it in {LONGEST_DESCRIPTION}: lists and search engines cut what is longer"
        front.report("description-long", message, fields.position("description"), hint)
    head = Head(
        has_frontmatter=front.found,
        **values,
        summary=description or read.summary,
        labels=fields.labels,
        extra=fields.extra,
        headings=read.headings,
        opens_with_heading=read.opens_with_heading,
        refs=read.refs,
        related_refs=read.related_refs,
        shape=read.shape,
        lines=fields.lines,
        diagnostics=(*front.diagnostics, *read.diagnostics),
    )
    searched = read.text[:PLAIN_TEXT_CHARACTERS] if is_large else read.text
    return head, Body(read.html, read.prose, read.text, _terms(head, searched, settings))


def _read_body(front: Front, kind: EntryType, settings: ParseSettings) -> _Text:
    """Parse a body."""
    body_text = front.text[front.body_start :]
    parsed_text, rest = _split_lines(body_text)
    parsed = parse_tokens(_markdown(), parsed_text)
    # Only the page of an entry has a place of its own for them.
    headings = settings.related_headings if kind is EntryType.GLOSSARY else ()
    blocks, related, heading = take_related(parsed.blocks, headings)
    blocks = join_questions(blocks)
    if rest:
        blocks.append({"type": "rest", "raw": rest})
    html, renderer = _render(blocks, front.text, front.body_start, settings)
    _check_body(front, body_text)
    unread = Collector()
    if rest:
        line, column = Locator(front.text).place(len(front.text) - len(rest))
        message = f"the text has more than {BODY_LINES:,} lines; the rest is shown as plain text"
        unread.append(diagnose("markup-limit", message, hint=_SPLIT_HINT, line=line, column=column))
    unread.extend(_oddities(parsed, front.text, front.body_start))
    unread.extend(find_unread(parsed.blocks, front.text, front.body_start))
    locator = Locator(front.text, front.body_start)
    locator.find(f"# {heading}", heading)  # the same links may stand in the text above
    body_html, prose = _extract_prose(html, renderer.prose_lines)
    tags = _AUTHORS_TAG if renderer.raw else _TAG
    text = _plain(body_html, tags)
    return _Text(
        html=body_html,
        text=text,
        summary=_summary(body_html, prose, tags),
        shape=_shape(blocks, body_html, text),
        prose=prose,
        headings=tuple(renderer.headings),
        opens_with_heading=_opens_with(body_html, renderer.headings),
        refs=tuple(renderer.refs),
        related_refs=tuple(_related_ref(item, locator) for item in related),
        diagnostics=(*unread.all(), *renderer.diagnostics.all()),
    )


def _split_lines(text: str) -> tuple[str, str]:
    """Cut a text behind BODY_LINES; the second part is empty where it holds nothing but white space."""
    if text.count("\n") <= BODY_LINES:
        return text, ""
    rest = text.split("\n", BODY_LINES)[-1].lstrip("\n")
    return text[: len(text) - len(rest)], rest if rest.strip() else ""


def _read_plain(front: Front) -> _Text:
    """Return a body as it was written: nothing in it is parsed or linked."""
    text = front.text[front.body_start :].strip("\n")
    start = text[:PLAIN_TEXT_CHARACTERS]
    html = f"<pre>{escape(text, quote=False)}</pre>\n" if text else ""
    return _Text(html, text, _shorten(" ".join(start.split())), Shape(0, 0, len(start), sketch(start)))


def _shape(blocks: Sequence[Token], html: str, text: str) -> Shape:
    parts = [part for block in blocks if block["type"] == "questions" for part in block["children"]]
    questions = sum(part["type"] == "question" for part in parts)
    return Shape(html.count("<table"), questions, len(text), sketch(text))


def _report_size(front: Front, size: int, shown: int, most: int) -> None:
    """Report a file of more bytes than are parsed."""
    front.diagnostics = [item for item in front.diagnostics if item.code != "file-large"]
    what = "it is" if shown == size else f"its first {shown:,} are"
    message = f"the file has {size:,} bytes, the limit is {most:,}; {what} shown as plain text"
    hint = "split it into several entries"
    if size <= ENTRY_BYTES_SETTING:
        hint += f", or set `max_file_size = {size}` in glossary.toml"
    front.report("file-too-large", message, (1, 1), hint)


def _terms(head: Head, text: str, settings: ParseSettings) -> tuple[FieldTerms, ...]:
    """Return the search terms of the entry's own fields, in the order of TERM_FIELDS."""
    fields = (
        [head.title],
        [name.text for name in head.names],
        head.readings,
        head.keywords,
        [head.summary],
        [heading.text for heading in head.headings],
    )
    body = count_terms([text], _BODY_TERMS[settings.search_body])
    return (*map(count_terms, fields), body)


def _check_body(front: Front, body: str) -> None:
    stripped = body.strip()
    lead = len(body) - len(body.lstrip())
    first = body[body.rfind("\n", 0, lead) + 1 : lead]
    place = Locator(front.text).place(front.body_start + lead)
    if not stripped and front.text.endswith(("---", "...", "+++", "}")):
        message = "the file ends at the line that closes the frontmatter"
        front.report("body-empty", message, place, "write the text below it")
    elif stripped and ("\t" in first or len(first) >= 4):
        front.report(
            "body-code", "the text begins with an indented code block", place, "without indentation it is text"
        )


@cache
def _markdown() -> Markdown:
    # Building the parser compiles some forty patterns; one per process is enough, it keeps no state between texts.
    return make_markdown()


def _render(blocks: list[Token], text: str, start: int, settings: ParseSettings) -> tuple[str, Renderer]:
    """Render without cleaning first: most bodies hold no HTML, and then every tag is our own."""
    escaped = settings.html is HtmlMode.ESCAPE
    codes = Codes(text, start)
    text = without_code(text)
    renderer = Renderer(Locator(text, start), codes, raw=False, escape=escaped)
    try:
        return renderer.render(blocks), renderer
    except RawHtmlError:
        codes.rewind()
        renderer = Renderer(Locator(text, start), codes, raw=True, escape=False)
        html = sanitise.clean(_bound_depth(renderer, renderer.render(blocks)))
        filled = sanitise.fill_marks(html, renderer.attributes, renderer.author_element)
        return filled, renderer


def _bound_depth(renderer: Renderer, html: str) -> str:
    """Return a rendered body without the marks of authors' HTML, of which no more than some elements nest."""
    # In most bodies, too few tags to nest deeply, or to be opened again too often, whatever they are.
    if renderer.author_tags <= HTML_DEPTH // 2 and renderer.author_size * html.count("<") <= REOPENED_CHARACTERS:
        return html.replace(AUTHOR_OPEN, "").replace(AUTHOR_CLOSE, "")
    html, deep = bound_depth(html)
    if deep:
        piece, lines, is_spent = deep
        line, column = renderer.author_place(piece, lines)
        message = f"HTML elements nest more than {HTML_DEPTH} deep; the tags of the rest are shown as text"
        hint = "nest less deeply, and close every element"
        if is_spent:
            message = "too many formatting elements are left open; the tags of those from here on are shown as text"
            hint = "close every element in the paragraph that it begins in"
        code = "markup-limit" if is_spent else "nesting-too-deep"
        renderer.diagnostics.append(diagnose(code, message, hint=hint, line=line, column=column))
    return html


def _related_ref(item: RelatedItem, locator: Locator) -> Ref:
    line, column = 0, 0
    for lead in ("](", "[[", ""):
        if not line:
            line, column = locator.find(lead + item.target, skip=len(lead))
    return Ref(item.kind, item.target, item.text, "", (), line, column)


def _extract_prose(html: str, lines: list[int]) -> tuple[str, tuple[Prose, ...]]:
    """Take the prose marks out of the HTML and return where they stood."""
    first, *stretches = html.split(PROSE_OPEN)
    # Cleaning leaves one of two marks where the other stood in what it removed.
    parts = [first.replace(PROSE_CLOSE, "")]
    prose: list[Prose] = []
    start = len(parts[0])
    for stretch, line in zip(stretches, chain(lines, repeat(0)), strict=False):
        text, mark, rest = stretch.partition(PROSE_CLOSE)
        rest = rest.replace(PROSE_CLOSE, "")
        if mark:
            prose.append(Prose(start, start + len(text), line))
        parts += (text, rest)
        start += len(text) + len(rest)
    return "".join(parts), tuple(prose)


def _opens_with(html: str, headings: Sequence[Heading]) -> bool:
    return bool(headings) and html.startswith(f'<h{headings[0].level} id="{escape(headings[0].id)}"')


def _plain(html: str, tags: re.Pattern[str]) -> str:
    if "<r" in html or "<sup" in html:
        html = _ASIDE.sub("", html)
    # To cut and join takes half the time of `sub`.
    text = "".join(tags.split(_BLOCK_END.sub("\n", html)))
    if HOLE_OPEN in text:
        text = _HOLE.sub("", text)
    return "\n".join(filter(None, map(str.strip, unescape(text).split("\n"))))


def _summary(html: str, prose: tuple[Prose, ...], tags: re.Pattern[str]) -> str:
    texts = (" ".join(_plain(html[part.start : part.end], tags).split()) for part in prose)
    return _shorten(next(filter(None, texts), ""))


def _shorten(text: str) -> str:
    """Return the beginning of a text in one line, as long as a summary may be."""
    if len(text) <= SUMMARY_LENGTH:
        return text
    cut = text[:SUMMARY_LENGTH]
    head, _, tail = cut.rpartition(" ")
    # Scripts without spaces have no word to end on.
    return (head if head and len(tail) < 30 else cut).rstrip(" ,;:、。") + "…"


def _oddities(parsed: Parsed, text: str, start: int) -> Iterator[Diagnostic]:
    """Yield what an author probably did not mean."""
    locator = Locator(text, start)
    for row, cells, wanted in parsed.rows:
        line, column = locator.find(row)
        message = f"cells in this row: {cells}, columns of its table: {wanted}"
        hint = "write a bar inside a cell as `\\|`" if cells > wanted else "add the missing cells"
        yield diagnose("table-cells", message, hint=hint, line=line, column=column)
    locator = Locator(text, start)
    for lines, cells, marks in parsed.heads:
        line, column = locator.find(lines, lines.partition("\n")[0])
        message = f"this begins no table: cells in this row: {cells}, in the row of hyphens below: {marks}"
        hint = "give both rows the same number of cells"
        yield diagnose("table-cells", message, hint=hint, line=line, column=column)
    if parsed.deep:
        line, column = Locator(text, start).find(parsed.deep)
        message = f"lists and quotes nest more than {MAX_NESTING} deep; the rest is shown as text"
        yield diagnose("nesting-too-deep", message, hint="nest less deeply", line=line, column=column)
    for snippet, what in (
        (
            parsed.rest,
            f"more than {INLINE_MARKS:,} marks of inline markup; the text from here on is shown as it is written",
        ),
        (parsed.cells_end, f"more than {TABLE_CELLS:,} cells of tables; the rows from here on are shown as text"),
        (
            parsed.nested_end,
            f"more than {NESTED_LINES:,} lines in nested lists and quotes; those are shown as text",
        ),
    ):
        if snippet:
            line, column = Locator(text, start).find(snippet, snippet.partition("\n")[0])
            message = f"the file has {what}"
            yield diagnose("markup-limit", message, hint=_SPLIT_HINT, line=line, column=column)
    locator = Locator(text, start)
    hint = "put no space inside the asterisks, close the bold text, or write `\\*\\*` if they are meant"
    for context, offset in parsed.literal:
        line, column = locator.find(context, context.partition("\n")[0], skip=offset)
        shown = " ".join(context.split())
        message = f"asterisks are left in the text: '{shown}'"
        yield diagnose("emphasis-literal", message, hint=hint, line=line, column=column)
