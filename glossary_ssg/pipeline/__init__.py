"""The only room that knows the order of the stages."""

from glossary_ssg.pipeline.analysis import Progress
from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.explain import Explanation, explain, wanted

__all__ = ["Explanation", "Progress", "build", "explain", "wanted"]
