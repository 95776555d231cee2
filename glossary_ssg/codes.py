"""The codes of diagnostics and how much each matters.

Codes are part of the interface: they are used in `glossary.toml`, in baselines and in the documentation.
A code is never renamed or reused; its default severity may change in a minor version.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters, and what it does to the exit code."""

    ERROR = "error"
    """Something that the author wrote is lost or unreadable: exit code 1."""
    WARNING = "warning"
    """Something is probably not what the author meant: exit code 1 with `--strict`."""
    NOTE = "note"
    """Worth knowing; never changes the exit code."""
    OFF = "off"
    """Not shown (only in the configuration)."""


CODES: Mapping[str, Severity] = {
    # files
    "encoding-bom": Severity.NOTE,
    "encoding-utf8": Severity.ERROR,
    "control-character": Severity.WARNING,
    "line-ends": Severity.NOTE,
    "file-large": Severity.NOTE,
    "file-too-large": Severity.ERROR,
    "symlink-outside": Severity.ERROR,
    "file-unreadable": Severity.ERROR,
    "parser-crash": Severity.ERROR,
    "language-unknown": Severity.WARNING,
    "folder-no-language": Severity.WARNING,
    # frontmatter
    "frontmatter-missing": Severity.ERROR,
    "frontmatter-unclosed": Severity.ERROR,
    "frontmatter-syntax": Severity.ERROR,
    "frontmatter-blank-lines": Severity.NOTE,
    "frontmatter-too-complex": Severity.ERROR,
    "field-duplicate": Severity.ERROR,
    "field-case": Severity.WARNING,
    "field-unknown": Severity.WARNING,
    "field-type": Severity.WARNING,
    "field-empty-item": Severity.WARNING,
    "field-repeated-item": Severity.NOTE,
    "field-date": Severity.WARNING,
    "field-date-quoted": Severity.NOTE,
    "field-long": Severity.ERROR,
    "field-many": Severity.ERROR,
    "title-missing": Severity.ERROR,
    "title-long": Severity.ERROR,
    "description-missing": Severity.NOTE,
    "description-long": Severity.NOTE,
    "url-invalid": Severity.ERROR,
    "slug-slash": Severity.WARNING,
    # Markdown
    "body-empty": Severity.NOTE,
    "body-code": Severity.NOTE,
    "emphasis-literal": Severity.WARNING,
    "html-removed": Severity.WARNING,
    "link-scheme": Severity.WARNING,
    "nesting-too-deep": Severity.ERROR,
    "markup-limit": Severity.ERROR,
    "code-plain": Severity.NOTE,
    "table-cells": Severity.WARNING,
    "table-literal": Severity.WARNING,
    "question-literal": Severity.WARNING,
    "heading-jump": Severity.NOTE,
    "heading-id": Severity.WARNING,
    "image-alt": Severity.WARNING,
    # the whole set
    "key-case": Severity.WARNING,
    "key-duplicate": Severity.ERROR,
    "key-differs": Severity.WARNING,
    "translation-missing": Severity.NOTE,
    "translation-copied": Severity.WARNING,
    "translation-drift": Severity.NOTE,
    "category-unknown": Severity.WARNING,
    "category-differs": Severity.NOTE,
    "category-placeholder": Severity.NOTE,
    "address-taken": Severity.ERROR,
    "address-generated": Severity.ERROR,
    "address-gone": Severity.ERROR,
    "address-unusable": Severity.ERROR,
    "address-outside-mount": Severity.ERROR,
    "alias-taken": Severity.WARNING,
    "reference-unresolved": Severity.WARNING,
    "reference-untranslated": Severity.NOTE,
    "reference-language": Severity.NOTE,
    "reference-ambiguous": Severity.WARNING,
    "reference-guessed": Severity.NOTE,
    "reference-text": Severity.WARNING,
    "reference-fragment": Severity.WARNING,
    "reference-draft": Severity.WARNING,
    "related-unresolved": Severity.WARNING,
    "file-missing": Severity.WARNING,
    "file-refused": Severity.WARNING,
    "image-unsafe": Severity.WARNING,
    # names
    "entry-duplicate": Severity.WARNING,
    "entry-unlinked": Severity.NOTE,
    "reading-kanji": Severity.WARNING,
    "reading-missing": Severity.WARNING,
    "autolink-ambiguous": Severity.WARNING,
    "autolink-frequent": Severity.NOTE,
    # the site
    "base-url-missing": Severity.NOTE,
    "strings-fallback": Severity.NOTE,
    "accent-contrast": Severity.WARNING,
    "static-taken": Severity.WARNING,
    "menu-unresolved": Severity.WARNING,
    "redirects-many": Severity.WARNING,
    "brotli-missing": Severity.NOTE,
    "output-replaced": Severity.WARNING,
    "nothing-found": Severity.WARNING,
}
"""Every code with its default severity."""
