"""Ways to be the machine or an officer in the database, and records from plain facts."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.country_of_tests import Land, settle
from tests.peers.replay import data
from vatsalya.matching.record import Record

CASES = data("matching")


def record(number: int, **facts: Any) -> Record:
    """A record of these facts, everything else as nobody knows it."""
    given = {"side": "missing", "office_no": 1, "event_on": date(2020, 7, 1)} | facts
    return Record(id=UUID(int=number), matter_id=UUID(int=1000 + number), child_id=UUID(int=2000 + number), **given)


@pytest.fixture
def land(db: None) -> Land:
    """The offices."""
    return settle()


@pytest.fixture
def bound(db: None) -> Callable[[str], None]:
    """Binds the transaction to an account; no account is the machine."""

    def bind(account: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.account', %s, true), set_config('app.realms', '{missing,cncp}', true), "
                "set_config('app.posting', '', true)",
                [account],
            )

    return bind
