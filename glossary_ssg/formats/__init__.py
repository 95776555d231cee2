"""What machines read: files for hosts, search engines, feed readers and other programs. Values -> OutputFile."""

from glossary_ssg.formats.hosting import check_redirects, host_files, redirect_lines
from glossary_ssg.formats.sitemap import make_sitemap

__all__ = ["check_redirects", "host_files", "make_sitemap", "redirect_lines"]
