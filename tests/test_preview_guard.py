"""Who the preview answers: pages of its own on names of this machine, with headers that keep others from reading."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from glossary_ssg.serve.app import OWN, make_app
from glossary_ssg.serve.events import Hub
from tests.asgi import HOST, ask, asked
from tests.previewing import Shown, preview_of
from tests.support import entry

FILES = {"glossary.toml": 'title = "Words"\n', "content/en/a.md": entry("A")}
PAGE = "/en/a/"
TARGETS = (PAGE, "/en/none/", "/", "/en/a", f"{OWN}client.js", f"{OWN}none", "/robots.txt")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with preview_of(tmp_path_factory.mktemp("site"), FILES) as shown:
        yield shown


def status(shown: Shown, host: str | None, bound: str = "127.0.0.1", target: str = PAGE) -> int:
    """Return the status of an answer; without a `host` the request names none."""
    return start_of(shown, target, {} if host is None else {"host": host}, bound)["status"]


def start_of(shown: Shown, target: str, headers: dict[str, str], bound: str = "127.0.0.1") -> Any:
    """Return the first message of an answer to a request with these headers and no others."""
    app = make_app(shown.site, Hub(shown.site), host=bound)

    async def bare(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}, receive, send)

    async def run() -> Any:
        async with asked(bare, target) as messages:
            return await anext(messages)

    return asyncio.run(run())


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("host", [HOST, "evil.example"])
def test_no_other_origin_may_embed_or_keep_any_answer(shown: Shown, target: str, host: str) -> None:
    headers = ask(make_app(shown.site, Hub(shown.site)), target, headers={"host": host}).headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("bound", ["127.0.0.1", "0.0.0.0", "::", "machine.example"])
@pytest.mark.parametrize("host", [None, "", ":8000", "@", "evil.example", "evil.example:8000", "0x7f.1", "[::1"])
def test_a_request_that_names_no_host_or_a_foreign_one_is_refused(shown: Shown, host: str | None, bound: str) -> None:
    assert status(shown, host, bound) == 403


@pytest.mark.parametrize("bound", ["0.0.0.0", "::"])
@pytest.mark.parametrize("host", ["192.168.1.2:8000", "[fe80::1]:8000", "10.0.0.1", "localhost", "[::1]"])
def test_bound_to_all_addresses_it_is_asked_by_number(shown: Shown, host: str, bound: str) -> None:
    assert status(shown, host, bound) == 200


@pytest.mark.parametrize("host", ["192.168.1.2:8000", "[::2]", "0.0.0.0", "[::]"])
def test_bound_to_one_address_it_is_not_asked_by_another(shown: Shown, host: str) -> None:
    assert status(shown, host) == 403


@pytest.mark.parametrize(("bound", "host"), [("Machine.Example", "machine.example:1"), ("192.168.1.2", "192.168.1.2")])
def test_the_name_that_it_is_bound_to_is_its_own(shown: Shown, bound: str, host: str) -> None:
    assert status(shown, host, bound) == 200
    assert status(shown, host.upper(), bound) == 200


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 200),
        ({"origin": f"http://{HOST}"}, 200),
        ({"origin": f"HTTP://{HOST.upper()}"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://127.0.0.1:9000", "sec-fetch-site": "same-origin"}, 403),
        ({"origin": "http://[x"}, 403),
        ({"origin": ""}, 403),
    ],
)
def test_its_own_files_are_for_its_own_pages(shown: Shown, headers: dict[str, str], expected: int) -> None:
    assert start_of(shown, f"{OWN}client.js", {"host": HOST, **headers})["status"] == expected


def test_a_host_is_the_origins_whatever_its_case(shown: Shown) -> None:
    headers = {"host": "LOCALHOST:8000", "origin": "http://localhost:8000"}
    assert start_of(shown, f"{OWN}client.js", headers)["status"] == 200
