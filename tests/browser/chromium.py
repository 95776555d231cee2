"""The system's Chromium: found, started, watched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response, WebError, sync_playwright

from tests.browser.server import HOST

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the path of a Chromium: that in the variable CHROME, else the system's."""
    return os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def start_chromium(path: str) -> Iterator[Browser]:
    """Start a Chromium that knows no host but this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {HOST}"]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What goes wrong in a context's pages: errors and warnings of the console, scripts that fail, foreign requests.

    What breaks the policy of the server is an error of the console.
    """

    context: BrowserContext
    missing: frozenset[str] = frozenset()
    """Paths that are known to lead to nothing."""
    findings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self.context.on("console", self._console)
        self.context.on("weberror", self._error)
        self.context.on("request", self._request)
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._response)

    def check(self) -> None:
        """Fail if anything went wrong since the last call."""
        findings, self.findings[:] = self.findings[:], []
        assert not findings, "\n".join(findings)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium also says here what could not be loaded; _response and _failed know more about it.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.findings.append(f"console: {message.text} ({message.location['url']})")

    def _error(self, error: WebError) -> None:
        self.findings.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != HOST:
            self.findings.append(f"foreign: {request.url}")

    def _failed(self, request: Request) -> None:
        # What is under way when a page is left or closed is aborted; that is no fault of the page.
        if request.failure != "net::ERR_ABORTED":
            self.findings.append(f"not loaded: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        path = urlsplit(response.url).path
        # An author's image may be missing: the build warns of it. Those of the theme may not.
        is_authors = response.request.resource_type == "image" and not path.startswith("/assets/")
        if response.status >= 400 and path not in self.missing and not is_authors:
            self.findings.append(f"{response.status}: {response.url}")
