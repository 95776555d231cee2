"""Settings that leave something out of the site, or that cannot work."""

from __future__ import annotations

from collections.abc import Iterator

from glossary_ssg.checks.finished import Check, FinishedSite
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.theme import FALLBACK
from glossary_ssg.theme.colours import ENOUGH, contrast, readable


def check_base_url(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report a site without a base URL."""
    if not site.config.base_url:
        hint = "set `base_url` in glossary.toml or pass --base-url; canonical and alternate links need it"
        yield diagnose("base-url-missing", "the site does not say where it will stand", hint=hint)


def check_texts(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report languages whose interface texts are partly shown in the fallback language."""
    for tag, count in site.fallback_texts.items():
        message = f"{count} interface texts of '{tag}' are shown in '{FALLBACK}'"
        hint = f"add themes/{site.config.theme}/strings/{tag}.toml"
        yield diagnose("strings-fallback", message, hint=hint)


def check_accent(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report an accent that cannot be read on the light background; on the dark one it is always made lighter."""
    accent, background = site.config.accent, site.background
    nearest = readable(accent, background) if accent else ""
    if nearest != accent:
        # Rounded down: 4.49 must not look like enough.
        ratio = int(contrast(accent, background) * 10) / 10
        message = (
            f"`accent` '{accent}' has a contrast of {ratio}:1 to the light background, "
            f"and text needs {ENOUGH}:1; '{nearest}' is shown"
        )
        yield diagnose("accent-contrast", message, hint=f'write `accent = "{nearest}"`, or another colour')


def check_compression(site: FinishedSite) -> Iterator[Diagnostic]:
    """Report that precompressed files lack a format because its library is not installed."""
    if site.config.precompress and ".br" not in site.compressed:
        message = "only .gz files are written, as brotli is not installed"
        yield diagnose("brotli-missing", message, hint="pip install 'glossary-ssg[brotli]'")


CHECKS: tuple[Check, ...] = (check_base_url, check_texts, check_accent, check_compression)
