"""What the terminal says of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from glossary_ssg.codes import Severity
from glossary_ssg.diagnostics import Diagnostic
from glossary_ssg.report import Style, diagnostics_as_text, plain
from glossary_ssg.serve.problems import identity
from glossary_ssg.serve.site import Change
from glossary_ssg.visible import visible

_NAMED = 3
"""So many paths are named; of more, a count."""


class Teller:
    """Says everything once."""

    def __init__(self, style: Style = plain) -> None:
        self._style = style
        self._error = ""

    def lines(self, change: Change) -> Iterator[str]:
        """Yield the lines for a build: what is new and wrong first."""
        if change.error is not None or change.report is None:
            yield from self._failed(change)
            return
        self._error = ""
        found = change.report.diagnostics
        new = [item for item in found if identity(item) not in change.before]
        if change.paths or change.pages or new:
            yield from diagnostics_as_text(new, style=self._style)
            mended = len(change.before - {identity(item) for item in found})
            yield self._result(change, found, mended)

    def _failed(self, change: Change) -> Iterator[str]:
        message = str(change.error) or type(change.error).__name__
        if message != self._error:
            self._error = message
            first, *more = map(visible, message.split("\n"))
            yield first.replace("error:", self._style("error:", "error"), 1)
            yield from more
            kept = "nothing can be shown" if change.is_first else "the last good site stays"
            yield self._style(f"{kept} until this is mended", "dim")

    def _result(self, change: Change, found: Sequence[Diagnostic], mended: int) -> str:
        pages = f"{_counted(change.pages, 'page')} in {_duration(change.seconds)}"
        kept = Counter(item.severity for item in found if identity(item) in change.before)
        before = [
            _counted(kept[severity], severity) for severity in (Severity.ERROR, Severity.WARNING) if kept[severity]
        ]
        notes = ", ".join([*([f"{mended:,} mended"] if mended else []), *(f"{count} as before" for count in before)])
        return f"{_named(change)}: {pages}{self._style(f' ({notes})', 'dim') if notes else ''}"


def _named(change: Change) -> str:
    if not change.paths:
        return "built"
    more = len(change.paths) - _NAMED
    names = visible(", ".join(change.paths[:_NAMED]))
    return f"changed {names}{f' and {more:,} more' if more > 0 else ''}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
