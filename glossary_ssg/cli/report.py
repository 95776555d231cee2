"""What build and check say, in the form that was asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from glossary_ssg.cli.terminal import echo, echo_command, echo_json, style
from glossary_ssg.codes import Severity

if TYPE_CHECKING:
    from glossary_ssg.report import Report

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif")
_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Variables in which GitHub and GitLab say where the repository is."""


def print_report(result: Report, *, form: str | None, code: str, verbose: bool, dry: bool, settings: Path) -> None:
    """Print a report; in GitHub's Actions as annotations unless another form is asked for."""
    from glossary_ssg import report

    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    root = next((Path(value) for name in _ROOTS if (value := os.environ.get(name))), Path())
    places = report.Places(root, settings.as_posix())
    shown = tuple(
        found
        for found in result.diagnostics
        if (found.code == code if code else verbose or found.severity is not Severity.NOTE)
    )
    if form == "json":
        echo_json(report.report_as_json(result, code=code))
    elif form == "sarif":
        echo_json(report.report_as_sarif(shown, places))
    elif form == "gitlab":
        echo_json(report.report_as_gitlab(shown, places))
    elif form == "github":
        for line in report.report_as_github(shown, places):
            echo_command(line)
        _print_figures(result, verbose=verbose, dry=dry)
    else:
        excerpt = report.Excerpts() if form == "text" else report.no_excerpt
        found = result.diagnostics
        for line in report.diagnostics_as_text(found, code=code, notes=verbose, style=style, excerpt=excerpt):
            echo(line, err=True, is_styled=True)
        _print_figures(result, verbose=verbose, dry=dry)


def _print_figures(result: Report, *, verbose: bool, dry: bool) -> None:
    from glossary_ssg.report import rendered_as_text, summary_as_text

    for line in summary_as_text(result, dry=dry):
        echo(line)
    if verbose:
        echo("  stages     " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in result.stages))
    if verbose and not dry:
        for line in rendered_as_text(result):
            echo(f"  rendered   {line}")
