"""Files that are published as they are: which of them may be, and with which bytes; SVG images by way of the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg.executor import Crash
from glossary_ssg.images import HEAD, Examined, Removed, examine, is_checked, is_image, is_vector
from glossary_ssg.model import RefusedFile, as_json, decoder, digest
from glossary_ssg.pipeline.incremental.code import code_version
from glossary_ssg.pipeline.session import Session

_KIND = "image"
_BATCH = 200
"""SVG images that are in memory at once."""


class Images(Struct, frozen=True, gc=False):
    """What was seen in files that are not Markdown."""

    refused: tuple[RefusedFile, ...]
    removed: Mapping[str, tuple[Removed, ...]]
    """By path: what is left out of the published copies of SVG images."""
    keys: tuple[str, ...]
    """Keys of what is cached."""


def examine_files(session: Session, folder: Path, files: Sequence[str]) -> Images:
    """Examine files below a folder. One that cannot be read is left to those who publish it."""
    examined: dict[str, Examined] = {}
    keys: dict[str, str] = {}
    for path in files:
        head = _read(folder / path, HEAD) if is_checked(path) and not is_vector(path) else None
        if head is not None:
            examined[path] = examine(path, head)
    vectors = iter([path for path in files if is_vector(path)])
    while batch := list(islice(vectors, _BATCH)):
        read = {path: data for path in batch if (data := _read(folder / path)) is not None}
        own = {path: _key(data) for path, data in read.items()}
        results = _examine_vectors(session, {own[path]: data for path, data in read.items()})
        for path, key in own.items():
            examined[path] = replace(results[key], data=None)
        keys |= own
    return Images(
        tuple(RefusedFile(path, one.refused, one.hint) for path, one in sorted(examined.items()) if one.refused),
        {path: one.removed for path, one in sorted(examined.items()) if one.removed},
        tuple(sorted(set(keys.values()))),
    )


def published_bytes(session: Session, path: Path, *, is_trusted: bool = False) -> bytes | None:
    """Return what is published of a file as it is now; None where it is gone, or may not be published.

    Of a trusted folder only images are examined.
    """
    data = _read(path)
    if data is None or not (is_image if is_trusted else is_checked)(path.name):
        return data
    examined = _examine_one(session, path.name, data)
    if examined.refused:
        return None
    return data if examined.data is None else examined.data


def _examine_one(session: Session, name: str, data: bytes) -> Examined:
    if not is_vector(name):
        return examine(name, data[:HEAD])
    key = _key(data)
    return session.cache.load(_KIND, [key], decoder(Examined)).get(key) or examine_vector(data)


def _examine_vectors(session: Session, images: Mapping[str, bytes]) -> dict[str, Examined]:
    """Return what is in SVG images, by their keys."""
    known = session.cache.load(_KIND, list(images), decoder(Examined))
    todo = [key for key in images if key not in known]
    results = session.executor.map(examine_vector, [images[key] for key in todo])
    for key, result in zip(todo, results, strict=True):
        if isinstance(result, Crash):
            known[key] = Examined(
                f"cannot be read: {result.reason}", "save it as plain SVG, and report it with the file"
            )
        else:
            known[key] = result
            session.cache.put(_KIND, key, as_json(result))
    return known


def examine_vector(data: bytes) -> Examined:
    """Examine an SVG image: a stage for the executor."""
    return examine("image.svg", data)


def _key(data: bytes) -> str:
    return digest(f"{digest(data)}\0{code_version()}".encode())


def _read(path: Path, most: int | None = None) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        return None
