"""The tool that changes the package to see whether the tests notice: which changes it makes, and which tests it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.mutants import GUARDED, PACKAGE, ROOT, TESTS, covering
from tools.mutations import mutants_of

MODULE = '''"""Documentation of 1 < 2."""

from __future__ import annotations

NAMES = {"a", "b"}


def check(text: str, size: int = 7) -> bool:
    """Say whether 1 < 2."""
    if text.lower() in NAMES and size < 3:
        text.clear()
        return True
    return f"{size + 1}" != "字"
'''


def mutated(folder: Path, module: str) -> dict[str, str]:
    """Return the module with each change, by its description."""
    (folder / "module.py").write_text(module, encoding="utf-8")
    return {mutant.change: mutant.code.decode() for mutant in mutants_of(folder / "module.py", "module.py")}


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ("without 'a'", '{"a", "b"}', "({'b'})"),
        ("7 -> 8", "int = 7", "int = 8"),
        ("text.lower() -> text", "text.lower()", "(text)"),
        ("text.lower() in NAMES -> text.lower() not in NAMES", "text.lower() in NAMES", "(text.lower() not in NAMES)"),
        ("size < 3 -> size <= 3", "size < 3", "(size <= 3)"),
        ("without text.clear()", "text.clear()", "pass"),
        ("True -> False", "True", "False"),
        ("return True -> return None", "return True", "return None"),
    ],
)
def test_a_mutant_is_the_module_with_one_change(tmp_path: Path, change: str, old: str, new: str) -> None:
    assert mutated(tmp_path, MODULE)[change] == MODULE.replace(old, new, 1)


def test_documentation_annotations_and_formatted_strings_stay(tmp_path: Path) -> None:
    found = mutated(tmp_path, MODULE)
    assert not any("Documentation" in change or "1 < 2" in change or "str" in change for change in found)
    assert "size + 1 -> size - 1" not in found
    assert all(code != MODULE for code in found.values())


def test_every_module_of_the_package_has_tests_that_exist() -> None:
    modules = [path.relative_to(ROOT).as_posix() for path in (ROOT / PACKAGE).rglob("*.py")]
    assert len(modules) > 100
    assert [module for module in modules if not covering(module)] == []


def test_every_pattern_of_tests_and_every_guarded_path_fits_something() -> None:
    assert [path for path in GUARDED if not (ROOT / PACKAGE / path).exists()] == []
    names = [path.stem for path in (ROOT / "tests").rglob("test_*.py")]
    patterns = {pattern.rstrip("*") for _, patterns in TESTS for pattern in patterns.split()}
    assert [one for one in sorted(patterns) if not any(name.startswith(f"test_{one}") for name in names)] == []
