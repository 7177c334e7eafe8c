"""Python-Markdown extensions that turn the plain Markdown of `docs/` into the site, one per file."""
