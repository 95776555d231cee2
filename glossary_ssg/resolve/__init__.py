"""All heads -> Glossary: what follows from the whole set. Computed in full at every build, so that it is never stale."""

from glossary_ssg.resolve.glossary import Glossary, resolve

__all__ = ["Glossary", "resolve"]
