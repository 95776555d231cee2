"""Templates, and what they make of a page."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import lru_cache
from html import escape
from types import CodeType
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError
from jinja2.utils import missing
from markupsafe import Markup
from markupsafe import escape as markup_escape
from msgspec import Struct

from glossary_ssg.errors import ThemeError
from glossary_ssg.model import ENTRY_ID, HOLE_CLOSE, HOLE_OPEN, LanguageView, Page, Site, WholePage
from glossary_ssg.render.values import RenderJob, RenderSettings
from glossary_ssg.text.slugs import fragment
from glossary_ssg.theme import FALLBACK, Templates

_TAG = re.compile(r"<[a-z][^<>]*>")
_ESCAPED = re.compile("[&<>\"']")
_HEADING = re.compile(r"<(/?)h([1-6])\b")
_ID = re.compile(f'( (?:id="|href="#|aria-labelledby="|aria-describedby="))(?!{re.escape(ENTRY_ID)})([^"]*)"')
"""Ids and links to them, but for those that are the whole page's."""
_NAMES = ("page", "body", "site", "language", "t")
"""What every template has."""
_HOLE = re.compile(f"{HOLE_OPEN}(\\d+){HOLE_CLOSE}")


def render_with(environment: Environment, settings: RenderSettings, job: RenderJob) -> bytes:
    """Return a page's HTML as `render` does, with templates that are loaded."""
    page = job.page
    language = settings.site.language(page.lang)
    values: dict[str, Any] = {"body": _body(page, job.bodies)}
    if isinstance(page, WholePage):
        entries = (entry for letter in page.letters for entry in letter.entries)
        values["bodies"] = {entry.id: _body(entry.page, job.bodies, prefix=f"{entry.id}-") for entry in entries}
    try:
        template = environment.get_template(page.template)
        texts = _Texts(language.texts)
        return template.render(page=page, site=settings.site, language=language, t=texts, **values).encode()
    except TemplateSyntaxError as error:
        raise ThemeError(f"{error.filename or error.name}:{error.lineno}: error: {error.message}") from error
    except TemplateNotFound as error:
        raise ThemeError(f"{_place(error)}: error: there is no template '{error.name}'") from error
    except RecursionError as error:
        place = _place(error)
        name = place.rpartition("/templates/")[2].partition(":")[0]
        hint = f"what a built-in theme has in its place is called 'default/{name}'"
        raise ThemeError(f"{place}: error: the template extends or includes itself\n  hint: {hint}") from error
    except Exception as error:  # a template is a program: whatever it raises is a mistake in it
        raise ThemeError(f"{_place(error)}: error: {error}") from error


class _Template(Template):
    """Escapes faster: a page has hundreds of texts, most of which hold nothing to escape."""

    @classmethod
    def from_code(cls, environment: Environment, code: CodeType, globals: Any, uptodate: Any = None) -> Template:
        """Return a template from its compiled code. Called by Jinja."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escape  # all that the code writes goes through it
        return template


def _escape(value: Any) -> str:
    kind = type(value)
    return value if kind is Markup or (kind is str and not _ESCAPED.search(value)) else markup_escape(value)


class _Environment(Environment):
    """Knows of tables what is in them only: `page.extra.items` is a field of an author, or nothing."""

    template_class = _Template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what `obj.attribute` means in a template."""
        if isinstance(obj, dict):
            return self._item(obj, attribute)
        try:  # as Jinja does, which is asked only where this fails: a page has hundreds
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what `obj[argument]` means in a template."""
        return self._item(obj, argument) if isinstance(obj, dict) else super().getitem(obj, argument)

    def _item(self, table: dict[Any, Any], key: Any) -> Any:
        return table[key] if key in table else self.undefined(obj=table, name=key)


class _Texts(dict[str, str]):
    """The interface texts, which are told from other mappings when one is missing."""


class _Undefined(StrictUndefined):
    """Says what there is where a template asks for what there is not."""

    @property
    def _undefined_message(self) -> str:
        name, found = str(self._undefined_name), self._undefined_obj
        if self._undefined_hint or not isinstance(self._undefined_name, str):
            return super()._undefined_message
        if found is missing:
            return _no(f"there is no '{name}'", name, _NAMES, f"a template has {', '.join(_NAMES)}")
        if isinstance(found, _Texts):
            hint = f"interface texts are in the theme's strings/{FALLBACK}.toml, and a site's theme may add to them"
            return _no(f"t has no text '{name}'", name, sorted(found), hint)
        if isinstance(found, Mapping):
            return _no(f"the table has no '{name}'", name, sorted(map(str, found)), "ask first: `if … is defined`")
        kind = type(found).__name__
        if not isinstance(found, Struct):
            return f"{kind} has no '{name}'"
        what = {Site: "site", LanguageView: "language"}.get(type(found), "page" if isinstance(found, Page) else kind)
        names = list(found.__struct_fields__)
        return _no(f"{what} has no field '{name}'", name, names, f"fields of {kind}: {', '.join(names)}")


def _no(message: str, name: str, names: Sequence[str], hint: str) -> str:
    close = get_close_matches(name, names, n=1)
    guess = f"; did you mean '{close[0]}'?" if close else ""
    return f"{message}{guess}\n  hint: {hint}"


def _body(page: Page, bodies: Mapping[str, str], *, prefix: str = "") -> Markup:
    """Return a body with its links.

    With a `prefix` it is one of many on the page: its ids begin with it, and its headings are two levels lower.
    """
    html = _with_links(page, bodies.get(page.body_key, ""))
    html = _HOLE.sub(lambda match: page.fills[int(match[1])], html)
    if prefix:
        html = _TAG.sub(lambda tag: _ID.sub(lambda match: f'{match[1]}{prefix}{match[2]}"', tag[0]), html)
        html = _HEADING.sub(lambda match: f"<{match[1]}h{min(int(match[2]) + 2, 6)}", html)
    # The holes' values are escaped where they are made (pages/context.py), the rest was sanitised when it was parsed.
    return Markup(html)  # noqa: S704


def _with_links(page: Page, body: str) -> str:
    """Return the body with automatic links; their offsets are those of the body with its holes."""
    if not page.auto_links:
        return body
    parts = []
    at = 0
    for link in page.auto_links:
        parts.append(body[at : link.start])
        parts.append(f'<a class="auto" href="{escape(link.href)}">{body[link.start : link.end]}</a>')
        at = link.end
    return "".join((*parts, body[at:]))


@lru_cache(maxsize=2)
def environment(templates: Templates) -> Environment:
    """Return an environment of these templates, which loads each when it is asked for."""
    return _make_environment(templates)


def load_templates(templates: Templates) -> Environment:
    """Return an environment in which all templates are loaded; what is broken is left out."""
    environment = _make_environment(templates)
    for name in sorted(name for name in templates.files if name.endswith(".html")):
        with suppress(TemplateSyntaxError, UnicodeDecodeError):  # whoever uses it will be told
            environment.get_template(name)
    return environment


def _make_environment(templates: Templates) -> Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        if name not in templates.files:
            return None
        path, data = templates.files[name]
        try:
            return data.decode(), path, None
        except UnicodeDecodeError as error:
            raise TemplateSyntaxError("it is not UTF-8", data.count(b"\n", 0, error.start) + 1, name, path) from error

    environment = _Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    # `tojson` writes `<` as \u003c in any case; the order is that of the values.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.filters["fragment"] = fragment
    return environment


def _place(error: Exception) -> str:
    """Return file and line of the template that an error comes from: the last frame that is none of Python's."""
    frames = traceback.extract_tb(error.__traceback__)
    return next(
        (f"{frame.filename}:{frame.lineno}" for frame in reversed(frames) if frame.filename.endswith(".html")), "theme"
    )
