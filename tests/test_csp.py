"""What pages may load, and from where: the policy of a theme and what a theme may not add to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glossary_ssg.errors import ThemeError
from glossary_ssg.theme.settings import load_settings
from tests.support import write_files

BASE = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "https:", "data:"],
    "media-src": ["'self'", "https:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
}
"""The policy of a theme that declares nothing."""
EXTENSIBLE = (
    *("child-src", "connect-src", "font-src", "form-action", "frame-src", "img-src"),
    *("manifest-src", "media-src", "script-src", "style-src", "worker-src"),
)
SOURCE = "https://a.example"


def policy(folder: Path, directive: str, *sources: str) -> dict[str, list[str]]:
    """Return the policy of a theme that declares sources for a directive: directive -> sources."""
    lines = f"[csp]\n{directive} = {json.dumps(sources)}\n" if directive else ""
    csp = load_settings([write_files(folder, {"theme.toml": lines})]).csp
    return {name: values for name, *values in (part.split(" ") for part in csp.split("; "))}


def test_a_theme_that_declares_nothing_loads_from_the_site_only(tmp_path: Path) -> None:
    assert policy(tmp_path, "") == BASE


@pytest.mark.parametrize("directive", EXTENSIBLE)
def test_a_declared_source_is_added_to_its_directive_only(tmp_path: Path, directive: str) -> None:
    expected = BASE | {directive: [*BASE.get(directive, ["'self'"]), SOURCE]}
    assert policy(tmp_path, directive, SOURCE) == expected


@pytest.mark.parametrize("directive", ["default-src", "object-src", "base-uri", "script-src-elem", "frame-ancestors"])
def test_no_other_directive_can_be_declared(tmp_path: Path, directive: str) -> None:
    with pytest.raises(ThemeError, match=directive):
        policy(tmp_path, directive, SOURCE)


@pytest.mark.parametrize(
    "source",
    [
        *("https://a.example", "HTTPS://A.example", "wss://a.example", "https://*.a.example", "https://a.example:8443"),
        *("https://a.example:*", "https://a.example/js/x.js", "https://localhost", "'self'", "'sha256-aB+/_-='"),
        *("'sha384-x'", "'sha512-x'"),
    ],
)
def test_sources_that_scripts_may_have(tmp_path: Path, source: str) -> None:
    assert policy(tmp_path, "script-src", source)["script-src"] == list(dict.fromkeys(["'self'", source]))


@pytest.mark.parametrize(
    "source",
    [
        *("data:", "DATA:", "Data:", "blob:", "BLOB:", "'unsafe-inline'", "'unsafe-eval'", "'UNSAFE-INLINE'", "'none'"),
        *("*", "https:", "http:", "https://*", "https://*.", "http://a.example", "ws://a.example", "javascript:"),
        *("a.example", "//a.example", "https://a.example; script-src *", "https://a.example *", "https://a.example, *"),
        *("https://a.example\t*", "https://a.example?x", "https://u@a.example", "'sha1-x'", "'nonce-x'", "", " "),
        *("https://a.example data:", "self", "sha256-x", "'strict-dynamic'"),
    ],
)
def test_sources_that_scripts_may_not_have(tmp_path: Path, source: str) -> None:
    with pytest.raises(ThemeError, match=r"csp\.script-src: "):
        policy(tmp_path, "script-src", source)


@pytest.mark.parametrize("directive", [name for name in EXTENSIBLE if name != "script-src"])
@pytest.mark.parametrize("source", ["data:", "DATA:", "blob:"])
def test_what_runs_nothing_may_come_from_data(tmp_path: Path, directive: str, source: str) -> None:
    assert source in policy(tmp_path, directive, source)[directive]


@pytest.mark.parametrize("directive", EXTENSIBLE)
def test_only_styles_may_be_inline(tmp_path: Path, directive: str) -> None:
    if directive == "style-src":
        assert policy(tmp_path, directive, "'unsafe-inline'")[directive] == ["'self'", "'unsafe-inline'"]
    else:
        with pytest.raises(ThemeError, match="unsafe-inline"):
            policy(tmp_path, directive, "'unsafe-inline'")


def test_a_source_that_is_declared_twice_is_named_once(tmp_path: Path) -> None:
    assert policy(tmp_path, "img-src", "data:", SOURCE, SOURCE)["img-src"] == [*BASE["img-src"], SOURCE]
