"""Every key that `glossary.toml` may have, and the mistakes that one can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from glossary_ssg.config.values import Permalinks
from glossary_ssg.limits import CONFIG_ERRORS, MESSAGE_CHARACTERS
from glossary_ssg.readers import TomlLines
from glossary_ssg.text.closest import closest


class Key(Struct, frozen=True, gc=False):
    """A key that `glossary.toml` may have."""

    name: str
    """Dotted; `*` stands for a name that the site chooses."""
    type: str
    """`text`, `number`, `true or false`, `list of texts`, `list of links`, `list of tables`, or accepted values
    separated by ` | `."""
    default: str
    meaning: str


_PERMALINKS = Permalinks()

KEYS: tuple[Key, ...] = (
    Key("title", "text", "the content folder's parent", "The site's title."),
    Key("base_url", "text", "`/`", "Where the site will stand: `https://example.org/`, with a sub-path if it has one."),
    Key("content", "text", "`content`", "The folder with the entries, relative to this file."),
    Key("output", "text", "`output`", "The folder to publish to, relative to this file."),
    Key("theme", "text", "`default`", "A folder below `themes/`, or the built-in theme."),
    Key("default_language", "text", "`en`, else the first", "The language of links such as `/term/`, and `x-default`."),
    Key(
        "root",
        "choice | redirect | default",
        "`choice`",
        "What `/` shows: a choice of languages, a redirect, or the default language.",
    ),
    Key("mount", "text", "none", "Own only this prefix, such as `/{lang}/glossary/`, and write nothing outside it."),
    Key("html", "sanitise | escape", "`sanitise`", "Clean HTML in Markdown, or show it as text."),
    Key("max_file_size", "number", "`1000000`", "Bytes of a content file that is parsed; a larger one is an error."),
    Key("languages.*.tag", "text", "from the name", "BCP 47 tag. `*` is the language's folder or file suffix."),
    Key("languages.*.name", "text", "from Unicode CLDR", "The language's name in itself."),
    Key("languages.*.title", "text", "`title`", "The site's title in this language."),
    Key("languages.*.direction", "ltr | rtl", "from Unicode CLDR", "Direction of its script."),
    Key("permalinks.entry", "text", f"`{_PERMALINKS.entry}`", "Address of an entry."),
    Key("permalinks.page", "text", f"`{_PERMALINKS.page}`", "Address of a file with `type: page`."),
    Key("permalinks.section", "text", f"`{_PERMALINKS.section}`", "Address of a folder with an `_index.md`."),
    Key("permalinks.home", "text", f"`{_PERMALINKS.home}`", "Address of a language's home page."),
    Key("permalinks.index", "text", f"`{_PERMALINKS.index}`", "Address of the list of all terms."),
    Key("permalinks.categories", "text", f"`{_PERMALINKS.categories}`", "Address of the list of categories."),
    Key("permalinks.category", "text", f"`{_PERMALINKS.category}`", "Address of a category."),
    Key(
        "collation",
        "uca | icu",
        "`uca`",
        "Sort by the Unicode Collation Algorithm, or by each language's own rules (`glossary-ssg[icu]`).",
    ),
    Key("related_headings", "list of texts", "see below", "Headings of sections that list related entries."),
    Key("autolink.enabled", "true or false", "`true`", "Make the names of entries in the text of others links."),
    Key("autolink.keywords", "true or false", "`false`", "Take keywords for names too."),
    Key("autolink.repeat", "true or false", "`false`", "Link every occurrence, not only the first on a page."),
    Key("autolink.max_per_page", "number", "`10`", "So many automatic links on a page at most."),
    Key("autolink.max_per_paragraph", "number", "`3`", "So many in a paragraph at most."),
    Key("autolink.stop", "list of texts", "none", "Names that never become automatic links."),
    Key("autolink.evidence", "true or false", "`true`", "Leave out names that the texts use as everyday words."),
    Key("autolink.always", "list of texts", "none", "Names that become links whatever the texts say of them."),
    Key(
        "search.body",
        "frequent | full | none",
        "`frequent`",
        "How much of the text is searched: an entry's 80 most frequent terms, all, or none.",
    ),
    Key("languages.*.autolink.*", "as above", "as above", "The same for one language; its stop words are added."),
    Key("prefer.*", "text", "none", "Name = translation key: which entry is meant by a name that several have."),
    Key("permalinks.letter", "text", f"`{_PERMALINKS.letter}`", "Address of a letter of a long index."),
    Key("permalinks.senses", "text", f"`{_PERMALINKS.senses}`", "Address of the senses of one headword."),
    Key("permalinks.wanted", "text", f"`{_PERMALINKS.wanted}`", "Address of the list of wanted terms."),
    Key("permalinks.whole", "text", f"`{_PERMALINKS.whole}`", "Address of the page with all entries, if there is one."),
    Key(
        "permalinks.changes", "text", f"`{_PERMALINKS.changes}`", "Address of the list of what is new and has changed."
    ),
    Key("untranslated", "link | text", "`link`", "What a link to an entry that only another language has becomes."),
    Key("changes", "git | dates | off", "`git`", "What tells when entries were added and changed; see below."),
    Key("categories.*.*", "text", "none", 'Label of a category in a language: `[categories.key]`, `en = "Label"`.'),
    Key("fields.*", "text", "none", "Map a field of your files to a known one, or to `label.<language>`."),
    Key("logo", "text", "none", "A picture below the content folder, shown beside the site's title."),
    Key("accent", "text", "the theme's", "Colour of links and marks, such as `#0a58ca`; made lighter on dark."),
    Key("repository", "text", "none", "Where an entry's file is edited; `{path}` is its path below `content`."),
    Key("menu", "list of links", "none", "Links at the head of every page: `[[menu]]` with `url` and `label`."),
    Key("footer", "list of links", "none", "Links at the foot of every page: `[[footer]]` with `url` and `label`."),
    Key(
        "redirects",
        "both | pages | file",
        "`both`",
        "Old addresses lead on by pages, by the file `_redirects`, or by both; see hosting.md.",
    ),
    Key("formats.headers", "true or false", "`true`", "Write `_headers`: what hosts send with each file."),
    Key("formats.robots", "true or false", "`true`", "Write `robots.txt`."),
    Key("formats.sitemap", "true or false", "`true`", "Write `sitemap.xml`; needs `base_url`."),
    Key("formats.feed", "true or false", "`true`", "Write an Atom feed for each language; needs `base_url`."),
    Key("formats.opensearch", "true or false", "`true`", "Offer the search to browsers; needs `base_url`."),
    Key("formats.data", "true or false", "`true`", "Write `terms.json` for each language, and `concepts.json`."),
    Key("formats.inventory", "true or false", "`true`", "Write `objects.inv` for Sphinx."),
    Key("formats.llms", "true or false", "`true`", "Write `llms.txt` for language models."),
    Key("formats.markdown", "true or false", "`false`", "Write a Markdown twin of each entry: `index.html.md`."),
    Key("severities.*", "error | warning | note | off", "per code", "Severity of a diagnostic code."),
    Key(
        "severities_for",
        "list of tables",
        "none",
        "The same in some files: `[[severities_for]]` with `files` or `languages`, and `severities`.",
    ),
)


class Mistakes(Struct):
    """Collects mistakes of one file with the lines they stand in."""

    path: Path
    text: str
    options: Mapping[str, str] = field(default_factory=dict)
    """Key -> command-line option that was given for it, and is to blame."""
    found: list[str] = field(default_factory=list)
    _lines: TomlLines | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether what is added now is not reported any more."""
        return len(self.found) > CONFIG_ERRORS

    def add(self, key: str, message: str, hint: str = "") -> None:
        if len(self.found) >= CONFIG_ERRORS:
            if not self.is_full:
                self.found.append(f"{self.path}: error: more than {CONFIG_ERRORS} errors; the others are not shown")
            return
        self._lines = self._lines or TomlLines(self.text)
        line = self._lines.find(key)
        place = f"{self.path}:{line}" if line else f"{self.path}"
        where = f"error: {self.options[key]}" if key in self.options else f"{place}: error: {_cut(key)}"
        self.found.append(f"{where}: {_cut(message)}" + (f"\n  hint: {_cut(hint)}" if hint else ""))


def _cut(text: str) -> str:
    """Return text in one line that a terminal can show, MESSAGE_CHARACTERS at most."""
    text = CONTROL.sub("\ufffd", text[: MESSAGE_CHARACTERS + 1])
    return text if len(text) <= MESSAGE_CHARACTERS else f"{text[:MESSAGE_CHARACTERS]}…"


def check_keys(data: Mapping[str, Any], mistakes: Mistakes) -> dict[str, Any]:
    """Report what KEYS does not allow and return the rest, so that later checks find their mistakes too."""
    good: dict[str, Any] = {}
    for parts, written in _settings(data):
        if mistakes.is_full:
            break
        name, value = ".".join(parts), _one_line(written)
        key = _key(parts)
        if key is None and (sections := _sections(parts, value)):
            if not isinstance(value, dict):
                mistakes.add(name, f"must be a section, not {kind_of(value)}", f"write {sections}")
            # That there is a section says something, such as that a language is declared: also if all in it is wrong.
            _put(good, parts, {})
        elif key is None:
            close = _closest(parts)
            mistakes.add(name, "there is no such key", f"did you mean `{close}`?" if close else "see the table of keys")
        elif problem := _type_problem(key if key.type != "as above" else _key(parts[2:]), value):
            mistakes.add(name, problem, f"write `[[{name}]]`" if key.type in _TABLES else "")
        elif control := _control(value):
            mistakes.add(name, f"holds the control character U+{ord(control):04X}", "write it in one line, without it")
        elif " | " in key.type and value not in (accepted := key.type.split(" | ")):
            mistakes.add(name, f"'{value}' is none of {', '.join(accepted)}")
        else:
            _put(good, parts, value)
    return good


def _settings(data: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (key path, value) of all values, all sections, and the tables that hold nothing or stand for a value."""
    for name, value in data.items():
        parts = (*above, name)
        key = _key(parts)
        is_above = isinstance(value, dict) and len(parts) < _DEPTH and (key is None or _is_open(key.name))
        below = value if is_above else {}
        if not below or _sections(parts, value):
            yield parts, value
        yield from _settings(below, parts)


def _put(table: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    for part in parts[:-1]:
        table = table.setdefault(part, {})
    table[parts[-1]] = value


def _sections(parts: tuple[str, ...], value: Any) -> str:
    """Return the headers of the sections that belong where a value stands, empty text where it may not be one."""
    below = [names for key in KEYS if len(names := key.name.split(".")) > len(parts) and _matches_start(names, parts)]
    if not below:
        return ""
    header = ".".join(parts)
    if len(parts) > 1 or all(len(names) == 2 for names in below):
        return f"`[{header}]`"
    items = value if isinstance(value, list) else ()
    names = [item for item in items if isinstance(item, str)] or ["<name>"]
    return ", ".join(f"`[{header}.{name}]`" for name in names)


def _matches_start(pattern: list[str], parts: tuple[str, ...]) -> bool:
    return all(want in ("*", part) for want, part in zip(pattern, parts, strict=False))


def _closest(parts: tuple[str, ...]) -> str:
    """Return the key that comes closest; the names that a site chooses stay as they are written."""
    names = {".".join(_like(key.name.split("."), parts)): key for key in KEYS}
    close = closest(".".join(parts), sorted(names))
    return f"[[{close}]]" if close and names[close].type in _TABLES else close


def _like(pattern: list[str], parts: tuple[str, ...]) -> list[str]:
    return [parts[at] if want == "*" and at < len(parts) else want for at, want in enumerate(pattern)]


_DEPTH = 4
"""How many parts a key has at most."""
CONTROL = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]")
"""What has no place in a text of one line, or in XML."""
_TABLES = ("list of links", "list of tables")
_TYPES: dict[str, tuple[type, ...]] = {
    "number": (int,),
    "true or false": (bool,),
    "list of texts": (list,),
    "list of links": (list,),
    "list of tables": (list,),
}


def _key(parts: tuple[str, ...]) -> Key | None:
    return next((key for key in KEYS if _matches(key.name, parts)), None)


def _type_problem(key: Key | None, value: Any) -> str:
    """Return what is wrong with a value's type, empty text for nothing."""
    if key is None:
        return "there is no such key"
    wanted = _TYPES.get(key.type, (str,))
    right = isinstance(value, wanted) and not (isinstance(value, bool) and bool not in wanted)
    if right and isinstance(value, list):
        right = all(isinstance(item, dict if key.type in _TABLES else str) for item in value)
    if right and key.type == "number" and value < 0:
        return "must not be negative"
    return "" if right else f"must be {key.type if key.type in _TYPES else 'text'}, not {kind_of(value)}"


def _one_line(value: Any) -> Any:
    """Return a value with each of its texts in one line, as it is shown."""
    if isinstance(value, str):
        return " ".join(value.split()) if re.search(r"[\t\r\n]", value) else value
    if isinstance(value, list):
        return [_one_line(item) for item in value]
    return {name: _one_line(item) for name, item in value.items()} if isinstance(value, dict) else value


def _control(value: Any) -> str:
    """Return the first control character in a value's texts, empty text where there is none."""
    if isinstance(value, str):
        return found[0] if (found := CONTROL.search(value)) else ""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(_control, items)), "")


def kind_of(value: Any) -> str:
    """Return what a value of TOML is called."""
    return "table" if isinstance(value, dict) else type(value).__name__


def leaves(data: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (key path, value) of everything that is no table."""
    for name, value in data.items():
        parts = (*above, name)
        if isinstance(value, dict) and len(parts) < _DEPTH:
            yield from leaves(value, parts)
        else:
            yield parts, value


def _matches(pattern: str, parts: tuple[str, ...]) -> bool:
    wanted = pattern.split(".")
    if _is_open(pattern):
        return len(parts) >= 2 and parts[0] == wanted[0]
    return len(wanted) == len(parts) and all(want in ("*", part) for want, part in zip(wanted, parts, strict=True))


def _is_open(pattern: str) -> bool:
    """Tell whether names that the site chooses end a key: they may hold full stops, which make tables of them."""
    return pattern.endswith(".*") and pattern.count(".") == 1
