"""The ledger of addresses that were ever published, and other lists of addresses."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from html import unescape
from pathlib import Path

from glossary_ssg.config import LEDGER_NAME, Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.errors import GlossaryError, OutputError
from glossary_ssg.resolve.addresses import address_of

_LOC = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)


def check_ledger(config: Config, published: Container[str]) -> Iterator[Diagnostic]:
    """Report addresses of the ledger that are gone. `published` holds paths below the output folder."""
    for uri in recorded(config.root_path / LEDGER_NAME):
        if address_of(uri).path not in published:
            message = f"the address '{uri}' was published once and leads nowhere now"
            hint = f"write it into `aliases` of the entry that has its text, or take it out of {LEDGER_NAME}"
            yield diagnose("address-gone", message, hint=hint)


def read_addresses(path: Path) -> list[str]:
    """Return the addresses of a sitemap, or of a list with one in each line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise GlossaryError(f"error: {path}: cannot be read: {reason}") from error
    if text.lstrip().startswith("<"):
        return [unescape(found) for found in _LOC.findall(text)]
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def recorded(ledger: Path) -> list[str]:
    """Return the addresses of the ledger, nothing where there is none."""
    return read_addresses(ledger) if ledger.is_file() else []


def write_ledger(ledger: Path, addresses: Sequence[str]) -> None:
    """Write the ledger. Raises OutputError."""
    try:
        ledger.write_text("".join(f"{address}\n" for address in addresses), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"error: {ledger}: cannot be written: {error.strerror}") from error
