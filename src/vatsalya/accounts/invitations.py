"""Inviting a named person, and taking up an invitation: once, within three days, by its owner."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction
from django.db.models import Q

from vatsalya.lib.errors import Refusal, Refused

from . import digests, factors, trail
from .models import Account, Invitation

VALID = timedelta(hours=72)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def sign_in_name(office_code: str) -> str:
    """A free sign-in name made of the office's code and a running number."""
    base = "".join(c for c in office_code.lower() if c.isascii() and c.isalnum())[:20] or "office"
    key = int.from_bytes(digests.keyed("sign-in name", base)[:8], "big", signed=True)
    with connection.cursor() as cursor:  # two people appointed at once must not get the same name
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
    taken = set(Account.objects.filter(username__startswith=f"{base}.").values_list("username", flat=True))
    number = len(taken) + 1
    while f"{base}.{number}" in taken:
        number += 1
    return f"{base}.{number}"


@transaction.atomic
def invite(
    *,
    by_account_id: int | None,
    at: datetime,
    full_name: str,
    phone: str,
    language: str,
    office_code: str,
    email: str = "",
) -> tuple[Account, str]:
    """Make an account without a password, and the one-time token that lets its owner set one."""
    account = Account(
        username=sign_in_name(office_code), full_name=full_name, phone=phone, email=email, language=language
    )
    account.set_unusable_password()
    account.save()
    trail.write(act="account.invited", account_id=account.pk, by=by_account_id, at=at)
    return account, _new_token(account.pk, by_account_id, at)


@transaction.atomic
def reissue(*, by_account_id: int | None, account_id: int, at: datetime) -> str:
    """A fresh invitation for somebody who lost the first one, or every key: password and factors begin anew."""
    account = Account.objects.select_for_update().get(pk=account_id)
    if not account.is_active:
        raise Refused(Refusal("account.ended"))
    account.set_unusable_password()
    account.must_set_up = True
    account.save(update_fields=["password", "must_set_up"])
    factors.forget_all(account_id)
    trail.write(act="account.reinvited", account_id=account_id, by=by_account_id, at=at)
    return _new_token(account_id, by_account_id, at)


@transaction.atomic
def reopen(*, by_account_id: int | None, account: Account, at: datetime) -> str:
    """Open an account again that was closed with its last post: password and factors begin anew, its history stays."""
    account.set_unusable_password()
    account.must_set_up, account.is_active, account.ended_at = True, True, None
    account.save(update_fields=["password", "must_set_up", "is_active", "ended_at"])
    factors.forget_all(account.pk)
    trail.write(act="account.reopened", account_id=account.pk, by=by_account_id, at=at)
    return _new_token(account.pk, by_account_id, at)


def _new_token(account_id: int, by_account_id: int | None, at: datetime) -> str:
    """A token of 256 bits; of it only a digest is kept, and earlier ones stop working."""
    open_ones = Invitation.objects.filter(account_id=account_id, used_at=None, valid_until__gt=at)
    open_ones.update(valid_until=at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        account_id=account_id,
        digest=_digest(token),
        made_at=at,
        valid_until=at + VALID,
        by_account_id=by_account_id,
    )
    return token


def find(*, token: str, at: datetime) -> Invitation:
    """The invitation behind a token; raises Refused when it was used or is too old."""
    found = Invitation.objects.filter(digest=_digest(token)).select_related("account").first()
    if found is None or found.used_at:
        raise Refused(Refusal("account.invitation_used"))
    if found.valid_until <= at or not found.account.is_active:
        raise Refused(Refusal("account.invitation_old"))
    return found


@transaction.atomic
def take_up(*, token: str, password: str, at: datetime) -> Account:
    """The invited person sets a password of his or her own; the invitation is used up."""
    found = find(token=token, at=at)
    validate_password(password, found.account)
    if not Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=at):
        raise Refused(Refusal("account.invitation_used"))
    account = found.account
    account.set_password(password)
    account.save(update_fields=["password"])
    trail.write(act="account.taken_up", account_id=account.pk, at=at)
    return account


def waiting(account_ids: list[int], at: datetime) -> set[int]:
    """Which of these people have an invitation that can still be taken up."""
    still = Invitation.objects.filter(account_id__in=account_ids, used_at=None, valid_until__gt=at)
    return set(still.values_list("account_id", flat=True))


def never_used(account_id: int) -> bool:
    """True when nobody ever signed in with the account nor took up an invitation to it."""
    used = Invitation.objects.filter(account_id=account_id, used_at__isnull=False).exists()
    return not used and Account.objects.filter(Q(pk=account_id), last_login=None).exists()
