"""The times of the law: all of them, each owed by somebody, with the length that the section gives."""

from datetime import date

import pytest

from vatsalya.law.load import LawError, law

OLD = date(2016, 1, 15)


def test_all_eighty_one_are_there():
    assert {f"T{number}" for number in range(1, 82)} <= set(law().clocks)


@pytest.mark.parametrize(
    ("code", "length", "unit"),
    [
        ("T3", 24, "hours"),
        ("T12", 15, "days"),
        ("T13", 4, "months"),
        ("T16", 2, "months"),
        ("T17", 4, "months"),
        ("T18", 3, "days"),
        ("T19", 60, "days"),
        ("T30", 30, "days"),
        ("T31", 4, "months"),
        ("T31B", 2, "months"),
        ("T47", 1, "months"),
        ("T49", 60, "months"),
        ("T53", 15, "days"),
        ("T67", 0, "hours"),
        ("T69", 4, "months"),
        ("T81", 72, "hours"),
        ("D-NODAL", 30, "minutes"),
        ("D-ACCEPT", 7, "days"),
        ("D-UNPUBLISH", 5, "minutes"),
    ],
)
def test_the_length_is_that_of_the_section(code, length, unit):
    clock = law().clocks[code]
    assert (clock.length, clock.unit) == (length, unit)


def test_only_production_recovery_and_leave_count_without_the_journey():
    assert {c.code for c in law().clocks.values() if c.less_journey} == {"T1", "T3", "T6", "T54", "T70"}


def test_each_is_owed_by_a_role_and_says_when_it_starts_and_what_follows():
    for clock in law().clocks.values():
        assert clock.owner and set(clock.owner) <= set(law().roles), clock.code
        assert all(clock.trigger.values()) and all(clock.breach.values()) and clock.basis, clock.code


def test_warnings_come_at_half_four_fifths_and_the_whole_unless_the_law_speaks_of_months():
    others = {c.code: c.warn for c in law().clocks.values() if c.warn != (50, 80, 100)}
    # Twelve, six and three months before five years are over.
    assert others == {"T49": (80, 90, 95, 100), "D-NODAL": (50, 100, 200)}
    nodal = law().clocks["D-NODAL"]  # after a quarter, a half and a whole hour
    assert [nodal.length * step / 100 for step in nodal.warn] == [15, 30, 60] and nodal.unit == "minutes"
    assert [60 * (100 - step) / 100 for step in others["T49"]] == [12, 6, 3, 0]


def test_a_time_of_the_amendment_did_not_run_before_it():
    with pytest.raises(LawError, match="T27"):
        law().clock("T27", on=date(2022, 8, 31))
    assert law().clock("T27", on=date(2022, 9, 1)).length == 2


def test_what_is_not_verified_says_so():
    marks = {code: clock.mark for code, clock in law().clocks.items()}
    assert marks["T3"] == marks["T13"] == "verified"
    assert marks["T15"] == marks["T77"] == "unverified"
    assert all(marks[code] == "unverified" for code in marks if code.startswith("D-"))


def test_two_versions_follow_one_another(copy):
    later = '[[T12]]\nlabel = { en = "Report", hi = "रिपोर्ट" }\ntrigger = { en = "Order", hi = "आदेश" }\nlength = %s\n'
    later += 'unit = "days"\nowner = ["dcpo"]\nbasis = "s.36(2)"\nmark = "verified"\nvalid_from = %s\n%s'
    later += 'breach = { en = "Seen", hi = "दिखता है" }\n'
    path = copy.folder / "clocks.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[T12]"), text.index("[T13]")
    two = later % (15, "2016-01-15", "valid_to = 2027-03-31\n") + later % (21, "2027-04-01", "")
    path.write_text(text[:start] + two + text[end:], encoding="utf-8")
    found = copy.law()
    assert found.clock("T12", on=date(2027, 3, 31)).length == 15
    assert found.clock("T12", on=date(2027, 4, 1)).length == 21
    assert found.clocks["T12"].length == 21
