"""The ledger of addresses that were ever published, and other lists of addresses."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from glossary_ssg.config import LEDGER_NAME, Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.errors import OutputError
from glossary_ssg.files import write_file
from glossary_ssg.limits import LIST_BYTES, URLS
from glossary_ssg.readers import read_urls
from glossary_ssg.resolve.addresses import address_of


def check_ledger(config: Config, published: Container[str]) -> Iterator[Diagnostic]:
    """Report addresses of the ledger that are gone. `published` holds paths below the output folder."""
    for uri in recorded(config.root_path / LEDGER_NAME):
        if address_of(uri).path not in published:
            message = f"the address '{uri}' was published once and leads nowhere now"
            hint = f"write it into `aliases` of the entry that has its text, or take it out of {LEDGER_NAME}"
            yield diagnose("address-gone", message, hint=hint)


def recorded(ledger: Path) -> list[str]:
    """Return the addresses of the ledger, nothing where there is none. Raises ReadError."""
    return read_urls(ledger) if os.path.lexists(ledger) else []


def write_ledger(ledger: Path, addresses: Sequence[str]) -> None:
    """Write the ledger. Raises OutputError, also where it would be too large to be read again."""
    data = "".join(f"{address}\n" for address in addresses).encode()
    if len(data) > LIST_BYTES or len(addresses) > URLS:
        raise OutputError(f"error: {ledger}: would have more than {URLS:,} URLs or {LIST_BYTES:,} bytes")
    write_file(ledger, data)
