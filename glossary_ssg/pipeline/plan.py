"""Make a site: the only place that knows the order of the stages."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from glossary_ssg import __version__
from glossary_ssg.checks import FinishedSite, run_checks
from glossary_ssg.config import Changes, Config, Redirects
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.formats import SiteData, format_files, linked_files, redirect_lines, suffixes
from glossary_ssg.ledger import read_ledger
from glossary_ssg.model import EntryType, OutputFile, Page, RedirectPage, Site
from glossary_ssg.pages import Context, PlanMemory, plan, plan_site
from glossary_ssg.pipeline.analysis import Analysis, analyse
from glossary_ssg.pipeline.incremental.store import keep_memory
from glossary_ssg.pipeline.index import SearchPlan, plan_search
from glossary_ssg.pipeline.output import Outputs, Publisher, plan_outputs
from glossary_ssg.pipeline.session import Session
from glossary_ssg.pipeline.static import plan_copies
from glossary_ssg.pipeline.twins import twins
from glossary_ssg.publish import Published, tells_case
from glossary_ssg.render import RenderSettings
from glossary_ssg.report import Reason, Report, Summary
from glossary_ssg.report.baseline import Baseline, Findings, finish, read_baseline
from glossary_ssg.search.files import PARTS
from glossary_ssg.sources import Discovery
from glossary_ssg.theme import Theme, load_strings, read_templates


class AnalysedSite(Struct, frozen=True, gc=False):
    """The whole set, analysed: what pages and indexes are made from."""

    analysis: Analysis
    texts: Mapping[str, Mapping[str, str]]
    """Interface texts by language folder."""
    fallback_texts: Mapping[str, int]
    """By language tag: how many interface texts are shown in the fallback language."""
    search: Sequence[SearchPlan]


class PlannedSite(Struct, frozen=True, gc=False):
    """A site that is planned: all pages and files are decided, and nothing is rendered."""

    session: Session
    analysis: Analysis
    outputs: Outputs
    search: Sequence[SearchPlan]
    diagnostics: tuple[Diagnostic, ...]
    """All diagnostics of the site, for every command: what stages cannot do, and what checks judge."""

    def report(self, baseline: Baseline, published: Published, rendered: Mapping[str, Reason]) -> Report:
        """Return the diagnostics that are shown, and what happened to the files."""
        diagnostics = (*self.diagnostics, *(_replaced(path) for path in published.replaced))
        findings = finish(self.session.config, diagnostics, baseline)
        summary = _summary(self, published, findings)
        return Report(findings.new, summary, self.session.stages, findings.known, len(self.outputs.pages), rendered)


def make(session: Session, made_from: str, *, dry: bool) -> Report:
    """Make the site, or with `dry` do all but writing its files; return the diagnostics, and what was written.

    `made_from` is the digest of what it is made from, which is recorded with the files.
    """
    baseline = read_baseline(session.config)
    analysed = analyse_site(session)
    if session.config.changes is Changes.GIT and session.memory.history.value is None:
        made_from = ""  # git could not tell, and may the next time
    publisher = Publisher(session, made_from, dry=dry)
    publisher.begin(analysed.analysis, analysed.search)
    made = plan_build(session, analysed, has_cases=lambda: not dry and tells_case(session.config.output))
    with session.timed("store"):
        keep_memory(session.memory, session.cache, session.config)
    published, rendered = publisher.publish(made.analysis, made.outputs)
    return made.report(baseline, published, rendered)


def analyse_site(session: Session, discovery: Discovery | None = None) -> AnalysedSite:
    """Do everything up to the analysis of the whole set. `discovery` replaces what the session read."""
    analysis = analyse(session, discovery)
    texts, fallback_texts = _load_texts(session.config, session.inputs.theme)
    drafts = {lang: names["draft"] for lang, names in texts.items()}
    return AnalysedSite(analysis, texts, fallback_texts, plan_search(session.config, analysis.glossary, drafts))


def plan_build(session: Session, analysed: AnalysedSite, *, has_cases: Callable[[], bool]) -> PlannedSite:
    """Do everything up to rendering. `has_cases` tells whether the output folder keeps `A` and `a` apart."""
    config, theme, assets = session.config, session.inputs.theme, session.inputs.assets
    analysis, texts = analysed.analysis, analysed.texts
    glossary = analysis.glossary
    with session.timed("plan"):
        folder = f"{glossary.addresses.assets}{assets.digest}/"
        generator = f"glossary-ssg {__version__}"
        files = linked_files(config, glossary)
        memory = session.memory.planned
        context = Context(config, glossary, texts, analysis.linked.links, memory)
        site = plan_site(context, generator, folder, assets.logo, theme.settings.csp, files)
        static = [replace(file, path=folder.lstrip("/") + file.path) for file in assets.files]
        pages = _plan_pages(context, memory, has_cases)

        def machine() -> Iterator[OutputFile]:
            # Made here, so that its concepts are gone before pages are rendered.
            data = SiteData(config, glossary, site, pages, _immutable_folders(site))
            return chain(format_files(data), twins(config, analysis))

        settings = RenderSettings(theme, site, read_templates(theme))
        generated = [*(page.path for page in pages), *(file.path for file in static)]
        copies, collisions = plan_copies(session, analysis, generated, machine)
        outputs = plan_outputs(session, pages, settings, static, copies, machine)
    checked = run_checks(_finish(session, analysed, site, outputs))
    diagnostics = (*analysis.diagnostics, *assets.diagnostics, *collisions, *checked)
    return PlannedSite(session, analysis, outputs, analysed.search, diagnostics)


def _finish(session: Session, analysed: AnalysedSite, site: Site, outputs: Outputs) -> FinishedSite:
    """Return the site as checks see it."""
    config, inputs, analysis = session.config, session.inputs, analysed.analysis
    glossary = analysis.glossary
    files = glossary.references.files
    removed = {path: analysis.images.removed[path] for path, _ in files if path in analysis.images.removed}
    static, static_removed = inputs.static, analysis.static_images.removed
    for copy in outputs.copies:
        if copy.is_trusted and copy.source in static_removed:
            removed[static.located(config, copy.source)] = static_removed[copy.source]
    if inputs.assets.removed:
        removed[config.logo] = inputs.assets.removed
    return FinishedSite(
        config=config,
        glossary=glossary,
        links=analysis.linked.links,
        paths=frozenset((*outputs.pages, *(copy.target for copy in outputs.copies))),
        generated=lambda: [file.path for file in outputs.machine()],
        menus={view.folder: (*view.menu, *view.footer) for view in site.languages},
        redirect_lines=redirect_lines(config, glossary, (page for _, page in outputs.pages.values())),
        compressed=suffixes() if config.precompress else (),
        ledger=read_ledger(config),
        background=inputs.theme.settings.light,
        fallback_texts=analysed.fallback_texts,
        removed=removed,
    )


def _without_redirects(config: Config, pages: Sequence[Page]) -> list[Page]:
    """Return the pages; where the host reads `_redirects`, without those of old addresses."""
    if config.redirects is not Redirects.FILE:
        return list(pages)
    # The root is asked for by those who read no `_redirects`; what differs by case only may not be in that file.
    return [
        page
        for page in pages
        if not isinstance(page, RedirectPage) or page.differs_by_case or page.path == "index.html"
    ]


def _immutable_folders(site: Site) -> tuple[str, ...]:
    """Return the addresses of folders whose files are named after their content."""
    return (site.assets, *(f"{view.search}{PARTS}/" for view in site.languages))


def _summary(made: PlannedSite, published: Published, findings: Findings) -> Summary:
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
        known=len(findings.known),
        gone=findings.gone,
        seconds=time.perf_counter() - made.session.start,
    )


def _plan_pages(context: Context, memory: PlanMemory, has_cases: Callable[[], bool]) -> list[Page]:
    pages = _without_redirects(context.config, plan(context, memory))
    redirects = [page for page in pages if isinstance(page, RedirectPage) and page.differs_by_case]
    if redirects and not has_cases():
        pages = [page for page in pages if page not in redirects]
    return [replace(page, is_indexed=False) for page in pages] if context.config.noindex else pages


def _load_texts(config: Config, theme: Theme) -> tuple[dict[str, Mapping[str, str]], dict[str, int]]:
    """Return the interface texts by language folder, and by tag how many are shown in the fallback language."""
    texts: dict[str, Mapping[str, str]] = {}
    fallback_texts = {}
    for language in config.languages:
        strings = load_strings(theme, language.tag)
        texts[language.folder] = strings.texts
        if strings.missing:
            fallback_texts[language.tag] = len(strings.missing)
    return texts, fallback_texts


def _replaced(path: str) -> Diagnostic:
    message = f"'{path}' in the output folder was replaced; an earlier build did not write it"
    return diagnose(
        "output-replaced", message, hint="keep other files under other names, or publish to a folder of its own"
    )
