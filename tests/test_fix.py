"""`glossary-ssg fix`: exact repairs, shown first, and nothing else touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.commands.fix import find_repairs
from glossary_ssg.commands.repairs import FIXABLE
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.inputs import open_session
from tests.support import CNCF, build_site, entry, needs_cncf, text_of, tree_of, with_class, write_files, written_body
from tests.test_cli import CLEAN, run

REMARKED = b"---\ntitle: B\nkeywords:\n- &x a\n- a # why\n- *x\n---\n"
JSON = b'{\n"title": "B",\n"keywords": ["a", "a"]\n}\n'
"""What is told, and left to the author."""


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
        (
            "field-date-quoted",
            b"---\r\ntitle: B\r\ndate: '2024-01-02'  # day\r\nlastmod: \"2024-01-02T10:20:30Z\"\r\n---\r\n'2024-01-02'",
            b"---\r\ntitle: B\r\ndate: 2024-01-02  # day\r\nlastmod: 2024-01-02T10:20:30Z\r\n---\r\n'2024-01-02'",
        ),
        (
            "field-repeated-item",
            "---\ntitle: び\nkeywords: [a, 'あ b', a , \"あ  b\",\n  c, a]  # a\n---\na, a\n".encode(),
            "---\ntitle: び\nkeywords: [a, 'あ b',\n  c]  # a\n---\na, a\n".encode(),
        ),
        (
            "field-repeated-item",
            "\ufeff---\r\ntitle: び\r\nkeywords:\r\n- あ\r\n- b\r\n- 'あ' \r\n- あ\r\ndraft: no\r\n---\r\n".encode(),
            "\ufeff---\r\ntitle: び\r\nkeywords:\r\n- あ\r\n- b\r\ndraft: no\r\n---\r\n".encode(),
        ),
        (
            "field-repeated-item",
            "---\ntitle: び\nkeywords: 'あ、b, あ，c'\n---\n".encode(),
            "---\ntitle: び\nkeywords: 'あ、b，c'\n---\n".encode(),
        ),
        ("field-repeated-item", REMARKED, REMARKED),
        ("field-repeated-item", JSON, JSON),
        (
            "question-literal",
            "---\ntitle: び\n---\n**Ｑ１：何？**\nＡ：`Ａ：`\n\n**Q**: x\n__A__： y\n\nＱ：\n".encode(),
            "---\ntitle: び\n---\n**Q１：何？**\nA：`Ａ：`\n\n**Q:** x\n__A：__ y\n\nＱ：\n".encode(),
        ),
        (
            "table-literal",
            b"---\r\ntitle: B\r\n---\r\n| a | b |\r\n|---|---|\r\n\r\n<div>\r\n| a | b |\r\n|---|---|\r\n</div>",
            b"---\r\ntitle: B\r\n---\r\n| a | b |\r\n|---|---|\r\n\r\n<div>\r\n\r\n| a | b |\r\n|---|---|\r\n</div>",
        ),
    ],
    ids=[
        *("bom", "blank lines", "field", "key in doubt", "key", "target", "dates", "inline list", "list", "text"),
        *("remarks", "no YAML", "questions", "table"),
    ],
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


QUOTED = b"---\ntitle: Bb\ndate: '2024-01-02'\n---\n"


def test_what_a_site_turns_off_is_repaired_only_if_it_is_named(tmp_path: Path) -> None:
    off = '[[severities_for]]\nfiles = ["en/old/**"]\nseverities = {field-date-quoted = "off"}\n'
    files = {"content/en/b.md": QUOTED, "content/en/old/c.md": QUOTED.replace(b"Bb", b"Cc")}
    write_files(tmp_path, CLEAN | files | {"glossary.toml": CLEAN["glossary.toml"] + off})
    assert run(tmp_path, "fix").stdout.splitlines()[-1].startswith("1 repairs in 1 files")
    assert run(tmp_path, "fix", "field-date-quoted").stdout.splitlines()[-1].startswith("2 repairs in 2 files")
    run(tmp_path, "fix", "--write")
    assert [(tmp_path / name).read_bytes() == data for name, data in files.items()] == [False, True]
    assert run(tmp_path, "fix").exit_code == 0


def test_what_the_baseline_holds_is_repaired_only_if_it_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/b.md": b"---\nTitle: Bb\n---\n"})
    run(tmp_path, "check", "--update-baseline")
    write_files(tmp_path, {"content/en/c.md": b"---\nTitle: Cc\n---\n"})
    assert run(tmp_path, "fix").stdout.splitlines()[-1].startswith("1 repairs in 1 files")
    assert run(tmp_path, "fix", "field-case").stdout.splitlines()[-1].startswith("2 repairs in 2 files")


def test_what_was_repaired_is_read_as_it_was_meant(tmp_path: Path) -> None:
    body = "<details>\n<summary>More</summary>\n| a | b |\n|---|---|\n| c | d |\n</details>\n\n**Ｑ：何？**\n\nＡ：これ。\n"
    write_files(tmp_path, CLEAN | {"content/ja/b.md": "---\ntitle: び\n---\n" + body})
    run(tmp_path, "fix", "--write")
    page = build_site(tmp_path).page("/ja/b/")
    (more,) = written_body(page).iter("details")
    assert [text_of(cell) for cell in more.iter("td")] == ["c", "d"]
    (questions,) = with_class(page, "questions")
    assert [(part.tag, text_of(part)) for part in questions] == [("dt", "Q：何？"), ("dd", "A：これ。")]


def test_a_field_that_stands_there_in_both_spellings_is_left_alone(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/b.md": b"---\nTitle: Bb\ntitle: Cc\n---\n"})
    assert run(tmp_path, "fix").exit_code == 0


def test_a_file_that_changed_since_it_was_read_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN | {"content/en/b.md": b"---\nTitle: Bb\n---\n"})
    config = load_config(config=tmp_path / "glossary.toml")
    (repair,) = find_repairs(open_session(config, InLine(), Cache(tmp_path / "cache", read_only=True)), ())
    changed = b"---\nTitle: Bb\n---\nMore.\n"
    repair.path.write_bytes(changed)
    assert not repair.write()
    assert repair.path.read_bytes() == changed


@needs_cncf
def test_on_a_real_glossary_every_repair_holds_and_nothing_else_is_touched(tmp_path: Path) -> None:
    for lang in ("bn", "en", "es", "hi"):
        shutil.copytree(CNCF / lang, tmp_path / "content" / lang)
    before = tree_of(tmp_path)
    found = build_site(tmp_path, dry=True, cache=tmp_path / "cache").report.diagnostics
    fixable = [item for item in found if item.code in FIXABLE]
    assert len(fixable) > 20
    config = load_config(content=tmp_path / "content")
    cache = Cache(tmp_path / "cache", read_only=True)
    repairs = find_repairs(open_session(config, InLine(), cache), ())
    assert all(repair.write() for repair in repairs)
    after = tree_of(tmp_path)
    touched = {str(repair.path.relative_to(tmp_path)) for repair in repairs}
    assert {name for name in before if after[name] != before[name]} == touched
    assert find_repairs(open_session(config, InLine(), cache), ()) == ()
    rest = build_site(tmp_path, dry=True, cache=tmp_path / "cache").report.diagnostics
    left = [item for item in rest if item.code in FIXABLE]
    assert len(fixable) - len(left) == sum(len(repair.codes) for repair in repairs)
    new = {(item.path, item.code, item.message) for item in rest} - {(i.path, i.code, i.message) for i in found}
    assert new == set()


@needs_cncf
def test_mistakes_that_are_put_into_a_real_glossary_are_taken_out_again_to_the_byte(tmp_path: Path) -> None:
    fields = "date: {0}2024-01-02{0}\nkeywords: [a, b{1}]\n---\n"
    body = "\n\n**{0}：a**\n\n{1}：b\n\n<div>\n{2}| a | b |\n|---|---|\n</div>\n"
    wanted = {}
    for path in sorted((CNCF / "ja").rglob("*.md")):
        name = f"content/ja/{path.relative_to(CNCF / 'ja').as_posix()}"
        head, close, text = path.read_text(encoding="utf-8").partition("\n---\n")
        if not close:
            continue
        wanted[name] = f"{head}\n{fields.format('', '')}{text}{body.format('Q', 'A', chr(10))}".encode()
        write_files(
            tmp_path, {name: f"{head}\n{fields.format(chr(39), ', a')}{text}{body.format('Ｑ', 'Ａ', '')}".encode()}
        )
    assert len(wanted) > 70
    codes = ("field-date-quoted", "field-repeated-item", "question-literal", "table-literal")
    assert run(tmp_path, "fix", *codes, "--write").stdout == f"{5 * len(wanted)} repairs in {len(wanted)} files\n"
    assert {name: data for name, data in tree_of(tmp_path).items() if name in wanted} == wanted
    assert run(tmp_path, "fix", *codes).stdout == "0 repairs in 0 files\n"
