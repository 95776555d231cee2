"""Heads -> a prebuilt Lunr index per language."""

from glossary_ssg.search.lunr_index import FIELDS, Document, build_index

__all__ = ["FIELDS", "Document", "build_index"]
