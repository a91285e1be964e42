"""What a Committee orders about a stay: another home (Form 18), and the confirmation of a death."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen
from vatsalya.cncp import actions as care
from vatsalya.desk.filling import fill, say
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as moves
from vatsalya.placements import queries as stays
from vatsalya.places import queries as places
from vatsalya.sittings import queries as sittings

from . import choice, views


def _sitting(request: Any) -> Any:
    found = sittings.running(request.actor.office_no, request.at)
    if found is None:
        raise Refused(Refusal("sitting.open"))
    return found


@screen("CW-04", act="cncp.order")
def change_home(request: Any, matter_id: UUID) -> HttpResponse:
    """Form 18 for another home: the child goes from home to home by it."""
    stay = stays.one(actor=request.actor, matter_id=matter_id)
    case = moves.see(request.actor, stay.case_id, act="cncp.order")
    lang = request.LANGUAGE_CODE

    def save(answers: dict[str, Any], photo: Any) -> str:
        care.change_home(
            actor=request.actor,
            matter_id=case.pk,
            sitting_id=_sitting(request).pk,
            at=request.at,
            home_id=int(answers["home"]),
            answers=answers,
        )
        messages.success(request, _("The other home is ordered; both homes are told."))
        return reverse("desk:placement", args=[matter_id])

    return fill(
        request,
        "18",
        title=_("Order another home"),
        submit=_("Sign the order"),
        back=reverse("desk:placement", args=[matter_id]),
        save=save,
        about=f"{matter_id}",
        state=places.district(case.district_code).state.abbr,
        extra={"homes": choice.of_homes(case.district_code, lang)},
        context={"matter": case},
    )


@screen("CW-04", act="cncp.order")
@require_POST
def confirm_death(request: Any, matter_id: UUID) -> HttpResponse:
    """The Committee confirms a death in its sitting."""
    stay = stays.one(actor=request.actor, matter_id=matter_id)
    try:
        care.confirm_death(actor=request.actor, matter_id=stay.case_id, sitting_id=_sitting(request).pk, at=request.at)
    except Refused as no:
        shown = views.page(request, stay) | {"refusals": say(request, no)}
        return render(request, "desk/stay.html", shown, status=422)
    messages.success(request, _("The death is confirmed. The case is closed and kept for the review."))
    return redirect("desk:placement", matter_id)
