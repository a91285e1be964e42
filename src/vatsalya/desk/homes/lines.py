"""Lines that a home and its District Unit find on their desks: the evening's count is not signed."""

from typing import Any

from vatsalya.access import gate
from vatsalya.offices import queries as offices
from vatsalya.placements import counting


def uncounted(request: Any) -> list[str]:
    """Homes whose count of today is due and not there: one's own, or those of the district."""
    actor, lang = request.actor, request.LANGUAGE_CODE
    if gate.may(actor, "headcount.sign"):
        late = counting.not_signed(homes=[offices.by_no(actor.office_no)], at=request.at)
    elif actor.role == "dcpo":
        late = counting.not_signed_in(district_code=request.posting.office.district_id or 0, at=request.at)
    else:
        return []
    return [getattr(home, f"name_{lang}") for home in late]
