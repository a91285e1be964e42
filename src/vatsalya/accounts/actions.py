"""Ending an account, changing what is its owner's to change, and accounts of a demonstration."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction

from . import factors, trail
from .models import Account, Attempt, Challenge
from .names import MACHINE

#: Sign-in tries are kept for the auditors this long; citizens' codes only for the budgets.
KEEP_ATTEMPTS, KEEP_CHALLENGES = timedelta(days=365), timedelta(days=2)


@transaction.atomic
def end_account(*, by_account_id: int | None, account_id: int, at: datetime) -> None:
    """Close an account for good, at once; its postings and what it did stay readable."""
    ended = Account.objects.filter(pk=account_id, ended_at=None).update(is_active=False, ended_at=at)
    if ended:
        factors.forget_all(account_id)
        trail.write(act="account.ended", account_id=account_id, by=by_account_id, at=at)


def keep_language(*, account_id: int, language: str) -> None:
    """Remember the language a person works in."""
    Account.objects.filter(pk=account_id).update(language=language)


def note_change(*, account_id: int, what: str, at: datetime) -> None:
    """Write down that a person changed password, factor or codes."""
    trail.write(act=f"account.{what}", account_id=account_id, at=at)


def end_session(*, account_id: int, session_id: int, at: datetime) -> bool:
    """Sign out one of a person's own sessions elsewhere; False when it is not theirs or gone."""
    found = UserSession.objects.filter(pk=session_id, user_id=account_id).first()
    if found is None:
        return False
    found.end()
    trail.write(act="signin.ended_elsewhere", account_id=account_id, at=at)
    return True


def end_other_sessions(*, account_id: int, keep_key: str, at: datetime) -> int:
    """Sign a person out everywhere but here; returns how many sessions ended."""
    others = list(UserSession.objects.filter(user_id=account_id).exclude(session_key=keep_key))
    for session in others:
        session.end()
    trail.write(act="signin.ended_elsewhere", account_id=account_id, at=at)
    return len(others)


@transaction.atomic
def ready_made(
    *, username: str, full_name: str, phone: str, language: str, password: str, secret: str, at: datetime
) -> Account:
    """An account that is set up already, with a known password and authenticator secret (demo, tests)."""
    account = Account(username=username.lower(), full_name=full_name, phone=phone, language=language)
    account.set_password(password)
    account.must_set_up = False
    account.save()
    factors.give_app(account=account, secret=secret)
    trail.write(act="account.ready_made", account_id=account.pk, at=at)
    return account


def for_machine(*, name: str, label: str, at: datetime) -> Account:
    """An account in whose name a department's system acts: no password, no invitation, no way to sign in."""
    account = Account(username=f"{MACHINE}{name}", full_name=label)
    account.set_unusable_password()
    account.save()
    trail.write(act="account.machine", account_id=account.pk, at=at)
    return account


def sweep(*, at: datetime) -> int:
    """Forget old tries and citizens' spent codes; returns how many."""
    tries, _ = Attempt.objects.filter(at__lt=at - KEEP_ATTEMPTS).delete()
    codes, _ = Challenge.objects.filter(made_at__lt=at - KEEP_CHALLENGES).delete()
    return tries + codes
