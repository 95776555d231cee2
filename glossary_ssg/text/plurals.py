"""English plurals, as far as links and search need them: `services` is `service`, `policies` is `policy`."""

from __future__ import annotations

MIN_LENGTH = 4
"""Shorter words are too often something else: `as`, `bus`, `gas`."""


def singulars(word: str) -> tuple[str, ...]:
    """Return what a word may be the plural of, the likeliest first; case is kept."""
    if len(word) < MIN_LENGTH or not word.isascii() or word[-1] not in "sS" or word[-2:].lower() == "ss":
        return ()
    stem = word[:-1]
    lower = word.lower()
    if lower.endswith("ies"):
        return (word[:-3] + "y", stem)
    if lower.endswith(("xes", "ches", "shes", "sses", "zes")):
        return (word[:-2], stem)
    return (stem,)


def plurals(word: str) -> tuple[str, ...]:
    """Return the plural of a word; case is kept."""
    lower = word.lower()
    if len(word) < MIN_LENGTH or not word.isascii() or not word[-1].isalpha():
        return ()
    if lower.endswith("y") and lower[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    if lower.endswith(("s", "x", "ch", "sh", "z")):
        return (word + "es",)
    return (word + "s",)
