"""Whole sets of entries in memory: what resolving, linking and checks cost."""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import msgspec

_Cached = type(cache(len))

FIELDS = (
    *("titles", "synonyms", "targets", "fragments", "keys", "categories", "names-in-prose", "headings"),
    *("own-headings", "own-targets"),
)
"""What the lines of a text are used as: an entry for each, or all in one for those that begin with `own`."""
LONGEST = 60_000
"""Characters of the longest value: a frontmatter holds few more."""


def entries(field: str, values: Sequence[str]) -> dict[str, bytes]:
    """Return files by path, whose entries have `values` as what `field` names."""
    files = {"en/first.md": b"---\ntitle: First\n---\nText.\n", "ja/first.md": "---\ntitle: 初\n---\n本文\n".encode()}
    if field.startswith("own"):
        written = "## {0}\n\n[a](<#{0}>) [b](<#nope-{0}>)\n\n" if field == "own-headings" else "[a](<{0}>) [[{0}]]\n\n"
        body = "".join(written.format(value) for value in values)
        return files | {"en/own.md": f"---\ntitle: Own\n---\n{body}".encode("utf-8", "surrogatepass")}
    for number, value in enumerate(one[:LONGEST] for one in values):
        one, title = json.dumps(value, ensure_ascii=False), f"t{number}"
        body, head = "Text.", f"title: {title}"
        match field:
            case "titles":
                head = f"title: {one}"
            case "synonyms":
                head += f"\nsynonyms: [{one}]"
            case "keys":
                head += f"\ntranslationKey: {one}"
            case "categories":
                head += f"\ncategory: [{one}]"
            case "targets":
                body = f"[a](<{value}>) [[{value}]] [{value}](nowhere.md)"
            case "fragments":
                body = f"[a](first.md#{value}) [b](#{value})"
            case "names-in-prose":
                head, body = f"title: {one}\nsynonyms: [{one}]", f"{value} " * max(1, 200 // (len(value) + 1))
            case "headings":
                body = f"## {value}\n\n[a](#{value})\n\n## {value}"
        lang = "ja" if number % 2 and not value.isascii() else "en"
        files[f"{lang}/{field[:3]}{number}.md"] = f"---\n{head}\n---\n{body}\n".encode("utf-8", "surrogatepass")
    return files


def start_anew() -> None:
    """Empty the bounded caches of the program, or a second run would cost nothing, and keep the collector away."""
    for name, module in list(sys.modules.items()):
        if name.startswith("glossary_ssg"):
            for value in vars(module).values():
                if isinstance(value, _Cached) and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()
    gc.collect()
    gc.disable()


def overlaps(unit: str, count: int) -> dict[str, bytes]:
    """Return entries called by one unit, two, three, …, each with a text of 2,000 characters of them."""
    body = unit * max(1, 2_000 // len(unit))
    titles = (json.dumps(unit * number) for number in range(1, count + 1))
    lang = "en" if unit.isascii() else "ja"
    return {
        f"{lang}/o{number}.md": f"---\ntitle: {title}\n---\n{body}\n".encode("utf-8", "surrogatepass")
        for number, title in enumerate(titles)
    }


def cost(files: Mapping[str, bytes]) -> dict[str, float]:
    """Return the CPU seconds of each stage behind parsing."""
    start_anew()
    with session() as running:
        from glossary_ssg.checks import FinishedSite, run_checks

        analysis = _analyse(running, files)
        start = process_time()
        for _ in run_checks(FinishedSite(running.config, analysis.glossary, analysis.linked.links)):
            pass
        running.spent["check"] = process_time() - start
        return {name: running.spent[name] for name in ("resolve", "link", "check")}


def _analyse(running: Any, files: Mapping[str, bytes]) -> Any:
    from glossary_ssg.model import Source, digest
    from glossary_ssg.pipeline.analysis import analyse
    from glossary_ssg.sources import Discovery

    sources = tuple(
        Source(path, path[:2], path[3:].removesuffix(".md"), digest(data)) for path, data in sorted(files.items())
    )
    kinds = {field.name: field for field in msgspec.structs.fields(Discovery) if field.required}
    rest: dict[str, Any] = {name: 2**60 if field.type is int else () for name, field in kinds.items()}
    return analyse(running, Discovery(**rest | {"sources": sources, "texts": dict(files)}))


@contextmanager
def session() -> Iterator[Any]:
    """Yield a session of a site in two languages, which notes CPU time as `spent` by stage."""
    from glossary_ssg.cache import Cache
    from glossary_ssg.config import load_config
    from glossary_ssg.executor import InLine
    from glossary_ssg.pipeline.inputs import open_session
    from glossary_ssg.pipeline.session import Session, silent

    class Counting(Session):
        spent: dict[str, float]

        @contextmanager
        def timed(self, stage: str) -> Iterator[None]:
            start = process_time()
            yield
            self.spent[stage] = self.spent.get(stage, 0.0) + process_time() - start

    root = _root()
    cache = Cache(root / "no-cache", read_only=True)
    try:
        opened = open_session(load_config(config=root / "glossary.toml"), InLine(), cache)
        counting = Counting(opened.inputs, InLine(), cache, silent, None, start=opened.start)
        counting.spent = {}
        yield counting
    finally:
        cache.close()


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="glossary-fuzz-")


def _root() -> Path:
    root = Path(_folder().name)
    (root / "content/en").mkdir(parents=True, exist_ok=True)
    (root / "content/ja").mkdir(parents=True, exist_ok=True)
    (root / "glossary.toml").write_text("[languages.en]\n[languages.ja]\n", encoding="utf-8")
    return root


def with_file(data: bytes, read: Callable[[Path], Any]) -> None:
    """Hand a file to a reader, which may refuse it as one does that has a message for its user."""
    from glossary_ssg.errors import GlossaryError

    path = _root() / "file.txt"
    path.write_bytes(data)
    with suppress(GlossaryError):
        read(path)
