"""The glossary as a table."""

from __future__ import annotations

from collections.abc import Sequence

from glossary_ssg.errors import ConfigError
from glossary_ssg.formats import TableFormat, concepts_of, make_table
from glossary_ssg.pipeline.analysis import analyse
from glossary_ssg.pipeline.session import Session


def export(session: Session, *, kind: TableFormat, langs: Sequence[str]) -> bytes:
    """Return a table of all concepts, with columns for `langs`, else for all languages. Raises GlossaryError."""
    config = session.config
    known = {language.folder.lower(): language.tag for language in config.languages}
    known |= {tag.lower(): tag for tag in known.values()}
    unknown = [lang for lang in langs if lang.lower() not in known]
    if unknown:
        folders = ", ".join(language.folder for language in config.languages)
        raise ConfigError((f"error: --lang: '{unknown[0]}' is none of the languages {folders}",))
    tags = [known[lang.lower()] for lang in langs] or [language.tag for language in config.languages]
    concepts = concepts_of(config, analyse(session).glossary)
    return make_table(kind, concepts, list(dict.fromkeys(tags)))
