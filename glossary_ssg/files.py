"""Files: names that can be shown, and writing one whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from glossary_ssg.errors import OutputError


def shown(path: str | Path) -> str:
    """Return a path with U+FFFD for what is not UTF-8 in it: equal to the path where all is."""
    return os.fsencode(path).decode(errors="replace")


def write_file(path: Path, data: bytes) -> None:
    """Put a file in place in one step, with the folders above it; a link to a file stays one. Raises OutputError."""
    try:
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{secrets.token_hex(4)}.tmp")
        try:
            with half.open("xb") as file:
                file.write(data)
            if target.exists():
                half.chmod(target.stat().st_mode & 0o7777)
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"error: {path}: cannot be written: {error.strerror}") from error
