"""The terminal: what is printed, and how. Every command prints through a function of this module."""

from __future__ import annotations

import re
import sys
from typing import Any

import click

from glossary_ssg.visible import json_for_terminals, visible, without_commands

_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "dim": {"dim": True},
    "path": {"bold": True},
}


_STYLE = re.compile(r"(\x1b\[\d+(?:;\d+)*m)")


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


def echo(line: str, *, err: bool = False, is_styled: bool = False) -> None:
    """Print a line in which foreign text can neither control the terminal nor be a command of a build's log.

    `is_styled` keeps colours where there are any; parts of foreign text are made visible before they are coloured.
    """
    if is_styled and has_colour():
        parts = _STYLE.split(line)
        line = "".join(part if _STYLE.fullmatch(part) else visible(part) for part in parts)
    else:
        line = visible(line)
    click.echo(without_commands(line), err=err)


def echo_error(message: str) -> None:
    """Print what stopped a command, a line or more."""
    first, *more = map(visible, message.split("\n"))
    echo(coloured(first), err=True, is_styled=True)
    for line in more:
        echo(line, err=True)


def echo_command(line: str) -> None:
    """Print a workflow command of GitHub, whose parts are escaped already."""
    click.echo(line)


def echo_script(text: str) -> None:
    """Print a script of our own, with its line ends."""
    click.echo(text)


def echo_json(text: str) -> None:
    """Print JSON; with escapes where the terminal or pipe takes no Unicode, and for what would control a terminal."""
    import json

    text = json_for_terminals(text)
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
