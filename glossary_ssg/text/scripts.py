"""Which writing system a character belongs to, as far as line breaks, emphasis and search need to know.

Ranges are those of Unicode's blocks (Blocks.txt, Unicode 16), so that unassigned characters of a block are covered too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00016fe2-\U00016fff\U00020000-\U000323af"
)
KANA = "\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001afff\U0001b000-\U0001b16f"
BOPOMOFO = "\u3100-\u312f\u31a0-\u31bf"
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
CJK_SYMBOLS = (
    "\u3000-\u3004\u3008-\u3020\u302a-\u3037\u303c-\u303f\u3190-\u319f\u31c0-\u31ef\u3200-\u33ff"
    "\ufe10-\ufe1f\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffe6\U0001f200-\U0001f2ff"
)
"""Full-width punctuation, letters and symbols of the CJK blocks."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese, Khmer: words without spaces between them."""

_CJK = re.compile(f"[{HAN}{KANA}{BOPOMOFO}{HANGUL}{CJK_SYMBOLS}]")
_SPACELESS = re.compile(f"[{HAN}{KANA}{BOPOMOFO}{CJK_SYMBOLS}]")


def is_cjk(char: str) -> bool:
    """Tell whether a character is Chinese, Japanese or Korean, their full-width punctuation included."""
    return _CJK.match(char) is not None


def is_spaceless(char: str) -> bool:
    """Tell whether a line break beside this character and another such one is no space (Korean has spaces)."""
    return _SPACELESS.match(char) is not None


@cache
def mark_class() -> str:
    """Return the combining marks (category M) as the inside of a character class; `\\w` leaves them out.

    Computed once, on first use: 20 ms.
    """
    marks = [c for c in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)) if unicodedata.category(chr(c))[0] == "M"]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" if last > first else chr(first) for first, last in ranges)
