"""Machine-readable files: for hosts, search engines, feed readers and other programs. Values -> OutputFile."""

from glossary_ssg.formats.compressed import compress, is_compressible, suffixes
from glossary_ssg.formats.concepts import concepts_of
from glossary_ssg.formats.format import SiteData
from glossary_ssg.formats.hosting import redirect_lines
from glossary_ssg.formats.registry import FORMATS, format_files, linked_files, reserved_names
from glossary_ssg.formats.schema import SCHEMAS
from glossary_ssg.formats.sitemap import make_sitemap
from glossary_ssg.formats.table import TableFormat, make_table
from glossary_ssg.formats.twin import make_twin, twin_path

__all__ = [
    "FORMATS",
    "SCHEMAS",
    "SiteData",
    "TableFormat",
    "compress",
    "concepts_of",
    "format_files",
    "is_compressible",
    "linked_files",
    "make_sitemap",
    "make_table",
    "make_twin",
    "redirect_lines",
    "reserved_names",
    "suffixes",
    "twin_path",
]
