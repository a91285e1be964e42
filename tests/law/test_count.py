"""Counting times: hours less the journey, whole days without the first, calendar months; midnight is India's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vatsalya.law.count import IST, add_months, due
from vatsalya.law.load import law


def clock(length, unit, *, less_journey=False):
    return replace(law().clocks["T3"], length=length, unit=unit, less_journey=less_journey)


def ist(*when):
    return datetime(*when, tzinfo=IST)


def test_hours_run_through_the_night_and_leave_the_journey_out():
    start = ist(2026, 11, 23, 15, 40)
    assert due(clock(24, "hours", less_journey=True), start) == ist(2026, 11, 24, 15, 40)
    assert due(clock(24, "hours", less_journey=True), start, 90) == ist(2026, 11, 24, 17, 10)


def test_the_journey_counts_where_the_law_does_not_leave_it_out():
    assert due(clock(24, "hours"), ist(2026, 11, 23, 15, 40), 90) == ist(2026, 11, 24, 15, 40)


def test_minutes_run_at_once():
    assert due(clock(30, "minutes"), ist(2026, 12, 31, 23, 45)) == ist(2027, 1, 1, 0, 15)


def test_at_once_is_the_same_instant():
    assert due(law().clocks["T67"], ist(2026, 11, 12, 12, 30)) == ist(2026, 11, 12, 12, 30)


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_days_leave_the_first_day_out_and_end_at_midnight(hour):
    assert due(clock(15, "days"), ist(2026, 11, 24, hour, 59)) == ist(2026, 12, 10)


def test_the_day_is_indias_day_not_that_of_universal_time():
    before = datetime(2026, 11, 24, 18, 29, 59, tzinfo=UTC)  # 23:59:59 in India
    after = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)  # the next day has begun
    assert due(clock(1, "days"), before) == ist(2026, 11, 26)
    assert due(clock(1, "days"), after) == ist(2026, 11, 27)


def test_the_zone_may_be_another():
    kathmandu = ZoneInfo("Asia/Kathmandu")
    moment = datetime(2026, 11, 24, 18, 20, tzinfo=UTC)  # 00:05 in Kathmandu, 23:50 in India
    assert due(clock(1, "days"), moment, tz=kathmandu) == datetime(2026, 11, 27, tzinfo=kathmandu)
    assert due(clock(1, "days"), moment) == ist(2026, 11, 26)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2028, 2, 29), 48, (2032, 2, 29)),
        ((2026, 10, 31), 4, (2027, 2, 28)),
        ((2026, 11, 30), 3, (2027, 2, 28)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 8, 31), 60, (2031, 8, 31)),
    ],
)
def test_months_end_with_the_same_day_or_the_last_one(start, months, last):
    assert due(clock(months, "months"), ist(*start, 14, 5)) == ist(*last) + timedelta(days=1)


def test_a_month_begins_on_indias_day():
    assert due(clock(1, "months"), datetime(2026, 1, 30, 18, 30, tzinfo=UTC)) == ist(2026, 3, 1)


def test_leave_is_lengthened_by_the_travel():
    assert due(law().clocks["T54"], ist(2026, 5, 1, 10), 600) == ist(2026, 5, 9, 10)


def test_a_period_has_no_single_end():
    with pytest.raises(ValueError, match="recurring"):
        due(law().clocks["T41"], ist(2026, 5, 1))


def test_a_time_without_a_zone_and_a_journey_backwards_are_refused():
    with pytest.raises(ValueError, match="aware"):
        due(clock(1, "days"), datetime(2026, 5, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="negative"):
        due(clock(24, "hours"), ist(2026, 5, 1), -5)


MOMENTS = st.datetimes(datetime(2016, 1, 15), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.integers(1, 120))
def test_whatever_the_day_the_end_is_a_midnight_after_it(moment, days):
    end = due(clock(days, "days"), moment).astimezone(IST)
    assert (end.hour, end.minute, end.second) == (0, 0, 0)
    assert (end.date() - moment.astimezone(IST).date()).days == days + 1


@given(MOMENTS, st.integers(1, 120))
def test_months_never_run_into_the_month_after(moment, months):
    local = moment.astimezone(IST)
    end = add_months(local, months)
    assert (end.year * 12 + end.month) - (local.year * 12 + local.month) == months
    assert end.day <= local.day


@given(MOMENTS, st.integers(0, 5000))
def test_a_longer_journey_never_shortens_the_time(moment, journey):
    rule = law().clocks["T3"]
    assert due(rule, moment, journey) - moment == timedelta(hours=24, minutes=journey)
