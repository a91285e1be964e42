"""Citizens' reports that wait for an answer, as lines of the police desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vatsalya.access import gate
from vatsalya.citizens import queries

MOST = 10


@dataclass(frozen=True)
class Waiting:
    """A line of work: where it opens, what it is, since when."""

    url: str
    words: str
    number: str
    since: datetime


def lines(request: Any) -> list[Waiting]:
    """The reports that wait longest, danger first."""
    if not gate.may(request.actor, "citizen.answer"):
        return []
    return [
        Waiting(
            reverse("desk:citizen", args=[one.pk]),
            _("A citizen says: in danger now") if one.citizen_report.danger else _("A citizen waits for an answer"),
            one.number,
            one.opened_at,
        )
        for one in queries.inbox(actor=request.actor)[:MOST]
    ]
