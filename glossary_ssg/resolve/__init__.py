"""All heads -> Glossary: what follows from the whole set."""

from glossary_ssg.resolve.glossary import Known, resolve

__all__ = ["Known", "resolve"]
