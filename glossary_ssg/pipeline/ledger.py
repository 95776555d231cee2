"""The ledger of addresses that were ever published, and other lists of addresses."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Container, Iterator, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from glossary_ssg.config import LEDGER_NAME, Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.errors import GlossaryError
from glossary_ssg.files import write_file
from glossary_ssg.resolve.addresses import address_of

_GZIP = b"\x1f\x8b"
_INDEX = re.compile(r"<(?:\w+:)?sitemapindex[\s>]")
_LOC = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)


def check_ledger(config: Config, published: Container[str]) -> Iterator[Diagnostic]:
    """Report addresses of the ledger that are gone. `published` holds paths below the output folder."""
    for uri in recorded(config.root_path / LEDGER_NAME):
        if address_of(uri).path not in published:
            message = f"the address '{uri}' was published once and leads nowhere now"
            hint = f"write it into `aliases` of the entry that has its text, or take it out of {LEDGER_NAME}"
            yield diagnose("address-gone", message, hint=hint)


def read_addresses(path: Path) -> list[str]:
    """Return the addresses of a sitemap, of the parts beside it that it names, or of a list with one in each line.

    Each may be compressed by gzip. Raises GlossaryError.
    """
    todo, seen, found = [path], {path}, []
    while todo:
        text = _read(todo.pop(0))
        if not text.lstrip().startswith("<"):
            found += [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
            continue
        addresses = [unescape(address) for address in _LOC.findall(text)]
        if not _INDEX.search(text):
            found += addresses
            continue
        parts = dict.fromkeys(_part(path, address) for address in addresses)
        todo += [part for part in parts if part not in seen]
        seen.update(parts)
    return found


def _part(index: Path, address: str) -> Path:
    """Return the file beside a sitemap index that holds the sitemap of an address, unpacked perhaps."""
    name = unquote(urlsplit(address).path.rpartition("/")[2])
    for found in (name, name.removesuffix(".gz")):
        if found not in ("", ".", "..") and "/" not in found and (index.parent / found).is_file():
            return index.parent / found
    raise GlossaryError(f"error: {index}: names {address}\n  hint: put that sitemap beside it, as '{name}'")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if data.startswith(_GZIP) else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GlossaryError(f"error: {path}: cannot be read: not UTF-8") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise GlossaryError(f"error: {path}: cannot be read: broken gzip") from error
    except OSError as error:
        raise GlossaryError(f"error: {path}: cannot be read: {error.strerror}") from error


def recorded(ledger: Path) -> list[str]:
    """Return the addresses of the ledger, nothing where there is none."""
    return read_addresses(ledger) if ledger.is_file() else []


def write_ledger(ledger: Path, addresses: Sequence[str]) -> None:
    """Write the ledger. Raises OutputError."""
    write_file(ledger, "".join(f"{address}\n" for address in addresses).encode())
