"""A little country and the system of a police station in Gaya."""

from typing import Any

import pytest

from tests.api.system import System, yesterday
from tests.country_of_tests import Land, settle
from tests.journeys.story import missing_answers


@pytest.fixture
def land(db: None) -> Land:
    """The offices of Gaya, Nashik and Pune."""
    return settle()


@pytest.fixture
def gaya(land: Land) -> System:
    """The station's system in Gaya, with a key from Bihar's State society."""
    return System(land, "gaya.ps", "gaya.scps")


@pytest.fixture
def told() -> dict[str, Any]:
    """A report as a system sends it."""
    return {"answers": missing_answers(last_seen_at=yesterday().isoformat())}
