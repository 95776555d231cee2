"""The prebuilt index: what stock Lunr clients make of it, in Node.js and in Python."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lunr
import pytest
from lunr.index import Index

from glossary_ssg.search import FIELDS
from glossary_ssg.search.build import HEAD_FIELDS, make_columns, stock_columns
from glossary_ssg.search.lunr_index import lunr_index
from glossary_ssg.search.weigh import weigh
from tests.searching import Indexed, indexed
from tests.support import CNCF, ROOT, Built, build_site, entry

SPACED = ("bn", "de", "en", "es", "fr", "hi", "it", "ko", "pt-br", "ru", "tr", "ur", "vi")
"""Languages of the corpus that put spaces between words: stock Lunr can cut them."""


def sample(folder: Path) -> Built:
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "glossary.toml", folder)
    return build_site(folder)


def corpus(folder: Path, lang: str) -> Built:
    if not CNCF.is_dir():
        pytest.skip("the corpus beside the checkout is not there")
    shutil.copytree(CNCF / lang, folder / "content" / lang)
    return build_site(folder, {"glossary.toml": f'default_language = "{lang}"\n[languages.{lang}]\n'})


def first_three(built: Built, lang: str, run_js: Any) -> Mapping[str, bool]:
    """Return for each headword whether it finds its own entry among the first three in a stock lunr.js."""
    documents = json.loads(built.read(f"{lang}/search/documents.json"))
    titles = [title for title, _, _ in documents]
    answers = run_js("query.cjs", str(built.output / lang / "search/index.json"), data=titles)
    found = {}
    for title, answer in zip(titles, answers, strict=True):
        found[title] = title in [titles[int(ref)] for ref in answer[:3]]
    return found


def test_documents_name_title_address_and_definition(tmp_path: Path) -> None:
    built = build_site(
        tmp_path,
        {
            "content/en/a.md": entry("A", "Body", description="Definition"),
            "content/en/p.md": entry("P", "", type="page"),
        },
    )
    assert json.loads(built.read("en/search/documents.json")) == [["A", "/en/a/", "Definition"], ["P", "/en/p/", ""]]


def test_every_headword_of_the_sample_finds_its_own_entry(tmp_path: Path, run_js: Any) -> None:
    found = first_three(sample(tmp_path), "en", run_js)
    assert [title for title, hit in found.items() if not hit] == []
    assert len(found) >= 12


@pytest.mark.parametrize("lang", SPACED)
def test_every_headword_of_a_real_glossary_finds_its_own_entry(tmp_path: Path, lang: str, run_js: Any) -> None:
    found = first_three(corpus(tmp_path, lang), lang, run_js)
    assert [title for title, hit in found.items() if not hit] == []


def test_headwords_that_are_hard_for_programs_find_their_own_entry(tmp_path: Path, run_js: Any) -> None:
    titles = [
        *("constructor", "__proto__", "hasOwnProperty", "length"),  # names that every object of JavaScript has
        *("C++", "C#", ".NET", "node.js", "A/B test", "TCP/IP", "don't", "x:y", "title:x", "~5", "K8s (cluster)"),
        *("the", "of", "0", "½", "naïve", "Straße", "İstanbul", "ﬁlter", "ＡＢ", "ΑΣ", "١٢٣", "🎉 party", "so\u00adft"),
    ]
    files = {
        f"content/en/t{number}.md": entry(json.dumps(title, ensure_ascii=False)) for number, title in enumerate(titles)
    }
    found = first_three(build_site(tmp_path, files), "en", run_js)
    assert set(found) == set(titles)
    assert [title for title, hit in found.items() if not hit] == []


def test_a_language_without_entries_has_an_index_that_finds_nothing(tmp_path: Path, run_js: Any) -> None:
    files = {"glossary.toml": "[languages.en]\n[languages.ja]\n", "content/en/a.md": entry("A")}
    built = build_site(tmp_path, files | {"content/ja/_index.md": entry("用語集")})
    path = built.output / "ja/search/index.json"
    assert json.loads(built.read("ja/search/documents.json")) == []
    assert run_js("query.cjs", str(path), data=["a"]) == [[]]
    assert Index.load(path.read_text(encoding="utf-8")).search("a") == []


def test_names_in_another_language_readings_and_synonyms_are_found(tmp_path: Path, run_js: Any) -> None:
    files = {
        "content/en/gen.md": entry("Generative AI", synonyms="[genai]", keywords="[diffusion]"),
        "content/ja/gen.md": entry("生成AI", reading="せいせいエーアイ"),
        "content/en/other.md": entry("Other"),
    }
    built = build_site(tmp_path, files)
    index = str(built.output / "en/search/index.json")
    assert run_js("query.cjs", index, data=["genai", "diffusion", "生成ai"]) == [["0"], ["0"], ["0"]]
    assert run_js("query.cjs", str(built.output / "ja/search/index.json"), data=["generative", "せいせいエーアイ"]) == [
        ["0"],
        ["0"],
    ]


def test_terms_are_in_the_order_of_utf_16_that_lunr_js_demands(tmp_path: Path, run_js: Any) -> None:
    titles = ["😀 smile", "ﷺ sign", "ﾊ half", "𝒜 script", "zebra"]
    files = {f"content/en/t{number}.md": entry(f'"{title}"') for number, title in enumerate(titles)}
    built = build_site(tmp_path, files)
    path = built.output / "en/search/index.json"
    terms = [term for term, _ in json.loads(path.read_text(encoding="utf-8"))["invertedIndex"]]
    assert terms != sorted(terms), "the case needs terms in which code points and UTF-16 differ"
    assert run_js("query.cjs", str(path), data=["zebra"]) == [["4"]]
    # What lunr.py writes for the same titles is refused: the reason for an order of our own.
    theirs = lunr.lunr(
        ref="id", fields=("title",), documents=[{"id": str(at), "title": title} for at, title in enumerate(["😀", "ﷺ"])]
    )
    (tmp_path / "theirs.json").write_text(json.dumps(theirs.serialize()), encoding="utf-8")
    with pytest.raises(AssertionError, match="Out of order"):
        run_js("query.cjs", str(tmp_path / "theirs.json"), data=["😀"])


def test_the_index_loads_in_lunr_py_too(tmp_path: Path) -> None:
    built = sample(tmp_path)
    index = Index.load(built.read("en/search/index.json"))
    documents = json.loads(built.read("en/search/documents.json"))
    best = index.search("hallucination")[0]
    assert documents[int(best["ref"])][1] == "/en/glossary/hallucination/"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_number_of_the_sample_is_what_lunr_js_computes_from_the_same_terms(lang: str, run_js: Any) -> None:
    assert_equal_to_lunr(indexed(ROOT / "content", ROOT / "glossary.toml")[lang], run_js)


@pytest.mark.heavy
def test_every_number_of_300_real_entries_is_what_lunr_js_computes_from_the_same_terms(run_js: Any) -> None:
    if not CNCF.is_dir():
        pytest.skip("the corpus beside the checkout is not there")
    languages = indexed(CNCF)
    # One index of many languages: 300 entries of all scripts.
    documents = [document for found in languages.values() for document in found.documents][::2][:300]
    own = {key: terms for found in languages.values() for key, terms in found.own.items()}
    assert len(documents) == 300
    assert_equal_to_lunr(Indexed(documents, own), run_js)


def assert_equal_to_lunr(found: Indexed, run_js: Any) -> None:
    columns = make_columns(found.documents, found.own.get)
    for fields, by_field in ((HEAD_FIELDS, stock_columns(found.documents, columns)), (FIELDS, columns)):
        rows = [by_field[name] for name, _ in fields]
        ours = json.loads(lunr_index(weigh(fields, rows, len(found.documents))))
        terms = [
            [[term for term, count in zip(*row, strict=True) for _ in range(count)] for row in document]
            for document in zip(*rows, strict=True)
        ]
        theirs = run_js("build.cjs", data={"fields": fields, "documents": terms})
        assert _by_term(ours) == _by_term(theirs)
        assert [term for term, _ in ours["invertedIndex"]] == [term for term, _ in theirs["invertedIndex"]]
        assert ours["fields"] == theirs["fields"]
        assert ours["version"] == theirs["version"]
        assert ours["pipeline"] == theirs["pipeline"] == []


def _by_term(index: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return an index without its term numbers: (term -> field -> refs), (field/ref -> term -> weight)."""
    numbers = {posting["_index"]: term for term, posting in index["invertedIndex"]}
    postings = {
        term: {name: sorted(refs) for name, refs in posting.items() if name != "_index"}
        for term, posting in index["invertedIndex"]
    }
    vectors = {
        ref: {numbers[vector[at]]: vector[at + 1] for at in range(0, len(vector), 2)}
        for ref, vector in index["fieldVectors"]
    }
    return postings, vectors
