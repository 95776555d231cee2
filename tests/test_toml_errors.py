"""Errors in TOML files name their cause, where it is, and what to write instead."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_ssg.config import load_config
from glossary_ssg.errors import ConfigError, ReadError
from glossary_ssg.readers import read_toml
from tests.support import entry, write_files

SYNTAX = [
    ("title = My glossary", "1:9: text needs quotes", 'write `title = "My glossary"`'),
    ('title = The "best"', "1:9: text needs quotes", "write `title = 'The \"best'`"),
    ("accent = #0a58ca", "1:10: text needs quotes", 'write `accent = "#0a58ca"`'),
    ("base_url = https://example.org/ # ours", "1:12: text needs quotes", 'write `base_url = "https://example.org/"`'),
    ("[autolink]\nstop = [apple, pear]", "2:9: text needs quotes", 'write `"apple"`'),
    ("title = “My glossary”", "1:9: '“' is not a quotation mark of TOML", 'write `title = "My glossary"`'),
    ("title = ‘My glossary’", "1:9: '‘' is not a quotation mark of TOML", 'write `title = "My glossary"`'),
    ("title = 「用語集」", "1:9: '「' is not a quotation mark of TOML", 'write `title = "用語集"`'),
    ('title = "My glossary”', "1:22: '”' is not a quotation mark of TOML", 'write `title = "My glossary"`'),
    ("“title” = 'x'", "1:1: '“' is not a quotation mark of TOML", "write `title = 'x'`"),
    ("[prefer]\n別名 = 'x'", "2:1: this name needs quotes", "write `\"別名\" = 'x'`"),
    ("[categories.機械]", "1:13: this name needs quotes", 'write `[categories."機械"]`'),
    ("[prefer]\nmachine learning = 'ml'", "2:9: this name needs quotes", "write `\"machine learning\" = 'ml'`"),
    ("title: My glossary", "1:6: a key and its value are joined by `=`, not by `:`", 'write `title = "My glossary"`'),
    ("max_file_size: 2000", "1:14: a key and its value are joined by `=`, not by `:`", "write `max_file_size = 2000`"),
    ("stop:\n  - a\n  - b", "1:5: a key and its value are joined by `=`, not by `:`", 'write `stop = ["a", "b"]`'),
    ("languages:\n  en:", "1:10: a key and its value are joined by `=`, not by `:`",
     "write `[languages]` for a section, `languages = …` for a value"),
    ('label = { en: "About" }', "1:13: a key and its value are joined by `=`, not by `:`", "write `=` instead"),
    ("- title", "1:3: this is a list as in YAML", 'write lists in brackets: `key = ["a", "b"]`'),
    ("---\ntitle = 'x'", "1:4: `---` does not belong in a TOML file", "remove the line"),
    ('{ "title": "x" }', "1:1: this is JSON, not TOML", 'write each key in a line of its own: `key = "value"`'),
    ('root "redirect"', "1:6: `=` is missing between a key and its value", 'write `root = "redirect"`'),
    ("title", "1:6: `title` has no value", "write `title = …`"),
    ("title =", "1:8: `title` has no value", "write `title = …`, or remove the line"),
    ("= 'x'", "1:1: a key is missing before `=`", ""),
    ("[autolink]\nenabled = True", "2:11: `True` must be in lower case", "write `enabled = true`"),
    ("[autolink]\nenabled = FALSE", "2:11: `FALSE` must be in lower case", "write `enabled = false`"),
    ("[autolink]\nenabled = yes", "2:11: `yes` is not a value of TOML",
     'write `enabled = true`, or for text `enabled = "yes"`'),
    ("changes = off", "1:11: `off` is not a value of TOML", 'write `changes = false`, or for text `changes = "off"`'),
    ("logo = null", "1:8: TOML has no `null`", "remove the line"),
    ("[languages.en\nname = 'x'", "1:14: the brackets of this section do not match", "write `[languages.en]`"),
    ("[[menu]\nurl = '/'", "1:7: the brackets of this section do not match", "write `[[menu]]`"),
    ("[autolink] repeat = true", "1:12: a section has a line of its own", "put `repeat = true` in the next line"),
    ("stop = ['a', 'b'\n", "1:8: the list that begins here has no `]`", "put `]` after its last item"),
    ("stop = ['a', 'b'\nroot = 'x'", "1:8: the list that begins here has no `]`", "put `]` after its last item"),
    ("stop = ['a',\n[languages.en]", "1:8: the list that begins here has no `]`", "put `]` after its last item"),
    ("stop = ['a' 'b']", "1:13: a comma is missing between two items", "put `,` between them"),
    ("label = {\n en = 'x' }", "1:10: a table in braces must end in its line",
     "put it in one line, or write a `[section]`"),
    ('title = "x', "1:11: the closing quote is missing", 'write `title = "x"`'),
    ("title = 'x", "1:11: the closing quote is missing", 'write `title = "x"`'),
    ('title = """x', '1:13: the text that begins with `"""` does not end', 'put `"""` after it'),
    ("title = 'it's'", "1:13: the text ends at the next `'`", 'write `title = "it\'s"`'),
    ('title = "My "best" site"', '1:14: the text ends at the next `"`', "write `title = 'My \"best\" site'`"),
    ('content = "C:\\Users"', "1:16: a backslash in double quotes begins an escape",
     "write `content = 'C:\\Users'`, or use `/`"),
    ('stop = ["a", "b\\d"]', "1:18: a backslash in double quotes begins an escape",
     "put the text in single quotes, or use `/`"),
    ("root = 'x',", "1:11: `,` does not belong after a value", "write `root = 'x'`"),
    ("max_file_size = 5;", "1:18: `;` does not belong after a value", "write `max_file_size = 5`"),
    ("title = 'x' root = 'y'", "1:13: each key has a line of its own", "put `root = 'y'` in the next line"),
    ("title = 'x' // ours", "1:13: only a comment may follow a text in quotes", "put `#` before it, or remove it"),
    ("// title", "1:1: `//` does not begin a comment", "begin comments with `#`"),
    ("title = 'a'\nroot = 'x'\ntitle = 'b'", "3:12: `title` is set twice", "line 1 sets it too; keep one of them"),
    ("[a]\nb = 1\n[c]\nb = 1\nb = 2", "5:6: `c.b` is set twice", "line 4 sets it too; keep one of them"),
    ("[languages.en]\n[languages.en]", "2:14: `[languages.en]` is set twice", "move its keys to line 1"),
    ("a.b = 1\na.b.c = 2", "2:10: `a.b.c` cannot be set here", "line 1 sets `a.b`, so nothing can be added to it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "hint"), SYNTAX)
def test_what_is_not_toml_is_explained(text: str, message: str, hint: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_toml(tmp_path / "a.toml")
    error = caught.value
    assert (f"{error.line}:{error.column}: {error.reason}", error.hint) == (message, hint)


@pytest.mark.parametrize("hint", [hint for _, _, hint in SYNTAX if re.match(r"write `[\w\"[]+[^`]*[\]=]", hint)])
def test_what_a_hint_says_to_write_is_toml(hint: str) -> None:
    statement = re.match(r"write `([^`]+)`", hint)
    assert statement
    tomllib.loads(statement[1].replace("…", "1"))


@given(text=st.text(alphabet="ab.=:[]{}\"'“,#-\\\n 1", max_size=40))
def test_every_text_is_read_or_refused_with_a_position(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8")
    try:
        read_toml(path)
    except ReadError as error:
        assert 1 <= error.line <= text.count("\n") + 1
        assert error.reason


VALUES = [
    ("[autolink]\ntheme = 'ours'", "2: autolink.theme: there is no such key",
     "`theme` is a top-level key; put it above the first `[section]`"),
    ("[languages.en]\nname = 'E'\nbase_url = '/'", "3: languages.en.base_url: there is no such key",
     "`base_url` is a top-level key; put it above the first `[section]`"),
    ("[[menu]]\nurl = '/'\nlabel = 'A'\naccent = '#fff'", "4: menu.1.accent: there is no such key",
     "`accent` is a top-level key; put it above the first `[section]`"),
    ("[severities]\nroot = 'redirect'", "2: severities.root: 'redirect' is none of error, warning, note, off",
     "`root` is a top-level key; put it above the first `[section]`"),
    ("[fields]\ntheme = 'ours'", "2: fields.theme: there is no field 'ours'",
     "`theme` is a top-level key; put it above the first `[section]`"),
    ("[categories.a]\naccent = '#fff'", "2: categories.a.accent: 'accent' is none of the languages en",
     "`accent` is a top-level key; put it above the first `[section]`"),
    ("[languages]\ntitle = 'x'", "2: languages.title: must be a section, not str",
     "write `[languages.title]`, or put `title` above the first `[section]`"),
    ("[autolink]\nsitemap = true", "2: autolink.sitemap: there is no such key", "`sitemap` belongs in `[formats]`"),
    ("stop = ['a']", "1: stop: there is no such key", "`stop` belongs in `[autolink]`"),
    ("[languages.en]\nstop = ['a']", "2: languages.en.stop: there is no such key",
     "`stop` belongs in `[languages.en.autolink]`"),
    ("[autolink]\ndirection = 'rtl'", "2: autolink.direction: there is no such key",
     "`direction` belongs in `[languages.<name>]`"),
    ("direction = 'rtl'", "1: direction: there is no such key", "`direction` belongs in `[languages.<name>]`"),
    ("[languages.en.autolink]\nenabeld = true", "2: languages.en.autolink.enabeld: there is no such key",
     "did you mean `languages.en.autolink.enabled`?"),
    ("[autolink]\n[[autolink.menu]]\nurl = '/'", "2: autolink.menu: there is no such key", "write `[[menu]]`"),
    ("[autolink]\nenabled = 'True'", "2: autolink.enabled: must be true or false, not str",
     "write `true`, without quotes"),
    ("[autolink]\nmax_per_page = '5'", "2: autolink.max_per_page: must be a number, not str",
     "write `5`, without quotes"),
    ("[autolink]\nstop = 'a'", "2: autolink.stop: must be a list of texts, not str", 'put it in brackets: `["a"]`'),
    ("[autolink]\nstop = ['a', 5]", "2: autolink.stop: must be a list of texts, but item 2 is int", ""),
    ("title = 2026", "1: title: must be text, not int", 'put it in quotes: `"2026"`'),
    ("changes = false", "1: changes: must be text, not bool", "write one of git, dates, off, in quotes"),
    ("max_file_size = 0", "1: max_file_size: must be between 1 and 1000000000, not 0", "the default is `1000000`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "hint"), VALUES)
def test_what_a_file_of_settings_may_not_hold_is_explained(text: str, message: str, hint: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"glossary.toml": text, "content/en/a.md": entry("A"), "themes/ours/x": ""})
    with pytest.raises(ConfigError) as caught:
        load_config(config=tmp_path / "glossary.toml")
    line, _, rest = message.partition(": ")
    shown = f"{tmp_path}/glossary.toml:{line}: error: {rest}" + (f"\n  hint: {hint}" if hint else "")
    assert caught.value.mistakes == (shown,)


@pytest.mark.parametrize(
    "text",
    ["a = " + "b" * 500_000, "a = " + "“" * 500_000, "b" * 500_000 + " = x", "a: [" + "1, " * 200_000 + "]",
     "[" + "b " * 250_000, "a:\n" + "- b\n" * 100_000, "a = {" + " " * 500_000 + "\n", "a = 1\n" * 100_000],
    ids=["value", "quotes", "key", "list", "header", "items", "braces", "keys"],
)  # fmt: skip
def test_the_explanation_of_a_huge_text_is_short(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_toml(tmp_path / "a.toml")
    assert len(caught.value.reason + caught.value.hint) < 3_000
