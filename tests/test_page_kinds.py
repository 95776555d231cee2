"""Each kind of page has the values of its kind; a template that asks for others ends the build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from glossary_ssg.errors import ThemeError
from tests.support import Built, build_site, entry

FILES = {
    "content/en/_index.md": "Text.",
    "content/en/s/_index.md": entry("Folder"),
    "content/en/s/a.md": entry("Agent", "[[nobody wrote this]]", category="AI", date="2024-05-06"),
    "content/en/s/b.md": entry("Agent", category="AI", qualifier="law"),
}
LONG_INDEX = {f"content/en/t{at}.md": entry(f"T{at:03}") for at in range(300)}
"""With these the index has a page for each letter, and the site every kind of page."""
KINDS = {
    "home": ("/en/", {"letters", "categories", "counts", "total", "recent"}),
    "index": ("/en/all/", {"letters", "categories", "total"}),
    "letter": ("/en/letter/a/", {"letter", "letters", "links", "categories"}),
    "search": ("/en/search/", {"categories", "total"}),
    "changes": ("/en/changes/", {"days"}),
    "categories": ("/en/category/", {"links", "counts"}),
    "category": ("/en/category/ai/", {"links", "categories"}),
    "section": ("/en/s/", {"links", "categories"}),
    "senses": ("/en/senses/agent/", {"links"}),
    "wanted": ("/en/wanted/", {"wanted"}),
    "404": ("/404.html", set()),
    "choice": ("/", set()),
}
FIELDS = set().union(*(fields for _, fields in KINDS.values()))


def build(folder: Path, files: Mapping[str, str], block: str, *names: str) -> Built:
    """Build a site with a block in the templates of some kinds."""
    shown = {
        f"themes/ours/templates/{name}.html": f'{{% extends "default/{name}.html" %}}\n{{% block content %}}\n{block}\n'
        "{% endblock %}"
        for name in names
    }
    toml = 'theme = "ours"\nroot = "choice"\n[languages.en]\n[languages.de]\n'
    return build_site(folder, {"glossary.toml": toml, **files, **shown})


def test_each_kind_of_page_has_the_values_of_its_kind_and_no_others(tmp_path: Path) -> None:
    block = "".join(f"{{% if page.{name} is defined %}}<i>{name}</i>{{% endif %}}" for name in sorted(FIELDS))
    built = build(tmp_path, FILES | LONG_INDEX, f"<pre>{block}</pre>", *KINDS)
    for uri, fields in KINDS.values():
        assert {item.text for item in built.page(uri).iterfind(".//main//pre/i")} == fields, uri


@pytest.mark.parametrize(("name", "field"), [("category", "recent"), ("404", "links"), ("search", "letters")])
def test_a_value_that_a_kind_does_not_have_ends_the_build_with_those_that_it_has(
    name: str, field: str, tmp_path: Path
) -> None:
    with pytest.raises(ThemeError) as caught:
        build(tmp_path, FILES, f"{{% if page.{field} %}}x{{% endif %}}", name)
    message = str(caught.value)
    assert f"templates/{name}.html:3: error: page has no field '{field}'" in message
    assert all(own in message for own in KINDS[name][1])
