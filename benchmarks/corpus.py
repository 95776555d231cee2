"""Write a glossary to measure with: `python -m benchmarks.corpus FOLDER --count N --size BYTES`.

English and Japanese, the same for the same arguments. Words are made of syllables; the vocabulary grows with the number
of entries as that of real text does (Heaps' law), so that an index of 100,000 entries is no toy. Every entry has
headings, lists, bold text, also beside Japanese punctuation, links to other entries, most of them whole, a definition
and, in Japanese, a reading; every third a table, every fourth questions and answers.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

HEAPS_K, HEAPS_BETA = 40, 0.55
"""Vocabulary of n words of text: HEAPS_K * n ** HEAPS_BETA (Heaps 1978)."""
BROKEN = 0.03
"""Share of links that lead nowhere."""
_CATEGORIES = (("Models", "モデル"), ("Data", "データ"), ("Methods", "方法"), ("Operations", "運用"), ("Law", "法律"))
_CONSONANTS = ("b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "an", "er", "il", "or", "un")
_ENGLISH = [first + last for first in _CONSONANTS for last in _VOWELS]
_KANA = list("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロ")
_KANJI = list(
    "生成言語情報処理学習機械認証通信分析設計開発運用検索回答対話理解文章画像音声推論評価品質安全管理計算資源"
)
_ON = (
    "せい せい げん ご じょう ほう しょ り がく しゅう き かい にん しょう つう しん ぶん せき "
    "せつ けい かい はつ うん よう けん さく かい とう たい わ り かい ぶん しょう が ぞう "
    "おん せい すい ろん ひょう か ひん しつ あん ぜん かん り けい さん し げん"
)
"""How each of these is read."""
_AS_HIRAGANA = dict(zip(_KANJI, _ON.split(" "), strict=True)) | {kana: chr(ord(kana) - 0x60) for kana in _KANA}

LANGUAGES = ("en", "ja")
Sentence = Callable[[random.Random, list[str], int, int], str]


class Entry(NamedTuple):
    """An entry of the corpus."""

    lang: str
    number: int
    other: str
    """The headword of its translation."""
    text: str


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--count", default=1_000, show_default=True, help="Entries in each language.")
@click.option("--size", default=8_000, show_default=True, help="Bytes of an entry, about.")
def main(folder: Path, count: int, size: int) -> None:
    """Write a glossary of COUNT entries in English and in Japanese into FOLDER/content."""
    write_corpus(folder, count, size)
    click.echo(f"{count:,} entries of about {size:,} bytes in each of en and ja: {folder / 'content'}")


def write_corpus(folder: Path, count: int, size: int) -> None:
    """Write `content/en` and `content/ja` with `count` entries each of about `size` bytes."""
    for entry in make_corpus(count, size):
        target = folder / "content" / entry.lang / "glossary"
        target.mkdir(parents=True, exist_ok=True)
        (target / f"term-{entry.number:06}.md").write_text(entry.text, encoding="utf-8")


def make_corpus(count: int, size: int) -> Iterator[Entry]:
    """Yield what `write_corpus` writes."""
    rng = random.Random(f"{count} {size}")  # the same corpus for the same arguments
    words = int(HEAPS_K * (count * size / 6) ** HEAPS_BETA)
    english = ["".join(rng.choices(_ENGLISH, k=rng.randint(1, 4))) for _ in range(words)]
    japanese = [
        "".join(rng.choices(_KANA if rng.random() < 0.5 else _KANJI, k=rng.randint(2, 5))) for _ in range(words)
    ]
    titles = [
        f"{' '.join(rng.choices(english, k=rng.randint(1, 3)))} {_ENGLISH[number % 180]}".title()
        for number in range(count)
    ]
    names = ["".join(rng.choices(japanese, k=2)) for _ in range(count)]
    kinds = {"en": (english, titles, names, _english), "ja": (japanese, names, titles, _japanese)}
    for lang in LANGUAGES:
        vocabulary, heads, others, sentence = kinds[lang]
        for number, (title, other) in enumerate(zip(heads, others, strict=True)):
            category = _CATEGORIES[number % len(_CATEGORIES)][lang == "ja"]
            reading = "".join(_AS_HIRAGANA[sign] for sign in title) if lang == "ja" else ""
            text = _entry(rng, number, count, title, category, vocabulary, sentence, size, reading=reading)
            yield Entry(lang, number, other, text)


def _entry(
    rng: random.Random,
    number: int,
    count: int,
    title: str,
    category: str,
    words: list[str],
    sentence: Sentence,
    size: int,
    *,
    reading: str,
) -> str:
    japanese = bool(reading)
    read_as = f"reading: {reading}\n" if reading else ""
    description = _plain(sentence(rng, words, number, count))
    front = (
        f"---\ntitle: {title}\ntranslationKey: term-{number:06}\ndescription: {description}\n"
        f"{read_as}keywords: [{rng.choice(words)}, {rng.choice(words)}, {rng.choice(words)}]\ncategory: {category}\n"
        f"date: 2026-01-{number % 28 + 1:02}\nlastmod: 2026-02-{number % 28 + 1:02}\n"
        f"type: glossary\ndraft: false\n---\n\n"
    )
    parts = [front]
    length = len(front.encode())
    section = 0
    while length < size:
        blocks = [f"## {rng.choice(words)} {section}\n\n"]
        blocks += [sentence(rng, words, number, count) + " " for _ in range(4)]
        kind = (number + section) % 12
        if kind % 3 == 0:
            rows = "".join(f"| **{rng.choice(words)}** | {rng.choice(words)} |\n" for _ in range(4))
            blocks.append(f"\n\n| {rng.choice(words)} | {rng.choice(words)} |\n|---|---|\n{rows}")
        if kind % 4 == 0:
            mark = "：" if japanese else ": "
            blocks.append(f"\n\n**Q{mark}{rng.choice(words)}?**\nA{mark}{sentence(rng, words, number, count)}\n")
        if kind % 2 == 0:
            blocks.append("\n\n" + "".join(f"- **{rng.choice(words)}** – {rng.choice(words)}\n" for _ in range(4)))
        text = "".join(blocks).rstrip() + "\n\n"
        parts.append(text)
        length += len(text.encode())
        section += 1
    return "".join(parts)


def _plain(text: str) -> str:
    """Return a sentence without links and bold text: a description is no Markdown."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|\*\*", r"\1", text)


def _link(rng: random.Random, count: int, text: str) -> str:
    target = "missing-term" if rng.random() < BROKEN else f"term-{rng.randrange(count):06}"
    return f"[{text}]({target}.md)"


def _english(rng: random.Random, words: list[str], number: int, count: int) -> str:
    chosen = rng.choices(words, k=rng.randint(8, 16))
    if number % 2 and rng.random() < 0.3:
        chosen[3] = _link(rng, count, chosen[3])
    if rng.random() < 0.3:
        chosen[5] = f"**{chosen[5]}**"
    return f"{' '.join(chosen).capitalize()}."


def _japanese(rng: random.Random, words: list[str], number: int, count: int) -> str:
    chosen = rng.choices(words, k=rng.randint(5, 9))
    if number % 2 and rng.random() < 0.3:
        chosen[1] = _link(rng, count, chosen[1])
    if rng.random() < 0.3:
        chosen[2] = f"**{chosen[2]}（Term）**"
    return "は".join(chosen[:2]) + "の" + "を".join(chosen[2:]) + "です。"


if __name__ == "__main__":
    main()
