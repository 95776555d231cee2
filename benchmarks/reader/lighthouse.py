"""Lighthouse, run on a page as on a middling phone with a slow connection."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

CLI = Path(__file__).with_name("node_modules") / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = {"total-blocking-time": "blocking time, ms", "cumulative-layout-shift": "layout shift"}
"""Audit -> what its figure is called here."""


@dataclass(frozen=True)
class Scores:
    """Medians of several runs."""

    figures: Mapping[str, float]
    """Scores from 0 to 100 by category, and the figures of METRICS by name."""
    failed: Sequence[str]
    """Audits that cost points in any run, and what they found."""


def measure(url: str, chromium: str, runs: int) -> Scores:
    """Run Lighthouse `runs` times. Raises RuntimeError if it cannot look at the page."""
    reports = [_run(url, chromium) for _ in range(runs)]
    figures = {name: median(100 * report["categories"][name]["score"] for report in reports) for name in CATEGORIES} | {
        name: median(report["audits"][audit]["numericValue"] for report in reports) for audit, name in METRICS.items()
    }
    return Scores(figures, sorted({line for report in reports for line in _failed(report)}))


def _run(url: str, chromium: str) -> Any:
    node = shutil.which("node") or "node"
    command = [node, str(CLI), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--no-enable-error-reporting"]
    environment = os.environ | {"CHROME_PATH": chromium}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"Lighthouse cannot look at {url}: {result.stderr.strip()}")
    return json.loads(result.stdout)


def _failed(report: Any) -> list[str]:
    """Return the audits that cost points, those of speed aside: their figures are in the table."""
    audits = report["audits"]
    return [
        f"{name}: {audits[ref['id']]['title']}"
        for name in CATEGORIES[1:]
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 1 and audits[ref["id"]]["score"] is not None
    ]
