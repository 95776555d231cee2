"""Our own code as a part of what everything depends on."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_SHAPING = (
    *("mistune", "nh3", "Pygments", "python-frontmatter", "PyYAML"),
    *("ahocorasick-rs", "Babel", "Jinja2", "MarkupSafe", "pyuca", "PyICU-wheels", "tinycss2"),
)
"""Libraries whose version may change what is written."""


@cache
def code_version() -> str:
    """Return the digest of our own code and of the versions of the libraries that shape the output."""
    hasher = blake2b(digest_size=16)
    package = Path(__file__).parent.parent.parent
    for path in sorted(package.rglob("*.py")):
        hasher.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for name in _SHAPING:
        try:
            hasher.update(f"{name} {version(name)}\0".encode())
        except PackageNotFoundError:
            hasher.update(f"{name}\0".encode())
    return hasher.hexdigest()
