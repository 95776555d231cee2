"""What a build records of the files that it published, so that the next one leaves out what is in place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from glossary_ssg.cache import Cache
from glossary_ssg.config import Config
from glossary_ssg.model import as_json, decoder
from glossary_ssg.publish import Stamp, stamp

_KIND = "published"


class PublishedFile(Struct, frozen=True, gc=False, array_like=True):
    """A published file. There are thousands, so it is stored without the names of its fields."""

    key: str
    """Digest of everything that it depends on; empty where nobody asks for it."""
    size: int
    mtime_ns: int
    text: str = ""
    """Of a page: digest that says which bodies it shows."""

    @property
    def stamp(self) -> Stamp:
        """Return what the file looked like on disk."""
        return Stamp(self.size, self.mtime_ns)


class PublishedRecord(Struct, frozen=True, gc=False):
    """The files of the last build into an output folder."""

    shared: str = ""
    """Digest of what all pages share; empty before the first build."""
    inputs: str = ""
    """Digest of what the build was made from; empty where the next build has to be made in any case."""
    files: Mapping[str, PublishedFile] = {}
    """By POSIX path below the output folder."""


def site_key(config: Config) -> str:
    """Return the key of a site's records: the output folder, and the site, as several may share a folder."""
    return f"{real_path(config.output)}\n{real_path(config.settings_path)}"


def real_path(path: Path) -> str:
    """Return where a path leads, as text that can be stored: with escapes for what is not UTF-8."""
    return os.fsencode(os.path.realpath(path)).decode(errors="backslashreplace")


def read_record(cache: Cache, key: str) -> PublishedRecord:
    """Return the record of a site, an empty one where it is missing, damaged or of an older version."""
    return cache.load(_KIND, [key], decoder(PublishedRecord)).get(key) or PublishedRecord()


def write_record(cache: Cache, key: str, record: PublishedRecord) -> None:
    """Record what was published."""
    cache.put(_KIND, key, as_json(record))


def is_untouched(path: str, file: PublishedFile) -> bool:
    """Tell whether a published file is as it was recorded."""
    return stamp(path) == file.stamp


def is_all_untouched(output: Path, record: PublishedRecord) -> bool:
    """Tell whether all files of a record are in place."""
    return all(is_untouched(f"{output}/{path}", file) for path, file in record.files.items())
