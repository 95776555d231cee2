"""The client of the search: what it finds in the parts, and that it is what a stock lunr.js finds in the whole index."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict

from glossary_ssg.config import SearchBody
from glossary_ssg.model import FieldTerms
from glossary_ssg.search import FIELDS, Document
from glossary_ssg.search.build import build_search, make_columns
from glossary_ssg.search.client.index import Kind, search
from glossary_ssg.search.client.store import Store
from glossary_ssg.search.lunr_index import lunr_index
from glossary_ssg.search.parts import EXACT_DOCUMENTS, HEAVIEST, PART_SIZE, UNSPACED_PART_SIZE
from glossary_ssg.search.weigh import utf16, weigh
from glossary_ssg.text.tokens import is_unspaced
from tests.searching import Indexed, indexed
from tests.support import CNCF, build_site, entry, tree_of, write_files

ODD = (
    *("__proto__", "constructor", "hasOwnProperty", "zzzzqqqq", "zzzzqqqq*", "+zzzzqqqq data", "-zzzzqqqq data", ""),
    *("😀", "...", "-data", "title:cloud", "+title:cloud +body:service", "title:clo*", "c++", "data^0", "cloud^3 data"),
)


@pytest.fixture(scope="module")
def corpus() -> Callable[[str], Indexed]:
    """Return a function that returns what a real glossary's index is made from, by language."""
    if not CNCF.is_dir():
        pytest.skip("the corpus beside the checkout is not there")
    return indexed(CNCF).__getitem__


def write_parts(folder: Path, found: Indexed) -> str:
    write_files(folder, dict(build_search(found.documents, found.own.get, found.lang)))
    return str(folder)


def queries(terms: list[str], count: int) -> Iterator[str]:
    """Yield queries of all kinds that are made of an index's terms."""
    rng = random.Random(5)
    words = [term for term in terms if term.isalnum()]
    kinds: tuple[Callable[[], str], ...] = (
        lambda: rng.choice(words),
        lambda: " ".join(rng.choices(words, k=rng.randint(2, 4))),
        lambda: f"{rng.choice(long)[: rng.randint(3, 5)]}*",
        lambda: f"{rng.choice(words)}^{rng.randint(2, 20)} {rng.choice(words)}",
        lambda: f"+{rng.choice(words)} {rng.choice(words)}",
        lambda: f"+{rng.choice(common)} +{rng.choice(common)}",
        lambda: f"{rng.choice(common)} -{rng.choice(common)}",
        lambda: f"{rng.choice([name for name, _ in FIELDS])}:{rng.choice(words)} {rng.choice(long)[:4]}*",
    )
    long = [word for word in words if len(word) > 5] or words
    common = words[:: max(1, len(words) // 40)]
    for number in range(count):
        yield kinds[number % len(kinds)]()


@pytest.mark.parametrize(("lang", "count"), [("en", 260), ("ja", 100), ("hi", 40)])
def test_documents_and_scores_are_those_of_lunr_js_with_the_whole_index(
    lang: str, count: int, corpus: Callable[[str], Indexed], tmp_path: Path, run_js: Any
) -> None:
    found = corpus(lang)
    columns = make_columns(found.documents, found.own.get)
    index = weigh(FIELDS, [columns[name] for name, _ in FIELDS], len(found.documents))
    whole = tmp_path / "whole.json"
    whole.write_bytes(lunr_index(index))
    terms = [term for term in index.terms if lang != "ja" or len(term) > 1]
    asked = [*ODD, *queries(terms, count - len(ODD))]
    data = [(text, text.isascii() and not any(map(is_unspaced, text.split()))) for text in asked]
    answers = run_js("compare.mjs", write_parts(tmp_path / "parts", found), str(whole), data=data)
    assert sum(bool(theirs) for _, theirs in answers) > count * 0.5
    for text, (ours, theirs) in zip(asked, answers, strict=True):
        assert ours == alike(theirs), text


def alike(results: list[list[float]]) -> list[Any]:
    """Return results in the order of their scores, those of equal score in the order of their numbers."""
    rounded = sorted(results, key=lambda result: -round(result[1], 9))
    groups = groupby(rounded, key=lambda result: round(result[1], 9))
    return [pytest.approx(result, rel=1e-12) for _, group in groups for result in sorted(group)]


@pytest.mark.heavy
def test_the_terminal_finds_what_the_browser_finds(
    corpus: Callable[[str], Indexed], tmp_path: Path, run_js: Any
) -> None:
    for lang in ("en", "ja", "hi"):
        found = corpus(lang)
        folder = write_parts(tmp_path / lang, found)
        titles = [document.title for document in found.documents]
        asked = [*titles, *(mistyped(title) for title in titles), *ODD, *QUERIES]
        for text, theirs in zip(asked, run_js("search.mjs", folder, data=asked), strict=True):
            ours = search(Path(folder), text)
            assert [(hit.title, hit.href, hit.kind) for hit in ours.hits] == [
                (hit["title"], hit["href"], hit["kind"]) for hit in theirs["documents"]
            ], text
            assert [[asdict(one) for one in hit.headings] for hit in ours.hits] == [
                hit["headings"] for hit in theirs["documents"]
            ], text
            assert [hit.score for hit in ours.hits] == pytest.approx([hit["score"] for hit in theirs["documents"]])
            assert (ours.total, ours.did_you_mean) == (theirs["total"], theirs["didYouMean"])


def mistyped(title: str) -> str:
    return title[:2] + title[3:] if len(title) > 4 else title


QUERIES = (
    *("service", "services", "serv", "s", "クラウド", "くらうど", "ク", "cloud native", "cloud nat", "e-mail", "c++"),
    *(
        "foo:bar",
        "title:",
        "+",
        "-",
        "*",
        "^",
        "~",
        "a~9",
        "a^",
        "^^2",
        ":",
        "::",
        "\\",
        "a:b:c",
        "+-x",
        "-+",
        "the of",
    ),
    *(
        "title:cloud -native",
        "+title:cloud",
        "cloud*",
        "clo* nat*",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        *("x" * 10_000, "+" * 10_000, "^1" * 5_000 + "x", "~" * 10_000, "a* " * 3_000, "語" * 10_000, "- " * 5_000),
        *("\ud800", "\udc00a", "\0", "a:" * 5_000, "\\" * 10_000, "*" * 10_000, "😀" * 5_000, " " * 10_000, "+\n-\t*"),
    ],
    ids=lambda text: ascii(text[:4]),
)
def test_nothing_that_is_typed_throws_hangs_or_loads_everything(text: str, odd_site: str, run_js: Any) -> None:
    assert run_js("budget.mjs", odd_site, data=text)["files"] < 40


@pytest.fixture(scope="module")
def odd_site(corpus: Callable[[str], Indexed], tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_parts(tmp_path_factory.mktemp("odd"), corpus("ja"))


def small(folder: Path, **titles: str) -> Path:
    """Build a site of entries, and return its folder."""
    files = {f"content/{name.replace('_', '/')}.md": text for name, text in titles.items()}
    return build_site(folder, files).output


def first(output: Path, lang: str, text: str) -> str:
    """Return the headword of the best result, empty where there is none."""
    hits = search(output / lang / "search", text).hits
    return hits[0].title if hits else ""


def test_headwords_come_first_then_names_then_titles_then_texts(tmp_path: Path) -> None:
    output = small(
        tmp_path,
        en_a=entry("Pod", "Text."),
        en_b=entry("Pod disruption budget"),
        en_c=entry("Group", synonyms="[pod set]"),
        en_d=entry("The big pod"),
        en_e=entry("Node", "A pod and a pod and a pod and a pod."),
        en_f=entry("Other"),
    )
    answer = search(output / "en/search", "pod")
    assert [hit.title for hit in answer.hits] == ["Pod", "Pod disruption budget", "Group", "The big pod", "Node"]
    assert [hit.kind for hit in answer.hits] == [Kind.EXACT, Kind.HEADWORD, Kind.NAME, Kind.TITLE, Kind.TEXT]
    assert [hit.name for hit in answer.hits] == ["", "", "pod set", "", ""]


@pytest.mark.parametrize(
    "title", ["If", "A/B testing", "C++", "PHI", "C", "語", "😀", "...", ".NET", "node.js", "don't"]
)
def test_a_headword_that_is_hard_to_search_for_finds_its_entry(title: str, tmp_path: Path) -> None:
    others = {f"en_o{number}": entry(f"Other {number}", "if a b testing c phi net node js don") for number in range(5)}
    output = small(tmp_path, en_a=entry(json.dumps(title, ensure_ascii=False)), **others)
    assert first(output, "en", title) == title


def test_readings_in_both_kana_and_names_in_other_languages_find_an_entry(tmp_path: Path) -> None:
    output = small(
        tmp_path,
        ja_g=entry("生成AI", reading="せいせいエーアイ"),
        en_g=entry("Generative AI", acronym="GAI"),
        ja_x=entry("完成"),
        en_x=entry("Completion"),
    )
    for text in ("せいせい", "セイセイ", "Generative", "generative ai", "生成AI", "生成", "生"):
        assert first(output, "ja", text) == "生成AI", text
    assert first(output, "en", "gai") == "Generative AI"
    hit = search(output / "en/search", "生成").hits[0]
    assert (hit.title, hit.kind, hit.name) == ("Generative AI", Kind.NAME, "生成AI")


def test_english_plurals_find_the_singular_and_the_other_way_round(tmp_path: Path) -> None:
    output = small(tmp_path, en_a=entry("Service mesh"), en_b=entry("Policies"), en_c=entry("Other"))
    assert first(output, "en", "service meshes") == "Service mesh"
    assert first(output, "en", "services") == "Service mesh"
    assert first(output, "en", "policy") == "Policies"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("kuberntes", "Kubernetes"),  # a letter is missing
        ("kuebrnetes", "Kubernetes"),  # two are exchanged
        ("kuberneetess", "Kubernetes"),  # two are too many in a long word
        ("autoscalling", "Autoscaling"),
        ("service mseh", "Service mesh"),
        ("ハルシレーション", "ハルシネーション"),
    ],
)
def test_a_typo_finds_what_was_meant_and_says_so(text: str, title: str, tmp_path: Path) -> None:
    titles = ("Kubernetes", "Autoscaling", "Service mesh", "Service", "ハルシネーション")
    output = small(tmp_path, **{f"en_t{number}": entry(name) for number, name in enumerate(titles)})
    answer = search(output / "en/search", text)
    assert answer.hits[0].title == title
    assert answer.did_you_mean.lower() == title.lower()


def test_words_that_never_stand_together_find_entries_with_some_of_them(tmp_path: Path) -> None:
    output = small(tmp_path, en_a=entry("Alpha"), en_b=entry("Beta"), en_c=entry("Gamma"))
    assert {hit.title for hit in search(output / "en/search", "alpha beta").hits} == {"Alpha", "Beta"}
    assert search(output / "en/search", "+alpha +beta").total == 0


def test_a_category_keeps_other_entries_out(tmp_path: Path, run_js: Any) -> None:
    output = small(
        tmp_path, en_a=entry("Pod", category="Tools"), en_b=entry("Pod set", category="Other"), en_c=entry("X")
    )
    folder = str(output / "en/search")
    assert [hit["title"] for hit in run_js("category.mjs", folder, "tools", data="pod")] == ["Pod"]
    assert run_js("category.mjs", folder, "__proto__", data="pod") == []


def sections(output: Path, lang: str, text: str) -> list[tuple[str, str]]:
    """Return title and address of the headings of the best result."""
    hits = search(output / lang / "search", text).hits
    return [(one.title, one.href) for one in hits[0].headings] if hits else []


def test_a_result_leads_to_the_headings_that_hold_the_words(tmp_path: Path) -> None:
    text = "## What is a Pod?\n\nIt.\n\n## Limits, and quotas\n\n### Pod limits\n\n## Network policy\n"
    output = small(tmp_path, en_pod=entry("Pod", text), en_x=entry("Limit", "## See also\n"), ja_x=entry("X"))
    limits, pods = ("Limits, and quotas", "/en/pod/#limits-and-quotas"), ("Pod limits", "/en/pod/#pod-limits")
    assert sections(output, "en", "pod limits") == [pods, limits]  # the title says the other word
    assert sections(output, "en", "policies pod") == [("Network policy", "/en/pod/#network-policy")]
    assert sections(output, "en", "quot") == [limits]
    assert sections(output, "en", "limits policy") == []  # no heading has both
    assert sections(output, "en", "headings:network") == [("Network policy", "/en/pod/#network-policy")]
    assert sections(output, "en", "title:pod") == []
    assert sections(output, "en", "pod") == [pods]  # the heading that the text begins with is the top of the page


def test_japanese_headings_hold_whole_words_of_the_query(tmp_path: Path) -> None:
    text = "T\n\n## 生成の例\n\n## 成否\n\n## 生成AIの例\n"
    output = small(tmp_path, ja_ai=entry("モデル", text), en_x=entry("X"))
    assert [title for title, _ in sections(output, "ja", "生成AI")] == ["生成AIの例"]
    assert sections(output, "ja", "生成")[0] == ("生成の例", "/ja/ai/#%E7%94%9F%E6%88%90%E3%81%AE%E4%BE%8B")


def test_a_result_leads_to_three_headings_at_most_and_a_typo_to_what_was_meant(tmp_path: Path) -> None:
    text = "T\n\n" + "".join(f"## Tuning {number}\n\nT\n\n" for number in range(9))
    output = small(tmp_path, en_a=entry("Model", text), en_b=entry("Other"))
    assert [title for title, _ in sections(output, "en", "tuning")] == ["Tuning 0", "Tuning 1", "Tuning 2"]
    assert len(sections(output, "en", "tunign")) == 3


def test_headings_are_loaded_only_if_one_of_them_is_meant(tmp_path: Path, run_js: Any) -> None:
    entries = {f"en_t{number}": entry(f"Term {number}", "words\n\n## Usage\n") for number in range(60)}
    output = small(tmp_path, **entries, ja_x=entry("X"))
    words, usage = (run_js("budget.mjs", str(output / "en/search"), data=text)["files"] for text in ("words", "usage"))
    assert words < usage <= words + 10


def test_an_index_is_the_same_bytes_each_time_and_old_parts_are_removed(tmp_path: Path) -> None:
    files = {f"content/en/t{number}.md": entry(f"Term {number}", f"word{number} " * 9) for number in range(40)}
    files["glossary.toml"] = 'title = "T"'
    one, other = build_site(tmp_path / "one", files), build_site(tmp_path / "other", files, jobs=2)
    assert tree_of(one.output / "en/search") == tree_of(other.output / "en/search")
    changed = build_site(tmp_path / "one", {"content/en/t1.md": entry("Another")})
    fresh = build_site(tmp_path / "fresh", files | {"content/en/t1.md": entry("Another")})
    assert tree_of(changed.output / "en/search") == tree_of(fresh.output / "en/search")
    again = build_site(tmp_path / "one")
    assert again.report.summary.written == 0
    (again.output / "en/search/manifest.json").unlink()
    assert build_site(tmp_path / "one").report.summary.written == 1
    assert tree_of(again.output / "en/search") == tree_of(fresh.output / "en/search")


def test_parts_are_small_and_cover_all_terms(corpus: Callable[[str], Indexed], tmp_path: Path) -> None:
    for lang, most in (("en", PART_SIZE), ("ja", UNSPACED_PART_SIZE)):
        folder = Path(write_parts(tmp_path / lang, corpus(lang)))
        sizes = [path.stat().st_size for path in (folder / "parts").glob("terms-*.json")]
        assert max(sizes) < most * 1.2
        assert min(sizes) > most * 0.6
        starts = json.loads((folder / "manifest.json").read_bytes())["terms"][0]
        assert starts == sorted(starts, key=utf16)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the search folder of more documents than are searched exactly, with more parts than a manifest lists."""
    documents, own = [], {}
    nothing = FieldTerms("", ())
    for number in range(EXACT_DOCUMENTS + 1):
        words = " ".join(sorted(f"word{number * 7919 % 5003:04}x{at:02}{'y' * 20}" for at in range(30)))
        body = FieldTerms(f"common {words}", (1 + number % 7, *(30 * (1,))))
        headings = FieldTerms("common uses", (1, 1))
        own[str(number)] = (FieldTerms(f"term {number}", (1, 1)), *(4 * (nothing,)), headings, body)
        heads = (("common-uses", "Common uses"),)
        documents.append(Document(f"Term {number}", f"/{number}/", "x" * 300, (), (), str(number), heads))
    return write_parts(tmp_path_factory.mktemp("large"), Indexed(documents, own))


def test_above_5000_documents_common_terms_keep_their_heaviest_postings(large: str) -> None:
    posting = Store(Path(large)).term("common")
    assert posting is not None
    assert posting.dropped == 2 * (EXACT_DOCUMENTS + 1) - HEAVIEST
    assert sum(map(len, posting.fields.values())) == HEAVIEST
    # A word that lost postings keeps no entry out that another word finds.
    assert search(Path(large), "common 17").hits[0].title == "Term 17"


def test_a_large_index_is_read_through_pages_and_its_manifest_stays_small(large: str, run_js: Any) -> None:
    manifest = json.loads((Path(large) / "manifest.json").read_bytes())
    assert (Path(large) / "manifest.json").stat().st_size < 3_000
    firsts = manifest["terms"][0]
    assert len(firsts) > 9, "the case needs a table of many pages"
    asked = [*firsts, *(first[:8] for first in firsts), *(first[:6] for first in firsts), "wor", "a", "zzz", "0"]
    asked += [f"word{number:04}x00{'y' * 20}" for number in range(0, 5003, 97)] + [
        f"common {number}" for number in (0, 17, 4999)
    ]
    answers = run_js("search.mjs", large, data=asked)
    for text, theirs in zip(asked, answers, strict=True):
        ours = search(Path(large), text)
        assert [(hit.title, [asdict(one) for one in hit.headings]) for hit in ours.hits] == [
            (hit["title"], hit["headings"]) for hit in theirs["documents"]
        ], text
        assert ours.total == theirs["total"]
    for text, theirs in zip(asked, answers, strict=True):
        if text.startswith("word") and len(text) > 20:
            number = next(number for number in range(EXACT_DOCUMENTS + 1) if f"word{number * 7919 % 5003:04}x" in text)
            assert [hit["title"] for hit in theirs["documents"]] == [f"Term {number}"]


@pytest.mark.parametrize("body", list(SearchBody))
def test_the_setting_says_how_much_of_the_text_is_searched(body: SearchBody, tmp_path: Path) -> None:
    words = " ".join(f"often{number} often{number}" for number in range(80))
    files = {
        "glossary.toml": f'[search]\nbody = "{body}"\n',
        "content/en/a.md": entry("A", f"{words} seldom", description="D"),
        "content/en/b.md": entry("B"),
    }
    output = build_site(tmp_path, files).output
    found = [first(output, "en", text) for text in ("often7", "seldom")]
    assert found == {"frequent": ["A", ""], "full": ["A", "A"], "none": ["", ""]}[body]
