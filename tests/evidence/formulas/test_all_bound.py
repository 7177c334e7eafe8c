"""Every formula that must be bound is bound once, and every tag says what its binding does."""

from scripts.content import ROOT
from scripts.evidence.formulas.__main__ import unbound
from scripts.evidence.formulas.pages import printed


def test_every_formula_has_its_one_binding() -> None:
    assert [str(problem) for problem in unbound(ROOT, printed(ROOT))] == []
