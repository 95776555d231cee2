"""Documents and their terms -> a search index per language, whole and in parts."""

from glossary_ssg.search.build import build_search
from glossary_ssg.search.fields import FIELDS, Document

__all__ = ["FIELDS", "Document", "build_search"]
