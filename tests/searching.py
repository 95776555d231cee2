"""What search indexes are made from, through the build's own seams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from glossary_ssg.cache import Cache
from glossary_ssg.config import SearchBody, load_config
from glossary_ssg.executor import InLine
from glossary_ssg.model import FieldTerms, decoder
from glossary_ssg.pipeline.analysis import analyse
from glossary_ssg.pipeline.index import plan_search
from glossary_ssg.pipeline.inputs import open_session
from glossary_ssg.search import Document
from glossary_ssg.search.build import Own


@dataclass(frozen=True)
class Indexed:
    """What a language's index is made from."""

    documents: Sequence[Document]
    own: Own
    lang: str = "en"


def indexed(
    content: Path, config: Path | None = None, *, body: SearchBody = SearchBody.FREQUENT
) -> Mapping[str, Indexed]:
    """Return what each language's index is made from, by tag."""
    settings = replace(load_config(content=content, config=config), search_body=body)
    analysis = analyse(open_session(settings, InLine(), Cache(Path("none"), read_only=True)))
    decode = decoder(tuple[FieldTerms, ...])
    own = {key: decode(terms) for key, terms in analysis.bodies.terms(analysis.parsed.keys).items()}
    plans = plan_search(settings, analysis.glossary)
    return {plan.lang: Indexed(plan.documents, own, plan.lang) for plan in plans}
