"""Days in an order: in their order, and within the limits of the law. Pure; the limits stand in the form's file."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from vatsalya.lib.errors import Refusal

from .citing import cited
from .count import IST, due
from .shapes import Clock, Field, Form


def wrong_days(
    form: Form,
    answers: dict[str, Any],
    *,
    signed_at: datetime,
    clock: Callable[[str], Clock],
    since: Callable[[str], datetime] | None = None,
    began_at: datetime | None = None,
) -> list[Refusal]:
    """Every day of a form that lies before what it may not precede, or beyond the time that the law gives.

    `since`: from when a limit counts, if not from the signing (an order that replaces another one lengthens nothing).
    `began_at`: when the proceeding began; a form may say that a day does not lie before it.
    """
    found = []
    known = {"order": signed_at, "began": began_at}
    for field in form.fields:
        day = _day(answers.get(field.key))
        if day is None:
            continue
        found += _too_early(form, field, day, answers, known)
        if field.within:
            start = since(field.within) if since else signed_at
            found += _too_late(field, day, clock(field.within), start)
    return found


def named_days(form: Form, answers: dict[str, Any]) -> list[tuple[str, date]]:
    """The clocks for which these answers name a day of their own, with that day."""
    days = [(field.within, _day(answers.get(field.key))) for field in form.fields if field.within]
    return [(clock, day) for clock, day in days if clock and day]


def _day(value: Any) -> date | None:
    """A day as a form's answer holds it."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _too_early(
    form: Form, field: Field, day: date, answers: dict[str, Any], known: dict[str, datetime | None]
) -> list[Refusal]:
    if field.not_before in known:
        since = known[field.not_before]
        earliest = since.astimezone(IST).date() if since else day
        facts = {"what": field.label, "field": field.key, "first": f"{earliest:%d-%m-%Y}"}
        return [Refusal(f"date.before_{field.not_before}", **facts)] if day < earliest else []
    other = next((one for one in form.fields if one.key == field.not_before), None)
    first = _day(answers.get(other.key)) if other else None
    if other is None or first is None or day >= first:
        return []
    return [Refusal("date.before_other", what=field.label, than=other.label, field=field.key)]


def _too_late(field: Field, day: date, limit: Clock, start: datetime) -> list[Refusal]:
    last = (due(limit, start) - timedelta(microseconds=1)).astimezone(IST).date()
    if day <= last:
        return []
    basis = {lang: cited(limit.basis, lang) for lang in ("en", "hi")}
    return [Refusal("date.beyond", what=field.label, until=f"{last:%d-%m-%Y}", basis=basis, field=field.key)]
