"""What a build found and did: for people, and in the formats of programs."""

from glossary_ssg.report.excerpt import Excerpts
from glossary_ssg.report.machines import (
    Places,
    profile_as_json,
    report_as_github,
    report_as_gitlab,
    report_as_json,
    report_as_sarif,
)
from glossary_ssg.report.text import Style, diagnostics_as_text, no_excerpt, plain, rendered_as_text, summary_as_text
from glossary_ssg.report.values import Reason, Report, Summary

__all__ = [
    "Excerpts",
    "Places",
    "Reason",
    "Report",
    "Style",
    "Summary",
    "diagnostics_as_text",
    "no_excerpt",
    "plain",
    "profile_as_json",
    "rendered_as_text",
    "report_as_github",
    "report_as_gitlab",
    "report_as_json",
    "report_as_sarif",
    "summary_as_text",
]
