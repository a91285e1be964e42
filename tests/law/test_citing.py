"""What a form or a limit stands on is read out in the reader's language."""

import re
from datetime import date

import pytest

from vatsalya.law.citing import cited
from vatsalya.law.load import law

STANDS_ON = sorted(
    {rule.basis for rule in law().clocks.values()} | {form.rule for form in law().forms(date(2026, 12, 1))}
)
NUMERAL = re.compile(r"\([ivx]+\)")


@pytest.mark.parametrize("rule", STANDS_ON)
def test_a_hindi_page_cites_in_hindi(rule):
    assert not re.search(r"[A-Za-z]{2,}", NUMERAL.sub("", cited(rule, "hi")))


@pytest.mark.parametrize("rule", STANDS_ON)
def test_no_officer_reads_that_a_limit_is_our_design(rule):
    assert "design" not in cited(rule, "en")
    if "design" in rule:
        assert "portal's own rule" in cited(rule, "en")
        assert "पोर्टल का नियम" in cited(rule, "hi")


def test_an_english_page_spells_its_short_words_out():
    assert cited("R.18(5); s.36(2)", "en") == "Rule 18(5); section 36(2)"
