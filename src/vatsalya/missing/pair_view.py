"""What a possible match shows to those asked: facts compared, how alone it is, questions, history, photographs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.audit import actions as audit
from vatsalya.lib.errors import NotVisible
from vatsalya.matching import names
from vatsalya.matching.weights import standard
from vatsalya.matters.models import Matter
from vatsalya.people import vault
from vatsalya.people.models import Photo, Vault

from . import pair_states as states
from . import queries, rules
from .models import Pair, PairQuestion, PairStep

#: A pair unanswered for longer is late (R08).
LATE_DAYS = 7
#: Ages so many years apart may be one child's: told by one, judged by eye by another, and time went by.
AGES_NEAR = 4


@dataclass(frozen=True)
class Fact:
    """One line of the comparison: both sides' answers as they were given, and how they compare."""

    key: str
    missing: Any
    found: Any
    verdict: str


#: Fact -> the part of the score that compares it; the rest is compared as written.
_PART = {
    "names": "name",
    "father": "father",
    "mother": "mother",
    "sex": "sex",
    "age": "age",
    "languages": "language",
    "marks": "mark",
    "height_cm": "height",
    "home_place": "home",
    "words_said": "words",
    "clothes": "clothes",
    "since": "time",
    "district": "travel",
}
_AS_WRITTEN = ("complexion", "build", "hair")


def facts(shown: dict[str, Any]) -> list[Fact]:
    """Every compared fact, known or not; a parent is compared with the same parent only, never with the child."""
    by_part = {one["code"].partition(".")[0]: one for one in shown["reasons"]}
    rows = []
    for key in (*_PART, *_AS_WRITTEN):
        left, right = (_told(shown[side], key) for side in ("missing", "found"))
        rows.append(Fact(key, left, right, _verdict(key, left, right, by_part)))
    return rows


def _told(side: dict[str, Any], key: str) -> Any:
    """A side's answer; for the home also the child's own words of it. A name that says "unknown" is none."""
    told = _known(side.get(key))
    if key == "names" and told:
        return [name for name in told if not names.unknown(name["text"])] or None
    if key in ("father", "mother") and isinstance(told, str) and names.unknown(told):
        return None
    return told or _known(side.get("home_says")) if key == "home_place" else told


def _known(value: Any) -> Any:
    """None for what nobody said: an unknown sex or age is no fact."""
    if isinstance(value, dict) and "basis" in value:
        return value if value.get("value") is not None else None
    return None if value in ("", "unknown", [], {}) else value


def _verdict(key: str, left: Any, right: Any, by_part: dict[str, Any]) -> str:
    plain = rules.compare(_bare(left), _bare(right))
    if plain in (rules.UNKNOWN, rules.ONE_SIDE, rules.MATCH):
        return plain
    said = by_part.get(_PART.get(key, ""))
    if said:
        return _lists(key, plain, rules.by_bits(said["code"], said["bits"]))
    if key == "age" and abs(_bare(left) - _bare(right)) <= AGES_NEAR:  # the score says neither for nor against
        return rules.LOOK
    return plain if type(left) is type(right) else rules.LOOK


def _bare(told: Any) -> Any:
    """An age without how it is known: that is no part of what is compared."""
    return told["value"] if isinstance(told, dict) and "basis" in told else told


def _lists(key: str, plain: str, judged: str) -> str:
    """Of two lists that only overlap, each side knows something that the other does not: nearly, and no match."""
    overlap = key in ("languages", "marks") and plain == rules.DIFFERS and judged == rules.MATCH
    return rules.NEAR if overlap else judged


def near(pair: Pair, *, actor: Actor) -> list[tuple[Pair, int]]:
    """Other open candidates of the same child that are as likely, each with the office that has the other child.

    A rival shares one child with this pair; the child that it does not share is the one that is told of.
    """
    same = Q(missing_id=pair.missing_id) | Q(found=pair.found)
    rows = gate.visible(actor, Pair).filter(same, verdict=states.OPEN, kind="both").exclude(pk=pair.pk)
    ratio = standard()["thresholds"]["near_equal_odds"]
    close = [one for one in rows.order_by("-bits")[:20] if 1 / ratio <= _odds(one) / _odds(pair) <= ratio][:5]
    for one in close:
        queries.told_apart([one], actor=actor, other=_side(one, pair))
    return [(one, one.found_no if _side(one, pair) == "found" else one.missing_no) for one in close]


def _side(rival: Pair, pair: Pair) -> str:
    return "found" if rival.missing_id == pair.missing_id else "missing"


def _odds(pair: Pair) -> float:
    return pair.probability / max(1e-9, 1 - pair.probability)


def questions(pair: Pair, *, actor: Actor) -> list[dict[str, Any]]:
    """What each side asked and was told, oldest first."""
    rows = gate.visible(actor, PairQuestion).filter(pair=pair).order_by("asked_at")
    return [
        {
            "id": one.pk,
            "side": one.side,
            "code": one.code,
            "note": _note(pair, one.asked),
            "asked_at": one.asked_at,
            "answer": one.answer,
            "told": _note(pair, one.told),
            "told_at": one.told_at,
        }
        for one in rows
    ]


def _note(pair: Pair, sealed: Any) -> str:
    return vault.unlock(pair.pk, pair.key, sealed).get("note", "") if sealed else ""


def history(pair: Pair, *, actor: Actor) -> list[dict[str, Any]]:
    """All that happened to the pair, oldest first: who said what, from which state to which, and why."""
    rows = gate.visible(actor, PairStep).filter(pair=pair).select_related("posting__office")
    return [{"step": one, "note": _note(pair, one.note)} for one in rows.order_by("at", "pk")]


def pictures(pair: Pair, *, actor: Actor) -> set[str]:
    """On which sides there is a photograph, for those who decide and while they decide."""
    if not _may_see(pair, actor):
        return set()
    shown = gate.visible(ENGINE, Photo).values("child_id")
    with session.engine():
        files = gate.visible(ENGINE, Matter).filter(pk__in=(pair.missing_id, pair.found), child_id__in=shown)
        with_photo = set(files.values_list("pk", flat=True))
    return {side for side, file in (("missing", pair.missing_id), ("found", pair.found)) if file in with_photo}


def _may_see(pair: Pair, actor: Actor) -> bool:
    asked = actor.office_no in (pair.missing_no, pair.found_no)
    return asked and pair.verdict in (states.OPEN, states.CONFIRMED) and gate.may(actor, "match.decide", pair)


def _photo(pair: Pair, side: str) -> Photo | None:
    file = gate.visible(ENGINE, Matter).get(pk=pair.missing_id if side == "missing" else pair.found)
    return gate.visible(ENGINE, Photo).filter(child_id=file.child_id).order_by("-added_at").first()


def picture(*, actor: Actor, pair_id: UUID, side: str) -> bytes:
    """The newest photograph of one side, for those asked to decide; the look is in that child's audit."""
    pair = gate.get(actor, "match.decide", Pair, pair_id)
    if not _may_see(pair, actor) or side not in ("missing", "found"):
        raise NotVisible("people_photo", pair_id, "match.decide")
    with session.engine():
        photo = _photo(pair, side)
        if photo is None:
            raise NotVisible("people_photo", pair_id, "match.decide")
        sealed = gate.visible(ENGINE, Vault).get(child_id=photo.child_id)
        small = vault.unlock_bytes(sealed, photo.small)
    audit.record(
        kind="read",
        account=actor.account_id,
        posting=actor.posting_id,
        act="match.decide",
        table="people_photo",
        row_id=str(photo.pk),
        child_id=photo.child_id,
        reason="match",
    )
    return small


# The list


def _mine(actor: Actor) -> Q:
    """What this office has still to answer; of a lead only the report's office is asked."""
    unsaid = ("", "more")
    missing = Q(missing_no=actor.office_no, missing_says__in=unsaid)
    return missing | Q(found_no=actor.office_no, found_says__in=unsaid, kind="both")


def listed(*, actor: Actor, show: str) -> QuerySet[Pair]:
    """One line for each file, its strongest pair, the longest waiting first."""
    rows = gate.visible(actor, Pair)
    if show == "decided":
        return _once(rows.exclude(verdict=states.OPEN), actor).order_by("-decided_at", "pk")
    rows = rows.filter(verdict=states.OPEN)
    if show == "mine":
        rows = rows.filter(_mine(actor))
    elif show == "theirs":
        rows = rows.exclude(_mine(actor))
    return _once(rows, actor).order_by("proposed_at", "pk")


def _once(rows: QuerySet[Pair], actor: Actor) -> QuerySet[Pair]:
    mine = rows.filter(missing_no=actor.office_no).order_by("missing_id", "-bits").distinct("missing_id")
    theirs = rows.exclude(missing_no=actor.office_no).order_by("found", "-bits").distinct("found")
    return rows.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=theirs.values("pk")))


def counts(*, actor: Actor) -> dict[str, int]:
    """How many files wait for this office, wait for others, and are decided."""
    return {show: listed(actor=actor, show=show).count() for show in ("mine", "theirs", "decided")}


def siblings(pairs: list[Pair], *, actor: Actor) -> dict[UUID, int]:
    """For each listed pair how many further open ones its file has."""
    rows = gate.visible(actor, Pair).filter(verdict=states.OPEN)
    found = {}
    for pair in pairs:
        same = Q(missing_id=pair.missing_id) if actor.office_no == pair.missing_no else Q(found=pair.found)
        found[pair.pk] = rows.filter(same).exclude(pk=pair.pk).count()
    return found


def late(pair: Pair, at: datetime) -> bool:
    """True when the pair has waited longer than a week."""
    return pair.verdict == states.OPEN and (at - pair.proposed_at).days >= LATE_DAYS


def labelled(*, since: datetime | None = None) -> list[dict[str, Any]]:
    """Every answer that still counts, as the engine learns from it: parts in bits, weights, answer, who, when.

    Call it inside `session.engine()`. No identity: the pair's id, the posting, the parts.
    """
    rows = gate.visible(ENGINE, PairStep).filter(name__in=("said", "undone", "unconfirmed"))
    stands: dict[tuple[UUID, str], dict[str, Any]] = {}
    for step in rows.order_by("at", "pk"):
        if step.name == "unconfirmed":
            for side in ("missing", "found"):
                stands.pop((step.pair_id, side), None)
            if step.reason in ("not_same", "family_no"):
                stands[(step.pair_id, "senior")] = _label(step, "different")
        elif step.name == "undone":
            stands.pop((step.pair_id, step.side), None)
        elif step.says in ("same", "different"):
            stands[(step.pair_id, step.side)] = _label(step, step.says)
    return [one for one in stands.values() if since is None or one["at"] >= since]


def _label(step: PairStep, says: str) -> dict[str, Any]:
    return {
        "pair": step.pair_id,
        "side": step.side or "senior",
        "says": says,
        "bits": step.bits,
        "probability": step.probability,
        "parts": step.parts,
        "weights": step.weights,
        "at": step.at,
        "posting": step.posting_id,
    }
