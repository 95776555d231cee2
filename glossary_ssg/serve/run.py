"""Bring site, watcher and server together, and end them together."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from msgspec import Struct

from glossary_ssg.errors import GlossaryError
from glossary_ssg.readers import brief
from glossary_ssg.serve.app import make_app
from glossary_ssg.serve.events import Hub
from glossary_ssg.serve.site import Change, Nothing, Preview, Site
from glossary_ssg.serve.watch import Changes, Watcher

_TRIES = 50
"""Ports that are tried, one after another."""


class PortError(GlossaryError):
    """Report that there is no place to serve at."""


class Options(Struct, frozen=True, gc=False):
    """How to serve."""

    host: str = "127.0.0.1"
    port: int = 8000
    poll: bool = False
    config: Path | None = None
    """The settings' file, if it was named."""
    hosts: tuple[str, ...] = ()
    """Names by which the site may be asked for, besides the host and those of this machine."""


class Place(Struct, frozen=True, gc=False):
    """Where the preview can be seen."""

    url: str
    is_other_port: bool
    """Whether the port that was asked for was taken."""


def serve(
    build: Callable[[], Preview],
    nothing: Nothing,
    options: Options,
    *,
    on_change: Callable[[Change], None],
    on_ready: Callable[[Place], None],
    on_fallback: Callable[[], None],
) -> None:
    """Build, serve, and build again at every change until somebody presses Ctrl-C.

    `nothing` is shown while nothing can be built. `on_fallback` is called once where the system cannot watch the files,
    so that they are polled. Raises PortError where no port is free.
    """
    changes = Changes()
    for name in ("asyncio", "watchdog"):  # what they have to say is no news for the terminal
        logging.getLogger(name).addHandler(logging.NullHandler())
    with open_socket(options.host, options.port) as listener:
        site = Site(build, nothing)
        gc.freeze()  # what a site is made of stays; looking through it for garbage would hold up everything
        on_change(site.first)
        watcher = Watcher(changes, poll=options.poll, on_fallback=on_fallback)
        try:
            worker = _Worker(site, changes, watcher, options, on_change)
            worker.follow()
            _run(site, worker, listener, options, on_ready)
        finally:
            changes.stop()
            watcher.stop()


class _Worker:
    """Builds at every change, in a thread of its own that nobody waits for at the end."""

    def __init__(
        self,
        site: Site,
        changes: Changes,
        watcher: Watcher,
        options: Options,
        on_change: Callable[[Change], None],
    ) -> None:
        self.watcher = watcher
        self._site = site
        self._changes = changes
        self._options = options
        self._on_change = on_change
        self._wake: Callable[[], None] = lambda: None

    def start(self, wake: Callable[[], None]) -> None:
        """Begin; `wake` is called after every build."""
        self._wake = wake
        threading.Thread(target=self._work, name="glossary-ssg build", daemon=True).start()

    def follow(self) -> None:
        """Watch what the site is made of now, and look again at what was not watched before."""
        if self.watcher.watch(self._site.state.folders, [self._settings]):
            self._changes.again()

    def _work(self) -> None:
        while (paths := self._changes.next(self._is_wanted)) is not None:
            self.follow()
            change = self._site.rebuild([_shown(path) for path in paths])
            self.follow()
            self._wake()
            if not self._changes.is_stopped:
                self._on_change(change)

    def _is_wanted(self, path: str) -> bool:
        """Tell whether a path may matter: the settings, content and themes, above or below. Hidden files do not."""
        folder, name = os.path.split(path)
        real = Path(os.path.realpath(folder), name)
        if real == _real(self._settings):
            return True
        roots = [_real(root) for root in self._site.state.folders]
        return any(root.is_relative_to(real) for root in roots) or any(
            real.is_relative_to(root) and not any(map(_is_hidden, real.relative_to(root).parts)) for root in roots
        )

    @property
    def _settings(self) -> Path:
        return self._options.config or self._site.state.shown.settings


class _Server(uvicorn.Server):
    """Ends the streams of events before it waits for connections to close."""

    def __init__(self, config: uvicorn.Config, hub: Hub, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._hub = hub
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.close()
        await super().shutdown(sockets)


def _run(
    site: Site, worker: _Worker, listener: socket.socket, options: Options, on_ready: Callable[[Place], None]
) -> None:
    hub = Hub(site)
    app = make_app(site, hub, host=options.host, hosts=options.hosts)
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        ws="none",
        server_header=False,
    )
    port = listener.getsockname()[1]
    url = _url(options.host, port, site.state.shown.home)
    place = Place(url, bool(options.port) and port != options.port)

    def begin() -> None:
        loop = asyncio.get_running_loop()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop may have ended meanwhile
                loop.call_soon_threadsafe(hub.wake)

        worker.start(wake)
        on_ready(place)

    server = _Server(config, hub, begin)
    # uvicorn raises the signal that ended it once more; SIGTERM must not skip what is to be tidied up.
    before = signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to the host at this port or the next free one. Raises PortError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise PortError(f"error: host '{host}': {error.strerror}") from error
    except UnicodeError as error:  # a name that DNS cannot have
        raise PortError(f"error: host '{brief(host)}': not a host name\n  hint: use `127.0.0.1` or a name") from error
    problem = ""
    for number in range(port, min(port + _TRIES, 65_536)) if port else (0,):
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            if os.name == "posix":  # elsewhere the option lets two servers have one port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address[0], number, *address[2:]))
            listener.listen(128)
        except OSError as error:
            listener.close()
            problem = error.strerror or str(error)
        else:
            return listener
    raise PortError(f"error: port {port}: {problem}, and none of the {_TRIES} after it is free\n  hint: use --port")


def _url(host: str, port: int, home: str) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}{home}"


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name != ".well-known"


def _shown(path: str) -> str:
    """Return a path as the person at the terminal would type it."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative).as_posix()
