"""A static-site generator for multilingual glossaries."""

__version__ = "0.1.0"
