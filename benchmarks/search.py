"""What the search costs and what it finds: `python -m benchmarks.search [--count N …] [--content FOLDER …]`.

Building is measured beside lunr.py and lunr.js with the same terms, in seconds of CPU per 1,000 entries. Bytes to the
first result are those of a gzip transfer of everything that a query loads, the client's modules included. Rates are
those of queries that find the entry that they are made from.
"""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import click

from benchmarks.corpus import SIZE
from benchmarks.search_sites import HUGE, HUGE_SIZE, Site, generated, read_site
from glossary_ssg.pipeline.session import paused_collection
from glossary_ssg.search import FIELDS, build_search
from glossary_ssg.search.build import make_columns
from glossary_ssg.search.fields import Terms
from glossary_ssg.search.lunr_index import lunr_index
from glossary_ssg.search.weigh import weigh
from glossary_ssg.text.tokens import is_unspaced, name_key, normalise, runs

HERE = Path(__file__).parent
MODULES = HERE.parent / "themes/default/static/js/search"
BODY_TERMS = 80


@click.command()
@click.option(
    "--count",
    "counts",
    multiple=True,
    type=int,
    default=(1_500, 15_000),
    show_default=True,
    help="Entries per language of a generated glossary.",
)
@click.option("--content", "contents", multiple=True, type=click.Path(path_type=Path), help="Other glossaries.")
@click.option("--huge", is_flag=True, help=f"Measure {HUGE:,} entries per language too; takes ten minutes and 6 GB.")
@click.option("--cost/--no-cost", default=True, help="Measure building beside lunr.py and lunr.js.")
def main(counts: Sequence[int], contents: Sequence[Path], huge: bool, cost: bool) -> None:
    """Print what the search costs and what it finds."""
    with paused_collection():
        if cost:
            _print_cost(1_000)
        _print_sites(
            chain(
                chain.from_iterable(read_site(folder) for folder in contents),
                chain.from_iterable(generated(count, BODY_TERMS) for count in counts),
                generated(HUGE, BODY_TERMS, HUGE_SIZE) if huge else (),
            )
        )


def _print_sites(sites: Iterable[Site]) -> None:
    click.echo(f"\nmodules of the client: {_modules():,} bytes gzip\n")
    click.echo("site              entries  CPU s    MB  parts | KB to first result: median   max | ms: median   max")
    rates = []
    for site in sites:
        with tempfile.TemporaryDirectory() as folder:
            _print_bytes(site, Path(folder))
            rates.append(_shown_rates(site, Path(folder)))
    click.echo("\nfound by          entries  headword  reading  other language  typo (first three)  substring (recall)")
    click.echo("\n".join(rates))


def _shown_rates(site: Site, folder: Path) -> str:
    row = _rates(site, folder)
    shown = [f"{rate:.3f}" if rate is not None else "-" for rate in row]
    return (
        f"{site.name:14} {site.lang} {len(site.documents):7,}  {shown[0]:>8} {shown[1]:>8} {shown[2]:>15}"
        f" {shown[3]:>19} {shown[4]:>19}"
    )


def _print_cost(count: int) -> None:
    click.echo(f"seconds of CPU per 1,000 entries of {SIZE:,} bytes   ours  lunr.js  lunr.py | with all parts")
    for label, body_terms in (("no text", 0), ("80 words", BODY_TERMS), ("all words", None)):
        for site in generated(count, body_terms):
            columns = make_columns(site.documents, site.own.get)
            rows = [columns[name] for name, _ in FIELDS]
            documents = [
                [[term for term, number in zip(*row, strict=True) for _ in range(number)] for row in document]
                for document in zip(*rows, strict=True)
            ]
            ours = _cpu(partial(_index, rows, len(site.documents)))
            everything = _cpu(partial(_everything, site))
            python = _cpu(partial(_lunr_py, documents))
            times = [seconds / count * 1_000 for seconds in (ours, _lunr_js(documents), python, everything)]
            click.echo(f"{label:10} {site.lang} {times[0]:38.2f} {times[1]:8.2f} {times[2]:8.2f} | {times[3]:14.2f}")


def _index(rows: Sequence[Sequence[Terms]], documents: int) -> bytes:
    return lunr_index(weigh(FIELDS, rows, documents))


def _everything(site: Site) -> None:
    deque(build_search(site.documents, site.own.get, site.lang), maxlen=0)


def _cpu(run: Callable[[], object]) -> float:
    """Return the seconds of CPU that something takes, the better of two: the first asks for memory."""
    times = []
    for _ in range(2):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def _lunr_js(documents: Sequence[Sequence[Sequence[str]]]) -> float:
    return float(_node("search_lunr.cjs", {"fields": FIELDS, "documents": documents}))


def _lunr_py(documents: Sequence[Sequence[Sequence[str]]]) -> str:
    from lunr.builder import Builder

    builder = Builder()
    builder.ref("id")
    for name, boost in FIELDS:
        builder.field(name, boost=boost)
    for number, terms in enumerate(documents):
        rows = dict(zip((name for name, _ in FIELDS), map(list, terms), strict=True))
        builder.add({"id": str(number), **rows})
    return json.dumps(builder.build().serialize())


def _print_bytes(site: Site, folder: Path) -> None:
    start = time.process_time()
    for name, data in build_search(site.documents, site.own.get, site.lang):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    seconds = time.process_time() - start
    parts = list((folder / "parts").glob("*"))
    size = sum(path.stat().st_size for path in parts) / 1e6
    queries = _fixed_queries(site)
    loaded = [{"modules": _modules(), **answer["bytes"]} for answer in _ask(folder, queries, 10, cold=True)]
    cold = [sum(bytes_.values()) for bytes_ in loaded]
    warm = [answer["milliseconds"] for answer in _ask(folder, queries, 10, cold=False)]
    click.echo(
        f"{site.name:14} {site.lang} {len(site.documents):7,} {seconds:6.1f} {size:5.1f} {len(parts):6} |"
        f"{median(cold) / 1000:28.1f} {max(cold) / 1000:5.1f} | {median(warm):10.1f} {max(warm):5.1f}"
    )
    heaviest, query = max(zip(loaded, queries, strict=True), key=lambda pair: sum(pair[0].values()))
    click.echo(f"  {query}: {', '.join(f'{kind} {size / 1000:.1f}' for kind, size in heaviest.items())}")


def _modules() -> int:
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in MODULES.glob("*.js"))


def _fixed_queries(site: Site) -> list[str]:
    """Return 60 queries: common and rare words, two words, beginnings of three letters or more, headwords."""
    rng = random.Random(60)
    found: Counter[str] = Counter()
    texts = [
        [word for terms in site.own[document.body_key] for word in terms.words.split()] for document in site.documents
    ]
    for text in texts:
        found.update(text)
    words = [word for word, _ in found.most_common() if len(word) > 2 or (site.lang == "ja" and len(word) == 2)]
    titles = [document.title for document in site.documents]
    common, rare = words[:200], words[len(words) // 2 :]
    queries = [*rng.choices(common, k=12), *rng.choices(rare, k=12)]
    queries += [" ".join(rng.choices(rng.choice(texts), k=2)) for _ in range(12)]
    queries += [rng.choice([word for word in words if len(word) > 4] or words)[: 3 + at % 3] for at in range(12)]
    return [*queries, *rng.choices(titles, k=12)]


def _rates(site: Site, folder: Path) -> list[float | None]:
    """Return the rates of the table's columns."""
    rng = random.Random(1)
    most = 500 if len(site.documents) < HUGE else 100  # an answer takes longer there
    sample = sorted(rng.sample(range(len(site.documents)), min(len(site.documents), most)))
    uses: Counter[str] = Counter()
    for document in site.documents:
        uses.update({name_key(document.title), *(name_key(name) for _, name in document.names)})
    asked: dict[str, list[tuple[int, str]]] = {"title": [], "reading": [], "translations": [], "typo": []}
    for number in sample:
        document = site.documents[number]
        for field, name in (("title", document.title), *document.names):
            if uses[name_key(name)] == 1 and field in asked:
                asked[field].append((number, name))
                if field == "title" and len(name) > 3:
                    asked["typo"].append((number, _mistyped(name, rng)))
    rates: list[float | None] = []
    for field, pairs in asked.items():
        answers = _ask(folder, [text for _, text in pairs], 3, cold=False)
        first = 3 if field == "typo" else 1
        hits = [number in answer["found"][:first] for (number, _), answer in zip(pairs, answers, strict=True)]
        rates.append(sum(hits) / len(hits) if hits else None)
    return [*rates, _substrings(site, folder, rng) if site.lang == "ja" else None]


def _mistyped(name: str, rng: random.Random) -> str:
    """Return a name in which one letter is missing, doubled, wrong or exchanged with its neighbour."""
    at = rng.choice([place for place, char in enumerate(name) if char.isalnum()])
    letter = (
        rng.choice("まみむカキク") if is_unspaced(normalise(name[at])) else rng.choice("abcdefghijklmnopqrstuvwxyz")
    )
    forms = [name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], name[:at] + letter + name[at + 1 :]]
    if at + 1 < len(name) and name[at + 1].isalnum():
        forms.append(name[:at] + name[at + 1] + name[at] + name[at + 2 :])
    return rng.choice(forms)


def _substrings(site: Site, folder: Path, rng: random.Random) -> float:
    """Return how many of the entries are found whose name or definition holds a piece of Japanese text."""
    texts = [
        "\n".join(map(normalise, (document.title, document.summary, *(name for _, name in document.names))))
        for document in site.documents
    ]
    pieces: list[str] = []
    while len(pieces) < 30:
        long = [run for run in runs(rng.choice(texts)) if is_unspaced(run) and len(run) > 3]
        if long:
            run = rng.choice(long)
            at = rng.randrange(len(run) - 2)
            pieces.append(run[at : at + rng.randint(2, 5)])
    answers = _ask(folder, pieces, len(texts), cold=False)
    recalls = []
    for piece, answer in zip(pieces, answers, strict=True):
        wanted = {number for number, text in enumerate(texts) if piece in text}
        recalls.append(len(wanted.intersection(answer["found"])) / len(wanted))
    return sum(recalls) / len(recalls)


def _ask(folder: Path, queries: Sequence[str], limit: int, *, cold: bool) -> list[dict[str, Any]]:
    data = {"folder": str(folder), "limit": limit, "queries": queries, "cold": cold}
    found: list[dict[str, Any]] = json.loads(_node("search_client.mjs", data))
    return found


def _node(script: str, data: Any) -> str:
    command = ["node", str(HERE / script)]
    return subprocess.run(command, input=json.dumps(data), capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
