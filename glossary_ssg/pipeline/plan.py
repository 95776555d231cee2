"""Make a site: the only place that knows the order of the stages."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg import __version__
from glossary_ssg.checks import check_set
from glossary_ssg.config import Changes, Config
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.model import EntryType, Glossary, OutputFile, Page, RedirectPage, Site
from glossary_ssg.pages import PlanMemory, plan, plan_site
from glossary_ssg.pipeline.analysis import Analysis, analyse
from glossary_ssg.pipeline.incremental.store import keep_memory
from glossary_ssg.pipeline.index import SearchPlan, plan_search
from glossary_ssg.pipeline.ledger import check_ledger
from glossary_ssg.pipeline.machine import check_machine, machine_files, without_redirects
from glossary_ssg.pipeline.output import Outputs, Publisher, plan_outputs
from glossary_ssg.pipeline.session import Session
from glossary_ssg.pipeline.static import plan_copies
from glossary_ssg.pipeline.twins import twins
from glossary_ssg.publish import Published, tells_case
from glossary_ssg.render import RenderSettings
from glossary_ssg.report import Reason, Report, Summary
from glossary_ssg.report.baseline import Baseline, Findings, finish, read_baseline
from glossary_ssg.theme import FALLBACK, Theme, check_accent, load_strings, read_templates


class Basis(Struct, frozen=True, gc=False):
    """What pages and indexes are made from."""

    analysis: Analysis
    texts: Mapping[str, Mapping[str, str]]
    """Interface texts by language folder."""
    missing: Sequence[Diagnostic]
    search: Sequence[SearchPlan]


class Prepared(Struct, frozen=True, gc=False):
    """A site of which everything is known, and nothing is rendered."""

    session: Session
    analysis: Analysis
    outputs: Outputs
    search: Sequence[SearchPlan]
    diagnostics: tuple[Diagnostic, ...]

    def report(self, baseline: Baseline, published: Published, rendered: Mapping[str, Reason]) -> Report:
        """Return what was found and what became of it."""
        told = (*self.diagnostics, *(_replaced(path) for path in published.replaced))
        found = finish(self.session.config, told, baseline)
        summary = _summary(self, published, found)
        return Report(found.new, summary, self.session.stages, found.known, len(self.outputs.pages), rendered)


def make(session: Session, made_from: str, *, dry: bool) -> Report:
    """Make the site, or with `dry` do all but writing its files; say what was found, and what was written.

    `made_from` is the digest of what it is made from, which is noted with the files.
    """
    baseline = read_baseline(session.config)
    basis = understand(session)
    if session.config.changes is Changes.GIT and session.memory.history is None:
        made_from = ""  # git could not tell, and may the next time
    publisher = Publisher(session, made_from, dry=dry)
    publisher.begin(basis.analysis, basis.search)
    made = prepare(session, basis, has_cases=lambda: not dry and tells_case(session.config.output))
    with session.timed("store"):
        keep_memory(session.memory, session.cache, session.config)
    published, rendered = publisher.publish(made.analysis, made.outputs)
    return made.report(baseline, published, rendered)


def understand(session: Session) -> Basis:
    """Do everything up to the knowledge of the whole set."""
    analysis = analyse(session)
    texts, missing = _load_texts(session.config, session.inputs.theme)
    drafts = {lang: known["draft"] for lang, known in texts.items()}
    return Basis(analysis, texts, missing, plan_search(session.config, analysis.glossary, drafts))


def prepare(session: Session, basis: Basis, *, has_cases: Callable[[], bool]) -> Prepared:
    """Do everything up to rendering. `has_cases` tells whether the site's place keeps `A` and `a` apart."""
    config, theme, assets = session.config, session.inputs.theme, session.inputs.assets
    analysis, texts = basis.analysis, basis.texts
    glossary = analysis.glossary
    with session.timed("plan"):
        folder = f"{glossary.addresses.assets}{assets.digest}/"
        generator = f"glossary-ssg {__version__}"
        site = plan_site(config, glossary, texts, generator, folder, assets.logo, theme.settings.csp)
        static = [replace(file, path=folder.lstrip("/") + file.path) for file in assets.files]
        pages = _plan_pages(config, analysis, texts, has_cases, session.memory.planned)

        def machine() -> Iterator[OutputFile]:
            return chain(machine_files(config, glossary, site, pages), twins(config, analysis))

        settings = RenderSettings(theme, site, read_templates(theme))
        generated = [*(page.path for page in pages), *(file.path for file in static)]
        copies, collisions = plan_copies(session, analysis, generated, machine)
        outputs = plan_outputs(session, pages, settings, static, copies, machine)
    published = [*outputs.pages, *(copy.target for copy in outputs.copies)]
    diagnostics = (
        *analysis.discovery.diagnostics,
        *analysis.parsed.diagnostics,
        *glossary.diagnostics,
        *analysis.linked.diagnostics,
        *check_set(config, glossary, analysis.linked.links),
        *_check_site(config, glossary),
        *basis.missing,
        *check_accent(theme, config),
        *assets.diagnostics,
        *collisions,
        *analysis.images.diagnostics(source for source, _ in glossary.references.files),
        *check_machine(config, glossary, pages),
        *_check_menus(config, site, published, machine),
        # A redirect that differs by case only may be left out here, and stand where the site is published.
        *check_ledger(config, {*published, *(redirect.address.path for redirect in glossary.addresses.redirects)}),
    )
    return Prepared(session, analysis, outputs, basis.search, diagnostics)


def _summary(made: Prepared, published: Published, found: Findings) -> Summary:
    analysis, glossary = made.analysis, made.analysis.glossary
    built = {entry.path for entry in glossary.entries if entry.path in glossary.addresses.entries}
    drafts = sum(entry.head.draft and not made.session.config.drafts for entry in analysis.parsed.entries)
    by_language = Counter(
        entry.lang for entry in glossary.entries if entry.path in built and entry.type is not EntryType.SECTION
    )
    return Summary(
        entries=sum(by_language.values()),
        languages=len(by_language),
        by_language=dict(sorted(by_language.items())),
        files_read=len(analysis.discovery.sources),
        parsed=analysis.parsed.fresh,
        drafts=drafts,
        not_built=len(analysis.discovery.sources) - len(built) - drafts,
        concepts_joined=glossary.translations.concepts,
        references=glossary.references.total,
        references_linked=glossary.references.linked,
        auto_links=sum(len(links) for links in analysis.linked.links.values()),
        addresses_kept=glossary.addresses.kept,
        addresses_redirected=len(glossary.addresses.redirects),
        addresses_lost=glossary.addresses.lost,
        written=published.written,
        unchanged=published.unchanged,
        removed=len(published.removed),
        known=len(found.known),
        gone=found.gone,
        seconds=time.perf_counter() - made.session.start,
    )


def _plan_pages(
    config: Config,
    analysis: Analysis,
    texts: Mapping[str, Mapping[str, str]],
    has_cases: Callable[[], bool],
    known: PlanMemory,
) -> list[Page]:
    pages = without_redirects(config, plan(config, analysis.glossary, analysis.linked.links, texts, known))
    redirects = [page for page in pages if isinstance(page, RedirectPage) and page.differs_by_case]
    if redirects and not has_cases():
        pages = [page for page in pages if page not in redirects]
    return [replace(page, is_indexed=False) for page in pages] if config.noindex else pages


def _load_texts(config: Config, theme: Theme) -> tuple[dict[str, Mapping[str, str]], list[Diagnostic]]:
    texts: dict[str, Mapping[str, str]] = {}
    found = []
    for language in config.languages:
        strings = load_strings(theme, language.tag)
        texts[language.folder] = strings.texts
        if strings.missing:
            message = f"{len(strings.missing)} interface texts of '{language.tag}' are shown in '{FALLBACK}'"
            hint = f"add themes/{config.theme}/strings/{language.tag}.toml"
            found.append(diagnose("strings-fallback", message, hint=hint))
    return texts, found


def _check_site(config: Config, glossary: Glossary) -> Iterator[Diagnostic]:
    if not config.base_url:
        hint = "set `base_url` in glossary.toml or pass --base-url; canonical and alternate links need it"
        yield diagnose("base-url-missing", "the site does not say where it will stand", hint=hint)
    if not any(entry.type is EntryType.GLOSSARY for entry in glossary.entries):
        hint = "entries are Markdown files with a `title`, in a folder for each language: content/en/term.md"
        yield diagnose("nothing-found", f"there is no entry in '{config.content}'", hint=hint)


def _check_menus(
    config: Config, site: Site, published: Sequence[str], machine: Callable[[], Iterator[OutputFile]]
) -> Iterator[Diagnostic]:
    """Report links of the menu and the foot that lead to nothing; with a mount, the other site may have it."""
    known = {f"{config.base_path}{path}".removesuffix("index.html").rstrip("/") for path in published}
    files: set[str] | None = None
    for view in site.languages:
        for link in () if config.mount else (*view.menu, *view.footer):
            path = unquote(re.split("[?#]", link.href, maxsplit=1)[0])
            if path.startswith("/") and path.removesuffix("index.html").rstrip("/") not in known:
                # Which of these there are, only those know who make them.
                files = {config.base_path + file.path for file in machine()} if files is None else files
                if path in files:
                    continue
                message = f"'{link.title}' of the menu or the foot leads to no page in '{view.folder}': '{path}'"
                hint = "correct its `url` in glossary.toml, or give it labels only in the languages that have the page"
                yield diagnose("menu-unresolved", message, hint=hint)


def _replaced(path: str) -> Diagnostic:
    message = f"'{path}' in the output folder was replaced; an earlier build did not write it"
    return diagnose(
        "output-replaced", message, hint="keep other files under other names, or publish to a folder of its own"
    )
