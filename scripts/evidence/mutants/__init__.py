"""Snippets that are changed, one thing at a time, to see whether their tests notice."""
