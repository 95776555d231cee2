"""Compressed forms beside texts: made anew only where the text is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from glossary_ssg.executor import Crash, Executor
from glossary_ssg.formats import compress, is_compressible, suffixes
from glossary_ssg.model import OutputFile, digest

_BATCH = 200
"""Files that are in memory at once."""


class Compressor:
    """Adds compressed forms to the files of a build."""

    def __init__(self, executor: Executor, output: Path, is_right: Callable[[str, str], bool]) -> None:
        self._executor = executor
        self._output = output
        self._is_right = is_right
        """(path, key): whether a file was published from the same values and has not been touched since."""

    def add(self, files: Iterable[OutputFile], kept: list[str], keys: dict[str, str]) -> Iterator[OutputFile]:
        """Yield files and their compressed forms; those that are right are added to `kept`, all keys to `keys`."""
        old = (path for path in [*kept] if is_compressible(path) and not self._keep(path, keys[path], kept, keys))
        yield from self._compressed((OutputFile(path, (self._output / path).read_bytes()) for path in old), keys)
        stream = iter(files)
        while batch := list(islice(stream, _BATCH)):
            yield from batch
            texts = [file for file in batch if is_compressible(file.path)]
            todo = [file for file in texts if not self._keep(file.path, _key(file, keys), kept, keys)]
            yield from self._compressed(todo, keys)

    def _keep(self, path: str, key: str, kept: list[str], keys: dict[str, str]) -> bool:
        """Keep the compressed forms of a file if all are right."""
        forms = {f"{path}{suffix}": f"{suffix} {key}" for suffix in suffixes()}
        if not all(self._is_right(form, own) for form, own in forms.items()):
            return False
        kept += forms
        keys |= forms
        return True

    def _compressed(self, files: Iterable[OutputFile], keys: dict[str, str]) -> Iterator[OutputFile]:
        stream = iter(files)
        while batch := list(islice(stream, _BATCH)):
            for file, result in zip(batch, self._executor.map(compress, batch), strict=True):
                if isinstance(result, Crash):
                    raise RuntimeError(f"{file.path}: {result.reason}")
                for form in result:
                    keys[form.path] = f"{form.path[len(file.path) :]} {_key(file, keys)}"
                    yield form


def _key(file: OutputFile, keys: dict[str, str]) -> str:
    return keys.get(file.path) or digest(file.data)
