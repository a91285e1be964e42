"""The outbox: what happened is written in the act's own transaction, and sent afterwards until it arrives.

Each receiver gets its events in order, at least once, each with its id. No name is ever in one: the kind, the
report's id and number, and a link that opens only behind a sign-in.
"""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.lib import outgoing
from vatsalya.lib.errors import Forbidden, NotVisible
from vatsalya.offices import cascade

from . import receivers, signing
from .models import Delivery, Event, Receiver

#: Seconds before the next try; after these a minute, two, four … at most an hour, each with jitter.
SOON = (2, 5, 15, 30)
MOST_TRIES = 30
AT_ONCE = 8
#: Events sent to one receiver in one round: a long queue drains without holding the others up.
IN_A_ROUND = 5


def emit(kind: str, *, subject: UUID, number: str, unit_no: int, at: datetime) -> Event:
    """Write that something happened, for all whose agreement names it; in the caller's transaction."""
    event = Event.objects.create(kind=kind, subject=subject, number=number, unit_no=unit_no, at=at)
    told = receivers.in_force(at).exclude(url="").filter(
        events__contains=[kind], low__lte=unit_no, high__gte=unit_no
    )  # fmt: skip
    Delivery.objects.bulk_create([Delivery(receiver=one, event=event, next_try_at=at) for one in told])
    return event


def reached(unit_no: int, *, at: datetime) -> list[Receiver]:
    """Who reads or is sent what an office tells: everybody with an agreement in force for its area."""
    return list(receivers.in_force(at).filter(low__lte=unit_no, high__gte=unit_no).order_by("label", "pk"))


def body(event: Event) -> bytes:
    """The message of an event: ids, number and link."""
    said: dict[str, Any] = {
        "id": str(event.pk),
        "kind": event.kind,
        "at": event.at.isoformat(),
        "subject": str(event.subject),
        "number": event.number,
        "link": settings.BASE_URL + _page(event),
    }
    return json.dumps(said, separators=(",", ":")).encode()


def _page(event: Event) -> str:
    """Where it opens, behind a sign-in: a post's list for a found child, whose file lies with the Committee."""
    if event.kind == "child.found":
        return "/desk/railway/"
    return "" if event.kind.startswith("alert.") else f"/desk/missing/{event.subject}/"


def _headers(event: Event, text: bytes, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    signed = b"\n".join([str(event.pk).encode(), stamp.encode(), text])
    return {
        "Content-Type": "application/json",
        "User-Agent": "Vatsalya-Outbox/1",
        "X-Message": str(event.pk),
        "X-Timestamp": stamp,
        "X-Signature": signing.sign(settings.EXCHANGE_SIGN_KEY, signed),
    }


def _heads(at: datetime) -> list[Delivery]:
    """The first waiting event of each receiver, if its time has come and no other worker has it."""
    ids = Delivery.objects.filter(stands="waits").order_by("receiver_id", "pk").distinct("receiver_id").values("pk")
    rows = Delivery.objects.filter(pk__in=ids, next_try_at__lte=at).select_related("receiver", "event")
    return list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at")[:AT_ONCE])


def deliver_due(*, at: datetime) -> int:
    """Send what waits, each receiver's in order and all receivers at once; returns how many arrived."""
    arrived = 0
    for _ in range(IN_A_ROUND):
        heads = _heads(at)
        if not heads:
            break
        with ThreadPoolExecutor(AT_ONCE) as pool:
            problems = list(pool.map(lambda one: _send(one, at), heads))
        arrived += sum(_note(one, problem, at) for one, problem in zip(heads, problems, strict=True))
        if "timeout" in problems:  # the worker has other duties; the next round comes in two seconds
            break
    return arrived


def _send(delivery: Delivery, at: datetime) -> str:
    """Empty when it arrived, else why not. Touches no database: it runs beside others."""
    if delivery.receiver.ended_at or delivery.receiver.valid_until <= at:
        return "ended"
    text = body(delivery.event)
    try:
        answer = outgoing.send(delivery.receiver.url, body=text, headers=_headers(delivery.event, text, at))
    except outgoing.Unreachable as no:
        return no.code
    return "" if 200 <= answer.status < 300 else str(answer.status)


def pause(tries: int, dice: random.Random | None = None) -> timedelta:
    """How long to wait after so many tries in vain."""
    if tries <= len(SOON):
        return timedelta(seconds=SOON[tries - 1])
    minutes = min(2 ** (tries - len(SOON) - 1), 60)
    return timedelta(minutes=minutes * (0.5 + (dice or random).random() / 2))  # noqa: S311  (spreads, hides nothing)


def _note(delivery: Delivery, problem: str, at: datetime) -> bool:
    delivery.tries += 1
    delivery.problem = problem
    if not problem:
        delivery.stands, delivery.done_at = "sent", at
    elif problem == "ended" or delivery.tries >= MOST_TRIES:
        delivery.stands = "dead"
    else:
        delivery.next_try_at = at + pause(delivery.tries)
    delivery.save(update_fields=["tries", "problem", "stands", "done_at", "next_try_at"])
    return not problem


def troubles(*, actor: Actor) -> list[Delivery]:
    """Events of the officer's area that were given up or were tried in vain, the oldest first."""
    low, high = _area(actor)
    rows = Delivery.objects.exclude(stands="sent").exclude(problem="").filter(
        receiver__low__gte=low, receiver__high__lte=high
    )  # fmt: skip
    return list(rows.select_related("receiver", "event").order_by("pk")[:100])


def again(*, actor: Actor, delivery_id: int, at: datetime) -> None:
    """Try an event once more that was given up."""
    low, high = _area(actor)
    mine = Delivery.objects.filter(pk=delivery_id, stands="dead", receiver__low__gte=low, receiver__high__lte=high)
    if not mine.update(stands="waits", tries=0, problem="", next_try_at=at):
        raise NotVisible("exchange_delivery", delivery_id, "exchange.keys")


def _area(actor: Actor) -> tuple[int, int]:
    if not gate.may(actor, "exchange.keys"):
        raise Forbidden("gate.not_allowed", "exchange.keys", "exchange_delivery")
    return cascade.area(actor)


def sweep(*, at: datetime, keep: timedelta = timedelta(days=30)) -> int:
    """Forget what arrived a month ago."""
    gone = Delivery.objects.filter(stands="sent", done_at__lt=at - keep).delete()[0]
    Event.objects.filter(at__lt=at - keep).exclude(
        pk__in=Delivery.objects.values("event_id")
    ).delete()  # fmt: skip
    return gone


def waiting(receiver: Receiver) -> int:
    """How many events wait for a receiver."""
    return Delivery.objects.filter(receiver=receiver, stands="waits").count()
