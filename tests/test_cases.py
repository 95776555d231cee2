"""Golden cases: Markdown and what it must become, in one file for each subject.

A file of tests/cases holds cases; each begins with `=== name`, then the body of an entry, then `--- html` and
`--- found` with what is expected: references as ⟦number⟧, findings as `line:column code`, lines counted in the body.
`pytest tests/test_cases.py --golden` writes what the code gives now, for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary_ssg.config import ParseSettings
from glossary_ssg.markdown import parse

CASES = Path(__file__).parent / "cases"
FRONT = "---\ntitle: T\n---\n"


def read_cases(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (name, body, expected) of a file of cases."""
    for part in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        body, _, expected = rest.partition("\n--- html\n")
        yield name, body, expected.strip("\n")


def result(body: str) -> str:
    """Return what a body becomes, in the form of the files."""
    head, parsed = parse((FRONT + body + "\n").encode(), ParseSettings(related_headings=("Related terms",)))
    html = re.sub("\x02(\\d+)\x03", r"⟦\1⟧", parsed.html).strip("\n")
    found = "".join(f"\n{item.line - 3}:{item.column} {item.code}" for item in head.diagnostics)
    return f"{html}\n--- found{found}".strip("\n")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    cases = [
        pytest.param(body, expected, id=f"{path.stem}: {name}")
        for path in sorted(CASES.glob("*.txt"))
        for name, body, expected in read_cases(path)
    ]
    if "expected" in metafunc.fixturenames:
        metafunc.parametrize(("body", "expected"), cases)


def test_markdown_becomes_what_the_case_says(body: str, expected: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--golden"):
        pytest.skip("the cases were written anew by test_the_cases_are_written_when_asked_for")
    assert result(body) == expected


def test_the_cases_are_written_when_asked_for(request: pytest.FixtureRequest) -> None:
    files = sorted(CASES.glob("*.txt"))
    assert len(files) == 6
    for path in files:
        cases = list(read_cases(path))
        names = [name for name, _, _ in cases]
        assert len(names) == len(set(names)) >= 5, path.name
        text = "".join(f"=== {name}\n{body}\n--- html\n{result(body)}\n\n" for name, body, _ in cases)
        if request.config.getoption("--golden"):
            path.write_text(text, encoding="utf-8")
        # Written again, a file is what it is: nothing between two cases is lost.
        assert text.strip("\n") == path.read_text(encoding="utf-8").strip("\n"), path.name
