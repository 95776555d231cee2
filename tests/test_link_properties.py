"""What holds for automatic links whatever the text: on generated pages, and on a real glossary where it is at hand."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary_ssg.autolink.scan import Scanner
from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.model import Prose, decoder
from glossary_ssg.pipeline.analysis import analyse
from glossary_ssg.pipeline.inputs import open_session
from tests.support import CNCF, Built, build_site, entry, needs_cncf, tree_of

HEADWORDS = [
    "Mesh",
    "Service Mesh",
    "IT",
    "Large Language Model (LLM)",
    "Café",
    "R&D",
    "通信",
    "生成AI",
    "サービス",
    "信号",
]
PIECES = [
    *HEADWORDS,
    "LLM",
    "meshes",
    "交",
    "の",
    "、",
    " ",
    "\n\n",
    "**",
    "`",
    "*",
    "> ",
    "- ",
    "# ",
    "[x](t0.md)",
    "ß",
    "e\u0301",
    "<b>",
    "&amp;",
]


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    files = {f"content/ja/t{number}.md": entry(f'"{word}"', reading="よみ") for number, word in enumerate(HEADWORDS)}
    build_site(folder, files | {"content/ja/page.md": entry("ページ", reading="ぺーじ")})
    return folder


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_links_never_nest_and_without_them_the_text_is_the_same(glossary: Path, body: str) -> None:
    (glossary / "content/ja/page.md").write_text(entry("ページ", "\n" + body, reading="ぺーじ"), encoding="utf-8")
    analysis = analyse(
        open_session(load_config(content=glossary / "content"), InLine(), Cache(glossary / "x", read_only=True))
    )
    page = next(item for item in analysis.glossary.entries if item.path == "ja/page.md")
    html = analysis.bodies.html([page.body_key])[page.body_key]
    links = analysis.linked.links[page.path]
    at = 0
    for link in links:
        assert at <= link.start < link.end
        surface, before = html[link.start : link.end], html[: link.start]
        assert "<" not in surface
        assert before.count("<a") == before.count("</a>")
        assert before.count("<code") == before.count("</code>")
        at = link.end
    prose = decoder(tuple[Prose, ...])(analysis.bodies.scannable([page.body_key])[0][1])
    stretches = [next(part for part in prose if part.start <= link.start < part.end) for link in links]
    assert len({link.target.path for link in links}) == len(links) <= 10
    assert all(stretches.count(part) <= 3 for part in stretches)


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sets(st.sampled_from(HEADWORDS)),
    st.sets(st.sampled_from(HEADWORDS)),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)
def test_scanning_for_added_names_finds_what_scanning_for_all_finds(
    glossary: Path, first: set[str], second: set[str], text: str
) -> None:
    from glossary_ssg.autolink.scan import key_of

    html, prose = text.replace("<b>", ""), (Prose(0, len(text.replace("<b>", "")), 1),)
    keys = [{key_of(name, exact=False) for name in names} for names in (first, second)]
    parts = [*Scanner(keys[0]).scan(html, prose), *Scanner(keys[1] - keys[0]).scan(html, prose)]
    assert sorted(parts, key=lambda place: place.sort_key) == Scanner(keys[0] | keys[1]).scan(html, prose)


def without_links(html: str) -> str:
    return unescape(re.sub(r'<a class="auto" href="[^"]*">(.*?)</a>', r"\1", html, flags=re.DOTALL))


@needs_cncf
def test_a_real_glossary_reads_the_same_with_and_without_links(tmp_path: Path) -> None:
    with_links = _build_corpus(tmp_path / "on", "")
    without = _build_corpus(tmp_path / "off", "[autolink]\nenabled = false\n")
    assert with_links.report.summary.auto_links > 100
    assert without.report.summary.auto_links == 0
    for path in sorted(without.output.rglob("*.html")):
        name = path.relative_to(without.output).as_posix()
        bodies = [
            re.sub(r"<section aria-labelledby=\"g-used-in\"[^>]*>.*?</section>", "", text, flags=re.DOTALL)
            for text in (with_links.read(name), without.read(name))
        ]
        assert without_links(bodies[0]).split() == unescape(bodies[1]).split(), name


def _build_corpus(folder: Path, config: str) -> Built:
    folder = folder / "site"  # the folder is the title
    folder.mkdir(parents=True)
    for lang in ("en", "ja", "ko", "hi"):
        shutil.copytree(CNCF / lang, folder / "content" / lang)
    return build_site(folder, {"glossary.toml": config} if config else None)


def test_the_order_of_files_and_the_number_of_jobs_change_nothing(tmp_path: Path) -> None:
    files = {
        f"content/en/t{number:02}.md": entry(f"Name{number:02}", f"Name{number + 1:02} and Name{number - 1:02}.")
        for number in range(10, 90)
    }
    files["glossary.toml"] = 'title = "Names"\n'
    one = build_site(tmp_path / "one", files, jobs=1)
    two = build_site(tmp_path / "two", dict(reversed(files.items())), jobs=2)
    assert tree_of(one.output) == tree_of(two.output)
    assert one.report.summary.auto_links > 100
