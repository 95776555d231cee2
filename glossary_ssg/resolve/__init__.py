"""All heads -> Glossary: what follows from the whole set."""

from glossary_ssg.resolve.glossary import Joined, join_outlines, resolve
from glossary_ssg.resolve.memory import ResolveMemory

__all__ = ["Joined", "ResolveMemory", "join_outlines", "resolve"]
