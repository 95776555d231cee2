"""What pages exist and what each carries, as values: a template sees its page and the site's constants, no more."""

from glossary_ssg.pages.context import Context
from glossary_ssg.pages.memory import PlanMemory
from glossary_ssg.pages.plan import page_key, plan, plan_site

__all__ = ["Context", "PlanMemory", "page_key", "plan", "plan_site"]
