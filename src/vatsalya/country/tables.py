"""Rows on their way into the database, table by table, by COPY."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from vatsalya.access.scope import Scoped
from vatsalya.cncp.models import CareCase
from vatsalya.helpline.models import Call
from vatsalya.matters.models import Clock, Link, Matter, Move, Share
from vatsalya.missing.models import MissingReport
from vatsalya.people.models import Child, Person, Vault
from vatsalya.placements.models import Placement

#: In the order of their foreign keys.
ORDER: tuple[type[models.Model], ...] = (
    Person, Child, Vault, Matter, Move, Clock, Share, Link, MissingReport, CareCase, Placement, Call,
)  # fmt: skip


class Tables:
    """Rows gathered for each table; every row of a table has the same columns."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[dict[str, Any]]] = defaultdict(list)

    def add(self, model: type[models.Model], **values: Any) -> None:
        """One more row; keys are column names, for one table always in the same order."""
        self.rows[model].append(values)

    def write(self) -> int:
        """Copy everything into the database, inside the caller's transaction; returns the rows written."""
        written = 0
        with connection.cursor() as cursor:
            for model in ORDER:
                rows = self.rows.pop(model, [])
                if rows:
                    _copy(cursor, model, rows)
                written += len(rows)
        assert not self.rows, "a table is not in ORDER"
        return written


def _copy(cursor: Any, model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in rows[0])
    # Names of our own models' tables and columns; no value comes into the statement.
    with cursor.copy(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


@contextmanager
def quiet() -> Iterator[None]:
    """The tables' own triggers and the wall against their owner rest while rows are copied in.

    The loader fills the four columns itself, COPY does not pass row security, and invented children
    leave no trace in the audit. All inside one transaction: a failure puts everything back.
    """
    assert connection.in_atomic_block
    _alter("NO FORCE ROW LEVEL SECURITY", "DISABLE TRIGGER USER")
    yield
    _alter("ENABLE TRIGGER USER", "FORCE ROW LEVEL SECURITY")


def _alter(*changes: str) -> None:
    with connection.cursor() as cursor:
        # A table with checks still waiting for the commit cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in filter(_is_protected, ORDER):
            for change in changes:
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(model._meta.db_table)} {change}")


def _is_protected(model: type[models.Model]) -> bool:
    return issubclass(model, Scoped)
