"""Run a stage over many items, in this process or in several.

`map` gives results in the order of the items. An item whose stage raises or kills its process gives a Crash that says
which one it was; all others are done. GlossaryError passes through: it stops the build.
"""

from __future__ import annotations

import gc
import os
import re
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from msgspec import Struct

from glossary_ssg.errors import GlossaryError
from glossary_ssg.files import hold, is_held

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_POOL = 64
"""Fewer items than this are done here: starting processes would take longer."""
_CHUNK, _MOST_CHUNKS = 32, 32
_MOST_HELPERS = 4
"""Most edits are of one language or two."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_OWN_FOLDER = re.compile(r"glossary-ssg-[0-9a-f]{8}")
_OWN_SOCKET = re.compile(r"listener-\w+")
_SEMAPHORES = Path("/dev/shm")  # noqa: S108
"""Where Linux keeps the semaphores of processes."""


class Crash(Struct, frozen=True, gc=False):
    """What is left of an item whose stage failed."""

    reason: str


class Executor(Protocol):
    """Runs a stage over items. The stage and its items must be picklable."""

    def expect(self, items: int, *, heavy: int = 0) -> None:
        """Get ready for about so many items, or a few of which so many are heavy, meanwhile."""
        ...

    def map(self, stage: Callable[[T], R], items: Sequence[T], *, heavy: bool = False) -> Iterator[R | Crash]:
        """Return the stage's result for each item, in order. A `heavy` item is as much work as many others.

        Other processes begin at once, not when the first result is asked for.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def make_executor(jobs: int) -> Executor:
    """Return an executor with `jobs` processes; 0 means one per core, 1 means this process."""
    jobs = jobs or os.cpu_count() or 1
    if sys.platform == "win32":
        jobs = min(jobs, 61)  # it waits for no more processes than that
    return Pool(jobs) if jobs > 1 else InLine()


class InLine:
    """Does everything in this process."""

    def expect(self, items: int, *, heavy: int = 0) -> None:
        """There is nothing to get ready."""

    def map(self, stage: Callable[[T], R], items: Sequence[T], *, heavy: bool = False) -> Iterator[R | Crash]:
        """Yield the stage's result for each item, in order."""
        del heavy
        for item in items:
            yield _guarded(stage, item)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Pool:
    """Spreads work over processes that are started when first needed and kept until the end."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._helpers: ProcessPoolExecutor | None = None
        """For heavy items alone."""

    def expect(self, items: int, *, heavy: int = 0) -> None:
        """Start the processes if there will be work for them."""
        with suppress(OSError):  # `map` says so, or does without
            if items >= WORTH_A_POOL:
                _submit_one(self._start(), int)
            elif heavy:
                self._fork(heavy)

    def map(self, stage: Callable[[T], R], items: Sequence[T], *, heavy: bool = False) -> Iterator[R | Crash]:
        """Return the stage's result for each item, in order."""
        # For a few items no processes are started, but those that run take heavy ones.
        are_few = len(items) < WORTH_A_POOL
        pool = (self._pool or self._helpers) if heavy and are_few else None
        if are_few and not pool:
            return InLine().map(stage, items)
        chunks = chunked(items, self._jobs)
        try:
            pool = pool or self._start()
            futures = _submit(pool, stage, chunks)
        except OSError:  # there is no room for the processes' temporary files, or there are too many processes
            return InLine().map(stage, items)
        return self._results(stage, chunks, pool, futures)

    def _results(
        self, stage: Callable[[T], R], chunks: Sequence[Sequence[T]], pool: ProcessPoolExecutor, futures: _Futures[R]
    ) -> Iterator[R | Crash]:
        from concurrent.futures.process import BrokenProcessPool

        for number, chunk in enumerate(chunks):
            try:
                future = futures[number]
                if future is None:
                    raise BrokenProcessPool
                results = future.result()
            except (BrokenProcessPool, CancelledError):  # a pool may be lost by another map too
                self._drop(pool)
                if not self._can_start():
                    yield from InLine().map(stage, [item for chunk in chunks[number:] for item in chunk])
                    return
                yield from (self._alone(stage, item) for item in chunk)
                # What was handed out behind it went down with the same pool.
                lost = [at for at in range(number + 1, len(chunks)) if _is_lost(futures[at])]
                pool = self._start()
                again = _submit(pool, stage, [chunks[at] for at in lost])
                for at, future in zip(lost, again, strict=True):
                    futures[at] = future
            else:
                futures[number] = None  # what it holds is not needed any more
                yield from results

    def _alone(self, stage: Callable[[T], R], item: T) -> R | Crash:
        """Do one item in the pool by itself, so that a process that dies of it accuses nobody else."""
        from concurrent.futures.process import BrokenProcessPool

        pool = self._start()
        try:
            return _submit_one(pool, _work, stage, [item]).result()[0]
        except BrokenProcessPool:
            self._drop(pool)
            return Crash("the process that worked on it died")

    def _can_start(self) -> bool:
        """Tell whether processes live at all: not in a script that does not guard its main part, for one."""
        from concurrent.futures.process import BrokenProcessPool

        pool = self._start()
        try:
            _submit_one(pool, int).result()
        except BrokenProcessPool:
            self._drop(pool)
            return False
        return True

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Imported here: a build without work for a pool, and `--help`, start faster without.
            import multiprocessing

            # A process of its own that holds what workers need, and is copied for each of them.
            context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
            context.set_forkserver_preload(["glossary_ssg.markdown.parse", "glossary_ssg.render.templates"])
            self._pool = _open(self._jobs, context)
        return self._pool

    def _fork(self, heavy: int) -> None:
        """Start processes as copies of this one, which takes no time while it is small."""
        # A copy of a process with several threads may wait for ever for what one of them held.
        if sys.platform != "linux" or threading.active_count() > 1:
            return
        import multiprocessing

        self._helpers = _open(min(heavy, self._jobs, _MOST_HELPERS), multiprocessing.get_context("fork"))
        _submit_one(self._helpers, int)

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        """End a pool; what it has not done is cancelled."""
        pool.shutdown(cancel_futures=True)
        self._pool = None if self._pool is pool else self._pool
        self._helpers = None if self._helpers is pool else self._helpers

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        if raised and isinstance(raised[1], BaseException) and not isinstance(raised[1], Exception):
            # Nobody waits for the rest of what was handed out.
            import multiprocessing

            for child in multiprocessing.active_children():
                child.terminate()
        for pool in filter(None, (self._pool, self._helpers)):
            self._drop(pool)


def _open(jobs: int, context: BaseContext) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    _take_own_names()
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)
    if sys.version_info < (3, 12):
        # Debian's Python 3.11.2 waits for ever for what a process that died should have taken
        # (https://github.com/python/cpython/issues/94777).
        pool._call_queue.cancel_join_thread()  # type: ignore[attr-defined]
    return pool


def _take_own_names() -> None:
    """Give the socket and the semaphores of our processes names of ours.

    multiprocessing leaves them behind when it is killed, and its names do not tell whose they are. Raises OSError.
    """
    import multiprocessing
    import tempfile
    from multiprocessing.util import Finalize

    settings: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    if os.name != "posix" or "tempdir" in settings:
        return
    folder = Path(tempfile.gettempdir(), f"glossary-ssg-{secrets.token_hex(4)}")
    folder.mkdir(mode=0o700)
    hold(os.open(folder, os.O_RDONLY))  # as long as this process lives
    settings |= {"tempdir": str(folder), "semprefix": f"/{folder.name}"}
    Finalize(None, remove_own_files, exitpriority=-100)  # after all else that multiprocessing does at the end


def remove_own_files() -> None:
    """Remove the temporary files of this process's pools, before it ends without any tidying up."""
    if "multiprocessing.util" in sys.modules:
        import multiprocessing

        folder = multiprocessing.current_process()._config.get("tempdir", "")  # type: ignore[attr-defined]
        if _OWN_FOLDER.fullmatch(Path(folder).name):
            _remove_own(Path(folder))


def remove_abandoned_files() -> None:
    """Remove the temporary files of pools whose processes were killed."""
    import tempfile

    if os.name != "posix":
        return
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in [found for found in entries if _OWN_FOLDER.fullmatch(found.name)]:
            is_ours = entry.is_dir(follow_symlinks=False) and entry.stat().st_uid == os.getuid()
            if is_ours and not is_held(entry.path):
                _remove_own(Path(entry.path))


def _remove_own(folder: Path) -> None:
    """Remove the folder of a pool with its sockets, and its semaphores; nothing that anybody else put there."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _OWN_SOCKET.fullmatch(path.name):
                path.unlink(missing_ok=True)
        folder.rmdir()
    with suppress(OSError):
        for path in _SEMAPHORES.glob(f"sem.{folder.name}-*"):
            path.unlink(missing_ok=True)


@contextmanager
def _unsignalled() -> Iterator[None]:
    """Keep signals from processes that are started now until `_begin`: at first they would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _submit_one(pool: ProcessPoolExecutor, stage: Callable[..., R], *arguments: Any) -> Future[R]:
    """Hand out one piece of work, for which a process may be started."""
    with _unsignalled():
        return pool.submit(stage, *arguments)


_Futures = list[Future[list[R | Crash]] | None]


def _submit(pool: ProcessPoolExecutor, stage: Callable[[T], R], chunks: Sequence[Sequence[T]]) -> _Futures[R]:
    """Hand out chunks; None stands for those that a dying pool does not take any more."""
    from concurrent.futures.process import BrokenProcessPool

    futures: _Futures[R] = []
    with suppress(BrokenProcessPool):
        futures.extend(_submit_one(pool, _work, stage, chunk) for chunk in chunks)
    return [*futures, *[None] * (len(chunks) - len(futures))]


def _is_lost(future: Future[Any] | None) -> bool:
    return future is None or future.cancelled() or (future.done() and future.exception() is not None)


def chunked(items: Sequence[T], jobs: int) -> list[Sequence[T]]:
    """Cut items into parts that are handed out together.

    There are never more than so many for each process: every part carries what its items share, such as all names.
    """
    size = max(1, min(_CHUNK, len(items) // (jobs * 4)), len(items) // (jobs * _MOST_CHUNKS))
    return [items[at : at + size] for at in range(0, len(items), size)]


def run_chunk(stage: Callable[[T], R], chunk: Sequence[T]) -> list[R | Crash]:
    """Do a stage for items that were handed out together."""
    return [_guarded(stage, item) for item in chunk]


def _begin() -> None:
    """Begin a process of a pool."""
    # Ctrl-C and the end of a broken pool end it at once and in silence. A handler of the parent's is no help here:
    # Python may call it only when a write has ended that nobody reads any more.
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    gc.freeze()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the process that gives the work has ended, in whatever way."""
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(stage: Callable[[T], R], chunk: Sequence[T]) -> list[R | Crash]:
    """Do a chunk in a process of a pool: most of what it makes is gone before anybody has to look for cycles in it."""
    gc.disable()
    try:
        return run_chunk(stage, chunk)
    finally:
        gc.enable()


def _guarded(stage: Callable[[T], R], item: T) -> R | Crash:
    try:
        return stage(item)
    except GlossaryError:
        raise
    except Exception as error:  # whatever a file does to the parser, the other files are built
        return Crash(f"{type(error).__name__}: {error}")
