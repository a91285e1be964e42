"""The first sign-in: invitation, own password, second factor, recovery codes; then the post to work in."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView

from vatsalya.access.middleware import POSTING_KEY
from vatsalya.accounts import brake, factors, invitations, queries
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.offices import queries as offices

from . import forms
from .again import of_library
from .noting import note
from .words import sentences

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: Any, token: str) -> HttpResponse:
    """The invited person sets a password and goes on to the second factor. Looking uses nothing up."""
    try:
        found = invitations.find(token=token, at=request.at)
        form = forms.NewPassword(request.POST or None, account=found.account)
        if request.method == "POST" and form.is_valid():
            account = invitations.take_up(token=token, password=form.cleaned_data["password"], at=request.at)
            return _begin(request, account)
    except Refused as no:
        gone = {"refusals": sentences(no, request.LANGUAGE_CODE)}
        return render(request, "accounts_desk/invitation_gone.html", gone, status=410)
    context = {"form": form, "account": found.account, "until": found.valid_until}
    return render(request, "accounts_desk/invitation.html", context)


def _begin(request: Any, account: Any) -> HttpResponse:
    """Signed in on this device, but only as far as the set-up."""
    login(request, account, backend=BACKEND)
    factors.vouch(request, account)
    return redirect("setup_factor")


def next_step(request: Any) -> HttpResponse:
    """What is still to be done: a second factor, then the recovery codes."""
    if not request.user.must_set_up:
        return redirect("mfa_index")
    has_factor = factors.strong(request.user.pk).exists()
    return redirect("mfa_view_recovery_codes" if has_factor else "mfa_activate_totp")


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class App(app.ActivateTOTPView):
    """Set up the authenticator app, or a new one in place of the old."""

    form_class = forms.NewApp
    template_name = "accounts_desk/app.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """A person who has an app may come for another one: a new telephone."""
        return FormView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """The first code was right: the new app counts, the old one no more."""
        old = queries.app_of(self.request.user.pk)
        if old:
            old.delete()
        note(self.request, "app_set_up")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The secret as text, in groups of four, for those who cannot scan."""
        found = super().get_context_data(**kwargs)
        secret = found["form"].secret
        groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        return found | {"secret": groups, "replaces": queries.app_of(self.request.user.pk)}


class Passkey(passkeys.AddWebAuthnView):
    """Add a passkey (needs JavaScript: the browser's own dialogue)."""

    form_class = forms.NewPasskey
    template_name = "accounts_desk/passkey_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the form that was sent, with what was wrong in it."""
        found = super().get_context_data(**kwargs)
        return found | {"form": kwargs.get("form") or self.get_form()}

    def form_valid(self, form: Any) -> HttpResponse:
        """The passkey counts from now on."""
        note(self.request, "passkey_added")
        return super().form_valid(form)


class Codes(codes.ViewRecoveryCodesView):
    """The recovery codes, shown this one time."""

    template_name = "accounts_desk/codes.html"


add_app = never_cache(of_library(App.as_view()))
add_passkey = never_cache(of_library(Passkey.as_view()))
show_codes = never_cache(of_library(Codes.as_view()))


@require_POST
def done(request: Any) -> HttpResponse:
    """The person keeps the codes: the desk opens, and this device is known from now on."""
    if not factors.finish_setup(account_id=request.user.pk, at=request.at):
        return redirect("setup_factor")
    response = redirect("choose_posting")
    brake.remember(request, response, request.user.username)
    return response


def choose_posting(request: Any) -> HttpResponse:
    """Somebody who holds several posts says in which one he or she works now."""
    held = offices.postings_of(request.user.pk, request.at)
    chosen = request.POST.get("posting", "")
    if request.method == "POST" and chosen.isdecimal() and int(chosen) in {p.pk for p in held}:
        request.session[POSTING_KEY] = int(chosen)
        return redirect("/desk/")
    if len(held) == 1:
        request.session[POSTING_KEY] = held[0].pk
        return redirect("/desk/")
    lang = request.LANGUAGE_CODE
    rows = [(p, getattr(p.office, f"name_{lang}"), law().roles[p.role].label[lang]) for p in held]
    context = {"rows": rows, "security": reverse("mfa_index")}
    return render(request, "accounts_desk/choose_posting.html", context)
