"""Threads in the same instant, on a database of their own: run by test_together, prints what came of it."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from tests.api.system import System, yesterday  # noqa: E402
from tests.api.test_found import body as found_body  # noqa: E402
from tests.country_of_tests import settle  # noqa: E402
from tests.exchange.conftest import listening  # noqa: E402
from tests.journeys.story import missing_answers  # noqa: E402
from vatsalya.access import session  # noqa: E402
from vatsalya.access.actor import machine  # noqa: E402
from vatsalya.exchange import outbox, receivers  # noqa: E402
from vatsalya.exchange.models import Event  # noqa: E402
from vatsalya.lib.clock import now  # noqa: E402
from vatsalya.matters.models import Matter  # noqa: E402
from vatsalya.missing.models import RailRecord  # noqa: E402

settings.ALLOWED_HOSTS = ["testserver"]
MANY = 8


def at_once(act: Callable[[int], Any], many: int = MANY) -> list[Any]:
    """The same act by so many threads at the same instant."""
    gate = Barrier(many)

    def one(number: int) -> Any:
        gate.wait()
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as people:
        return list(people.map(one, range(many)))


def seen(count: Callable[[], int]) -> int:
    """Counted with the engine's eyes."""
    with transaction.atomic():
        session.bind(machine("test"))
        return count()


def main() -> None:
    """A station's system, and a receiver."""
    with transaction.atomic():
        land = settle()
        system = System(land, "gaya.ps", "gaya.scps", per_minute=6000)
        post = System(land, "nashik.rail_post", "nashik.scps", per_minute=6000)
    told = {"answers": missing_answers(last_seen_at=yesterday().isoformat())}
    found: dict[str, Any] = {}

    made = at_once(lambda _: system.act("POST", "/api/v1/reports", told, token="one-and-the-same"))
    found["same"] = {
        "statuses": Counter(str(answer.status_code) for answer in made),
        "answers": len({answer.content for answer in made}),
        "reports": seen(Matter.unscoped.filter(kind="missing").count),
        "events": Event.objects.filter(kind="report.registered").count(),
    }
    sent = found_body()
    rail = at_once(lambda _: post.act("POST", "/api/v1/found", sent, token="one-and-the-same"))
    found["found"] = {
        "statuses": Counter(str(answer.status_code) for answer in rail),
        "answers": len({answer.content for answer in rail}),
        "records": seen(RailRecord.unscoped.count),
        "cases": seen(Matter.unscoped.filter(kind="cncp").count),
    }
    head = system.head("GET", "/api/v1/me", b"")
    same = at_once(lambda _: system.client.get("/api/v1/me", headers=head))
    found["replayed"] = Counter(str(answer.status_code) for answer in same)

    target = f"/api/v1/reports/{made[0].json()['id']}"
    more = at_once(lambda n: system.act("PATCH", target, {"version": 1, "answers": {"clothes": f"shirt {n}"}}))
    found["versions"] = Counter(str(answer.status_code) for answer in more)

    with listening() as listener:
        settings.EXCHANGE_INNER_HOSTS = frozenset({listener.url.split("/")[2]})
        with transaction.atomic():
            receivers.agree(
                actor=land.bind("gaya.scps"), at=now(), label="x", agreement_no="1", agreement_on=date(2026, 1, 1),
                until_on=date(2099, 1, 1), events=["child.traced"], url=listener.url,
            )  # fmt: skip
            matter = seen(lambda: Matter.unscoped.filter(kind="missing").get())  # type: ignore[arg-type, return-value]
            outbox.emit("child.traced", subject=matter.pk, number="", unit_no=matter.unit_no, at=now())  # type: ignore[attr-defined]

        def work(_: int) -> int:
            with transaction.atomic():
                return outbox.deliver_due(at=now())

        found["workers"] = {"sent": sum(at_once(work, 4)), "got": len(listener.got)}
    print("FOUND" + json.dumps(found))


if __name__ == "__main__":
    main()
