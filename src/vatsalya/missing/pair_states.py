"""The states of a possible match: every change is a row for ever, and a line on both files."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from django.conf import settings

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor, machine
from vatsalya.law.load import law
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.people import vault

from .models import Pair, PairStep

#: possible -> rejected | confirmed | followed (a lead) | elsewhere | dropped;
#: confirmed -> reunited; elsewhere -> reunited_elsewhere; all the ways back are undone, never deleted.
OPEN, REJECTED, CONFIRMED = "possible", "rejected", "confirmed"
ELSEWHERE, REUNITED, REUNITED_ELSEWHERE = "elsewhere", "reunited", "reunited_elsewhere"
DROPPED, FOLLOWED = "dropped", "followed"

#: What of a side is no evidence: where the paper lies.
_NO_EVIDENCE = ("number", "office")


def fingerprint(shown: dict[str, Any]) -> str:
    """A keyed digest of all that was compared: another one means that somebody knows more, or otherwise."""
    facts = {
        side: {key: value for key, value in shown[side].items() if key not in _NO_EVIDENCE}
        for side in ("missing", "found")
    }
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
    return hmac.new(settings.VATSALYA_MATCH_KEY, b"evidence:" + told, hashlib.sha256).hexdigest()


def parts(pair: Pair) -> dict[str, float]:
    """The bits of each part of the score: what an answer is a label of. No name, no place, no day."""
    shown = vault.unlock(pair.pk, pair.key, pair.compared)
    return {one["code"].partition(".")[0]: one["bits"] for one in shown.get("reasons", [])}


def go(
    pair: Pair,
    name: str,
    to: str,
    *,
    at: datetime,
    actor: Actor | None = None,
    side: str = "",
    says: str = "",
    reason: str = "",
    note: str = "",
) -> None:
    """Write what happened; when the state changed, a line stands on both files. The caller saves the pair."""
    before, pair.verdict = pair.verdict, to
    if before != to:
        pair.decided_at = None if to == OPEN else at
    PairStep.objects.create(
        pair=pair,
        name=name,
        side=side,
        says=says,
        from_verdict=before,
        to_verdict=to,
        at=at,
        posting_id=actor.posting_id if actor else None,
        reason=reason,
        note=vault.lock(pair.pk, bytes(pair.key), {"note": note}) if note else None,
        bits=pair.bits,
        probability=pair.probability,
        parts=parts(pair),
        weights=pair.weights,
        evidence=pair.evidence,
    )
    if before != to:
        _log(pair, before, words_of(pair.kind, to), at=at)


def words_of(kind: str, verdict: str) -> str:
    """Which words of the law data say how a pair stands: a call or sighting is no child matched with another."""
    return "lead_over" if kind == "lead" and verdict in (ELSEWHERE, REUNITED_ELSEWHERE) else verdict


def _log(pair: Pair, before: str, to: str, *, at: datetime) -> None:
    for number in (pair.missing_id, pair.found):
        matter = gate.visible(ENGINE, Matter).get(pk=number)
        if "note_match" in law().machine(matter.kind).moves:
            record = {"pair": str(pair.pk), "pair_from": before, "pair_to": to}
            matters.move(matter, "note_match", actor=machine("matching"), at=at, record=record)


def all_go(rows: Any, name: str, to: str, *, at: datetime) -> int:
    """The same change for several pairs (siblings of a confirmed one, a child that came home)."""
    found = list(rows.select_for_update(of=("self",)))
    for pair in found:
        go(pair, name, to, at=at)
        pair.save(update_fields=["verdict", "decided_at"])
    return len(found)
