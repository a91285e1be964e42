"""Without consent or another ground in law a child is in no search, no rate, no size and no count."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from vatsalya.matching import actions, queries
from vatsalya.matching.keys import own_keys
from vatsalya.matching.record import Record, traits

AT = datetime(2026, 6, 12, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def rates(record: Record) -> tuple[int, int]:
    """What the database says of the register's size, and of the commonest of a record's keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, entries FROM match_rates(%s::int[])", [own_keys(traits(record), queries.own_locks())]
        )
        rows = cursor.fetchall()
    size = next(entries for key, entries in rows if key is None)
    return size, max((entries for key, entries in rows if key is not None), default=0)


def test_an_entry_published_without_a_ground_is_never_found(officer: str, missing: Record, found: Record) -> None:
    actions.publish(replace(missing, ground="none"), AT)
    assert queries.find(found) == [] and actions.recount() == 0
    assert actions.allow(missing.id) and not actions.allow(missing.id)
    assert [one.entry_id for one in queries.find(found)] == [missing.id] and actions.recount() == 1


def test_withholding_works_at_once_and_saving_the_child_anew_does_not_lift_it(
    officer: str, missing: Record, found: Record
) -> None:
    actions.publish(missing, AT)
    assert actions.withhold(missing.id) and not actions.withhold(missing.id)
    assert queries.find(found) == []
    actions.publish(missing, AT)
    assert queries.find(found) == []


def test_withheld_entries_leave_rates_and_size_before_the_next_count(officer: str, missing: Record) -> None:
    crowd = [replace(missing, id=UUID(int=500 + n), matter_id=None, child_id=None) for n in range(60)]
    actions.publish_many(crowd, AT)
    assert actions.recount() == 60 and rates(missing) == (60, 60)
    for one in crowd[:5]:
        actions.withhold(one.id)
    assert rates(missing) == (55, 55)
    assert actions.recount() == 55 and rates(missing) == (55, 55)
    actions.allow(crowd[0].id)
    assert rates(missing) == (56, 56)


def test_withholding_somebody_changes_nobody_elses_score(officer: str, missing: Record, found: Record) -> None:
    other = replace(missing, id=UUID(int=70), matter_id=None, child_id=None, marks=[])
    actions.publish(missing, AT)
    actions.publish(other, AT)
    before = {one.entry_id: one.score_bits for one in queries.find(found)}
    actions.withhold(other.id)
    after = {one.entry_id: one.score_bits for one in queries.find(found)}
    assert after == {missing.id: before[missing.id]}
    assert queries.find(found)[0].next_best is None


def test_unrelated_entries_and_a_new_count_change_no_score(officer: str, missing: Record, found: Record) -> None:
    actions.publish(missing, AT)
    (before,) = queries.find(found)
    crowd = [
        replace(missing, id=UUID(int=600 + n), matter_id=None, child_id=None, age_value=15, district_code="500")
        for n in range(80)
    ]
    actions.publish_many(crowd, AT)
    actions.recount()
    after = next(one for one in queries.find(found, limit=100) if one.entry_id == missing.id)
    assert after.score_bits == before.score_bits and after.probability == before.probability
    assert {one.code: one.bits for one in after.reasons} == {one.code: one.bits for one in before.reasons}
