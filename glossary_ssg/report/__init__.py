"""What a build found and did: for people, and in the formats of programs."""

from glossary_ssg.report.excerpt import Excerpts
from glossary_ssg.report.machines import Places, report_as_github, report_as_gitlab, report_as_json, report_as_sarif
from glossary_ssg.report.text import Style, diagnostics_as_text, no_excerpt, plain, summary_as_text
from glossary_ssg.report.values import Report, Summary

__all__ = [
    "Excerpts",
    "Places",
    "Report",
    "Style",
    "Summary",
    "diagnostics_as_text",
    "no_excerpt",
    "plain",
    "report_as_github",
    "report_as_gitlab",
    "report_as_json",
    "report_as_sarif",
    "summary_as_text",
]
