"""Second factors: compulsory for all staff; kept sealed under the server's key."""

import base64
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.http import HttpRequest

from . import trail
from .models import Account

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_setup(account: Any) -> bool:
    """True until the person has a second factor and has seen the recovery codes."""
    return bool(account.must_set_up)


def strong(account_id: int) -> Any:
    """The authenticator app and the passkeys of a person."""
    return Authenticator.objects.filter(user_id=account_id, type__in=STRONG)


def finish_setup(*, account_id: int, at: datetime) -> bool:
    """The person has a second factor and keeps the codes: the desk opens. False while the factor is missing."""
    if not strong(account_id).exists():
        return False
    Account.objects.filter(pk=account_id).update(must_set_up=False)
    trail.write(act="account.set_up", account_id=account_id, at=at)
    return True


def is_last(authenticator: Authenticator) -> bool:
    """True when the person would be left without a second factor."""
    return not strong(authenticator.user_id).exclude(pk=authenticator.pk).exists()


def codes_left(account_id: int) -> int:
    """How many recovery codes are still unused."""
    found = Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(found.wrap().get_unused_codes()) if found else 0


def take_step(authenticator: Authenticator, code: str) -> bool:
    """Use up the time step of an authenticator code; False when it or a later one was used before."""
    secret = decrypt(authenticator.data["secret"])
    steps = [s for s in totp.yield_hotp_counters_from_time() if _code_at(secret, s) == code.strip()]
    if not steps:
        return False
    older = Account.objects.filter(Q(last_step__lt=steps[0]), pk=authenticator.user_id)
    return bool(older.update(last_step=steps[0]))


def _code_at(secret: str, step: int) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, step))


def code_now(secret: str) -> str:
    """The code that an authenticator app shows now for a secret (demo sheet and tests)."""
    steps = list(totp.yield_hotp_counters_from_time())
    return _code_at(secret, steps[len(steps) // 2])


def give_app(*, account: Account, secret: str) -> None:
    """Give an account an authenticator app with a known secret, and recovery codes (demo, tests)."""
    base64.b32decode(secret)  # a secret that no app can take must not be stored
    Authenticator.objects.filter(user=account).delete()
    totp.TOTP.activate(account, secret)
    RecoveryCodes.activate(account)


def forget_all(account_id: int) -> None:
    """Take away all factors and end all sessions: the person begins anew with an invitation."""
    Authenticator.objects.filter(user_id=account_id).delete()
    end_sessions(account_id)


def end_sessions(account_id: int) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user_id=account_id):
        session.end()


def vouch(request: HttpRequest, account: Account) -> None:
    """Note in the session that the person has just proved to be there."""
    record_authentication(request, account, method="password", reauthenticated=True)


def is_fresh(request: HttpRequest) -> bool:
    """True when the person proved to be there in the last quarter of an hour; asked before grave acts."""
    return did_recently_reauthenticate(request)
