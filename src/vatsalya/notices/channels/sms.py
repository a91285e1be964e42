"""Text messages: the worker sends them through the installation's gateway until they go or are too old."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings

from vatsalya.accounts.phones import dialled
from vatsalya.lib import outgoing

from .. import gateway
from ..models import Message
from ..sealing import unseal

AT_ONCE = 8
#: Messages of one round: the worker has other duties, and the next round comes ten seconds later.
IN_A_ROUND = 40


def send_due(*, at: datetime, limit: int = IN_A_ROUND) -> int:
    """Send what waits, oldest first; returns how many went."""
    waiting = Message.objects.filter(sent_at=None, next_try_at__lte=at)
    rows = list(waiting.select_for_update(skip_locked=True).order_by("next_try_at")[:limit])
    timely = [one for one in rows if at - one.at <= gateway.TEMPLATES[one.template]]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        gone = dict(zip((one.pk for one in timely), pool.map(_deliver, timely), strict=True))
    for message in rows:
        _note(message, gone.get(message.pk), at)
    return sum(gone.values())


def _note(message: Message, gone: bool | None, at: datetime) -> None:
    """Gone, and its text wiped; to be tried again, each time later; or too old (nothing in `gone`), and given up."""
    if gone:
        message.sent_at = at
        message.body_sealed = message.body_sealed if settings.DEMO else b""
    elif gone is None:
        message.next_try_at, message.body_sealed = None, b""
    else:
        message.tries += 1
        message.next_try_at = at + timedelta(seconds=30 * 2 ** min(message.tries, 8))
    message.save(update_fields=["sent_at", "tries", "next_try_at", "body_sealed"])


def _deliver(message: Message) -> bool:
    """True when the gateway took it. The demo keeps it for its telephone page. Touches no database."""
    if settings.DEMO or not settings.SMS_GATEWAY:
        return settings.DEMO
    way = gateway.read(settings.SMS_GATEWAY)
    body, headers = way.message(phone=unseal(message.to_sealed), template=message.template, text=message.body)
    try:
        answer = outgoing.send(way.url, body=body, headers=headers)
    except outgoing.Unreachable:
        return False
    return 200 <= answer.status < 300


def for_phone(phone: str, limit: int = 10) -> list[Message]:
    """The demo's telephone: the newest messages to one number."""
    recent = Message.objects.order_by("-at")[:200]
    return [m for m in recent if unseal(m.to_sealed) == dialled(phone)][:limit]
