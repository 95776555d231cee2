"""Requests that no browser makes: they are refused or answered, never with an error of ours, never from outside the site."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest

from glossary_ssg.serve.app import OWN, make_app
from glossary_ssg.serve.events import Hub
from tests.asgi import HOST, ask
from tests.previewing import Shown, preview_of
from tests.support import entry, write_files

SECRET = b"only for eyes inside"
FILES = {
    "glossary.toml": f'title = "Words"\nbase_url = "https://example.org/sub/"\n# {SECRET.decode()}\n',
    "content/en/chatbot.md": entry("Chatbot", "A program that talks."),
    "content/en/生成.md": entry("生成", "To make."),
    "secret.txt": SECRET,
}
REQUESTS = 2_000
PARTS = [
    "", "/", "//", "sub", "en", "chatbot", "index.html", "..", ".", "%2e%2e", "%2E%2e%2f", "..%2f", "..%5c", "\\", "%5c",
    "%00", "\x00", "%ff%fe", "%c0%ae%c0%ae", "%", "%zz", "%e7%94%9f%e6%88%90", "生成", "a" * 5_000, "%2f" * 900, "secret.txt",
    "glossary.toml", "etc/passwd", "__preview__", "client.js", "events", "app.py", "assets", "search", "?", "#", ";", "&",
    "?page=", "?page=%00", "?page=//", "\r\n", "%0d%0aX-Evil:%201", "C:", "~", "*", "{name}", "%u002e", "\ud7ff", "\u202e",
]  # fmt: skip
REAL = [
    "",
    "",
    "/",
    "/sub/",
    "/sub/en/chatbot",
    "/sub/en/chatbot/",
    f"{OWN}client.js",
    f"{OWN}events",
    "/sub/robots.txt",
]
HOSTS = [
    "", "[::1", "[::1]", "::1", "[::1]:99999", "localhost:x", "127.0.0.1:", "@127.0.0.1", "127.0.0.1@evil",
    "evil", "evil\\@127.0.0.1", "127.0.0.1/..", "127.0.0.1?", "a" * 9_000, "\x00", "é", "[v1.x]", "[fe80::1%25eth0]", "127.1",
    "127.0.0.1:8000, evil", " 127.0.0.1", "[", "]", ":", "//", "[[::1]]", "\uff11", "xn--", "[127.0.0.1]", "℀.evil",
]  # fmt: skip
URLS = [
    "null",
    "",
    "http://",
    "http://[::1",
    "http://[",
    "http://]:",
    "//",
    "http://\x00",
    "http://℀",
    "é",
    "x" * 9_000,
]
METHODS = [
    "GET",
    "GET",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PATCH",
    "get",
    "",
    "\x00",
    "é",
]
RANGES = [
    "bytes=0-0",
    "bytes=-1",
    "bytes=9-1",
    "bytes=" + ",".join(["0-1"] * 500),
    "lines=1-2",
    "bytes=é",
    "bytes=" + "9" * 400,
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with preview_of(tmp_path_factory.mktemp("site"), FILES) as shown:
        yield shown


def scope_of(chance: random.Random) -> dict[str, Any]:
    """Return a request as a server might hand it on."""
    target = chance.choice(REAL) + "".join(
        chance.choice(["/", ""]) + chance.choice(PARTS) for _ in range(chance.choice([0, 1, 2, 6]))
    )
    path, _, query = target.partition("?")
    headers = [("host", chance.choice([HOST, chance.choice(HOSTS)]))] * chance.choice([1, 1, 1, 1, 0, 2])
    for name, values in (("origin", [*URLS, *HOSTS]), ("referer", [*URLS, *HOSTS]), ("range", RANGES)):
        if chance.random() < 0.3:
            headers.append((name, chance.choice(["", "http://"]) + chance.choice(values)))
    if chance.random() < 0.2:
        headers.append(("sec-fetch-site", chance.choice(["none", "cross-site", "", "é"])))
    if chance.random() < 0.05:
        headers += [(chance.choice(["x", "cookie", "host", ""]), "v" * number) for number in range(300)]
    raw = path.encode("utf-8", "surrogatepass")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": chance.choice(["1.1", "1.0", "9", ""]),
        "method": chance.choice(METHODS),
        "scheme": chance.choice(["http", "https"]),
        "path": unquote_to_bytes(raw).decode("utf-8", chance.choice(["replace", "surrogateescape"])),
        "raw_path": raw,
        "query_string": query.encode("utf-8", "surrogatepass"),
        "root_path": "",
        "headers": [(name.encode(), value.encode("utf-8")) for name, value in headers],
        "client": None if chance.random() < 0.1 else ("127.0.0.1", 1),
        "server": None if chance.random() < 0.1 else ("127.0.0.1", 8000),
    }


async def answer_to(app: Any, scope: dict[str, Any]) -> tuple[int, bytes]:
    """Return status and body; after the first bytes of a stream of events the client hangs up."""
    start: dict[str, Any] = {}
    body = []
    begun = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        start.update(message if "status" in message else {})
        body.append(message.get("body", b""))
        if message.get("body"):
            begun.set()

    await asyncio.wait_for(app(scope, receive, send), 60)
    return start["status"], b"".join(body)


def test_of_two_thousand_malformed_requests_none_fails_or_leaves_the_site(shown: Shown) -> None:
    seed = int(os.environ.get("REQUEST_SEED") or random.randrange(2**32))
    print(f"REQUEST_SEED={seed}")
    chance = random.Random(seed)
    hub = Hub(shown.site)
    apps = [make_app(shown.site, hub, host=host) for host in ("127.0.0.1", "0.0.0.0", "::")]
    counts: dict[int, int] = {}

    async def run() -> None:
        for _ in range(REQUESTS):
            scope = scope_of(chance)
            status, body = await answer_to(chance.choice(apps), scope)  # an exception fails the test
            counts[status] = counts.get(status, 0) + 1
            assert status < 500, scope
            assert SECRET not in body, scope

    asyncio.run(run())
    assert {200, 403, 404, 405} <= counts.keys(), counts
    assert hub.listeners == 0


@pytest.mark.parametrize(
    "origin", ["http://[::1", "http://[", "http://]", "http://[::1]]", "http://℀.example", "null", "", "//"]
)
def test_an_origin_that_is_none_is_foreign(shown: Shown, origin: str) -> None:
    app = make_app(shown.site, Hub(shown.site))
    assert ask(app, f"{OWN}events?page=/sub/", headers={"origin": origin}).status == 403


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "//evil.example/%2e%2e", "/sub/%0d%0ax: y"])
def test_no_redirect_leaves_the_site(tmp_path: Path, path: str) -> None:
    files = {
        "glossary.toml": 'title = "W"\n',
        "content/en/a.md": entry("A", url="/evil.example/"),
        "content/en/b.md": entry("B"),
    }
    with preview_of(write_files(tmp_path, files)) as shown:
        answer = ask(make_app(shown.site, Hub(shown.site)), path)
        assert answer.status == 404 or not answer.headers.get("location", "").startswith(("//", "/\\"))
        assert "\n" not in answer.headers.get("location", "")
