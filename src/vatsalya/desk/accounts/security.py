"""A person's own security: password, app, passkeys, recovery codes, sessions, tries at the door."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from vatsalya.accounts import actions, brake, factors, queries

from . import forms
from .again import of_library
from .noting import note

HOME = reverse_lazy("mfa_index")


BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def device_name(user_agent: str) -> str:
    """What a browser calls itself, short enough to be known again: "Firefox, Windows"."""
    found = [next((name for mark, name in kinds.items() if mark in user_agent), "") for kinds in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent[:40]


@never_cache
def overview(request: Any) -> HttpResponse:
    """Everything about one's own sign-in, on one page."""
    me = request.user.pk
    context = {
        "app": queries.app_of(me),
        "passkeys": [(key, key.wrap().name) for key in queries.passkeys_of(me)],
        "codes_left": factors.codes_left(me),
        "sessions": [(one, device_name(one.user_agent)) for one in queries.sessions_of(me)],
        "here": request.session.session_key,
        "tries": queries.own_attempts(me, request.at),
        "device": brake.device_of(request, request.user.username),
        "may_remove_app": len(factors.strong(me)) > 1,
    }
    return render(request, "accounts_desk/security.html", context)


class Password(account.PasswordChangeView):
    """Change the password; all other sessions end."""

    form_class = forms.OtherPassword
    template_name = "accounts_desk/password.html"
    success_url = HOME

    def get_default_success_url(self) -> str:
        """Back to one's own security."""
        return str(HOME)

    def form_valid(self, form: Any) -> HttpResponse:
        """Changed, written down, said."""
        response = super().form_valid(form)
        request: Any = self.request
        actions.end_other_sessions(
            account_id=request.user.pk, keep_key=request.session.session_key or "", at=request.at
        )
        note(request, "password_changed")
        messages.success(request, _("The password is changed. You are signed out everywhere else."))
        return response


class RemoveApp(app.DeactivateTOTPView):
    """Take the authenticator app away; a passkey must be there."""

    template_name = "accounts_desk/app_remove.html"
    success_url = HOME

    def form_valid(self, form: Any) -> HttpResponse:
        """Taken away, written down."""
        note(self.request, "app_removed")
        return super().form_valid(form)


class RemovePasskey(passkeys.RemoveWebAuthnView):
    """Take a passkey away; another factor must be there."""

    template_name = "accounts_desk/passkey_remove.html"
    success_url = HOME

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its name, and whether it is the only factor."""
        return super().get_context_data(**kwargs) | {
            "name": self.object.wrap().name,
            "is_last": factors.is_last(self.object),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse for the last factor; otherwise take it away and write it down."""
        if factors.is_last(self.get_object()):
            return self.get(self.request)
        note(self.request, "passkey_removed")
        return super().form_valid(form)


class NewCodes(codes.GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones."""

    template_name = "accounts_desk/codes_new.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """The old ones stop working."""
        note(self.request, "codes_made")
        return super().form_valid(form)


class NamePasskey(passkeys.EditWebAuthnView):
    """Call a passkey by another name."""

    form_class = forms.PasskeyName
    template_name = "accounts_desk/passkey_name.html"
    success_url = HOME


password = never_cache(of_library(Password.as_view()))
remove_app = of_library(RemoveApp.as_view())
remove_passkey = of_library(RemovePasskey.as_view())
name_passkey = of_library(NamePasskey.as_view())
new_codes = of_library(NewCodes.as_view())


@require_POST
def end_sessions(request: Any) -> HttpResponse:
    """Sign out elsewhere: one session, or all but this one."""
    chosen, me = request.POST.get("session", ""), request.user.pk
    if chosen.isdecimal():
        actions.end_session(account_id=me, session_id=int(chosen), at=request.at)
    else:
        actions.end_other_sessions(account_id=me, keep_key=request.session.session_key, at=request.at)
    messages.success(request, _("Signed out there."))
    return redirect(str(HOME))


def tries(request: Any) -> HttpResponse:
    """For auditors: who knocked at the door, when, from where, and whether it opened."""
    rows = queries.attempts(only_failed="failed" in request.GET, username=request.GET.get("name", ""))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"page": page, "failed": "failed" in request.GET, "name": request.GET.get("name", "")}
    return render(request, "accounts_desk/tries.html", context)
