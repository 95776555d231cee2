"""A target for each parser and reader: what it is given, and what must hold whatever that is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tests.fuzz.targets.engine import Target


@cache
def targets() -> Mapping[str, Target]:
    """Return all targets by name, those of a module that `GLOSSARY_FUZZ_STAGES` names among them."""
    import os
    from importlib import import_module

    from tests.fuzz.targets import entries, pages, readers, searching

    added = os.environ.get("GLOSSARY_FUZZ_STAGES")
    planted = import_module(added).TARGETS if added else ()
    every = (*entries.TARGETS, *readers.TARGETS, *searching.TARGETS, *pages.TARGETS, *planted)
    return {target.name: target for target in every}
