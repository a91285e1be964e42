"""People of other registries, waiting for a nodal officer: nothing of theirs enters the register by itself.

What they say about a person's state is shown as their word and believed by nothing here.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matters import numbers
from vatsalya.missing import queries as missing
from vatsalya.notices import actions as notices
from vatsalya.people import vault

from .. import cards
from ..models import Imported
from . import notes as notes_of
from . import write
from .likely import likely as likely
from .read import AHEAD, read

#: A record that names no end is kept this long.
KEEP = timedelta(days=60)


@dataclass
class Taken:
    """What became of the records of a document."""

    kept: int = 0
    renewed: int = 0
    wiped: int = 0
    passed_over: int = 0
    notes: int = 0


def _key(record_id: str) -> bytes:
    """A record's id as it is looked up: keyed, so that the table names nobody's record."""
    return hmac.new(settings.VATSALYA_MATCH_KEY, b"pfif:" + record_id.encode(), hashlib.sha256).digest()


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC) if text else None
    except ValueError:  # a day that no month has
        return None


@transaction.atomic
def take(*, actor: Actor, at: datetime, data: bytes) -> Taken:
    """Take a document in for review by the officer's own office; a mistake in it refuses all of it."""
    if not gate.may(actor, "exchange.import"):
        raise Forbidden("gate.not_allowed", "exchange.import", "exchange_imported")
    document = read(data, at=at)
    taken = Taken()
    for person in document.persons:
        _take_one(actor, person, document.version, taken, at)
    for record_id, about in _by_person(document.notes).items():
        _take_notes(actor, record_id, about, document.version, taken, at)
    return taken


def _take_one(actor: Actor, person: dict[str, Any], version: str, taken: Taken, at: datetime) -> None:
    record_id = person["person_record_id"]
    if _ours(record_id):  # a copy of our own record: we have the original, but what others add to it is news
        taken.passed_over += 1
        _take_notes(actor, record_id, person["notes"], version, taken, at)
        return
    found = _known(actor, record_id)
    source_at = _instant(person.get("source_date"))
    expires = _instant(person.get("expiry_date")) or at + KEEP
    if expires <= at:
        taken.wiped += _wipe(found, at) if found else 0
        taken.passed_over += 0 if found else 1
    elif found is None:
        _fill(_new(actor, record_id, at), person, version, source_at, expires, insert=True)
        taken.kept += 1
    elif found.stands == "waits" and _newer(source_at, found.source_at, at):
        before = vault.unlock(found.pk, found.key, found.sealed_record or b"").get("notes", [])
        person["notes"] = notes_of.merged(before, person["notes"])
        _fill(found, person, version, source_at, expires)
        taken.renewed += 1
    else:
        taken.passed_over += 1
        taken.notes += _add(found, person["notes"])


def _ours(record_id: str) -> bool:
    return record_id.startswith(f"{write.domain()}/")


def _known(actor: Actor, record_id: str) -> Imported | None:
    return gate.visible(actor, Imported).filter(record_key=_key(record_id), unit_no=actor.office_no).first()


def _new(actor: Actor, record_id: str, at: datetime) -> Imported:
    row = Imported(unit_no=actor.office_no, realm="missing", record_key=_key(record_id), arrived_at=at)
    row.key = vault.new_key(row.pk)
    return row


def _newer(source_at: datetime | None, before: datetime | None, at: datetime) -> bool:
    """True when a record is newer than the kept one; a kept day that lies ahead or is none stands in nobody's way."""
    return source_at is not None and (before is None or before > at + AHEAD or source_at > before)


# Notes that come alone: about a record that is kept here already, or about a child whom we have published.


def _by_person(notes: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for note in notes:
        found.setdefault(note["person_record_id"], []).append(note)
    return found


def _take_notes(
    actor: Actor, record_id: str, notes: list[dict[str, str]], version: str, taken: Taken, at: datetime
) -> None:  # fmt: skip
    """Put notes to the record they are about; those about nobody whom this office knows are counted as passed over."""
    notes = [note for note in notes if not _ours(note["note_record_id"])]
    found = _known(actor, record_id)
    if found is None and notes and _ours(record_id) and _published(record_id, at):
        person = {"person_record_id": record_id, "full_name": "", "notes": notes_of.merged([], notes)}
        _fill(_new(actor, record_id, at), person, version, None, at + KEEP, insert=True)
        taken.notes += len(person["notes"])
    elif found is not None and found.sealed_record:
        taken.notes += _add(found, notes)
    else:
        taken.passed_over += len(notes)


def _published(record_id: str, at: datetime) -> bool:
    return record_id.partition("/")[2] in {str(card.public_id) for card in cards.live(at=at)}


def _add(row: Imported, notes: list[dict[str, str]]) -> int:
    """Add what is new to a record that is still kept; one already passed on comes before the officer again."""
    if not row.sealed_record or not notes:
        return 0
    person = vault.unlock(row.pk, row.key, row.sealed_record)
    before = person.get("notes", [])
    person["notes"] = notes_of.merged(before, notes)
    new = sum(note not in before for note in person["notes"])
    if new:
        row.sealed_record = vault.lock(row.pk, bytes(row.key or b""), person)
        row.stands = "waits"
        row.save(update_fields=["sealed_record", "stands"])
    return new


def _fill(
    row: Imported, person: dict[str, Any], version: str, source_at: datetime | None, expires: datetime,
    *, insert: bool = False,
) -> None:  # fmt: skip
    row.version, row.source_at, row.expires_at = version, source_at, expires
    row.sealed_record = vault.lock(row.pk, bytes(row.key or b""), person)
    row.save(force_insert=insert)


def _wipe(row: Imported, at: datetime) -> int:
    """Nothing is left but that there was a record: the key and what it sealed are gone."""
    row.stands, row.key, row.sealed_record = "expired", None, None
    row.save(update_fields=["stands", "key", "sealed_record"])
    return 1


def waiting(*, actor: Actor) -> QuerySet[Imported]:
    """Records that wait for this officer's look, the oldest first."""
    return gate.visible(actor, Imported).filter(stands="waits").order_by("arrived_at", "pk")


def look(*, actor: Actor, imported_id: UUID) -> tuple[Imported, dict[str, Any]]:
    """One record with what the other registry says; logged."""
    row = gate.get(actor, "exchange.review", Imported, imported_id)
    return row, vault.unlock(row.pk, row.key, row.sealed_record or b"")


@transaction.atomic
def pass_on(*, actor: Actor, imported_id: UUID, number: str, at: datetime) -> Imported:
    """It may be the child of a report: the station of that report is told to look."""
    row = _undecided(actor, imported_id)
    report = missing.reports(actor=actor).filter(number=numbers.asked(number)).first()
    if report is None:
        raise Refused(Refusal("imported.no_such_report"))
    _decide(row, "passed", actor, at)
    row.number = report.number
    row.save(update_fields=["stands", "decided_at", "decided_by", "number"])
    notices.tell(to_no=report.unit_no, code="import.passed", matter_id=report.pk, number=report.number, at=at)
    return row


@transaction.atomic
def set_aside(*, actor: Actor, imported_id: UUID, at: datetime) -> Imported:
    """It is nobody of ours: what it said is wiped at once."""
    row = _undecided(actor, imported_id)
    _decide(row, "set_aside", actor, at)
    row.key, row.sealed_record = None, None
    row.save(update_fields=["stands", "decided_at", "decided_by", "key", "sealed_record"])
    return row


def _undecided(actor: Actor, imported_id: UUID) -> Imported:
    row = gate.get(actor, "exchange.review", Imported, imported_id, lock=True)
    if row.stands != "waits":
        raise Refused(Refusal("twice"))
    return row


def _decide(row: Imported, said: str, actor: Actor, at: datetime) -> None:
    row.stands, row.decided_at, row.decided_by_id = said, at, actor.posting_id  # type: ignore[attr-defined]


def expire(*, at: datetime) -> int:
    """Wipe every record whose time is over, decided or not."""
    with session.engine():
        over = gate.visible(ENGINE, Imported).filter(expires_at__lte=at).exclude(stands="expired")
        return sum(_wipe(row, at) for row in over)
