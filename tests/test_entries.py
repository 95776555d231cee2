"""Entries: what each field of the frontmatter means, and what is said of files that are not as they should be."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from glossary_ssg.config import ParseSettings
from glossary_ssg.markdown import parse
from glossary_ssg.model import Head, Name, NameStatus, NameType
from tests.support import ADVICE, ROOT, SEED, build_site, entry, needs_seed, text_of, write_files, written_body

THEMES = ROOT / "themes"


def head(source: str | bytes, **settings: object) -> Head:
    """Return the head of a file."""
    data = source if isinstance(source, bytes) else source.encode()
    return parse(data, ParseSettings(**settings))[0]  # type: ignore[arg-type]


def yaml(fields: str, body: str = "") -> str:
    return f"---\n{fields}\n---\n{body}"


def found(parsed: Head) -> list[str]:
    """Return what is said of a file as `line:column code`."""
    return [f"{item.line}:{item.column} {item.code}" for item in parsed.diagnostics]


@pytest.mark.parametrize(
    "source",
    [
        yaml("title: Term\nkeywords: [a, b]\ndraft: true\ndate: 2025-01-02\nweight: 3"),
        '+++\ntitle = "Term"\nkeywords = ["a", "b"]\ndraft = true\ndate = 2025-01-02\nweight = 3\n+++\n',
        '{\n"title": "Term",\n"keywords": ["a", "b"],\n"draft": true,\n"date": "2025-01-02",\n"weight": 3\n}\n',
        '{"title": "Term", "keywords": ["a", "b"], "draft": true, "date": "2025-01-02", "weight": 3}\n',
    ],
    ids=["yaml", "toml", "json", "json-in-a-line"],
)
def test_frontmatter_is_yaml_toml_or_json(source: str) -> None:
    parsed = head(source + "Body *text*.\n")
    assert (parsed.title, parsed.keywords, parsed.draft, parsed.date and parsed.date.day) == (
        "Term",
        ("a", "b"),
        True,
        "2025-01-02",
    )
    assert dict(parsed.extra) == {"weight": 3}
    assert parsed.summary == "Body text."
    assert found(parsed) == []


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("The limit is ten.[^1] More.[^1]\n\n[^1]: Note.\n", "The limit is ten. More."),
        ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>と<sup>2</sup>。\n", "漢字と2。"),
    ],
    ids=["footnotes", "ruby"],
)
def test_what_stands_above_a_sentence_is_no_part_of_its_text(text: str, summary: str) -> None:
    head, body = parse(f"---\ntitle: T\n---\n{text}".encode(), ParseSettings())
    assert head.summary == summary
    assert not {"ten.1", "1", "かん", "かんじ"} & {word for field in body.terms for word in field.words.split()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<ruby>漢<rt>かん</rt></ruby>字", ("漢字", "漢字")),
        ("<ruby>漢<rt>かん</ruby>字", ("漢字", "漢字")),
        ("<ruby>漢<rp>(<rt>かん<rp>)</ruby>字", ("漢字", "漢字")),
        ("The <rt> is good", ("the-is-good", "The is good")),
    ],
)
def test_the_id_of_a_heading_is_without_its_readings(text: str, expected: tuple[str, str]) -> None:
    head, _ = parse(f"---\ntitle: T\n---\n## {text}\n".encode(), ParseSettings())
    assert [(heading.id, heading.text) for heading in head.headings] == [expected]


def test_no_heading_has_the_id_of_a_part_of_the_page() -> None:
    names = {
        name for path in THEMES.rglob("*.html") for name in re.findall(r'id="(g-[a-z-]+)"', path.read_text("utf-8"))
    }
    assert {"g-content", "g-related"} <= names
    ids = [*sorted(names), "fn-1", "fnref-2", "g-e.x"]
    head, _ = parse(
        ("---\ntitle: T\n---\n" + "".join(f"## a {{#{name}}}\n\n" for name in ids)).encode(), ParseSettings()
    )
    assert [heading.id for heading in head.headings] == [f"section-{name}" for name in ids]
    assert [item.code for item in head.diagnostics] == ["heading-id"] * len(ids)
    head, _ = parse(b"---\ntitle: T\n---\n## G-protein\n\n## FN Herstal\n", ParseSettings())
    assert [heading.id for heading in head.headings] == ["g-protein", "fn-herstal"]


def test_every_field_has_its_meaning() -> None:
    parsed = head(
        yaml(
            "title: Large Language Model\ntranslationKey: llm\ndescription: A model.\nkeywords: one, two、three，four\n"
            "category: [Models, AI]\ntype: page\ndate: 2025-12-18\nlastmod: 2025-12-19T10:00:00+09:00\nurl: /en/LLM/\n"
            "slug: llm\naliases: /old/\nacronym: LLM\nreading: えるえる、ラージ\nrelated: [token, Prompt]\nsubject: AI\n"
            "qualifier: models\nautolink: no\n"
            "synonyms: [LM, {name: Big model, status: forbidden, type: variant, note: why, source: me}]"
        )
    )
    assert found(parsed) == []
    assert parsed.translation_key == "llm"
    assert parsed.keywords == ("one", "two", "three", "four")
    assert parsed.categories == ("Models", "AI")
    assert parsed.type == "page"
    assert (parsed.date and parsed.date.utc) == "2025-12-18T00:00:00Z"
    assert (parsed.lastmod and parsed.lastmod.utc, parsed.lastmod and parsed.lastmod.day) == (
        "2025-12-19T01:00:00Z",
        "2025-12-19",
    )
    assert (parsed.url, parsed.slug, parsed.aliases) == ("/en/LLM/", "llm", ("/old/",))
    assert parsed.names == (
        Name("LM"),
        Name("Big model", NameStatus.FORBIDDEN, NameType.VARIANT, "why", "me"),
        Name("LLM", type=NameType.ACRONYM),
    )
    assert parsed.readings == ("えるえる", "ラージ")
    assert parsed.related == ("token", "Prompt")
    assert (parsed.subject, parsed.qualifier, parsed.autolink) == ("AI", "models", False)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2025-12-18", "2025-12-18T00:00:00Z"),
        ("'2025-12-18'", "2025-12-18T00:00:00Z"),
        ("2025-1-2", "2025-01-02T00:00:00Z"),
        ("2025-12-18T10:20:30Z", "2025-12-18T10:20:30Z"),
        ("2025-12-18 10:20", "2025-12-18T10:20:00Z"),
        ('"2025-12-18T00:30:00+09:00"', "2025-12-17T15:30:00Z"),
        ("2025-12-18T10:20:30.123-0530", "2025-12-18T15:50:30Z"),
        ("２０２５-１２-１８", "2025-12-18T00:00:00Z"),
    ],
)
def test_dates_of_any_form_are_one_comparable_type(written: str, utc: str) -> None:
    parsed = head(yaml(f"title: T\ndate: {written}"))
    assert parsed.date is not None
    assert parsed.date.utc == utc
    assert found(parsed) == (["3:7 field-date-quoted"] if written[0] in "\"'" else [])


@pytest.mark.parametrize("fields", ["date: '2025-1-2'", "date: '2025-12-18' x", "subject: '2025-12-18'"])
def test_only_quotes_that_make_no_difference_to_a_date_are_told(fields: str) -> None:
    assert "field-date-quoted" not in "".join(found(head(yaml(f"title: T\n{fields}"))))


def test_in_toml_and_json_a_date_in_quotes_is_nothing_to_speak_of() -> None:
    assert found(head(b'{"title": "T",\n"date":\t"2025-12-18"\n}\n')) == []
    assert found(head(b'+++\ntitle = "T"\ndate = "2025-12-18"\n+++\n')) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title: T\ndate: soon", ["3:1 field-date"]),
        ("title: T\nlastmod: 2025-02-30", ["3:1 field-date"]),
        ("title: T\ndate: 2025-12-18T25:00", ["3:1 field-date"]),
        ("Title: T", ["2:1 field-case"]),
        ("title: T\ntranslationkey: x", ["3:1 field-case"]),
        ("title: T\ntitle: U", ["3:1 field-duplicate"]),
        ("title: T\nTitle: U", ["3:1 field-duplicate"]),
        ("title: T\nkeywords: [a, '', b]", ["3:1 field-empty-item"]),
        ("title: T\nkeywords:\n- a\n-\n", ["3:1 field-empty-item"]),
        ("title: T\nkeywords: [a, B, b, ' a']", ["3:1 field-repeated-item"]),
        ("title: T\nkeywords: a、b, b", ["3:1 field-repeated-item"]),
        ("title: T\nkeyword: [a]", ["3:1 field-unknown"]),
        ("title: T\ncategories: [a]", ["3:1 field-unknown"]),
        ("title: T\ntype: posts", ["3:1 field-type"]),
        ("title: [a, b]", ["2:1 field-type"]),
        ("title: T\ndraft: maybe", ["3:1 field-type"]),
        ("title: T\nkeywords: {a: b}", ["3:1 field-type"]),
        ("title: T\nkeywords: [a: b]", ["3:1 field-type"]),
        ("title: T\nsynonyms: [{nam: x}]", ["3:1 field-type"]),
        ("title: T\nsynonyms: [{name: x, status: bad}]", ["3:1 field-type"]),
        ("title: T\nsynonyms: one, other", ["3:1 field-type"]),
        ("title: T\nsynonyms: one other", []),
        ("title: T\nsynonyms: 1,4-Dioxane", []),
        ("title: T\nsynonyms: ['one, other']", []),
        ("title: T\nurl: javascript:x", ["3:1 url-invalid"]),
        ("title: A: B", ["2:9 frontmatter-syntax"]),
        ("title: T\n\tx: y", ["3:1 frontmatter-syntax"]),
        ("title: 'T", ["3:1 frontmatter-syntax"]),
        ("- a\n- b", ["2:1 frontmatter-syntax"]),
        ("title: !!python/object:os.system x", []),
        ("title: T\nx: !!timestamp abc", ["3:1 field-type"]),
        ("title: T\nx: !!int ''", ["3:1 field-type"]),
        ("title: T\nx: !!float ''", ["3:1 field-type"]),
        ("title: T\nx: !!bool zz", ["3:1 field-type"]),
        ("title: T\nx: {<<: {a: !!bool zz}}\ny: [[!!int '']]\nz: [1]", ["3:1 field-type", "4:1 field-type"]),
        ("title: T\nx: 2025-02-30", ["3:1 field-type"]),
        (f"title: T\nx: {'1:' * 300}1.5", ["3:1 field-type"]),
        (f"title: T\nx: {'9' * 5_000}", ["3:1 field-type"]),
        (f"title: T\nx: 0x{'f' * 4_000}", ["3:1 field-type"]),
    ],
)
def test_a_mistake_in_a_field_is_located(fields: str, expected: list[str]) -> None:
    assert found(head(yaml(fields))) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"+++\ntitle = 'T'\nx = {'9' * 5_000}\n+++\n", ["3:5 frontmatter-syntax"]),
        (f"+++\ntitle = 'T'\nx = [0x{'f' * 4_000}]\n+++\n", ["3:1 field-type"]),
        (f'{{\n"title": "T",\n"x": {"9" * 5_000}\n}}\n', ["3:6 frontmatter-syntax"]),
        (f'{{"title": "T", "x": {"9" * 5_000}}}\n', ["1:21 frontmatter-syntax"]),
        (f'{{\n"title": "T",\n"x": {"9" * 4_000}\n}}\n', ["3:1 field-type"]),
    ],
)
def test_a_number_too_large_for_other_programs_is_located(source: str, expected: list[str]) -> None:
    assert found(head(source)) == expected


def test_a_value_that_does_not_fit_its_type_is_kept_as_text() -> None:
    parsed = head(yaml("title: T\nx: !!bool zz\ny: [!!int '', 1]\nz: [1]"))
    assert list(parsed.extra) == [("x", "zz"), ("y", ["", "1"]), ("z", [1])]


def test_scalars_are_what_their_author_wrote() -> None:
    parsed = head(yaml("title: No\ndescription: 1.10\nkeywords: [yes, 007, 2025-01-01, null]\nsubject: ~"))
    assert (parsed.title, parsed.description, parsed.subject) == ("No", "1.10", "")
    assert parsed.keywords == ("yes", "007", "2025-01-01")


def test_a_sites_own_names_are_mapped() -> None:
    mapping = (("e-title", "label.en"), ("yomi", "reading"), ("शीर्षक", "title"))
    parsed = head(yaml("शीर्षक: लंबवत\ne-title: Vertical\nyomi: よみ"), fields=mapping)
    assert (parsed.title, parsed.labels, parsed.readings) == ("लंबवत", (("en", "Vertical"),), ("よみ",))
    assert found(parsed) == []


def test_the_older_name_of_the_reading_is_known() -> None:
    assert head(yaml("title: 用語\nterm: ようご")).readings == ("ようご",)


def test_a_hint_names_both_lines_of_a_duplicate() -> None:
    (duplicate,) = head(yaml("title: T\ndescription: a\ntitle: U")).diagnostics
    assert (duplicate.line, "line 2" in duplicate.hint) == (4, True)
    assert head(yaml("title: T\ndescription: a\ntitle: U")).title == "T"


MESSY: dict[str, tuple[bytes, list[str], str]] = {
    "byte-order mark": (b"\xef\xbb\xbf---\ntitle: Bom\n---\ntext", ["1:1 encoding-bom"], "Bom"),
    "windows line ends": (b"---\r\ntitle: Crlf\r\n---\r\none\r\n[x](no.md)\r\n", ["1:4 line-ends"], "Crlf"),
    "blank lines first": (b"\n\n---\ntitle: Blank\n---\ntext", ["1:1 frontmatter-blank-lines"], "Blank"),
    "ends at the closing line": (b"---\ntitle: End\n---", ["3:4 body-empty"], "End"),
    "no character": ("---\ntitle: No\n---\na\ufffe".encode(), ["4:2 control-character"], "No"),
    "no character by an escape": (b'---\ntitle: "N\\uffff"\n---\na', ["2:1 control-character"], "N\ufffd"),
    "invalid utf-8": (b"---\ntitle: Bytes\n---\nab\xffcd", ["4:3 encoding-utf8"], "Bytes"),
    "control character": (b"---\ntitle: Ctrl\n---\na\x02b", ["4:2 control-character"], "Ctrl"),
    "never closed": (b"---\ntitle: Open\ntext", ["1:1 frontmatter-unclosed"], ""),
    "broken": (b"---\ntitle: [\n---\ntext", ["3:1 frontmatter-syntax"], ""),
    "alias bomb": (
        b"---\ntitle: Bomb\na: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(8))
        + b"---\n",
        ["2:1 frontmatter-too-complex"],
        "",
    ),
    "alias of itself": (b"---\ntitle: Loop\na: &a [*a]\n---\n", ["2:1 frontmatter-too-complex"], ""),
    "deep brackets": (
        b"---\ntitle: Deep\na: " + b"[" * 60 + b"]" * 60 + b"\n---\n",
        ["2:1 frontmatter-too-complex"],
        "",
    ),
    "very many brackets": (b"---\ntitle: Many\na: " + b"[" * 40_000 + b"\n---\n", ["1:1 frontmatter-too-complex"], ""),
    "huge frontmatter": (b"---\ntitle: Huge\na: " + b"x" * 70_000 + b"\n---\n", ["1:1 frontmatter-too-complex"], ""),
    "no frontmatter": (b"Only text\n", [], ""),
}


@pytest.mark.parametrize(("data", "expected", "title"), MESSY.values(), ids=MESSY)
def test_a_messy_file_is_located_and_read_as_far_as_it_can_be(data: bytes, expected: list[str], title: str) -> None:
    parsed = head(data)
    assert found(parsed) == expected
    assert parsed.title == title


@pytest.mark.parametrize("data", [data for data, _, _ in MESSY.values()], ids=MESSY)
def test_beside_a_messy_file_the_others_are_built(tmp_path: Path, data: bytes) -> None:
    built = build_site(tmp_path, {"content/en/messy.md": data, "content/en/good.md": entry("Good")})
    assert text_of(built.page("/en/good/").find(".//h1")) == "Good"
    if not parse(data, ParseSettings())[0].title:
        assert any(item.severity == "error" and item.path.endswith("messy.md") for item in built.report.diagnostics)


def test_a_body_that_begins_with_indented_code_keeps_its_indentation() -> None:
    parsed, body = parse(b"---\ntitle: T\n---\n\n    code\n\ntext", ParseSettings())
    assert body.html.startswith("<pre><code>code</code></pre>")
    assert found(parsed) == ["5:5 body-code"]


@pytest.mark.parametrize(
    ("target", "code"),
    [("outside.md", "symlink-outside"), ("nothing.md", "file-unreadable"), ("content/en/sub", "file-unreadable")],
)
def test_links_of_the_file_system_that_are_not_followed_are_reported(tmp_path: Path, target: str, code: str) -> None:
    (tmp_path / "outside.md").write_text(entry("Secret"), encoding="utf-8")
    files = {"content/en/good.md": entry("Good"), "content/en/sub/x.md": entry("X")}
    build_site(tmp_path, files)
    link = tmp_path / "content/en/link.md"
    link.symlink_to(tmp_path / ("content/" + target if target == "nothing.md" else target))
    built = build_site(tmp_path)
    assert [item.code for item in built.report.diagnostics if item.path.endswith("link.md")] == [code]
    assert not built.has("/en/link/")
    assert built.has("/en/good/")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("name", [b"en/caf\xe9.png", b"en/caf\xe9.md", b"en/caf\xe9/a.md", b"caf\xe9/a.md"])
def test_a_name_that_is_not_utf_8_is_reported_and_the_others_are_built(tmp_path: Path, name: bytes) -> None:
    write_files(tmp_path, {"content/en/a.md": entry("A")})
    place = tmp_path / "content" / os.fsdecode(name)
    place.parent.mkdir(exist_ok=True)
    place.write_text(entry("B"), encoding="utf-8")
    built = build_site(tmp_path)
    (told,) = built.found("file-unreadable")
    assert "caf\ufffd" in told.path
    assert built.read("en/a/index.html")
    assert build_site(tmp_path).report.summary.written == 0


@needs_seed
def test_a_users_own_entry_builds_as_it_is(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"content/en/generative.md": SEED.read_bytes()}, base_url="https://example.org/")
    assert [item for item in built.report.diagnostics if item.code != "strings-fallback"] == []
    page = built.page("/en/generative/")
    assert text_of(page.find(".//h1")) == "Generative AI"
    assert len(list(page.iter("table"))) == 1
    assert len(list(page.iter("h2"))) > 8
    assert "**" not in text_of(page.find(".//body"))


@pytest.mark.parametrize(
    ("source", "line", "first"),
    [
        ('{\n"title": "T",\n"date": "2025-01-01",\n"title": "U"\n}\n', 4, "line 2"),
        ('{\n"title": "T",\n"x": {"title": 1, "title": 2}\n}\n', 3, "line 3"),
        ('+++\ntitle = "T"\ntitle = "U"\n+++\n', 3, "line 2"),
        (yaml("title: T\n'title' : U"), 3, "line 2"),
        (yaml("title: T\nsynonyms:\n- name: a\n  name: b"), 5, "line 4"),
        (yaml("title: T\nparams:\n  a: 1\n  b: 2\n  a: 3"), 6, "line 4"),
    ],
    ids=["json", "inside-json", "toml", "yaml-quoted", "inside-a-synonym", "inside-another-field"],
)
def test_a_key_given_twice_is_an_error_that_names_both_lines(source: str, line: int, first: str) -> None:
    (duplicate,) = head(source).diagnostics
    assert (duplicate.severity, duplicate.line) == ("error", line)
    assert first in f"{duplicate.message} {duplicate.hint}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("acronym: AI", [Name("AI", type=NameType.ACRONYM)]),
        ("acronym: [AI, KI]", [Name("AI", type=NameType.ACRONYM), Name("KI", type=NameType.ACRONYM)]),
        ("acronym: {name: AI, note: why}", [Name("AI", type=NameType.ACRONYM, note="why")]),
        ("synonyms: one", [Name("one")]),
        ("synonyms: [one, one, {name: one}]", [Name("one")]),
        ("synonyms: {name: one, status: preferred}", [Name("one", NameStatus.PREFERRED)]),
        ("synonyms: {name: full name, type: full, source: ISO}", [Name("full name", type=NameType.FULL, source="ISO")]),
        ("synonyms: [{name: '7', status: deprecated}]", [Name("7", NameStatus.DEPRECATED)]),
        (
            "synonyms: [{name: AI, status: forbidden, note: why}, b]\nacronym: AI",
            [Name("b"), Name("AI", NameStatus.FORBIDDEN, NameType.ACRONYM, "why")],
        ),
    ],
)
def test_other_names_are_strings_or_mappings(written: str, expected: list[Name]) -> None:
    parsed = head(yaml(f"title: T\n{written}"))
    assert sorted(parsed.names, key=lambda name: name.text) == sorted(expected, key=lambda name: name.text)
    assert found(parsed) == []


@pytest.mark.parametrize(
    "written",
    [
        "reading: [にほん, にっぽん]",
        "reading: にほん、にっぽん",
        "reading: にほん / にっぽん",
        "term: にほん；にっぽん",
    ],
)
def test_a_headword_may_have_several_readings(written: str) -> None:
    parsed = head(yaml(f"title: 日本\n{written}"))
    assert (parsed.readings, found(parsed)) == (("にほん", "にっぽん"), [])


def test_dates_of_every_form_can_be_compared() -> None:
    written = ["2025-01-01T00:00:00+09:00", "2025-01-01", "'2025-01-01T01:00'", "2025-01-01 02:00:00Z", '"2025-1-2"']
    dates = [head(yaml(f"title: T\ndate: {date}")).date for date in written]
    assert all(dates)
    assert sorted(dates, key=lambda date: date or pytest.fail("no date")) == dates


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            yaml("title: T\ni: 3\nf: 1.5\nb: true\nn: null\ns: '3'\nd: 2025-01-02\nm: {z: [1, x], a: {k: no}}"),
            [
                *(("i", 3), ("f", 1.5), ("b", True), ("n", None), ("s", "3"), ("d", "2025-01-02")),
                ("m", {"z": [1, "x"], "a": {"k": False}}),
            ],
        ),
        (
            '+++\ntitle = "T"\ni = 3\nf = 1.5\nb = true\nd = 2025-01-02\n[m]\nz = [1, "x"]\n[[t]]\nk = "v"\n+++\n',
            [("i", 3), ("f", 1.5), ("b", True), ("d", "2025-01-02"), ("m", {"z": [1, "x"]}), ("t", [{"k": "v"}])],
        ),
        (
            '{"title": "T", "z": 3, "a": {"y": [1.5, true, null], "b": "x"}, "m": ""}\n',
            [("z", 3), ("a", {"y": [1.5, True, None], "b": "x"}), ("m", "")],
        ),
        (yaml("title: T\nletters: !!set {c, a, d, b, e, g, f}"), [("letters", ["c", "a", "d", "b", "e", "g", "f"])]),
    ],
    ids=["yaml", "toml", "json", "yaml-set"],
)
def test_other_fields_are_kept_with_their_types_in_the_order_written(
    source: str, expected: list[tuple[str, object]]
) -> None:
    parsed = head(source)
    assert repr(list(parsed.extra)) == repr(expected)
    assert found(parsed) == []


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        *(("descripton", "description"), ("categories", "category"), ("keyword", "keywords"), ("synonym", "synonyms")),
        *(
            ("translation_key", "translationKey"),
            ("last-mod", "lastmod"),
            ("alias", "aliases"),
            ("readings", "reading"),
        ),
        ("dаte", "date"),  # with a Cyrillic letter
    ],
)
def test_a_name_that_comes_close_gets_did_you_mean_and_is_kept(key: str, meant: str) -> None:
    parsed = head(yaml(f"title: T\n{key}: x"))
    (close,) = parsed.diagnostics
    assert (close.line, close.column, close.code) == (3, 1, "field-unknown")
    assert f"did you mean `{meant}`" in close.hint
    assert dict(parsed.extra) == {key: "x"}


def test_a_name_that_is_mapped_or_far_from_all_others_is_no_mistake() -> None:
    parsed = head(yaml("title: T\nauthor: A\nweight: 3\ncategories: [x]"), fields=(("categories", "category"),))
    assert (parsed.categories, dict(parsed.extra), found(parsed)) == (("x",), {"author": "A", "weight": 3}, [])


@pytest.mark.parametrize(("key", "named"), [("タイトル", "'タイトル'"), ("शीर्षक", "'शीर्षक'"), ("titlе", "`title`")])
def test_a_title_whose_name_is_in_another_script_is_pointed_out(tmp_path: Path, key: str, named: str) -> None:
    built = build_site(tmp_path, {"content/en/bad.md": f"---\n{key}: T\n---\n", "content/en/good.md": entry("Good")})
    said = [item for item in built.report.diagnostics if item.path.endswith("bad.md")]
    assert "title-missing" in [item.code for item in said]
    assert all(item.line for item in said)
    assert any(named in item.hint for item in said)
    assert built.has("/en/good/")


def test_a_full_width_name_of_a_field_is_read() -> None:
    parsed = head(yaml("ｔｉｔｌｅ: T"))
    assert (parsed.title, found(parsed)) == ("T", ["2:1 field-case"])


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        (yaml("title: T\nkeywords:\n\t- a"), "tab"),
        (yaml("title: Term: a definition"), "quotes"),
        ("---\ntitle: T\n", "`---`"),
        ("+++\ntitle = 'T'\n", "`+++`"),
        (yaml("Title: T"), "`title`"),
        (yaml("title: T\nkeywords: [a: b]"), '"a: b"'),
        (yaml("title: T\ndate: 2025/12/18"), "YYYY-MM-DD"),
        ("\n---\ntitle: T\n---\n", "first line"),
    ],
)
def test_a_hint_says_what_to_do(source: str, hint: str) -> None:
    (only,) = head(source).diagnostics
    assert hint in only.hint


@pytest.mark.parametrize("written", ["maybe", "[true]", "{a: b}"])
def test_an_entry_whose_draft_field_cannot_be_read_is_not_published(tmp_path: Path, written: str) -> None:
    files = {"content/en/a.md": entry("A", draft=written), "content/en/b.md": entry("B", draft="no")}
    built = build_site(tmp_path, files)
    assert [(item.line, item.code) for item in built.report.diagnostics if item.path.endswith("a.md")] == [
        (3, "field-type")
    ]
    assert (built.has("/en/a/"), built.has("/en/b/")) == (False, True)
    assert build_site(tmp_path, drafts=True).has("/en/a/")


@pytest.mark.parametrize("lead", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("lines_before", [0, 2])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_places_are_those_of_the_file_as_an_editor_shows_it(lead: bytes, lines_before: int, line_end: bytes) -> None:
    text = b"\n" * lines_before + "---\ntitle: T\ndate: soon\n---\n\n用語 **left\n\nab\n".encode()
    parsed = head(lead + text.replace(b"\n", line_end) + b"\xff")
    places = [place for place in found(parsed) if not place.endswith(("bom", "blank-lines", "line-ends"))]
    assert sorted(places) == sorted(
        [
            f"{lines_before + 9}:1 encoding-utf8",
            f"{lines_before + 6}:4 emphasis-literal",
            f"{lines_before + 3}:1 field-date",
        ]
    )


@pytest.mark.parametrize(
    "source",
    [
        '{"title": "T", "x": ' + "[" * 900 + "]" * 900 + "}\n",
        '{\n"title": "T",\n"x": ' + "[" * 30_000 + "]" * 30_000 + "\n}\n",
        "+++\ntitle = 'T'\nx = " + "[" * 900 + "]" * 900 + "\n+++\n",
        "+++\ntitle = 'T'\nx = " + "[" * 20_000 + "\n+++\n",
        "+++\ntitle = 'T'\n" + "a." * 30_000 + "a = 1\n+++\n",
        "+++\ntitle = 'T'\n" + "'a' . " * 10_000 + "a = 1\n+++\n",
        "+++\ntitle = 'T'\nx = {" + '"\\"" .' * 9_000 + "a = 1}\n+++\n",
    ],
    ids=["json", "json-deeper", "toml", "toml-never-closed", "toml-dotted", "toml-quoted", "toml-inline"],
)
def test_values_that_nest_too_deeply_are_a_located_error(source: str) -> None:
    (deep,) = head(source).diagnostics
    assert (deep.severity, deep.code.partition("-")[0], deep.line > 0) == ("error", "frontmatter", True)


@pytest.mark.parametrize(
    "source",
    [
        '{"title": "a\\ud800b", "description": "c"}\n',
        '{"title": "a\\u0002b", "description": "c\\u0000"}\n',
        '{\n"title": "T", "x\\ud800": 1\n}\n',
        '{\n"title": "T", "x": {"y\\ud800": 1, "y\\ud800": 2}\n}\n',
        '---\ntitle: "a\\x02b"\ndescription: "c\\0"\n---\n',
        '+++\ntitle = "a\\u0002b"\ndescription = "c\\u0000"\n+++\n',
    ],
    ids=["json-half-a-pair", "json-control", "json-key", "json-key-inside", "yaml-control", "toml-control"],
)
def test_escapes_in_frontmatter_do_not_bring_in_what_no_page_may_hold(tmp_path: Path, source: str) -> None:
    built = build_site(tmp_path, {"content/en/a.md": source, "content/en/good.md": entry("Good")})
    assert "parser-crash" not in built.codes
    pages = [path.read_text(encoding="utf-8") for path in built.output.rglob("*.html")]
    assert not any(char in page for page in pages for char in "\0\x02")
    assert built.has("/en/good/")


def test_beside_huge_and_deep_files_the_others_are_built(tmp_path: Path) -> None:
    files = {
        "content/en/huge.md": entry("Huge", "word 用語 **bold** " * 40_000),
        "content/en/quotes.md": entry("Quotes", ">" * 10_000 + " end"),
        "content/en/lists.md": entry("Lists", "\n" + "- " * 3_000 + "end"),
        "content/en/good.md": entry("Good"),
    }
    built = build_site(tmp_path, files)
    assert [
        (item.path.rpartition("/")[2], item.line, item.code)
        for item in built.report.diagnostics
        if item.path and item.code not in ADVICE
    ] == [
        ("lists.md", 5, "nesting-too-deep"),
        ("quotes.md", 4, "nesting-too-deep"),
    ]
    assert all(built.has(f"/en/{name}/") for name in ("huge", "quotes", "lists", "good"))
    assert "end" in text_of(written_body(built.page("/en/quotes/")))


def test_what_a_mapping_takes_from_another_one_is_its_own() -> None:
    parsed = head(yaml("title: Term\nbase: &base {status: deprecated}\nsynonyms: [{<<: *base, name: Word}]"))
    assert [(name.text, name.status) for name in parsed.names] == [("Word", NameStatus.DEPRECATED)]
    assert "unknown" not in str(parsed.diagnostics)
