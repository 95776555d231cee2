"""Page -> HTML, with Jinja2. Depends on the page, its body and the theme, and on nothing else."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from glossary_ssg.errors import ThemeError
from glossary_ssg.model import HOLE_CLOSE, HOLE_OPEN, Page, Site
from glossary_ssg.theme import Theme

_HOLE = re.compile(f"{HOLE_OPEN}(\\d+){HOLE_CLOSE}")


@dataclass(frozen=True, slots=True)
class RenderJob:
    """A page to render."""

    page: Page
    body: str
    """HTML with holes; empty where the page shows no body."""


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """What all pages share."""

    theme: Theme
    site: Site


def render(settings: RenderSettings, job: RenderJob) -> bytes:
    """Return a page's HTML, UTF-8. Raises ThemeError for a mistake in a template, with file and line."""
    environment = _environment(settings.theme.folders, settings.theme.digest)
    page = job.page
    language = settings.site.language(page.lang)
    # The holes' values are escaped where they are made (pages/context.py), the rest was sanitised when it was parsed.
    body = Markup(_HOLE.sub(lambda match: page.fills[int(match[1])], _with_links(job)))  # noqa: S704
    try:
        template = environment.get_template(page.template)
        return template.render(page=page, body=body, site=settings.site, language=language, t=language.texts).encode()
    except TemplateSyntaxError as error:
        raise ThemeError(f"{error.filename or error.name}:{error.lineno}: error: {error.message}") from error
    except TemplateNotFound as error:
        raise ThemeError(f"error: theme: there is no template '{error.name}'") from error
    except Exception as error:  # a template is a program: whatever it raises is a mistake in it
        raise ThemeError(f"{_place(error)}: error: {error}") from error


def _with_links(job: RenderJob) -> str:
    """Return the body with automatic links; their offsets are those of the body with its holes."""
    if not job.page.auto_links:
        return job.body
    parts = []
    at = 0
    for link in job.page.auto_links:
        parts.append(job.body[at : link.start])
        parts.append(f'<a class="auto" href="{escape(link.href)}">{job.body[link.start : link.end]}</a>')
        at = link.end
    return "".join((*parts, job.body[at:]))


@lru_cache(maxsize=2)
def _environment(folders: tuple[Path, ...], digest: str) -> Environment:
    """Return the environment of a theme; `digest` makes a changed theme another one."""
    del digest
    return Environment(
        loader=FileSystemLoader([folder / "templates" for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def _place(error: Exception) -> str:
    """Return file and line of the template that an error comes from: the last frame that is none of Python's."""
    frames = traceback.extract_tb(error.__traceback__)
    return next(
        (f"{frame.filename}:{frame.lineno}" for frame in reversed(frames) if frame.filename.endswith(".html")), "theme"
    )
