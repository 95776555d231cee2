"""All heads -> Glossary: what follows from the whole set. Computed in full at every build, so it is never stale."""

from glossary_ssg.resolve.glossary import resolve

__all__ = ["resolve"]
