"""What is worth knowing of the whole set beyond what the build needs. What one file tells is found at parse."""

from glossary_ssg.checks.all import check_set

__all__ = ["check_set"]
