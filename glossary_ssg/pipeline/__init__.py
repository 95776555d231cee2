"""Build a site: the only room that knows the order of the stages."""

from glossary_ssg.pipeline.build import Progress, build

__all__ = ["Progress", "build"]
