"""Telling the database whose eyes read: settings that end with the transaction."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from . import walls
from .actor import LARGEST, REALMS, SEALED, Actor

_SET = (
    "SELECT set_config('app.lo', %s, true), set_config('app.hi', %s, true), "
    "set_config('app.own', %s, true), set_config('app.realms', %s, true), "
    "set_config('app.grants', %s, true)"
)
#: What the settings were, and the new ones in their place: the first part is read before the second is written.
_WIDEN = (
    "WITH before AS MATERIALIZED (SELECT current_setting('app.lo', true) AS lo, current_setting('app.hi', true) AS hi, "
    "current_setting('app.own', true) AS own, current_setting('app.realms', true) AS realms, "
    "current_setting('app.grants', true) AS grants) "
    "SELECT before.*, set_config('app.lo', %s, true), set_config('app.hi', %s, true), "
    "set_config('app.own', %s, true), set_config('app.realms', %s, true), "
    "set_config('app.grants', %s, true) FROM before"
)
_BIND = (
    "SELECT set_config('app.lo', %s, true), set_config('app.hi', %s, true), "
    "set_config('app.own', %s, true), set_config('app.realms', %s, true), "
    "set_config('app.grants', %s, true), "
    "set_config('app.account', %s, true), set_config('app.posting', %s, true), "
    "set_config('app.request_id', %s, true), set_config('app.act', %s, true)"
)


def _array(values: tuple) -> str:
    return "{" + ",".join(str(value) for value in values) + "}"


def _scope(actor: Actor) -> list[str]:
    if walls.database_is_off():
        return ["0", str(LARGEST), "{}", _array((*REALMS, SEALED)), "{}"]
    low, high = actor.reach if actor.reach else (1, 0)
    return [str(low), str(high), _array(actor.own), _array(actor.realms), _array(actor.grants)]


def bind(actor: Actor, *, request_id: str = "", act: str = "") -> None:
    """Bind this transaction to an actor; must run inside one, or the settings fall on nothing."""
    if not connection.in_atomic_block:
        raise RuntimeError("bind() needs an open transaction")
    who = [str(actor.account_id or ""), str(actor.posting_id or ""), request_id, act]
    with connection.cursor() as cursor:
        cursor.execute(_BIND, _scope(actor) + who)


@contextmanager
def engine() -> Iterator[None]:
    """Widen the database's wall for the engine's own statement, then put it back.

    Needed where a lawful act ends the actor's own sight of the row (a discharge, a
    transfer): the new row would fail the policy of the person who wrote it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WIDEN, ["0", str(LARGEST), "{}", _array((*REALMS, SEALED)), "{}"])
        before = [value or "" for value in cursor.fetchone()[:5]]
    try:
        yield
    except BaseException:
        # A refusal must leave the wall as narrow as it was; a failed transaction ends with its settings anyway.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(_SET, before)
        raise
    with connection.cursor() as cursor:
        cursor.execute(_SET, before)
