"""Write a glossary to measure with: `python -m benchmarks.corpus FOLDER --count N`.

English and Japanese, the same for the same arguments. Its proportions were measured on a real glossary of 1,448 entries
in each of the two languages: sizes, headings, lists, links and what becomes of them, titles with parentheses, headwords
that several entries share, vocabulary. Words are made of syllables. They are as frequent as those of real text (Zipf's
law, with Mandelbrot's shift), and the vocabulary grows with the number of entries (Heaps' law).
"""

from __future__ import annotations

import random
import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import click

LANGUAGES = ("en", "ja")
SIZE = 4_747
"""Bytes of the median English entry."""
FIRST = "first-entry"
"""Stem of the first entry's file, for those who edit or open one."""
BROKEN = 0.32
"""Share of references whose target does not exist, and is not asked for by many others."""
EVERYDAY = 0.04
"""Share of headwords that are everyday words of the texts."""
PARENTHESES, SHARED = 0.135, 0.017
"""Share of titles with an acronym or a qualifier in parentheses, and of headwords that two entries have."""
TARGETS = {
    "path": 0.80,
    "plain": 0.06,
    "acronym": 0.06,
    "plural": 0.02,
    "headword": 0.02,
    "address": 0.015,
    "text": 0.025,
}
"""How references to entries that exist are written."""
_SIZES = {
    "en": ((0.1, 3459), (0.5, 4747), (0.9, 10126), (0.99, 22608)),
    "ja": ((0.1, 4650), (0.5, 6647), (0.9, 19584), (0.99, 32147)),
}
"""Bytes of bodies by quantile."""
_LINKS = {"en": ((0.1, 0), (0.5, 5), (0.9, 9), (0.99, 15)), "ja": ((0.1, 4), (0.5, 6), (0.9, 10), (0.99, 16))}
"""Links to other entries by quantile."""
_HEAPS = {"en": (158, 0.334, 6.0), "ja": (7.6, 0.65, 9.0)}
"""Vocabulary of n words, K and β of K·n^β, and bytes of a word."""
_CATEGORIES = (("Models", "モデル"), ("Data", "データ"), ("Methods", "方法"), ("Operations", "運用"), ("Law", "法律"))
_CONSONANTS = ("b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "an", "er", "il", "or", "un")
_SYLLABLES = [first + last for first in _CONSONANTS for last in _VOWELS]
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
_MINOR = ("the", "of", "and", "to", "a", "in", "is", "for", "that", "with")
_FUNCTION = ("は", "の", "を", "に", "が", "と", "で", "も", "から", "による")


class Entry(NamedTuple):
    """An entry of the corpus."""

    lang: str
    number: int
    stem: str
    """Name of its file."""
    other: str
    """The headword of its translation."""
    text: str


class _Concept(NamedTuple):
    number: int
    stem: str
    category: int
    words: Mapping[str, str]
    """The headword without parentheses, by language."""
    titles: Mapping[str, str]
    acronym: str
    reading: str


class _Vocabulary:
    """Words by rank, with their frequencies in text."""

    def __init__(self, rng: random.Random, lang: str, count: int, size: int) -> None:
        k, beta, width = _HEAPS[lang]
        number = max(200, int(k * float(count * size / width) ** beta))
        make = _english_word if lang == "en" else _japanese_word
        own = list(dict.fromkeys(make(rng) for _ in range(number)))
        self.words: list[str] = [*(_MINOR if lang == "en" else ()), *own]
        self._sums = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def some(self, rng: random.Random, number: int) -> list[str]:
        """Return words as text has them."""
        total = self._sums[-1]
        return [self.words[bisect(self._sums, rng.random() * total)] for _ in range(number)]

    def rare(self, rng: random.Random) -> str:
        """Return a word that text seldom has."""
        return self.words[rng.randrange(len(self.words) // 3, len(self.words))]

    def everyday(self, rng: random.Random) -> str:
        """Return one of the words that most texts have, but no function word."""
        return self.words[rng.randrange(20, min(400, len(self.words)))]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--count", default=1_000, show_default=True, help="Entries in each language.")
@click.option("--size", default=SIZE, show_default=True, help="Bytes of the median English entry.")
def main(folder: Path, count: int, size: int) -> None:
    """Write a glossary of COUNT entries in English and in Japanese into FOLDER/content."""
    write_corpus(folder, count, size)
    click.echo(f"{count:,} entries in each of en and ja, {size:,} bytes the median: {folder / 'content'}")


def write_corpus(folder: Path, count: int, size: int = SIZE) -> None:
    """Write `content/en` and `content/ja` with `count` entries each; `size` is that of the median English entry."""
    for entry in make_corpus(count, size):
        target = folder / "content" / entry.lang / "glossary"
        target.mkdir(parents=True, exist_ok=True)
        (target / f"{entry.stem}.md").write_text(entry.text, encoding="utf-8")


def make_corpus(count: int, size: int = SIZE) -> Iterator[Entry]:
    """Yield what `write_corpus` writes."""
    rng = random.Random(f"{count} {size}")  # the same corpus for the same arguments
    vocabularies = {lang: _Vocabulary(rng, lang, count, size) for lang in LANGUAGES}
    concepts = _concepts(rng, vocabularies, count)
    for lang in LANGUAGES:
        other = LANGUAGES[lang == "en"]
        writer = _Writer(rng, lang, vocabularies[lang], concepts, size)
        for concept in concepts:
            yield Entry(lang, concept.number, concept.stem, concept.titles[other], writer.entry(concept))


def _english_word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4))))


def _japanese_word(rng: random.Random) -> str:
    return "".join(rng.choices(_KANA if rng.random() < 0.5 else _KANJI, k=rng.randint(2, 5)))


def _concepts(rng: random.Random, vocabularies: Mapping[str, _Vocabulary], count: int) -> list[_Concept]:
    concepts: list[_Concept] = []
    stems: set[str] = set()
    for number in range(count):
        words = {lang: _headword(rng, lang, vocabularies[lang]) for lang in LANGUAGES}
        if number and rng.random() < SHARED:
            words = dict(concepts[rng.randrange(number)].words)
        initials = "".join(word[0] for word in words["en"].split()).upper()
        acronym = initials if len(initials) > 1 and rng.random() < 0.6 else ""
        inside = acronym or vocabularies["en"].rare(rng)
        titles = dict(words)
        if rng.random() < PARENTHESES:
            titles = {"en": f"{words['en']} ({inside})", "ja": f"{words['ja']}（{inside}）"}
        stem = re.sub(r"[ ()]", "-", titles["en"])
        if not number:
            stem = FIRST
        elif stem.casefold() in stems:
            stem = f"{stem}-{number}"
        stems.add(stem.casefold())
        reading = "".join(_AS_HIRAGANA.get(sign, sign) for sign in words["ja"])
        concepts.append(_Concept(number, stem, number % len(_CATEGORIES), words, titles, acronym, reading))
    return concepts


def _headword(rng: random.Random, lang: str, vocabulary: _Vocabulary) -> str:
    if rng.random() < EVERYDAY:
        word = vocabulary.everyday(rng)
        return word.capitalize() if lang == "en" else word
    if lang == "ja":
        return "".join(vocabulary.rare(rng) for _ in range(rng.choice((1, 2, 2, 3))))
    return " ".join(vocabulary.rare(rng) for _ in range(rng.choice((1, 2, 2, 2, 3, 3)))).title()


def _quantile(rng: random.Random, points: Sequence[tuple[float, int]]) -> int:
    """Return a value whose quantiles are as given, straight lines between them."""
    at = rng.random()
    last, value = 0.0, points[0][1] // 2
    for share, upper in points:
        if at < share:
            return round(value + (upper - value) * (at - last) / (share - last))
        last, value = share, upper
    return value


class _Writer:
    """Writes the entries of a language."""

    def __init__(
        self, rng: random.Random, lang: str, vocabulary: _Vocabulary, concepts: Sequence[_Concept], size: int
    ) -> None:
        self._rng = rng
        self._lang = lang
        self._vocabulary = vocabulary
        self._concepts = concepts
        self._scale = size / SIZE

    def entry(self, concept: _Concept) -> str:
        """Return the file of a concept."""
        size = _quantile(self._rng, _SIZES[self._lang]) * self._scale
        links = [self._link() for _ in range(_quantile(self._rng, _LINKS[self._lang]) if self._scale > 0.2 else 1)]
        parts = [self._front(concept), self._definition(concept)]
        length = sum(len(part.encode()) for part in parts)
        sections = 0
        while length < size:
            text = self._section(sections, links)
            parts.append(text)
            length += len(text.encode())
            sections += 1
        heading = "## Related terms" if self._lang == "en" else "## 関連用語"
        parts.append(f"{heading}\n\n" + "".join(f"- {link}\n" for link in links) if links else "")
        return "".join(parts)

    def _front(self, concept: _Concept) -> str:
        rng, title = self._rng, concept.titles[self._lang]
        description = self._sentence(14 if self._lang == "en" else 7, ())
        keywords = [concept.words[self._lang], *(self._vocabulary.rare(rng) for _ in range(3))]
        keywords += [concept.acronym or self._vocabulary.rare(rng)]
        lines = [f"title: {title}", f"translationKey: {concept.stem.lower()}", f"description: {description}"]
        if self._lang == "ja":
            lines += [f"reading: {concept.reading}", f"aliases: [/ja/glossary/{concept.stem.lower()}/]"]
        day = concept.number % 28 + 1
        lines += [
            f"keywords: [{', '.join(keywords)}]",
            f"category: {_CATEGORIES[concept.category][self._lang == 'ja']}",
        ]
        lines += [f"date: 2026-01-{day:02}", f"lastmod: 2026-02-{day:02}", "type: glossary", "draft: false"]
        return "---\n" + "\n".join(lines) + "\n---\n\n"

    def _definition(self, concept: _Concept) -> str:
        name = concept.words[self._lang]
        if self._lang == "en":
            return f"## What is {name}?\n\n{name} is {self._sentence(20, ())}\n\n"
        return f"## {name}とは？\n\n{name}とは、{self._sentence(10, ())}\n\n"

    def _section(self, number: int, links: list[str]) -> str:
        rng, vocabulary = self._rng, self._vocabulary
        heading = " ".join(vocabulary.some(rng, 2)) if self._lang == "en" else "".join(vocabulary.some(rng, 2))
        blocks = [f"## {heading.capitalize()}\n\n"]
        some = [links.pop()] if len(links) > 1 and rng.random() < 0.4 else []
        length = 16 if self._lang == "en" else 8
        blocks += [self._sentence(rng.randint(length // 2, length), some if at == 1 else ()) + " " for at in range(5)]
        if rng.random() < 0.06:
            a, b = vocabulary.some(rng, 2)
            rows = "".join(f"| **{vocabulary.rare(rng)}** | {self._sentence(4, ())} |\n" for _ in range(4))
            blocks.append(f"\n\n| {a} | {b} |\n|---|---|\n{rows}")
        if rng.random() < 0.5:
            items = "".join(f"- **{vocabulary.rare(rng)}** – {self._sentence(6, ())}\n" for _ in range(3))
            blocks.append(f"\n\n{items}")
        if number % 9 == 3:
            mark = "：" if self._lang == "ja" else ": "
            blocks.append(f"\n\n**Q{mark}{heading}?**\nA{mark}{self._sentence(length, ())}\n")
        return "".join(blocks).rstrip() + "\n\n"

    def _sentence(self, length: int, links: Sequence[str]) -> str:
        """Return a sentence; one in four names a concept, one in eight in bold."""
        rng = self._rng
        words = self._vocabulary.some(rng, length)
        if rng.random() < 0.25:
            name = rng.choice(self._concepts).words[self._lang]
            words[rng.randrange(len(words))] = name if rng.random() < 0.5 else name.lower()
        if rng.random() < 0.12:
            words[-1] = f"**{words[-1]}**"
        words[1:1] = links
        if self._lang == "en":
            text = " ".join(words)
            return f"{text[0].upper()}{text[1:]}."
        return "".join(word + rng.choice(_FUNCTION) for word in words[:-1]) + f"{words[-1]}です。"

    def _link(self) -> str:
        """Return a link to another entry, a third of them to one that nobody has written."""
        rng, concept = self._rng, self._rng.choice(self._concepts)
        text = concept.words[self._lang]
        if rng.random() < BROKEN:
            missing = "-".join(self._vocabulary.rare(rng) for _ in range(2)).title()
            return f"[{text if rng.random() < 0.02 else missing.replace('-', ' ')}]({missing}.md)"
        kind = rng.choices(list(TARGETS), list(TARGETS.values()))[0]
        plain = concept.words["en"].replace(" ", "-")
        match kind:
            case "plain":
                target = f"{plain}.md"
            case "acronym" if concept.acronym:
                target = f"{concept.acronym}.md"
            case "plural":
                target = f"{plain}s.md"
            case "headword":
                return f"[[{concept.titles[self._lang]}]]"
            case "address":
                target = f"/{self._lang}/glossary/{concept.stem.lower()}/"
            case "text":
                target = f"{concept.number}-{plain}-old.md"
            case _:
                target = f"{concept.stem}.md"
        return f"[{text}]({target})"


if __name__ == "__main__":
    main()
