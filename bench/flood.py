"""Ten thousand identical reports of citizens in a minute: is an honest one still stored, and what does the desk see?

Runs on a database that `demo_settle` has filled, through Django's own test client: nothing leaves this
machine. The bogus come from fifty addresses, each with a new token, as fast as a minute needs; honest
ones, all different, come from other addresses in between. A second round cries "in danger", which is
never refused.
"""

import logging
import os
import platform
import resource
import statistics
import threading
import uuid
from datetime import datetime, timedelta
from itertools import count
from time import perf_counter, sleep
from typing import Any

from django.db import connection, transaction
from django.test import Client

from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens.models import CitizenReport, Repeat
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, now
from vatsalya.offices.models import Office

ADDRESSES, THREADS, MINUTE = 50, 4, 60.0
LETTERS = "bcdfghjklmnpqrstvwxz"


def run(*, reports: int) -> dict[str, Any]:
    """Both rounds, and what the machine is."""
    logging.disable(logging.WARNING)
    station = Office.objects.filter(kind="ps", valid_to=None).order_by("no").first()
    if station is None or station.district_id is None:
        raise RuntimeError("no police station: run demo_settle first")
    calm = _round(station.district_id, reports, danger="no")
    alarm = _round(station.district_id, max(reports // 10, 10), danger="yes")
    return {
        "identical_reports": reports,
        "addresses": ADDRESSES,
        "calm": calm,
        "in_danger": alarm,
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "threads": THREADS},
    }


def _round(district: int, reports: int, *, danger: str) -> dict[str, Any]:
    """A flood of one content, and honest ones in between."""
    began, word = now(), uuid.uuid4().hex
    flood = _answers(district, began, danger=danger, words=f"bogus {''.join(c for c in word if c.isalpha())}")
    numbers, ends, statuses = count(), threading.Event(), []
    started = perf_counter()

    def bots() -> None:
        client = Client()
        while (n := next(numbers)) < reports:
            early = n * MINUTE / max(reports, 1) - (perf_counter() - started)
            if early > 0:
                sleep(early)
            answer = _post(client, flood, f"10.77.0.{n % ADDRESSES + 1}")
            statuses.append(answer.status_code)
        connection.close()

    honest: list[float] = []
    watcher = threading.Thread(target=_honest, args=(district, began, ends, honest))
    crowd = [threading.Thread(target=bots) for _ in range(THREADS)]
    for thread in (*crowd, watcher):
        thread.start()
    for thread in crowd:
        thread.join()
    took = perf_counter() - started
    ends.set()
    watcher.join()
    return _seen(began, statuses, honest, took)


def _honest(district: int, began: datetime, ends: threading.Event, waits: list[float]) -> None:
    """One honest report every second and a half, each about another child, each from another place."""
    client, turn, word = Client(), 0, "".join(c for c in uuid.uuid4().hex if c.isalpha())
    while not ends.wait(1.5) or not waits:
        turn += 1
        told = LETTERS[turn % 20] * 6 + " " + LETTERS[turn // 20 % 20] * 7
        data = _answers(district, began, danger="no", words=f"{word} {told}") | {"clothes": told[::-1], "sex": "girl"}
        asked = perf_counter()
        answer = _post(client, data, f"10.88.{turn // 250}.{turn % 250 + 1}")
        if answer.status_code != 302:
            raise RuntimeError(f"an honest report was not taken: {answer.status_code}")
        waits.append(perf_counter() - asked)
    connection.close()


def _post(client: Client, data: dict[str, Any], address: str) -> Any:
    token = {"token": str(uuid.uuid4())}
    return client.post("/sighting/", data | token, REMOTE_ADDR=address, HTTP_HOST="localhost")


def _answers(district: int, at: datetime, *, danger: str, words: str) -> dict[str, Any]:
    seen = at.astimezone(IST) - timedelta(hours=1)
    version = law().newest_form("sighting").version
    return {
        "form_version": version, "danger": danger, "place": str(district), "place_text": words,
        "seen_at_0": seen.strftime("%Y-%m-%d"), "seen_at_1": seen.strftime("%H:%M"), "doing": "crying",
        "company": "alone", "age_band": "b6_11", "sex": "boy", "clothes": words, "good_faith": ["true_word", "no_post"],
    }  # fmt: skip


def _seen(began: datetime, statuses: list[int], honest: list[float], took: float) -> dict[str, Any]:
    """What was stored, what was refused, how many lines of the bogus stand on the desk."""
    with transaction.atomic():
        session.bind(machine("bench"), act="bench.flood")
        lines = CitizenReport.unscoped.filter(received_at__gte=began).count()
        repeats = Repeat.unscoped.filter(at__gte=began).count()
    bogus = max(lines - len(honest), 0)
    ordered = sorted(honest)
    return {
        "sent": len(statuses),
        "seconds": round(took, 1),
        "per_minute": round(len(statuses) / took * 60),
        "stored_of_bogus": statuses.count(302),
        "refused_of_bogus": statuses.count(429),
        "other_answers": len([s for s in statuses if s not in (302, 429)]),
        "lines_of_bogus": bogus,
        "behind_lines": repeats,
        "staff_see_share": round(bogus / max(len(statuses), 1), 5),
        "honest_sent": len(honest),
        "honest_stored": lines - bogus,
        "honest_median_s": round(statistics.median(ordered), 3),
        "honest_max_s": round(ordered[-1], 3),
    }
