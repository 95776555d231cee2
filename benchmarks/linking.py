"""How long automatic links and the resolution of heads take: `python -m benchmarks.linking`.

Makes 3,000 English entries of 8 KB with 5,000 names, builds them on one core, cold and warm, and prints the time of
both stages per 1,000 entries.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from glossary_ssg.cache import Cache
from glossary_ssg.config import load_config
from glossary_ssg.executor import InLine
from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.inputs import open_session

ENTRIES, NAMES, SIZE = 3_000, 5_000, 8_000


def write_entries(folder: Path, entries: int, names: int, size: int) -> None:
    """Write entries in which every fortieth word or so is a name, and every tenth name a written link."""
    rng = random.Random(20261124)  # the same corpus every time
    syllables = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "or", "un")]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 3))) for _ in range(6_000)]
    # A third are single words of their own, as in a real glossary; common words are rarely terms.
    headwords = [
        f"{rng.choice(words)}{rng.choice(words)}".capitalize()
        if number % 3 == 0
        else " ".join(rng.choices(words, k=rng.randint(2, 3))).capitalize()
        for number in range(names)
    ]
    folder.mkdir(parents=True)
    for number in range(entries):
        synonyms = headwords[entries + number :: entries]
        parts: list[str] = []
        length = 0
        while length < size:
            sentence = []
            for _ in range(12):
                if rng.random() < 0.025:
                    target = rng.randrange(entries)
                    name = headwords[target].lower()
                    sentence.append(f"[{name}](t{target}.md)" if rng.random() < 0.1 else name)
                else:
                    sentence.append(rng.choice(words))
            text = " ".join(sentence).capitalize() + ("." if rng.random() < 0.8 else ".\n\n")
            parts.append(text)
            length += len(text) + 1
        keywords = f"{rng.choice(words)}, {rng.choice(words)}"
        front = f"title: {headwords[number]}\nkeywords: {keywords}\ncategory: C{number % 12}\n"
        front += f"synonyms: {synonyms}\n" if synonyms else ""
        (folder / f"t{number}.md").write_text(f"---\n{front}---\n\n{' '.join(parts)}\n", encoding="utf-8")


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_entries(folder / "content" / "en", ENTRIES, NAMES, SIZE)
        print(f"{ENTRIES:,} entries of {SIZE:,} bytes, {NAMES:,} names, one core; seconds per 1,000 entries")
        for label in ("cold", "warm"):
            cache = Cache(folder / "cache")
            config = load_config(content=folder / "content", output=folder / label)
            report = build(open_session(config, InLine(), cache))
            cache.close()
            times = dict(report.stages)
            per = {stage: times[stage] / ENTRIES * 1_000 for stage in ("parse", "resolve", "link")}
            print(f"{label:5} " + "  ".join(f"{stage} {seconds:.3f}" for stage, seconds in per.items()), flush=True)
        print(f"automatic links: {report.summary.auto_links:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
