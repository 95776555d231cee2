"""What is told of all that was found: severities, paths, and the baseline, which holds what was found before."""

from __future__ import annotations

import json
import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from glossary_ssg.codes import Severity
from glossary_ssg.config import BASELINE_NAME, MARKDOWN_SUFFIXES, Config, Layout, file_suffix, is_match
from glossary_ssg.diagnostics import Diagnostic, with_severities
from glossary_ssg.files import write_file
from glossary_ssg.readers import brief, damage_at, read_json
from glossary_ssg.report import Report

_VERSION = 1
_HINT = "restore it, or delete it and run `glossary-ssg check --update-baseline`"
_KINDS: Mapping[type, str] = {dict: "an object", list: "a list of texts", str: "a list of texts"}

Known = tuple[str, str, str]
"""(path below the content folder, code, subject): what makes a finding the same after its line has moved."""
Baseline = Sequence[Known]
"""What was found before."""


class Findings(Struct, frozen=True, gc=False):
    """Diagnostics as they are told."""

    new: tuple[Diagnostic, ...]
    known: tuple[Diagnostic, ...]
    """Those of the baseline."""
    gone: int
    """How many of the baseline are not found any more."""


def finish(config: Config, found: Iterable[Diagnostic], baseline: Baseline) -> Findings:
    """Apply severities and the baseline, and give paths as the person at the terminal would type them."""
    sifted = sift(config, found, baseline)
    new, known = (tuple(_placed(config, item) for item in items) for items in (sifted.new, sifted.known))
    return Findings(new, known, sifted.gone)


def sift(config: Config, found: Iterable[Diagnostic], known_before: Baseline) -> Findings:
    """Apply severities and the baseline."""
    told = with_severities(found, _Severities(config))
    baseline = Counter(known_before)
    new: list[Diagnostic] = []
    known: list[Diagnostic] = []
    for item in told:
        key = (item.path, item.code, item.subject)
        is_known = item.severity is not Severity.NOTE and baseline[key] > 0
        baseline[key] -= is_known
        (known if is_known else new).append(item)
    return Findings(tuple(new), tuple(known), sum(count for count in baseline.values() if count > 0))


def write_baseline(config: Config, report: Report) -> tuple[Path, int]:
    """Write all errors and warnings of a report into the baseline; return its path and how many there are."""
    path = config.root_path / BASELINE_NAME
    found = [item for item in (*report.diagnostics, *report.known) if item.severity is not Severity.NOTE]
    findings: dict[str, dict[str, list[str]]] = {}
    for key in sorted((_below_content(config, item.path), item.code, item.subject) for item in found):
        findings.setdefault(key[0], {}).setdefault(key[1], []).append(key[2])
    text = json.dumps({"version": _VERSION, "findings": findings}, ensure_ascii=False, indent=1)
    write_file(path, f"{text}\n".encode())
    return path, len(found)


def read_baseline(config: Config) -> Baseline:
    """Return what a site's baseline holds, nothing where there is none. Raises ReadError for a damaged one."""
    path = config.root_path / BASELINE_NAME
    if not os.path.lexists(path):
        return ()
    text, data = read_json(path, hint=_HINT)

    def check(value: object, kind: type, *keys: str) -> Any:
        if isinstance(value, kind):
            return value
        where = ".".join(map(brief, keys))
        reason = f"`{where}` must be {_KINDS[kind]}" if keys else f"must hold {_KINDS[kind]}"
        raise damage_at(path, text, keys, reason, _HINT)

    if check(data, dict).get("version") != _VERSION:
        raise damage_at(path, text, ("version",), f"is not a baseline of version {_VERSION}", _HINT)
    return [
        (file, code, check(subject, str, "findings", file, code))
        for file, codes in check(data.get("findings"), dict, "findings").items()
        for code, subjects in check(codes, dict, "findings", file).items()
        for subject in check(subjects, list, "findings", file, code)
    ]


def _placed(config: Config, found: Diagnostic) -> Diagnostic:
    if not found.path:
        return found
    path = f"{config.content.as_posix()}/{found.path}"
    # A file beside the content folder, of `static/`.
    return found.at(posixpath.normpath(path) if found.path.startswith("../") else path)


def _below_content(config: Config, path: str) -> str:
    """Return a path as diagnostics have it before `_placed`."""
    prefix = f"{config.content.as_posix()}/"
    if not path or path.startswith(prefix):
        return path.removeprefix(prefix)
    return posixpath.relpath(path, config.content.as_posix())


class _Severities:
    """Tells how serious a diagnostic is in this site."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._of_code: Mapping[str, Severity] = dict(config.severities)
        self._rules = [(rule, dict(rule.severities)) for rule in reversed(config.severities_for)]

    def __call__(self, found: Diagnostic) -> Severity:
        for rule, severities in self._rules:
            if found.code in severities and found.path and self._holds(rule.files, rule.languages, found.path):
                return severities[found.code]
        return self._of_code.get(found.code, found.severity)

    def _holds(self, files: Sequence[str], languages: Sequence[str], path: str) -> bool:
        is_language = not languages or self._language(path) in languages
        return is_language and (not files or any(is_match(pattern, path) for pattern in files))

    def _language(self, path: str) -> str:
        if self._config.layout is Layout.FOLDERS:
            return path.partition("/")[0]
        suffix = file_suffix(path.rpartition("/")[2]) if path.endswith(MARKDOWN_SUFFIXES) else ""
        folders = (language.folder for language in self._config.languages)
        return next((folder for folder in folders if folder.lower() == suffix), self._config.default_language)
