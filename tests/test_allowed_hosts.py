"""`serve --allow-host`: the preview answers to the names that were allowed, and says how to allow another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from glossary_ssg.serve.app import make_app
from glossary_ssg.serve.events import Hub
from tests.asgi import Answer, ask
from tests.previewing import Shown, preview_of
from tests.support import entry


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    with preview_of(tmp_path, {"glossary.toml": "", "content/en/a.md": entry("Aa")}) as shown:
        yield shown


def asked(shown: Shown, host: str, hosts: Sequence[str] = ()) -> Answer:
    app = make_app(shown.site, Hub(shown.site), host="0.0.0.0", hosts=hosts)
    return ask(app, "/en/a/", headers={"host": host})


@pytest.mark.parametrize("host", ["dev.example.org", "DEV.example.org:8000", "box:80", "127.0.0.1"])
def test_allowed_names_are_answered(shown: Shown, host: str) -> None:
    assert asked(shown, host, ["Dev.Example.org", "box"]).status == 200


@pytest.mark.parametrize("host", ["example.org", "x.dev.example.org", "dev.example.org.evil", ""])
def test_other_names_are_still_refused(shown: Shown, host: str) -> None:
    assert asked(shown, host, ["dev.example.org"]).status == 403


def test_the_refusal_names_the_option(shown: Shown) -> None:
    answer = asked(shown, "dev.example.org:8000")
    assert answer.status == 403
    assert "run `glossary-ssg serve --allow-host dev.example.org`" in answer.text
    assert "--allow-host" not in asked(shown, "a$(id)").text
