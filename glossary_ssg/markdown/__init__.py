"""One file's bytes -> Head and Body. Nothing here sees another file, the file's path or the site."""

from glossary_ssg.markdown.frontmatter import cut
from glossary_ssg.markdown.parse import parse

__all__ = ["cut", "parse"]
