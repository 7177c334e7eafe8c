"""Makes HTML of what is not Markdown, with Node: formulas."""
