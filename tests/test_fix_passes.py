"""`fix` repairs until nothing is left to repair, and touches nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary_ssg.cache import Cache
from glossary_ssg.commands.fix import find_repairs
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.limits import FIX_PASSES
from glossary_ssg.pipeline.inputs import open_session
from tests.support import entry, tree_of, write_files
from tests.test_cli import CLEAN, run

SITE = CLEAN | {
    "content/ja/a.md": entry("あ", translationKey="a"),
    "content/en/k.md": entry("Kk", translationKey="key"),
}
SITE |= {"content/en/k2.md": entry("K2", translationKey="key2"), "content/fr/k.md": entry("Kf", translationKey="key")}
SITE |= {"glossary.toml": CLEAN["glossary.toml"] + "[languages.fr]\n"}

Part = tuple[str, str]
"""(as it is damaged, as it is repaired)"""


def both(text: str) -> Part:
    return text, text


ITEMS = st.lists(st.sampled_from(["a", "b", "c d", "あ"]), min_size=1, max_size=5)


def flow_list(name: str, items: Sequence[str]) -> Part:
    distinct = list(dict.fromkeys(items))
    return f"{name}: [{', '.join(items)}]", f"{name}: [{', '.join(distinct)}]"


def block_list(name: str, items: Sequence[str]) -> Part:
    lines = [f"{name}:", *(f"- {item}" for item in items)]
    kept = [f"{name}:", *(f"- {item}" for item in dict.fromkeys(items))]
    return "\n".join(lines), "\n".join(kept)


def text_list(items: Sequence[str]) -> Part:
    return f'keywords: "{", ".join(items)}"', f'keywords: "{", ".join(dict.fromkeys(items))}"'


@st.composite
def fields(draw: st.DrawFn) -> list[Part]:
    """Return the lines of a frontmatter, damaged in any of the ways that can be repaired."""
    title = draw(st.sampled_from(["title", "Title", "TITLE", "ｔｉｔｌｅ"]))
    parts = [(f"{title}: び", "title: び")]
    quote = draw(st.sampled_from(["", '"', "'"]))
    name = draw(st.sampled_from(["date", "Date", "DATE"]))
    parts.append((f"{name}: {quote}2024-01-02{quote}  # day", "date: 2024-01-02  # day"))
    kind = draw(st.sampled_from([lambda items: flow_list("keywords", items), text_list]))
    damaged, repaired = kind(draw(ITEMS))
    if draw(st.booleans()):
        damaged = damaged.replace("keywords", "Keywords")
    parts.append((damaged, repaired))
    damaged, repaired = draw(st.sampled_from([flow_list, block_list]))("category", draw(ITEMS))
    if draw(st.booleans()):
        damaged = damaged.replace("category", "Category")
    parts.append((damaged, repaired))
    key = draw(st.sampled_from(["Key", "KEY", "key"]))
    field = draw(st.sampled_from(["translationKey", "TranslationKey"]))
    parts.append((f"{field}: '{key}'", "translationKey: 'key'"))
    return draw(st.permutations(parts))


BODY = st.lists(
    st.sampled_from(
        [
            both("Text\u2028text \x85 `| a |`."),
            both("```\n[あ](ja/a/)\n**Q**: x\n```"),
            ("語[あ](ja/a/)と[あ](ja/a/#x)", "語[あ](a.md)と[あ](a.md#x)"),
            ("**Q**: x\n__A__： y", "**Q:** x\n__A：__ y"),
            ("**Ｑ１：何？**\nＡ：あ", "**Q１：何？**\nA：あ"),
            ("<div>\n| a | b |\n|---|---|\n</div>", "<div>\n\n| a | b |\n|---|---|\n</div>"),
            (
                "<div>\n| a | b |\n|---|---|\n| [あ](ja/a/) | x |\n</div>",
                "<div>\n\n| a | b |\n|---|---|\n| [あ](a.md) | x |\n</div>",
            ),
        ]
    ),
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=fields(),
    body=BODY,
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    lead=st.sampled_from(["", "\n \n", "\ufeff", "\ufeff\ufeff", "\ufeff\n"]),
)
def test_one_run_repairs_all_and_no_other_byte(fields: list[Part], body: list[Part], line_end: str, lead: str) -> None:
    damaged, repaired = (
        "\n".join(["---", *(part[side] for part in fields), "---", *(f"\n{part[side]}" for part in body), ""])
        for side in (0, 1)
    )
    before, after = (
        (start + text).replace("\n", line_end).encode() for start, text in ((lead, damaged), ("", repaired))
    )
    with tempfile.TemporaryDirectory() as name:
        folder = write_files(Path(name), SITE | {"content/ja/b.md": before})
        shown = run(folder, "fix")
        assert (folder / "content/ja/b.md").read_bytes() == before, "only shown"
        assert shown.exit_code == int(before != after), shown.output
        others = {name: data for name, data in tree_of(folder).items() if name != "content/ja/b.md"}
        written = run(folder, "fix", "--write")
        assert (folder / "content/ja/b.md").read_bytes() == after
        assert written.exit_code == 0
        assert written.stdout.split(" repairs")[0] == shown.stdout.splitlines()[-1].split(" repairs")[0]
        assert {name: data for name, data in tree_of(folder).items() if name != "content/ja/b.md"} == others
        again = run(folder, "fix")
        assert (again.exit_code, again.stdout) == (0, "0 repairs in 0 files\n")


NESTED = "---\nTitle: び\nKeywords: [a, a]\nDate: '2024-01-02'\n---\n"
"""What a field repeats is told once its name is read."""


def test_the_diff_leads_from_the_file_to_what_is_written(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {"content/ja/b.md": NESTED})
    lines = run(tmp_path, "fix").stdout.splitlines()
    assert [line for line in lines if line.startswith(("+", "-")) and "content" not in line] == [
        *("-Title: び", "-Keywords: [a, a]", "-Date: '2024-01-02'"),
        *("+title: び", "+keywords: [a]", "+date: 2024-01-02"),
    ]
    assert lines.count("--- content/ja/b.md") == 1
    assert (tmp_path / "content/ja/b.md").read_text(encoding="utf-8") == NESTED


def test_what_one_repair_brings_up_is_repaired_in_the_same_run(tmp_path: Path) -> None:
    body = "<div>\n| a | b |\n|---|---|\n| [あ](ja/a/) | [あ](ja/a/#x) |\n</div>\n"
    write_files(tmp_path, SITE | {"content/ja/b.md": f"---\ntitle: び\n---\n{body}"})
    assert run(tmp_path, "fix", "--write").stdout == "3 repairs in 1 files\n"
    assert "| [あ](a.md) | [あ](a.md#x) |" in (tmp_path / "content/ja/b.md").read_text(encoding="utf-8")
    assert run(tmp_path, "fix").stdout == "0 repairs in 0 files\n"


def test_a_file_that_changes_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    write_files(tmp_path, SITE | {"content/ja/b.md": NESTED})
    config = load_config(config=tmp_path / "glossary.toml")
    with closing(Cache(tmp_path / ".glossary-cache")) as cache:
        (repair,) = find_repairs(open_session(config, InLine(), cache), ())
    (tmp_path / "content/ja/b.md").write_text("changed", encoding="utf-8")
    assert not repair.write()
    assert (tmp_path / "content/ja/b.md").read_text(encoding="utf-8") == "changed"


def test_many_repairs_of_one_field_take_one_run(tmp_path: Path) -> None:
    items = ", ".join(["a"] * (3 * FIX_PASSES))
    write_files(tmp_path, SITE | {"content/ja/b.md": f"---\ntitle: び\nkeywords: [{items}]\n---\n"})
    assert run(tmp_path, "fix", "--write").exit_code == 0
    assert "keywords: [a]\n" in (tmp_path / "content/ja/b.md").read_text(encoding="utf-8")
