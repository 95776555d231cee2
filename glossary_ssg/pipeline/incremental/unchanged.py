"""A build from the same inputs as the last one, whose files are all in place, is not made again."""

from __future__ import annotations

import time
from hashlib import file_digest
from pathlib import Path
from shutil import which
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.config import BASELINE_NAME, LEDGER_NAME, Changes
from glossary_ssg.history import history_stamp
from glossary_ssg.model import as_json, decoder, digest
from glossary_ssg.pipeline.incremental.code import code_version
from glossary_ssg.pipeline.incremental.published import is_all_untouched, read_record, site_key
from glossary_ssg.pipeline.session import Inputs, Session
from glossary_ssg.report import Report

_DAYS = 14
"""After so many days a build is made again: the cache forgets what is not asked for in a month."""


class _Made(Struct, frozen=True, gc=False):
    """What is known of the last build into a folder."""

    inputs: str
    day: int
    report: Report


def recall(session: Session, inputs: str, *, dry: bool) -> Report | None:
    """Return the report of the last build if this one would write the same files; None if it has to be made.

    `inputs` is their digest, empty where nobody can tell. With `dry`, the last check counts, whatever the output holds.
    """
    if not inputs:
        return None
    start = time.perf_counter()
    key = site_key(session.config)
    made: _Made | None = session.cache.load(_kind(dry), [key], decoder(_Made)).get(key)
    if made is None or not 0 <= _today() - made.day < _DAYS or made.inputs != inputs:
        return None
    if not dry and not _is_published(session, key, inputs):
        return None
    session.note("compare", time.perf_counter() - start)
    seconds = sum(seconds for _, seconds in session.stages)
    summary = replace(
        made.report.summary,
        parsed=0,
        written=0,
        unchanged=made.report.summary.written + made.report.summary.unchanged,
        removed=0,
        seconds=seconds,
    )
    return replace(made.report, summary=summary, stages=session.stages, rendered={})


def _is_published(session: Session, key: str, inputs: str) -> bool:
    """Tell whether the output is that of the last build, which was made from the same inputs."""
    record = read_record(session.cache, key)
    # Another build may have been published without a report of it in the cache.
    return record.inputs == inputs and is_all_untouched(session.config.output, record)


def remember(session: Session, inputs: str, report: Report, *, dry: bool) -> None:
    """Note the digest of what a build or a check was made from, and what it told."""
    made = _Made(inputs, _today(), report)
    session.cache.put(_kind(dry), site_key(session.config), as_json(made))


def _kind(dry: bool) -> str:
    return "check" if dry else "report"


def digest_of(inputs: Inputs) -> str:
    """Return the digest of everything that a build depends on, nothing where that cannot be told."""
    config, discovery = inputs.config, inputs.discovery
    history = history_stamp(config.content) if config.changes is Changes.GIT else ()
    if history is None:
        return ""
    own: list[Any] = [
        (code_version(), repr(config), inputs.theme.digest, inputs.assets.digest, history, which("git")),
        [(source.path, source.digest) for source in discovery.sources],
        [(path, _content(config.content / path)) for path in discovery.files],
        discovery.diagnostics,
        [(path, _content(inputs.static.folder / path)) for path in inputs.static.files],
        inputs.static.diagnostics,
        [_content(config.root_path / name) for name in (BASELINE_NAME, LEDGER_NAME)],
    ]
    if config.precompress:
        from glossary_ssg.formats import suffixes  # takes as long to import as all of this to do

        own.append(suffixes())
    return digest(as_json(own))


def _content(path: Path) -> str:
    """Return the digest of a file, nothing where it cannot be read: whoever needs it will say so."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file_digest(file, "blake2b").hexdigest()
    except OSError:
        return ""


def _today() -> int:
    return int(time.time() // 86_400)
