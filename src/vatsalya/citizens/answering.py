"""What the station does with a citizen's report: read, send a team, link, answer with a coded outcome."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matching import actions as engine
from vatsalya.matching.queries import Candidate, search
from vatsalya.matters import actions as matters
from vatsalya.matters import numbers, shares
from vatsalya.matters.models import Clock, Link, Matter
from vatsalya.missing import actions as missing
from vatsalya.missing.proposals import AGAINST
from vatsalya.notices import actions as notices
from vatsalya.papers.uploads import CleanPhoto
from vatsalya.people import vault
from vatsalya.people.models import Child, Photo, Vault

from .actions import record
from .guards import NUMBERED
from .models import CitizenReport, Repeat
from .queries import FOUND_LIKE as FOUND_LIKE
from .queries import SIGHTING

CLOCKS = ("D-SIGHT-NOW", "D-SIGHT")
#: After these outcomes nobody is looked for any more by what was seen; after the others it stays evidence.
ENDS_SEARCH = frozenset({"false", "duplicate", "not_missing", "child_produced", "came_home", "accepted"})


@transaction.atomic
def see(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """The station has read it: the answer's clock stops."""
    matter = matters.see(actor, matter_id, act="citizen.answer", lock=True)
    acknowledge(matter, at=at)
    matters.move(matter, "see", actor=actor, at=at)


@transaction.atomic
def send_team(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """A team is on its way."""
    matter = matters.see(actor, matter_id, act="citizen.answer", lock=True)
    acknowledge(matter, at=at)
    matters.move(matter, "send_team", actor=actor, at=at)


def acknowledge(matter: Matter, *, at: datetime) -> None:
    """The first act of the station counts, in time or not."""
    clock = (
        gate.visible(ENGINE, Clock).filter(matter=matter, code__in=CLOCKS, stopped_at=None).order_by("due_at").first()
    )
    waits = gate.visible(ENGINE, CitizenReport).filter(pk=matter.pk, acknowledged_at=None)
    waits.update(acknowledged_at=at, in_time=clock is None or at <= clock.due_at)


@transaction.atomic
def close(
    *, actor: Actor, matter_id: UUID, outcome: str, number: str = "", reason: str = "", at: datetime
) -> Matter | None:
    """Answer a report with its coded outcome and tell every reporter; an accepted one is registered as missing.

    Returns the missing report that was registered, if one was.
    """
    matter = matters.see(actor, matter_id, act="citizen.answer", lock=True)
    other = _numbered(number, outcome, matter) if outcome in NUMBERED else None
    acknowledge(matter, at=at)
    finish(matter, actor=actor, outcome=outcome, other=other, reason=reason, at=at)
    return _register(matter, actor=actor, at=at) if outcome == "accepted" else None


def finish(
    matter: Matter, *, actor: Actor, outcome: str, other: Matter | None = None, reason: str, at: datetime
) -> None:
    """Write the outcome, take the report out of the search where it ends it, tell who reported."""
    said = {"outcome": outcome} | ({"number": other.number} if other else {})
    facts: dict[str, Any] = {"outcome": outcome, "other": other, "reason_words": reason}
    matters.move(matter, "close", actor=actor, at=at, record=said, **facts)
    if outcome == "linked" and other is not None:
        _link(matter, other, at=at)
    report = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk)
    report.outcome, report.answered_at = outcome, at
    if reason and not report.end_reason:
        report.end_reason = sealed_words(matter, reason)
    report.save(update_fields=["outcome", "answered_at", "end_reason"])
    with session.engine():
        if outcome in ENDS_SEARCH:
            engine.withdraw(matter.pk)
        tell_reporters(matter, outcome, at=at)


def sealed_words(matter: Matter, reason: str) -> bytes:
    """Why a report ended, sealed under the child's key."""
    kept = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    return vault.lock(kept.child_id, bytes(kept.key or b""), {"reason": reason})


def _numbered(number: str, outcome: str, matter: Matter) -> Matter | None:
    """The other report by its number: a missing report, or for a duplicate also a citizen's."""
    kinds = ("missing",) if outcome == "linked" else ("missing", "citizen")
    if not number.strip():
        return None
    number = numbers.asked(number)
    with session.engine():
        found = gate.visible(ENGINE, Matter).filter(number=number, kind__in=kinds).exclude(pk=matter.pk)
        return found.select_related("office").first()


def _register(matter: Matter, *, actor: Actor, at: datetime) -> Matter:
    """Register with all that was given: nobody is asked twice for what the family has told."""
    sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    report = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk)
    answers = vault.unlock(sealed.child_id, sealed.key, report.answers) | {"reporter_language": report.language}
    made = missing.register(actor=actor, at=at, answers=answers, photo=_photo(sealed), channel="citizen")
    _join(matter, made, kind="citizen_report", at=at)
    return made


def _photo(sealed: Vault) -> CleanPhoto | None:
    photo = gate.visible(ENGINE, Photo).filter(child_id=sealed.child_id).order_by("-added_at").first()
    if photo is None:
        return None
    small, large = vault.unlock_bytes(sealed, photo.small), vault.unlock_bytes(sealed, photo.large)
    return CleanPhoto(small, large, vault.unlock_bytes(sealed, photo.original), 0, 0, photo.sha256)


def _join(one: Matter, two: Matter, *, kind: str, at: datetime) -> None:
    with session.engine():
        for first, second in ((one, two), (two, one)):
            gate.visible(ENGINE, Link).get_or_create(matter=first, other=second.pk, kind=kind, defaults={"at": at})


@transaction.atomic
def link(*, actor: Actor, matter_id: UUID, number: str, at: datetime) -> Matter:
    """Hang a sighting on a missing report of any State; the station that looks for the child reads it from now on."""
    matter = matters.see(actor, matter_id, act="citizen.answer", lock=True)
    other = _numbered(number, "linked", matter)
    if other is None:
        raise Refused(Refusal("citizen.no_such_number"))
    matters.move(matter, "link", actor=actor, at=at, record={"number": other.number})
    _link(matter, other, at=at)
    return other


def _link(matter: Matter, other: Matter, *, at: datetime) -> None:
    _join(matter, other, kind=SIGHTING, at=at)
    shares.share(matter, number=other.unit_no, ground=SIGHTING, at=at)
    notices.tell(to_no=other.unit_no, code="citizen.linked", matter_id=matter.pk, number=other.number, at=at)


def tell_reporters(matter: Matter, said: str, *, at: datetime) -> None:
    """Everybody who gave a number is told in plain words, without the child's name."""
    report = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk)
    sealed = gate.visible(ENGINE, Vault).get(child_id=matter.child_id)
    told: set[str] = set()
    again = gate.visible(ENGINE, Repeat).filter(matter=matter).exclude(phone_hmac=None).order_by("at")
    rows: list[tuple[str, CitizenReport | Repeat]] = [(matter.number, report), *((one.number, one) for one in again)]
    for number, row in rows:
        answers = vault.unlock(sealed.child_id, sealed.key, row.answers)
        phone = answers.get("reporter_phone", "") if row.phone_hmac else ""
        if phone and phone not in told:
            told.add(phone)
            notices.text(phone=phone, template="citizen.answered", body=_sms(said, number, row.language), at=at)


def _sms(said: str, number: str, lang: str) -> str:
    words = law().words(f"citizen.told.{said}", lang)
    return law().words("citizen.sms_answered", lang, number=number, words=words, url=f"{settings.BASE_URL}/track/")


def likely(*, actor: Actor, matter: Matter, at: datetime) -> list[Candidate]:
    """Whom a report may be about, masked: only which office to ask."""
    return [hit.masked() for hit in compared(matter, actor=actor, at=at)]


def compared(matter: Matter, *, actor: Actor, at: datetime) -> list[Candidate]:
    """The search behind it, over all States; never shown to anybody as it is.

    A sighting is compared with the missing, a missing child with the found, the seen and the calls.
    """
    with session.engine():
        child = gate.visible(ENGINE, Child).get(pk=matter.child_id)
        known: dict[str, Any] = vault.read_for_engine(child.pk)
        seen = gate.visible(ENGINE, CitizenReport).get(pk=matter.pk)
        asked = record(matter, child, known, ist_date(seen.happened_at), side=seen.what)
        found = search(actor=actor, record=asked, at=at, limit=5, against=AGAINST[seen.what])
    return [hit for hit in found if hit.band != "weak"]
