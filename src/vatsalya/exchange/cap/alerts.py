"""Issuing and recalling alerts: by the State's nodal officer, with grounds on record, for a published child only."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import IST
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.lib.ids import new_id
from vatsalya.lib.text import clean

from .. import cards, outbox
from ..models import Alert, Receiver
from . import areas
from .write import LANGUAGES, Told, alert, cancel, words

HOURS = (6, 12, 24, 48, 72)
SHORTEST_GROUNDS = 20


@transaction.atomic
def issue(
    *, actor: Actor, at: datetime, card_id: str, grounds: str, districts: list[int], lines: list[str], hours: int,
    exercise: bool = False,
) -> Alert:  # fmt: skip
    """Issue an alert; the reason is written down first, the end is set, the card's end is never passed."""
    card = _may_issue(actor, card_id, grounds, districts, lines, hours, at)
    told = Told(new_id(), actor.office_no, at, at + timedelta(hours=hours), districts, lines, exercise)
    made = Alert.objects.create(
        id=told.identifier, unit_no=actor.office_no, realm="missing", card=str(card.public_id), grounds=clean(grounds),
        exercise=exercise, districts=districts, lines=lines, issued_at=at, issued_by_id=actor.posting_id,
        expires_at=told.expires_at, text=alert(card, told),
    )  # fmt: skip
    _tell("alert.issued", made, at)
    return made


@dataclass(frozen=True)
class Draft:
    """What would go out, to whom, until when; nothing of it is kept and nobody is told."""

    words: dict[str, dict[str, str]]
    expires_at: datetime
    exercise: bool
    receivers: list[Receiver]


def preview(
    *, actor: Actor, at: datetime, card_id: str, grounds: str, districts: list[int], lines: list[str], hours: int,
    exercise: bool = False,
) -> Draft:  # fmt: skip
    """The alert as it would be sent; refused for what would refuse its sending."""
    card = _may_issue(actor, card_id, grounds, districts, lines, hours, at)
    told = Told(new_id(), actor.office_no, at, at + timedelta(hours=hours), districts, lines, exercise)
    texts = {lang: words(card, told, lang) for lang, _tag in LANGUAGES}
    return Draft(texts, told.expires_at, exercise, outbox.reached(actor.office_no, at=at))


def _may_issue(
    actor: Actor, card_id: str, grounds: str, districts: list[int], lines: list[str], hours: int, at: datetime
) -> cards.Card:
    if not gate.may(actor, "alert.issue"):
        raise Forbidden("gate.not_allowed", "alert.issue", "exchange_alert")
    card = cards.one(card_id, at=at)
    _check(card, clean(grounds), districts, lines, hours, at)
    assert card is not None
    return card


def _check(
    card: cards.Card | None, grounds: str, districts: list[int], lines: list[str], hours: int, at: datetime
) -> None:
    refusals = []
    if card is None:
        refusals.append(Refusal("alert.not_published"))
    elif at + timedelta(hours=hours) > datetime.combine(card.until_on, time.max, IST):
        refusals.append(Refusal("alert.longer_than_card"))
    if len(grounds) < SHORTEST_GROUNDS:
        refusals.append(Refusal("alert.grounds"))
    known = law().codes("rail_lines")
    if not districts + lines or any(not areas.polygons(code) for code in districts) or set(lines) - set(known):
        refusals.append(Refusal("alert.area"))
    if hours not in HOURS:
        refusals.append(Refusal("form.required"))
    if refusals:
        raise Refused(*refusals)


@transaction.atomic
def recall(*, actor: Actor, at: datetime, alert_id: UUID, reason: str) -> Alert:
    """Recall an alert at once; whoever carried it is told to take it down."""
    row = gate.get(actor, "alert.issue", Alert, alert_id, lock=True)
    if reason not in law().codes("recall_reasons"):
        raise Refused(Refusal("form.required"))
    if row.recalled_at:
        raise Refused(Refusal("twice"))
    return _recall(row, by=actor.posting_id, at=at, reason=reason)


def _recall(row: Alert, *, by: int | None, at: datetime, reason: str) -> Alert:
    told = Told(row.pk, row.unit_no, row.issued_at, row.expires_at, row.districts, row.lines, row.exercise)
    row.recalled_at, row.recalled_by_id, row.recall_reason = at, by, reason  # type: ignore[attr-defined]
    row.recall_text = cancel(told, identifier=str(uuid4()), at=at, reason=reason)
    row.save(update_fields=["recalled_at", "recalled_by", "recall_reason", "recall_text"])
    _tell("alert.recalled", row, at)
    return row


def _tell(kind: str, row: Alert, at: datetime) -> None:
    outbox.emit(kind, subject=row.pk, number="", unit_no=row.unit_no, at=at)


def follow_cards(*, at: datetime) -> int:
    """Recall every alert whose child is published no longer: nobody has to remember it."""
    with session.engine():
        rows = gate.visible(ENGINE, Alert).filter(recalled_at=None, expires_at__gt=at).select_for_update()
        held = list(rows)
        if not held:
            return 0
        live = {str(card.public_id) for card in cards.live(at=at)}
        gone = [row for row in held if row.card not in live]
        for row in gone:
            _recall(row, by=None, at=at, reason="card_withdrawn")
    return len(gone)


def listed(*, actor: Actor) -> QuerySet[Alert]:
    """The alerts of the officer's office, the newest first."""
    return gate.visible(actor, Alert).select_related("issued_by__account").order_by("-issued_at")


def see(*, actor: Actor, alert_id: UUID) -> Alert:
    """One alert with its grounds; logged."""
    return gate.get(actor, "alert.issue", Alert, alert_id)


def feed(*, at: datetime, low: int, high: int) -> list[Alert]:
    """What receivers of an area carry now: alerts in force, and recalls of the last two days."""
    with session.engine():
        rows = gate.visible(ENGINE, Alert).filter(unit_no__gte=low, unit_no__lte=high)
        holds = Q(recalled_at=None, expires_at__gt=at) | Q(recalled_at__gt=at - timedelta(days=2))
        return list(rows.filter(holds).order_by("issued_at"))
