"""The figures as a page of Markdown."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from benchmarks.compare.measure import Cost
from benchmarks.compare.ours import Run
from glossary_ssg import __version__

OURS, SITE, HUGO = "glossary-ssg", "Hugo, site alone", "Hugo + lunr.js"
STAGES = ("read", "parse", "resolve", "link", "plan", "render", "store")
_PAGE = Template((Path(__file__).parent / "performance.md").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Results:
    """What was measured."""

    command: str
    size: int
    """Bytes of an entry, about."""
    runs: int
    cores: int
    versions: Mapping[str, str]
    costs: Mapping[str, Cost]
    """Cold builds by generator."""
    parsing: tuple[float, float]
    """CPU milliseconds of an entry: of mistune as it comes, and of our parser."""
    changes: Sequence[Run]
    help: float
    """Seconds."""
    growth_size: int
    growth: Sequence[Run]
    load: float
    """Processes at work before anything was run."""


def page(found: Results) -> str:
    """Return the page of figures."""
    alone = found.parsing[0] / 1_000 * found.changes[0].entries / found.cores
    return _PAGE.substitute(
        command=found.command,
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        version=__version__,
        versions=", ".join(f"{name} {version}" for name, version in found.versions.items()),
        machine=f"{found.cores} cores of {_processor()}, {platform.system()} {platform.release().split('-')[0]}",
        load=f"{found.load:.1f}",
        runs="once" if found.runs == 1 else f"{found.runs} times; the fastest counts",
        entries=f"{found.changes[0].entries:,}",
        size=f"{found.size:,}",
        growth_size=f"{found.growth_size:,}",
        costs=_costs(found),
        mistune=f"{found.parsing[0]:.1f}",
        parsing=f"{found.parsing[1]:.1f}",
        mistune_share=f"{alone / found.costs[SITE].wall:.2f}",
        changes=_changes(found),
        targets=_table(("what", "measured", "target", ""), _targets(found)),
        stages=_stages(found),
        help=f"{found.help:.2f}",
    ).strip() + "\n"  # fmt: skip


MET, NOT_MET = "met", "not met"


def missed(results: Results) -> Sequence[str]:
    """Return what is not as good as it should be."""
    return [what for what, _, _, verdict in _targets(results) if verdict == NOT_MET]


def _targets(found: Results) -> Iterator[Sequence[str]]:
    """Yield what is aimed at: what, measured, target, whether it is met."""
    us, site, both = found.costs[OURS], found.costs[SITE], found.costs[HUGO]
    changes = {run.what: run for run in found.changes}
    for what, measured, most in (
        (f"cold, CPU time relative to {HUGO}", us.cpu / both.cpu, 0.30),
        (f"cold, time relative to {HUGO}", us.wall / both.wall, 0.20),
        (f"cold, time relative to {SITE}", us.wall / site.wall, 1.5),
        (f"cold, memory relative to {SITE}", us.memory / site.memory, 0.6),
        (f"one entry edited, time relative to {SITE}", changes["one entry edited"].cost.wall / site.wall, 0.35),
        (f"nothing changed, time relative to {SITE}", changes["nothing changed"].cost.wall / site.wall, 0.15),
        *(growth for kind in ("cold", "nothing changed") for growth in _growth(found.growth, kind)),
        ("`glossary-ssg --help`, seconds", found.help, 0.15),
    ):
        yield what, f"{measured:.2f}", f"{most:.2f}", MET if measured <= most else NOT_MET
    parsed = changes["theme edited"].profile["counts"]["parsed"]
    yield "theme edited, files parsed", f"{parsed}", "0", NOT_MET if parsed else MET
    counts, why = changes["new term"].profile["counts"], changes["new term"].profile["rendered"]
    is_met = not why["settings"] and counts["rendered"] < counts["pages"]
    share = f"{counts['rendered']:,} of {counts['pages']:,}"
    yield "new term, pages rendered", share, "only those that show it", MET if is_met else NOT_MET


def _growth(runs: Sequence[Run], kind: str) -> Iterator[tuple[str, float, float]]:
    """Yield how the CPU time of an entry grew from the smallest glossary to the largest."""
    own = [run for run in runs if run.what == kind]
    first, last = own[0], own[-1]
    if first is last:
        return
    ratio = (last.cost.cpu / last.entries) / (first.cost.cpu / first.entries)
    yield f"{kind}, CPU time per entry at {last.entries:,} entries relative to {first.entries:,}", ratio, 1.2
    if kind == "cold" and last.entries >= 100_000:
        yield f"memory at {last.entries:,} entries, MB", last.cost.memory, 4_000


def _costs(found: Results) -> str:
    site, both = found.costs[SITE], found.costs[HUGO]
    rows = [
        (name, f"{cost.cpu:.1f}", f"{cost.wall:.1f}", f"{cost.memory:,.0f}",
         f"{cost.wall / site.wall:.2f}", f"{cost.cpu / both.cpu:.2f}", f"{cost.wall / both.wall:.2f}")
        for name, cost in found.costs.items()
    ]  # fmt: skip
    head = (
        "",
        "CPU s",
        "s",
        "MB",
        f"time relative to {SITE}",
        f"CPU time relative to {HUGO}",
        f"time relative to {HUGO}",
    )
    return _table(head, rows)


def _changes(found: Results) -> str:
    site = found.costs[SITE]
    rows = []
    for run in found.changes:
        counts = run.profile["counts"]
        rows.append(
            (run.what, f"{run.cost.cpu:.2f}", f"{run.cost.wall:.2f}", f"{run.cost.wall / site.wall:.2f}",
             f"{counts['parsed']:,}", f"{counts['rendered']:,}", f"{counts['written']:,}")
        )  # fmt: skip
    head = ("", "CPU s", "s", f"time relative to {SITE}", "files parsed", "pages rendered", "files written")
    return _table(head, rows)


def _stages(found: Results) -> str:
    rows = []
    for run in found.growth:
        stages = run.profile["stages"]
        thousand = [f"{stages.get(stage, 0) / run.entries * 1_000:.3f}" for stage in STAGES]
        cost = run.cost
        rows.append(
            (f"{run.entries:,}", run.what, *thousand, f"{cost.cpu / run.entries * 1_000:.2f}",
             f"{cost.wall:.1f}", f"{cost.memory:,.0f}")
        )  # fmt: skip
    return _table(("entries", "build", *STAGES, "CPU ms per entry", "s", "MB"), rows)


def _table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    """Return a table whose columns are in line in a terminal too."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    first, *rest = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    return "\n".join((first, "|" + "|".join("-" * (width + 2) for width in widths) + "|", *rest))


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return f"{os.cpu_count()} × {found[1] if found else platform.machine()}"
