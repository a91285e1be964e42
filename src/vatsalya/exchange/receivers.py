"""Receivers: who outside is told, by which agreement on file, and with which secret they read the feed."""

import hashlib
import re
import secrets
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.audit import actions as audit
from vatsalya.law.load import law
from vatsalya.lib import outgoing
from vatsalya.lib.clock import IST
from vatsalya.lib.errors import Forbidden, NotVisible, Refusal, Refused
from vatsalya.lib.text import clean
from vatsalya.offices import cascade

from .models import Receiver


def _need_right(actor: Actor) -> None:
    if not gate.may(actor, "exchange.keys"):
        raise Forbidden("gate.not_allowed", "exchange.keys", "exchange_receiver")


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@transaction.atomic
def agree(
    *, actor: Actor, at: datetime, label: str, agreement_no: str, agreement_on: date, until_on: date,
    events: list[str], url: str,
) -> tuple[Receiver, str]:  # fmt: skip
    """Write down an agreement; the secret for the feed is shown this once and kept as a digest."""
    _need_right(actor)
    until = datetime.combine(until_on, time.max, IST)
    label, agreement_no, url = clean(label), clean(agreement_no), url.strip()
    if not label or not agreement_no or any(kind not in law().codes("events") for kind in events):
        raise Refused(Refusal("form.required"))
    if until <= at:
        raise Refused(Refusal("receiver.until"))
    if url:
        outgoing.check(url)
    low, high = cascade.area(actor)
    secret = secrets.token_urlsafe(32)
    made = Receiver.objects.create(
        label=label[:120], agreement_no=agreement_no[:64], agreement_on=agreement_on, valid_until=until,
        low=low, high=high, events=events, url=url, feed_digest=_digest(secret), made_at=at,
        made_by_id=actor.posting_id,
    )  # fmt: skip
    _write(actor, "receiver.agreed", made)
    return made, secret


def listed(*, actor: Actor) -> list[Receiver]:
    """The agreements of the officer's area, those in force first."""
    _need_right(actor)
    low, high = cascade.area(actor)
    rows = Receiver.objects.filter(low__gte=low, high__lte=high).order_by("-made_at")
    return sorted(rows, key=lambda one: one.ended_at is not None)


@transaction.atomic
def end(*, actor: Actor, at: datetime, receiver_id: int) -> None:
    """End an agreement this second: no event and no feed any more."""
    found = next((one for one in listed(actor=actor) if one.pk == receiver_id), None)
    if found is None:
        raise NotVisible("exchange_receiver", receiver_id, "exchange.keys")
    if Receiver.objects.filter(pk=receiver_id, ended_at=None).update(ended_at=at):
        _write(actor, "receiver.ended", found)


def _write(actor: Actor, act: str, receiver: Receiver) -> None:
    audit.record(
        kind="key", account=actor.account_id, posting=actor.posting_id, act=act, table="exchange_receiver",
        row_id=str(receiver.pk), child_id=None, reason="",
    )  # fmt: skip


def in_force(at: datetime) -> QuerySet[Receiver]:
    """Agreements that hold at this instant."""
    return Receiver.objects.filter(ended_at=None, valid_until__gt=at)


def by_secret(header: str, *, at: datetime) -> Receiver | None:
    """The receiver who says the secret of its feed ("Bearer …"); else nothing."""
    found = re.fullmatch(r"Bearer ([A-Za-z0-9_-]{20,80})", header)
    return in_force(at).filter(feed_digest=_digest(found[1])).first() if found else None


def record_reading(receiver: Receiver, what: str) -> None:
    """A receiver's reading of a feed is written down like anybody's."""
    audit.record(
        kind="read", account=None, posting=None, act=what, table="exchange_receiver", row_id=str(receiver.pk),
        child_id=None, reason=receiver.agreement_no,
    )  # fmt: skip


def words(receiver: Receiver, lang: str) -> str:
    """The events of an agreement in words."""
    known: Any = law().codes("events")
    return ", ".join(known[kind][lang] for kind in receiver.events)
