"""Pure functions on text that several stages share: scripts, folding, slugs, search terms, locales."""
