"""What every official's page shows around its content: office, person, posting, ways to go."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from vatsalya.access import gate
from vatsalya.law.load import law

#: (name of the address, words, the act that opens it; None = every official)
WAYS = (
    ("desk:today", _("Today"), None),
    ("desk:police", _("Police desk"), "missing.step"),
    ("desk:nodal", _("Complaints"), "nodal.console"),
    ("desk:missing_list", _("Missing"), "missing.read"),
    ("desk:citizen_list", _("From citizens"), "citizen.read"),
    ("desk:ahtu_list", _("Cases of the unit"), "ahtu.read"),
    ("desk:stations", _("Stations"), "police.board"),
    ("desk:found_list", _("Found children"), "found.read"),
    ("desk:rail_list", _("Found at the railway"), "rail.read"),
    ("desk:match_list", _("Possible matches"), "match.read"),
    ("desk:case_list", _("Cases"), "cncp.read"),
    ("desk:board_list", _("Cases of the Board"), "ccl.read"),
    ("desk:placement_list", _("Residents"), "placement.read"),
    ("desk:homes", _("Homes"), "homes.read"),
    ("desk:sittings", _("Sittings"), "sitting.read"),
    ("desk:call_list", _("1098 calls"), "helpline.read"),
    ("desk:figures", _("Figures"), None),
    ("people", _("People"), "account.create"),
    ("desk:alerts", _("Public alerts"), "alert.issue"),
    ("desk:imports", _("Other registries"), "exchange.review"),
    ("desk:exchange", _("Other systems"), "exchange.keys"),
)


def frame(request: Any) -> dict[str, Any]:
    """Context for the frame of pages; costs no query beyond the posting already loaded."""
    posting = getattr(request, "posting", None)
    if posting is None:
        return {"demo": settings.DEMO}
    lang = request.LANGUAGE_CODE
    nav = []
    for name, words, act in WAYS:
        if act is None or gate.may(request.actor, act):
            url = reverse(name)
            nav.append((url, gettext(words), request.path == url))
    return {
        "demo": settings.DEMO,
        "posting": posting,
        "office_name": getattr(posting.office, f"name_{lang}"),
        "role_label": law().roles[posting.role].label[lang],
        "nav": nav,
    }
