"""Whatever is edited in whatever order: a build into the same folder gives what a clean build gives."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary_ssg.publish import MANIFEST
from tests.support import Built, build_site, entry, tree_of, write_files
from tests.test_memory import EDITS, SITE

Edit = tuple[str, object, object]
"""(kind, path or name, what is done with it)"""

PATHS = [
    *(f"content/en/{name}.md" for name in ("agent", "chatbot", "model", "deep/model", "new", "_index", "agent/_index")),
    *(f"content/ja/{name}.md" for name in ("agent", "chatbot", "model", "_index")),
    "content/en/dot.png",
]
TITLES = ["Agent", "Chatbot", "Model", "Large model (LM)", "agent", "エージェント", "New", "Åse"]
BODIES = [
    "See [[Agent]], [[Model]] and [x](chatbot.md#how).",
    "A chatbot, an agent, a large model and an エージェントです。",
    "## How\n\n<b>Bold</b> **text**.\n\n## See also\n\n- [Model](model.md)\n",
    "![dot](dot.png) [file](dot.png)\n\n**Q: Why?**\nA: So.\n",
    "",
]
FIELDS: Mapping[str, list[str]] = {
    "translationKey": ["agent", "chatbot", "Model"],
    "category": ["Tools", "道具", "People"],
    "description": ["One.", "Another."],
    "keywords": ["[talk]", "[walk, talk]"],
    "synonyms": ["[bot]", "[LM, chatterbot]"],
    "aliases": ["[/old/]", "[/en/agent/]"],
    "url": ["/en/agent/", "/special/"],
    "slug": ["model", "special"],
    "related": ["[agent]", "[Chatbot, nobody]"],
    "lastmod": ["2026-01-02", "2026-02-03"],
    "draft": ["true"],
    "type": ["page"],
}
SETTINGS = [
    "",
    'title = "Terms"\n',
    'html = "escape"\n',
    "[autolink]\nenabled = false\n",
    "[languages.en.autolink]\nstop = ['agent']\n",
    'redirects = "file"\n',
    "[formats]\nmarkdown = true\n",
    '[permalinks]\nentry = "/{lang}/terms/{path}/"\n',
    '[search]\nbody = "full"\n',
    '[severities]\nreference-unresolved = "error"\n',
]
THEME = {
    "templates/page.html": [
        "{% extends 'default/page.html' %}",
        "{% extends 'default/page.html' %}{% block content %}Mine{% endblock %}",
    ],
    "static/css/custom.css": ["body { color: red }", "body { color: blue }"],
    "strings/en.toml": ['all_terms = "Everything"\n', 'all_terms = "Every word"\n'],
    "static/img/logo.svg": ["<svg/>"],
}

fields = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FIELDS.items()})
entries = st.builds(
    lambda title, body, chosen: entry(title, body, **chosen), *map(st.sampled_from, (TITLES, BODIES)), fields
)
edits = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PATHS), st.one_of(entries, st.just('---\ntitle: "open\n---\n'))),
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("known"), st.sampled_from(list(EDITS)), st.booleans()),
    st.tuples(st.just("settings"), st.just("glossary.toml"), st.sampled_from(SETTINGS)),
    st.sampled_from([("theme", name, text) for name, texts in THEME.items() for text in [*texts, None]]),
    st.tuples(st.just("output"), st.integers(0, 200), st.sampled_from([b"", b"touched", None])),
)


def apply(folder: Path, edit: Edit) -> None:
    """Do one thing that may happen to a site."""
    match edit:
        case "known", str(name), bool(is_taken_back):
            for path, data in EDITS[name].items():
                put(folder / path, SITE.get(path) if is_taken_back else data)
        case "rename", str(path), str(target):
            if (folder / path).is_file():
                put(folder / target, (folder / path).read_bytes())
                put(folder / path, None if target != path else (folder / path).read_bytes())
        case "settings", str(path), str(text):
            put(folder / path, str(SITE[path]) + text)
        case "theme", str(path), text:
            put(folder / "themes/default" / path, text)
        case "output", int(number), data:
            # What is ours is known from the manifest: without it, files of pages that are gone stay.
            published = [
                path for path in sorted((folder / "output").rglob("*")) if path.is_file() and path.name != MANIFEST
            ]
            put(published[number % len(published)], data)
        case _, str(path), text:
            put(folder / path, text)


def put(path: Path, data: object) -> None:
    """Write a file; None removes it."""
    if data is None:
        path.unlink(missing_ok=True)
    else:
        write_files(path.parent, {path.name: data if isinstance(data, bytes) else str(data)})


def clean(folder: Path, output: Path) -> Built:
    """Build a site that nobody has built before."""
    cache = output.with_suffix(".cache")
    for path in (output, cache):
        shutil.rmtree(path, ignore_errors=True)
    return build_site(folder, output=output, cache=cache)


@pytest.mark.heavy
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(edits, min_size=1, max_size=8))
def test_an_incremental_build_gives_what_a_clean_build_gives(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Edit]
) -> None:
    base = tmp_path_factory.mktemp("site")
    folder = write_files(base / "site", SITE)
    build_site(folder)
    for change in changes:
        apply(folder, change)
        again, anew = build_site(folder), clean(folder, base / "clean")
        assert tree_of(again.output) == tree_of(anew.output)
        assert again.report.diagnostics == anew.report.diagnostics
    shutil.rmtree(base)


def test_names_are_looked_for_anew_where_a_language_becomes_chinese(tmp_path: Path) -> None:
    settings = 'title = "T"\n[languages.cn]\ntag = "{}"\n'
    entries = {"content/cn/a.md": entry("信号", "说明。"), "content/cn/c.md": entry("其他", "我们的信号在这里。")}
    for tag in ("ja", "zh", "ja"):
        built = build_site(tmp_path, {"glossary.toml": settings.format(tag), **entries})
        clean = build_site(tmp_path, output=tmp_path / "clean", cache=tmp_path / ".clean-cache" / tag)
        assert tree_of(built.output) == tree_of(clean.output)
        assert built.report.summary.auto_links == (tag == "zh")
