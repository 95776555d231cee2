"""A build with a memory gives what a build without one gives, whatever changed in between."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.model import Entry
from glossary_ssg.pipeline.analysis import analyse
from glossary_ssg.pipeline.inputs import open_session
from tests.previewing import preview_of
from tests.support import entry, write_files

SITE = {
    "glossary.toml": 'base_url = "https://example.org/sub/"\n',
    "content/en/chatbot.md": entry(
        "Chatbot", "Talks. See [how](agent.md#how) and [[Agent]].", category="Tools", keywords="[talk]"
    ),
    "content/en/agent.md": entry(
        "Agent", "Acts by itself.\n\n## How\n\nAs a chatbot does.", category="Tools", keywords="[talk]"
    ),
    "content/en/model.md": entry("Model", "No links."),
    "content/en/about.md": entry("About", "![dot](dot.png)", type="page"),
    "content/en/later.md": entry("Later", "A chatbot.", draft="true"),
    "content/en/_index.md": entry("Words", "All words. See [[Model]]."),
    "content/ja/chatbot.md": entry("チャットボット", "話すプログラム。", reading="ちゃっとぼっと", category="道具"),
    "content/en/dot.png": b"\x89PNG",
}
EDITS: Mapping[str, Mapping[str, str | bytes | None]] = {
    "text": {"content/en/model.md": entry("Model", "Other words.")},
    "a name in the text": {"content/en/model.md": entry("Model", "No links but a chatbot.")},
    "a link more": {"content/en/model.md": entry("Model", "See [[Agent]].")},
    "a link less": {"content/en/chatbot.md": entry("Chatbot", "Talks.", category="Tools", keywords="[talk]")},
    "a line more above links": {
        "content/en/chatbot.md": entry("Chatbot", "\n\nTalks. See [how](agent.md#how) and [[Nobody]].")
    },
    "a heading that is linked to": {
        "content/en/agent.md": entry("Agent", "Acts by itself.\n\n## Why\n\nAs a chatbot does.")
    },
    "a picture": {"content/en/model.md": entry("Model", "![dot](dot.png)")},
    "another picture": {"content/en/dot.png": b"\x89PNG2"},
    "a title": {"content/en/agent.md": entry("Actor", "Acts by itself.\n\n## How\n\nAs a chatbot does.")},
    "a summary": {"content/en/agent.md": entry("Agent", "Does things.\n\n## How\n\nAs a chatbot does.")},
    "a category": {"content/en/agent.md": entry("Agent", "Acts by itself.\n\n## How", category="People")},
    "keywords": {"content/en/agent.md": entry("Agent", "Acts by itself.\n\n## How", keywords="[walk]")},
    "a synonym": {"content/en/agent.md": entry("Agent", "Acts by itself.", synonyms="[talks]")},
    "a draft that is published": {"content/en/later.md": entry("Later", "A chatbot.")},
    "an entry less": {"content/en/agent.md": None},
    "an entry more": {"content/en/new.md": entry("New", "See [[Chatbot]].")},
    "a translation more": {"content/ja/agent.md": entry("エージェント", "動くもの。", reading="えーじぇんと")},
    "a reading": {"content/ja/chatbot.md": entry("チャットボット", "話すプログラム。", reading="ぼっと")},
    "an alias": {"content/en/model.md": entry("Model", "No links.", aliases="[/old/]")},
    "an address": {"content/en/model.md": entry("Model", "No links.", slug="models")},
    "text of the index": {"content/en/_index.md": entry("Words", "Some words. See [[Chatbot]].")},
    "frontmatter that is broken": {"content/en/model.md": '---\ntitle: "open\n---\n'},
    "settings": {"glossary.toml": 'base_url = "https://example.org/"\ntitle = "Terms"\n'},
    "automatic links": {"glossary.toml": 'base_url = "https://example.org/sub/"\n[autolink]\nenabled = false\n'},
    "a text of the theme": {"themes/default/strings/en.toml": 'all_terms = "Everything"\n'},
    "a template": {
        "themes/default/templates/page.html": "{% extends 'default/page.html' %}{% block content %}Mine{% endblock %}"
    },
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_and_its_taking_back_give_what_clean_builds_give(edit: str, tmp_path: Path) -> None:
    with preview_of(tmp_path, SITE) as shown:
        first = shown.served()
        for files in (EDITS[edit], {name: SITE.get(name) for name in EDITS[edit]}):
            for name, data in files.items():
                if data is None:
                    (tmp_path / name).unlink()
            shown.write({name: data for name, data in files.items() if data is not None})
            state = shown.site.state
            served = {path: state.shown.read(path) for path in state.shown.paths()}
            output = tmp_path / f"out-{len(list(tmp_path.glob('out-*.cache')))}"
            assert served == shown.published(output)
            if files is EDITS[edit]:
                assert served != first
        assert shown.served() == first


def test_edits_one_after_another_give_what_clean_builds_give(tmp_path: Path) -> None:
    with preview_of(tmp_path, SITE) as shown:
        for number, files in enumerate(EDITS.values()):
            for name in files:
                if files[name] is None:
                    (tmp_path / name).unlink()
            shown.write({name: data for name, data in files.items() if data is not None})
            if number % 5 == 4:
                state = shown.site.state
                served = {path: state.shown.read(path) for path in state.shown.paths()}
                assert served == shown.published(tmp_path / f"out-{number}")


def test_a_text_that_grows_leaves_what_others_know_of_its_entry(tmp_path: Path) -> None:
    """So what follows from the whole set is not made again with every word that is written."""

    def outlines(text: str) -> list[Entry]:
        write_files(tmp_path, {"content/en/term.md": entry("Term", text, description="A word.")})
        session = open_session(load_config(content=tmp_path / "content"), InLine(), Cache(tmp_path, read_only=True))
        return [found.outline() for found in analyse(session).parsed.entries]

    assert outlines("One.") == outlines("One. Two.\n\n## Three\n\n| four |\n|---|\n| five |\n\nSee [[six]].")
    assert outlines("Links [to](#part).\n\n## Part") == outlines("")
