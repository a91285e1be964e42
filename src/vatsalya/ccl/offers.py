"""Which steps of a case may be offered to a reader now: role, state, and conditions that need no answers."""

from datetime import datetime

from vatsalya.access.actor import Actor
from vatsalya.law.load import law
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard

#: Conditions that are a fact of the case: a step that fails one of them is not offered.
SHOWN = frozenset(
    {
        "ccl.is_heinous", "ccl.not_heinous", "ccl.is_petty", "ccl.not_petty", "ccl.assessable", "ccl.alone_waits",
        "ccl.sir_owed", "ccl.sir_not_owed", "ccl.end_proposed", "ccl.not_signed_yet", "ccl.another_signed",
        "ccl.tried_as_adult", "ccl.not_tried_as_adult", "ccl.appeal_pending", "ccl.no_appeal_pending",
        "ccl.appeal_time_over", "ccl.legal_aid_owed", "ccl.all_acknowledged", "ccl.assessed_if_due",
        "ccl.record_time_over",
    }
)  # fmt: skip
#: Steps that take themselves, with another step or by the machine.
SILENT = frozenset({"to_counselling", "to_service", "to_fine", "to_probation", "to_special_home", "to_place_of_safety",
                    "acknowledge"})  # fmt: skip


def offered(*, actor: Actor, matter: Matter, at: datetime) -> list[str]:
    """The names of the steps, in the machine's order."""
    found, asked = [], {}
    for name, rule in law().machine("ccl").moves.items():
        if name in SILENT or not matters.may_move(actor, matter, name):
            continue
        for one in SHOWN.intersection(rule.guards):
            if one not in asked:
                asked[one] = guard[one](matter, actor=actor, at=at) is None
        if all(asked[one] for one in SHOWN.intersection(rule.guards)):
            found.append(name)
    return found
