"""Builds on a Dask cluster: real schedulers and workers, on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from glossary_ssg.cache import Cache
from glossary_ssg.cluster import Cluster
from glossary_ssg.config import load_config
from glossary_ssg.errors import ClusterError
from glossary_ssg.executor import WORTH_A_POOL, Crash
from glossary_ssg.pipeline.build import build
from glossary_ssg.pipeline.inputs import open_session
from tests.support import ROOT, build_site, tree_of, write_files
from tests.test_builds import die_of_seven, many, refuse
from tests.test_cli import CLEAN, run

distributed = pytest.importorskip("distributed")
PATIENCE = 60
"""Seconds after which a test gives up: machines may be busy."""
THEME = {
    "glossary.toml": 'title = "Many"\nbase_url = "https://example.org/"\ntheme = "ours"\n',
    "themes/ours/templates/base.html": "{% extends 'default/base.html' %}{% block head %}<!-- ours -->{% endblock %}",
}


@contextmanager
def running(
    folder: Path, *options: str, workers: int = 2, **settings: str
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and worker processes; yield the address and the processes, the scheduler first."""
    file = folder / "scheduler.json"
    environment = os.environ | settings
    common = ["--scheduler-file", str(file), "--no-dashboard"]
    commands = [["dask_scheduler", *common, "--host", "127.0.0.1", "--port", "0"]]
    commands += [["dask_worker", *common, "--nthreads", "1", *options]] * workers
    started = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for module, *arguments in commands
    ]
    try:
        with distributed.Client(scheduler_file=str(file), timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)
            address = client.scheduler.address.replace("tcp://", "dask://")
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
        for process in started:
            process.wait(PATIENCE)


def wait_a_little(number: int) -> int:
    """Take long enough that not all is done when the first is."""
    time.sleep(0.05)
    return number


class Elsewhere(Cluster):
    """A cluster whose workers do not have the site's files: while they work, nobody has."""

    def __init__(self, address: str, folder: Path) -> None:
        super().__init__(address)
        self._folder = folder

    def map(self, stage: Callable[[Any], Any], items: Sequence[Any], *, heavy: bool = False) -> Iterator[Any]:
        places = [self._folder / name for name in ("content", "themes")]
        for place in places:
            place.rename(place.with_suffix(".away"))
        try:
            yield from super().map(stage, items, heavy=heavy)
        finally:
            for place in places:
                place.with_suffix(".away").rename(place)


@pytest.mark.heavy
def test_a_cluster_that_loses_a_worker_gives_the_same_bytes_as_one_process(tmp_path: Path) -> None:
    files: Mapping[str, str | bytes] = many(WORTH_A_POOL * 2) | THEME
    serial = build_site(tmp_path / "serial", files)
    folder = write_files(tmp_path / "site", files)
    with running(tmp_path, "--no-nanny") as (address, (_, lost, left)):

        def kill_one(stage: str, done: int, total: int) -> None:
            if stage == "parse" and done == 1:
                assert done < total / 2
                lost.kill()

        cache = Cache(folder / ".glossary-cache")
        try:
            with Elsewhere(address, folder) as executor:
                report = build(open_session(load_config(config=folder / "glossary.toml"), executor, cache, kill_one))
        finally:
            cache.close()
        assert lost.wait(PATIENCE)
        assert left.poll() is None
    assert "<!-- ours -->" in serial.read("en/t1/index.html")
    assert tree_of(folder / "output") == tree_of(serial.output)
    assert [(found.code, found.line) for found in report.diagnostics] == [
        (found.code, found.line) for found in serial.report.diagnostics
    ]


def test_a_scheduler_that_is_lost_ends_the_build(tmp_path: Path) -> None:
    numbers = list(range(WORTH_A_POOL * 2))
    with running(tmp_path, "--no-nanny") as (address, (scheduler, *_)), Cluster(address) as cluster:
        results = cluster.map(wait_a_little, numbers)
        assert next(results) == 0
        scheduler.kill()
        with pytest.raises(ClusterError, match="the connection to the scheduler is lost"):
            list(results)


@pytest.mark.heavy
def test_work_that_kills_its_workers_is_named_and_all_other_work_is_done(tmp_path: Path) -> None:
    numbers = list(range(WORTH_A_POOL * 2))
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with running(tmp_path, **settings) as (address, _), Cluster(address) as cluster:
        results = list(cluster.map(die_of_seven, numbers))
        with pytest.raises(Exception, match="no 0"):
            list(cluster.map(refuse, numbers))
    assert [number for number, result in zip(numbers, results, strict=True) if isinstance(result, Crash)] == [7]
    assert results[:7] + results[8:] == numbers[:7] + numbers[8:]


def test_the_command_builds_on_a_cluster(tmp_path: Path) -> None:
    write_files(tmp_path, CLEAN)
    with running(tmp_path, "--no-nanny", workers=1) as (address, _):
        result = run(tmp_path, "build", "--executor", address)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "output/en/a/index.html").is_file()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("dask://127.0.0.1:1", "error: dask://127.0.0.1:1: there is no scheduler"),
        ("dask://nowhere", "'dask://nowhere' is not dask://HOST:PORT"),
        ("tcp://127.0.0.1:1", "'tcp://127.0.0.1:1' does not begin with dask://"),
    ],
)
def test_a_cluster_that_cannot_be_reached_is_told(
    tmp_path: Path, address: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary_ssg.cluster.PATIENCE", 1)
    result = run(write_files(tmp_path, CLEAN), "check", "--executor", address)
    assert result.exit_code == 2
    assert message in result.stderr
