"""Workflows that check and publish a site on GitHub, GitLab and AWS Amplify."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Mapping
from importlib import metadata, resources
from pathlib import Path
from textwrap import indent
from urllib.parse import urlsplit

from glossary_ssg import __version__
from glossary_ssg.errors import GlossaryError
from glossary_ssg.readers import brief

SERVICES: Mapping[str, Mapping[str, str]] = {
    "github": {".github/workflows/glossary.yml": "github.yml"},
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "amplify": {"amplify.yml": "amplify.yml", "customHttp.yml": "customHttp.yml"},
}
"""Path in the repository -> template, for each service."""
_PACKAGE = "glossary-ssg"
_EXTRAS = {"gitlab": "[brotli]"}
"""What a workflow needs beyond the package itself."""
_SCHEMES = frozenset({"https", "git+https", "git+ssh", "file"})
_URL = re.compile(r"[A-Za-z0-9+][\w.~:/?#@!&()*+,;=%-]*", re.ASCII)
"""A URL without what shells, YAML or workflow expressions interpret."""
_FOLDER = re.compile(r"[\w./ @+~-]+")
"""A folder's path without what workflow expressions interpret."""


def plan_workflow(folder: Path, service: str, url: str = "") -> dict[Path, bytes]:
    """Return the files of a workflow in the repository that holds a site's folder. Nothing is written.

    `service` is one of SERVICES. The workflow installs this version of glossary-ssg from `url`, else from where it was
    installed if that is a URL, else from the package index. Raises GlossaryError for a file that exists or a URL that
    pip cannot install from.
    """
    root = _repository(folder)
    below = folder.resolve().relative_to(root).as_posix()
    if below != "." and not _FOLDER.fullmatch(below):
        message = f"error: FOLDER: a workflow cannot name the folder '{brief(below)}'"
        raise GlossaryError(f"{message}\n  hint: use letters, digits, hyphens and spaces")
    paths = {_below_cwd(root / path): template for path, template in SERVICES[service].items()}
    for path in paths:
        if os.path.lexists(path):
            hint = "remove it, or run `init --ci` in an empty folder and merge the two files"
            raise GlossaryError(f"error: '{path}' exists already\n  hint: {hint}")
    wanted = requirement(_EXTRAS.get(service, ""), url)
    templates = resources.files("glossary_ssg") / "starter_ci"
    return {
        path: _filled((templates / name).read_text(encoding="utf-8"), "" if below == "." else below, wanted).encode()
        for path, name in paths.items()
    }


def requirement(extras: str = "", url: str = "") -> str:
    """Return what pip installs to get this version. Raises GlossaryError for a URL that it cannot install from."""
    if url:
        parts = urlsplit(url) if _URL.fullmatch(url) else None
        if parts is None or parts.scheme not in _SCHEMES:
            message = f"error: --install-from: '{brief(url)}' is not a URL that pip installs from"
            hint = "write the URL of a wheel (`https://…/glossary_ssg-….whl`) or a repository (`git+https://…@TAG`)"
            raise GlossaryError(f"{message}\n  hint: {hint}")
    url = url or _origin()
    return f"{_PACKAGE}{extras} @ {url}" if url else f"{_PACKAGE}{extras}=={__version__}"


def _origin() -> str:
    """Return the URL that glossary-ssg was installed from (PEP 610), empty text for an index or a local folder."""
    try:
        text = metadata.distribution(_PACKAGE).read_text("direct_url.json") or "{}"
    except metadata.PackageNotFoundError:
        return ""
    data = json.loads(text)
    url, version_control = str(data.get("url", "")), data.get("vcs_info", {})
    if version_control:
        url = f"{version_control.get('vcs', 'git')}+{url}@{version_control.get('commit_id', '')}"
    parts = urlsplit(url)
    # A password in the URL belongs to the person who installed it.
    is_public = parts.scheme in ("https", "git+https") and "@" not in parts.netloc
    return url if is_public and _URL.fullmatch(url) else ""


def _repository(folder: Path) -> Path:
    """Return the root of the git repository that holds a folder, else the folder."""
    folder = folder.resolve()
    return next((path for path in (folder, *folder.parents) if os.path.lexists(path / ".git")), folder)


def _below_cwd(path: Path) -> Path:
    """Return a path as the person at the terminal would type it."""
    return Path(os.path.relpath(path)) if os.path.splitdrive(path)[0] == os.path.splitdrive(Path.cwd())[0] else path


def _filled(text: str, below: str, wanted: str) -> str:
    """Return a template with its values; `below` is the site's folder in the repository, empty for its root."""
    prefix = f"{below}/" if below else ""
    values = {
        "requirement": shlex.quote(wanted),
        "defaults": f"\ndefaults:\n  run:\n    working-directory: {_yaml(below)}\n" if below else "",
        "change_folder": f"    - {_yaml(f'cd {shlex.quote(below)}')}\n" if below else "",
        "cache": _yaml(f"{prefix}.glossary-cache/"),
        "output": _yaml(f"{prefix}output"),
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    head, mark, application = text.partition("@application@\n")
    if mark:
        root = f"applications:\n  - appRoot: {_yaml(below)}\n"
        text = head + (root + indent(application, "    ") if below else application)
    return text


def _yaml(text: str) -> str:
    """Return text as a value of YAML."""
    return text if re.fullmatch(r"\.?\w[\w./-]*", text) else json.dumps(text, ensure_ascii=False)
