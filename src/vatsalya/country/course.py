"""The steps that officers would have taken with each record until the last day; the last one gives its state."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

DAY = timedelta(days=1)


class Step(NamedTuple):
    """One move of a matter: what, into which state, when, by which role."""

    name: str
    to: str
    at: datetime
    role: str


def of_missing(row: dict[str, Any], until: datetime) -> list[Step]:
    """A missing report: looked for, found and closed; or still open, perhaps past eighteen."""
    told, traced = row["reported_at"], row["traced_at"]
    steps = [Step("register", "REPORTED", told, "cwpo")]
    if (traced or until) - told > DAY:
        steps.append(Step("begin_tracing", "TRACING", told + DAY, "cwpo"))
    if traced:
        steps.append(Step("trace", "TRACED", traced, "cwpo"))
        steps += _in_time(until, Step("restore", "RESTORED", traced + DAY, "cwpo"))
        steps += _in_time(until, Step("close", "CLOSED", traced + 4 * DAY, "cwpo"))
        return steps
    grown = told + timedelta(days=(18 - row["age"]) * 365.25)
    if steps[-1].to == "TRACING":
        steps += _in_time(until, Step("turn_18", "TURNED_18", grown, "cwpo"))
    return steps


def _in_time(until: datetime, step: Step) -> list[Step]:
    return [step] if step.at < until else []


def of_case(row: dict[str, Any], until: datetime) -> list[Step]:
    """A care case: produced, inquired into, ordered; then home and followed up, or long in care."""
    steps = [Step("report", "INFO_RECEIVED", row["charge_at"], "pic")]
    produced, ordered = row["produced_at"], row["ordered_at"]
    if not produced:
        return steps
    steps.append(Step("produce", "PRODUCED", produced, "cwc_member"))
    steps += _in_time(until, Step("begin_inquiry", "UNDER_INQUIRY", produced + DAY, "cwc_chair"))
    if not ordered:
        return steps
    steps += [
        Step("file_sir", "SIR_FILED", ordered - 14 * DAY, "social_worker"),
        Step("hear", "HEARD", ordered - 2 * DAY, "cwc_chair"),
        Step("final_order", "FINAL_ORDER", ordered, "cwc_chair"),
    ]
    return _in_order(steps + _after_order(row, until))


def _in_order(steps: list[Step]) -> list[Step]:
    """No step before the one it follows, whatever the drawn times were."""
    for place in range(1, len(steps)):
        if steps[place].at <= steps[place - 1].at:
            steps[place] = steps[place]._replace(at=steps[place - 1].at + timedelta(minutes=1))
    return steps


def _after_order(row: dict[str, Any], until: datetime) -> list[Step]:
    left, hour = row["discharged_at"], timedelta(hours=1)
    if left and row["restored"]:
        steps = [
            Step("order_restoration", "RESTORATION_ORDERED", left - hour, "cwc_chair"),
            Step("restore", "RESTORED", left, "pic"),
            Step("begin_follow_up", "FOLLOW_UP", left + hour, "dcpo"),
        ]
        return steps + _in_time(until, Step("close", "CLOSED", left + 730 * DAY, "cwc_chair"))
    kept = _in_time(until, Step("keep_in_care", "LONG_TERM_CARE", row["ordered_at"] + 2 * hour, "cwc_chair"))
    return kept + ([Step("end_care", "CLOSED", left, "cwc_chair")] if left else [])


def of_stay(row: dict[str, Any]) -> list[Step]:
    """A stay in a home: in, and perhaps out again by order."""
    steps = [Step("admit_emergency", "ADMITTED", row["charge_at"], "pic")]
    left = row["discharged_at"]
    return steps + ([Step("discharge", "DISCHARGED", left, "pic")] if left else [])


def of_call(row: dict[str, Any], until: datetime) -> list[Step]:
    """A case at 1098: accepted, the police or Committee told, closed within days."""
    called = row["called_at"]
    steps = [Step("record", "RECEIVED", called, "chl_operator")]
    steps += _in_time(until, Step("accept", "ACCEPTED", called + timedelta(minutes=20), "chl_worker"))
    steps += _in_time(until, Step("inform", "INFORMED", called + timedelta(hours=6), "chl_worker"))
    return steps + _in_time(until, Step("close", "CLOSED", called + 6 * DAY, "chl_worker"))
