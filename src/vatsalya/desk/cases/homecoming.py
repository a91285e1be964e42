"""The child comes home, to the person named in the order; and back into care where home was not safe."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vatsalya.access.screens import screen
from vatsalya.cncp import handover
from vatsalya.cncp import homecoming as care
from vatsalya.desk.filling import fill
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, NotVisible
from vatsalya.matters import actions as moves
from vatsalya.papers import actions as signed
from vatsalya.papers.formfields import CleanText

from .orders import _shut, _sitting, _small


@screen("CW-06", act="restoration.execute")
def hand_over(request: Any, matter_id: UUID) -> HttpResponse:
    """Hand the child to the person named in the order, and write down who received it and when."""
    matter = moves.see(request.actor, matter_id, act="restoration.execute")
    if shut := _shut(request, matter):
        return shut

    def save(answers: dict[str, Any], photo: Any) -> str:
        handover.restore(actor=request.actor, matter_id=matter_id, at=request.at, answers=answers)
        messages.success(request, _("Written down: the child is with the family. The visits stand on the calendar."))
        return reverse("desk:case", args=[matter_id])

    return fill(
        request,
        "handover",
        title=law().machine("cncp").moves["restore"].label[request.LANGUAGE_CODE],
        submit=_("The child was handed over"),
        back=reverse("desk:case", args=[matter_id]),
        save=save,
        about=str(matter_id),
        context={"matter": matter} | _order(request, matter),
    )


def _order(request: Any, matter: Any) -> dict[str, Any]:
    """What the order says: to whom, from which day, on which conditions; for those who may read it."""
    stands = care.order_home(matter)
    if stands is None:
        return {}
    try:
        paper, told = signed.read(actor=request.actor, paper_id=stands.pk)
    except (Forbidden, NotVisible):
        return {}
    relation = law().codes("relations").get(told.get("carer_relation", ""), {}).get(request.LANGUAGE_CODE, "")
    day = "-".join(reversed(f"{told.get('effective_on', '')}"[:10].split("-")))
    return {"box": "desk/order_home.html", "order": paper, "told": told, "relation": relation, "day": day}


class TakeBack(forms.Form):
    """Why a child who was home comes back into care, and where it is."""

    child_is = forms.ChoiceField(
        label=gettext_lazy("Where is the child now?"),
        widget=forms.RadioSelect,
        choices=[
            (care.HERE, gettext_lazy("Found, and comes into care now")),
            (care.GONE, gettext_lazy("Gone from home, nobody knows where: the police look again")),
        ],
    )
    reason = CleanText(label=gettext_lazy("Reasons"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))


@screen("CW-06", act="cncp.order")
def take_back(request: Any, matter_id: UUID) -> HttpResponse:
    """The Committee takes a restored child back into care, in a sitting."""
    matter = moves.see(request.actor, matter_id, act="cncp.order")
    if shut := _shut(request, matter):
        return shut

    def act(data: dict[str, Any]) -> None:
        ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}
        care.take_back(sitting_id=_sitting(request).pk, **ids, **data)
        messages.success(request, _("The child is back in care. Order a place for it now."))

    note = _(
        "The inquiry begins anew with its four months, and visits still due end. The District Unit and the police "
        "station of the missing report are told. Then order a place by Form 18."
    )
    form, title = TakeBack(request.POST or None), law().machine("cncp").moves["take_back"].label[request.LANGUAGE_CODE]
    return _small(request, matter_id, form, title, _("Take back into care"), act, note=note)
