"""Reading about sign-in: a person's own sessions, passkeys and tries; all tries for auditors."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from .models import Account, Attempt

RECENT = timedelta(days=30)


def account_named(username: str) -> Account | None:
    """The account with this sign-in name, if it is open."""
    return Account.objects.filter(username=username.strip().lower(), is_active=True).first()


def closed_account_named(username: str) -> Account | None:
    """The account with this sign-in name that was closed, held for this transaction."""
    rows = Account.objects.select_for_update()
    return rows.filter(username=username.strip().lower(), is_active=False).first()


def sessions_of(account_id: int) -> list[UserSession]:
    """A person's open sessions, the latest first; those that ended by themselves are cleared away."""
    account = Account.objects.get(pk=account_id)
    return sorted(UserSession.objects.purge_and_list(account), key=lambda s: s.last_seen_at, reverse=True)


def app_of(account_id: int) -> Authenticator | None:
    """A person's authenticator app."""
    return Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).first()


def passkeys_of(account_id: int) -> list[Authenticator]:
    """A person's passkeys, the oldest first."""
    kind = Authenticator.Type.WEBAUTHN
    return list(Authenticator.objects.filter(user_id=account_id, type=kind).order_by("pk"))


def own_attempts(account_id: int, at: datetime, most: int = 20) -> list[Attempt]:
    """A person's own tries of the last month, the latest first."""
    return list(Attempt.objects.filter(account_id=account_id, at__gt=at - RECENT).order_by("-at")[:most])


def attempts(*, only_failed: bool, username: str = "") -> QuerySet[Attempt]:
    """All tries, for auditors, the latest first."""
    rows = Attempt.objects.select_related("account").order_by("-at")
    if only_failed:
        rows = rows.filter(ok=False)
    if username:
        rows = rows.filter(account__username=username.strip().lower())
    return rows
