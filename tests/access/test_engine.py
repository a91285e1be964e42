"""The engine's wide eyes close again, whatever happens inside."""

import pytest
from django.db import connection

from tests.country_of_tests import settle
from vatsalya.access import session
from vatsalya.lib.errors import Refusal, Refused

pytestmark = pytest.mark.django_db


def reach() -> list[str]:
    """What the database thinks this connection may read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.lo', true), current_setting('app.hi', true)")
        return list(cursor.fetchone())


def test_after_the_engine_the_wall_is_as_narrow_as_before() -> None:
    settle().bind("gaya.ps")
    before = reach()
    with session.engine():
        assert reach() != before
    assert reach() == before


def test_a_refusal_inside_leaves_no_wide_eyes_for_the_page_that_tells_it() -> None:
    settle().bind("gaya.ps")
    before = reach()
    with pytest.raises(Refused), session.engine():
        raise Refused(Refusal("helpline.no_such_number"))
    assert reach() == before
