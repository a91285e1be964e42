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

from ..models import Imported
from . import write
from .likely import likely as likely
from .read import read

#: A record that names no end is kept this long.
KEEP = timedelta(days=60)


@dataclass
class Taken:
    """What became of the records of a document."""

    kept: int = 0
    renewed: int = 0
    wiped: int = 0
    passed_over: int = 0


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
    document = read(data)
    taken = Taken()
    for person in document.persons:
        _take_one(actor, person, document.version, taken, at)
    return taken


def _take_one(actor: Actor, person: dict[str, Any], version: str, taken: Taken, at: datetime) -> None:
    record_id = person["person_record_id"]
    if record_id.startswith(f"{write.domain()}/"):  # a copy of our own record: we have the original
        taken.passed_over += 1
        return
    found = gate.visible(actor, Imported).filter(record_key=_key(record_id), unit_no=actor.office_no).first()
    source_at = _instant(person.get("source_date"))
    expires = _instant(person.get("expiry_date")) or at + KEEP
    if expires <= at:
        taken.wiped += _wipe(found, at) if found else 0
        taken.passed_over += 0 if found else 1
    elif found is None:
        row = Imported(unit_no=actor.office_no, realm="missing", record_key=_key(record_id), arrived_at=at)
        row.key = vault.new_key(row.pk)
        _fill(row, person, version, source_at, expires, insert=True)
        taken.kept += 1
    elif found.stands == "waits" and source_at and found.source_at and source_at > found.source_at:
        _fill(found, person, version, source_at, expires)
        taken.renewed += 1
    else:
        taken.passed_over += 1


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
