"""Files at the root that hosts read: `.nojekyll`, `_headers`, `_redirects`, `robots.txt`.

`_headers` and `_redirects` are read by Netlify and Cloudflare, `_redirects` by GitLab too:
https://docs.netlify.com/routing/headers/, https://developers.cloudflare.com/pages/configuration/redirects/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glossary_ssg.config import Config, Redirects
from glossary_ssg.formats.texts import encoded
from glossary_ssg.model import SEARCH_PARTS, SITEMAP, Glossary, OutputFile, Page, RedirectPage, Site

_FOR_EVER = "public, max-age=31536000, immutable"


def host_files(config: Config, glossary: Glossary, site: Site, pages: Iterable[Page]) -> Iterator[OutputFile]:
    """Yield the files of the root; none in a site that is mounted in another, which owns the root."""
    if config.mount:
        return
    yield OutputFile(".nojekyll", b"")  # GitHub Pages would leave out what begins with an underscore
    if config.formats.headers:
        yield OutputFile("_headers", _headers(site).encode())
    lines = redirect_lines(config, glossary, pages)
    if lines:
        yield OutputFile("_redirects", "".join(f"{line}\n" for line in lines).encode())
    if config.formats.robots:
        yield OutputFile("robots.txt", _robots(config).encode())


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


def _headers(site: Site) -> str:
    kept = [site.assets, *(f"{view.search}{SEARCH_PARTS}/" for view in site.languages)]
    rules = {
        "/*": {
            # `frame-ancestors` has no meaning in the policy that stands in pages.
            "Content-Security-Policy": f"{site.csp}; frame-ancestors 'self'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
        },
        **{f"{encoded(path)}*": {"Cache-Control": _FOR_EVER} for path in kept},
    }
    lines = []
    for path, headers in rules.items():
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join((*lines, ""))


def _robots(config: Config) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if config.base_url and config.formats.sitemap:
        lines.append(f"Sitemap: {config.base_url}{config.base_path}{SITEMAP}")
    return "\n".join((*lines, ""))
