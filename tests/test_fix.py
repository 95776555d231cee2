"""`glossary-ssg fix`: exact repairs, shown first, and nothing else touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossary_ssg.config import load_config
from glossary_ssg.executor import Cache, InLine
from glossary_ssg.pipeline.fixing import FIXABLE, find_repairs
from tests.support import CNCF, build_site, entry, tree_of, write_files
from tests.test_cli import CLEAN, run


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("encoding-bom", b"\xef\xbb\xbf---\ntitle: B\n---\nText. ", b"---\ntitle: B\n---\nText. "),
        ("frontmatter-blank-lines", b" \n\n---\ntitle: B\n---\nText", b"---\ntitle: B\n---\nText"),
        ("field-case", b"---\r\nTitle:  B \r\n---\r\nTitle: x\r\n", b"---\r\ntitle:  B \r\n---\r\nTitle: x\r\n"),
        (
            "key-case",
            "---\ntitle: び\ntranslationKey: 'Key'  # Key\n---\n".encode(),
            "---\ntitle: び\ntranslationKey: 'Key'  # Key\n---\n".encode(),
        ),
        (
            "key-case",
            "---\ntitle: び\ntranslationKey: 'Key'  # own\n---\n".encode(),
            "---\ntitle: び\ntranslationKey: 'key'  # own\n---\n".encode(),
        ),
        (
            "reference-guessed",
            "---\ntitle: び\n---\n語[あ](ja/a/)と[あ](ja/a/#x)、`[あ](ja/a/)`\n".encode(),
            "---\ntitle: び\n---\n語[あ](a.md)と[あ](a.md#x)、`[あ](ja/a/)`\n".encode(),
        ),
    ],
    ids=["bom", "blank lines", "field", "key in doubt", "key", "target"],
)
def test_a_repair_changes_its_span_and_no_other_byte(tmp_path: Path, code: str, before: bytes, after: bytes) -> None:
    files = CLEAN | {"content/ja/b.md": before, "content/en/k.md": entry("Kk", translationKey="key")}
    files |= {
        "content/en/k2.md": entry("K2", translationKey="key2"),
        "content/fr/k.md": entry("Kf", translationKey="key"),
    }
    write_files(tmp_path, files | {"glossary.toml": CLEAN["glossary.toml"] + "[languages.fr]\n"})
    others = {name: data for name, data in tree_of(tmp_path).items() if name != "content/ja/b.md"}
    shown = run(tmp_path, "fix", code)
    assert (tmp_path / "content/ja/b.md").read_bytes() == before, "only shown"
    assert shown.exit_code == int(before != after), shown.output
    run(tmp_path, "fix", code, "--write")
    assert (tmp_path / "content/ja/b.md").read_bytes() == after
    assert {name: data for name, data in tree_of(tmp_path).items() if name != "content/ja/b.md"} == others
    again = run(tmp_path, "fix", code)
    assert (again.exit_code, again.stdout) == (0, "0 repairs in 0 files\n")


def test_a_diff_is_shown_and_only_the_codes_that_were_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/b.md": b"\n---\nTitle: Bb\n---\n"})
    lines = run(tmp_path, "fix", "field-case").stdout.splitlines()
    assert "-Title: Bb" in lines
    assert "+title: Bb" in lines
    assert lines[-1] == "1 repairs in 1 files; `--write` makes them"
    assert run(tmp_path, "fix").stdout.splitlines()[-1].startswith("2 repairs")
    wrong = run(tmp_path, "fix", "table-cells")
    assert (wrong.exit_code, "none of encoding-bom" in wrong.stderr) == (2, True)


def test_a_field_that_stands_there_in_both_spellings_is_left_alone(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/b.md": b"---\nTitle: Bb\ntitle: Cc\n---\n"})
    assert run(tmp_path, "fix").exit_code == 0


def test_a_file_that_changed_since_it_was_read_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/b.md": b"---\nTitle: Bb\n---\n"})
    config = load_config(config=tmp_path / "glossary.toml")
    (repair,) = find_repairs(config, InLine(), (), cache=Cache(tmp_path / "cache", read_only=True))
    changed = b"---\nTitle: Bb\n---\nMore.\n"
    repair.path.write_bytes(changed)
    assert not repair.write()
    assert repair.path.read_bytes() == changed


@pytest.mark.skipif(not CNCF.is_dir(), reason="the corpus beside the checkout is not there")
def test_on_a_real_glossary_every_repair_holds_and_nothing_else_is_touched(tmp_path: Path) -> None:
    for lang in ("bn", "en", "es", "hi"):
        shutil.copytree(CNCF / lang, tmp_path / "content" / lang)
    before = tree_of(tmp_path)
    found = build_site(tmp_path, dry=True, cache=tmp_path / "cache").report.diagnostics
    fixable = [item for item in found if item.code in FIXABLE]
    assert len(fixable) > 20
    config = load_config(content=tmp_path / "content")
    cache = Cache(tmp_path / "cache", read_only=True)
    repairs = find_repairs(config, InLine(), (), cache=cache)
    assert all(repair.write() for repair in repairs)
    after = tree_of(tmp_path)
    touched = {str(repair.path.relative_to(tmp_path)) for repair in repairs}
    assert {name for name in before if after[name] != before[name]} == touched
    assert find_repairs(config, InLine(), (), cache=cache) == ()
    rest = build_site(tmp_path, dry=True, cache=tmp_path / "cache").report.diagnostics
    left = [item for item in rest if item.code in FIXABLE]
    assert len(fixable) - len(left) == sum(len(repair.codes) for repair in repairs)
    new = {(item.path, item.code, item.message) for item in rest} - {(i.path, i.code, i.message) for i in found}
    assert new == set()
