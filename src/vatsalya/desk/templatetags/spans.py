"""Time in the words people use: what is left, how late, on which day. Nothing here asks the clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatsalya.lib.clock import AT_ONCE, IST, SOON


@dataclass(frozen=True)
class Reading:
    """What a clock shows: a tone (shape and colour) and the word that says the same."""

    tone: str
    words: str


def span(length: timedelta) -> str:
    """A length of time in one unit: minutes, hours up to two days, days, then months."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 60:
        return _("%(n)s min") % {"n": max(minutes, 1)}
    if minutes < 48 * 60:
        return _("%(n)s h") % {"n": minutes // 60}
    days = minutes // (24 * 60)
    if days < 120:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return ngettext("%(n)s month", "%(n)s months", days // 30) % {"n": days // 30}


def read_clock(
    *,
    due_at: datetime,
    at: datetime,
    stopped_at: datetime | None = None,
    waits: bool = False,
    lapsed: bool = False,
    started_at: datetime | None = None,
) -> Reading:
    """Word and tone of a statutory clock; `waits` is a time before which nothing may be done.

    `lapsed`: it was not done and nobody owes it any longer. What is due "at once" (it falls due as it starts) is
    asked for in its first hour and only then called late.
    """
    if lapsed:
        return Reading("wait", _("no longer owed"))
    if stopped_at is not None:
        return _stopped(due_at, stopped_at)
    left = due_at - at
    if waits:
        over = left <= timedelta()
        return Reading("calm", _("open now")) if over else Reading("wait", _("locked, %(span)s") % {"span": span(left)})
    if started_at == due_at and -AT_ONCE < left <= timedelta():
        return Reading("soon", _("due at once"))
    if left < timedelta():
        return Reading("late", _("late by %(span)s") % {"span": span(left)})
    return Reading("soon" if left <= SOON else "calm", _("%(span)s left") % {"span": span(left)})


def _stopped(due_at: datetime, stopped_at: datetime) -> Reading:
    if stopped_at <= due_at:
        return Reading("done", _("done in time"))
    return Reading("done", _("done, %(span)s late") % {"span": span(stopped_at - due_at)})


def day(value: date) -> str:
    """A calendar day in words: 12 Nov 2026."""
    return dateformat.format(value, "j M Y")


def moment(value: datetime | date, at: datetime) -> str:
    """A day or an instant as people say it, in Indian time: today 08:12, yesterday, Mon 23 Nov, 12 Nov 2026."""
    today = at.astimezone(IST).date()
    if not isinstance(value, datetime):
        return _near(value, today) or day(value)
    local = value.astimezone(IST)
    near = _near(local.date(), today)
    return f"{near or day(local.date())}, {local:%H:%M}"


def _near(value: date, today: date) -> str:
    """Today, yesterday, tomorrow; the weekday within six days; else nothing."""
    off = (value - today).days
    if abs(off) <= 1:
        return {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}[off]
    return dateformat.format(value, "D j M") if abs(off) <= 6 else ""


def age(value: datetime | date, at: datetime) -> str:
    """How long ago, or how far ahead: 11 days ago, in 3 h."""
    if not isinstance(value, datetime):
        days = (at.astimezone(IST).date() - value).days
        if not days:
            return _("today")
        length, past = timedelta(days=abs(days)), days > 0
    else:
        length, past = at - value, value <= at
    return (_("%(span)s ago") if past else _("in %(span)s")) % {"span": span(length)}


def exact(value: datetime | date, at: datetime) -> str:
    """What hover and focus show: the age, then the exact instant in Indian time."""
    if not isinstance(value, datetime):
        return f"{age(value, at)} · {day(value)}"
    return f"{age(value, at)} · {day(value.astimezone(IST).date())} {value.astimezone(IST):%H:%M:%S} IST"
