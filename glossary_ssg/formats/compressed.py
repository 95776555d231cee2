"""Texts in compressed form, for servers that give them out as they are (`gzip_static`, `brotli_static`)."""

from __future__ import annotations

import gzip
from importlib import import_module
from importlib.util import find_spec

from glossary_ssg.model import OutputFile

_TEXTS = frozenset(("css", "csv", "html", "htm", "inv", "js", "json", "md", "svg", "tsv", "txt", "xhtml", "xml"))


def is_compressible(path: str) -> bool:
    """Tell whether a file is a text, by the end of its name. What hosts themselves read is none."""
    name = path.rpartition("/")[2]
    return "." in name[1:] and name.rpartition(".")[2].lower() in _TEXTS


def suffixes() -> tuple[str, ...]:
    """Return how the names of compressed files end; `.br` needs the extra `glossary-ssg[brotli]`."""
    return (".gz", ".br") if find_spec("brotli") else (".gz",)


def compress(file: OutputFile) -> list[OutputFile]:
    """Return the compressed forms of a file that are smaller than it. The same bytes give the same bytes."""
    found = [OutputFile(f"{file.path}.gz", gzip.compress(file.data, 9, mtime=0))]
    if ".br" in suffixes():
        found.append(OutputFile(f"{file.path}.br", import_module("brotli").compress(file.data)))
    return [item for item in found if len(item.data) < len(file.data)]
