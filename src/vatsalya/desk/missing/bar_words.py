"""What a public card's page says of a ban on publication: ground, who may lift it, what this reader may do."""

from typing import Any

from vatsalya.access import gate
from vatsalya.law.load import law
from vatsalya.missing import card_questions, proposing, unbarring
from vatsalya.offices import queries as offices


def lines(request: Any, matter: Any) -> list[dict[str, Any]]:
    """Each ban that stands: since when, what still speaks for it, what this reader may do about it."""
    actor, lang, found = request.actor, request.LANGUAGE_CODE, proposing.bars(actor=request.actor, matter_id=matter.pk)
    return [
        {
            "bar": bar,
            "ground": law().publication.bars[bar.ground][lang],
            "says": [law().words(one.code, lang, **one.facts) for one in unbarring.corrected(matter, bar)],
            "carried": bar.carried_from is not None,
            "may_ask": bar.asked_at is None and gate.may(actor, "card.propose", matter),
            "may_decide": bar.asked_at is not None and gate.may(actor, "card.approve", matter),
            "may_lift": unbarring.may_decide(bar, actor),
        }
        for bar in found
    ]


def alike(matter: Any, lang: str) -> list[dict[str, str]]:
    """Whom to ask about barred children with like particulars: the office and its telephone, nothing of the child."""
    asked = [offices.by_no(one.unit_no) for one in card_questions.barred_like(matter)]
    return [{"name": getattr(one, f"name_{lang}"), "phone": one.phone} for one in asked]


def who(matter: Any, lang: str) -> list[dict[str, str]]:
    """The offices that may lift a ban, by name and telephone."""
    asked = [offices.in_district("nodal", matter.district_code), offices.in_state("state_nodal", matter.state_code)]
    return [{"name": getattr(one, f"name_{lang}"), "phone": one.phone} for one in asked if one]
