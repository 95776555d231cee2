"""The terminal: colours, progress, JSON."""

from __future__ import annotations

import sys
from typing import Any

import click

_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "dim": {"dim": True},
    "path": {"bold": True},
}


class Progress:
    """One line on the terminal that says how far a stage is; nothing where standard error is no terminal."""

    def __init__(self) -> None:
        self._shown = ""

    def show(self, stage: str, done: int, total: int) -> None:
        """Show progress, a hundred times per stage at most."""
        if total < 100 or done % max(1, total // 100) or not sys.stderr.isatty():
            return
        self._shown = f"{stage} {done:,}/{total:,}"
        click.echo(f"\r{self._shown}\x1b[K", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def echo_json(text: str) -> None:
    """Print JSON; with escapes where the terminal or pipe takes no Unicode."""
    import json

    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        text = "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in text)
    click.echo(text)


def style(text: str, style: str) -> str:
    return click.style(text, **_STYLES[style]) if has_colour() else text


def has_colour() -> bool:
    import os

    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def coloured(message: str) -> str:
    return message.replace("error:", style("error:", "error"), 1)
