"""Build a site, unless it would be the one that is there."""

from __future__ import annotations

from glossary_ssg.pipeline.incremental.published import site_key
from glossary_ssg.pipeline.incremental.unchanged import digest_of, recall, remember
from glossary_ssg.pipeline.session import Session, paused_collection
from glossary_ssg.publish import manifest_folder, tidy
from glossary_ssg.report import Report


def build(session: Session, *, dry: bool = False) -> Report:
    """Build the site, or with `dry` do all but publish it. Content problems are in the report. Raises GlossaryError."""
    config, executor = session.config, session.executor
    with paused_collection():
        made_from = digest_of(session.inputs)
        if known := recall(session, made_from, dry=dry):
            if not dry:
                tidy(config.output, manifest_folder(config.mount, config.default_language))
            return known
        # Where nothing was published yet there is work for many processes, else for one or two with search indexes.
        is_known = session.cache.known("report", [site_key(config)])
        executor.expect(
            0 if is_known else len(session.inputs.discovery.sources), heavy=0 if dry else len(config.languages)
        )
        # What makes sites takes longer to import than an unchanged site takes to recognise.
        from glossary_ssg.pipeline.plan import make

        report = make(session, made_from, dry=dry)
        remember(session, made_from, report, dry=dry)
        return report
