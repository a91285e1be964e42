"""Officers' acts on a public card: propose, approve, withdraw, and forbid publication."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.lib.text import clean, whole
from vatsalya.matching import names
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.papers import poster
from vatsalya.people import photos, vault
from vatsalya.people.models import Vault
from vatsalya.places import queries as places

from . import barring, grown, publish
from . import card_questions as questions
from .card_models import PublicationBar, PublicCard
from .card_rules import first_name, tells_too_much

#: Answers of the report whose words may not turn up in a card's free text.
HIDDEN = (
    "father", "mother", "guardian", "reporter_name", "reporter_address", "home_text", "school", "home_says",
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What an officer asks to show, on whose consent and authority, until when."""

    fields: tuple[str, ...]
    consent_on: date
    consent_by: str
    consent_how: str
    reason: str
    authority: str
    authority_no: str
    authority_on: date
    until_on: date
    marks: tuple[int, ...] = ()
    clothes: str = ""
    photo_id: UUID | None = None
    committee_no: str = ""
    committee_on: date | None = None
    under_eighteen: bool = False


@dataclass(frozen=True)
class Offer:
    """What the report holds that could be shown, and what the State's rules ask."""

    first_name: str
    band: tuple[int, int] | None
    sex: str
    height_cm: int | None
    marks: list[dict[str, str]]
    clothes: str
    photos: list[Any] = field(default_factory=list)
    committee_needed: bool = False
    second_needed: bool = True
    days: int = 90
    #: Nobody can say from the report whether the child is a child today.
    perhaps_grown: bool = False


def offer(*, actor: Actor, matter_id: UUID, at: datetime) -> Offer:
    """What could be shown of this child; what identifies beyond a card is left out already."""
    matter = matters.see(actor, matter_id, act="card.propose", related=("missing_report",))
    return _offer(actor, matter, at)


def _offer(actor: Actor, matter: Matter, at: datetime) -> Offer:
    known, child, day = vault.read(actor, matter.child_id), matter.child, ist_date(at)
    assert child is not None
    age = None if child.age_value is None else child.age_value + (day - child.age_on).days / 365.25
    said = vault.display_name(known)
    state, data = places.district(matter.district_code).state.abbr, law().publication
    from_home = matter.missing_report.circumstance == "institution"
    return Offer(
        first_name="" if names.unknown(said) else first_name(said),
        band=data.band(age),
        sex=child.sex,
        height_cm=whole(known.get("height_cm")),
        marks=[mark for mark in known.get("marks") or [] if mark.get("part") not in data.private_parts],
        clothes=str(known.get("clothes") or ""),
        photos=photos.of_child(actor=actor, child_id=child.pk),
        # A child who left a home is in the Committee's care: only the Committee may allow it (s.74(1)).
        committee_needed=from_home or law().option(state, "publication.committee_needed", day),
        second_needed=law().option(state, "publication.second_officer", day) or bool(questions.barred_like(matter)),
        days=law().option(state, "publication.days", day),
        perhaps_grown=grown.today(matter, at=at) == "perhaps",
    )


def preview(*, actor: Actor, matter_id: UUID, at: datetime, proposal: Proposal) -> publish.Card:
    """Exactly what the public will read; raises Refused with everything that stands against it."""
    matter = matters.see(actor, matter_id, act="card.propose", related=("missing_report",))
    card, words = _made(actor, matter, at, proposal)
    return publish.Card(
        public_id=card.public_id, first_name=words.get("first_name", ""), sex=card.sex or "unknown",
        age_from=card.age_from, age_to=card.age_to, height_cm=words.get("height_cm"), marks=words.get("marks", []),
        clothes=words.get("clothes", ""), district_code=card.district_code, state_code=card.state_code,
        last_seen_on=card.last_seen_on, has_photo="photo" in card.fields, station_no=matter.unit_no,
        published_at=at, until_on=card.until_on, source_on=card.source_on,
    )  # fmt: skip


def _made(actor: Actor, matter: Matter, at: datetime, asked: Proposal) -> tuple[PublicCard, dict[str, Any]]:
    """The card that would stand, unsaved, and its words; every refusal at once."""
    given = _offer(actor, matter, at)
    words = _words(given, asked)
    refusals = [
        *_grounds(given, asked, ist_date(at)),
        *_consent_after_loss(matter, asked),
        *_child(matter),
        *questions.age(matter, questions.Answers(asked.under_eighteen), at=at),
        *barring.family(matter, actor=actor),
        *_content(actor, matter, given, asked, words),
    ]
    if refusals:
        raise Refused(*refusals)
    report, band = matter.missing_report, given.band if "age_band" in asked.fields else None
    card = PublicCard(
        matter=matter, fields=list(asked.fields), sex=given.sex if "sex" in asked.fields else "",
        age_from=band[0] if band else None, age_to=band[1] if band else None,
        state_code=report.last_seen_state, district_code=report.last_seen_district,
        last_seen_on=ist_date(report.last_seen_at), source_on=ist_date(report.reported_at),
        consent_on=asked.consent_on, consent_by=asked.consent_by, consent_how=asked.consent_how,
        reason=clean(asked.reason), authority=asked.authority, authority_no=clean(asked.authority_no),
        authority_on=asked.authority_on, committee_needed=given.committee_needed,
        committee_no=clean(asked.committee_no), committee_on=asked.committee_on,
        second_needed=given.second_needed, until_on=asked.until_on, proposed_at=at, proposed_on=ist_date(at),
        proposed_by=actor.account_id or 0,
    )  # fmt: skip
    return card, words


def _words(given: Offer, asked: Proposal) -> dict[str, Any]:
    """What a card says, of the fields allowed."""
    marks = [given.marks[number] for number in asked.marks if 0 <= number < len(given.marks)]
    told: dict[str, Any] = {
        "first_name": given.first_name,
        "height_cm": given.height_cm,
        "marks": [{key: str(mark.get(key, "")) for key in ("kind", "part", "side", "text")} for mark in marks],
        "clothes": clean(asked.clothes)[:200],
    }
    keys = {"first_name": "first_name", "height": "height_cm", "marks": "marks", "clothes": "clothes"}
    return {key: told[key] for code, key in keys.items() if code in asked.fields and told[key]}


def _grounds(given: Offer, asked: Proposal, day: date) -> list[Refusal]:
    """Consent, reason, authority and end as the law data asks them."""
    data, found = law().publication, []
    if not asked.fields or not set(asked.fields) <= set(data.fields):
        found.append(Refusal("card.fields"))
    if asked.consent_how not in data.consents or not asked.consent_by or asked.consent_on > day:
        found.append(Refusal("card.consent"))
    if len(clean(asked.reason)) < 10:
        found.append(Refusal("card.reason"))
    if asked.authority not in data.authorities or not clean(asked.authority_no) or asked.authority_on > day:
        found.append(Refusal("card.authority"))
    if given.committee_needed and not (clean(asked.committee_no) and asked.committee_on and asked.committee_on <= day):
        found.append(Refusal("card.committee"))
    if not day < asked.until_on <= day + timedelta(days=given.days):
        found.append(Refusal("card.end", days=given.days))
    return found


def _consent_after_loss(matter: Matter, asked: Proposal) -> list[Refusal]:
    """Nobody consents to showing a missing child, or allows it, before it is missing."""
    lost = ist_date(matter.missing_report.last_seen_at)
    days = {"consent_on": asked.consent_on, "authority_on": asked.authority_on}
    early = [name for name, day in days.items() if day < lost]
    return [Refusal(f"card.{name[:-3]}_before_loss", field=name, lost=f"{lost:%d-%m-%Y}") for name in early]


def _child(matter: Matter) -> list[Refusal]:
    """Whether a card may stand at all (the database asks the same and more)."""
    if matter.kind != "missing" or matter.state not in law().publication.open_states:
        return [Refusal("card.not_missing")]
    if matter.missing_report.traced_at is not None:
        return [Refusal("card.not_missing")]
    return barring.against(matter)


def _content(actor: Actor, matter: Matter, given: Offer, asked: Proposal, words: dict[str, Any]) -> list[Refusal]:
    """Free words may not tell parents, address, school or a telephone; a ticked field must hold something."""
    known, found = vault.read(actor, matter.child_id), []
    hidden = [str(known[key]) for key in HIDDEN if known.get(key)]
    texts = [words.get("clothes", ""), words.get("first_name", ""), *(mark["text"] for mark in words.get("marks", []))]
    if any(tells_too_much(text, hidden=hidden, allowed=given.first_name) for text in texts):
        found.append(Refusal("card.tells_too_much"))
    photos_there = {photo.pk for photo in given.photos}
    chosen = asked.photo_id in photos_there
    empty = {
        "first_name": not words.get("first_name"), "age_band": given.band is None, "height": not given.height_cm,
        "marks": not words.get("marks"), "clothes": not words.get("clothes"), "photo": not chosen,
    }  # fmt: skip
    which = {"photo": photos_there, "marks": given.marks}  # there are some, and none was picked
    for code in asked.fields:
        if empty.get(code) and which.get(code):
            found.append(Refusal(f"card.which_{code}", field=code))
    if any(empty.get(code) and not which.get(code) for code in asked.fields):
        found.append(Refusal("card.empty_field"))
    return found


def preview_picture(*, actor: Actor, photo_id: UUID, at: datetime, until: date) -> bytes:
    """The photograph as the public would see it: small, with its line burnt in."""
    large = photos.picture(actor=actor, photo_id=photo_id, size="large")
    return poster.burnt(large, on=ist_date(at), until=until)


@transaction.atomic
def propose(*, actor: Actor, matter_id: UUID, at: datetime, proposal: Proposal) -> PublicCard:
    """Ask that a missing child be shown to the public; an older proposal is superseded.

    Where the State asks for no second officer, the card is public at once.
    """
    matter = matters.see(actor, matter_id, act="card.propose", lock=True, related=())
    matter = matters.see(actor, matter_id, act="card.propose", related=("missing_report",))
    card, words = _made(actor, matter, at, proposal)
    with session.engine():
        sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
        older = gate.visible(ENGINE, PublicCard).filter(matter=matter, stage="proposed")
        older.update(stage="withdrawn", withdrawn_at=at, withdrawn_by=actor.account_id, why="mistake")
    card.shown = vault.lock(sealed.child_id, bytes(sealed.key or b""), words)
    if "photo" in card.fields and proposal.photo_id:
        made = preview_picture(actor=actor, photo_id=proposal.photo_id, at=at, until=card.until_on)
        card.picture = vault.lock_bytes(sealed, made)
    card.save(force_insert=True)
    if card.second_needed:
        publish.tell(matter, "card.proposed", at=at)
    else:
        _publish(card, matter, actor=actor, at=at)
    return card


def _publish(card: PublicCard, matter: Matter, *, actor: Actor, at: datetime) -> None:
    """The card is public; the one that stood before comes down."""
    with session.engine():
        before = gate.visible(ENGINE, PublicCard).filter(matter=matter, stage="published")
        before.update(stage="withdrawn", withdrawn_at=at, withdrawn_by=actor.account_id, why="mistake")
        card.stage, card.approved_by, card.published_at = "published", actor.account_id or 0, at
        card.save(update_fields=["stage", "approved_by", "published_at"])
    publish.tell(matter, "card.published", at=at)


@transaction.atomic
def approve(*, actor: Actor, card_id: UUID, at: datetime, told: questions.Answers = questions.NONE) -> PublicCard:
    """The nodal officer lets a proposed card be public; never the one who proposed it.

    Who says that it is a child under a bar has the card taken down and the bar carried here.
    """
    card, matter = _held(actor, card_id, "card.approve")
    refusals = [*_child(matter), *questions.age(matter, told, at=at), *questions.alike(matter, told)]
    if card.stage != "proposed":
        refusals.append(Refusal("card.not_proposed"))
    if card.second_needed and card.proposed_by == actor.account_id:
        refusals.append(Refusal("card.same_person"))
    if card.until_on < ist_date(at):
        refusals.append(Refusal("card.end", days=1))
    if refusals:
        raise Refused(*refusals)
    if questions.is_barred_child(matter, told, actor=actor, at=at):
        card.refresh_from_db()
    else:
        _publish(card, matter, actor=actor, at=at)
    return card


def _held(actor: Actor, card_id: UUID, act: str) -> tuple[PublicCard, Matter]:
    """A card and its report, both locked, for one act; a report is locked first, as every move does."""
    card = gate.get(actor, act, PublicCard, card_id)
    matters.see(actor, card.matter_id, act=act, lock=True)
    matter = matters.see(actor, card.matter_id, act=act, related=("missing_report",))
    return gate.get(actor, act, PublicCard, card_id, lock=True), matter


@transaction.atomic
def withdraw(*, actor: Actor, card_id: UUID, at: datetime, why: str, words: str = "") -> None:
    """Take a card down, at once and everywhere, with the reason."""
    card, matter = _held(actor, card_id, "card.withdraw")
    if card.stage == "withdrawn":
        raise Refused(Refusal("card.already_down"))
    if why not in ("consent", "harm", "mistake", "refused"):
        raise Refused(Refusal("card.why"))
    was_public = card.stage == "published"
    with session.engine():
        card.stage, card.withdrawn_at, card.withdrawn_by = "withdrawn", at, actor.account_id
        card.why, card.why_words = why, clean(words)[:500]
        card.save(update_fields=["stage", "withdrawn_at", "withdrawn_by", "why", "why_words"])
    if was_public:
        matters.move(matter, "withdraw_card", actor=machine("publication"), at=at)
        publish.tell(matter, "card.down_other", at=at)


@transaction.atomic
def forbid(*, actor: Actor, matter_id: UUID, at: datetime, ground: str) -> None:
    """From now on nothing of this child is published (POCSO, Board, danger); a standing card comes down."""
    if ground not in law().publication.bars:
        raise Refused(Refusal("card.why"))
    if not actor.account_id:
        raise Forbidden("gate.not_allowed", "card.withdraw")
    matter = matters.see(actor, matter_id, act="card.withdraw", lock=True)
    barring.forbid(matter, ground, by=actor, mover=actor, at=at)


def bars(*, actor: Actor, matter_id: UUID) -> list[PublicationBar]:
    """Why nothing is published of this child, if so."""
    return list(gate.visible(actor, PublicationBar).filter(matter_id=matter_id, lifted_at=None).order_by("since"))


def shown(*, actor: Actor, card_id: UUID) -> tuple[PublicCard, publish.Card]:
    """A card as the public sees or would see it, for an officer; logged."""
    card = gate.get(actor, "card.read", PublicCard, card_id, related=("matter",))
    with session.engine():
        sealed = gate.visible(ENGINE, Vault).get(child_id=card.matter.child_id)
    return card, publish.opened(card, sealed)


def picture_of(*, actor: Actor, card_id: UUID) -> bytes:
    """A card's small picture for an officer; logged."""
    card = gate.get(actor, "card.read", PublicCard, card_id, related=("matter",))
    with session.engine():
        sealed = gate.visible(ENGINE, Vault).get(child_id=card.matter.child_id)
    return vault.unlock_bytes(sealed, card.picture) if card.picture else b""
