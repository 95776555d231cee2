"""The preview's application, asked without sockets."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from glossary_ssg.serve.app import OWN, make_app
from glossary_ssg.serve.events import Hub
from tests.asgi import HOST, Answer, ask, asked
from tests.previewing import Shown, preview_of
from tests.support import entry, write_files

FILES = {
    "glossary.toml": 'title = "Words"\nbase_url = "https://example.org/sub/"\n',
    "content/en/chatbot.md": entry("Chatbot", "A program that talks. See [Agent](agent.md). ![](dot.png)"),
    "content/en/agent.md": entry("Agent", "A program that acts."),
    "content/en/hidden.md": entry("Hidden", "Not yet.", draft="true"),
    "content/en/dot.png": b"\x89PNG",
    "content/ja/chatbot.md": entry("チャットボット", "話すプログラム。", translationKey="chatbot", reading="ちゃっと"),
    "content/ja/生成.md": entry("生成", "作ること。", reading="せいせい"),
}
CHATBOT = "/sub/en/chatbot/"
BROKEN = '---\ntitle: "open\n---\nText.'


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    with preview_of(tmp_path, FILES) as shown:
        yield shown


def get(shown: Shown, target: str, **options: Any) -> Answer:
    return ask(app_of(shown), target, **options)


def app_of(shown: Shown, host: str = "127.0.0.1") -> Any:
    return make_app(shown.site, Hub(shown.site), host=host)


def data_of(answer: Answer, name: str) -> str:
    match = re.search(rf'<script src="{OWN}client.js"[^>]* data-{name}="([^"]*)"', answer.text)
    assert match
    return unescape(match[1])


def message(shown: Shown, path: str = CHATBOT) -> dict[str, Any]:
    """Return what a page is told first."""

    async def run() -> dict[str, Any]:
        async with asked(app_of(shown), f"{OWN}events?page={path}") as messages:
            return await next_event(messages)

    return asyncio.run(run())


async def next_event(messages: Any) -> dict[str, Any]:
    async for item in messages:
        text = item.get("body", b"").decode()
        if text.startswith("data: "):
            found: dict[str, Any] = json.loads(text.removeprefix("data: "))
            return found
    raise AssertionError("the stream has ended")


def test_every_file_is_served_as_it_is_published(shown: Shown, tmp_path: Path) -> None:
    published = shown.published(tmp_path / "published")
    assert shown.served() == published
    for path, data in published.items():
        body = get(shown, f"/sub/{path}").body
        assert re.sub(rb'<script src="/__preview__/client.js"[^>]*></script>', b"", body) == data


def test_nothing_is_written_into_the_output_folder(shown: Shown) -> None:
    get(shown, CHATBOT)
    assert not (shown.folder / "output").exists()


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        (CHATBOT, "text/html; charset=utf-8"),
        ("/sub/en/dot.png", "image/png"),
        ("/sub/en/search/index.json", "application/json"),
        ("{assets}css/site.css", "text/css; charset=utf-8"),
        ("{assets}js/main.js", "text/javascript; charset=utf-8"),
        ("{assets}icon.svg", "image/svg+xml"),
        (f"{OWN}client.js", "text/javascript; charset=utf-8"),
        (f"{OWN}overlay.css", "text/css; charset=utf-8"),
    ],
)
def test_files_have_their_content_type_and_are_not_kept(shown: Shown, target: str, kind: str) -> None:
    answer = get(shown, target.format(assets=shown.site.state.assets))
    assert answer.status == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_addresses_may_be_encoded_and_lack_their_slash(shown: Shown) -> None:
    assert get(shown, "/sub/ja/%E7%94%9F%E6%88%90/").status == 200
    answer = get(shown, "/sub/ja/%E7%94%9F%E6%88%90?q=1")
    assert (answer.status, answer.headers["location"]) == (307, "/sub/ja/%E7%94%9F%E6%88%90/?q=1")
    assert get(shown, "/").headers["location"] == "/sub/"


@pytest.mark.parametrize(
    "target",
    [
        "/sub/../glossary.toml",
        "/sub/%2e%2e/glossary.toml",
        "/sub/..%2fglossary.toml",
        "/sub/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/etc/passwd",
        "//etc/passwd",
        "/sub/en/chatbot%00/",
        "/sub/en/dot.png%00.html",
        "/sub/%ff%fe/",
        "/sub/.glossary-cache/cache-1.sqlite",
        "/sub/en/agent.md",
        "/sub/..%5c..%5cglossary.toml",
        f"{OWN}../client.js",
        f"{OWN}..%2fapp.py",
        f"{OWN}nothing.js",
        "//evil.example/..",
    ],
)
def test_no_path_leads_outside_of_the_site(shown: Shown, target: str) -> None:
    assert get(shown, target).status == 404


def test_a_link_that_leads_out_of_the_content_folder_is_not_followed(shown: Shown) -> None:
    secret = shown.folder / "secret.png"
    secret.write_bytes(b"secret")
    (shown.folder / "content/en/dot.png").unlink()
    (shown.folder / "content/en/dot.png").symlink_to(secret)
    assert get(shown, "/sub/en/dot.png").status == 404


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.2:8000", "", "[::1", "localhost.evil"]
)
def test_foreign_host_names_are_refused(shown: Shown, host: str) -> None:
    assert get(shown, CHATBOT, headers={"host": host}).status == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_names_of_this_machine_are_not(shown: Shown, host: str) -> None:
    assert get(shown, CHATBOT, headers={"host": host}).status == 200


def test_a_server_for_all_addresses_is_asked_by_number_or_by_no_name(shown: Shown) -> None:
    app = app_of(shown, host="0.0.0.0")
    assert ask(app, CHATBOT, headers={"host": "192.168.1.2:8000"}).status == 200
    assert ask(app, CHATBOT, headers={"host": "evil.example:8000"}).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_pages_of_other_origins_hear_nothing(shown: Shown, headers: dict[str, str]) -> None:
    assert get(shown, f"{OWN}events?page=/sub/", headers=headers).status == 403


def test_a_page_of_the_preview_hears_how_things_are(shown: Shown) -> None:
    answer = get(shown, CHATBOT)
    found = message(shown)
    assert found == {
        "version": data_of(answer, "version"),
        "assets": shown.site.state.assets,
        "problems": [],
        "digest": "",
    }
    assert get(shown, CHATBOT, headers={"origin": f"http://{HOST}", "sec-fetch-site": "none"}).status == 200


def test_other_methods_are_refused(shown: Shown) -> None:
    assert get(shown, CHATBOT, method="POST").status == 405
    assert get(shown, CHATBOT, method="HEAD").status == 200


def test_only_pages_whose_bytes_changed_are_reloaded(shown: Shown) -> None:
    before, other = message(shown), message(shown, "/sub/en/agent/")
    shown.write(
        {"content/en/chatbot.md": entry("Chatbot", "A program that chats. See [Agent](agent.md). ![](dot.png)")}
    )
    assert message(shown)["version"] != before["version"]
    assert message(shown, "/sub/en/agent/") == other


def test_another_style_sheet_is_no_reason_to_reload(shown: Shown) -> None:
    before = message(shown)
    shown.write({"themes/default/static/css/custom.css": "body { color: red }"})
    after = message(shown)
    assert after["version"] == before["version"]
    assert after["assets"] != before["assets"]
    assert b"color: red" in get(shown, f"{after['assets']}css/site.css").body
    # A page that was opened before may still load a script from where it was.
    assert get(shown, f"{before['assets']}js/main.js").status == 200


def test_another_script_is(shown: Shown) -> None:
    before = message(shown)
    shown.write({"themes/default/static/js/main.js": "// new"})
    assert message(shown)["version"] != before["version"]


def test_an_open_page_is_told_of_every_build(shown: Shown) -> None:
    hub = Hub(shown.site)

    async def run() -> list[dict[str, Any]]:
        async with asked(make_app(shown.site, hub), f"{OWN}events?page={CHATBOT}") as messages:
            found = [await next_event(messages)]
            for text in ("one", "two"):
                await asyncio.to_thread(shown.write, {"content/en/chatbot.md": entry("Chatbot", text)})
                hub.wake()
                found.append(await next_event(messages))
            assert hub.listeners == 1
        assert hub.listeners == 0
        return found

    assert len({found["version"] for found in asyncio.run(run())}) == 3


def test_streams_end_with_the_hub(shown: Shown) -> None:
    hub = Hub(shown.site)

    async def run() -> None:
        async with asked(make_app(shown.site, hub), f"{OWN}events?page={CHATBOT}") as messages:
            await next_event(messages)
            hub.close()
            async for item in messages:
                if not item.get("more_body"):
                    break

    asyncio.run(run())
    assert hub.listeners == 0


def test_a_page_whose_entry_is_broken_stays_until_it_is_mended(shown: Shown) -> None:
    before = message(shown)
    shown.write({"content/en/chatbot.md": BROKEN})
    broken = message(shown)
    assert broken["version"] == before["version"]
    assert get(shown, CHATBOT).status == 200
    (problem,) = broken["problems"]
    assert problem["is_new"]
    assert problem["code"] == "frontmatter-syntax"
    assert problem["place"].endswith("content/en/chatbot.md:3:1")
    assert [2, 'title: "open'] in problem["excerpt"]
    assert problem["hint"]
    # What else is written meanwhile is shown.
    shown.write({"content/en/agent.md": entry("Agent", "It acts by itself.")})
    assert "by itself" in get(shown, "/sub/en/agent/").text
    assert message(shown)["problems"]
    shown.write({"content/en/chatbot.md": FILES["content/en/chatbot.md"]})
    assert not message(shown)["problems"]
    assert shown.site.state.held is None


def test_mistakes_of_a_template_and_of_the_settings_leave_the_site_as_it_was(shown: Shown) -> None:
    before = message(shown)
    shown.write(
        {
            "themes/default/templates/entry.html": "{% extends 'default/entry.html' %}\n{% block content %}{{ page.no }}{% endblock %}"
        }
    )
    found = message(shown)
    assert found["version"] == before["version"]
    assert "no field 'no'" in found["problems"][0]["message"]
    assert found["problems"][0]["place"].endswith("templates/entry.html:2")
    # A page that nobody had opened is there too, as it was before the mistake.
    assert get(shown, "/sub/en/agent/").status == 200
    shown.write({"content/en/agent.md": entry("Agent", "Meanwhile.")})
    assert message(shown)["problems"]
    (shown.folder / "themes/default/templates/entry.html").unlink()
    shown.write({"glossary.toml": 'base_url = "https://example.org/sub/"\ntitel = "Words"\n'})
    found = message(shown)
    assert found["version"] == before["version"]
    assert "did you mean `title`" in found["problems"][0]["hint"]
    shown.write({"glossary.toml": FILES["glossary.toml"]})
    assert not message(shown)["problems"]
    assert "Meanwhile." in get(shown, "/sub/en/agent/").text


def test_a_folder_that_is_gone_leaves_the_site_as_it_was(shown: Shown) -> None:
    before = message(shown)
    (shown.folder / "content").rename(shown.folder / "away")
    shown.site.rebuild()
    assert message(shown)["version"] == before["version"]
    assert "there is no folder" in message(shown)["problems"][0]["message"]
    (shown.folder / "away").rename(shown.folder / "content")
    shown.site.rebuild()
    assert message(shown) == before


def test_what_is_shown_of_a_mistake_is_no_html(shown: Shown) -> None:
    shown.write({"content/en/x.md": '---\ntitle: "</script><img src=x>\n---\n'})
    body = get(shown, CHATBOT).text
    assert "<img src=x>" not in body
    assert message(shown)["problems"][0]["excerpt"][1] == [2, 'title: "</script><img src=x>']


def test_an_address_that_leads_nowhere_offers_those_close_to_it(shown: Shown) -> None:
    answer = get(shown, "/sub/en/chatbott/")
    assert answer.status == 404
    assert json.loads(data_of(answer, "close"))[0] == [CHATBOT, "Chatbot"]
    assert ["/sub/ja/chatbot/", "チャットボット"] in json.loads(data_of(get(shown, "/sub/fr/chatbot/"), "close"))
    # When the page is written, the one that is open is loaded again.
    version = message(shown, "/sub/en/new/")["version"]
    shown.write({"content/en/new.md": entry("New", "News.")})
    assert message(shown, "/sub/en/new/")["version"] != version


def test_a_file_that_is_renamed_moves_its_page(shown: Shown) -> None:
    (shown.folder / "content/en/agent.md").rename(shown.folder / "content/en/actor.md")
    shown.site.rebuild()
    assert get(shown, "/sub/en/agent/").status == 404
    assert get(shown, "/sub/en/actor/").status == 200


def test_drafts_are_shown_and_marked_if_asked_for(tmp_path: Path) -> None:
    with preview_of(tmp_path, FILES, drafts=True) as shown:
        own = get(shown, "/sub/en/hidden/").text
        assert '<p class="draft">Draft</p>' in own
        # Links to it say so too: in the index, among related entries, beside the entries around.
        for path in ("/sub/en/all/", CHATBOT):
            page = get(shown, path).text
            assert page.count(">Draft<") == len(re.findall(r'<a href="/sub/en/hidden/"', page)) > 0
            assert '<p class="draft">' not in page
        shown.write({"themes/default/strings/en.toml": 'draft = "Sketch"\n'})
        assert ">Sketch<" in get(shown, "/sub/en/all/").text


def test_results_of_the_search_say_which_are_drafts(tmp_path: Path) -> None:
    def definitions(files: Mapping[str, bytes]) -> dict[str, str]:
        rows = [row for path, data in files.items() if path.endswith("/documents.json") for row in json.loads(data)]
        return {title: definition for title, _, definition in rows}

    japanese = {"content/ja/hidden.md": entry("秘密", "まだです。", draft="true")}
    with preview_of(tmp_path, FILES | japanese, drafts=True) as shown:
        found = definitions(shown.served())
        assert (found["Hidden"], found["秘密"]) == ("Draft · Not yet.", "下書き · まだです。")
        assert found["Agent"] == "A program that acts."
        assert "Hidden" not in definitions(shown.published(tmp_path / "published"))
        # A draft that says nothing of itself is marked too.
        shown.write({"content/en/hidden.md": entry("Hidden", "", draft="true")})
        assert definitions(shown.served())["Hidden"] == "Draft"


def test_the_same_path_of_content_may_change_within_a_tick_of_the_clock(shown: Shown) -> None:
    for number in range(20):
        write_files(shown.folder, {"content/en/agent.md": entry("Agent", f"Number {number:02}.")})
        shown.site.rebuild()
        assert f"Number {number:02}." in get(shown, "/sub/en/agent/").text


def test_what_git_tells_is_read_again_after_a_commit(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    many = {f"content/en/term-{number}.md": entry(f"Term {number}") for number in range(9)}
    write_files(tmp_path, FILES | many)
    git("init")
    git("add", "content")
    git("commit", "-m", "all", "--date", "2020-01-01T00:00:00")
    with preview_of(tmp_path) as shown:
        assert shown.served() == shown.published(tmp_path / "one")
        write_files(tmp_path, {"content/en/agent.md": entry("Agent", "Other words.")})
        git("commit", "-am", "one")
        shown.site.rebuild()
        assert shown.served() == shown.published(tmp_path / "two")


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({"glossary.toml": "title = 'Words\n"}, "glossary.toml:1"),
        ({"glossary.toml": "titel = 'Words'\n"}, "glossary.toml:1"),
        ({"themes/default/templates/entry.html": "{% if %}"}, "entry.html:1"),
    ],
    ids=["settings that cannot be read", "a wrong key", "a template"],
)
def test_what_is_broken_at_the_start_is_told_until_it_is_mended(
    tmp_path: Path, broken: dict[str, str], place: str
) -> None:
    with preview_of(tmp_path, FILES | broken) as shown:
        assert shown.site.first.error is not None
        for path in ("/", CHATBOT, "/sub/favicon.ico"):
            answer = get(shown, path)
            assert answer.status == 404
            # A page that waits is not loaded again before there is something to see.
            assert message(shown, path)["version"] == data_of(answer, "version")
        (problem,) = message(shown)["problems"]
        assert place in problem["place"]
        for path in broken:
            (tmp_path / path).unlink()
        shown.write({path: FILES[path] for path in broken if path in FILES})
        assert b"A program that talks" in get(shown, CHATBOT).body
        assert message(shown)["problems"] == []


def test_a_page_is_loaded_again_when_a_picture_that_it_shows_has_changed(shown: Shown) -> None:
    before = message(shown), message(shown, "/sub/en/agent/")
    shown.write({"content/en/dot.png": b"\x89PNG, another one"})
    assert message(shown)["version"] != before[0]["version"]
    assert message(shown)["version"] == data_of(get(shown, CHATBOT), "version")
    assert message(shown, "/sub/en/agent/") == before[1]
