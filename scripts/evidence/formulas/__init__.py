"""Formulas of the pages, read as they are printed and computed.

tokens     KaTeX's parse tree as one flat list of tokens
grammar    tokens as statements: `parse(tex)`; its docstring is the grammar
tree       the small typed syntax tree; `spelling` writes a part of it in one way only
values     what a symbol may stand for, and its arithmetic
evaluate   the value of an expression
calculus   derivatives, integrals, expectations
relations  one relation whose symbols all have values
check      statements held against each other, case by case
binding    `executed` and `checked_instead`, the form of tests/formulas
plain      formulas in plain text, `plain_tex` their TeX
docstrings the formulas in the docstrings of the snippets
pages      the formulas of the pages by the tag that they carry
inline     equations in the text, computed where the text gives values
scope      which values and functions the text gives where
sentences  numbers in the text that say what a formula is: “0.75 for N = 512, B = 128”
mutants    changes formulas and counts what notices
"""
