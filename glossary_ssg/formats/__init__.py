"""What machines read: files for hosts, search engines, feed readers and other programs. Values -> OutputFile."""

from glossary_ssg.formats.compressed import compress, is_compressible, suffixes
from glossary_ssg.formats.data import concepts_json, concepts_of, terms_json
from glossary_ssg.formats.feed import Feed, FeedItem, latest, make_feed
from glossary_ssg.formats.hosting import host_files, redirect_lines
from glossary_ssg.formats.inventory import make_inventory
from glossary_ssg.formats.llms import make_llms
from glossary_ssg.formats.opensearch import make_opensearch
from glossary_ssg.formats.schema import SCHEMAS
from glossary_ssg.formats.sitemap import make_sitemap
from glossary_ssg.formats.table import TableFormat, make_table
from glossary_ssg.formats.twin import make_twin, twin_path

__all__ = [
    "SCHEMAS",
    "Feed",
    "FeedItem",
    "TableFormat",
    "compress",
    "concepts_json",
    "concepts_of",
    "host_files",
    "is_compressible",
    "latest",
    "make_feed",
    "make_inventory",
    "make_llms",
    "make_opensearch",
    "make_sitemap",
    "make_table",
    "make_twin",
    "redirect_lines",
    "suffixes",
    "terms_json",
    "twin_path",
]
