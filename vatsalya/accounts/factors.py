"""Second factors: compulsory for all staff."""

from typing import Any

from allauth.mfa.models import Authenticator


def needs_setup(account: Any) -> bool:
    """True until the person has an authenticator app or a passkey."""
    cached = getattr(account, "_has_factor", None)
    if cached is None:
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        cached = Authenticator.objects.filter(user_id=account.pk, type__in=kinds).exists()
        account._has_factor = cached
    return not cached
