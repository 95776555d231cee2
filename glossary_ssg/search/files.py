"""The names of a search index's files, below the folder of a language's search page."""

from __future__ import annotations

MANIFEST = "manifest.json"
STOCK_INDEX = "index.json"
"""The search index for a stock lunr.js, without the texts of entries."""
DOCUMENTS = "documents.json"
"""The titles, addresses and summaries that the numbers of the stock index refer to."""
FILES = (STOCK_INDEX, DOCUMENTS, MANIFEST)
"""Those that keep their names."""
PARTS = "parts"
"""The folder of all others, which are named after what is in them."""
