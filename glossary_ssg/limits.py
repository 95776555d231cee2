"""Bounds on what one file, one field or one request may cost.

Limits count characters, bytes, levels and steps, never seconds: the output must not depend on how busy the machine is.
`docs/security.md` lists them for users.
"""

from __future__ import annotations
