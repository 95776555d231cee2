"""All heads -> Glossary: what follows from the whole set."""

from glossary_ssg.resolve.glossary import Joined, Known, join_outlines, resolve

__all__ = ["Joined", "Known", "join_outlines", "resolve"]
