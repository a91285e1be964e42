"""People of the level below: who holds which post, appointing, ending, the spreadsheet."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.offices import cascade


class Appointment(forms.Form):
    """An appointment to a post of the level below."""

    role = forms.ChoiceField(label=_("Role"))
    office = forms.ChoiceField(label=_("Office"))
    full_name = forms.CharField(label=_("Name"), max_length=120)
    phone = forms.CharField(label=_("Mobile number"), max_length=24, required=False)
    order_no = forms.CharField(label=_("Number of the appointment order"), max_length=64)
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(label=_("Until (leave empty if open)"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language"), choices=[("hi", "हिन्दी"), ("en", "English")], initial="hi")

    def __init__(self, *args: Any, actor: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        roles = cascade.appointable(actor)
        self.fields["role"].choices = [(r, law().roles[r].label[lang]) for r in roles]  # type: ignore[attr-defined]
        offices: dict[int, str] = {}
        for role in roles:
            for office in cascade.offices_below(actor, role)[:300]:
                offices[office.pk] = getattr(office, f"name_{lang}")
        self.fields["office"].choices = list(offices.items())  # type: ignore[attr-defined]


def office_list(request: Any) -> HttpResponse:
    """Everybody of the level below in one's own area."""
    rows = cascade.postings_below(request.actor, request.at)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    lang = request.LANGUAGE_CODE
    for posting in page:
        posting.role_words = law().roles[posting.role].label[lang]
        posting.office_words = getattr(posting.office, f"name_{lang}")
    return render(request, "accounts/people.html", {"page": page})


def appoint(request: Any) -> HttpResponse:
    """Appoint somebody; shows the one-time invitation once."""
    form = Appointment(request.POST or None, actor=request.actor, lang=request.LANGUAGE_CODE)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            posting, token = cascade.appoint(
                actor=request.actor, at=request.at, office_id=int(data["office"]), role=data["role"],
                full_name=data["full_name"], phone=data["phone"], order_no=data["order_no"],
                from_on=data["from_on"], to_on=data["to_on"], language=data["language"],
            )
        except Refused as no:
            refusals = [law().words(r.code, request.LANGUAGE_CODE, **r.facts) for r in no.refusals]
        else:
            return _invited(request, posting, token)
    return render(request, "accounts/appoint.html", {"form": form, "refusals": refusals})


def _invited(request: Any, posting: Any, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    return render(request, "accounts/invited.html", {"new": posting, "link": link})


@require_POST
def reissue(request: Any, posting_id: int) -> HttpResponse:
    """A fresh invitation in place of a lost one."""
    token = cascade.reissue(actor=request.actor, posting_id=posting_id, at=request.at)
    return _invited(request, cascade.below(request.actor, posting_id, request.at), token)


def end(request: Any, posting_id: int) -> HttpResponse:
    """Relieve somebody of a post: first the question, then the act."""
    posting = cascade.below(request.actor, posting_id, request.at)
    if request.method == "POST":
        cascade.end_posting(actor=request.actor, posting_id=posting_id, at=request.at)
        return redirect("people")
    return render(request, "accounts/end.html", {"held": posting})
