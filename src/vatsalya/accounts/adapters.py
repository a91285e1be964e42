"""Where the sign-in library asks us: no sign-up, our brake, our words, sealed secrets."""

import base64
import os
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vatsalya.law.load import law
from vatsalya.lib.errors import Refused

from . import address, brake, factors, trail


def words(refused: Refused) -> forms.ValidationError:
    """The reasons of a refusal as errors of a form, in the reader's language."""
    lang = (get_language() or "en")[:2]
    return forms.ValidationError([law().words(r.code, lang, **r.facts) for r in refused.refusals])


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only; guessing is slowed down; each sign-in is written down."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The sign-in name or the password is not right."),
        "enter_current_password": _("Your present password is not right."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right."),
        "too_many_login_attempts": _("Too many wrong tries. Wait a little."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: the office above appoints."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address, as far as our own proxies vouch for it."""
        return address.of(request) or "0.0.0.0"  # noqa: S104  (a socket without address, not a listener)

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Check name and password behind the brake; right or wrong is written down."""
        name = credentials.get("username", "")
        try:
            brake.check(request, name, request.at)
        except Refused as no:
            raise words(no) from None
        user = authenticate(request, **credentials)
        brake.note(request, name, ok=user is not None, at=request.at)
        return user

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """The second factor proves presence; the password only while there is none yet."""
        methods = super().get_reauthentication_methods(user)
        strong = [m for m in methods if m["id"] != "reauthenticate"]
        return strong or methods

    def post_login(self, request: Any, user: Any, **kwargs: Any) -> HttpResponse:
        """Signed in, second factor included: the device is remembered, the trail written."""
        response = super().post_login(request, user, **kwargs)
        factors.vouch(request, user)
        brake.remember(request, response, user.username)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            age, same = settings.LANGUAGE_COOKIE_AGE, settings.LANGUAGE_COOKIE_SAMESITE
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=age, samesite=same)
        trail.write(act="signin.in", account_id=user.pk, at=request.at)
        return response

    def logout(self, request: Any) -> None:
        """Sign out, and write it down."""
        trail.write(act="signin.out", account_id=request.user.pk, at=request.at)
        super().logout(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's passing messages are not ours; our pages say what happened."""


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed under the server's key; one factor always stays."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right, or it was used already. Wait for the next one."),
        "cannot_delete_authenticator": _("This is your only second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        nonce = os.urandom(12)
        return base64.b64encode(nonce + AESGCM(settings.VAULT_KEY).encrypt(nonce, text.encode(), b"mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        raw = base64.b64decode(encrypted_text)
        return AESGCM(settings.VAULT_KEY).decrypt(raw[:12], raw[12:], b"mfa").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor cannot be taken away, only replaced."""
        return not factors.is_last(authenticator)

    def build_totp_svg(self, url: str) -> str:
        """The square that an authenticator app reads."""
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=5, border=4, light="#fff")
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  (the library's name)
        """A name for a new passkey, to be changed by its owner."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Passkey %(number)s") % {"number": count + 1})

    def _get_site_name(self) -> str:
        return "Vatsalya"
