"""What a public card's page says of a ban on publication: ground, who may lift it, what this reader may do."""

from typing import Any

from vatsalya.access import gate
from vatsalya.law.load import law
from vatsalya.missing import barring, proposing, unbarring
from vatsalya.offices import queries as offices


def lines(request: Any, matter: Any) -> list[dict[str, Any]]:
    """Each ban that stands: since when, what still speaks for it, what this reader may do about it."""
    actor, lang, found = request.actor, request.LANGUAGE_CODE, proposing.bars(actor=request.actor, matter_id=matter.pk)
    says = unbarring.still_says(matter) if found else []
    return [
        {
            "bar": bar,
            "ground": law().publication.bars[bar.ground][lang],
            "says": [law().words(f"bar.{name}_still_say", lang) for name in says] if _from_report(bar) else [],
            "may_ask": bar.asked_at is None and gate.may(actor, "card.propose", matter),
            "may_decide": bar.asked_at is not None and gate.may(actor, "card.approve", matter),
            "may_lift": unbarring.may_decide(bar, actor),
        }
        for bar in found
    ]


def _from_report(bar: Any) -> bool:
    return bool(bar.ground == barring.GROUND)


def who(matter: Any, lang: str) -> list[dict[str, str]]:
    """The offices that may lift a ban, by name and telephone."""
    asked = [offices.in_district("nodal", matter.district_code), offices.in_state("state_nodal", matter.state_code)]
    return [{"name": getattr(one, f"name_{lang}"), "phone": one.phone} for one in asked if one]
