"""Decided pairs as the engine compared them: what its weights are estimated from. No name leaves this module."""

from __future__ import annotations

from vatsalya.access import gate, session
from vatsalya.access.actor import machine
from vatsalya.matching.learn import Pair as Learnt
from vatsalya.people import vault

from .models import Pair

SAME, DIFFERENT = ("confirmed",), ("rejected",)


def pairs() -> tuple[list[Learnt], int]:
    """Every pair that officers have decided, in the order of proposal; and how many lack what was compared."""
    with session.engine():
        rows = (
            gate.visible(machine("matching"), Pair).filter(verdict__in=SAME + DIFFERENT).order_by("proposed_at", "pk")
        )
        found = [(row, _levels(row)) for row in rows.iterator()]
    known = [Learnt(levels, row.bits, 0, row.verdict in SAME) for row, levels in found if levels]
    return known, len(found) - len(known)


def _levels(row: Pair) -> dict[str, str]:
    """How each part agreed when the pair was compared last; older pairs did not keep it."""
    shown = vault.unlock(row.pk, bytes(row.key), bytes(row.compared))
    reasons = shown.get("reasons", [])
    return {one["code"].partition(".")[0]: one["level"] for one in reasons if one.get("level")}
