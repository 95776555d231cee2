"""The preview as a command, with real files and a real connection."""

from __future__ import annotations

import json
import queue
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from glossary_ssg.serve.watch import Changes, Watcher
from tests.support import build_site, entry, tree_of, write_files

SCRIPT = re.compile(rb'<script src="/__preview__/client.js"[^>]*></script>')
FILES = {
    "glossary.toml": 'base_url = "https://example.org/sub/"\n',
    "content/en/chatbot.md": entry("Chatbot", "A program that talks."),
    "content/en/agent.md": entry("Agent", "A program that acts."),
}
PATIENCE = 60
"""Seconds after which a test gives up: machines may be busy."""


@dataclass
class Command:
    """A preview that runs."""

    process: subprocess.Popen[str]
    folder: Path
    lines: queue.Queue[str]
    url: str = ""
    earlier: Sequence[str] = ()
    """What it said before it was ready."""

    def wait_for(self, pattern: str) -> str:
        """Return the next line of the terminal that matches."""
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if re.search(pattern, line):
                return line

    def read(self, path: str) -> bytes:
        """Return a page without the script, nothing where there is none."""
        try:
            with urlopen(self.url + quote(path)) as answer:
                data: bytes = SCRIPT.sub(b"", answer.read())
        except HTTPError as error:
            error.close()
            return b""
        return data

    def wait_until(self, path: str, text: bytes) -> None:
        """Wait for the change after which a page has a text. Changes may come together."""
        while text not in self.read(path):
            self.wait_for("^changed|^built")

    @contextmanager
    def listen(self, path: str) -> Iterator[Callable[[], dict[str, Any]]]:
        """Open a stream of events and yield what returns the next."""
        with urlopen(f"{self.url}/__preview__/events?page={quote(path)}", timeout=PATIENCE) as stream:

            def following() -> dict[str, Any]:
                while not (line := stream.readline().decode()).startswith("data: "):
                    assert line, "the stream has ended"
                found: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return found

            yield following


@contextmanager
def serving(folder: Path, *options: str, within: Sequence[str] = ()) -> Iterator[Command]:
    """Run `glossary-ssg serve` on a free port, if need be as the arguments of another command."""
    command = [*within, sys.executable, "-m", "glossary_ssg", "serve", "--port", "0", "--jobs", "1", *options]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    lines: queue.Queue[str] = queue.Queue()
    stderr = process.stderr
    assert stderr

    def read() -> None:
        for line in stderr:
            lines.put(line.rstrip("\n"))

    reader = threading.Thread(target=read)
    reader.start()
    running = Command(process, folder, lines)
    try:
        said = []
        while "Ctrl-C" not in (line := lines.get(timeout=PATIENCE)):
            said.append(line)
        running.earlier = [line for line in said if not line.startswith("built:")]
        running.url = "/".join(line.split("/")[:3])
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        reader.join()
        stderr.close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_files(tmp_path / "site", FILES)


def test_an_edit_is_told_to_the_open_page_and_to_the_terminal(site: Path) -> None:
    with serving(site) as preview, preview.listen("/sub/en/chatbot/") as following:
        first = following()
        write_files(site, {"content/en/chatbot.md": entry("Chatbot", "It chats.")})
        while b"It chats." not in preview.read("/sub/en/chatbot/"):
            assert following()["version"] != first["version"]
        line = preview.wait_for("^changed")
        assert re.fullmatch(r"changed content/en/chatbot\.md: \d+ pages? in (\d+ ms|\d+\.\d s)( \(.*\))?", line), line
    assert sorted(path.name for path in site.iterdir()) == [".glossary-cache", "content", "glossary.toml"]


@pytest.mark.parametrize("options", [(), ("--poll",)], ids=["native", "polling"])
def test_all_ways_to_change_files_are_seen(site: Path, options: tuple[str, ...]) -> None:
    with serving(site, *options) as preview, preview.listen("/sub/en/chatbot/") as following:
        following()
        # As editors save: into another file, which takes the name.
        other = site / "content/en/.chatbot.md.tmp"
        other.write_text(entry("Chatbot", "By rename."), encoding="utf-8")
        other.replace(site / "content/en/chatbot.md")
        preview.wait_until("/sub/en/chatbot/", b"By rename.")
        # A new folder with a new file, found though the folder was not watched before.
        write_files(site, {"content/en/deep/down/new.md": entry("Newcomer", "A chatbot is older.")})
        preview.wait_until("/sub/en/deep/down/new/", b"Newcomer")
        # A theme where there was none.
        write_files(site, {"themes/default/static/css/custom.css": "body { color: red }"})
        while b"color: red" not in preview.read(following()["assets"] + "css/site.css"):
            pass
        (site / "content/en/chatbot.md").rename(site / "content/en/talker.md")
        preview.wait_until("/sub/en/talker/", b"By rename.")
        write_files(site, {"glossary.toml": FILES["glossary.toml"] + 'title = "Renamed"\n'})
        preview.wait_until("/sub/en/talker/", b"Renamed")


def test_a_burst_of_files_is_one_change(site: Path) -> None:
    with serving(site) as preview:
        write_files(site, {f"content/en/many/term-{number}.md": entry(f"Term {number}") for number in range(500)})
        count = 0
        while b"Term 499" not in preview.read("/sub/en/many/term-499/"):
            preview.wait_for("^changed|^built")
            count += 1
        assert count <= 3  # a busy disk may hand over the first files before the others


def test_mistakes_are_told_once_and_taken_back(site: Path) -> None:
    with serving(site) as preview, preview.listen("/sub/en/agent/") as following:
        following()
        write_files(site, {"content/en/chatbot.md": '---\ntitle: "open\n---\n'})
        (problem,) = following()["problems"]
        assert problem["place"] == "content/en/chatbot.md:3:1"
        preview.wait_for(r"chatbot\.md:3:1: error\[frontmatter-syntax\]")
        preview.wait_for("^changed")
        assert b"talks" in preview.read("/sub/en/chatbot/")
        write_files(site, {"content/en/agent.md": entry("Agent", "Elsewhere.")})
        assert "1 error as before" in preview.wait_for("^changed|frontmatter-syntax")
        write_files(site, {"content/en/chatbot.md": entry("Chatbot", "Mended.")})
        while following()["problems"]:
            pass
        preview.wait_for("1 mended")


def test_settings_that_are_broken_at_the_start_are_waited_for(site: Path) -> None:
    write_files(site, {"glossary.toml": "title = 'Words\n"})
    with serving(site) as preview, preview.listen("/") as following:
        (problem,) = following()["problems"]
        assert "glossary.toml:1" in problem["place"]
        write_files(site, {"glossary.toml": FILES["glossary.toml"]})
        preview.wait_until("/sub/en/chatbot/", b"A program that talks.")
        assert following()["problems"] == []
        write_files(site, {"content/en/chatbot.md": entry("Chatbot", "It chats.")})
        preview.wait_until("/sub/en/chatbot/", b"It chats.")


@pytest.mark.parametrize("options", [(), ("--poll",)], ids=["native", "polling"])
def test_a_content_folder_that_the_settings_name_is_found_when_it_is_made(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    settings = {"glossary.toml": FILES["glossary.toml"] + 'content = "texts/of/words"\n'}
    site = write_files(tmp_path / "site", settings)
    with serving(site, *options) as preview, preview.listen("/") as following:
        (problem,) = following()["problems"]
        assert "there is no folder" in problem["message"]
        write_files(site, {"texts/of/words/en/agent.md": entry("Agent", "It acts.")})
        preview.wait_until("/sub/en/agent/", b"It acts.")
        write_files(site, {"texts/of/words/en/agent.md": entry("Agent", "It acts again.")})
        preview.wait_until("/sub/en/agent/", b"It acts again.")


def test_a_content_folder_that_goes_and_comes_back_is_watched_again(site: Path) -> None:
    with serving(site) as preview, preview.listen("/sub/en/agent/") as following:
        first = following()
        (site / "content").rename(site / "away")
        while not any("there is no folder" in problem["message"] for problem in following()["problems"]):
            pass
        assert b"A program that acts." in preview.read("/sub/en/agent/")
        (site / "away").rename(site / "content")
        while following() != first:
            pass
        write_files(site, {"content/en/agent.md": entry("Agent", "Back again.")})
        preview.wait_until("/sub/en/agent/", b"Back again.")


def test_a_file_that_cannot_be_read_keeps_its_page(site: Path) -> None:
    with serving(site) as preview, preview.listen("/sub/en/agent/") as following:
        following()
        path = site / "content/en/agent.md"
        # Root may read everything, so it is no question of permissions here.
        path.rename(site / "content/en/.agent.md")
        path.symlink_to("nothing.md")
        while not (problems := following()["problems"]):
            pass
        assert problems[0]["code"] == "file-unreadable"
        assert b"acts" in preview.read("/sub/en/agent/")
        (site / "content/en/.agent.md").replace(path)
        while following()["problems"]:
            pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_with_nothing_left_behind(site: Path, number: int) -> None:
    with serving(site) as preview, preview.listen("/sub/en/agent/") as following:
        following()
        preview.process.send_signal(number)
        # It does not wait for the page that is still listening.
        assert preview.process.wait(PATIENCE) == 0
    assert not (site / "output").exists()


def test_the_next_free_port_is_taken_and_told(site: Path) -> None:
    with serving(site) as first:
        port = first.url.rpartition(":")[2]
        with serving(site, "--port", port) as second:
            assert int(second.url.rpartition(":")[2]) > int(port)
            assert b"acts" in second.read("/sub/en/agent/")


def test_help_needs_no_server() -> None:
    code = "import sys; from glossary_ssg.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "click" in loaded
    assert not {"starlette", "uvicorn", "watchdog", "anyio", "asyncio", "mistune", "msgspec"} & set(loaded)


def test_what_comes_while_a_change_is_worked_on_is_in_the_next(tmp_path: Path) -> None:
    changes = Changes()
    changes.add("one")
    assert changes.next(lambda path: True) == ["one"]
    for name in ("three", "two", "hidden"):
        changes.add(name)
    assert changes.next(lambda path: path != "hidden") == ["three", "two"]
    changes.again()
    assert changes.next(lambda path: True) == []
    changes.stop()
    assert changes.next(lambda path: True) is None


def test_a_file_that_is_being_written_is_not_read_while_it_is_empty(tmp_path: Path) -> None:
    changes = Changes()
    file = write_files(tmp_path, {"a.md": ""}) / "a.md"

    def write() -> None:
        file.write_text("words")
        changes.add(str(file))

    changes.add(str(file))
    # Later than any other file would have been read.
    writer = threading.Timer(0.1, write)
    writer.start()
    assert changes.next(lambda path: True) == [str(file)]
    assert file.read_text() == "words"
    # One that stays empty is a change too.
    file.write_text("")
    changes.add(str(file))
    assert changes.next(lambda path: True) == [str(file)]


def test_a_folder_that_is_made_step_by_step_is_watched_in_the_end(tmp_path: Path) -> None:
    changes = Changes()
    watcher = Watcher(changes)
    folder = tmp_path / "texts/of/words"
    try:
        for made in (folder.parent.parent, folder.parent, folder):
            watcher.watch([folder])
            made.mkdir()
            assert changes.next(lambda path, made=made: path == str(made)) == [str(made)]
        assert watcher.watch([folder])
        (folder / "deep").mkdir()
        assert changes.next(lambda path: path.endswith("deep")) == [str(folder / "deep")]
    finally:
        watcher.stop()


@pytest.mark.heavy
def test_after_many_edits_the_site_is_that_of_a_clean_build(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """`make soak` does it for longer."""
    seconds = float(pytestconfig.getoption("--soak"))
    rng = random.Random(6)
    folder = write_files(tmp_path / "site", FILES)
    for number in range(40):
        write_files(folder, {f"content/en/term-{number}.md": entry(f"Term {number}", f"See [[Term {number + 1}]].")})
    with serving(folder) as preview:
        memory = []
        end = time.monotonic() + seconds
        count = 0
        while time.monotonic() < end:
            edit(folder, rng, count)
            count += 1
            if count % 5 == 0:
                preview.wait_for("^changed|^the last good site|^built")
            if count % 50 == 0:
                memory.append(resident(preview.process.pid))
        mend(folder)
        # A build that was under way may have read some files before they were mended; the next one reads all after that.
        for name in ("nearly", "last"):
            write_files(folder, {f"content/en/{name}.md": entry(name.title(), f"The {name} one.")})
            preview.wait_until(f"/sub/en/{name}/", f"The {name} one.".encode())
        clean = build_site(folder, output=tmp_path / "clean", cache=tmp_path / "cache")
        for path, data in tree_of(clean.output).items():
            if not path.endswith(".glossary-ssg.json"):
                assert preview.read(f"/sub/{path}") == data, path
    if seconds >= 60:
        half = memory[len(memory) // 2 :]
        assert max(half) < 1.15 * min(half), memory


def edit(folder: Path, rng: random.Random, count: int) -> None:
    """Do one thing that a writer may do."""
    names = sorted((folder / "content/en").glob("*.md"))
    path = rng.choice(names)
    kind = rng.randrange(12)
    template = folder / "themes/default/templates/page.html"
    if kind < 5:
        path.write_text(
            entry(path.stem.title(), f"Edit {count}. See [[Term {rng.randrange(40)}]].\n\n## Part {count % 7}\n")
        )
    elif kind == 5 and len(names) > 20:
        path.unlink()
    elif kind == 6:
        path.rename(path.with_name(f"renamed-{count}.md"))
    elif kind == 7:
        path.write_text('---\ntitle: "open\n---\n')
    elif kind == 8:
        write_files(folder, {"themes/default/static/css/custom.css": f"body {{ margin: {count}px }}"})
    elif kind == 9:
        write_files(
            folder, {"themes/default/templates/page.html": f"{{% extends 'default/page.html' %}}{{# {count} #}}"}
        )
        if rng.random() < 0.3:
            template.write_text("{% extends 'default/page.html' %}{% block content %}{{ page.no }}{% endblock %}")
    elif kind == 10:
        write_files(folder, {"glossary.toml": FILES["glossary.toml"] + f'title = "Title {count % 3}"\n'})
    else:
        write_files(
            folder,
            {f"content/en/new-{count}.md": entry(f"New {count}", "A chatbot.", draft=rng.choice(["true", "false"]))},
        )


def mend(folder: Path) -> None:
    """Take back what keeps the site from being built, and what keeps pages that are gone."""
    (folder / "themes/default/templates/page.html").unlink(missing_ok=True)
    for path in (folder / "content/en").glob("*.md"):
        if '"open' in path.read_text():
            path.unlink()


def resident(pid: int) -> int:
    """Return the memory of a process in kilobytes; 0 where this cannot be told."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    match = re.search(r"VmRSS:\s+(\d+)", status)
    return int(match[1]) if match else 0
