"""Bounds on what one file, one field or one request may cost.

Limits count characters, bytes, levels and steps, never seconds: the output must not depend on how busy the machine is.
`docs/security.md` lists them for users.
"""

from __future__ import annotations

SVG_BYTES = 16 * 2**20
"""Bytes of an SVG image that is published."""
SVG_DEPTH = 200
"""Levels of elements in an SVG image."""
SVG_ELEMENTS = 500_000
"""Elements of an SVG image."""
SVG_STYLE_CHARACTERS = 2**20
"""Characters of CSS in one SVG image."""
SVG_STYLE_DEPTH = 32
"""Levels of brackets in one style sheet or value of an SVG image."""
