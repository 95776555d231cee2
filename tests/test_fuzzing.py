"""The instrument that looks for input that costs too much or breaks a parser: it notices what is planted."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.growth import measure
from tests.fuzz.matrix import Point, draw, point_of
from tests.fuzz.stages import stages
from tests.fuzz.texts import SHAPES, families
from tests.support import ROOT


def fuzz(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the instrument with the planted stages and targets."""
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--out", str(folder), "--jobs", "1", "--least", "0.01", *options],
        cwd=ROOT,
        env=os.environ | {"GLOSSARY_FUZZ_STAGES": "tests.fuzz.planted"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it needs os.fork")
def test_points_that_fail_are_reported_with_their_inputs_and_the_commands_that_repeat_them(tmp_path: Path) -> None:
    messages = {
        "planted-quadratic": "time more than triples as the size doubles, mostly in planted.py",
        "planted-traceback": "ValueError: planted",
        "planted-crash": "killed: SIGSEGV",
    }
    points = [f"{stage}/repeat/%3Cb%3E" for stage in messages]
    result = fuzz(tmp_path, *(option for point in points for option in ("--point", point)))
    assert result.returncode == 1, result.stderr
    for point, (stage, message) in zip(points, messages.items(), strict=True):
        assert f"FOUND {stage}: {message}" in result.stdout
        assert f"repeat: python -m tests.fuzz --point {point}" in result.stdout
        (example,) = tmp_path.glob(f"{stage}-*")
        assert example.read_text().startswith("<b><b>")


@pytest.mark.heavy
@pytest.mark.skipif(not hasattr(os, "fork"), reason="it needs os.fork")
def test_memory_beyond_the_limit_is_reported(tmp_path: Path) -> None:
    result = fuzz(tmp_path, "--memory", "--point", "planted-memory/repeat/a")
    assert result.returncode == 1, result.stderr
    assert "more than 500 MB for a file of 1 MB" in result.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it needs os.fork")
def test_the_smallest_input_that_breaks_a_target_is_reported_and_repeats_it(tmp_path: Path) -> None:
    result = fuzz(tmp_path, "--target", "planted", "--seconds", "1", "--seed", "1")
    assert result.returncode == 1, result.stderr
    assert "ZeroDivisionError: planted" in result.stdout
    (example,) = tmp_path.iterdir()
    assert example.read_bytes() == b'"!"'
    again = fuzz(tmp_path, "--target", "planted", "--input", str(example))
    assert again.returncode == 1
    assert "ZeroDivisionError: planted" in again.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it needs os.fork")
def test_what_is_sound_passes(tmp_path: Path) -> None:
    result = fuzz(tmp_path, "--stage", "planted-linear", "--family", "nests", "--seconds", "1", "--seed", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "seed 1: 0 findings" in result.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("cost", "is_steep"),
    [
        (lambda size: size, False),
        (lambda size: size * (20 + size.bit_length()), False),
        (lambda size: size**1.5, False),
        (lambda size: size * size, True),
        (lambda size: size**3, True),
        (lambda size: 200_000 * size + size * size, False),  # what is quadratic in it does not matter yet
        (lambda size: 100_000 + size, False),
    ],
    ids=["linear", "logarithmic", "3/2", "square", "cube", "small square", "constant"],
)
def test_growth_is_judged_by_what_happens_as_the_size_doubles(cost: Callable[[int], float], is_steep: bool) -> None:
    unit = cost(4_000)
    growth = measure(lambda size: {"": 0.2 * cost(size) / unit}, most=990_000)
    assert growth.is_steep is is_steep
    assert growth.seconds[-1] >= 0.2


def test_a_stage_of_several_parts_is_judged_part_by_part() -> None:
    growth = measure(lambda size: {"sound": size / 5_000, "steep": (size / 8_000) ** 2}, most=990_000)
    assert growth.is_steep
    assert growth.part == "steep"


def test_a_busy_machine_raises_no_false_alarm() -> None:
    rng = random.Random(1)
    growths = [
        measure(lambda size: {"": size / 20_000 * rng.choice((1, 1, 1, 1.2, 4))}, most=990_000) for _ in range(200)
    ]
    assert [growth.is_steep for growth in growths] == [False] * 200


def test_what_is_fast_at_the_largest_size_is_left() -> None:
    growth = measure(lambda size: {"": size / 1e8}, most=990_000)
    assert (growth.size, growth.rate) == (990_000, 0.0)


def test_every_shape_makes_text_of_about_the_size_that_is_asked_for() -> None:
    for shape in SHAPES:
        for unit in (
            ("a⋯b", "<b>⋯</b>", "a\n⋯漢") if shape in ("nested", "once", "fence") else ("a", "<b>", "漢{n}", "a\n")
        ):
            assert 1_000 < len(SHAPES[shape](unit, 4_000)) < 8_100, (shape, unit)


def test_points_have_names_and_the_same_seed_draws_the_same_points() -> None:
    names = ("markdown", "titles")
    points = draw(names, random.Random(3))
    assert points == draw(names, random.Random(3)) != draw(names, random.Random(4))
    assert {point.stage for point in points[:20]} == set(names)
    assert [point_of(point.name) for point in points] == points
    assert all("\n" not in point.name and " " not in point.name for point in points)
    assert set(stages()["markdown"].families) == set(families())
    assert Point("markdown", "repeat", "\ud800\ud800") in points or Point("markdown", "repeat", "\ud800") in points
