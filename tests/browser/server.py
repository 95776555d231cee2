"""Serve a folder as a web host does: content types, gzip, a page for what is missing, a policy against foreign code."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
POLICY = "default-src 'self'"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
PACKED = {".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml"}
"""Files that travel compressed, if the reader's browser wants them so."""


@dataclass(frozen=True)
class Sent:
    """An answer."""

    path: str
    status: int
    size: int
    """Bytes on the wire, head and body."""


@dataclass
class Server:
    """A folder that is served; `sent` is all that was answered, in order."""

    folder: Path
    url: str
    """Without a slash at the end."""
    sent: list[Sent] = field(default_factory=list)
    policy: str = POLICY
    """What pages may load."""


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """Serve a folder on a free port of this machine. The folder may still be empty."""
    http = _Http((HOST, 0), _Handler)
    http.site = Server(folder, f"http://{HOST}:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, name=f"serve {folder.name}")
    thread.start()
    try:
        yield http.site
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Http(ThreadingHTTPServer):
    site: Server
    daemon_threads = True  # browsers keep connections open; closing must not wait for them


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, the folder's index, or the page for what is missing."""
        site = self.server.site
        path = unquote(urlsplit(self.path).path)
        status, file = HTTPStatus.OK, site.folder / path.lstrip("/")
        if file.is_dir():
            if not path.endswith("/"):
                self._answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{urlsplit(self.path).path}/"}, b"")
                return
            file = file / "index.html"
        if not file.is_file() or not file.resolve().is_relative_to(site.folder.resolve()):
            status, file = HTTPStatus.NOT_FOUND, site.folder / "404.html"
        headers = {"Content-Type": TYPES.get(file.suffix, "application/octet-stream")}
        body = file.read_bytes() if file.is_file() else b""
        if file.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            body = _pack(body)
        self._answer(status, headers, body)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self.do_GET()

    def _answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes) -> None:
        headers |= {"Content-Length": str(len(body)), "Content-Security-Policy": self.server.site.policy}
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
        answer = "\r\n".join([*lines, "", ""]).encode() + (b"" if self.command == "HEAD" else body)
        self.server.site.sent.append(Sent(self.path, status.value, len(answer)))
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@cache
def _pack(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
