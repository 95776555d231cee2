"""Measure Pygments' lexers with adversarial code: `python -m tools.slow_lexers [LEXER …]`.

Prints each lexer that takes more than 0.1 µs for each square of a block's length on some unit, repeated: the seconds of
CPU at both sizes, and their ratio. 16 is quadratic, 64 cubic. `_SLOW` in `glossary_ssg/markdown/code.py` names them.
"""

from __future__ import annotations

import sys
import time
import warnings

from pygments.lexers import get_all_lexers, get_lexer_by_name

UNITS = (
    *(
        "\n",
        " ",
        "\t",
        " \n",
        "\r",
        "_",
        "-",
        "<",
        "[",
        "(",
        "{",
        '"',
        "'",
        "a",
        "A",
        "1",
        "a ",
        "a b ",
        "/*",
        "(*",
        "#",
    ),
    *(
        "@",
        "$",
        "${",
        "\\",
        "=",
        ".",
        ":",
        "::",
        "a.",
        "a\n",
        "a(",
        "a<",
        "a:",
        "a=",
        '"""',
        "<a ",
        "if ",
        "+",
        "*",
        "|",
    ),
    *("&", "%", "--", "//", "\\\n", "a,", "1.", "{-", "`"),
)
SMALL, LARGE = 300, 1_200
"""Characters."""
SLOW = 0.1e-6 * LARGE**2
"""CPU seconds at the large size that are reported."""


def measure(name: str, unit: str, size: int) -> float:
    """Return the CPU seconds that a lexer takes for so many characters of a unit."""
    lexer = get_lexer_by_name(name, stripnl=False)
    code = unit * (size // len(unit)) + "!"
    start = time.process_time()
    for _ in lexer.get_tokens(code):
        pass
    return time.process_time() - start


def main() -> None:
    """Print the slow lexers and the units that slow them down most."""
    warnings.simplefilter("ignore")  # some lexers warn of themselves
    for name in sys.argv[1:] or sorted(aliases[0] for _, aliases, _, _ in get_all_lexers() if aliases):
        worst = (0.0, 0.0, "")
        for unit in UNITS:
            small = measure(name, unit, SMALL)
            # What is fast at the small size is not slow at one that is four times as large, unless it is cubic.
            if small > SLOW / 64:
                worst = max(worst, (measure(name, unit, LARGE), small, unit))
        if worst[0] > SLOW:
            print(f"{name:20} {worst[1]:.3f} s, {worst[0]:.3f} s, ×{worst[0] / worst[1]:.0f}: {worst[2]!r}", flush=True)


if __name__ == "__main__":
    main()
