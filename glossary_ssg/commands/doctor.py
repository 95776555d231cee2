"""What a bug report needs: versions, extras, the site, its cache and repository, limits of the system."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from glossary_ssg import __version__
from glossary_ssg.config import CACHE_NAME, Config, find_site, load_config
from glossary_ssg.errors import GlossaryError
from glossary_ssg.history import history_stamp
from glossary_ssg.theme import find_theme

_EXTRAS: Mapping[str, tuple[str, ...]] = {
    "brotli": ("brotli",),
    "icu": ("PyICU-wheels", "PyICU"),
    "xlsx": ("openpyxl",),
    "cluster": ("distributed",),
}
"""Extra -> distributions, of which one is enough."""
_LIBRARIES = ("click", "Jinja2", "mistune", "nh3", "Babel", "starlette", "uvicorn", "watchdog")
_INOTIFY = Path("/proc/sys/fs/inotify")


def facts(config: Path | None, content: Path | None) -> Iterator[tuple[str, str]]:
    """Yield (name, value) pairs, a line each. Nothing is written, and problems of the site are values too."""
    yield "glossary-ssg", f"{__version__}, {Path(__file__).parent.parent}"
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()}), {sys.executable}"
    yield "system", f"{platform.platform()}, {os.cpu_count() or 1} cores"
    yield "encoding", f"{locale.getpreferredencoding(False)}, files {sys.getfilesystemencoding()}"
    yield "libraries", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    yield "extras", ", ".join(f"{extra} {_extra(names)}" for extra, names in _EXTRAS.items())
    path, root = find_site(config, content)
    yield "settings", str(path) if path.is_file() else f"no {path}"
    try:
        settings = load_config(config=config, content=content)
        yield from _site(settings)
    except GlossaryError as error:
        yield "site", str(error).partition("\n")[0]
        settings = None
    yield "cache", _cache(settings.cache if settings else root / CACHE_NAME)
    yield "git", _git(settings)
    yield "file watching", _watching(settings)
    yield "open files", _open_files()


def _site(config: Config) -> Iterator[tuple[str, str]]:
    yield "content", f"{config.content}: {', '.join(item.folder for item in config.languages)} ({config.layout})"
    folders = find_theme(config.theme, config.root_path).folders
    yield "theme", f"{config.theme}, {', '.join(map(str, folders))}"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _extra(names: tuple[str, ...]) -> str:
    return next((version for name in names if (version := _version(name)) != "not installed"), "not installed")


def _cache(folder: Path) -> str:
    try:
        size = sum(item.stat().st_size for item in os.scandir(folder) if item.is_file())
    except OSError as error:
        return f"{folder}: {error.strerror}"
    return f"{folder}: {size:,} bytes, {'writable' if os.access(folder, os.W_OK) else 'read-only'}"


def _git(config: Config | None) -> str:
    git = shutil.which("git")
    if git is None:
        return "not installed"
    done = subprocess.run([git, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - no foreign word
    version = done.stdout.strip().removeprefix("git version ")
    if config is None:
        return version
    stamp = history_stamp(config.content)
    if stamp is None:
        return f"{version}, a repository that cannot be read"
    return f"{version}, {'the content is in a repository' if stamp else 'the content is in no repository'}"


def _watching(config: Config | None) -> str:
    """Return how many folders the preview watches, and how many the system lets it watch."""
    count = sum(1 for _ in os.walk(config.content)) if config else 0
    folders = f"{count:,} content folders"
    limits = [f"{_limit(name)} {name}" for name in ("max_user_watches", "max_user_instances")]
    return f"{folders}; inotify: {', '.join(limits)}" if _INOTIFY.is_dir() else folders


def _limit(name: str) -> str:
    try:
        return (_INOTIFY / name).read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"


def _open_files() -> str:
    try:
        import resource
    except ImportError:  # Windows
        return "no limit is known"
    return "at most {:,} ({:,} after `ulimit -n`)".format(*resource.getrlimit(resource.RLIMIT_NOFILE))
