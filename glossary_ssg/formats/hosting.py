"""Files at the root that hosts read: `.nojekyll`, `_headers`, `_redirects`, `robots.txt`.

`_headers` and `_redirects` are read by Netlify and Cloudflare, `_redirects` by GitLab too:
https://docs.netlify.com/routing/headers/, https://developers.cloudflare.com/pages/configuration/redirects/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary_ssg.config import Config, Redirects
from glossary_ssg.formats import sitemap
from glossary_ssg.formats.format import Format, SiteData
from glossary_ssg.formats.texts import encoded
from glossary_ssg.model import Glossary, OutputFile, Page, RedirectPage

NOJEKYLL, HEADERS, REDIRECTS, ROBOTS = ".nojekyll", "_headers", "_redirects", "robots.txt"

_FOR_EVER = "public, max-age=31536000, immutable"


def _make_nojekyll(_data: SiteData) -> Iterator[OutputFile]:
    yield OutputFile(NOJEKYLL, b"")  # GitHub Pages would leave out what begins with an underscore


def _make_headers(data: SiteData) -> Iterator[OutputFile]:
    yield OutputFile(HEADERS, _headers(data.site.csp, data.immutable, is_indexed=not data.config.noindex).encode())


def _make_redirects(data: SiteData) -> Iterator[OutputFile]:
    lines = redirect_lines(data.config, data.glossary, data.pages)
    if lines:
        yield OutputFile(REDIRECTS, "".join(f"{line}\n" for line in lines).encode())


def _make_robots(data: SiteData) -> Iterator[OutputFile]:
    yield OutputFile(ROBOTS, _robots(data.config).encode())


def redirect_lines(config: Config, glossary: Glossary, pages: Iterable[Page]) -> list[str]:
    """Return the lines of `_redirects`: `/old/ /new/ 301`."""
    if config.mount or config.redirects is Redirects.PAGES:
        return []
    base, given = config.base_path[:-1], glossary.addresses.entries
    pairs = [(base + old.address.uri, base + given[old.entry.path].uri) for old in glossary.addresses.redirects]
    # A host that takes upper and lower case for one would lead such an address to itself.
    lines = [f"{_literal(old)} {_literal(new)} 301" for old, new in pairs if old.casefold() != new.casefold()]
    root = [page.href for page in pages if isinstance(page, RedirectPage) and page.path == "index.html"]
    return [*(f"{config.base_path} {_literal(href)} 302" for href in root), *lines]


def _literal(path: str) -> str:
    """Return a path without what has a meaning in `_redirects`: `:name` and `*`."""
    return encoded(path).replace(":", "%3A").replace("*", "%2A")


def _headers(csp: str, immutable: Iterable[str], *, is_indexed: bool) -> str:
    rules = {
        "/*": {
            # `frame-ancestors` has no meaning in the policy that stands in pages.
            "Content-Security-Policy": f"{csp}; frame-ancestors 'self'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            **({} if is_indexed else {"X-Robots-Tag": "noindex"}),
        },
        **{f"{encoded(path)}*": {"Cache-Control": _FOR_EVER} for path in immutable},
    }
    lines = []
    for path, headers in rules.items():
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join((*lines, ""))


def _robots(config: Config) -> str:
    if config.noindex:
        return "User-agent: *\nDisallow: /\n"
    lines = ["User-agent: *", "Allow: /"]
    if sitemap.FORMAT.is_on(config):
        lines.append(f"Sitemap: {config.base_url}{config.base_path}{sitemap.NAME}")
    return "\n".join((*lines, ""))


FORMATS = (
    Format(_make_nojekyll, root_names=(NOJEKYLL,)),
    Format(_make_headers, root_names=(HEADERS,), setting="headers"),
    Format(_make_redirects, root_names=(REDIRECTS,)),
    Format(_make_robots, root_names=(ROBOTS,), setting="robots"),
)
