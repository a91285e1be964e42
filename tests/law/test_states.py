"""A State's own rules: dated, checked, and nowhere else than in its file."""

from datetime import date

import pytest

from vatsalya.law.check import check
from vatsalya.law.load import law

RULE = '[[rules]]\nkey = "%s"\nvalue = %s\nvalid_from = %s\nmark = "unverified"\nbasis = "example"\n'
DAY = date(2027, 6, 1)


def rule(key, value, since="2027-01-01"):
    return RULE % (key, value, since)


def test_a_state_has_its_own_title_from_a_day_on():
    before, after = date(2026, 6, 30), date(2026, 7, 1)
    assert "Maharashtra" not in law().form("22", on=before, state="MH").title["en"]
    assert "Maharashtra" in law().form("22", on=after, state="MH").title["en"]
    assert "महाराष्ट्र" in law().form("22", on=after, state="MH").title["hi"]
    assert "Maharashtra" not in law().form("22", on=after, state="BR").title["en"]


def test_a_state_has_its_own_length_of_a_clock_from_a_day_on():
    assert law().clock("D-ACCEPT", on=date(2026, 9, 30), state="BR").length == 7
    assert law().clock("D-ACCEPT", on=date(2026, 10, 1), state="BR").length == 5
    assert law().clock("D-ACCEPT", on=date(2026, 10, 1), state="MH").length == 7
    assert law().clock("D-ACCEPT", on=date(2026, 10, 1)).length == 7


def test_a_state_has_its_own_visits_from_a_day_on():
    assert law().option("BR", "followup.days", date(2026, 3, 31))[0] == 15
    assert law().option("BR", "followup.days", date(2026, 4, 1))[0] == 7
    assert law().override("BR", "followup.days", date(2026, 4, 1)).basis.startswith("design")
    assert law().override("MH", "followup.days", date(2026, 4, 1)) is None


def test_the_model_rules_hold_where_a_state_is_silent():
    assert law().option("MH", "sitting.quorum", DAY) == 3
    assert law().option("MH", "sitting.chair_in_quorum", DAY) is False
    assert law().option("MH", "sitting.quorum", DAY, 4) == 4


def test_a_state_may_ask_for_the_chair_and_renumber_a_form(copy, guards):
    copy.write("states/KL.toml", rule("sitting.chair_in_quorum", "true") + rule("form.22.number", '"22-A"'))
    found = copy.law()
    assert check(found, guards=guards(found)) == []
    assert found.option("KL", "sitting.chair_in_quorum", DAY) is True
    assert found.option("KL", "sitting.chair_in_quorum", date(2026, 12, 31)) is False
    assert found.form("22", on=DAY, state="KL").printed_no == "22-A" and found.form("22", on=DAY, state="KL").no == "22"


def test_a_rule_ends_and_another_follows(copy, guards):
    first = rule("sitting.quorum", "4").replace("mark", "valid_to = 2027-06-30\nmark")
    copy.write("states/KL.toml", first + rule("sitting.quorum", "5", "2027-07-01"))
    found = copy.law()
    assert check(found, guards=guards(found)) == []
    days = (date(2026, 12, 31), date(2027, 6, 30), date(2027, 7, 1))
    assert [found.option("KL", "sitting.quorum", day) for day in days] == [3, 4, 5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (rule("sitting.quorums", "4"), "nothing of this name"),
        (rule("clock.T999.length", "4"), "no such clock"),
        (rule("clock.T12.length", '"ten"'), "whole number"),
        (rule("clock.T12.length", "0"), "whole number"),
        (rule("clock.T12.unit", '"days"'), "nothing of this name"),
        (rule("form.99.title", '{ en = "A", hi = "अ" }'), "no such form"),
        (rule("form.22.title", '{ en = "A" }'), "both languages"),
        (rule("form.22.title", '{ en = "A", hi = "A" }'), "Hindi is missing"),
        (rule("form.22.title", '{ en = "The accused", hi = "अ" }'), "the Act avoids"),
        (rule("form.22.number", "22"), "written as text"),
        (rule("sitting.quorum", "true"), "not of the right kind"),
        (rule("sitting.chair_in_quorum", "1"), "not of the right kind"),
        (rule("followup.days", "[60, 15]"), "not of the right kind"),
        (rule("followup.days", "[]"), "not of the right kind"),
        (rule("sitting.quorum", "4") + rule("sitting.quorum", "5", "2027-07-01"), "two rules overlap on 2027-07-01"),
    ],
)
def test_a_rule_that_cannot_be_right_is_found(copy, guards, text, said):
    found = copy.write("states/KL.toml", text).law()
    problems = check(found, guards=guards(found))
    assert any(said in problem for problem in problems) and all("state KL" in problem for problem in problems)
