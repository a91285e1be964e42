"""What the police system learns from us: the number under which the child of an FIR is looked for. No name."""

from datetime import datetime
from typing import Any

from vatsalya.access import session
from vatsalya.access.actor import ENGINE
from vatsalya.missing import queries as missing
from vatsalya.offices import queries as offices

from . import client


def message(*, fir_no: str, station: str, number: str, state: str, at: datetime) -> dict[str, Any]:
    """The message, field by field."""
    return {"fir_no": fir_no, "station": station, "number": number, "state": state, "at": at.isoformat()}


def link(*, matter_id: str, at: datetime) -> None:
    """Tell the police system; when it is down the worker tries again, later each time."""
    with session.engine():
        report = missing.reports(actor=ENGINE).get(pk=matter_id)
        fir_no, office = report.missing_report.fir_no, offices.by_no(report.unit_no)
    if not client.FIR_NO.fullmatch(fir_no):
        return  # a number that the police system cannot know
    try:
        client.tell(message(fir_no=fir_no, station=office.code, number=report.number, state=report.state, at=at))
    except client.NotThere:
        return  # not in the police system: nothing to link there
