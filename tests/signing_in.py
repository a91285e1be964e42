"""Signing in as somebody of the little country, second factor and all."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from vatsalya.access.middleware import POSTING_KEY
from vatsalya.accounts.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, posting: Any) -> Client:
    """A session of the holder of a posting, with a second factor on record."""
    account = Account.objects.get(pk=posting.account_id)
    Authenticator.objects.get_or_create(user=account, type="totp", defaults={"data": {"secret": "x"}})
    Account.objects.filter(pk=account.pk).update(must_set_up=False)
    client.force_login(account, backend=BACKEND)
    session = client.session
    session[POSTING_KEY] = posting.pk
    session.save()
    return client
