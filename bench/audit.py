"""What proving the audit costs: sealing and verifying so many events, against only reading them."""

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from vatsalya.audit import verify
from vatsalya.audit.seal import seal
from vatsalya.lib.clock import now

NAME = "vatsalya_bench_audit"
STEP = 100_000
#: Events as a working day makes them: a read, or a write with its row before and after.
_FILL = """
SELECT count(audit_write(CASE WHEN n %% 3 = 0 THEN 'update' ELSE 'read' END, 'people_child', n::text, gen_random_uuid(),
  'child.read', 'duty', CASE WHEN n %% 3 = 0 THEN repeat('{"sex": "boy", "age_value": 9.0}', 12) ELSE '' END, 1, 1))
FROM generate_series(%s, %s) AS n
"""


@contextmanager
def database() -> Iterator[None]:
    """A database of its own, taken away afterwards: what is written to an audit stays in it for ever."""
    before = connection.settings_dict["NAME"]
    _again(NAME)
    _as(before, f'CREATE DATABASE "{NAME}" TEMPLATE template0')
    try:
        _connect(NAME)
        call_command("prepare", verbosity=0)
        with tempfile.TemporaryDirectory() as folder:
            kept = Path(folder)
            with override_settings(
                VATSALYA_AUDIT_KEY=str(kept / "key"), VATSALYA_AUDIT_HEADS=str(kept / "heads.jsonl")
            ):
                yield
    finally:
        _connect(before)
        _again(NAME)


def _connect(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _as(name: str, statement: str) -> None:
    _connect(name)
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _again(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def timed(act: Callable[[], Any]) -> float:
    """Seconds that an act took."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def fill(events: int) -> None:
    """So many events, and the server's statistics after them."""
    with connection.cursor() as cursor:
        for first in range(1, events + 1, STEP):
            cursor.execute(_FILL, [first, min(first + STEP - 1, events)])
        cursor.execute("ANALYZE audit_event, audit_value")


def only_read() -> None:
    """The baseline: the same bytes taken from the server, and nothing proved."""
    with connection.cursor() as cursor, cursor.copy(verify._LINES) as copy:  # type: ignore[attr-defined]
        for _block in copy:
            pass


def _seal_all() -> None:
    while seal(at=now()):
        pass


def run(*, events: int) -> dict[str, Any]:
    """Seconds for sealing, reading and proving, the median of three."""
    with database():
        filling = timed(lambda: fill(events))
        sealing = timed(_seal_all)
        reading = statistics.median(timed(only_read) for _ in range(3))
        reports: list[verify.Report] = []
        proving = statistics.median(timed(lambda: reports.append(verify.verify_all())) for _ in range(3))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('audit_event') + pg_total_relation_size('audit_value')")
            size = cursor.fetchone()[0]
        server = getattr(connection, "pg_version", 0)
    if not all(report.ok and report.events == events for report in reports):
        raise RuntimeError(f"the trail did not prove whole: {reports[-1]}")
    return {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "server": server},
        "events": events,
        "bytes_per_event": round(size / events),
        "write_s": round(filling, 2),
        "seal_s": round(sealing, 2),
        "only_read_s": round(reading, 2),
        "verify_s": round(proving, 2),
        "verify_times_only_read": round(proving / reading, 2),
    }
