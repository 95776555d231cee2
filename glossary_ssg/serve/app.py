"""The application: files of the site, the preview's own script, and the streams of events."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Collection, Mapping, Sequence
from html import escape
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glossary_ssg.errors import GlossaryError
from glossary_ssg.readers import brief
from glossary_ssg.serve.events import Hub
from glossary_ssg.serve.site import MISSING, Site, State

OWN = "/__preview__/"
"""Below this address the preview has its own files; no page of a site stands there."""
_CLIENT = Path(__file__).parent / "client"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".webmanifest": "application/manifest+json",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
_MORE = MimeTypes(filenames=())  # what Python knows, not what this machine has been told
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}


def make_app(site: Site, hub: Hub, *, host: str = "127.0.0.1", hosts: Sequence[str] = ()) -> Starlette:
    """Return the application; `host` is the address that it will be bound to, `hosts` are more names for it."""
    files = {path.name: path.read_bytes() for path in _CLIENT.iterdir() if path.suffix in (".js", ".css")}

    async def events(request: Request) -> Response:
        return StreamingResponse(hub.stream(request.query_params.get("page", "")), media_type="text/event-stream")

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in files:
            return PlainTextResponse("not found", 404)
        return Response(files[name], media_type=type_of(name))

    def page(request: Request) -> Response:  # not async: it may render, and is run in a thread
        return _answer(site.state, request)

    routes = [Route(f"{OWN}events", events), Route(f"{OWN}{{name}}", own), Route("/{path:path}", page)]
    app = Starlette(routes=routes, middleware=[Middleware(_Guard, host=host, hosts=hosts)])
    app.router.redirect_slashes = False  # `_answer` does it, by addresses that name no host
    return app


def type_of(path: str) -> str:
    """Return the content type of a file by its name."""
    suffix = PurePosixPath(path).suffix.lower()
    return _TYPES.get(suffix) or _MORE.guess_type(f"file{suffix}")[0] or "application/octet-stream"


def _answer(state: State, request: Request) -> Response:
    path = request.scope["path"]
    file = state.file_of(path) or state.older_asset(path)
    if file is None and path == "/" != state.base:
        return RedirectResponse(state.base)
    if file is None and state.file_of(f"{path}/"):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{quote(path)}/{query}")
    try:
        data = state.read(file) if file else None
        if file and data is not None:
            if not file.endswith(".html"):
                return Response(data, media_type=type_of(file))
            return _page(state, data)
        data = state.read(MISSING) or b""
        return _page(state, data or _shell("404"), 404, version=state.version(data), close=state.close_to(path))
    except GlossaryError:
        # The script asks what is wrong, and loads the page again when it is mended.
        return _page(state, _shell("500"), 500, version="")


def _page(
    state: State, data: bytes, status: int = 200, *, version: str | None = None, close: Collection[object] = ()
) -> Response:
    version = state.version(data) if version is None else version
    # What stands before the body: while it is the same, a change of the body may be put in place.
    facts = {"version": version, "frame": state.version(data.partition(b"<body")[0]), "assets": state.assets}
    if status == 404:
        facts["close"] = json.dumps(list(close))
    return Response(with_client(data, facts), status, media_type=_TYPES[".html"])


def with_client(html: bytes, facts: Mapping[str, str]) -> bytes:
    """Return a page with the preview's script at its end. It is a file of its own, as the policy of pages asks."""
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items())
    script = f'<script src="{OWN}client.js"{data}></script>'
    at = html.rfind(b"</body>")
    at = len(html) if at < 0 else at
    return html[:at] + script.encode() + html[at:]


def _shell(title: str) -> bytes:
    return f'<!DOCTYPE html>\n<meta charset="utf-8">\n<title>{title}</title>\n<body></body>\n'.encode()


class _Guard:
    """Refuses requests that come by a foreign name or from a foreign page, and forbids browsers to keep anything.

    A foreign name that leads to this machine is how a page of the web would read what is served here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, *, host: str, hosts: Sequence[str]) -> None:
        self._app = app
        self._host = host.lower()
        self._names = _LOCAL | {self._host} | {name.lower() for name in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        if (name := _name_of(headers.get("host", ""))) is None or not self._is_ours(name):
            await PlainTextResponse(_refusal(name or ""), 403)(scope, receive, send_marked)
        elif scope["path"].startswith(OWN) and _is_foreign(headers):
            await PlainTextResponse("this is for pages of the preview only", 403)(scope, receive, send_marked)
        else:
            await self._app(scope, receive, send_marked)

    def _is_ours(self, name: str) -> bool:
        if name in self._names:
            return True
        # Bound to every address of the machine: by number, but by no name, which could be anyone's.
        return self._host in ("0.0.0.0", "::") and _is_number(name)  # noqa: S104


def _name_of(host: str) -> str | None:
    """Return the name in a `Host` header, without its port; None where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return None


def _refusal(name: str) -> str:
    text = f"the preview does not answer to the name '{brief(name)}'"
    is_plain = re.fullmatch(r"[\w.:-]+", name, re.ASCII)
    return f"{text}\nhint: run `glossary-ssg serve --allow-host {name}`\n" if is_plain else f"{text}\n"


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_foreign(headers: Headers) -> bool:
    """Tell whether a request was made by a page of another origin."""
    origin = headers.get("origin")
    if origin is not None and _host_of(origin) != headers.get("host", "").lower():
        return True
    return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def _host_of(origin: str) -> str | None:
    """Return the host and port of an origin, None where it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None
