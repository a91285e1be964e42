"""Conditions of the care case that the law sets."""

from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Matter, Transfer
from vatsalya.matters.registry import guard
from vatsalya.papers.models import Paper
from vatsalya.plans.models import FollowUp, Investigation

from .models import CareCase

#: The orders of section 37, and how many words a reason has at least.
ORDERS, FEWEST_WORDS = "s37_orders", 3


@guard("cncp.sir_ordered")
def sir_ordered(matter: Matter, **facts: Any) -> Refusal | None:
    """A report answers an order (Form 21)."""
    owed = gate.visible(ENGINE, Investigation).filter(matter=matter, filed_at=None).exists()
    return None if owed else Refusal("cncp.sir_ordered")


@guard("cncp.sir_not_owed")
def sir_not_owed(matter: Matter, **facts: Any) -> Refusal | None:
    """One investigation at a time: what is owed is not ordered again."""
    return None if sir_ordered(matter) else Refusal("cncp.sir_not_owed")


@guard("cncp.sir_filed")
def sir_filed(matter: Matter, **facts: Any) -> Refusal | None:
    """The social investigation report is considered before the final order (s.37(1))."""
    filed = gate.visible(ENGINE, Paper).filter(matter=matter, form="22").exists()
    return None if filed else Refusal("cncp.sir_filed")


@guard("cncp.wishes_given")
def wishes_given(matter: Matter, *, wishes: str = "", **facts: Any) -> Refusal | None:
    """A hearing writes down what the child wishes, or that the child is too young to say."""
    return None if wishes.strip() else Refusal("cncp.wishes_given")


@guard("cncp.wishes_heard")
def wishes_heard(matter: Matter, **facts: Any) -> Refusal | None:
    """The child's wishes are recorded before the final order (s.37(1))."""
    heard = gate.visible(ENGINE, CareCase).filter(matter=matter, wishes_heard=True).exists()
    return None if heard else Refusal("cncp.wishes_heard")


@guard("cncp.missing_checked")
def missing_checked(matter: Matter, **facts: Any) -> Refusal | None:
    """The child was looked for among the missing before the final order (CW-05)."""
    checked = gate.visible(ENGINE, CareCase).filter(matter=matter, missing_checked_at__isnull=False).exists()
    return None if checked else Refusal("cncp.missing_checked")


@guard("cncp.declared")
def declared(matter: Matter, *, codes: list[str] | None = None, **facts: Any) -> Refusal | None:
    """Every order of section 37 rests on the declaration that the child is in need of care (s.37(1)(a))."""
    first = law().apart[ORDERS].first
    return None if first in (codes or ()) else Refusal("cncp.declared", field="codes", first=law().codes(ORDERS)[first])


@guard("cncp.codes_agree")
def codes_agree(matter: Matter, *, codes: list[str] | None = None, **facts: Any) -> Refusal | None:
    """No child is sent home and kept in a home by one order."""
    if (clash := law().apart[ORDERS].clash(codes or [])) is None:
        return None
    one, other = (law().codes(ORDERS)[code] for code in clash)
    return Refusal("cncp.codes_agree", field="codes", one=one, other=other)


@guard("cncp.reason_given")
def reason_given(matter: Matter, *, words: str = "", **facts: Any) -> Refusal | None:
    """The final order says why, in at least three words."""
    return None if len(words.split()) >= FEWEST_WORDS else Refusal("cncp.reason_given", field="reason")


@guard("cncp.missing_not_checked")
def missing_not_checked(matter: Matter, **facts: Any) -> Refusal | None:
    """What was looked at once is not written down twice."""
    return None if missing_checked(matter) else Refusal("cncp.missing_not_checked")


@guard("cncp.receiving_committee")
def receiving_committee(
    matter: Matter, *, actor: Actor, transfer: Transfer | None = None, **facts: Any
) -> Refusal | None:
    """Only the Committee that was asked agrees and receives (s.95)."""
    asked = transfer is not None and transfer.to_office.no == actor.office_no
    return None if asked else Refusal("cncp.receiving_committee")


@guard("transfer.escort_ordered")
def escort_ordered(matter: Matter, *, transfer: Transfer | None = None, **facts: Any) -> Refusal | None:
    """Nobody travels without an escort order (Form 45) of this transfer; one of a transfer taken back is void."""
    if transfer is None:
        return Refusal("transfer.not_open")
    papers = gate.visible(ENGINE, Paper).filter(matter=matter, form="45", signed_at__gte=transfer.proposed_at)
    return None if papers.exists() else Refusal("transfer.escort_ordered")


@guard("transfer.escort_not_ordered")
def escort_not_ordered(matter: Matter, *, transfer: Transfer | None = None, **facts: Any) -> Refusal | None:
    """A second escort order does not stand beside the first: it replaces it."""
    return None if escort_ordered(matter, transfer=transfer) else Refusal("transfer.escort_not_ordered")


@guard("escort.woman_for_girl")
def woman_for_girl(matter: Matter, *, answers: dict[str, Any] | None = None, **facts: Any) -> Refusal | None:
    """A girl is accompanied by a woman officer (s.95(2) proviso)."""
    girl = matter.child is not None and matter.child.sex == "girl"
    woman = (answers or {}).get("escort_woman") in (True, "yes")
    return Refusal("escort.woman_for_girl") if girl and not woman else None


@guard("cncp.follow_ups_done")
def follow_ups_done(matter: Matter, **facts: Any) -> Refusal | None:
    """A restored child's case is closed when the visits are done and the last one found no risk."""
    visits = list(gate.visible(ENGINE, FollowUp).filter(matter=matter).order_by("part"))
    done = visits and all(visit.done_at for visit in visits) and visits[-1].child_safe
    return None if done else Refusal("cncp.follow_ups_done")
