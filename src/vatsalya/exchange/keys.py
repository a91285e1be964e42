"""Keys of departments: given by the State society or the administrator, bound to one post, ended at once."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from vatsalya.access import gate
from vatsalya.access.actor import Actor, from_posting
from vatsalya.audit import actions as audit
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, NotVisible, Refusal, Refused
from vatsalya.lib.text import clean
from vatsalya.offices import cascade, machines
from vatsalya.offices import queries as offices

from . import signing
from .models import ApiKey, Nonce
from .signing import WINDOW, Said

LIFE = timedelta(days=365)
#: Posts in which a system may speak: those that report and look, none that decides about a child.
ROLES = ("cwpo", "rail_officer", "nodal_officer", "state_nodal")
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")


def offices_for(actor: Actor) -> list[Any]:
    """The offices to whose systems this officer may give a key: the own State, or all."""
    low, high = cascade.area(actor)
    kinds = {kind for role in ROLES for kind in law().roles[role].offices}
    return offices.between(low, high, kinds=kinds)


def is_called(office: Any, code: str) -> bool:
    """True when an office is meant by a code as the console gives it: its code, or kind:code."""
    return code in (office.code, f"{office.kind}:{office.code}")


def givers(code: str, *, at: datetime) -> list[Any]:
    """Postings of people that may give keys, those of the office's own State society first; all without a code.

    Where the own society has somebody, nobody else is named.
    """
    may = [role for role, said in law().roles.items() if role in law().acts["exchange.keys"].by]
    rows = offices.persons(offices.postings_in_force(at)).filter(role__in=may).order_by("office__no", "pk")
    if not code:
        return list(rows)
    fits = [one for one in rows if any(is_called(office, code) for office in offices_for(from_posting(one)))]
    return [one for one in fits if one.office.state_id] or fits


def _need_right(actor: Actor) -> None:
    if not gate.may(actor, "exchange.keys"):
        raise Forbidden("gate.not_allowed", "exchange.keys", "exchange_apikey")


@transaction.atomic
def issue(
    *, actor: Actor, at: datetime, office_id: int, label: str, purposes: list[str], per_minute: int = 120
) -> tuple[ApiKey, str]:
    """Give an office's system a key; the private half is shown this once and kept nowhere."""
    _need_right(actor)
    office = next((one for one in offices_for(actor) if one.pk == office_id), None)
    if office is None:
        raise Refused(Refusal("account.other_area"))
    known = law().codes("call_purposes")
    if not purposes or any(purpose not in known for purpose in purposes) or not clean(label):
        raise Refused(Refusal("form.required"))
    role = next(role for role in ROLES if office.kind in law().roles[role].offices)
    key_id = f"vk-{secrets.token_hex(8)}"
    posting = machines.post(name=key_id, label=clean(label), office=office, role=role, by=actor.posting_id, at=at)
    public_key, private = signing.new_pair()
    key = ApiKey.objects.create(
        id=key_id, posting=posting, label=clean(label)[:80], public_key=public_key, purposes=purposes,
        per_minute=per_minute, made_at=at, made_by_id=actor.posting_id, valid_until=at + LIFE,
    )  # fmt: skip
    _write(actor, "key.issued", key)
    return key, private


def listed(*, actor: Actor) -> list[ApiKey]:
    """The keys of the officer's area, those in force first."""
    _need_right(actor)
    low, high = cascade.area(actor)
    rows = ApiKey.objects.filter(posting__office__no__gte=low, posting__office__no__lte=high)
    rows = rows.select_related("posting__office").order_by("ended_at", "-made_at")
    return sorted(rows, key=lambda key: key.ended_at is not None)


def _one(actor: Actor, key_id: str) -> ApiKey:
    found = next((key for key in listed(actor=actor) if key.pk == key_id), None)
    if found is None:
        raise NotVisible("exchange_apikey", key_id, "exchange.keys")
    return found


@transaction.atomic
def end(*, actor: Actor, at: datetime, key_id: str) -> None:
    """End a key this second, and the post in which it spoke."""
    key = _one(actor, key_id)
    if ApiKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=at):
        machines.relieve(posting_id=key.posting_id, by=actor.account_id, at=at)
        _write(actor, "key.ended", key)


@transaction.atomic
def rotate(*, actor: Actor, at: datetime, key_id: str) -> tuple[ApiKey, str]:
    """A new key for the same system; the old one ends at once."""
    old = _one(actor, key_id)
    end(actor=actor, at=at, key_id=key_id)
    return issue(
        actor=actor, at=at, office_id=old.posting.office_id, label=old.label, purposes=list(old.purposes),
        per_minute=old.per_minute,
    )  # fmt: skip


def _write(actor: Actor, act: str, key: ApiKey) -> None:
    audit.record(
        kind="key", account=actor.account_id, posting=actor.posting_id, act=act, table="exchange_apikey",
        row_id=key.pk, child_id=None, reason="",
    )  # fmt: skip


def admit(*, said: Said, method: str, target: str, body: bytes, at: datetime) -> tuple[ApiKey, Any]:
    """Let a signed call in: the key and its posting. Raises Refused with the first thing that is wrong.

    The signature is looked at before the nonce is kept: what nobody signed leaves no trace in the table.
    """
    key = ApiKey.objects.filter(pk=said.key_id, ended_at=None, valid_until__gt=at).first()
    if key is None:
        raise Refused(Refusal("key.unknown"))
    if not _in_time(said.timestamp, at):
        raise Refused(Refusal("key.clock", seconds=WINDOW))
    text = signing.canonical(method, target, body, said)
    if not _NONCE.fullmatch(said.nonce) or not signing.holds(bytes(key.public_key), text, said.signature):
        raise Refused(Refusal("key.signature"))
    posting = offices.posting(key.posting_id, at)
    if posting is None:
        raise Refused(Refusal("key.unknown"))
    if said.purpose not in key.purposes:
        raise Refused(Refusal("key.purpose"))
    _once(key, said.nonce, at)
    return key, posting


def _in_time(timestamp: str, at: datetime) -> bool:
    sane = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12
    return sane and abs(int(timestamp) - at.timestamp()) <= WINDOW


def _once(key: ApiKey, nonce: str, at: datetime) -> None:
    """Keep the nonce; refuse one that was used, and more calls in a minute than the key has."""
    try:
        with transaction.atomic():
            Nonce.objects.create(key=key, nonce=nonce, at=at)
    except IntegrityError:
        raise Refused(Refusal("key.replayed")) from None
    if Nonce.objects.filter(key=key, at__gt=at - timedelta(minutes=1)).count() > key.per_minute:
        raise Refused(Refusal("key.too_many", most=key.per_minute))


def sweep(*, at: datetime) -> int:
    """Forget nonces that are too old to be said again."""
    return Nonce.objects.filter(at__lt=at - timedelta(seconds=3 * WINDOW)).delete()[0]
