"""Every command sees the same diagnostics, and every check is one of them."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module
from pathlib import Path

import glossary_ssg.checks
from glossary_ssg.checks import CHECKS
from glossary_ssg.commands.repairs import FIXABLE
from tests.previewing import preview_of
from tests.support import build_site, entry, write_files
from tests.test_cli import CLEAN, run

FIXABLE_SITE = CLEAN | {
    "content/en/bom.md": b"\xef\xbb\xbf" + entry("Bom").encode(),
    "content/en/blank.md": b"\n" + entry("Blank").encode(),
    "content/en/case.md": b"---\nTitle: Case\n---\nText.\n",
    "content/en/date.md": entry("Date", date="'2024-01-02'"),
    "content/en/guess.md": entry("Guess", "\n[Aa](en/a/)"),
    "content/en/key.md": entry("Key", translationKey="key"),
    "content/ja/key.md": entry("かぎ", translationKey="'Key'"),
    "content/en/list.md": entry("List", keywords="[a, b, a]"),
    "content/en/question.md": entry("Question", "\n**Ｑ：何？**\n\nＡ：これ。\n"),
    "content/en/table.md": entry("Table", "\n<div>\n| a | b |\n|---|---|\n</div>\n"),
}
"""A site with everything that can be repaired."""


def fixable_codes(folder: Path) -> set[str]:
    """Return the fixable codes that `check` reports."""
    report = json.loads(run(folder, "check", "--format", "json").stdout)
    return {item["code"] for item in report["diagnostics"]} & FIXABLE.keys()


def test_whatever_check_reports_as_fixable_is_repaired(tmp_path: Path) -> None:
    write_files(tmp_path, FIXABLE_SITE)
    assert fixable_codes(tmp_path) == FIXABLE.keys()
    run(tmp_path, "fix", "--write")
    assert fixable_codes(tmp_path) == set()


def test_build_check_and_the_preview_report_the_same(tmp_path: Path) -> None:
    settings = '[[menu]]\nurl = "/{lang}/none/"\nlabel = {en = "None"}\n'
    unlisted = {
        "glossary-urls.txt": "/gone/\n",
        "glossary.toml": f'accent = "#ffff00"\n{CLEAN["glossary.toml"]}{settings}',
    }
    write_files(tmp_path, FIXABLE_SITE | unlisted)
    checked = build_site(tmp_path, dry=True).report.diagnostics
    assert {"accent-contrast", "address-gone", "entry-unlinked", "menu-unresolved"} <= {item.code for item in checked}
    with preview_of(tmp_path) as shown:
        assert shown.site.state.shown.report.diagnostics == checked
    assert build_site(tmp_path).report.diagnostics == checked


def test_no_check_is_left_out_of_the_checks_that_run() -> None:
    modules = [
        import_module(module.name)
        for module in pkgutil.iter_modules(glossary_ssg.checks.__path__, "glossary_ssg.checks.")
    ]
    written = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("check_") and value.__module__ == module.__name__
    }
    assert written
    assert written == set(CHECKS)
    assert len(CHECKS) == len(set(CHECKS))
