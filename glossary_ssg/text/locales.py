"""What Babel (Unicode CLDR) knows of a language tag."""

from __future__ import annotations

from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date


@cache
def find_locale(tag: str) -> Locale | None:
    """Return the locale of a BCP 47 tag or a folder name such as `pt-br`, None where there is none."""
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def canonical_tag(tag: str) -> str:
    """Return a BCP 47 tag with the usual capitals: `pt-BR`, `zh-Hant-TW`. Any text is accepted."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *[_subtag(part) for part in rest]])


def _subtag(part: str) -> str:
    if len(part) == 2 or (len(part) == 3 and part.isdigit()):
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


def own_name(tag: str) -> str:
    """Return a language's name in itself, the tag where it is not known."""
    locale = find_locale(tag)
    name = locale.get_display_name() if locale else None
    return name[:1].upper() + name[1:] if name else tag


@cache
def long_date(day: str, tag: str) -> str:
    """Return an ISO date as readers of a language write it in a text; unchanged where Babel cannot tell."""
    locale = find_locale(tag)
    try:
        return format_date(date.fromisoformat(day), format="long", locale=locale) if locale else day
    except ValueError:
        return day


def territory_locale(tag: str) -> str:
    """Return a tag as language and territory, `ja_JP`; the likely territory where the tag has none (Unicode CLDR)."""
    locale = find_locale(tag)
    if locale is None:
        return ""
    if not locale.territory:
        likely = get_global("likely_subtags")
        known = likely.get(f"{locale.language}_{locale.script}") or likely.get(locale.language) or ""
        locale = find_locale(known) or locale
    return f"{locale.language}_{locale.territory}" if locale.territory else ""


def likely_script(tag: str) -> str:
    """Return the script of a tag, such as `Hant`; the likely one where the tag names none (Unicode CLDR), else ""."""
    language, second, *_ = [*canonical_tag(tag).split("-"), ""]
    if len(second) == 4 and second.isalpha():
        return second
    likely = get_global("likely_subtags")
    known = likely.get(f"{language}_{second}") or likely.get(language) or ""
    return known.split("_")[1] if "_" in known else ""


def direction(tag: str) -> str:
    """Return `rtl` or `ltr`."""
    locale = find_locale(tag)
    return "rtl" if locale and locale.character_order == "right-to-left" else "ltr"
