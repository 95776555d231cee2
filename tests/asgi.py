"""Ask an application without sockets: requests go in as a server would hand them on, answers come out whole or bit by bit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

HOST = "127.0.0.1:8000"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


def ask(app: Any, target: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
    """Return the answer to one request; `target` is percent-encoded, as it stands in the request's first line."""

    async def run() -> Answer:
        async with asked(app, target, method=method, headers=headers) as messages:
            start = await anext(messages)
            body = b""
            async for message in messages:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    break
        return Answer(start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, body)

    return asyncio.run(run())


@asynccontextmanager
async def asked(
    app: Any, target: str, *, method: str = "GET", headers: dict[str, str] | None = None
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """Send a request and yield the messages of the answer; at the end the client hangs up."""
    path, _, query = target.partition("?")
    sent = {"host": HOST, **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }
    messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    hung_up = asyncio.Event()
    is_sent = False

    async def receive() -> dict[str, Any]:
        nonlocal is_sent
        if not is_sent:
            is_sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def each() -> AsyncIterator[dict[str, Any]]:
        while True:
            yield await asyncio.wait_for(messages.get(), 60)

    task = asyncio.create_task(app(scope, receive, messages.put))
    try:
        yield each()
    finally:
        hung_up.set()
        await asyncio.wait_for(task, 60)
