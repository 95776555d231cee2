"""nginx as the page on hosting shows it: its commands and its configuration, below a folder and on a port of this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

from tests.browser.server import HOST
from tests.support import ROOT

_PAGE = ROOT / "docs/hosting.md"
_CERTAIN = "/usr/sbin/nginx"
"""Where Debian puts it; not every user's PATH leads there."""
_FRAME = """\
daemon off;
user {user};
worker_processes 1;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
include /etc/nginx/mime.types;
access_log off;
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{site}
}}
"""


def find_nginx() -> str | None:
    """Return the path of nginx."""
    return shutil.which("nginx") or shutil.which(_CERTAIN)


@contextmanager
def free_port() -> Iterator[socket.socket]:
    """Listen on a free port: who connects before nginx is there waits until it is."""
    with socket.create_server((HOST, 0)) as listening:
        yield listening


@contextmanager
def run_nginx(path: str, listening: socket.socket, folder: Path) -> Iterator[None]:
    """Serve `folder/www/glossary` as the documentation says, until the context is left."""
    port = listening.getsockname()[1]
    certificates = [
        f"ssl_certificate{part}.pem;" for part in (" /etc/ssl/glossary/fullchain", "_key /etc/ssl/glossary/privkey")
    ]
    conf = write_config(folder, {"listen 443 ssl;": f"listen {HOST}:{port};", **dict.fromkeys(certificates, "")})
    # nginx takes over sockets from the nginx before it; their numbers stand in this variable.
    env = os.environ | {"NGINX": f"{listening.fileno()};"}
    command = [path, "-e", "stderr", "-p", str(folder), "-c", str(conf)]
    with subprocess.Popen(command, env=env, pass_fds=[listening.fileno()]) as process:
        try:
            yield
        finally:
            process.terminate()


def write_config(folder: Path, places: Mapping[str, str]) -> Path:
    """Run the page's commands on `folder/www/glossary`, and write its configuration with more replacements."""
    places = {"/etc/nginx/glossary": f"{folder}/conf", "/var/www": f"{folder}/www", **places}
    subprocess.run(["sh", "-e", "-c", _shown("sh", places)], check=True)
    conf = folder / "nginx.conf"
    conf.write_text(_FRAME.format(user=getuser(), folder=folder, site=_shown("nginx", places)), encoding="utf-8")
    return conf


def _shown(language: str, places: Mapping[str, str]) -> str:
    """Return the page's block in a language, with places of this machine; each must be in it or in the other block."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```\n", _PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (block,) = (block for block in blocks if "/etc/nginx" in block)
    text: str = block
    for written, here in places.items():
        text = text.replace(written, here)
    assert "/etc/" not in text
    assert "/var/www/" not in text.replace(places["/var/www"], "")
    return text
