"""How serious each diagnostic is in a site: by code, and by code in some languages and files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from glossary_ssg.codes import CODES, Severity
from glossary_ssg.config.keys import belonging, check_names
from glossary_ssg.config.values import SeverityRule
from glossary_ssg.readers import TomlErrors
from glossary_ssg.text.closest import closest

_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_AS_PATTERN = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def read_severities(
    data: Mapping[str, Any], errors: TomlErrors, path: str = "severities"
) -> tuple[tuple[str, Severity], ...]:
    """Return (code, severity) pairs, checked."""
    pairs = []
    for code, value in data.items():
        if code not in CODES:
            close = closest(code, CODES)
            hint = f"did you mean `{close}`?" if close else belonging((path, code))
            errors.add(f"{path}.{code}", "there is no such code", hint)
        elif value not in list(Severity):
            errors.add(f"{path}.{code}", f"'{value}' is none of {', '.join(Severity)}")
        else:
            pairs.append((code, Severity(value)))
    return tuple(pairs)


def read_rules(
    tables: Sequence[Mapping[str, Any]], folders: Sequence[str] | None, errors: TomlErrors
) -> tuple[SeverityRule, ...]:
    """Return the rules of `[[severities_for]]`, checked. `folders` are the languages, None where nobody knows them."""
    rules = []
    for number, table in enumerate(tables, 1):
        path = f"severities_for.{number}"
        check_names(path, table, SeverityRule.__struct_fields__, errors)
        files, languages = (_texts(table, key, path, errors) for key in ("files", "languages"))
        for folder in languages if folders is not None else ():
            if folder not in (folders or ()):
                errors.add(f"{path}.languages", f"'{folder}' is none of the languages {', '.join(folders or ())}")
        severities = table.get("severities")
        if not isinstance(severities, Mapping) or not severities:
            errors.add(path, "needs a table `severities`", 'for example `severities = { reading-missing = "off" }`')
        elif not (files or languages):
            errors.add(path, "says for which `files` or `languages`", "for all of them write [severities]")
        else:
            pairs = read_severities(severities, errors, f"{path}.severities")
            rules.append(SeverityRule(files, languages, pairs))
    return tuple(rules)


def _texts(table: Mapping[str, Any], key: str, path: str, errors: TomlErrors) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        errors.add(f"{path}.{key}", "must be a list of texts")
        return ()
    return tuple(value)


def is_match(pattern: str, path: str) -> bool:
    """Tell whether a path fits a pattern: `*` is any text in a name, `**` any folders, `?` one character."""
    return _compiled(pattern).fullmatch(path) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(_AS_PATTERN.get(part, re.escape(part)) for part in _PARTS.findall(pattern)))
