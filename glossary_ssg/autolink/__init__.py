"""Names of entries in the prose of others become links.

Three steps: a dictionary for each language (dictionary.py), the places where its names stand in a body (scan.py, cached
by body and name; nested.py: names that overlap), and which of them become links on a page (choose.py, cheap, at every
build).
"""

from glossary_ssg.autolink.choose import choose
from glossary_ssg.autolink.dictionary import Dictionary, make_dictionaries
from glossary_ssg.autolink.evidence import Evidence, Mentions, mentions_of, weigh
from glossary_ssg.autolink.scan import Place, Scan, Scanner

__all__ = [
    "Dictionary",
    "Evidence",
    "Mentions",
    "Place",
    "Scan",
    "Scanner",
    "choose",
    "make_dictionaries",
    "mentions_of",
    "weigh",
]
