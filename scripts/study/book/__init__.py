"""The site as one book: chapters of its built pages, printed by Chromium (PDF) and packed for readers (EPUB)."""
