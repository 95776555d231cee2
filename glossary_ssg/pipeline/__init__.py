"""The only room that knows the order of the stages."""

from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.explain import Explanation, explain, wanted
from glossary_ssg.pipeline.export import export
from glossary_ssg.pipeline.findings import write_baseline
from glossary_ssg.pipeline.fixing import Repair, find_repairs
from glossary_ssg.pipeline.memory import Memory
from glossary_ssg.pipeline.preview import Preview, changed, preview
from glossary_ssg.pipeline.repairs import FIXABLE
from glossary_ssg.pipeline.searching import search_site
from glossary_ssg.pipeline.session import Progress
from glossary_ssg.pipeline.urls import Compared, compare_urls

__all__ = [
    "FIXABLE",
    "Compared",
    "Explanation",
    "Memory",
    "Preview",
    "Progress",
    "Repair",
    "build",
    "changed",
    "compare_urls",
    "explain",
    "export",
    "find_repairs",
    "preview",
    "search_site",
    "wanted",
    "write_baseline",
]
