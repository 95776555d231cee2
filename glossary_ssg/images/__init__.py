"""Files that are published as they are: what they are by their bytes, and SVG images without what runs or loads."""

from glossary_ssg.images.examine import HEAD, Examined, examine, is_checked, is_image, is_vector
from glossary_ssg.images.removed import Removed

__all__ = ["HEAD", "Examined", "Removed", "examine", "is_checked", "is_image", "is_vector"]
