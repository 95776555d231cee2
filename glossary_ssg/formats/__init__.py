"""What machines read: files for hosts, search engines, feed readers and other programs. Values -> OutputFile."""

from glossary_ssg.formats.feed import Feed, FeedItem, latest, make_feed
from glossary_ssg.formats.hosting import check_redirects, host_files, redirect_lines
from glossary_ssg.formats.opensearch import make_opensearch
from glossary_ssg.formats.sitemap import make_sitemap

__all__ = [
    "Feed",
    "FeedItem",
    "check_redirects",
    "host_files",
    "latest",
    "make_feed",
    "make_opensearch",
    "make_sitemap",
    "redirect_lines",
]
