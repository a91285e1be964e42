"""Possible matches: proposed by the engine on every save of either side, refreshed, dropped, opened again."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.audit import actions as audit
from vatsalya.lib.clock import ist_date
from vatsalya.matching import actions as engine
from vatsalya.matching import rules
from vatsalya.matching.queries import Candidate, search
from vatsalya.matching.reasons import Reason
from vatsalya.matching.record import Record
from vatsalya.matters import actions as matters
from vatsalya.matters import links
from vatsalya.matters.models import Matter
from vatsalya.notices import actions as notices
from vatsalya.people import vault
from vatsalya.people.models import Child, Vault

from . import kinds, sheet
from . import pair_states as states
from .models import MissingReport, Pair, PairStep, Withheld

#: What those asked to decide may see of the other side, and nothing else (a logged share).
COMPARED = (
    "names",
    "father",
    "mother",
    "home_place",
    "marks",
    "height_cm",
    "complexion",
    "build",
    "hair",
    "clothes",
    "words_said",
    "home_says",
    "last_seen_text",
)
KEPT = 5  # new proposals of one search, for each kind of other side
WIDE = 30  # how far a search looks for pairs that stand already
AGAINST = {
    "missing": ("found", "sighting", "helpline"),
    "found": ("missing",),
    "helpline": ("missing",),
    "sighting": ("missing",),
}
#: States from which a first possible match is a step of the report.
SEARCHING = ("REPORTED", "ACCEPTED", "REGISTERED", "TRACING", "LEAD", "REOPENED")
#: A report in one of these needs no further match.
DONE = ("MATCH_CONFIRMED", "TRACED", "PRODUCED_CWC", "RESTORED", "FOUND_DEAD", "NOT_MISSING", "CLOSED")


def run(
    *, matter: Matter, side: str, known: dict[str, Any], event_on: date, at: datetime, source: str = "save"
) -> list[Pair]:
    """Publish one side and search the other, over all States; returns the pairs that stand, best first."""
    with session.engine():
        record = _publish(matter, side, known, event_on, at=at)
        if record is None:
            return []
        found = search(actor=machine("matching"), record=record, at=at, limit=WIDE, against=AGAINST[side])
        return _take(matter, side, found, at=at, source=source)


def _publish(matter: Matter, side: str, known: dict[str, Any], event_on: date, *, at: datetime) -> Record | None:
    """Make a file findable, or take it out of the comparison when it is not to be compared (None)."""
    if not _wanted(matter, side):
        engine.withdraw(matter.pk)
        return None
    child = gate.visible(ENGINE, Child).get(pk=matter.child_id)
    district = kinds.of(matter).district(matter)
    record = sheet.record(side=side, matter=matter, child=child, known=known, event_on=event_on, district_code=district)
    engine.publish(record, at)
    return record


def again(*matters_: Matter, at: datetime, source: str = "save") -> list[Pair]:
    """Publish and search with what the files hold now (a report opened again, a match taken back).

    All are findable before any is searched, or one side would drop its pair because the other is not there yet.
    """
    told = publish_again(*matters_, at=at)
    return [
        pair
        for matter, side, known, event_on in told
        for pair in run(matter=matter, side=side, known=known, event_on=event_on, at=at, source=source)
    ]


def publish_again(*matters_: Matter, at: datetime) -> list[tuple[Matter, str, dict[str, Any], date]]:
    """Write with today's rules what can be searched of these files; returns them as they are told to the engine."""
    told = []
    with session.engine():
        for matter in matters_:
            kind, known = kinds.of(matter), vault.read_for_engine(matter.child_id)
            told.append((matter, kind.side, known, ist_date(kind.since(matter))))
            _publish(*told[-1], at=at)
    return told


def _wanted(matter: Matter, side: str) -> bool:
    """True when this file is to be compared: not withheld, not over, and its child not recognised yet."""
    if withheld(matter.pk) or matter.closed_at:
        return False
    if side == "missing":
        return still_searched(matter)
    return not links.of_kind(matter, "same_child")


def still_searched(matter: Matter) -> bool:
    """True while the report waits for a child: not traced, not closed."""
    if matter.state in DONE or matter.closed_at:
        return False
    return gate.visible(ENGINE, MissingReport).filter(pk=matter.pk, traced_at=None).exists()


def withheld(matter_id: UUID) -> bool:
    """True while the Committee keeps this child out of the comparison."""
    return gate.visible(ENGINE, Withheld).filter(matter_id=matter_id, to_at=None).exists()


def _take(matter: Matter, side: str, found: list[Candidate], *, at: datetime, source: str) -> list[Pair]:
    """New pairs from the best, standing pairs refreshed, and those below the threshold dropped."""
    standing = {_other(pair, side): pair for pair in _standing(matter, side)}
    room: dict[str, int] = {}
    taken = []
    for hit in found:
        room[hit.side] = room.get(hit.side, 0) + 1
        if room[hit.side] <= KEPT or hit.matter_id in standing:
            pair = propose(matter, side, hit, at=at, source=source)
            if pair is not None and pair.verdict != states.DROPPED:
                taken.append(pair)
    if len(found) < WIDE or found[-1].score_bits < rules.REVIEW:
        seen = {hit.matter_id for hit in found}
        for other, pair in standing.items():
            if other not in seen:
                _drop(pair, at=at)
    return taken


def _standing(matter: Matter, side: str) -> list[Pair]:
    rows = gate.visible(ENGINE, Pair).filter(verdict=states.OPEN)
    return list(rows.filter(missing=matter) if side == "missing" else rows.filter(found=matter.pk))


def _other(pair: Pair, side: str) -> UUID:
    return pair.found if side == "missing" else pair.missing_id


def propose(matter: Matter, side: str, hit: Candidate, *, at: datetime, source: str = "nightly") -> Pair | None:
    """Take one candidate of a search: a new pair, a refreshed one, one below the threshold dropped; or nothing.

    A rejected pair stays rejected until the evidence changed and speaks more strongly; confirmed pairs stay.
    """
    other = gate.visible(ENGINE, Matter).get(pk=hit.matter_id)
    missing, found = (matter, other) if side == "missing" else (other, matter)
    pair = gate.visible(ENGINE, Pair).select_for_update(of=("self",)).filter(missing=missing, found=found.pk).first()
    weak = hit.band == "weak"
    if pair is None:
        ready = not weak and still_searched(missing) and not withheld(missing.pk) and not withheld(found.pk)
        return _new_pair(missing, found, hit, at=at, source=source) if ready else None
    if pair.verdict == states.OPEN:
        return _drop(pair, at=at, hit=hit) if weak else _refreshed(pair, missing, found, hit)
    if pair.verdict == states.DROPPED and not weak and still_searched(missing):
        _refresh(pair, missing, found, hit)
        return _open_again(pair, missing, at=at, name="returned")
    if pair.verdict == states.REJECTED and not weak and still_searched(missing):
        return _reconsider(pair, missing, found, hit, at=at)
    return pair


def _new_pair(missing: Matter, found: Matter, hit: Candidate, *, at: datetime, source: str) -> Pair:
    pair = Pair(
        missing=missing,
        found=found.pk,
        unit_no=missing.unit_no,
        shared_with=[found.unit_no],
        realm="match",
        missing_no=missing.unit_no,
        found_no=found.unit_no,
        proposed_at=at,
        kind="lead" if kinds.of(found).lead else "both",
        found_kind=found.kind,
        source=source,
        band=hit.band,
    )
    pair.key = vault.new_key(pair.pk)
    _refresh(pair, missing, found, hit, insert=True)
    states.go(pair, "proposed", states.OPEN, at=at)
    _suggest(missing, at=at)
    tell(pair, "possible", at=at)
    return pair


def suggest(pair: Pair, *, at: datetime) -> None:
    """When a pair is possible again, the report says so."""
    if pair.verdict == states.OPEN:
        _suggest(gate.visible(ENGINE, Matter).get(pk=pair.missing_id), at=at)


def _suggest(missing: Matter, *, at: datetime) -> None:
    missing.refresh_from_db(fields=["state"])
    if missing.state in SEARCHING:
        matters.move(missing, "suggest_match", actor=machine("matching"), at=at)


def tell(pair: Pair, what: str, *, at: datetime, to: tuple[str, ...] = ("missing", "found")) -> None:
    """Both sides hear of a change, each under its own file's number.

    Whoever wrote down a call is no judge of a match: that office is told on its call, with the office to ask.
    """
    for side, number, file in (("missing", pair.missing_no, pair.missing_id), ("found", pair.found_no, pair.found)):
        if side not in to:
            continue
        case = gate.visible(ENGINE, Matter).get(pk=file)
        if side == "found" and pair.found_kind == "helpline":
            notices.tell(to_no=number, code=f"lead.{what}", matter_id=case.pk, number=case.number, at=at)
        else:
            notices.tell(to_no=number, code=f"match.{what}", matter_id=pair.pk, number=case.number, at=at)


def _drop(pair: Pair, *, at: datetime, hit: Candidate | None = None) -> Pair:
    """Below the threshold now: no longer offered; the row and its history stay."""
    if hit is not None:
        pair.bits, pair.probability = hit.score_bits, hit.probability
    states.go(pair, "dropped", states.DROPPED, at=at)
    pair.save()
    settle(pair, at=at)
    return pair


def settle(pair: Pair, *, at: datetime) -> None:
    """When no possible match is left, the report is again simply looked for."""
    missing = gate.visible(ENGINE, Matter).get(pk=pair.missing_id)
    left = gate.visible(ENGINE, Pair).filter(missing=missing, verdict=states.OPEN).exists()
    if missing.state == "MATCH_SUGGESTED" and not left:
        matters.move(missing, "drop_match", actor=machine("matching"), at=at)


#: Why a pair was put aside: its found child was recognised by another report.
RECOGNISED = "recognised"


def known_now(found: Matter, *, at: datetime) -> None:
    """The found child is recognised: its other possible pairs are put aside, and nobody is asked about them."""
    rows = gate.visible(ENGINE, Pair).filter(found=found.pk, verdict=states.OPEN)
    asked = list(rows)
    states.all_go(rows, RECOGNISED, states.ELSEWHERE, at=at)
    for pair in asked:
        settle(pair, at=at)


def possible_again(missing: Matter, found: Matter, *, at: datetime) -> None:
    """A match was taken back: what was put aside by it on either side is asked about again."""
    rows = gate.visible(ENGINE, Pair).filter(verdict=states.ELSEWHERE)
    theirs = [pair.pk for pair in rows.filter(found=found.pk) if _put_aside_by(pair) == RECOGNISED]
    again = rows.filter(Q(missing=missing) | Q(pk__in=theirs))
    free = [pair.pk for pair in again if _both_free(pair)]
    states.all_go(gate.visible(ENGINE, Pair).filter(pk__in=free), "returned", states.OPEN, at=at)
    for pair in gate.visible(ENGINE, Pair).filter(pk__in=free):
        suggest(pair, at=at)


def _put_aside_by(pair: Pair) -> str:
    """By which step a pair lies aside now."""
    steps = gate.visible(ENGINE, PairStep).filter(pair=pair, to_verdict=states.ELSEWHERE)
    last = steps.exclude(from_verdict=states.ELSEWHERE).order_by("at", "pk").last()
    return last.name if last else ""


def _both_free(pair: Pair) -> bool:
    """True when the report is looked for and the other file is not recognised, over or kept out of the comparison."""
    rows = gate.visible(ENGINE, Matter)
    found = rows.get(pk=pair.found)
    return still_searched(rows.get(pk=pair.missing_id)) and _wanted(found, kinds.of(found).side)


def _refreshed(pair: Pair, missing: Matter, found: Matter, hit: Candidate) -> Pair:
    _refresh(pair, missing, found, hit)
    return pair


def _reconsider(pair: Pair, missing: Matter, found: Matter, hit: Candidate, *, at: datetime) -> Pair:
    """Rejected once: only other evidence that speaks more strongly asks the same people again."""
    shown = _shown(missing, found, hit)
    if states.fingerprint(shown) == pair.evidence or hit.score_bits <= pair.bits:
        return pair
    _refresh(pair, missing, found, hit)
    return _open_again(pair, missing, at=at, name="reopened")


def _open_again(pair: Pair, missing: Matter, *, at: datetime, name: str) -> Pair:
    clear(pair)
    states.go(pair, name, states.OPEN, at=at)
    pair.save()
    _suggest(missing, at=at)
    tell(pair, "reopened", at=at)
    return pair


def clear(pair: Pair, *sides: str) -> None:
    """The answers of these sides (of both, when none is named) count no more; the steps keep them."""
    for side in sides or ("missing", "found"):
        setattr(pair, f"{side}_says", "")
        setattr(pair, f"{side}_by", None)
        setattr(pair, f"{side}_at", None)


def _refresh(pair: Pair, missing: Matter, found: Matter, hit: Candidate, *, insert: bool = False) -> None:
    pair.bits, pair.probability = hit.score_bits, hit.probability
    pair.next_bits, pair.next_probability = hit.next_best, hit.next_probability or 0.0
    pair.near_equal = hit.near_equal
    pair.weights = str(hit.weights)
    shown = _shown(missing, found, hit)
    pair.evidence = states.fingerprint(shown)
    pair.compared = vault.lock(pair.pk, bytes(pair.key), shown)
    pair.save(force_insert=insert)


def _shown(missing: Matter, found: Matter, hit: Candidate) -> dict[str, Any]:
    return {
        "missing": _compared(missing),
        "found": _compared(found),
        "reasons": [asdict(reason) for reason in (*hit.reasons, *hit.against)],
    }


def evidence_now(pair: Pair) -> str:
    """The digest of what both files hold at this moment."""
    rows = gate.visible(ENGINE, Matter)
    sides = {"missing": _compared(rows.get(pk=pair.missing_id)), "found": _compared(rows.get(pk=pair.found))}
    return states.fingerprint(sides)


def _compared(matter: Matter) -> dict[str, Any]:
    """The compared fields of one side: never address, reporter, circumstances or papers."""
    sealed = gate.visible(ENGINE, Vault).select_related("child").get(child_id=matter.child_id)
    known, child = vault.unlock(sealed.child_id, sealed.key, sealed.identity), sealed.child
    known |= sheet.parents(known)
    return {key: known[key] for key in COMPARED if known.get(key)} | {
        "sex": child.sex,
        "age": {"value": child.age_value, "basis": child.age_basis},
        "languages": list(child.languages),
        "since": kinds.of(matter).since(matter).isoformat(),
        "district": matter.district_code,
        "number": matter.number,
        "office": matter.unit_no,
    }


def read(*, actor: Actor, pair_id: UUID) -> tuple[Pair, dict[str, Any]]:
    """A pair with its compared fields and reasons, for those asked to decide; logged on both children."""
    pair = gate.get(actor, "match.read", Pair, pair_id)
    for child_id in _children(pair):
        audit.record(
            kind="read",
            account=actor.account_id,
            posting=actor.posting_id,
            act="match.read",
            table="missing_pair",
            row_id=str(pair.pk),
            child_id=child_id,
            reason=actor.grant_reason,
        )
    return pair, vault.unlock(pair.pk, pair.key, pair.compared)


def _children(pair: Pair) -> list[UUID]:
    """Whose files these fields are of: who looks at a pair has looked at both children."""
    with session.engine():
        rows = gate.visible(ENGINE, Matter).filter(pk__in=[pair.missing_id, pair.found])
        return [child_id for child_id in rows.values_list("child_id", flat=True) if child_id]


def reasons(shown: dict[str, Any]) -> list[Reason]:
    """The reasons of a pair, for and against, the strongest first."""
    return [Reason(one["code"], one["bits"], one["facts"]) for one in shown["reasons"]]
