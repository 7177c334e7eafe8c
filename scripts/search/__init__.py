"""Search: what can be found, made from a `Site`; the ranking itself is JavaScript, in `docs/javascripts/search`."""
