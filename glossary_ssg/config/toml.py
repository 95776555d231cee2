"""Read a file in TOML, with the place of what is wrong in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from glossary_ssg.errors import GlossaryError


def read_toml(path: Path, fail: Callable[[str], GlossaryError]) -> tuple[str, dict[str, Any]]:
    """Return a file's text and values; raise what `fail` makes of a message where there are none."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        # Python says "at end of document" instead of a place.
        where = f"{path}:{place[1]}:{place[2]}" if place else f"{path}:{len(text.splitlines())}"
        raise fail(f"{where}: error: {str(error).split(' (at ')[0]}") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise fail(f"{path}: error: cannot be read: {reason}") from error
