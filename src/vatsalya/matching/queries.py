"""Searching: who could this child be? It proposes pairs with reasons, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from vatsalya.audit import actions as audit
from vatsalya.lib.errors import Refusal, Refused

from . import block, rules
from .keys import Locks, locks, name_key, probe_keys
from .reasons import Reason, explain, said
from .record import Record, Traits, traits, unpack
from .seal import unseal

if TYPE_CHECKING:
    from vatsalya.access.actor import Actor

AGAINST = {
    "found": ("missing", "helpline"),
    "missing": ("found", "sighting", "helpline"),
    "helpline": ("missing", "found"),
    "sighting": ("missing",),
}
TOO_MANY = "VM001"  # the database's answer when an account's hour is used up
_WIDEST = 3.0  # years a birth year is looked for around an estimate, at least two


@dataclass(frozen=True)
class Candidate:
    """A possible match, never a match: its score, its chance, what speaks for it and what against."""

    entry_id: UUID
    side: str
    matter_id: UUID | None
    child_id: UUID | None
    office_no: int
    score_bits: float
    probability: float
    band: str
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    next_best: float | None = None

    def masked(self) -> Candidate:
        """For those without a share: which office to ask, and what kind of facts agree."""
        return replace(
            self,
            matter_id=None,
            child_id=None,
            reasons=tuple(one.masked() for one in self.reasons),
            against=tuple(one.masked() for one in self.against),
        )


@dataclass(frozen=True)
class Rates:
    """How common the asked keys are, and how many entries are open."""

    counts: dict[int, int]
    size: int


def own_locks() -> Locks:
    """The locks of this installation."""
    return locks(settings.VATSALYA_MATCH_KEY)


def search(
    *,
    actor: Actor,
    record: Record,
    at: datetime,
    limit: int = 10,
    budget: int = block.INTERACTIVE,
    against: tuple[str, ...] | None = None,
) -> list[Candidate]:
    """Open entries most like this record, best first, with reasons; counted, and written to the audit."""
    found = find(record, limit=limit, budget=budget, against=against)
    audit.record(
        kind="search",
        account=actor.account_id,
        posting=actor.posting_id,
        act="matching.search",
        table="matching_entry",
        row_id=str(record.id),
        child_id=record.child_id,
        reason="",
    )
    return found


def find(
    record: Record,
    *,
    limit: int = 10,
    budget: int = block.INTERACTIVE,
    against: tuple[str, ...] | None = None,
) -> list[Candidate]:
    """The search itself, in a transaction already bound to its asker."""
    ours, keyed = traits(record), own_locks()
    probes = probe_keys(ours, keyed)
    rates = _rates(probes)
    chosen = block.rarest(probes, rates.counts, budget)
    rows = _candidates(record, ours, chosen, against or AGAINST[record.side], budget) if chosen else []
    return _ranked(ours, rows, rates, keyed, limit)


def would_help(record: Record) -> list[str]:
    """What is not known of a child and would help most, as questions to ask, the best first."""
    return list(rules.wanted(traits(record)))


def question(code: str, lang: str) -> str:
    """The question behind a code of `would_help`."""
    return said("helps", code, lang)


def birth_band(ours: Traits) -> tuple[int | None, int | None]:
    """The birth years an entry may be looked for under, wider where the age was judged by eye."""
    if ours.born is None:
        return None, None
    around = min(_WIDEST, max(1.5, 1.5 * ours.born_error))
    return int(ours.born - around), int(ours.born + around)


def _rates(probes: list[int]) -> Rates:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, entries FROM match_rates(%s::int[])", [probes])
        rows = cursor.fetchall()
    counts = {key: entries for key, entries in rows if key is not None}
    return Rates(counts, next((entries for key, entries in rows if key is None), 0))


def _candidates(
    record: Record, ours: Traits, chosen: list[int], sides: tuple[str, ...], budget: int
) -> list[tuple[Any, ...]]:
    after, before = _order_in_time(record, sides)
    given = [
        record.id,
        record.child_id,
        chosen,
        list(sides),
        ours.sex,
        *birth_band(ours),
        after,
        before,
        2 * budget,
    ]
    query = (
        "SELECT id, side, matter_id, child_id, office_no, state_code, district_code, sex, event_on, features "
        "FROM match_candidates(%s::uuid, %s::uuid, %s::int[], %s::text[], %s, %s::int, %s::int, %s::date, %s::date, %s)"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, given)
            return cursor.fetchall()
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == TOO_MANY:
            raise Refused(Refusal("matching.too_many_searches")) from error
        raise


def _order_in_time(record: Record, sides: tuple[str, ...]) -> tuple[date, date]:
    """Nobody is found before being lost; a day is allowed for the midnight train.

    Among its own side (a likely duplicate) a record may be older or younger.
    """
    first, last = date(1990, 1, 1), date(2999, 1, 1)
    if record.side in sides:
        return first, last
    if record.side == "missing":
        first = record.event_on - timedelta(days=1)
    if record.side == "found":
        last = record.event_on + timedelta(days=1)
    return first, last


def _ranked(ours: Traits, rows: list[tuple[Any, ...]], rates: Rates, keyed: Locks, limit: int) -> list[Candidate]:
    if not rows:
        return []
    others = [_traits(row, keyed) for row in rows]
    scores = rules.score(ours, others, _shares(ours, rates, keyed))
    order = scores.total.argsort(kind="stable")[::-1][:limit]
    totals = [float(scores.total[row]) for row in order]
    below = [*totals[1:], None]
    return [
        _candidate(rows[row], explain(ours, others[row], scores, int(row)), bits, rates.size, after)
        for row, bits, after in zip(order.tolist(), totals, below, strict=True)
    ]


def _traits(row: tuple[Any, ...], keyed: Locks) -> Traits:
    packed = unseal(bytes(row[9]), row[0], keyed)
    return unpack(packed, side=row[1], state=row[5], district=row[6], sex=row[7], event_on=row[8])


def _shares(ours: Traits, rates: Rates, keyed: Locks) -> dict[str, float]:
    """The register's own share of our words; a small register says nothing yet."""
    size = max(rates.size, 20_000)
    words = {*ours.child.words(), *ours.father.words(), *ours.mother.words()}
    counted = {fold: rates.counts.get(name_key(fold, keyed), 0) / size for fold in words}
    return {fold: share for fold, share in counted.items() if share}


def _candidate(
    row: tuple[Any, ...], reasons: list[Reason], bits: float, size: int, next_best: float | None
) -> Candidate:
    return Candidate(
        entry_id=row[0],
        side=row[1],
        matter_id=row[2],
        child_id=row[3],
        office_no=row[4],
        score_bits=round(bits, 1),
        probability=rules.probability(bits, size),
        band=rules.band(bits),
        reasons=tuple(one for one in reasons if one.bits > 0),
        against=tuple(one for one in reversed(reasons) if one.bits < 0),
        next_best=round(next_best, 1) if next_best is not None else None,
    )
