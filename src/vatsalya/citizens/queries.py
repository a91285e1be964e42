"""Reading citizens' reports: the inbox, one report with all that came in with it, sightings of a missing child."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.matters.models import Matter
from vatsalya.notices import queries as told
from vatsalya.people import vault
from vatsalya.people.models import Vault

from .models import CitizenReport, HomeSaid, Repeat, Voice

SIGHTING = "sighting"
#: The station is told: a child like the one whom this family misses is in the register.
FOUND_LIKE = "citizen.found_like"


@dataclass(frozen=True)
class Opened:
    """A report in hand: its row, its answers, and the number and answers of each that said the same."""

    matter: Matter
    report: CitizenReport
    answers: dict[str, Any]
    again: list[tuple[Repeat, dict[str, Any]]]
    total: int
    voices: list[Voice]


#: So many of those that said the same stand on a page behind a line.
SHOWN = 20


def inbox(*, actor: Actor, answered: bool = False) -> QuerySet[Matter]:
    """Reports that wait for an answer, danger first and then the oldest; or those answered, newest first."""
    rows = gate.visible(actor, Matter).filter(kind="citizen", closed_at__isnull=not answered)
    rows = rows.select_related("child", "office", "citizen_report")
    # In a flood of nameless alarms a family with a confirmed number must not stand on the second page.
    named = rows.annotate(nameless=Q(citizen_report__phone_hmac__isnull=True))
    order = ("-closed_at", "pk") if answered else ("-citizen_report__danger", "nameless", "opened_at", "pk")
    return named.order_by(*order)


def waiting(*, actor: Actor) -> int:
    """How many reports wait for an answer."""
    return gate.visible(actor, Matter).filter(kind="citizen", closed_at=None).count()


def counts(*, actor: Actor, ids: list[UUID]) -> dict[UUID, int]:
    """How many more said the same, for a page of lines."""
    rows = gate.visible(actor, Repeat).filter(matter_id__in=ids).order_by()
    return dict(rows.values_list("matter_id").annotate(n=Count("pk")))


def read(*, actor: Actor, matter_id: UUID, page: int = 1) -> Opened:
    """A report with its answers, for somebody of that place; the reading is in the audit.

    Of those that said the same a page is opened: behind a line of many alarms one may tell of another child.
    """
    here = OuterRef("pk")
    beside = {
        "has_home": has_home(actor=actor),
        "found_like": told.told_of(code=FOUND_LIKE, matter=here),
    }
    related = ("matter__office", "matter__child")
    report = gate.get(actor, "citizen.read", CitizenReport, matter_id, related=related, beside=beside)
    sealed = gate.visible(ENGINE, Vault).get(child_id=report.matter.child_id)
    repeats = gate.visible(actor, Repeat).filter(matter_id=matter_id)
    rows = list(repeats.order_by("at", "pk")[SHOWN * (page - 1) : SHOWN * page])
    total = repeats.count() if page > 1 or len(rows) == SHOWN else len(rows)

    def opened(answers: Any) -> dict[str, Any]:
        return vault.unlock(sealed.child_id, sealed.key, answers)

    return Opened(
        report.matter,
        report,
        opened(report.answers),
        [(one, opened(one.answers)) for one in rows],
        total,
        list(gate.visible(actor, Voice).filter(matter_id=matter_id).defer("sound").order_by("added_at")),
    )


def kind_of(*, actor: Actor, matter: Matter) -> str:
    """Is it a child missing or a child seen."""
    return gate.visible(actor, CitizenReport).get(pk=matter.pk).what


def sound(*, actor: Actor, voice_id: UUID) -> tuple[str, bytes]:
    """A spoken note as it can be played; each listening is in the audit."""
    voice = gate.get(actor, "citizen.read", Voice, voice_id, related=("matter",))
    sealed = gate.visible(ENGINE, Vault).get(child_id=voice.matter.child_id)
    return voice.kind, vault.unlock_bytes(sealed, voice.sound)


def has_home(*, actor: Actor) -> QuerySet[HomeSaid]:
    """For a page that asks it together with its file: did the family say so, and waits for the police?"""
    return gate.visible(actor, HomeSaid).filter(answered_at=None, matter=OuterRef("pk"))


def homes(*, actor: Actor, matter_id: UUID | None = None) -> list[HomeSaid]:
    """Families who say that the child is home and wait for the police; of one report if asked."""
    rows = gate.visible(actor, HomeSaid).filter(answered_at=None).select_related("matter__office")
    rows = rows.filter(matter_id=matter_id) if matter_id else rows
    return list(rows.order_by("said_at"))
