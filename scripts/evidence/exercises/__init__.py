"""Exercises: questions with other numbers each time, whose answers tested snippets compute.

`declared` reads them from `docs/_data/exercises.yml`, `worked` computes the worked solution as it is printed, `tables`
draws the numbers, has the snippet compute the answers (`called`, in a process of its own) and holds both against each
other.
"""
