"""Every mark that a form can hold is said in words in both languages, never as a code."""

import pytest

from vatsalya.law.load import law
from vatsalya.matching import reasons


@pytest.mark.parametrize(("table", "codes"), [("kind", "mark_kinds"), ("part", "body_parts"), ("side", "sides")])
def test_every_code_of_the_forms_has_its_words(table, codes):
    known = set(reasons._words()[table])
    assert set(law().codes(codes)) - known - {"none"} == set()
