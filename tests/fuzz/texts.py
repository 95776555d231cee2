"""Adversarial text: units, and shapes that make text of any size from a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

GAP = "⋯"
"""What separates the two parts of a unit: what opens and what closes, or what stands once and what is repeated."""
NUMBER = "{n}"
"""Replaced by a number in numbered shapes, by 1 in others."""

CHARACTERS = (
    *"\\`*_{}[]()#+-.!|~<>&\"'/:;=@^$%?,\t\n 0aA",
    *("\u00a0", "\u2028", "\u0085", "\u3000", "\u200d", "\u0301", "\ufe0f", "\ufeff", "\u00ad", "\0", "\x02", "\x1b"),
    *("漢", "あ", "ア", "ー", "・", "한", "م", "ไ", "é", "ß", "İ", "ﬁ", "Å", "Ａ", "😀", "𠀋", "\ud800", "\udc00"),
)
"""Every character with a meaning in Markdown, HTML or YAML, spaces, and one of each kind of writing."""
SYNTAX = CHARACTERS[: CHARACTERS.index(" ") + 1]

TOKENS = (
    # HTML
    *("<b>", "</b>", "<p>", "<p", "<div>", "<ul><li>", "<table>", "<td>", "<a href=x>", '<a href="', "<a href='"),
    *("<img src=x>", "<br>", "<br/>", "<script>", "</script>", "<style>", "<svg>", "<math>", "<select>", "<template>"),
    *("<ruby>", "<rt>", "<rp>", "<ruby>漢<rt>かん</rt></ruby>", '<sup id="fnref-1">', "<title>", "<textarea>", "<pre>"),
    *("<!--", "-->", "--", "<![CDATA[", "]]>", "<!x", "<?", "?>", "<a b='", "<a b", "<a b=c ", "<a\n", "<x:y>", "</"),
    *("<details>", "<summary>", "<h1>", "<nobr>", "<font>", "<b><i></b></i>", "<a><table>", "<form>", "<plaintext>"),
    # entities
    *("&amp;", "&#2;", "&#x110000;", "&#0000", "&lt", "&notit;", "&amp;#", "&#x"),
    # links, images, notes
    *("[a](b)", "[a][b]", "[a]: b\n", "[a", "](", "![", "![a](b)", "[[", "]]", "[[a]]", "[[a|b]]", "[[a|", "[^1]"),
    *("[^a{n}]: b\n\n", "[^a{n}]", "[a{n}]: /b 'c'\n", "[a](<", "[a](b 'c", "[a](b#c{n})", "<http://a>", "http://a.b"),
    *("http://a.b/).", "https://", "www.", "[a](javascript:x)", "[![a](b)](c)", "[[[a]]]", "[a](%", "[a](../"),
    *("[a](b\\", "[\\]", "![a][", "[x] ", "(#a{n})", "[a{n}](#a{n})", "[a{n}](nowhere{n}.md)", "[[nowhere{n}]]"),
    # emphasis and inline code
    *(
        "**",
        "***",
        "**a**",
        "*a",
        "a*",
        "_a_",
        "~~",
        "~~a~~",
        "``",
        "`a`",
        "`` ` ",
        "**a *b",
        "**「a」**",
        "*a **b** c*",
    ),
    # blocks
    *("- ", "* ", "1. ", "1) ", "- a\n", "- a\n  - b\n", "> ", "> a\n", ">> ", "# ", "## a{n}\n", "## a {#b{n}}\n\n"),
    *("# a\n", "a\n===\n", "a\n---\n", "---\n", "***\n", "    a\n", "\ta\n", "```\n", "```py\n", "~~~\n", "- [ ] a\n"),
    *("|a|", "|a|b|\n|-|-|\n", "|a|\n|-|\n|b|\n", "|-", "a|b\n-|-\n", "\\|", ": a\n", "a\n: b\n", "a\n\n: b\n\n"),
    *("Q: a\n", "A: b\n", "Q1: a\nA1: b\n", "**Q**\n", "\n\n", "a  \n", "a\\\n", "{#a", "{#a}", "## a{n}\n\nb\n\n"),
    *("## Related terms\n", "- [a{n}](a.md): b\n", "- [[a{n}]]\n", "+++\n", "{\n", "}\n", "%%", "<!-- a -->\n"),
    # YAML, TOML, JSON
    *("a: b\n", "a{n}: b\n", "- a\n- b\n", "? a\n", "&a ", "*a ", "&a{n} [*a]\n", "!!", "!!set ", "a: |\n", "a: >\n"),
    *("{a: b}", "{a: ", "[a, ", "'a', ", '"a", ', "<<: *a\n", "a: &a\n", "%YAML ", "#a\n", "a: 'b\n", 'a: "b\\\n'),
    *(
        "a = 1\n",
        "a{n} = 1\n",
        '"\\u006b{n}" = 1\n',
        "a.",
        "[a{n}]\n",
        "[[a]]\n",
        "[a.b{n}]\n",
        "a = '''\n",
        "a = {b=1}\n",
    ),
    *(
        "a = [",
        '"a": 1,\n',
        '"a{n}": {"b": 1},\n',
        '{"a":',
        "1e",
        "0x",
        "1_",
        "2020-01-01",
        "\\u0000",
        "\\ud800",
        '\\"',
    ),
    # writing systems
    *(
        "漢字",
        "かな",
        "カタカナ",
        "生成AI",
        "の、",
        "「」",
        "عربي",
        "한국어는",
        "ไทย",
        "e\u0301",
        "a\u0301\u0323",
        "👩‍👩‍👧",
        "🇯🇵",
    ),
    *(
        "ﷺ",
        "㍍",
        "ｱﾞ",
        "İ",
        "ß",
        "word ",
        "Word-word ",
        "a.b",
        "C++ ",
        ".net ",
        "it's ",
        "well-known ",
        "ABC ",
        "(ABC) ",
    ),
    *("Long Form (LF) ", "a b c ", "s ", "ies ", "\u2028", "\r\n", "\r", "\x0c", "\u202e", "\U000e0100"),
)
"""Typical tokens of all the languages that the program reads."""

NESTS = (
    *("<b>⋯</b>", "<div>⋯</div>", "<ul><li>⋯</li></ul>", "<table><tr><td>⋯</td></tr></table>", "<a href=x>⋯</a>"),
    *("<ruby>⋯</ruby>", "<span>⋯</span>", "<details>⋯</details>", "<svg>⋯</svg>", "<!--⋯-->", "<blockquote>⋯</p>"),
    *("[⋯](a)", "[⋯]", "(⋯)", "![⋯](a)", "[[⋯]]", "{⋯}", "**⋯**", "*⋯*", "_⋯_", "~~⋯~~", "*a **b ⋯ c** d*", "`⋯`"),
    *(
        "[⋯](",
        "<⋯>",
        '"⋯"',
        "> ⋯",
        "- ⋯",
        "1. ⋯",
        "# ⋯",
        '{"a":⋯}',
        "[⋯]",
        "{a: ⋯}",
        "- - ⋯",
        "? ⋯",
        "(⋯",
        "⋯)",
        "「⋯」",
    ),
)
"""What opens and what closes."""

OPENERS = (
    *(
        "<!--",
        "<a b='",
        '<a b="',
        "<script>",
        "<style>",
        "<textarea>",
        "<![CDATA[",
        "<?",
        "```\n",
        "~~~\n",
        "    ",
        "`",
    ),
    *(
        "[",
        "[[",
        "![",
        "[a](",
        "[a](<",
        "[a]: ",
        "**",
        "*",
        "_",
        "~~",
        "|a|\n|-|\n",
        "- a\n",
        "> ",
        "a\n",
        "a: '",
        'a: "',
    ),
    *(
        "a: |\n",
        "a = '''\n",
        'a = "',
        '{"a": "',
        "[^a]: ",
        "<ruby>",
        "<rt>",
        "# ",
        "<pre>",
        "a\n: ",
        "Q: a\n",
        "&",
        "http://",
    ),
)
"""What may change the meaning of everything behind it."""
FILLERS = (
    *(
        "a",
        " ",
        "\n",
        "a\n",
        "\n\n",
        "<",
        ">",
        "[",
        "]",
        "(",
        ")",
        "*",
        "`",
        "|",
        "-",
        "&",
        "'",
        '"',
        "\\",
        "/",
        ":",
        "漢",
        "\t",
    ),
    *("<b>", "</", "<rt>", "]:", "](", "**a", "- ", "> ", "=", "!", "#", "\u2028", "#x", "]]", "--", "a ", "a\\\n"),
)

LANGUAGES = (
    *(
        "py",
        "js",
        "json",
        "yaml",
        "html",
        "c",
        "cpp",
        "java",
        "bash",
        "sql",
        "css",
        "xml",
        "rust",
        "go",
        "perl",
        "ruby",
    ),
    *(
        "php",
        "tex",
        "md",
        "diff",
        "ini",
        "toml",
        "make",
        "docker",
        "autohotkey",
        "lisp",
        "haskell",
        "text",
        "nosuch",
        "rst",
    ),
)
CODE = ("\n", " ", "a", "(", '"', "'", "/*", "{", "\\", "#", "<", "0", "a\n", "\t", "/", "$", "%", "@", "=", ":", "a.")

Shape = Callable[[str, int], str]


def _numbered(unit: str, size: int, end: str) -> str:
    body = unit if NUMBER in unit else unit + NUMBER
    count = max(1, size // (len(body) + 3 + len(end)))
    return "".join([body.replace(NUMBER, str(number)) + end for number in range(count)])


def _repeat(unit: str, size: int) -> str:
    unit = unit.replace(NUMBER, "1")
    return unit * max(1, size // len(unit))


def _nested(unit: str, size: int) -> str:
    first, _, last = unit.partition(GAP)
    count = max(1, size // max(1, len(first) + len(last)))
    return first * count + "a" + last * count


def _once(unit: str, size: int) -> str:
    first, _, filler = unit.partition(GAP)
    return first + _repeat(filler, size)


def _fence(unit: str, size: int) -> str:
    language, _, filler = unit.partition(GAP)
    return f"```{language}\nx{_repeat(filler, size)}x\n```\n"


def _stairs(unit: str, size: int) -> str:
    """Return lines of 1, 2, 3, … units, up to 64: names that overlap."""
    unit = unit.replace(NUMBER, "1").replace("\n", " ")
    steps = [unit * count for count in range(1, 65)]
    lines: list[str] = []
    while size > 0:
        lines.append(steps[len(lines) % 64])
        size -= len(lines[-1]) + 1
    return "\n".join(lines)


def _slope(unit: str, size: int) -> str:
    """Return lines that are indented more and more."""
    lines: list[str] = []
    unit = unit.replace(NUMBER, "1")
    while size > 0:
        lines.append(" " * len(lines) + unit)
        size -= len(lines[-1]) + 1
    return "\n".join(lines)


SHAPES: dict[str, Shape] = {
    "repeat": _repeat,
    "lines": lambda unit, size: _repeat(unit + "\n", size),
    "paragraphs": lambda unit, size: _repeat(unit + "\n\n", size),
    "words": lambda unit, size: _repeat(f"{unit}a ", size),
    "tail": lambda unit, size: f"x{_repeat(unit, size)}x",
    "numbered": lambda unit, size: _numbered(unit, size, " "),
    "numbered-lines": lambda unit, size: _numbered(unit.replace("\n", " "), size, "\n"),
    "numbered-paragraphs": lambda unit, size: _numbered(unit, size, "\n\n"),
    "slope": _slope,
    "nested": _nested,
    "once": _once,
    "fence": _fence,
    "stairs": _stairs,
}


def families(*, lists: bool = False) -> dict[str, Callable[[], Iterator[tuple[str, str]]]]:
    """Return functions that yield (shape, unit), by family; with `lists` for stages that take a list of short texts."""
    many = ("numbered-lines", "stairs", "repeat") if lists else tuple(SHAPES)[:9]
    few = many if lists else ("repeat", "lines", "words", "numbered", "numbered-paragraphs")
    one = many[:1] if lists else ("repeat",)
    return {
        "characters": lambda: product(many, CHARACTERS),
        "tokens": lambda: product(few, TOKENS),
        "pairs": lambda: ((shape, first + other) for shape in one for first, other in product(SYNTAX, SYNTAX)),
        "nests": lambda: product(("nested",), NESTS),
        "once": lambda: (("once", first + GAP + other) for first, other in product(OPENERS, FILLERS)),
        "fences": lambda: (("fence", language + GAP + code) for language, code in product(LANGUAGES, CODE)),
        "mixed": lambda: (
            (shape, first + other) for shape in ("repeat", "lines") for first, other in product(TOKENS, TOKENS)
        ),
    }
