"""A site below a sub-path, on nginx as the documentation sets it up, with the headers and redirects of the build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Watch
from tests.browser.nginx import find_nginx, free_port, run_nginx
from tests.browser.server import HOST
from tests.browser.sites import SITES
from tests.browser.test_languages import switch
from tests.support import entry, write_files
from tests.test_cli import run

BASE = "/glossary"
ENTRY = f"{BASE}/en/glossary/generative-ai/"
MISSING = f"{BASE}/en/no/such/page/"
OLD, NEW = f"{BASE}/old/用語/", f"{BASE}/en/moved/"


@dataclass(frozen=True)
class Answer:
    """What the server sent."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Host:
    """A site on nginx."""

    port: int
    output: Path

    def url(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"http://{HOST}:{self.port}{path}"

    def ask(self, path: str, **headers: str) -> Answer:
        """Return the answer to one request, redirects as they are."""
        with closing(HTTPConnection(HOST, self.port, timeout=30)) as connection:
            connection.request("GET", quote(path), headers={"Accept-Encoding": "identity", **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def file(self, path: str) -> Path:
        """Return the file at a path."""
        return self.output / path.removeprefix(f"{BASE}/")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Build the sample with an entry that has moved, and serve it; skip where there is no nginx."""
    nginx = find_nginx()
    if nginx is None:
        pytest.skip("no nginx: install nginx-light")
    folder = tmp_path_factory.mktemp("nginx")
    SITES["sample"](folder)
    write_files(folder, {"content/en/moved.md": entry("Moved", aliases="[/old/用語/]")})
    output = folder / "www/glossary"
    with free_port() as listening:
        port = listening.getsockname()[1]
        url = f"http://{HOST}:{port}{BASE}/"
        built = run(folder, "build", "--precompress", "--base-url", url, "--output", str(output))
        assert built.exit_code == 0, built.output
        with run_nginx(nginx, listening, folder):
            yield Host(port, output)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page; what goes wrong in it, such as a breach of the policy, fails the test."""
    with browser.new_context() as context:
        watch = Watch(context, frozenset({MISSING}))
        yield context.new_page()
        watch.check()


def rules(host: Host) -> dict[str, dict[str, str]]:
    """Return the headers of each pattern in the generated `_headers`."""
    found: dict[str, dict[str, str]] = {}
    headers: dict[str, str] = {}
    for line in host.file("_headers").read_text(encoding="utf-8").splitlines():
        name, _, value = line.strip().partition(": ")
        if line.startswith(" "):
            headers[name] = value
        else:
            headers = found[name.removesuffix("*")] = {}
    return found


def test_every_file_is_sent_with_the_headers_that_the_build_asks_for(host: Host) -> None:
    asked = rules(host)
    assert len(asked) == 4
    for pattern in asked:
        path = ENTRY if pattern == "/" else next(
            BASE + "/" + file.relative_to(host.output).as_posix()
            for file in sorted(host.file(pattern).rglob("*"))
            if file.suffix in {".js", ".json"}
        )  # fmt: skip
        sent = host.ask(path).headers
        for name in {name for headers in asked.values() for name in headers}:
            values = [headers[name] for prefix, headers in asked.items() if path.startswith(prefix) and name in headers]
            assert sent.get_all(name, []) == values, (path, name)
    assert host.ask(MISSING).headers["X-Content-Type-Options"] == "nosniff"


def test_texts_are_sent_as_the_build_compressed_them(host: Host) -> None:
    packed = host.ask(ENTRY, **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.body == host.file(f"{ENTRY}index.html.gz").read_bytes()
    plain = host.ask(ENTRY)
    assert (plain.headers["Content-Encoding"], plain.headers["Content-Type"]) == (None, "text/html; charset=utf-8")
    assert plain.body == host.file(f"{ENTRY}index.html").read_bytes()


@pytest.mark.parametrize("name", ["_headers", "_redirects", ".glossary-ssg.json"])
def test_files_for_hosts_and_builds_are_not_served(name: str, host: Host) -> None:
    assert host.file(f"{BASE}/{name}").is_file()
    assert host.ask(f"{BASE}/{name}").status == 404


def test_an_old_address_answers_with_the_new_one(host: Host, page: Page) -> None:
    answer = host.ask(OLD)
    assert (answer.status, answer.headers["Location"]) == (301, host.url(NEW))
    page.goto(host.url(OLD))
    assert page.url == host.url(NEW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Moved")


def test_readers_find_their_way_below_the_sub_path(host: Host, page: Page) -> None:
    page.goto(host.url(f"{BASE}/en/"))
    link = page.locator(f'main a[href^="{BASE}/en/"]').filter(visible=True).first
    there = link.evaluate("link => link.href")
    link.click()
    page.wait_for_url(there)
    page.goto(host.url(ENTRY))
    switch(page, "ja")
    page.wait_for_url(host.url(ENTRY.replace("/en/", "/ja/")))
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    switch(page, "en")
    page.wait_for_url(host.url(ENTRY))
    page.goto(host.url(f"{BASE}/en/"))
    page.locator("main input[type=search]").fill("prompt injection")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{BASE}/en/search/?**")
    page.locator(f'main a[href^="{BASE}/en/glossary/prompt-injection/"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prompt Injection")


def test_what_is_missing_has_the_page_of_the_site_with_its_style(host: Host, page: Page) -> None:
    answer = page.goto(host.url(MISSING))
    assert answer is not None
    assert answer.status == 404
    sheet = page.locator('link[rel="stylesheet"]').first
    assert sheet.evaluate("link => link.sheet.cssRules.length") > 0
    page.locator(f'a[href="{BASE}/en/"]').filter(visible=True).first.click()
    page.wait_for_url(host.url(f"{BASE}/en/"))


def test_foreign_scripts_and_frames_are_kept_out(host: Host, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(host.url(ENTRY))
        with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
            page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'broken = 1'}))")
        assert page.evaluate("'broken' in window") is False
