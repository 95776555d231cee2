"""The command line as a person and as a CI job use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary_ssg import __version__
from glossary_ssg.cli import main
from tests.support import entry, tree_of, write_files

CLEAN = {
    "glossary.toml": 'base_url = "https://example.org/"\n[languages.en]\n[languages.ja]\n',
    "content/en/a.md": entry("Aa"),
    "content/ja/a.md": entry("あ"),
}
WARNING = CLEAN | {"content/en/b.md": entry("Bb", "\n[x](nothing.md)")}
ERROR = WARNING | {"content/en/c.md": "---\ntitle: [\n---\n"}


def run(folder: Path, *arguments: str) -> Result:
    """Run a command as if it were typed in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, arguments)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        (CLEAN, (), 0),
        (CLEAN, ("--strict",), 0),
        (WARNING, (), 0),
        (WARNING, ("--strict",), 1),
        (ERROR, (), 1),
        (CLEAN, ("--jobs", "-1"), 2),
        (CLEAN, ("--code", "nonsense"), 2),
        (CLEAN, ("--config", "missing.toml"), 2),
        (CLEAN, ("--content", "missing"), 2),
        ({**CLEAN, "glossary.toml": "titel = 1\n"}, (), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_the_exit_code_says_what_happened(
    tmp_path: Path, command: str, files: dict[str, str], options: tuple[str, ...], code: int
) -> None:
    result = run(write_files(tmp_path, files), command, *options)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output


def test_a_site_with_errors_is_published_all_the_same(tmp_path: Path) -> None:
    run(write_files(tmp_path, ERROR), "build")
    assert (tmp_path / "output/en/a/index.html").is_file()


def test_a_finding_has_place_severity_code_message_and_hint_on_standard_error(tmp_path: Path) -> None:
    result = run(write_files(tmp_path, ERROR), "build")
    lines = result.stderr.splitlines()
    at = next(number for number, line in enumerate(lines) if "[reference-unresolved]" in line)
    assert lines[at] == "content/en/b.md:5:5: warning[reference-unresolved]: 'nothing.md' leads to no page"
    assert lines[at + 3] == "  hint: no entry has a similar name"
    assert lines[0].startswith("content/en/c.md:3:1: error[frontmatter-syntax]: ")
    assert "[" not in result.stdout
    assert "\x1b" not in result.output


def test_the_summary_is_on_standard_output(tmp_path: Path) -> None:
    result = run(write_files(tmp_path, ERROR), "build")
    text = re.sub(r"[\d.]+ s\b", "N s", result.stdout)
    assert [line.split()[0] for line in text.splitlines()] == [
        *("Built", "read", "joined", "linked", "0", "addresses", "output", "found", "time"),
    ]
    assert "Built 3 entries in 2 languages: en 2, ja 1" in text
    assert "4 files, 4 parsed, 1 without a page" in text
    assert "1 error, 1 warning" in text


def test_check_finds_what_build_finds_and_writes_nothing_but_the_cache(tmp_path: Path) -> None:
    def files() -> dict[str, bytes]:
        return {name: data for name, data in tree_of(tmp_path).items() if not name.startswith(".glossary-cache/")}

    write_files(tmp_path, ERROR)
    before = files()
    checked = run(tmp_path, "check")
    assert files() == before
    assert "Checked 3 entries" in checked.stdout
    assert checked.stderr == run(tmp_path, "build").stderr
    # Nor does it where a build has been: what is out of date stays so.
    write_files(tmp_path, {"content/en/b.md": entry("Bb"), ".glossary-cache/cache-1.sqlite": "damaged" * 1000})
    before = files()
    assert "[reference-unresolved]" not in run(tmp_path, "check").stderr
    assert files() == before


def test_many_findings_of_a_kind_are_shortened_and_shown_whole_by_their_code(tmp_path: Path) -> None:
    body = "\n".join(f"[x](nothing{number}.md)\n" for number in range(30))
    write_files(tmp_path, CLEAN | {"content/en/b.md": entry("Bb", body)})
    short = run(tmp_path, "build").stderr
    assert short.count("warning[reference-unresolved]: '") == 3
    assert "… and 27 more of warning[reference-unresolved]; `--code reference-unresolved` shows all" in short
    whole = run(tmp_path, "build", "--code", "reference-unresolved").stderr
    assert whole.count("warning[reference-unresolved]: '") == 30
    assert "key-" not in whole


def test_notes_are_counted_and_shown_when_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/only.md": entry("Only English")})
    counted = "notes: description-missing 3, entry-unlinked 2, translation-missing 1; `-v` shows them"
    assert counted in run(tmp_path, "build").stderr
    verbose = run(tmp_path, "build", "-v")
    assert "note[translation-missing]: 'Only English' has no translation in ja" in verbose.stderr
    assert "stages" in verbose.stdout


def rendered(folder: Path, *options: str) -> dict[str, str]:
    """Return why pages were made anew: page -> reason."""
    lines = run(folder, "build", "-v", *options).stdout.splitlines()
    told = [line.removeprefix("  rendered   ") for line in lines if line.startswith("  rendered   ")]
    return dict(line.split(": ", 1) for line in told)


def test_a_build_says_why_each_page_was_made_anew(tmp_path: Path) -> None:
    first = rendered(write_files(tmp_path, CLEAN | {"content/en/a.md": entry("Aa", description="Two.")}))
    assert set(first.values()) == {"new, or not in the cache"}
    assert first.keys() >= {"en/a/index.html", "ja/a/index.html", "en/index.html"}
    assert rendered(tmp_path) == {}
    write_files(tmp_path, {"content/en/a.md": entry("Aa", "Another text.", description="Two.")})
    assert rendered(tmp_path) == {"en/a/index.html": "its text changed"}
    write_files(tmp_path, {"content/en/a.md": entry("Another title", description="Two.")})
    told = rendered(tmp_path)
    assert told["en/a/index.html"] == "its text changed"
    assert told["ja/a/index.html"] == told["en/all/index.html"] == "what it shows of others changed"
    write_files(tmp_path, {"content/en/b.md": entry("Bb")})
    assert rendered(tmp_path)["en/b/index.html"] == "new, or not in the cache"
    (tmp_path / "output/en/b/index.html").write_text("touched", encoding="utf-8")
    (tmp_path / "output/ja/a/index.html").unlink()
    gone = "the file is gone or was touched"
    assert rendered(tmp_path) == {"en/b/index.html": gone, "ja/a/index.html": gone}


@pytest.mark.parametrize(
    "files",
    [
        {"glossary.toml": 'title = "Other"\n' + CLEAN["glossary.toml"]},
        {"glossary.toml": 'html = "escape"\n' + CLEAN["glossary.toml"]},
        {"glossary.toml": CLEAN["glossary.toml"].replace("example.org", "other.example")},
        {"themes/default/static/css/custom.css": "body { color: red }"},
        {"themes/default/templates/page.html": "{% extends 'default/page.html' %}"},
    ],
    ids=["title", "html", "address", "style", "template"],
)
def test_what_all_pages_share_is_one_reason_for_all(tmp_path: Path, files: dict[str, str]) -> None:
    rendered(write_files(tmp_path, CLEAN))
    told = rendered(write_files(tmp_path, files | {"content/en/a.md": entry("Aa", "<b>Another</b> text.")}))
    assert told.keys() >= {"en/a/index.html", "ja/a/index.html"}
    assert set(told.values()) == {"theme, settings or glossary-ssg changed"}


def test_of_many_pages_with_one_reason_a_few_are_named(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {f"content/en/t{number}.md": entry(f"T {number}") for number in range(30)})
    told = rendered(tmp_path)
    rest = next(name for name in told if name.startswith("…"))
    assert len(told) == 4
    assert re.fullmatch(r"… and \d+ more pages", rest)


def test_a_profile_holds_times_and_counts(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/a.md": entry("Aa", description="Two.")})
    run(tmp_path, "build", "--profile", "first.json")
    write_files(tmp_path, {"content/en/a.md": entry("Aa", "Another text.", description="Two.")})
    run(tmp_path, "build", "--profile", "second.json")
    run(tmp_path, "check", "--profile", "check.json")
    first, second, check = (
        json.loads((tmp_path / f"{name}.json").read_bytes()) for name in ("first", "second", "check")
    )
    assert second["stages"].keys() == {"read", "parse", "resolve", "link", "plan", "render", "store"}
    assert sum(second["stages"].values()) <= second["seconds"]
    pages = len(list((tmp_path / "output").rglob("*.html")))
    assert first["counts"] | {"written": 0} == {
        "entries": 2,
        "files_read": 2,
        "parsed": 2,
        "pages": pages,
        "rendered": pages,
        "written": 0,
        "unchanged": 0,
        "removed": 0,
    }
    assert (second["counts"]["parsed"], second["counts"]["rendered"]) == (1, 1)
    assert second["rendered"] == {"unknown": 0, "touched": 0, "settings": 0, "text": 1, "values": 0}
    assert (check["counts"]["rendered"], check["rendered"]["unknown"]) == (0, 0)  # the build has rendered them


def test_a_profile_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = run(write_files(tmp_path, CLEAN), "build", "--profile", "no/such/folder.json")
    assert (result.exit_code, result.stderr.splitlines()[-1][:29]) == (2, "error: no/such/folder.json: c")


def test_json_is_alone_on_standard_output(tmp_path: Path) -> None:
    result = run(write_files(tmp_path, ERROR), "build", "--format", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {
        "code": "frontmatter-syntax",
        "severity": "error",
        "path": "content/en/c.md",
        "line": 3,
    }.items() <= document["diagnostics"][0].items()
    assert document["summary"]["entries"] == 3
    assert set(document["stages"]) >= {"read", "parse", "resolve", "link", "plan", "render"}


def test_json_shows_one_code_when_asked_and_survives_a_narrow_encoding(tmp_path: Path) -> None:
    """A pipe on Windows, and on other systems with an old locale, takes no Japanese."""
    write_files(tmp_path, ERROR | {"content/ja/用語.md": entry("用語", "\n[x](無い.md)")})
    command = [sys.executable, "-m", "glossary_ssg", "check", "--format", "json", "--code", "reference-unresolved"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (result.returncode, result.stderr.decode("cp1252")) == (1, "")
    found = json.loads(result.stdout)["diagnostics"]
    assert [(one["path"], one["code"]) for one in found] == [
        ("content/en/b.md", "reference-unresolved"),
        ("content/ja/用語.md", "reference-unresolved"),
    ]


def test_drafts_are_built_when_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/d.md": entry("Draft", draft="true")})
    assert "1 draft left out" in run(tmp_path, "build").stdout
    assert not (tmp_path / "output/en/d").exists()
    run(tmp_path, "build", "--drafts")
    assert (tmp_path / "output/en/d/index.html").is_file()


def test_base_url_on_the_command_line_wins(tmp_path: Path) -> None:
    run(write_files(tmp_path, CLEAN), "build", "--base-url", "https://preview.example/pr-7/")
    page = (tmp_path / "output/en/a/index.html").read_text(encoding="utf-8")
    assert 'href="https://preview.example/pr-7/en/a/"' in page
    assert re.search(r'href="/pr-7/assets/\w{10}/css/site\.css"', page)


def test_clean_forgets_the_cache_and_nothing_else(tmp_path: Path) -> None:
    run(write_files(tmp_path, CLEAN), "build")
    assert " 0 parsed" in run(tmp_path, "build").stdout
    assert " 2 parsed" in run(tmp_path, "build", "--clean").stdout
    assert (tmp_path / "content/en/a.md").is_file()


@pytest.mark.parametrize("no_color", ["", "1"])
def test_colours_are_for_terminals_that_want_them(tmp_path: Path, no_color: str) -> None:
    """Run in a pseudo-terminal, as nothing else looks like one."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    write_files(tmp_path, ERROR)
    main_end, other_end = pty.openpty()
    environment = {**os.environ, "NO_COLOR": no_color}
    command = [sys.executable, "-m", "glossary_ssg", "build", "--jobs", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=other_end, stdout=subprocess.DEVNULL, env=environment)
    os.close(other_end)
    shown = b""
    while chunk := _read(main_end):
        shown += chunk
    os.close(main_end)
    assert process.wait() == 1
    assert (b"\x1b[31m" in shown) == (no_color == "")


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 4096)
    except OSError:  # the other end is closed
        return b""


def test_init_makes_a_site_that_builds_without_a_finding(tmp_path: Path) -> None:
    result = run(tmp_path, "init", "my-glossary")
    assert result.exit_code == 0
    assert "cd my-glossary && glossary-ssg build" in result.stdout
    built = run(tmp_path / "my-glossary", "build", "--strict", "-v")
    assert built.exit_code == 0, built.stderr
    assert "0 errors, 0 warnings" in built.stdout
    assert "in 2 languages" in built.stdout
    again = run(tmp_path, "init", "my-glossary")
    assert (again.exit_code, "is not empty" in again.stderr) == (2, True)


def test_new_entry_makes_a_draft_where_the_others_stand(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/terms/x.md": entry("Xx"), "content/en/terms/y.md": entry("Yy")})
    result = run(tmp_path, "new", "entry", 'Say "Hello": A/B', "--lang", "en", "--lang", "ja")
    assert result.stdout.split() == ["content/en/terms/say-hello-ab.md", "content/ja/say-hello-ab.md"]
    text = (tmp_path / "content/en/terms/say-hello-ab.md").read_text(encoding="utf-8")
    assert 'title: "Say \\"Hello\\": A/B"' in text
    assert "draft: true" in text
    assert run(tmp_path, "build", "--strict", "--drafts").exit_code == 0
    again = run(tmp_path, "new", "entry", 'Say "Hello": A/B')
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("title", "files", "path"),
    [
        (".NET", {}, "content/en/net.md"),
        ("Fresh", {f"content/en/.trash/{number}.md": "old" for number in range(3)}, "content/en/fresh.md"),
        ("Foo.ja", {"content/x.ja.md": entry("Xx"), "content/x.en.md": entry("Xx")}, "content/foo-ja.md"),
    ],
    ids=["dot", "hidden folder", "suffix"],
)
def test_new_entry_makes_a_file_that_a_build_sees(tmp_path: Path, title: str, files: dict[str, str], path: str) -> None:
    site = files if "Foo.ja" in title else CLEAN | files
    result = run(write_files(tmp_path, site), "new", "entry", title)
    assert (result.exit_code, result.stdout.split()) == (0, [path]), result.stderr


def test_new_entry_stands_where_the_others_do_wherever_it_is_called_from(tmp_path: Path) -> None:
    site = write_files(
        tmp_path / ".notes/site", {"content/en/terms/x.md": entry("Xx"), "glossary.toml": "", "sub/x": ""}
    )
    assert run(site / "sub", "new", "entry", "Term", "--config", "../glossary.toml").exit_code == 0
    assert (site / "content/en/terms/term.md").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {f"content/en/{number}.md": "no frontmatter" for number in range(200)})
    command = [sys.executable, "-m", "glossary_ssg", "check", "--format", "json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert done.stderr.endswith("error: standard output: cannot be written: No space left on device\n")


@pytest.mark.parametrize(
    "links", [{"content/en/x.md": "y.md", "content/en/y.md": "x.md"}, {"content/xy": "xy"}, {"output": "output"}]
)
def test_links_that_lead_in_a_circle_are_told_without_a_traceback(tmp_path: Path, links: dict[str, str]) -> None:
    write_files(tmp_path, CLEAN)
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    result = run(tmp_path, "build")
    assert result.exit_code == (2 if "output" in links else 1), repr(result.exception)
    assert next(iter(links)) in result.stderr
    assert (tmp_path / "output/en/a/index.html").is_file() == ("output" not in links)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Title", "--lang", "jp"), "did you mean `ja`?"),
        (("Title", "--lang", "en", "--lang", "xx"), "the languages are en, ja"),
        (("///",), "leaves nothing for a file name"),
        (("A", "--lang", "ja", "--lang", "en"), "'content/ja/a.md' exists already"),
        # A file of this name is the text of its folder and never an entry.
        (("_index",), "_index"),
    ],
    ids=["unknown", "no close one", "no name", "exists", "reserved"],
)
def test_new_entry_refuses_what_it_cannot_name(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run(write_files(tmp_path, CLEAN), "new", "entry", *arguments)
    assert (result.exit_code, message in result.stderr) == (2, True)
    assert sorted(path.name for path in (tmp_path / "content").rglob("*.md")) == ["a.md", "a.md"]


def test_an_output_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"output": "a file"})
    result = run(tmp_path, "build")
    assert (result.exit_code, result.stderr.startswith("error: output: ")) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "blocked"),
    [(("init", "blocked/site"), "blocked"), (("new", "entry", "Term", "--lang", "fr"), "content/fr")],
    ids=["init", "new entry"],
)
def test_a_place_that_cannot_be_written_is_told_without_a_traceback(
    tmp_path: Path, arguments: tuple[str, ...], blocked: str
) -> None:
    write_files(tmp_path, CLEAN | {"glossary.toml": "[languages.en]\n[languages.fr]\n", blocked: "a file"})
    result = run(tmp_path, *arguments)
    assert (result.exit_code, blocked in result.stderr) == (2, True), repr(result.exception)


def test_a_broken_pipe_is_no_crash(tmp_path: Path) -> None:
    """As in `glossary-ssg build -v | head -1`."""
    write_files(tmp_path, CLEAN)
    command = [sys.executable, "-m", "glossary_ssg", "check", "--format", "json"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate()
    assert b"Traceback" not in errors


@pytest.mark.parametrize("command", ["", "build", "check", "explain", "wanted", "init", "new", "new entry"])
def test_every_command_says_what_it_does(command: str) -> None:
    result = CliRunner().invoke(main, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\nfrom glossary_ssg.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'jinja2', 'mistune', 'babel', 'yaml', 'lunr', 'pygments', 'nh3', 'pyuca', 'sqlite3', 'ahocorasick_rs'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    # What measures the coverage of a process imports sqlite3 itself.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_package_is_a_command_too() -> None:
    command = [sys.executable, "-m", "glossary_ssg", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"glossary-ssg {__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_is_no_mistake(closed: str) -> None:
    command = f"{sys.executable} -m glossary_ssg --version {closed}"
    assert subprocess.run(["sh", "-c", command], capture_output=True, check=False).returncode == 0
