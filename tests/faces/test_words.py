"""Clocks, dates and numbers in the words people use."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from vatsalya.desk.templatetags import drawing, spans, vatsalya_parts

AT = datetime(2026, 11, 23, 5, 12, 17, tzinfo=UTC)  # 10:42:17 in India
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "tone", "words"),
    [
        (6 * HOUR, "soon", "6 h left"),
        (59 * timedelta(minutes=1), "soon", "59 min left"),
        (timedelta(seconds=1), "soon", "1 min left"),
        (48 * HOUR, "soon", "2 days left"),
        (48 * HOUR + timedelta(seconds=1), "calm", "2 days left"),
        (24 * DAY + 5 * HOUR, "calm", "24 days left"),
        (130 * DAY, "calm", "4 months left"),
        (-timedelta(seconds=1), "late", "late by 1 min"),
        (-(3 * DAY + HOUR), "late", "late by 3 days"),
    ],
)
def test_a_running_clock_says_what_is_left_or_how_late(left, tone, words):
    with translation.override("en"):
        assert spans.read_clock(due_at=AT + left, at=AT) == spans.Reading(tone, words)


def test_a_stopped_clock_says_whether_it_was_in_time():
    with translation.override("en"):
        assert spans.read_clock(due_at=AT, at=AT + DAY, stopped_at=AT).words == "done in time"
        late = spans.read_clock(due_at=AT, at=AT + 9 * DAY, stopped_at=AT + DAY + HOUR)
    assert late == spans.Reading("done", "done, 25 h late")


def test_the_parents_sixty_days_lock_and_then_open():
    with translation.override("en"):
        assert spans.read_clock(due_at=AT + 9 * DAY, at=AT, waits=True) == spans.Reading("wait", "locked, 9 days")
        assert spans.read_clock(due_at=AT, at=AT, waits=True) == spans.Reading("calm", "open now")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (AT - 2 * HOUR, "today, 08:42"),
        (AT - 15 * HOUR, "yesterday, 19:42"),
        (AT + DAY, "tomorrow, 10:42"),
        (AT - 3 * DAY, "Fri 20 Nov, 10:42"),
        (AT - 11 * DAY, "12 Nov 2026, 10:42"),
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 2), "2 Nov 2026"),
    ],
)
def test_dates_are_said_as_people_say_them_in_indian_time(value, words):
    with translation.override("en"):
        assert spans.moment(value, AT) == words


def test_a_day_in_india_begins_half_past_six_in_the_evening_of_greenwich():
    late_evening = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
    with translation.override("en"):
        assert spans.moment(late_evening, AT) == "today, 00:30"


def test_hover_and_focus_tell_the_age_and_the_exact_instant():
    with translation.override("en"):
        assert spans.exact(AT - 11 * DAY, AT) == "11 days ago · 12 Nov 2026 10:42:17 IST"
        assert spans.exact(AT + 3 * HOUR, AT) == "in 3 h · 23 Nov 2026 13:42:17 IST"
        assert spans.exact(date(2026, 11, 12), AT) == "11 days ago · 12 Nov 2026"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (100000, "1,00,000"),
        (1234567, "12,34,567"),
        (None, "–"),
        (13.7, "13.7"),
    ],
)
def test_numbers_are_grouped_as_in_india(value, shown):
    assert vatsalya_parts.number(value) == shown


@given(st.integers(-(10**12), 10**12))
def test_grouping_only_adds_commas(value):
    shown = vatsalya_parts.number(value).replace("−", "-")
    assert int(shown.replace(",", "")) == value
    groups = shown.lstrip("-").split(",")
    assert all(len(group) == 2 for group in groups[1:-1])


def test_no_money_is_said_in_a_word_and_not_as_nought():
    with translation.override("en"):
        assert vatsalya_parts.rupees(0) == "none"
        assert vatsalya_parts.rupees(4000) == "₹ 4,000"


@pytest.mark.parametrize(
    ("sex", "age", "words"),
    [("boy", 10, "boy, about 10"), ("girl", 0.34, "girl, about 4 months"), ("", None, "child, age not known")],
)
def test_a_list_tells_no_more_of_a_child_than_it_needs(sex, age, words):
    with translation.override("en"):
        assert vatsalya_parts.child_label(sex, age) == words


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.booleans())
def test_a_line_never_leaves_its_picture(values, from_zero):
    if from_zero:
        values = [abs(value) for value in values]
    picture = drawing.line([(str(n), value) for n, value in enumerate(values)], from_zero=from_zero)
    assert all(-0.01 <= x <= 100.01 and -0.01 <= y <= 100.01 for x, y in picture["marks"])
    assert len(picture["names"]) <= 6


@given(st.floats(-50, 50))
def test_a_reasons_bar_points_the_way_its_word_says(bits):
    bar, word = drawing.weight(bits), ""
    with translation.override("en"):
        word = vatsalya_parts.strength(bits)
    assert bar["x"] >= 0 and bar["x"] + bar["width"] <= 100
    if abs(bits) >= 0.3:
        assert word.endswith(str(bar["side"]))


@given(st.integers(-5, 105))
def test_the_dots_are_as_many_as_the_number(hundred):
    dots = drawing.dots(hundred)
    assert dots["tall"] + dots["rest"] == min(100, max(0, hundred))


def test_hindi_says_months_and_spans_rightly():
    with translation.override("hi"):
        assert spans.day(date(2026, 9, 3)) == "3 सितंबर 2026"
        assert spans.read_clock(due_at=AT - 3 * DAY, at=AT).words == "3 दिन की देरी"
        assert vatsalya_parts.child_label("girl", 14, True) == "लड़की, 14 वर्ष"
