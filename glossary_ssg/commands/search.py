"""Search a built site."""

from __future__ import annotations

from typing import Any

from glossary_ssg.config import Config
from glossary_ssg.errors import ConfigError, OutputError
from glossary_ssg.files import shown
from glossary_ssg.publish import MANIFEST, manifest_folder, read_manifest
from glossary_ssg.readers import read_own_json
from glossary_ssg.search import files as index_files
from glossary_ssg.search.client.index import Answer, search


def search_site(config: Config, text: str, lang: str | None, *, limit: int) -> Answer:
    """Search the index of a language in the output folder. Raises OutputError where there is none that can be read."""
    folders = {language.folder: language.tag for language in config.languages}
    wanted = lang or config.default_language
    tag = next((tag for folder, tag in folders.items() if wanted.lower() in (folder.lower(), tag.lower())), None)
    if tag is None:
        raise ConfigError((f"error: --lang: '{wanted}' is none of the languages {', '.join(folders)}",))
    files = read_manifest(config.output / manifest_folder(config.mount, config.default_language) / MANIFEST)
    for path in files:
        if path.rpartition("/")[2] != index_files.MANIFEST:
            continue
        place = config.output / path
        found = read_own_json(place, dict[str, Any])
        if found is not None and found.get("lang") == tag and "terms" in found:
            return search(place.parent, shown(text), limit=limit)
    raise OutputError(
        f"error: output: there is no search index of '{wanted}' in '{config.output}'\n  hint: build the site"
    )
