"""Publishing to the table of likeness, and taking back; proposing and approving weights."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from vatsalya.lib.errors import Refusal, Refused

from .keys import own_keys
from .learned import now, versions
from .queries import birth_band, own_locks
from .record import NO_GROUND, Record, traits
from .seal import seal
from .weights import Weights, standard

_PUT = (
    "SELECT match_put(%s::uuid, %s, %s::uuid, %s::uuid, %s, %s, %s, %s, %s::int, %s::int, %s::date, "
    "%s::int[], %s::bytea, %s::timestamptz, %s)"
)


def publish(record: Record, at: datetime) -> None:
    """Make a record findable for all India, or replace what was said of it before."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT, _put(record, at))


def publish_many(records: Iterable[Record], at: datetime) -> int:
    """Publish a register's worth of records, thousands at a time."""
    rows = [_put(record, at) for record in records]
    with connection.cursor() as cursor:
        cursor.executemany(_PUT, rows)
    return len(rows)


def _put(record: Record, at: datetime) -> list:
    return [*row(record, at), record.ground == NO_GROUND]


def row(record: Record, at: datetime) -> list:
    """What the database is told of a record: columns, hashed keys, sealed traits."""
    found, keyed = traits(record), own_locks()
    place = [record.office_no, found.state[:8], found.district[:8], found.sex]
    sealed = seal(found.pack(), record.id, keyed)
    end = [record.event_on, own_keys(found, keyed), sealed, at]
    return [record.id, record.side, record.matter_id, record.child_id, *place, *birth_band(found), *end]


def withdraw(entry: UUID) -> bool:
    """The child is found or the matter closed: no search shows the entry any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT match_close(%s::uuid)", [entry])
        return bool(cursor.fetchone()[0])


def withhold(entry: UUID) -> bool:
    """No consent and no other ground in law: the child appears in no search and in no count, at once."""
    return _withheld(entry, True)


def allow(entry: UUID) -> bool:
    """There is consent or a ground in law again."""
    return _withheld(entry, False)


def _withheld(entry: UUID, value: bool) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT match_withhold(%s::uuid, %s)", [entry, value])
        return bool(cursor.fetchone()[0])


def erase(child_id: UUID) -> int:
    """Destroy every entry about a child whose identity is erased; returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT match_erase(%s::uuid)", [child_id])
        return int(cursor.fetchone()[0])


def recount() -> int:
    """Count how common each key is (nightly, and after a large load); returns the size of the register."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT match_recount()")
        return int(cursor.fetchone()[0])


def propose_weights(*, learned: dict[str, float], report: dict[str, Any], by: str, at: datetime) -> int:
    """Keep shifts that were estimated from decided pairs, with their report; nothing changes by it."""
    standard().with_learned(learned, version=0, valid_from=at.date(), basis="proposed")  # refused here when unusable
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT match_weights_propose(%s::date, %s::jsonb, %s::jsonb, %s, %s::timestamptz)",
            [standard().valid_from, json.dumps(learned), json.dumps(report), by, at],
        )
        return int(cursor.fetchone()[0])


def approve_weights(*, version: int, by: str, at: datetime, anyway: bool = False) -> Weights:
    """Put a version in force for all searches from now on; by another person than the one who proposed it."""
    row = next(iter(versions(version)), None)
    if row is None:
        raise Refused(Refusal("matching.no_such_weights"))
    if not by.strip() or by.strip() == row["proposed_by"]:
        raise Refused(Refusal("matching.weights_second_person"))
    if version and row["base"] != standard().valid_from:
        raise Refused(Refusal("matching.weights_of_another_release"))
    gains = [row["report"].get(key, 0) for key in ("gain", "calibration_gain")]
    if min(gains) < 0 and not anyway:
        raise Refused(Refusal("matching.weights_no_better"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT match_weights_approve(%s, %s, %s::timestamptz)", [version, by.strip(), at])
    return now()
