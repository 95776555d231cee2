"""Diagnostics and figures as text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from glossary_ssg.codes import Severity
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.report.values import Reason, Report
from glossary_ssg.visible import visible

MANY = 20
"""So many diagnostics of one code are shown one by one; of more, only FEW and a count."""
FEW = 3

Style = Callable[[str, str], str]
"""(text, name of a style) -> text."""
Excerpt = Callable[[Diagnostic], Sequence[str]]
"""Lines that show a diagnostic's place in its file; none where there is nothing to show."""


def plain(text: str, _style: str) -> str:
    """Return text without style."""
    return text


def no_excerpt(_found: Diagnostic) -> Sequence[str]:
    """Show nothing of a file."""
    return ()


def diagnostics_as_text(
    diagnostics: Sequence[Diagnostic],
    *,
    code: str = "",
    notes: bool = False,
    style: Style = plain,
    excerpt: Excerpt = no_excerpt,
) -> Iterator[str]:
    """Yield lines for people. One code is shown whole; otherwise notes are counted and many of one kind shortened."""
    shown = [found for found in diagnostics if not code or found.code == code]
    counts = Counter(found.code for found in shown)
    seen: Counter[str] = Counter()
    for found in shown:
        if found.severity is Severity.NOTE and not (code or notes):
            continue
        seen[found.code] += 1
        if code or counts[found.code] <= MANY or seen[found.code] <= FEW:
            yield from _lines(found, style, excerpt)
        elif seen[found.code] == FEW + 1:
            rest = counts[found.code] - FEW
            more = f"… and {rest:,} more of {found.severity}[{found.code}]; `--code {found.code}` shows all"
            yield style(more, "dim")
    if not (code or notes) and (hidden := Counter(found.code for found in shown if found.severity is Severity.NOTE)):
        names = ", ".join(f"{name} {count:,}" for name, count in sorted(hidden.items()))
        yield style(f"notes: {names}; `-v` shows them", "dim")


def _lines(found: Diagnostic, style: Style, excerpt: Excerpt) -> Iterator[str]:
    label = style(f"{found.severity}[{found.code}]", str(found.severity))
    place, message = visible(found.place), visible(found.message)
    yield f"{style(place, 'path')}: {label}: {message}" if place else f"{label}: {message}"
    for line in excerpt(found):
        yield style(line, "dim")
    if found.hint:
        yield f"  {style('hint:', 'dim')} {visible(found.hint)}"


def rendered_as_text(report: Report) -> Iterator[str]:
    """Yield why each page was made anew; of many pages with one reason a few are named and the rest counted."""
    for reason in Reason:
        paths = sorted(path for path, why in report.rendered.items() if why is reason)
        shown = paths if len(paths) <= MANY else paths[:FEW]
        yield from (f"{path}: {reason}" for path in shown)
        if rest := len(paths) - len(shown):
            yield f"… and {_number(rest, 'more page', 'more pages')}: {reason}"


def summary_as_text(report: Report, *, dry: bool) -> Iterator[str]:
    """Yield the figures of a build as lines; `dry` where nothing was written."""
    summary = report.summary
    verb = "Checked" if dry else "Built"
    languages = _number(summary.languages, "language", "languages")
    counts = ", ".join(f"{lang} {count:,}" for lang, count in summary.by_language.items())
    yield f"{verb} {_number(summary.entries, 'entry', 'entries')} in {languages}{f': {counts}' if counts else ''}"
    drafts = f", {_number(summary.drafts, 'draft', 'drafts')} left out" if summary.drafts else ""
    unbuilt = f"{drafts}, {summary.not_built:,} without a page" if summary.not_built else drafts
    yield f"  read       {_number(summary.files_read, 'file', 'files')}, {summary.parsed:,} parsed{unbuilt}"
    yield f"  joined     {_number(summary.concepts_joined, 'concept', 'concepts')} across languages"
    yield f"  linked     {summary.references_linked:,} of {_number(summary.references, 'reference', 'references')}"
    yield f"             {_number(summary.auto_links, 'automatic link', 'automatic links')}"
    yield (
        f"  addresses  {summary.addresses_kept:,} kept, {summary.addresses_redirected:,} redirected, "
        f"{summary.addresses_lost:,} lost"
    )
    if not dry:
        yield (
            f"  output     {_number(summary.written, 'file', 'files')} written, {summary.unchanged:,} unchanged, "
            f"{summary.removed:,} removed"
        )
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    yield f"  found      {_number(errors, 'error', 'errors')}, {_number(warnings, 'warning', 'warnings')}"
    if summary.known or summary.gone:
        gone = f"; {summary.gone:,} of it are mended, `check --update-baseline` forgets them" if summary.gone else ""
        yield f"  known      {summary.known:,} in the baseline{gone}"
    yield f"  time       {summary.seconds:.2f} s"


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
