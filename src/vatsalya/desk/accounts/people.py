"""People of one's own office and of the level below: who holds which post, appointing, relieving."""

from typing import Any

import segno
from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from vatsalya.accounts import invitations
from vatsalya.accounts.phones import mobile
from vatsalya.law.load import law
from vatsalya.lib.errors import NotVisible, Refusal, Refused
from vatsalya.notices import actions as notices
from vatsalya.offices import cascade
from vatsalya.papers.formfields import choose

from .words import sentence, sentences

DAY = {"type": "date"}


class Appointment(forms.Form):
    """An appointment of a named person to a post of the level below."""

    use_required_attribute = False
    office = forms.ChoiceField(label=_("Office"))
    full_name = forms.CharField(
        label=_("Full name"), min_length=2, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Mobile number"), max_length=24, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    order_no = forms.CharField(label=_("Number of the appointment order"), max_length=64)
    from_on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    to_on = forms.DateField(
        label=_("Until which day"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("The first day on which the post is no longer held. Leave empty if the order names none."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=[("hi", "हिन्दी"), ("en", "English")], initial="hi")
    username = forms.CharField(
        label=_("Sign-in name, if the person has one already"), required=False, max_length=40,
        help_text=_(
            "For a transfer or a further post. The person keeps password and second factor. A login that was closed "
            "with its last post opens again; then both are set anew."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Any, role: str, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(o.pk, f"{getattr(o, f'name_{lang}')} ({o.code})") for o in cascade.offices_below(actor, role)[:3000]]
        choose(self, "office", places if len(places) == 1 else [("", "…"), *places])

    def clean_phone(self) -> str:
        """Ten digits, however written."""
        given = self.cleaned_data["phone"]
        if given and mobile(given) is None:
            raise forms.ValidationError(_("The mobile number has ten digits and begins with 6, 7, 8 or 9."))
        return mobile(given) or ""


@never_cache
def directory(request: Any) -> HttpResponse:
    """Everybody of one's own office, and of the level below in one's area."""
    rows = cascade.postings_below(request.actor, request.at)
    role, name = request.GET.get("role", ""), request.GET.get("name", "").strip()
    if role:
        rows = rows.filter(role=role)
    if name:
        rows = rows.filter(account__full_name__icontains=name)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    lang = request.LANGUAGE_CODE
    waiting = invitations.waiting([p.account_id for p in page], request.at)
    context = {
        "page": page,
        "below": [_shown(posting, lang, waiting) for posting in page],
        "colleagues": [_shown(p, lang, set()) for p in cascade.colleagues(request.actor, request.at)],
        "roles": _roles(request.actor, lang),
        "role": role,
        "name": name,
    }
    return render(request, "accounts_desk/people.html", context)


def _roles(actor: Any, lang: str) -> list[tuple[str, str, str]]:
    found = [(code, law().roles[code]) for code in cascade.appointable(actor)]
    return [(code, role.label[lang], role.purpose[lang]) for code, role in found]


def _shown(posting: Any, lang: str, waiting: set[int]) -> dict[str, Any]:
    return {
        "posting": posting,
        "role": law().roles[posting.role].label[lang],
        "office": getattr(posting.office, f"name_{lang}"),
        "waits": posting.account_id in waiting,
        "new": posting.account.must_set_up,
    }


def choose_role(request: Any) -> HttpResponse:
    """First the post: only the level directly below."""
    return render(request, "accounts_desk/roles.html", {"roles": _roles(request.actor, request.LANGUAGE_CODE)})


@never_cache
def appoint(request: Any, role: str) -> HttpResponse:
    """Appoint somebody; shows the one-time invitation, once."""
    lang = request.LANGUAGE_CODE
    if role not in cascade.appointable(request.actor):
        raise NotVisible("law_role", role, "account.create")
    form = Appointment(request.POST or None, actor=request.actor, role=role, lang=lang)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"office_id": int(form.cleaned_data["office"])}
        data.pop("office")
        try:
            if cascade.named_otherwise(data["username"], data["full_name"]):
                raise Refused(Refusal("account.name_differs", field="username"))
            posting, token = cascade.appoint(actor=request.actor, at=request.at, role=role, **data)
            reopened = bool(token and data["username"])
            if reopened:
                _tell(posting.account, request.at)
            return _invited(request, posting, token, reopened=reopened)
        except Refused as no:
            refusals = _beside_the_boxes(form, no, lang)
    context = {"form": form, "refusals": refusals, "role": law().roles[role].label[lang]}
    return render(request, "accounts_desk/appoint.html", context)


def _beside_the_boxes(form: forms.Form, refused: Refused, lang: str) -> list[str]:
    """Each refusal that is about one box stands there; returns the sentences about the whole."""
    for one in refused.refusals:
        if one.facts.get("field") in form.fields:
            form.add_error(one.facts["field"], sentence(one.code, lang, **one.facts))
    return sentences(Refused(*(r for r in refused.refusals if r.facts.get("field") not in form.fields)), lang)


def _invited(request: Any, posting: Any, token: str, *, reopened: bool = False) -> HttpResponse:
    lang = request.LANGUAGE_CODE
    context = {
        "reopened": reopened,
        "shown": _shown(posting, lang, set()),
        "hours": invitations.VALID.total_seconds() // 3600,
    }
    if token:
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        context |= {"link": link, "square": segno.make(link, error="m").svg_data_uri(scale=4, border=4, light="#fff")}
    return render(request, "accounts_desk/invited.html", context)


@never_cache
def reissue(request: Any, posting_id: int) -> HttpResponse:
    """A fresh invitation: first the question, for it takes password and factors away."""
    return _confirmed(request, posting_id, "reissue")


@never_cache
def end(request: Any, posting_id: int) -> HttpResponse:
    """Relieve somebody of a post: first the question, then the act."""
    return _confirmed(request, posting_id, "end")


def _tell(account: Any, at: Any) -> None:
    """A person whose keys were taken away hears of it on the telephone, whoever asked for it."""
    if not account.phone:
        return
    with translation.override(account.language):
        body = gettext(
            "Vatsalya: a new invitation was made for your login %(name)s. Your old password works no more. "
            "If you did not ask for it, tell the office above yours."
        ) % {"name": account.username}
    notices.text(phone=account.phone, template="account.reinvited", body=body, at=at)


def _confirmed(request: Any, posting_id: int, act: str) -> HttpResponse:
    lang, refusals = request.LANGUAGE_CODE, []
    try:
        posting = cascade.below(request.actor, posting_id, request.at)
        if request.method == "POST" and act == "reissue":
            posting, token = cascade.reissue(actor=request.actor, posting_id=posting_id, at=request.at)
            _tell(posting.account, request.at)
            return _invited(request, posting, token)
        if request.method == "POST":
            cascade.end_posting(actor=request.actor, posting_id=posting_id, at=request.at)
            return redirect("people")
    except Refused as no:
        refusals, posting = sentences(no, lang), None
    context = {"shown": _shown(posting, lang, set()) if posting else None, "act": act, "refusals": refusals}
    return render(request, "accounts_desk/confirm.html", context)
