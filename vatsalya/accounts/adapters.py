"""Where the sign-in library asks us: no sign-up, our brake, sealed secrets."""

import base64
import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import get_language

from vatsalya.law.load import law
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Refused

from . import brake


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only; guessing is slowed down."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            brake.check(request, credentials.get("username", ""), now())
        except Refused as no:
            words = law().words(no.codes[0], get_language() or "en", minutes=15)
            raise forms.ValidationError(words) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        brake.note(request, credentials.get("username", ""), ok=False, at=now())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user:
            brake.note(request, credentials.get("username", ""), ok=True, at=now())
        else:
            self.authentication_failed(request, **credentials)
        return user

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's passing messages are in English only; our pages say what happened."""


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed under the server's key."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        return base64.b64encode(nonce + AESGCM(settings.VAULT_KEY).encrypt(nonce, text.encode(), b"mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = base64.b64decode(encrypted_text)
        return AESGCM(settings.VAULT_KEY).decrypt(raw[:12], raw[12:], b"mfa").decode()

    def _get_site_name(self) -> str:
        return "Vatsalya"
