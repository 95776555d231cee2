"""What makes a build impossible. Mistakes in content are not errors but diagnostics (see diagnostics.py)."""

from __future__ import annotations

from pathlib import Path


class GlossaryError(Exception):
    """Stop the command with a message for the person at the terminal, exit code 2, and no traceback."""


class ConfigError(GlossaryError):
    """Carry every mistake found in `glossary.toml`, a line each, and the content folder if it is not there."""

    # Positional arguments, kept in `args`: an exception that does not pass its arguments to Exception
    # cannot travel back from a worker process.
    def __init__(self, mistakes: tuple[str, ...], missing: Path | None = None) -> None:
        super().__init__(mistakes, missing)
        self.mistakes = mistakes
        self.missing = missing

    def __str__(self) -> str:
        return "\n".join(self.mistakes)


class ThemeError(GlossaryError):
    """Report a theme that cannot be found, read or rendered."""


class PageError(GlossaryError):
    """Report a page that somebody asked for and that there is not."""


class ClusterError(GlossaryError):
    """Report a cluster that cannot be reached or used."""


class OutputError(GlossaryError):
    """Report an output folder that cannot be written."""


class ReadError(GlossaryError):
    """Report a file that cannot be read or understood: where, why, and what to do."""

    def __init__(self, path: Path | str, reason: str, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(path, reason, line, column, hint)
        self.path = path
        self.reason = reason
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        position = "".join(f":{number}" for number in (self.line, self.column) if number)
        return f"{self.path}{position}: error: {self.reason}" + (f"\n  hint: {self.hint}" if self.hint else "")
