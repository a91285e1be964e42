"""Taking up an invitation, setting up the second factor, choosing the post to work in."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from vatsalya.access.middleware import POSTING_KEY
from vatsalya.accounts import actions
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.offices import queries as offices

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class NewPassword(forms.Form):
    """A password of one's own, twice."""

    password = forms.CharField(
        label=_("New password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Three or four words are easy to remember."),
    )
    again = forms.CharField(
        label=_("The same password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Both must be alike."""
        data = super().clean() or {}
        if data.get("password") != data.get("again"):
            self.add_error("again", _("The two passwords are not alike."))
        return data


def closed(request: HttpRequest) -> HttpResponse:
    """There is no sign-up: accounts come by invitation from the office above."""
    return render(request, "accounts/closed.html", status=403)


def invitation(request: Any, token: str) -> HttpResponse:
    """The invited person sets a password and goes on to the second factor."""
    try:
        found = actions.invitation(token, request.at)
    except Refused as no:
        why = law().words(no.codes[0], request.LANGUAGE_CODE)
        return render(request, "accounts/invitation_gone.html", {"why": why}, status=410)
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.take_up(token=token, password=form.cleaned_data["password"], at=request.at)
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            login(request, account, backend=BACKEND)
            return redirect("setup_factor")
    return render(request, "accounts/invitation.html", {"form": form, "account": found.account})


def setup_factor(request: HttpRequest) -> HttpResponse:
    """Choose the second factor: an authenticator app (works everywhere) or a passkey."""
    return render(request, "accounts/setup_factor.html")


def choose_posting(request: Any) -> HttpResponse:
    """Somebody who holds several posts says in which one he or she works now."""
    held = offices.postings_of(request.user.pk, request.at)
    if request.method == "POST":
        chosen = request.POST.get("posting", "")
        if chosen.isdigit() and int(chosen) in {p.pk for p in held}:
            request.session[POSTING_KEY] = int(chosen)
            return redirect("desk:today")
    lang = request.LANGUAGE_CODE
    rows = [(p.pk, getattr(p.office, f"name_{lang}"), law().roles[p.role].label[lang]) for p in held]
    return render(request, "accounts/choose_posting.html", {"rows": rows})
