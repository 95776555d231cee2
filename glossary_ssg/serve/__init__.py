"""The preview: it builds when files change, serves what would be published, and tells open pages.

What makes a site is a callable that is handed in; nothing here prints, and nothing outside imports Starlette, uvicorn
or watchdog.
"""

from glossary_ssg.serve.run import Options, Place, serve
from glossary_ssg.serve.site import Change, Nothing

__all__ = ["Change", "Nothing", "Options", "Place", "serve"]
