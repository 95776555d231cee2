"""Spread stages over a Dask cluster. All that a stage needs travels with the work: no disk is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from typing import Any, Self, TypeVar

from glossary_ssg import __version__
from glossary_ssg.errors import ClusterError
from glossary_ssg.executor import WORTH_A_POOL, Crash, InLine, chunked, run_chunk

T = TypeVar("T")
R = TypeVar("R")

SCHEME = "dask://"
PATIENCE = 30
"""Seconds to wait for the scheduler, and then for the first worker."""
_LOOK = 2
"""Seconds after which a client that waits looks whether the scheduler is still there."""


class Cluster:
    """Runs stages on the workers of a Dask scheduler, which does again elsewhere what a lost worker had."""

    def __init__(self, address: str) -> None:
        """Connect to `dask://HOST:PORT`. Raises ClusterError."""
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            hint = "hint: pip install 'glossary-ssg[cluster]'"
            raise ClusterError(f"error: --executor needs Dask, which is not installed\n  {hint}") from error
        self._killed: type[Exception] = KilledWorker
        try:
            self._client: Any = Client(address.replace(SCHEME, "tcp://", 1), timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"error: {address}: there is no scheduler: {error}") from error
        try:
            self._jobs = self._check(address)
        except BaseException:
            self._client.close()
            raise
        self._executor: Any = self._client.get_executor()

    def _check(self, address: str) -> int:
        """Return how many tasks run at once."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise ClusterError(f"error: {address}: the scheduler has no workers") from error
        try:
            versions = set(self._client.run(_version).values())
        except Exception as error:  # whatever a worker without us says
            raise ClusterError(f"error: {address}: glossary-ssg does not run on its workers: {error}") from error
        if others := sorted(versions - {__version__}):
            hint = f"hint: install glossary-ssg {__version__} there"
            raise ClusterError(f"error: {address}: workers have glossary-ssg {', '.join(others)}\n  {hint}")
        return sum(self._client.nthreads().values())

    def expect(self, items: int, *, heavy: int = 0) -> None:
        """The workers are there already."""

    def map(self, stage: Callable[[T], R], items: Sequence[T], *, heavy: bool = False) -> Iterator[R | Crash]:
        """Return the stage's result for each item, in order. Raises ClusterError where the scheduler is lost."""
        if len(items) < (2 if heavy else WORTH_A_POOL):
            return InLine().map(stage, items)
        chunks = chunked(items, self._jobs)
        futures = [self._executor.submit(run_chunk, stage, chunk, pure=False) for chunk in chunks]
        return self._results(stage, chunks, futures)

    def _results(
        self, stage: Callable[[T], R], chunks: Sequence[Sequence[T]], futures: Sequence[Future[list[R | Crash]]]
    ) -> Iterator[R | Crash]:
        try:
            for chunk, future in zip(chunks, futures, strict=True):
                try:
                    yield from self._result(future)
                except self._killed:
                    yield from (self._alone(stage, item) for item in chunk)
        except CancelledError as error:
            raise ClusterError("error: the connection to the scheduler is lost") from error

    def _result(self, future: Future[list[R | Crash]]) -> list[R | Crash]:
        """Wait for a result. Raises CancelledError where the scheduler is lost.

        Dask cancels what it waits for then, but not a result that it was just about to fetch.
        """
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                if self._client.status != "running":
                    raise CancelledError from None

    def _alone(self, stage: Callable[[T], R], item: T) -> R | Crash:
        """Do one item by itself: a chunk after which several workers died holds one that they died of."""
        try:
            result: R | Crash = self._result(self._executor.submit(run_chunk, stage, [item], pure=False))[0]
        except self._killed:
            return Crash("the processes that worked on it died")
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()


def _version() -> str:
    return __version__
