"""Inviting a person, taking up an invitation, ending an account."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from vatsalya.lib.errors import Refusal, Refused

from .models import Account, Invitation

VALID = timedelta(hours=72)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def sign_in_name(full_name: str, office_code: str) -> str:
    """A free sign-in name made of the office's code and a running number."""
    base = "".join(c for c in office_code.lower() if c.isalnum())[:12] or "office"
    number = Account.objects.filter(username__startswith=f"{base}.").count() + 1
    while Account.objects.filter(username=f"{base}.{number}").exists():
        number += 1
    return f"{base}.{number}"


@transaction.atomic
def invite(
    *, full_name: str, phone: str, language: str, office_code: str, at: datetime
) -> tuple[Account, str]:
    """Make an account without a password, and the one-time token that lets its owner set one."""
    account = Account(
        username=sign_in_name(full_name, office_code), full_name=full_name, phone=phone, language=language
    )
    account.set_unusable_password()
    account.save()
    return account, reissue(account_id=account.pk, at=at)


@transaction.atomic
def reissue(*, account_id: int, at: datetime) -> str:
    """A fresh invitation; earlier ones stop working."""
    Invitation.objects.filter(account_id=account_id, used_at=None).update(valid_until=at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        account_id=account_id, digest=_digest(token), made_at=at, valid_until=at + VALID
    )
    return token


def invitation(token: str, at: datetime) -> Invitation:
    """The invitation behind a token; raises Refused when used or too old."""
    found = Invitation.objects.filter(digest=_digest(token)).select_related("account").first()
    if found is None or found.used_at:
        raise Refused(Refusal("account.invitation_used"))
    if found.valid_until <= at or not found.account.is_active:
        raise Refused(Refusal("account.invitation_old"))
    return found


@transaction.atomic
def take_up(*, token: str, password: str, at: datetime) -> Account:
    """The invited person sets a password of his or her own; the invitation is used up."""
    found = invitation(token, at)
    validate_password(password, found.account)
    used = Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=at)
    if not used:
        raise Refused(Refusal("account.invitation_used"))
    found.account.set_password(password)
    found.account.save(update_fields=["password"])
    return found.account


def end(*, account_id: int, at: datetime) -> None:
    """Close an account for good; its postings and what it did stay readable."""
    Account.objects.filter(pk=account_id, ended_at=None).update(is_active=False, ended_at=at)


def keep_language(*, account_id: int, language: str) -> None:
    """Remember the language a person works in."""
    Account.objects.filter(pk=account_id).update(language=language)
