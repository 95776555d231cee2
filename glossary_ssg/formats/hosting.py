"""Files at the root that hosts read: `.nojekyll`, `_headers`, `_redirects`, `robots.txt`.

`_headers` and `_redirects` are read by Netlify and Cloudflare, `_redirects` by GitLab too:
https://docs.netlify.com/routing/headers/, https://developers.cloudflare.com/pages/configuration/redirects/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from glossary_ssg.config import Config, Redirects
from glossary_ssg.diagnostics import Diagnostic, diagnose
from glossary_ssg.formats.texts import encoded
from glossary_ssg.model import SEARCH_PARTS, SITEMAP, Glossary, OutputFile, Page, RedirectPage, Site

MOST, LONGEST = 2_000, 1_000
"""Cloudflare reads so many lines of `_redirects`, and lines of so many characters."""
_NEAR = MOST * 9 // 10
_FOR_EVER = "public, max-age=31536000, immutable"


def host_files(config: Config, glossary: Glossary, site: Site, pages: Iterable[Page]) -> Iterator[OutputFile]:
    """Yield the files of the root; none in a site that is mounted in another, which owns the root."""
    if config.mount:
        return
    yield OutputFile(".nojekyll", b"")  # GitHub Pages would leave out what begins with an underscore
    if config.formats.headers:
        yield OutputFile("_headers", _headers(config, site).encode())
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


def check_redirects(lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Report what Cloudflare would not read, and that it is near."""
    hint = 'write `redirects = "pages"` in glossary.toml, unless your host reads more'
    if len(lines) > _NEAR:
        yield diagnose("redirects-many", f"there are {len(lines):,} redirects; Cloudflare reads {MOST:,}", hint=hint)
    long = [line for line in lines if len(line) > LONGEST]
    if long:
        message = f"{len(long):,} redirects are longer than the {LONGEST:,} characters that Cloudflare reads"
        yield diagnose("redirects-many", message, hint=hint)


def _literal(path: str) -> str:
    """Return a path without what has a meaning in `_redirects`: `:name` and `*`."""
    return encoded(path).replace(":", "%3A").replace("*", "%2A")


def _headers(config: Config, site: Site) -> str:
    kept = [site.assets, *(f"{view.search}{SEARCH_PARTS}/" for view in site.languages)]
    rules = {
        "/*": {
            # `frame-ancestors` has no meaning in the policy that stands in pages.
            "Content-Security-Policy": f"{site.csp}; frame-ancestors 'self'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            **({"X-Robots-Tag": "noindex"} if config.noindex else {}),
        },
        **{f"{encoded(path)}*": {"Cache-Control": _FOR_EVER} for path in kept},
    }
    lines = []
    for path, headers in rules.items():
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join((*lines, ""))


def _robots(config: Config) -> str:
    if config.noindex:
        return "User-agent: *\nDisallow: /\n"
    lines = ["User-agent: *", "Allow: /"]
    if config.base_url and config.formats.sitemap:
        lines.append(f"Sitemap: {config.base_url}{config.base_path}{SITEMAP}")
    return "\n".join((*lines, ""))
