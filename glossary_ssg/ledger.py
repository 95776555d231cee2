"""The ledger: the addresses that a site has ever published."""

from __future__ import annotations

import os
from collections.abc import Sequence

from glossary_ssg.config import LEDGER_NAME, Config
from glossary_ssg.errors import OutputError
from glossary_ssg.files import write_file
from glossary_ssg.limits import LIST_BYTES, URLS
from glossary_ssg.readers import read_urls


def read_ledger(config: Config) -> list[str]:
    """Return the addresses of the ledger, none if there is no ledger. Raises ReadError."""
    path = config.root_path / LEDGER_NAME
    return read_urls(path) if os.path.lexists(path) else []


def write_ledger(config: Config, addresses: Sequence[str]) -> None:
    """Write the ledger. Raises OutputError, also if it would be too large to be read again."""
    path = config.root_path / LEDGER_NAME
    data = "".join(f"{address}\n" for address in addresses).encode()
    if len(data) > LIST_BYTES or len(addresses) > URLS:
        raise OutputError(f"error: {path}: would have more than {URLS:,} URLs or {LIST_BYTES:,} bytes")
    write_file(path, data)
