"""Makes what browsers get, with Node: formulas, bundled scripts, one style sheet, cut fonts, the policy."""
