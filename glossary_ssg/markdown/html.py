"""Block and inline tokens -> HTML with holes for references, and what the head needs on the way."""

from __future__ import annotations

import re
from collections import Counter
from html import escape as escape_html
from urllib.parse import unquote

from mistune.util import unescape

from glossary_ssg.diagnostics import diagnose
from glossary_ssg.markdown import sanitise
from glossary_ssg.markdown.code import Codes
from glossary_ssg.markdown.collect import Collector
from glossary_ssg.markdown.depth import AUTHOR_CLOSE, AUTHOR_OPEN
from glossary_ssg.markdown.dialect import plain_text
from glossary_ssg.markdown.emphasis import Token
from glossary_ssg.markdown.locate import Locator
from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN, ID_PREFIX, Heading, Ref, RefKind
from glossary_ssg.text.normal import normalize
from glossary_ssg.text.slugs import fragment, heading_id

PROSE_OPEN, PROSE_CLOSE = "\x04", "\x05"
"""What encloses prose in rendered HTML until its offsets are known; parsing removes both from every source."""

_ESCAPED = re.compile("[&<>]")
_HEADING_ID = re.compile(r"\{#([^\s{}#]+)\}\s*$")
_OWN_ID = re.compile(
    rf"{ID_PREFIX}(?:around|categories|content|definition|recent|related|terms|used-in|e\..*)|fn(?:ref)?-[0-9].*",
    re.DOTALL,
)
"""The ids of a page's own parts and of its notes: no heading has one."""
_SCRIPT = re.compile(r"<(script|style)\b", re.IGNORECASE)
_SCRIPT_ENDS = ("</script", "</style")
_CONTAINERS = {
    "emphasis": ("<em>", "</em>"),
    "strong": ("<strong>", "</strong>"),
    "strikethrough": ("<del>", "</del>"),
    "list_item": ("<li>", "</li>\n"),
    "table": ("<table>\n", "</table>\n"),
    "table_body": ("<tbody>\n", "</tbody>\n"),
    "table_row": ("<tr>\n", "</tr>\n"),
    "def_list": ("<dl>\n", "</dl>\n"),
    "def_list_item": ("<dd>", "</dd>\n"),
}
"""Type of a token of which nothing but its children is shown -> what stands around them."""


class RawHtmlError(Exception):
    """Ask for a rendering that can be cleaned: there is HTML in the tokens. Never leaves this package."""


class Renderer:
    """Renders one body. With `raw`, our own attributes are marks that survive cleaning (see sanitise.py)."""

    def __init__(self, locator: Locator, codes: Codes, *, raw: bool, escape: bool) -> None:
        self.refs: list[Ref] = []
        self.headings: list[Heading] = []
        self._levels: Counter[int] = Counter()
        """Level -> how many of `headings` have it."""
        self.prose_lines: list[int] = []
        self.diagnostics = Collector()
        self.attributes: list[str] = []
        self.author_offsets: list[int] = []
        """Where each piece of authors' HTML begins in the source, -1 where that is not known."""
        self.author_tags = 0
        """How many tags there are in them at most."""
        self.author_size = 0
        """Characters of all pieces."""
        self._locator = locator
        self._codes = codes
        self.raw = raw
        self._escape = escape
        self._ids: dict[str, int] = {}
        """Id -> number of the last one that was made from it."""
        self._fragments: set[str] = set()
        """The fragments that lead to these ids."""
        self._seen_notes: dict[int, int] = {}
        self._has_scripts = not escape and _SCRIPT.search(locator.text) is not None
        self._prose = True
        self._shift = 0

    def render(self, blocks: list[Token]) -> str:
        """Return the HTML of block tokens; RawHtmlError where it would need cleaning and `raw` is off."""
        # The page's title is its only first-level heading.
        self._shift = int(any(block["type"] == "heading" and block["attrs"]["level"] == 1 for block in blocks))
        return self._all(blocks)

    def author_element(self, tag: str, attributes: dict[str, str]) -> str:
        """Return the opening tag for an author's `<a>` or `<img>` after cleaning, its address as a reference."""
        if tag == "img" and "alt" not in attributes:  # an empty one says that the picture is an ornament
            self._report_alt(attributes.get("src", ""))
        url = unescape(attributes.pop("href" if tag == "a" else "src", ""))
        alt, title = unescape(attributes.pop("alt", "")), unescape(attributes.pop("title", ""))
        rest = tuple((name, unescape(value)) for name, value in attributes.items())
        text = "".join(f' {name}="{escape_html(value)}"' for name, value in rest)
        written = escape_html(url)
        snippets = tuple(f"{lead}{target}" for target in (url, written) for lead in ('"', "'", "="))
        if tag == "a":
            return f"<a{self._address(RefKind.LINK, url, '', title, snippets) if url else ''}{text}>"
        address = self._address(RefKind.IMAGE, url, alt, title, snippets, rest) if url else ""
        if not address or address.startswith(HOLE_OPEN):
            return address or escape_html(alt)
        return f'<img{address} alt="{escape_html(alt)}"{text}>'

    def author_place(self, piece: int, lines: int) -> tuple[int, int]:
        """Return the line and column of a line in a piece of authors' HTML, (0, 0) where that is not known."""
        offset = self.author_offsets[piece]
        line, column = self._locator.place(offset) if offset >= 0 else (0, 0)
        return (line + lines, 1) if line and lines else (line, column)

    def _all(self, tokens: list[Token]) -> str:
        if self._has_scripts:
            tokens = self._without_scripts(tokens)
        if len(tokens) == 1 and tokens[0]["type"] == "text" and not _ESCAPED.search(tokens[0]["raw"]):
            return str(tokens[0]["raw"])
        return "".join(
            [
                # Most tokens are texts in which nothing has to be escaped.
                token["raw"]
                if token["type"] == "text" and not _ESCAPED.search(token["raw"])
                else _HANDLERS[token["type"]](self, token)
                for token in tokens
            ]
        )

    def _without_scripts(self, tokens: list[Token]) -> list[Token]:
        """Leave out what stands between the tags of a script or style sheet; the opening tag is reported."""
        tags = [token["raw"].lower() if token["type"] == "inline_html" else "" for token in tokens]
        last = {tag[: len(end)]: at for at, tag in enumerate(tags) for end in _SCRIPT_ENDS if tag.startswith(end)}
        kept: list[Token] = []
        closing = ""
        for index, (token, raw) in enumerate(zip(tokens, tags, strict=True)):
            if closing:
                closing = "" if raw.startswith(closing) else closing
                continue
            kept.append(token)
            if match := _SCRIPT.match(raw):
                end = f"</{match[1]}"
                closing = end if last.get(end, -1) > index else ""
        return kept

    def _attrs(self, text: str) -> str:
        """Return attributes of ours, as they are or as a mark."""
        if not self.raw:
            return text
        self.attributes.append(text)
        return sanitise.mark(len(self.attributes) - 1)

    def _stretch(self, token: Token) -> str:
        """Render inline children as prose: names of other entries in it may become links."""
        if not self._prose:
            return self._all(token["children"])
        # Found before the children are rendered: they move the locator on.
        self.prose_lines.append(self._line(token))
        html = self._all(token["children"])
        return f"{PROSE_OPEN}{html}{PROSE_CLOSE}"

    def _line(self, token: Token) -> int:
        """Return the line on which a stretch of prose begins, 0 where it is not known."""
        lines = token.get("line")
        if lines is not None:
            return self._locator.line_below(lines)
        start = _first_words(token["children"])
        return self._locator.line_ahead(start) if start else 0

    def _without_prose(self, tokens: list[Token]) -> str:
        before, self._prose = self._prose, False
        html = self._all(tokens)
        self._prose = before
        return html

    # Blocks

    def on_blank_line(self, _: Token) -> str:
        return ""

    def on_paragraph(self, token: Token) -> str:
        return f"<p>{self._stretch(token)}</p>\n"

    def on_block_text(self, token: Token) -> str:
        return self._stretch(token)

    def on_heading(self, token: Token) -> str:
        children = token["children"]
        explicit = ""
        if children and children[-1]["type"] == "text" and (match := _HEADING_ID.search(children[-1]["raw"])):
            explicit = match[1]
            children = [*children[:-1], {"type": "text", "raw": children[-1]["raw"][: match.start()].rstrip()}]
        html = self._without_prose(children)
        text = " ".join(unescape(plain_text(children)).split())
        level = min(token["attrs"]["level"] + self._shift, 6)
        self._check_level(level, text)
        wanted = normalize("NFC", explicit) or heading_id(text) or "section"
        identifier = self._unique(f"section-{wanted}" if _OWN_ID.fullmatch(wanted) else wanted)
        if explicit and _OWN_ID.fullmatch(wanted):
            line, column = self._locator.find(f"{{#{explicit}}}")
            message = f"the id '{explicit}' is kept for parts of the page; this heading's is '{identifier}'"
            hint = "choose another one"
            self.diagnostics.append(diagnose("heading-id", message, hint=hint, line=line, column=column))
        self.headings.append(Heading(level, identifier, text))
        self._levels[level] += 1
        own = self._attrs(f' id="{escape_html(identifier)}"')
        return f"<h{level}{own}>{html}</h{level}>\n"

    def _check_level(self, level: int, text: str) -> None:
        """Report a heading that leaves out a level. Above the first one stands the page's title."""
        above = self.headings[-1].level if self.headings else 1
        if level > above + 1:
            line, column = self._locator.find_heading(level - self._shift, self._levels[level], text)
            message = f"the heading '{text[:60]}' is of level {level}, the one above it of level {above}"
            hint = f"write it with {'#' * (above + 1 - self._shift)}; screen readers tell levels"
            self.diagnostics.append(diagnose("heading-jump", message, hint=hint, line=line, column=column))

    def _unique(self, identifier: str) -> str:
        """Return an id that no heading has yet, numbered if need be."""
        candidate, number = identifier, self._ids.get(identifier, 0)
        while self._is_taken(candidate):
            number += 1
            candidate = f"{identifier}-{number}"
        self._ids[identifier] = number
        self._ids.setdefault(candidate, 0)
        self._fragments.add(fragment(candidate))
        return candidate

    def _is_taken(self, identifier: str) -> bool:
        """Tell whether a heading has an id, or one that the same fragment leads to.

        Browsers look for a fragment as it is written before they decode it: `#50%25` leads to `50%25`, then to `50%`.
        """
        return identifier in self._ids or identifier in self._fragments or fragment(identifier) in self._ids

    def on_thematic_break(self, _: Token) -> str:
        return "<hr>\n"

    def on_block_quote(self, token: Token) -> str:
        return f"<blockquote>\n{self._without_prose(token['children'])}</blockquote>\n"

    def on_block_code(self, token: Token) -> str:
        written = token.get("attrs", {}).get("info") or ""
        info = unescape(written).split()
        if not info:
            return f"<pre><code>{escape_html(token['raw'])}</code></pre>\n"
        code = self._highlighted(token, written, info[0]) or escape_html(token["raw"])
        if self.raw:
            # Classes of the highlighter are ours: each span is marked.
            code = re.sub(r'<span( class="[^"]*")>', lambda match: f"<span{self._attrs(match[1])}>", code)
        language = self._attrs(f' class="language-{escape_html(info[0])}"')
        return f"<pre><code{language}>{code}</code></pre>\n"

    def _highlighted(self, token: Token, info: str, language: str) -> str | None:
        """Return code as HTML with Pygments' classes, None where it is shown plainly."""
        code = token["raw"]
        fence = f"{token.get('marker', '')}{info}"
        at = self._codes.locator.find_offset(f"{fence}\n{code[:40].partition(chr(10))[0]}", fence)
        html, problem = self._codes.highlight(language, code)
        if problem:
            line, column = self._codes.locator.place(at) if at >= 0 else (0, 0)
            message = f"{problem}; the block is shown without highlighting"
            hint = "shorten the code, or delete the language behind the opening fence"
            self.diagnostics.append(diagnose("code-plain", message, hint=hint, line=line, column=column))
        return html

    def on_rest(self, token: Token) -> str:
        return f"<pre>{escape_html(token['raw'], quote=False)}</pre>\n"

    def on_list(self, token: Token) -> str:
        attrs = token["attrs"]
        if not attrs["ordered"]:
            return f"<ul>\n{self._all(token['children'])}</ul>\n"
        start = f' start="{int(attrs["start"])}"' if "start" in attrs else ""
        return f"<ol{start}>\n{self._all(token['children'])}</ol>\n"

    def on_task_list_item(self, token: Token) -> str:
        box = "☑" if token["attrs"]["checked"] else "☐"
        item, span = self._attrs(' class="task-item"'), self._attrs(' class="task-box"')
        return f"<li{item}><span{span}>{box}</span> {self._all(token['children'])}</li>\n"

    def on_table_head(self, token: Token) -> str:
        return f"<thead>\n<tr>\n{self._without_prose(token['children'])}</tr>\n</thead>\n"

    def on_table_cell(self, token: Token) -> str:
        attrs = token["attrs"]
        # An empty cell heads nothing: screen readers would announce a heading without a name.
        tag = "th" if attrs["head"] and token["children"] else "td"
        align = self._attrs(f' class="align-{attrs["align"]}"') if attrs.get("align") else ""
        return f"<{tag}{align}>{self._stretch(token)}</{tag}>\n"

    def on_def_list_head(self, token: Token) -> str:
        return f"<dt>{self._without_prose(token['children'])}</dt>\n"

    on_question = on_def_list_head

    def on_questions(self, token: Token) -> str:
        own = self._attrs(' class="questions"')
        return f"<dl{own}>\n{self._all(token['children'])}</dl>\n"

    def on_answer(self, token: Token) -> str:
        return f"<dd>{self._stretch(token)}</dd>\n"

    def on_footnotes(self, token: Token) -> str:
        section = self._attrs(' class="footnotes" role="doc-endnotes"')
        return f"<section{section}>\n<ol>\n{self._without_prose(token['children'])}</ol>\n</section>\n"

    def on_footnote_item(self, token: Token) -> str:
        index = token["attrs"]["index"]
        link = self._attrs(f' href="#fnref-{index}" role="doc-backlink"')
        back = f"<a{link}>↩</a>"
        html = self._all(token["children"]).rstrip()
        html = f"{html[:-4]} {back}</p>" if html.endswith("</p>") else f"{html} {back}"
        own = self._attrs(f' id="fn-{index}"')
        return f"<li{own}>{html}</li>\n"

    def on_block_html(self, token: Token) -> str:
        html = self._html(token["raw"])
        return f"<p>{html.strip()}</p>\n" if self._escape else html

    # Inlines

    def on_text(self, token: Token) -> str:
        return escape_html(unescape(token["raw"]), quote=False)

    def _container(self, token: Token) -> str:
        before, after = _CONTAINERS[token["type"]]
        return f"{before}{self._all(token['children'])}{after}"

    def on_codespan(self, token: Token) -> str:
        return f"<code>{escape_html(token['raw'], quote=False)}</code>"

    def on_linebreak(self, _: Token) -> str:
        return "<br>\n"

    def on_softbreak(self, _: Token) -> str:
        return "\n"

    def on_inline_html(self, token: Token) -> str:
        return self._html(token["raw"])

    def _html(self, raw: str) -> str:
        if self._escape:
            return escape_html(raw, quote=False)
        if not self.raw:
            raise RawHtmlError
        start = self._locator.find_offset(raw.rstrip("\n"))
        self.author_tags += raw.count("<")
        self.author_size += len(raw)
        self.author_offsets.append(start)
        for removed, at in sanitise.removals(raw):
            line, column = self._locator.place(start + at) if start >= 0 else (0, 0)
            message = f"{removed} is not allowed and was removed"
            hint = 'write it in Markdown, or set `html = "escape"` to show HTML as text'
            self.diagnostics.append(diagnose("html-removed", message, hint=hint, line=line, column=column))
        return f"{AUTHOR_OPEN}{sanitise.prepared(raw)}{AUTHOR_CLOSE}"

    def on_footnote_ref(self, token: Token) -> str:
        index = token["attrs"]["index"]
        count = self._seen_notes[index] = self._seen_notes.get(index, 0) + 1
        suffix = f"-{count}" if count > 1 else ""
        sup = self._attrs(f' id="fnref-{index}{suffix}"')
        link = self._attrs(f' href="#fn-{index}" role="doc-noteref"')
        return f"<sup{sup}><a{link}>{index}</a></sup>"

    def on_link(self, token: Token) -> str:
        html = self._all(token["children"])
        url, title = token["attrs"]["url"], unescape(token["attrs"].get("title") or "")
        written, plain = unquote(url), plain_text(token["children"])
        text = " ".join(unescape(plain).split())
        targets = (written, url) if written != url else (url,)
        found = [f"{lead}{target}" for target in targets for lead in ("](", "](<", "]: ")]
        # With entities or escapes in it the target cannot be found as it was written; its text can.
        address = self._address(RefKind.LINK, url, text, title, (*found, f"[{plain}](", *targets))
        return f"<a{self._attrs(address)}>{html}</a>" if address else html

    def on_wiki(self, token: Token) -> str:
        written, text = token["attrs"]["target"], unescape(token["raw"])
        if written.startswith("!"):
            # `[[!Name]]` keeps a name from becoming a link: automatic links do not reach into a span.
            return f"<span>{escape_html(text.removeprefix('!').strip(), quote=False)}</span>"
        hole = self._add_ref(RefKind.WIKI, unescape(written), text, "", (f"[[{written}", written))
        return f"<a{self._attrs(hole)}>{escape_html(text, quote=False)}</a>"

    def on_image(self, token: Token) -> str:
        url, title = token["attrs"]["url"], unescape(token["attrs"].get("title") or "")
        alt = " ".join(unescape(plain_text(token["children"])).split())
        snippets = (f"]({unquote(url)}", f"]({url}", url)
        if not alt:
            self._report_alt(unquote(url), f"![]({unquote(url)}", f"![]({url}")
        address = self._address(RefKind.IMAGE, url, alt, title, snippets)
        if not address or address.startswith(HOLE_OPEN):
            return address or escape_html(alt)
        own = self._attrs(f'{address} alt="{escape_html(alt)}"')
        return f"<img{own}>"

    def _report_alt(self, url: str, *snippets: str) -> None:
        places = (self._locator.find_ahead(one, anywhere=True) for one in (*snippets, url) if one)
        line, column = next((place for place in places if place[0]), (0, 0))
        hint = "say what it shows, in the brackets or as `alt`; screen readers read it"
        message = f"the image '{url[:60]}' has no alternative text"
        self.diagnostics.append(diagnose("image-alt", message, hint=hint, line=line, column=column))

    def _address(
        self,
        kind: RefKind,
        url: str,
        text: str,
        title: str,
        snippets: tuple[str, ...],
        rest: tuple[tuple[str, str], ...] = (),
    ) -> str:
        """Return the attributes for an address outside the site, a hole for one in it, nothing for a forbidden one."""
        if not sanitise.is_safe_url(url):
            line, column = self._locator.find(*snippets, f"[{text}](", text)
            message = f"'{unquote(url)[:60]}' was removed: links go to {', '.join(sorted(sanitise.SCHEMES))}"
            self.diagnostics.append(diagnose("link-scheme", message, line=line, column=column))
            return ""
        if not sanitise.is_external(url):
            return self._add_ref(kind, unquote(url), text, title, snippets, rest)
        name = "src" if kind is RefKind.IMAGE else "href"
        titled = f' title="{escape_html(title)}"' if title else ""
        return f' {name}="{escape_html(url)}"{titled}'

    def _add_ref(
        self,
        kind: RefKind,
        target: str,
        text: str,
        title: str,
        snippets: tuple[str, ...],
        rest: tuple[tuple[str, str], ...] = (),
    ) -> str:
        line, column = 0, 0
        for snippet in snippets:
            lead = len(snippet) if snippet.endswith("](") else len(snippet) - len(snippet.lstrip("]()[<:\"'= "))
            line, column = self._locator.find(snippet, skip=lead)
            if line:
                break
        self.refs.append(Ref(kind, target, text, title, rest, line, column))
        return f"{HOLE_OPEN}{len(self.refs) - 1}{HOLE_CLOSE}"


_HANDLERS = {name.removeprefix("on_"): handler for name, handler in vars(Renderer).items() if name.startswith("on_")}
_HANDLERS |= dict.fromkeys(_CONTAINERS, Renderer._container)
"""Type of a token -> the method that renders it."""


def _first_words(tokens: list[Token]) -> str:
    """Return text that stands in the source as it is, from the beginning of a paragraph."""
    for token in tokens:
        if token["type"] == "codespan":  # the locator does not look into code
            continue
        text: str = _first_words(token["children"]) if "children" in token else token.get("raw", "").strip()
        if len(text) > 1:
            return text[:24].partition("\n")[0]
    return ""
