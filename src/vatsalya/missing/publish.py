"""What the public may see of a missing child: reading live cards, and taking them down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, machine
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.text import whole
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.people import vault
from vatsalya.people.models import Vault

from .card_models import PublicCard

#: What the public reads when a card is down; nobody learns here that a child has died.
FOUND = ("MATCH_CONFIRMED", "TRACED", "RECOVERED", "PRODUCED_CWC", "PRODUCED_JJB", "RESTORED", "PLACED")


@dataclass(frozen=True)
class Card:
    """The allowed fields of one live card and nothing else; what was not allowed is empty."""

    public_id: UUID
    first_name: str
    sex: str
    age_from: int | None
    age_to: int | None
    height_cm: int | None
    marks: list[dict[str, str]]
    clothes: str
    district_code: int
    state_code: int
    last_seen_on: date
    has_photo: bool
    station_no: int
    published_at: datetime
    until_on: date
    source_on: date


def _standing(at: datetime) -> QuerySet[PublicCard]:
    """Cards that may be shown at an instant; the report itself is asked too, not only the card."""
    return (
        gate.visible(ENGINE, PublicCard)
        .filter(
            stage="published",
            published_at__lte=at,
            until_on__gte=ist_date(at),
            matter__state__in=law().publication.open_states,
            matter__closed_at=None,
            matter__missing_report__traced_at=None,
        )
        .exclude(matter__child__vault__key=None)
    )


def opened(card: PublicCard, sealed: Vault) -> Card:
    """The card in clear: the allowed fields only."""
    words = vault.unlock(sealed.child_id, sealed.key, card.shown)
    return Card(
        public_id=card.public_id,
        first_name=words.get("first_name", ""),
        sex=card.sex or "unknown",
        age_from=card.age_from,
        age_to=card.age_to,
        height_cm=whole(words.get("height_cm")),
        marks=words.get("marks", []),
        clothes=words.get("clothes", ""),
        district_code=card.district_code,
        state_code=card.state_code,
        last_seen_on=card.last_seen_on,
        has_photo="photo" in card.fields,
        station_no=card.unit_no,
        published_at=card.published_at or card.proposed_at,
        until_on=card.until_on,
        source_on=card.source_on,
    )


def _vault(card: PublicCard) -> Vault:
    """The sealed identity of a card's child, which was loaded with the card."""
    assert card.matter.child is not None
    return card.matter.child.vault


def _cards(rows: QuerySet[PublicCard]) -> list[Card]:
    found = list(rows.defer("picture").select_related("matter__child__vault"))
    return [opened(card, _vault(card)) for card in found]


def live(*, at: datetime) -> Iterator[Card]:
    """Every card that is public at this instant, the newest first."""
    with session.engine():
        found = _cards(_standing(at).order_by("-published_at", "pk"))
    yield from found


def by_public_id(*, public_id: UUID, at: datetime) -> Card | None:
    """One live card by its public id; nothing when it is not (or no longer) public."""
    with session.engine():
        return next(iter(_cards(_standing(at).filter(public_id=public_id))), None)


def state_of(*, public_id: UUID, at: datetime) -> str | None:
    """live, found or ended; nothing for an id that was never public."""
    with session.engine():
        if _standing(at).filter(public_id=public_id).exists():
            return "live"
        rows = gate.visible(ENGINE, PublicCard).filter(public_id=public_id, published_at__lte=at)
        card = rows.select_related("matter").defer("picture", "shown").first()
    if card is None:
        return None
    if card.matter.state in law().publication.open_states:  # found, and that was taken back: the search goes on
        return "ended"
    return "found" if card.why == "found" or card.matter.state in FOUND else "ended"


def gone(*, at: datetime, since: datetime) -> list[tuple[UUID, int, datetime]]:
    """Cards that were public and came down since then: public id, station and when; nothing of the child."""
    with session.engine():
        rows = gate.visible(ENGINE, PublicCard).filter(
            stage="withdrawn", published_at__lte=at, withdrawn_at__gte=since, withdrawn_at__lte=at
        )
        told = rows.order_by("withdrawn_at", "pk").values_list("public_id", "unit_no", "withdrawn_at")
        return [(public_id, station_no, ended_at or at) for public_id, station_no, ended_at in told]


def search(
    *, at: datetime, limit: int, district: int | None = None, age: int | None = None, sex: str = ""
) -> tuple[list[Card], bool]:
    """At most `limit` live cards of a place or an age, the newest first, and whether there are more.

    Without place and age there is no answer: this is no gallery.
    """
    if district is None and age is None:
        return [], False
    asked = Q()
    if district is not None:
        asked &= Q(district_code=district)
    if age is not None:
        about = law().publication.age_tolerance
        asked &= Q(age_from__lte=age + about, age_to__gte=age - about)
    if sex:
        asked &= Q(sex=sex)
    with session.engine():
        found = _cards(_standing(at).filter(asked).order_by("-published_at", "pk")[: limit + 1])
    return found[:limit], len(found) > limit


def picture(*, public_id: UUID, at: datetime) -> bytes | None:
    """The small picture of a live card with its burnt-in line."""
    with session.engine():
        card = _standing(at).filter(public_id=public_id).select_related("matter__child__vault").first()
        if card is None or not card.picture:
            return None
        return vault.unlock_bytes(_vault(card), card.picture)


def live_count(*, at: datetime) -> int:
    """How many cards are public (for the alarm, never shown to anybody)."""
    with session.engine():
        return _standing(at).count()


def come_down(matter: Matter, why: str, *, at: datetime) -> int:
    """Take a report's cards down in the same transaction; the station and the nodal officer are told."""
    with session.engine():
        rows = gate.visible(ENGINE, PublicCard).filter(matter=matter).exclude(stage="withdrawn")
        were_public = [card.pk for card in rows.defer("picture", "shown") if card.stage == "published"]
        down = rows.update(stage="withdrawn", withdrawn_at=at, why=why)
    if were_public:
        matters.move(matter, "withdraw_card", actor=machine("publication"), at=at)
        tell(matter, f"card.down_{'found' if why == 'found' else 'other'}", at=at)
    return down


def tell(matter: Matter, code: str, *, at: datetime) -> None:
    """A line on the desk of the station and of the district's nodal officer."""
    nodal = offices.in_district("nodal", matter.district_code)
    for number in {matter.unit_no, *([nodal.no] if nodal else [])}:
        notices.tell(to_no=number, code=code, matter_id=matter.pk, number=matter.number, at=at)


def end_overdue(*, at: datetime) -> int:
    """Withdraw cards whose last day is over; no reader sees them from that midnight on in any case."""
    with session.engine():
        over = gate.visible(ENGINE, PublicCard).exclude(stage="withdrawn").filter(until_on__lt=ist_date(at))
        ended = [card.matter for card in over.select_related("matter").defer("picture", "shown")]
    return sum(come_down(matter, "ended", at=at) for matter in ended)


def of_matter(*, actor: Any, matter_id: UUID) -> list[PublicCard]:
    """A report's cards for its officers, the newest first (without the sealed parts)."""
    rows = gate.visible(actor, PublicCard).filter(matter_id=matter_id).order_by("-proposed_at", "-pk")
    return list(rows.defer("picture", "shown"))
