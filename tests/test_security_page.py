"""The limits that docs/security.md promises are those that the code enforces."""

from __future__ import annotations

from glossary_ssg import limits
from tests.test_docs import rows

LIMITS = {
    "bytes of an entry": limits.ENTRY_BYTES,
    "lines of an entry": limits.BODY_LINES,
    "inline marks of an entry": limits.INLINE_MARKS,
    "table cells of an entry": limits.TABLE_CELLS,
    "levels of HTML elements": limits.HTML_DEPTH,
    "characters of a highlighted code block": limits.CODE_BLOCK_CHARACTERS,
    "characters of a frontmatter": limits.FRONTMATTER_CHARACTERS,
    "values in a frontmatter": limits.FRONTMATTER_VALUES,
    "levels of a frontmatter": limits.FRONTMATTER_DEPTH,
    "characters of a title": limits.TITLE_CHARACTERS,
    "characters of another name": limits.NAME_CHARACTERS,
    "characters of a key, slug or related entry": limits.KEY_CHARACTERS,
    "items of a list in a field": limits.FIELD_ITEMS,
    "problems of one code in one entry": limits.SAME_DIAGNOSTICS,
    "bytes of an SVG image": limits.SVG_BYTES,
    "levels of an SVG image": limits.SVG_DEPTH,
    "elements of an SVG image": limits.SVG_ELEMENTS,
    "bytes of a file in `static/`": limits.STATIC_BYTES,
    "bytes of `glossary.toml`, `theme.toml` or a strings file": limits.TOML_BYTES,
    "levels of a TOML file": limits.TOML_DEPTH,
    "digits of a number in a TOML file": limits.NUMBER_DIGITS,
    "bytes of a baseline": limits.JSON_BYTES,
    "bytes of a sitemap, list of URLs or ledger, uncompressed": limits.LIST_BYTES,
    "bytes of all sitemaps of an index, uncompressed": limits.LISTS_BYTES,
    "levels of an XML file": limits.XML_DEPTH,
}


def test_every_limit_on_the_security_page_is_the_one_that_is_enforced() -> None:
    shown = {row[0]: row[1].split(" ")[0] for row in rows("security.md", "Limits")[1:]}
    assert shown == {name: f"{value:,}" for name, value in LIMITS.items()}
