"""Records of the journey and ways to be somebody in the database."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from django.db import connection

from vatsalya.matching.record import Record

MATTER, CHILD = UUID(int=7), UUID(int=8)


@pytest.fixture
def missing() -> Record:
    """Ankit of Gaya, as his mother's station wrote him down."""
    return Record(
        id=UUID(int=1),
        matter_id=MATTER,
        child_id=CHILD,
        side="missing",
        office_no=100_230,
        event_on=date(2026, 6, 1),
        names=["अंकित कुमार"],
        father="राजेश कुमार",
        sex="boy",
        age_value=9,
        age_basis="parent",
        state_code="10",
        district_code="196",
        place_words=["गया जंक्शन"],
        languages=["mag"],
        marks=[("scar", "wrist", "left")],
    )


@pytest.fixture
def found() -> Record:
    """The boy of Igatpuri, as the home in Nashik saw him eleven days later."""
    return Record(
        id=UUID(int=2),
        matter_id=UUID(int=9),
        child_id=UUID(int=10),
        side="found",
        office_no=270_487,
        event_on=date(2026, 6, 12),
        names=["Ankeet"],
        sex="boy",
        age_value=10,
        age_basis="judged by eye",
        state_code="27",
        district_code="487",
        languages=["mag"],
        marks=[("scar", "wrist", "left")],
    )


@pytest.fixture
def be(db: None) -> Callable[..., None]:
    """Binds the open transaction to an account, as the gate's middleware does."""

    def bind(account: str, *, realms: str = "{missing,cncp}") -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.account', %s, true), set_config('app.realms', %s, true), "
                "set_config('app.posting', '', true)",
                [account, realms],
            )

    return bind


@pytest.fixture
def officer(be: Callable[..., None]) -> str:
    """An officer bound to the transaction, with an account of their own."""
    be("41")
    return "41"
