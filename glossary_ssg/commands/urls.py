"""Which addresses of an old site are kept, redirected and lost."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from glossary_ssg.config import Config
from glossary_ssg.ledger import read_ledger, write_ledger
from glossary_ssg.model import Glossary, Page, RedirectPage
from glossary_ssg.pipeline.plan import analyse_site, plan_build
from glossary_ssg.pipeline.session import Session
from glossary_ssg.readers import read_urls
from glossary_ssg.text.addresses import address_of


class Compared(Struct, frozen=True, gc=False):
    """What became of the addresses of an old site, each as a path in this one."""

    kept: tuple[str, ...]
    redirected: tuple[tuple[str, str], ...]
    """(old address, where it leads)"""
    lost: tuple[str, ...]


def compare_urls(session: Session, *, against: Path | None = None, record: bool = False) -> Compared:
    """Compare with a sitemap or a list, without one with the ledger; `record` adds this site's addresses to it."""
    config = session.config
    made = plan_build(session, analyse_site(session), has_cases=lambda: True)
    old = _paths(config, read_urls(against)) if against else read_ledger(config)
    files = {copy.target for copy in made.outputs.copies}
    result = _compare(old, {path: page for path, (_, page) in made.outputs.pages.items()}, files)
    if record:
        write_ledger(config, sorted({*read_ledger(config), *_published(made.analysis.glossary)}))
    return result


def _compare(old: Sequence[str], pages: Mapping[str, Page], files: Container[str]) -> Compared:
    kept, redirected, lost = [], [], []
    for uri in old:
        page = pages.get(address_of(uri).path)
        if isinstance(page, RedirectPage):
            redirected.append((uri, unquote(page.href)))
        elif page or uri.lstrip("/") in files:
            kept.append(uri)
        else:
            lost.append(uri)
    return Compared(tuple(kept), tuple(redirected), tuple(lost))


def _published(glossary: Glossary) -> Iterator[str]:
    """Yield the addresses that people link to: those of entries and pages, old ones included."""
    for address in glossary.addresses.entries.values():
        yield unquote(address.uri)
    for redirect in glossary.addresses.redirects:
        yield unquote(redirect.address.uri)


def _paths(config: Config, addresses: Sequence[str]) -> list[str]:
    """Return addresses as decoded paths in the site, each once."""
    paths = (unquote(urlsplit(address).path) or "/" for address in addresses)
    base = config.base_path[:-1]
    return list(dict.fromkeys(path[len(base) :] if path.startswith(f"{base}/") else path for path in paths))
