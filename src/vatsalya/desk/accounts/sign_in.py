"""Signing in and out, the second factor, proving presence again: the library's views in our frame."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from . import forms
from .again import of_library

sign_in = of_library(account.LoginView.as_view(form_class=forms.SignIn, template_name="accounts_desk/sign_in.html"))
sign_out = of_library(account.LogoutView.as_view(template_name="accounts_desk/sign_out.html"))
second_factor = of_library(
    codes.AuthenticateView.as_view(form_class=forms.SecondFactor, template_name="accounts_desk/second_factor.html")
)
by_passkey = of_library(passkeys.LoginWebAuthnView.as_view())
again_password = of_library(
    account.ReauthenticateView.as_view(form_class=forms.PasswordAgain, template_name="accounts_desk/again.html")
)
again_code = of_library(
    codes.ReauthenticateView.as_view(form_class=forms.CodeAgain, template_name="accounts_desk/again.html")
)


class PasskeyAgain(passkeys.ReauthenticateWebAuthnView):
    """A passkey once more, before a grave act."""

    template_name = "accounts_desk/again_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the other ways to prove it."""
        return super().get_context_data(**kwargs) | {"other_ways": self.get_reauthentication_alternatives()}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say what was wrong, here."""
        return self.render_to_response(self.get_context_data(form=form) | {"form": form})


again_passkey = of_library(PasskeyAgain.as_view())


def closed(request: Any) -> HttpResponse:
    """The account has ended, or was never opened: accounts come from the office above."""
    return render(request, "accounts_desk/closed.html", {"sign_in": reverse("account_login")}, status=403)
