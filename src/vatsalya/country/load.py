"""Filling a database with a synthetic country: offices, reports, cases, stays and calls."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matching import actions as matching
from vatsalya.matters.models import Matter

from . import truth
from .directory import Directory, found_offices
from .generate import generate
from .records import Batch, Columns
from .rows import Writer
from .tables import quiet


class AlreadyThere(Exception):
    """This country, or a part of it, stands in the database already."""


def load(*, children: int, seed: int, until: datetime, data: Path) -> dict[str, int]:
    """Make the country's offices and records (as the database's owner); returns what was made.

    The truth about pairs goes to a file in the data folder and nowhere else.
    """
    parts = generate(children=children, seed=seed, until=until)
    first = next(parts)
    if _is_there(first):
        raise AlreadyThere
    with transaction.atomic():
        made = {"offices": found_offices(), "children": children, "missing": 0, "found": 0, "calls": 0, "rows": 0}
    writer = Writer(Directory(), until)
    for batch in truth.write(chain([first], parts), data):
        with transaction.atomic():
            made["rows"] += _one_part(writer, batch)
        for kind in ("missing", "found", "calls"):
            made[kind] += len(getattr(batch, kind))
    with transaction.atomic():
        session.bind(machine("country"), act="country.load")
        _keep_serials(writer)
        matching.recount()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner knows nothing of millions of new rows until somebody counts them
    return made


def _is_there(batch: Batch) -> bool:
    numbers = [*batch.missing.number[:5], *batch.found.number[:5], *batch.calls.number[:5]]
    return Matter.unscoped.filter(pk__in=numbers).exists()


def _one_part(writer: Writer, batch: Batch) -> int:
    """The rows of one part of the country; everything or nothing."""
    recognised = [pair for pair in _rows(batch.pairs) if pair["recognised"]]
    same_as = {pair["right"]: pair["left"] for pair in recognised if pair["kind"] == "same_child"}
    for row in _rows(batch.missing):
        writer.missing(row)
    for row in _rows(batch.found):
        writer.found(row, same_as.get(row["number"], ""))
    for row in _rows(batch.calls):
        writer.call(row)
    kinds = {"same_child": "same_child", "call": "same_child_call"}
    for pair in recognised:
        writer.link(pair["left"], pair["right"], kinds[pair["kind"]])
    with quiet():
        written = writer.write_rows()
    session.bind(machine("country"), act="country.load")
    writer.publish()
    return written


def _rows(records: Columns) -> Iterator[dict[str, Any]]:
    """Records with their instants in UTC, as the database wants them."""
    for row in records.rows():
        yield {name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value for name, value in row.items()}


def _keep_serials(writer: Writer) -> None:
    """The next number that an officer is given comes after the invented ones."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO offices_serial (series, last) VALUES (%s, %s) "
            "ON CONFLICT (series) DO UPDATE SET last = greatest(offices_serial.last, EXCLUDED.last)",
            list(writer.serials.items()),
        )
