"""Diagnostics in the formats that programs read: JSON, SARIF, GitLab's code quality, GitHub's annotations."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec import Struct, to_builtins
from msgspec.structs import asdict

from glossary_ssg import __version__
from glossary_ssg.codes import CODES, Severity
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.model import digest
from glossary_ssg.report.values import Reason, Report
from glossary_ssg.visible import visible

TOOL = "glossary-ssg"
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HELP = "docs/diagnostics.md#{}"
"""Where a code is explained, in the project's own folder."""
_LEVELS: Mapping[Severity, tuple[str, str, str]] = {
    Severity.ERROR: ("error", "error", "critical"),
    Severity.WARNING: ("warning", "warning", "minor"),
    Severity.NOTE: ("note", "notice", "info"),
}
"""Severity -> SARIF's level, GitHub's command, GitLab's severity."""


class Places(Struct, frozen=True, gc=False):
    """How paths are written for a service that knows the repository and not the working directory."""

    root: Path
    """The repository's folder."""
    fallback: str
    """The file that stands in for findings of the whole site: these services show nothing without a file."""

    def of(self, found: Diagnostic) -> str:
        """Return a diagnostic's POSIX path below the root; as it is where the file lies elsewhere."""
        path = Path(found.path or self.fallback)
        absolute, root = Path(os.path.abspath(path)), Path(os.path.abspath(self.root))  # noqa: PTH100  (links stay)
        return (absolute.relative_to(root) if absolute.is_relative_to(root) else path).as_posix()


def report_as_json(report: Report, *, code: str = "") -> str:
    """Return diagnostics, figures and stage times as one JSON document."""
    shown = [to_builtins(found) for found in report.diagnostics if not code or found.code == code]
    summary = asdict(report.summary)
    return _json({"diagnostics": shown, "summary": summary, "stages": dict(report.stages)})


def profile_as_json(report: Report) -> str:
    """Return where the time of a build went, and how much there was to do, as one JSON document."""
    summary = report.summary
    reasons = Counter(report.rendered.values())
    counts = {name: getattr(summary, name) for name in ("entries", "files_read", "parsed")}
    counts |= {"pages": report.pages, "rendered": len(report.rendered)}
    counts |= {name: getattr(summary, name) for name in ("written", "unchanged", "removed")}
    return _json(
        {
            "version": __version__,
            "seconds": summary.seconds,
            "stages": dict(report.stages),
            "counts": counts,
            "rendered": {reason.name.lower(): reasons[reason] for reason in Reason},
        }
    )


def report_as_github(diagnostics: Sequence[Diagnostic], places: Places) -> Iterator[str]:
    """Yield workflow commands, which GitHub shows beside the lines of a pull request.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for found in diagnostics:
        options = {"title": f"{TOOL} ({found.code})", "file": visible(places.of(found))}
        options |= {"line": str(found.line)} if found.line else {}
        options |= {"col": str(found.column)} if found.column else {}
        text = visible(f"{found.place}: {found.message}" if found.place else found.message)
        shown = ",".join(f"{name}={_escaped(value, ',:')}" for name, value in options.items())
        message = f"{text}\nhint: {visible(found.hint)}" if found.hint else text
        yield f"::{_LEVELS[found.severity][1]} {shown}::{_escaped(message)}"


def report_as_gitlab(diagnostics: Sequence[Diagnostic], places: Places) -> str:
    """Return a report of GitLab's code quality: https://docs.gitlab.com/ci/testing/code_quality/."""
    return _json(
        [
            {
                "description": f"{found.message}; {found.hint}" if found.hint else found.message,
                "check_name": found.code,
                "fingerprint": fingerprint,
                "severity": _LEVELS[found.severity][2],
                "location": {"path": places.of(found), "lines": {"begin": found.line or 1}},
            }
            for found, fingerprint in zip(diagnostics, _fingerprints(diagnostics, places), strict=True)
        ]
    )


def report_as_sarif(diagnostics: Sequence[Diagnostic], places: Places) -> str:
    """Return a log of the Static Analysis Results Interchange Format, version 2.1.0 (OASIS)."""
    codes = sorted({found.code for found in diagnostics})
    pairs = zip(diagnostics, _fingerprints(diagnostics, places), strict=True)
    driver = {"name": TOOL, "semanticVersion": __version__, "rules": [_sarif_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "the folder of the repository"}}},
        "results": [_sarif_result(found, codes.index(found.code), print_, places) for found, print_ in pairs],
    }
    return _json({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(code: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": code.replace("-", " ")},
        "help": {"text": _HELP.format(code)},
        "defaultConfiguration": {"level": _LEVELS[CODES[code]][0]},
    }


def _sarif_result(found: Diagnostic, rule: int, fingerprint: str, places: Places) -> dict[str, Any]:
    path = places.of(found)
    inside = not Path(path).is_absolute()
    artifact = {"uri": quote(path), "uriBaseId": "ROOT"} if inside else {"uri": Path(path).as_uri()}
    region = {"startLine": found.line or 1} | ({"startColumn": found.column} if found.column else {})
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity][0],
        "message": {"text": f"{found.message}\n{found.hint}" if found.hint else found.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"place/v1": fingerprint},
    }


def _fingerprints(diagnostics: Sequence[Diagnostic], places: Places) -> list[str]:
    """Return what makes each finding the same in another commit: no line, and no wording that may change."""
    seen: Counter[tuple[str, str, str]] = Counter()
    prints = []
    for found in diagnostics:
        same = (places.of(found), found.code, found.subject)
        prints.append(digest("\0".join((*same, str(seen[same]))).encode()))
        seen[same] += 1
    return prints


def _escaped(text: str, more: str = "") -> str:
    for char in ("%", "\r", "\n", *more):
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
