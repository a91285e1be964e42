"""Loading a whole register: keys on all cores, one COPY as the owner, the index afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from . import own
from .copy import HEADER, TRAILER, Form
from .parallel import Progress

#: The columns of `actions.row`, in its order, and whether the entry is open.
COLUMNS = (
    "id", "side", "matter_id", "child_id", "office_no", "state_code", "district_code", "sex", "birth_from", "birth_to",
    "event_on", "keys", "features", "published_at", "open",
)  # fmt: skip
ENTRY = Form(
    "uuid", "text", "uuid", "uuid", "int4", "text", "text", "text", "int2", "int2",
    "date", "int4[]", "bytea", "timestamptz", "bool",
)  # fmt: skip
BESIDE_INDEX = "2GB"  # memory for building the index


@dataclass
class Part:
    """What one worker made of one part: rows for each table in binary form, how many, and what was wrong."""

    tables: dict[str, bytes]
    rows: int
    told: Any = None


def copy_in(
    opened: psycopg.Connection[Any], tables: dict[str, tuple[str, ...]], parts: Iterable[Part], progress: Progress
) -> list[Any]:
    """Write the parts into their tables; returns what the workers told. The transaction is the caller's.

    Row security forbids COPY into a table whose owner it binds, so it is not forced on the owner until the
    transaction ends; nobody else sees the table in between.
    """
    told = []
    for table in tables:
        _force(opened, table, "NO FORCE")
    # one table at a time takes rows, so the small ones are kept until the large one is done
    first, *others = tables
    kept: dict[str, list[bytes]] = {table: [] for table in others}
    with opened.cursor() as cursor, cursor.copy(_statement(first, tables[first])) as copy:
        copy.write(HEADER)
        for part in parts:
            copy.write(part.tables[first])
            for table in others:
                kept[table].append(part.tables[table])
            told.append(part.told)
            progress.add(part.rows)
        copy.write(TRAILER)
    for table in others:
        with opened.cursor() as cursor, cursor.copy(_statement(table, tables[table])) as copy:
            for piece in (HEADER, *kept.pop(table), TRAILER):
                copy.write(piece)
    for table in tables:
        _force(opened, table, "FORCE")
    return told


def _force(opened: psycopg.Connection[Any], table: str, how: LiteralString) -> None:
    if table.startswith("matching_"):
        opened.execute(_forced(table, how))


def _forced(table: str, how: LiteralString) -> sql.Composed:
    return sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(sql.Identifier(table), sql.SQL(how))


def _statement(table: str, columns: tuple[str, ...]) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(sql.Identifier(table), names)


def drop_index(opened: psycopg.Connection[Any]) -> None:
    """Keys are written faster without their index."""
    opened.execute("DROP INDEX IF EXISTS matching_entry_keys")


def make_index(opened: psycopg.Connection[Any]) -> float:
    """The index of keys, as the migration makes it, on all cores where the server can; returns seconds."""
    started = time.perf_counter()
    opened.execute("SELECT set_config('maintenance_work_mem', %s, true)", [BESIDE_INDEX])
    opened.execute("SET LOCAL max_parallel_maintenance_workers = 2")
    opened.execute(
        "CREATE INDEX matching_entry_keys ON matching_entry USING gin (keys) WITH (fastupdate = off) WHERE open"
    )
    return round(time.perf_counter() - started, 1)


def settle(progress: Progress) -> dict[str, float]:
    """After a load: statistics for the planner, and how common each key is; returns seconds and sizes."""
    with own.owner() as opened:
        opened.autocommit = True
        started = time.perf_counter()
        opened.execute("VACUUM ANALYZE matching_entry")
        vacuumed = time.perf_counter()
        opened.execute("SELECT set_config('app.realms', '{missing}', false)")
        opened.execute("SELECT match_recount()")
        recounted = time.perf_counter()
        sizes = opened.execute(
            "SELECT pg_total_relation_size('matching_entry'), pg_relation_size('matching_entry_keys'), "
            "(SELECT entries FROM matching_register WHERE id = 1)"
        ).fetchone()
    assert sizes is not None
    total, index, entries = sizes
    return {
        "vacuum_s": round(vacuumed - started, 1),
        "recount_s": round(recounted - vacuumed, 1),
        "bytes_a_record": round(total / max(1, entries)),
        "bytes_index": round(index / max(1, entries)),
    }
