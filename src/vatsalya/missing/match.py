"""Possible matches: proposed by the engine, decided by one person on each side, remembered for ever."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.cncp.models import CareCase
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matching import actions as engine
from vatsalya.matching.queries import Candidate, search
from vatsalya.matching.reasons import Reason
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Link, Matter
from vatsalya.notices import actions as notices
from vatsalya.people import vault
from vatsalya.people.models import Child, Vault

from . import sheet
from .models import MissingReport, Pair

SAYS = ("same", "different", "more")
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
KEPT = 5
OTHER_SIDE = {"missing": "found", "found": "missing"}


def run(*, matter: Matter, side: str, known: dict[str, Any], event_on: date, at: datetime) -> list[Pair]:
    """Publish one side and search the other, over all States; returns the pairs proposed, best first."""
    with session.engine():
        child = gate.visible(ENGINE, Child).get(pk=matter.child_id)
        record = sheet.record(
            side=side,
            matter=matter,
            child=child,
            known=known,
            event_on=event_on,
            district_code=_where(matter, side),
        )
        engine.publish(record, at)
        found = search(actor=machine("matching"), record=record, at=at, limit=KEPT, against=(OTHER_SIDE[side],))
        return [propose(matter, side, hit, at=at) for hit in found if hit.band != "weak"]


def _where(matter: Matter, side: str) -> int:
    if side == "missing":
        return gate.visible(ENGINE, MissingReport).get(pk=matter.pk).last_seen_district
    return matter.district_code


def propose(matter: Matter, side: str, hit: Candidate, *, at: datetime) -> Pair:
    """Put a possible match before both sides, or renew what it is made of."""
    other = gate.visible(ENGINE, Matter).get(pk=hit.matter_id)
    missing, found = (matter, other) if side == "missing" else (other, matter)
    pair = gate.visible(ENGINE, Pair).filter(missing=missing, found=found.pk).first()
    if pair is None:
        return _new_pair(missing, found, hit, at=at)
    if pair.verdict != "rejected":  # a rejected pair stays rejected until evidence changes
        _refresh(pair, missing, found, hit)
    return pair


def _new_pair(missing: Matter, found: Matter, hit: Candidate, *, at: datetime) -> Pair:
    pair = Pair(
        missing=missing,
        found=found.pk,
        unit_no=missing.unit_no,
        shared_with=[found.unit_no],
        realm="match",
        missing_no=missing.unit_no,
        found_no=found.unit_no,
        proposed_at=at,
    )
    pair.key = vault.new_key(pair.pk)
    _refresh(pair, missing, found, hit, insert=True)
    missing.refresh_from_db(fields=["state"])
    if missing.state in SEARCHING:
        matters.move(missing, "suggest_match", actor=machine("matching"), at=at)
    for number, case in ((missing.unit_no, missing), (found.unit_no, found)):
        notices.tell(to_no=number, code="match.possible", matter_id=pair.pk, number=case.number, at=at)
    return pair


#: States from which a first possible match is a step of the report.
SEARCHING = ("REPORTED", "REGISTERED", "TRACING")


def _refresh(pair: Pair, missing: Matter, found: Matter, hit: Candidate, *, insert: bool = False) -> None:
    pair.bits, pair.probability = hit.score_bits, hit.probability
    pair.next_probability = hit.next_best or 0
    shown = {
        "missing": _compared(missing),
        "found": _compared(found),
        "reasons": [asdict(reason) for reason in (*hit.reasons, *hit.against)],
    }
    pair.compared = vault.lock(pair.pk, bytes(pair.key), shown)
    pair.save(force_insert=insert)


def _compared(matter: Matter) -> dict[str, Any]:
    """The compared fields of one side: never address, reporter, circumstances or papers."""
    sealed = gate.visible(ENGINE, Vault).select_related("child").get(child_id=matter.child_id)
    known, child = vault.unlock(sealed.child_id, sealed.key, sealed.identity), sealed.child
    return {key: known[key] for key in COMPARED if known.get(key)} | {
        "sex": child.sex,
        "age": {"value": child.age_value, "basis": child.age_basis},
        "languages": list(child.languages),
        "since": _since(matter).isoformat(),
        "district": matter.district_code,
        "number": matter.number,
        "office": matter.unit_no,
    }


def _since(matter: Matter) -> datetime:
    """When the child was last seen, or found: what the two sides compare, not when it was written down."""
    if matter.kind == "missing":
        return gate.visible(ENGINE, MissingReport).get(pk=matter.pk).last_seen_at
    return gate.visible(ENGINE, CareCase).get(pk=matter.pk).found_at


def read(*, actor: Actor, pair_id: UUID) -> tuple[Pair, dict[str, Any]]:
    """A pair with its compared fields and reasons, for those asked to decide; logged."""
    pair = gate.get(actor, "match.read", Pair, pair_id)
    return pair, vault.unlock(pair.pk, pair.key, pair.compared)


def reasons(shown: dict[str, Any]) -> list[Reason]:
    """The reasons of a pair, for and against, the strongest first."""
    return [Reason(one["code"], one["bits"], one["facts"]) for one in shown["reasons"]]


@transaction.atomic
def decide(*, actor: Actor, pair_id: UUID, says: str, at: datetime) -> Pair:
    """Say same, different or more; a match stands when both sides, two persons, said same."""
    if says not in SAYS:
        raise Refused(Refusal("match.unknown_answer"))
    pair = gate.get(actor, "match.decide", Pair, pair_id, lock=True)
    if pair.verdict in {"confirmed", "rejected"}:
        raise Refused(Refusal("match.already_decided"))
    if says == "same" and _found_before_lost(pair):
        raise Refused(Refusal("found.before_lost"))
    _say(pair, actor, says, at)
    if says == "different":
        pair.verdict = "rejected"
    elif pair.missing_says == pair.found_says == "same":
        pair.verdict = "confirmed"
    pair.save()
    if pair.verdict == "confirmed":
        _confirmed(pair, actor=actor, at=at)
    elif pair.verdict == "possible":
        other = pair.found_no if actor.office_no == pair.missing_no else pair.missing_no
        notices.tell(to_no=other, code=f"match.said_{says}", matter_id=pair.pk, number="", at=at)
    return pair


def _found_before_lost(pair: Pair) -> bool:
    """True when the child was found on a day before the one on which it was last seen: one time is wrong.

    Days and not hours: both times are often told from memory.
    """
    with session.engine():
        lost = gate.visible(ENGINE, Matter).get(pk=pair.missing_id)
        found = gate.visible(ENGINE, Matter).get(pk=pair.found)
        return ist_date(_since(found)) < ist_date(_since(lost))


def _say(pair: Pair, actor: Actor, says: str, at: datetime) -> None:
    """Write the answer on the side of the actor's office; the other side must be another person."""
    if actor.office_no == pair.missing_no:
        side, other_by = "missing", pair.found_by
    elif actor.office_no == pair.found_no:
        side, other_by = "found", pair.missing_by
    else:
        raise Forbidden("gate.not_allowed", "match.decide", "missing_pair", pair.pk)
    if says == "same" and other_by == actor.account_id:
        raise Refused(Refusal("match.same_person_twice"))
    setattr(pair, f"{side}_says", says)
    setattr(pair, f"{side}_by", actor.account_id)
    setattr(pair, f"{side}_at", at)


def _confirmed(pair: Pair, *, actor: Actor, at: datetime) -> None:
    """Two people agreed: the sheets hang on one person, the report counts as traced."""
    with session.engine():
        missing = gate.visible(ENGINE, Matter).get(pk=pair.missing_id)
        found = gate.visible(ENGINE, Matter).get(pk=pair.found)
        person = gate.visible(ENGINE, Child).get(pk=missing.child_id).person_id
        gate.visible(ENGINE, Child).filter(pk=found.child_id).update(person_id=person)
        gate.visible(ENGINE, Link).get_or_create(matter=missing, other=found.pk, kind="same_child", defaults={"at": at})
        gate.visible(ENGINE, Link).get_or_create(matter=found, other=missing.pk, kind="same_child", defaults={"at": at})
        gate.visible(ENGINE, MissingReport).filter(pk=missing.pk, traced_at=None).update(traced_at=at)
        matters.move(missing, "confirm_match", actor=actor, at=at, pair=pair)
        matters.move(missing, "trace", actor=machine("matching"), at=at, pair=pair)
        gate.visible(ENGINE, Pair).filter(missing=missing, verdict="possible").exclude(pk=pair.pk).update(
            verdict="elsewhere"
        )
        engine.withdraw(missing.pk)
        engine.withdraw(found.pk)
        for number, case in ((pair.missing_no, missing), (pair.found_no, found)):
            notices.tell(to_no=number, code="match.confirmed", matter_id=pair.pk, number=case.number, at=at)
