"""Published formats: each writes the files that it declares, and no page takes their addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from glossary_ssg.formats import FORMATS, SCHEMAS
from glossary_ssg.formats.format import Format
from tests.support import ROOT, build_site, entry, tree_of

URL = 'base_url = "https://example.org/sub/"\n'
CONTENT: dict[str, str | bytes] = {
    "content/en/term.md": entry("Term", date="2021-02-03", aliases="/en/old/"),
    "content/ja/term.md": entry("用語", reading="ようご"),
    # A day on which most entries changed would be in no feed.
    **{f"content/en/other{number}.md": entry(f"Other {number}") for number in range(9)},
}


def declared(format_: Format) -> set[str]:
    """Return the names of a format's files, but not of the parts of a long sitemap."""
    names = {*format_.root_names, *format_.site_names, *format_.language_names}
    return {name for name in names if not re.fullmatch(r"sitemap-\d+\.xml", name)}


def written(folder: Path, toml: str) -> set[str]:
    """Return the names of a site's files that are neither pages nor parts of the theme or the search."""
    built = build_site(folder, {**CONTENT, "glossary.toml": toml.encode()})
    paths = [path for path in tree_of(built.output) if not re.search(r"assets/|/search/|\.html$|glossary-ssg", path)]
    return {path.rpartition("/")[2] for path in paths}


def test_a_site_has_the_declared_files_and_no_others(tmp_path: Path) -> None:
    assert written(tmp_path, URL) == {name for format_ in FORMATS for name in declared(format_)}


def test_a_mounted_site_has_those_that_do_not_belong_to_the_root(tmp_path: Path) -> None:
    names = written(tmp_path, f'{URL}mount = "/{{lang}}/glossary/"\n')
    assert names == {name for format_ in FORMATS if not format_.root_names for name in declared(format_)}


def test_without_a_base_url_nothing_is_written_that_needs_one(tmp_path: Path) -> None:
    names = {name for format_ in FORMATS if not format_.needs_base_url for name in declared(format_)}
    assert written(tmp_path, "") == names
    assert "sitemap.xml" not in names


@pytest.mark.parametrize("format_", [format_ for format_ in FORMATS if format_.setting], ids=lambda it: it.setting)
def test_a_setting_turns_off_the_files_of_its_format(format_: Format, tmp_path: Path) -> None:
    others = {name for other in FORMATS if other is not format_ for name in declared(other)}
    assert written(tmp_path, f"{URL}[formats]\n{format_.setting} = false\n") == others


def test_no_page_takes_the_address_of_a_declared_file_even_if_it_is_off(tmp_path: Path) -> None:
    places = [
        *((name, "") for format_ in FORMATS for name in (*format_.root_names, *format_.site_names)),
        *((name, "en/") for format_ in FORMATS for name in format_.language_names),
    ]
    files = {
        f"content/en/e{number}.md": entry(f"E{number}", url=f"/{folder}{name}/")
        for number, (name, folder) in enumerate(places)
    }
    built = build_site(tmp_path, files)
    found = (*built.found("address-generated"), *built.found("url-invalid"))
    assert {Path(item.path).name for item in found} == {Path(name).name for name in files}
    assert len(files) > 100


@pytest.mark.parametrize("format_", FORMATS, ids=lambda it: " ".join(sorted(declared(it))))
def test_every_file_is_documented(format_: Format) -> None:
    text = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    table = text.partition("## Files for hosts\n")[2].partition("\n#")[0]
    assert [name for name in declared(format_) if not re.search(rf"[`/]{re.escape(name)}`", table)] == []


NAME = {"text": "A", "status": "admitted", "type": "variant"}
TERM = {"key": "a", "title": "A", "url": "/en/a/"}


@pytest.mark.parametrize(
    ("term", "is_valid"),
    [
        (TERM, True),
        (TERM | {"names": [NAME | {"note": "N"}], "readings": ["a"], "date": "2021-02-03"}, True),
        (TERM | {"subjct": "x"}, False),
        ({"key": "a", "title": "A"}, False),
        (TERM | {"names": [{"text": "A"}]}, False),
        (TERM | {"names": [NAME | {"status": "old"}]}, False),
        (TERM | {"readings": "a"}, False),
        (TERM | {"date": "yesterday"}, False),
    ],
    ids=json.dumps,
)
def test_a_schema_refuses_terms_that_no_build_writes(term: dict[str, Any], is_valid: bool) -> None:
    records = {
        "terms": {"version": 1, "language": "en", "title": "T", "terms": [term]},
        "concepts": {
            "version": 1,
            "title": "T",
            "languages": ["en"],
            "concepts": [{"key": "a", "terms": {"en": term}}],
        },
    }
    for name, record in records.items():
        validator = Draft202012Validator(SCHEMAS[name](), format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert validator.is_valid(record) is is_valid
        assert not validator.is_valid(record | {"version": 2})
