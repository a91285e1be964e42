"""Orders of the Committee, the social investigation, visits: pages with a form each."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vatsalya.access.screens import screen
from vatsalya.cncp import actions as care
from vatsalya.cncp import handover
from vatsalya.cncp import queries as cases
from vatsalya.desk.filling import fill, say
from vatsalya.desk.homes import choice
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as moves
from vatsalya.offices import queries as offices
from vatsalya.papers import queries as papers
from vatsalya.papers.formfields import CleanText, choose
from vatsalya.places import queries as places
from vatsalya.plans import actions as plans
from vatsalya.sittings import queries as sittings

from . import replacing, steps
from .views import page


def _shut(request: Any, matter: Any, now: steps.Found | None = None) -> HttpResponse | None:
    """The case's page with the reason, where this page would be filled for nothing; what is sent is judged as sent."""
    if request.method == "POST":
        return None
    found = request.resolver_match
    address = (found.view_name, *([found.kwargs["form"]] if "form" in found.kwargs else []))
    no = steps.shut(request.actor, matter, address, now or steps.Found(request.actor, matter, request.at))
    if no is None:
        return None
    shown = page(request, matter) | {"shut": say(request, Refused(no))[0], "to_open": no.code == "sitting.open"}
    return render(request, "desk/case.html", shown, status=422)


def _sitting(request: Any) -> Any:
    """The Committee's open sitting; without one the order is refused with the way out."""
    found = sittings.running(request.actor.office_no, request.at)
    if found is None:
        raise Refused(Refusal("sitting.open"))
    return found


def _save_order(request: Any, matter_id: UUID, form: str, answers: dict[str, Any], opened: str) -> None:
    ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}
    seen: dict[str, Any] = {"opened": opened, "answers": answers}
    if form == ALONE:
        care.place_alone(home_id=int(answers["home"]), answers=answers, **ids)
    elif form == "18":
        care.begin_inquiry(sitting_id=_sitting(request).pk, home_id=int(answers["home"]), **seen, **ids)
    elif form == "21":
        care.order_investigation(sitting_id=_sitting(request).pk, answers=answers, **ids)
    elif form == "44":
        handover.order_restoration(sitting_id=_sitting(request).pk, **seen, **ids)
    else:
        unit = offices.in_district("dcpu", moves.see(request.actor, matter_id, act="transfer.order").district_code)
        if unit is None:
            raise Refused(Refusal("cncp.no_unit"))
        handover.order_escort(sitting_id=_sitting(request).pk, escort_no=unit.no, **seen, **ids)


#: The order of placement by one member alone.
ALONE = "18-alone"
ORDERS = ("18", ALONE, "21", "44", "45")


def _say_signed(request: Any, number: str) -> None:
    title = law().newest_form(number).title[request.LANGUAGE_CODE]
    messages.success(request, _("Signed and kept: %(form)s.") % {"form": title})


@screen("CW-04", act="cncp.order")
def order(request: Any, matter_id: UUID, form: str) -> HttpResponse:
    """Make an order by its statutory form; quorum and all guards are asked when it is signed."""
    if form not in ORDERS:
        raise Http404
    matter = moves.see(request.actor, matter_id, act=steps.act_of("desk:order", form))
    now = steps.Found(request.actor, matter, request.at)
    if shut := _shut(request, matter, now):
        return shut
    lang, number = request.LANGUAGE_CODE, form.split("-")[0]
    stands = replacing.stands(request, matter, form)
    opened = replacing.opened(request, stands)

    def save(answers: dict[str, Any], photo: Any) -> str:
        _save_order(request, matter_id, form, answers, opened)
        _say_signed(request, number)
        return reverse("desk:case", args=[matter_id])

    start = _placing(request, matter, form, now.home) if number == "18" else {"initial": None, "extra": {}}
    return fill(
        request,
        number,
        title=law().newest_form(number).title[lang],
        submit=_("Sign the order"),
        back=reverse("desk:case", args=[matter_id]),
        save=save,
        about=f"{matter_id}",
        state=places.district(matter.district_code).state.abbr,
        initial=stands.answers or start["initial"],
        extra=start["extra"],
        row_version=opened,
        context={"matter": matter} | stands.box(opened) | _alone(request, matter, form),
        meanwhile=lambda: replacing.meanwhile(request, matter, form),
    )


def _placing(request: Any, matter: Any, form: str, home: Any) -> dict[str, Any]:
    """The homes and the kinds of placement that may be chosen; of one kind it stands chosen."""
    kinds = cases.placement_kinds(matter, alone=form == ALONE)
    homes = choice.of_homes(matter.district_code, request.LANGUAGE_CODE)
    initial = ({"home": str(home.pk)} if home else {}) | ({"kind": kinds[0]} if len(kinds) == 1 else {})
    return {"initial": initial, "extra": {"homes": homes, "only": {"kind": kinds}}}


def _alone(request: Any, matter: Any, form: str) -> dict[str, Any]:
    """What one member alone is told before signing: for the time being, until when at most."""
    if form != ALONE:
        return {}
    day = f"{cases.last_day_alone(matter, request.at):%d-%m-%Y}"
    told = [law().words(code, request.LANGUAGE_CODE, day=day) for code in ("paper.alone", "stay.alone_too_long")]
    return {"box": "desk/alone.html", "told": told}


@screen("DC-02", act="sir.file")
def report(request: Any, matter_id: UUID) -> HttpResponse:
    """File the social investigation report (Form 22)."""
    matter = moves.see(request.actor, matter_id, act="sir.file")
    if shut := _shut(request, matter):
        return shut
    state = places.district(matter.district_code).state.abbr

    def save(answers: dict[str, Any], photo: Any) -> str:
        care.file_report(actor=request.actor, matter_id=matter_id, at=request.at, answers=answers)
        _say_signed(request, "22")
        return reverse("desk:case", args=[matter_id])

    return fill(
        request,
        "22",
        title=law().newest_form("22").title[request.LANGUAGE_CODE],
        submit=_("Sign the report"),
        back=reverse("desk:case", args=[matter_id]),
        save=save,
        about=str(matter_id),
        state=state,
        context=_signed_meanwhile(request, matter),
    )


def _signed_meanwhile(request: Any, matter: Any) -> dict[str, Any]:
    """The report that is there already, for a second window that is still being filled."""
    filed = papers.latest(actor=request.actor, matter_id=matter.pk, form="22")
    if filed is None or plans.open_investigation(matter):
        return {}
    return {"box": "desk/signed_meanwhile.html", "filed": filed}


@screen("DC-06", act="followup.file")
def visit(request: Any, follow_up_id: int, matter_id: UUID) -> HttpResponse:
    """Record a visit after restoration."""

    def save(answers: dict[str, Any], photo: Any) -> str:
        plans.file_follow_up(actor=request.actor, follow_up_id=follow_up_id, at=request.at, answers=answers)
        _say_signed(request, "followup")
        return reverse("desk:case", args=[matter_id])

    moves.see(request.actor, matter_id, act="cncp.read")
    plans.follow_up_of(actor=request.actor, matter_id=matter_id, follow_up_id=follow_up_id)
    return fill(
        request,
        "followup",
        title=law().newest_form("followup").title[request.LANGUAGE_CODE],
        submit=_("Sign the visit"),
        back=reverse("desk:case", args=[matter_id]),
        save=save,
        about=str(follow_up_id),
    )


class Hearing(forms.Form):
    """What the child said."""

    wishes = CleanText(
        label=gettext_lazy("What the child wishes, in the child's own words"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If the child is too young to say, write that."),
    )


class Final(forms.Form):
    """The order that ends the inquiry."""

    codes = forms.MultipleChoiceField(label=gettext_lazy("The order (section 37)"), widget=forms.CheckboxSelectMultiple)
    reason = CleanText(label=gettext_lazy("Reasons"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].initial = [law().apart["s37_orders"].first]
        choose(self, "codes", [(c, w[lang]) for c, w in law().codes("s37_orders").items()])


class Handover(forms.Form):
    """To which district the child goes home."""

    district = forms.ChoiceField(label=gettext_lazy("Home district"))
    reason = CleanText(label=gettext_lazy("Reasons"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "district", [("", _("Choose")), *places.grouped(lang)])


class Why(forms.Form):
    """Why a transfer comes to nothing."""

    reason = CleanText(
        label=gettext_lazy("Reasons"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The other Committee reads this."),
    )


def _small(
    request: Any, matter_id: UUID, form: forms.Form, title: str, submit: str, act: Any, then: str = "", note: str = ""
) -> HttpResponse:
    """A page with a short form of our own, then one act; `then` says where it leads if not back to the case.

    `note` says before the act what will follow from it.
    """
    refusals: list[str] = []
    form.use_required_attribute = False
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as no:
            refusals = say(request, no)
        else:
            return redirect(then) if then else redirect("desk:case", matter_id)
    back = reverse("desk:case", args=[matter_id])
    return render(
        request,
        "desk/small.html",
        {"form": form, "title": title, "submit": submit, "back": back, "refusals": refusals, "note": note},
        status=422 if request.method == "POST" else 200,
    )


@screen("CW-03", act="cncp.order")
def hear(request: Any, matter_id: UUID) -> HttpResponse:
    """Hear the child in the sitting: for the first time, once more, or to amend an order."""
    matter = moves.see(request.actor, matter_id, act="cncp.order")
    if shut := _shut(request, matter):
        return shut

    def act(data: dict[str, Any]) -> None:
        care.hear(
            actor=request.actor,
            matter_id=matter_id,
            sitting_id=_sitting(request).pk,
            at=request.at,
            wishes=data["wishes"],
        )

    return _small(request, matter_id, Hearing(request.POST or None), _("Hear the child"), _("Write down"), act)


@screen("CW-04", act="cncp.order")
def final(request: Any, matter_id: UUID) -> HttpResponse:
    """The final order: three members, the report read, the child heard, the missing looked through."""
    matter = moves.see(request.actor, matter_id, act="cncp.order")
    if shut := _shut(request, matter):
        return shut

    def act(data: dict[str, Any]) -> None:
        care.final_order(
            actor=request.actor,
            matter_id=matter_id,
            sitting_id=_sitting(request).pk,
            at=request.at,
            codes=data["codes"],
            reason=data["reason"],
        )

    form = Final(request.POST or None, lang=request.LANGUAGE_CODE)
    return _small(request, matter_id, form, _("Final order"), _("Record the final order"), act)


@screen("CW-07", act="transfer.order")
def transfer(request: Any, matter_id: UUID) -> HttpResponse:
    """Propose to hand the child to the home district's Committee (s.95)."""
    matter = moves.see(request.actor, matter_id, act="transfer.order")
    if shut := _shut(request, matter):
        return shut
    owed = plans.open_investigation(matter) is not None

    def act(data: dict[str, Any]) -> None:
        handover.order_transfer(
            actor=request.actor,
            matter_id=matter_id,
            sitting_id=_sitting(request).pk,
            at=request.at,
            to_district=int(data["district"]),
            reason=data["reason"],
        )

    form = Handover(request.POST or None, lang=request.LANGUAGE_CODE)
    note = _(
        "The social investigation is ordered and not filed. Nobody can file it on the way; after the transfer the unit "
        "of the receiving district owes it, within the same time."
    )
    title, submit = _("Transfer to the home district"), _("Ask the other Committee")
    return _small(request, matter_id, form, title, submit, act, note=note if owed else "")


@screen("CW-07", act="transfer.refuse")
def refuse_transfer(request: Any, matter_id: UUID) -> HttpResponse:
    """The Committee that was asked does not take the child, and says why."""
    matter = moves.see(request.actor, matter_id, act="transfer.refuse")
    if shut := _shut(request, matter):
        return shut

    def act(data: dict[str, Any]) -> None:
        handover.refuse(actor=request.actor, matter_id=matter_id, at=request.at, reason=data["reason"])
        messages.success(request, _("You do not receive the child. The Committee that asked you is told why."))

    title, form = _("Refuse to receive the child"), Why(request.POST or None)
    return _small(request, matter_id, form, title, _("Refuse"), act, then="desk:today")


@screen("CW-07", act="transfer.order")
def withdraw_transfer(request: Any, matter_id: UUID) -> HttpResponse:
    """The Committee that proposed a transfer takes it back in a sitting."""
    matter = moves.see(request.actor, matter_id, act="transfer.order")
    if shut := _shut(request, matter):
        return shut

    def act(data: dict[str, Any]) -> None:
        ids = {"actor": request.actor, "matter_id": matter_id, "at": request.at}
        handover.withdraw(sitting_id=_sitting(request).pk, reason=data["reason"], **ids)
        messages.success(request, _("The transfer is taken back. The case stands where it stood before."))

    form = Why(request.POST or None)
    return _small(request, matter_id, form, _("Take back the transfer"), _("Take back"), act)


@screen("DC-02", act="sir.assign")
@require_POST
def assign(request: Any, matter_id: UUID, investigation_id: int) -> HttpResponse:
    """Give a social investigation to a worker of the unit or of an NGO."""
    chosen = request.POST.get("worker", "")
    worker = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    matter = moves.see(request.actor, matter_id, act="cncp.read")
    try:
        given = plans.assign(actor=request.actor, investigation_id=investigation_id, posting_id=worker, at=request.at)
    except Refused as no:
        return render(request, "desk/case.html", page(request, matter) | {"refusals": say(request, no)}, status=422)
    name = given.assigned_to.account.full_name if given.assigned_to else ""
    messages.success(request, _("The investigation is given to %(name)s.") % {"name": name})
    return redirect("desk:case", matter_id)
