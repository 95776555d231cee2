"""What MkDocs has not: lists of entries and pages of categories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.utils import write_file


def on_env(env: Any, config: Any, files: Any) -> None:
    """Write lists once all pages are known."""
    lists: dict[str, list[Any]] = {}
    for file in files.documentation_pages():
        lang = file.src_uri.partition("/")[0]
        for name in (lang, f"{lang}/category/{file.page.meta['category']}"):
            lists.setdefault(name, []).append(file.page)
    template = env.get_template("list.html")
    for name, pages in lists.items():
        pages.sort(key=lambda page: str(page.meta["title"]))
        html = template.render(config=config, title=name, pages=pages)
        write_file(html.encode(), str(Path(config.site_dir, name, "index.html")))
