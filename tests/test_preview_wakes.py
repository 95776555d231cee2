"""An open page hears of a build when it ends, not when its stream next shows that it is alive."""

from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

from tests.support import entry, write_files
from tests.test_preview_files import PATIENCE, serving


def test_the_first_thing_an_open_page_hears_after_a_build_is_the_change(tmp_path: Path) -> None:
    site = write_files(tmp_path, {"glossary.toml": "", "content/en/a.md": entry("A", "Before.")})
    with serving(site) as preview, urlopen(f"{preview.url}/__preview__/events?page=/en/a/", timeout=PATIENCE) as stream:
        while not stream.readline().startswith(b"data: "):
            pass
        write_files(site, {"content/en/a.md": entry("A", "Behind.")})
        heard = next(line for line in stream if line.strip())
        assert heard.startswith(b"data: "), heard
