"""Searching: who could this child be? It proposes pairs with reasons, and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from vatsalya.audit import actions as audit
from vatsalya.lib.errors import Forbidden, Refusal, Refused

from . import block, learned, photo, rules
from .keys import Locks, locks, probe_keys
from .reasons import Reason, explain, said
from .record import Record, Traits, traits, unpack
from .seal import unseal
from .weights import Weights

if TYPE_CHECKING:
    from vatsalya.access.actor import Actor

AGAINST = {
    "found": ("missing", "helpline"),
    "missing": ("found", "sighting", "helpline"),
    "helpline": ("missing", "found"),
    "sighting": ("missing",),
}
TOO_MANY = "VM001"  # the database's answer when an account's hour is used up
SHORTEST_REASON = 10
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
    next_probability: float | None = None
    #: It and at least one other stand so close that the score cannot decide between them.
    near_equal: bool = False
    #: The version of the weights it was scored with.
    weights: int = 0

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
    weights: Weights = field(default_factory=learned.released)


@dataclass(frozen=True)
class Asked:
    """Which entry asks, about which child, among which sides, and whether withheld entries are seen."""

    entry: UUID
    child: UUID | None
    sides: tuple[str, ...]
    withheld: bool = False


@dataclass(frozen=True)
class _How:
    keyed: Locks
    at: datetime | None
    limit: int


def own_locks() -> Locks:
    """The locks of this installation."""
    return locks(settings.VATSALYA_MATCH_KEY)


def search(
    *,
    actor: Actor,
    record: Record,
    at: datetime,
    limit: int = 10,
    budget: int | None = None,
    against: tuple[str, ...] | None = None,
) -> list[Candidate]:
    """Open entries most like this record, best first, with reasons; counted, and written to the audit."""
    found = find(record, limit=limit, budget=budget, against=against, at=at)
    _told(actor, record, "matching.search", "")
    return found


def search_withheld(*, actor: Actor, record: Record, at: datetime, reason: str, limit: int = 10) -> list[Candidate]:
    """The same among entries without a ground in law too, for a named duty of the machine; the reason is kept.

    No office has this right: the database refuses it to every account.
    """
    if actor.account_id is not None:
        raise Forbidden("gate.not_allowed", "matching.search_withheld", "matching_entry", record.id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(Refusal("matching.reason_needed"))
    found = find(record, limit=limit, withheld=True, at=at)
    _told(actor, record, "matching.search_withheld", reason.strip())
    return found


def _told(actor: Actor, record: Record, act: str, reason: str) -> None:
    audit.record(
        kind="search",
        account=actor.account_id,
        posting=actor.posting_id,
        act=act,
        table="matching_entry",
        row_id=str(record.id),
        child_id=record.child_id,
        reason=reason,
    )


def find(
    record: Record,
    *,
    limit: int = 10,
    budget: int | None = None,
    against: tuple[str, ...] | None = None,
    withheld: bool = False,
    at: datetime | None = None,
) -> list[Candidate]:
    """The search itself, in a transaction already bound to its asker."""
    who = Asked(record.id, record.child_id, against or AGAINST[record.side], withheld)
    return alike(who, traits(record), limit=limit, budget=budget, at=at)


def alike(
    who: Asked, ours: Traits, *, limit: int = 10, budget: int | None = None, at: datetime | None = None
) -> list[Candidate]:
    """The entries most like what is known of a child, best first: the search when the traits are at hand already."""
    keyed = own_locks()
    rates, rows = _rows(who, ours, keyed, budget)
    return _ranked(ours, who.entry, rows, rates, _How(keyed, at, limit))


def undecided(found: list[Candidate], lang: str) -> str:
    """The sentence for near-equal candidates, or nothing when one stands out."""
    alike = sum(one.near_equal for one in found)
    return said("verdict", "undecided", lang).format(count=alike) if alike else ""


def verdict(found: list[Candidate], lang: str) -> str:
    """What a list says as a whole, in words: nobody, only weak, possible, strong, or cannot decide."""
    if alike := undecided(found, lang):
        return alike
    code = {"alert": "strong", "review": "possible", "weak": "weak"}[found[0].band] if found else "none"
    return said("verdict", code, lang)


def blocked_pairs(sample: int, *, budget: int = 200, each: int = 20) -> list[tuple[dict[str, str], float, int]]:
    """Pairs that share keys, drawn from a sample of open entries: levels, bits and the register's size.

    What weights are estimated from beside the decided pairs; no name and no id leaves this function.
    """
    keyed, pairs = own_locks(), []
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, [sample])
        drawn = cursor.fetchall()
    for row in drawn:
        ours = _traits(row, keyed)
        rates, rows = _rows(Asked(row[0], row[3], AGAINST[ours.side]), ours, keyed, budget)
        if rows:
            scores = rules.score(ours, [_traits(one, keyed) for one in rows], weights=rates.weights)
            best = scores.total.argsort(kind="stable")[::-1][:each].tolist()
            pairs += [(scores.levels(place), float(scores.total[place]), rates.size) for place in best]
    return pairs


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


def _rows(who: Asked, ours: Traits, keyed: Locks, budget: int | None) -> tuple[Rates, list[tuple[Any, ...]]]:
    """How common our facts are, and the open entries that share a rare enough combination."""
    probes = probe_keys(ours, keyed)
    rates = _rates(probes)
    most = budget or block.interactive(rates.size)
    chosen = block.rarest(probes, rates.counts, most)
    return rates, _candidates(who, ours, chosen, most) if chosen else []


def _rates(probes: list[int]) -> Rates:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, entries, (SELECT match_weights_version()) FROM match_rates(%s::int[])", [probes])
        rows = cursor.fetchall()
    counts = {key: entries for key, entries, _ in rows if key is not None}
    size = next((entries for key, entries, _ in rows if key is None), 0)
    return Rates(counts, size, learned.in_force(rows[0][2]))


_FOUND = (
    "SELECT id, side, matter_id, child_id, office_no, state_code, district_code, sex, event_on, features "
    "FROM match_candidates(%s::uuid, %s::uuid, %s::int[], %s::text[], %s, %s::int, %s::int, %s::date, %s::date, %s, %s)"
)
_SAMPLE = (
    "SELECT id, side, matter_id, child_id, office_no, state_code, district_code, sex, event_on, features "
    "FROM match_sample(%s)"
)


def _candidates(who: Asked, ours: Traits, chosen: list[int], budget: int) -> list[tuple[Any, ...]]:
    given: list[Any] = [who.entry, who.child, chosen, list(who.sides), ours.sex, *birth_band(ours)]
    given += _order_in_time(ours, who.sides)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FOUND, [*given, 2 * budget, who.withheld])
            return cursor.fetchall()
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == TOO_MANY:
            raise Refused(Refusal("matching.too_many_searches")) from error
        raise


def _order_in_time(record: Traits, sides: tuple[str, ...]) -> tuple[date, date]:
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


def _ranked(ours: Traits, entry: UUID, rows: list[tuple[Any, ...]], rates: Rates, how: _How) -> list[Candidate]:
    if not rows:
        return []
    others, w = [_traits(row, how.keyed) for row in rows], rates.weights
    looks = photo.parts(entry, ours, [row[0] for row in rows], others, w, how.at)
    scores = rules.score(ours, others, weights=w, more=looks)
    order = scores.total.argsort(kind="stable")[::-1][: how.limit]
    totals = [float(scores.total[row]) for row in order]
    alike = rules.near_equal(totals, rates.size, rates.weights)
    return [
        _candidate(rows[row], explain(ours, others[row], scores, row), bits, rates, after, equal)
        for row, bits, after, equal in zip(order.tolist(), totals, [*totals[1:], None], alike, strict=True)
    ]


def _traits(row: tuple[Any, ...], keyed: Locks) -> Traits:
    packed = unseal(bytes(row[9]), row[0], keyed)
    return unpack(packed, side=row[1], state=row[5], district=row[6], sex=row[7], event_on=row[8])


def _candidate(
    row: tuple[Any, ...], reasons: list[Reason], bits: float, rates: Rates, next_best: float | None, equal: bool
) -> Candidate:
    return Candidate(
        entry_id=row[0],
        side=row[1],
        matter_id=row[2],
        child_id=row[3],
        office_no=row[4],
        score_bits=round(bits, 1),
        probability=rules.probability(bits, rates.size),
        band=rules.band(bits, rates.weights, rates.size),
        reasons=tuple(one for one in reasons if one.bits > 0),
        against=tuple(one for one in reversed(reasons) if one.bits < 0),
        next_best=round(next_best, 1) if next_best is not None else None,
        next_probability=rules.probability(next_best, rates.size) if next_best is not None else None,
        near_equal=equal,
        weights=rates.weights.version,
    )
