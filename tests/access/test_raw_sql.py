"""The second wall by itself: what somebody could do who speaks SQL as the web server does."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from tests.country_of_tests import Land, settle
from tests.journeys.story import Story
from vatsalya.access import session
from vatsalya.access.scope import Scoped

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    """Ankit reported in Gaya, admitted and placed in Nashik."""
    told = Story(settle())
    told.register()
    told.admit()
    told.confirm()
    told.produce()
    told.place()
    return told


def tables() -> Iterator[str]:
    """Every protected table."""
    from django.apps import apps

    for model in apps.get_models():
        if issubclass(model, Scoped):
            yield model._meta.db_table


def count(table: str) -> int:
    """Rows that this connection sees."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


def forget() -> None:
    """As a connection is that nobody bound."""
    with connection.cursor() as cursor:
        for name in ("lo", "hi", "own", "realms", "grants", "account", "posting"):
            cursor.execute("SELECT set_config(%s, '', true)", [f"app.{name}"])


def test_a_connection_that_nobody_bound_sees_no_row_of_any_protected_table(story: Story) -> None:
    with session.engine():
        full = {table: count(table) for table in tables()}
    assert sum(1 for rows in full.values() if rows) >= 12, "there is something to hide"
    forget()
    assert {table: count(table) for table in tables()} == dict.fromkeys(full, 0)


def refused(statement: str) -> bool:
    """True when the database refuses; at once, or when the transaction would end."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            touched = cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return True
    return touched == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE matters_matter SET state = 'CLOSED'",
        "UPDATE matters_move SET name = 'x'",
        "UPDATE matters_move SET at = now()",
        "DELETE FROM matters_move",
        "UPDATE papers_paper SET sha256 = '\\x00'",
        "UPDATE papers_paper SET signed_at = now()",
        "DELETE FROM papers_paper",
        "DELETE FROM matters_matter",
        "DELETE FROM matters_clock",
        "DELETE FROM people_child",
        "DELETE FROM missing_pair",
        "TRUNCATE papers_draft",
        "ALTER TABLE people_child DISABLE ROW LEVEL SECURITY",
        "SET ROLE vatsalya_owner",
        "CREATE TABLE mine (a int)",
        "UPDATE django_migrations SET name = 'x'",
    ],
)
def test_even_with_the_widest_eyes_the_web_cannot_rewrite_what_happened(story: Story, statement: str) -> None:
    with session.engine():
        assert refused(statement), statement


def test_what_one_request_saw_is_gone_for_the_next_on_the_same_connection(story: Story) -> None:
    forget()
    with transaction.atomic():
        session.bind(story.land.actor("gaya.ps"))
        assert count("missing_missingreport") == 1
    land: Land = story.land
    with transaction.atomic():
        session.bind(land.actor("pune.ps"))
        assert count("missing_missingreport") == 0
