"""A person decides a possible match: same, different, need more; the other side answers; it can be taken back."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.lib.text import clean
from vatsalya.matching import actions as engine
from vatsalya.matters import actions as matters
from vatsalya.matters import links
from vatsalya.matters.models import Matter
from vatsalya.people import persons, vault
from vatsalya.people.models import Child

from . import barring, kinds, proposals
from . import pair_states as states
from .models import MissingReport, Pair, PairQuestion

SAYS = ("same", "different", "more")
OTHER = {"missing": "found", "found": "missing"}
LONGEST = 300  # letters of a note; what is longer belongs into a file


@transaction.atomic
def decide(*, actor: Actor, pair_id: UUID, says: str, at: datetime, question: str = "", note: str = "") -> Pair:
    """Say same, different or more; a match stands when both sides, two persons, said same."""
    if says not in SAYS:
        raise Refused(Refusal("match.unknown_answer"))
    pair = gate.get(actor, "match.decide", Pair, pair_id, lock=True)
    side = _side(pair, actor, "match.decide")
    if pair.kind == "lead" and side == "found":  # who saw or heard tells; the report's office judges
        raise Forbidden("gate.not_allowed", "match.decide", "missing_pair", pair.pk)
    if pair.verdict != states.OPEN:
        raise Refused(Refusal("match.already_decided"))
    if says != "more" and getattr(pair, f"{side}_says") == says:
        return pair  # said already by this office: a second press changes nothing and tells nobody
    if says == "same":
        _check_same(pair, side, actor)
    if says == "more":
        _ask(pair, side, actor, question, note, at=at)
    _say(pair, side, actor, says, at)
    with session.engine():
        _after(pair, side, says, actor=actor, at=at)
    return pair


def _side(pair: Pair, actor: Actor, act: str) -> str:
    """For which side this officer's office speaks."""
    if actor.office_no == pair.missing_no:
        return "missing"
    if actor.office_no == pair.found_no:
        return "found"
    raise Forbidden("gate.not_allowed", act, "missing_pair", pair.pk)


def _check_same(pair: Pair, side: str, actor: Actor) -> None:
    refusals = []
    if pair.kind == "both" and _found_before_lost(pair):
        refusals.append(Refusal("found.before_lost"))
    if getattr(pair, f"{OTHER[side]}_by") == actor.account_id:
        refusals.append(Refusal("match.same_person_twice"))
    with session.engine():
        if not proposals.still_searched(gate.visible(ENGINE, Matter).get(pk=pair.missing_id)):
            refusals.append(Refusal("match.report_over"))
    if refusals:
        raise Refused(*refusals)


def _found_before_lost(pair: Pair) -> bool:
    """True when the child was found on a day before the one on which it was last seen: one time is wrong.

    Days and not hours: both times are often told from memory.
    """
    with session.engine():
        lost = gate.visible(ENGINE, Matter).get(pk=pair.missing_id)
        found = gate.visible(ENGINE, Matter).get(pk=pair.found)
        return ist_date(kinds.of(found).since(found)) < ist_date(kinds.of(lost).since(lost))


def _say(pair: Pair, side: str, actor: Actor, says: str, at: datetime) -> None:
    setattr(pair, f"{side}_says", says)
    setattr(pair, f"{side}_by", actor.account_id)
    setattr(pair, f"{side}_at", at)


def _after(pair: Pair, side: str, says: str, *, actor: Actor, at: datetime) -> None:
    """What follows of an answer: nothing yet, the end of the pair, a lead, or a confirmed match."""
    verdict = _verdict(pair, says)
    states.go(pair, "said", verdict, at=at, actor=actor, side=side, says=says)
    pair.save()
    if verdict == states.CONFIRMED:
        _confirmed(pair, actor=actor, at=at)
    elif verdict == states.FOLLOWED:
        _followed(pair, at=at)
    else:
        proposals.tell(pair, f"said_{says}", at=at, to=(OTHER[side],))
        if verdict == states.REJECTED:
            proposals.settle(pair, at=at)


def _verdict(pair: Pair, says: str) -> str:
    if says == "different":
        return states.REJECTED
    if says == "same" and pair.kind == "lead":
        return states.FOLLOWED
    return states.CONFIRMED if pair.missing_says == pair.found_says == "same" else states.OPEN


def _followed(pair: Pair, *, at: datetime) -> None:
    """A call or sighting is about this child: the files hang together, the report goes on being looked for."""
    missing, found = _both(pair)
    links.join(missing, found, kind="lead", at=at)
    barring.by_file(found, actor=machine("matching"), at=at)
    proposals.tell(pair, "followed", at=at, to=("found",))
    proposals.settle(pair, at=at)


def _both(pair: Pair) -> tuple[Matter, Matter]:
    rows = gate.visible(ENGINE, Matter)
    return rows.get(pk=pair.missing_id), rows.get(pk=pair.found)


def _confirmed(pair: Pair, *, actor: Actor, at: datetime) -> None:
    """Two people agreed: the sheets hang on one person, the report counts as traced."""
    missing, found = _both(pair)
    sheets = gate.visible(ENGINE, Child)
    keep, gone = (sheets.get(pk=one.child_id).person_id for one in (missing, found))
    persons.join(keep=keep, gone=gone, ground="match", about=pair.pk, at=at)
    links.join(missing, found, kind="same_child", at=at)
    barring.by_file(missing, actor=actor, at=at)
    gate.visible(ENGINE, MissingReport).filter(pk=missing.pk, traced_at=None).update(traced_at=at)
    matters.move(missing, "confirm_match", actor=actor, at=at, pair=pair)
    matters.move(missing, "trace", actor=machine("matching"), at=at, pair=pair)
    engine.withdraw(found.pk)  # the report and its other pairs follow its move (follow.py)
    proposals.known_now(found, at=at)
    proposals.tell(pair, "confirmed", at=at)


# Asking the other side


def _ask(pair: Pair, side: str, actor: Actor, code: str, note: str, *, at: datetime) -> None:
    if code not in law().codes("match_questions"):
        raise Refused(Refusal("match.question_needed"))
    sealed = vault.lock(pair.pk, bytes(pair.key), {"note": clean(note)[:LONGEST]})
    try:
        with transaction.atomic():
            PairQuestion.objects.create(
                pair=pair, side=side, code=code, asked=sealed, asked_at=at, asked_by_id=actor.posting_id
            )
    except IntegrityError as twice:
        raise Refused(Refusal("match.already_asked")) from twice


@transaction.atomic
def answer(*, actor: Actor, question_id: UUID, code: str, at: datetime, note: str = "") -> PairQuestion:
    """The side that was asked tells what it knows; the asking side sees it on the page of the pair."""
    question = gate.get(actor, "match.decide", PairQuestion, question_id, lock=True, related=("pair",))
    if _side(question.pair, actor, "match.decide") != OTHER[question.side]:
        raise Forbidden("gate.not_allowed", "match.decide", "missing_pairquestion", question.pk)
    with session.engine():
        return tell_back(question, actor=actor, code=code, note=note, at=at)


def tell_back(question: PairQuestion, *, actor: Actor, code: str, note: str, at: datetime) -> PairQuestion:
    """Write an answer once; for callers that the gate let through, inside `session.engine()`."""
    if code not in law().codes("match_answers"):
        raise Refused(Refusal("match.answer_needed"))
    if question.told_at:
        raise Refused(Refusal("match.already_told"))
    pair = gate.visible(ENGINE, Pair).select_for_update(of=("self",)).get(pk=question.pair_id)
    question.answer, question.told_at, question.told_by_id = code, at, actor.posting_id
    question.told = vault.lock(pair.pk, bytes(pair.key), {"note": clean(note)[:LONGEST]})
    question.save()
    side = OTHER[question.side]
    states.go(pair, "told", pair.verdict, at=at, actor=actor, side=side, says=code[:12], reason=question.code)
    proposals.tell(pair, "told", at=at, to=(question.side,))
    return question


# Taking back


@transaction.atomic
def undo(*, actor: Actor, pair_id: UUID, at: datetime) -> Pair:
    """Take back one's own answer, as long as the other side has not answered."""
    pair = gate.get(actor, "match.decide", Pair, pair_id, lock=True)
    side = _side(pair, actor, "match.decide")
    said = getattr(pair, f"{side}_says")
    refusals = []
    if not said or pair.verdict not in (states.OPEN, states.REJECTED, states.FOLLOWED):
        refusals.append(Refusal("match.nothing_to_undo"))
    elif getattr(pair, f"{side}_by") != actor.account_id:
        refusals.append(Refusal("match.not_your_answer"))
    elif getattr(pair, f"{OTHER[side]}_says") in ("same", "different"):
        refusals.append(Refusal("match.other_answered"))
    if refusals:
        raise Refused(*refusals)
    with session.engine():
        if pair.verdict == states.FOLLOWED:
            links.part(pair.missing_id, pair.found, kind="lead", at=at)
        proposals.clear(pair, side)
        states.go(pair, "undone", states.OPEN, at=at, actor=actor, side=side, says=said)
        pair.save()
        proposals.suggest(pair, at=at)
        proposals.tell(pair, "undone", at=at, to=(OTHER[side],))
    return pair


@transaction.atomic
def unconfirm(*, actor: Actor, pair_id: UUID, reason: str, at: datetime, note: str = "") -> Pair:
    """A senior takes a decided match back, with the reason: the report is looked for again.

    A child who is home must first be missing again (the report opened again); then the match can be taken back.
    """
    if reason not in law().codes("match_undo"):
        raise Refused(Refusal("match.reason_needed"))
    pair = gate.get(actor, "match.unconfirm", Pair, pair_id, lock=True)
    if pair.verdict == states.REUNITED:
        raise Refused(Refusal("match.already_home"))
    if pair.verdict not in (states.CONFIRMED, states.REJECTED):
        raise Refused(Refusal("match.nothing_to_undo"))
    with session.engine():
        was = pair.verdict
        proposals.clear(pair)
        to = states.REJECTED if was == states.CONFIRMED and reason == "not_same" else states.OPEN
        pair.evidence = proposals.evidence_now(pair)  # only what is learnt after this day opens it again
        states.go(pair, "unconfirmed", to, at=at, actor=actor, reason=reason, note=clean(note)[:LONGEST])
        pair.save()
        if was == states.CONFIRMED:
            _looked_for_again(pair, actor=actor, reason=reason, at=at)
        proposals.suggest(pair, at=at)
        proposals.tell(pair, "unconfirmed", at=at)
    return pair


def _looked_for_again(pair: Pair, *, actor: Actor, reason: str, at: datetime) -> None:
    """Links and anchors part by a further row, the siblings return, both sides are searched again."""
    missing, found = _both(pair)
    persons.part(about=pair.pk, at=at)
    links.part(missing.pk, found.pk, kind="same_child", at=at)
    gate.visible(ENGINE, MissingReport).filter(pk=missing.pk).update(traced_at=None)
    matters.move(missing, "unconfirm_match", actor=machine("matching"), at=at, record={"why": reason})
    proposals.possible_again(missing, found, at=at)
    missing.refresh_from_db()
    proposals.again(missing, found, at=at)
