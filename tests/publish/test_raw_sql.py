"""The rules of a card hold in the database: tried by raw SQL as the web server's role and as the owner."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.journeys.story import Story
from tests.publish.conftest import AT
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters.models import Link, Matter
from vatsalya.missing import publish
from vatsalya.missing.card_models import PublicationBar, PublicCard
from vatsalya.people.models import Child

pytestmark = pytest.mark.django_db
COLUMNS = [f.column for f in PublicCard._meta.concrete_fields]


def run(statement: str, *values: object) -> int:
    """Rows touched by a statement of this connection, with every deferred rule asked at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        touched = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return touched


def copied(card: PublicCard, **changed: str) -> None:
    """Insert a copy of a card with some columns changed (SQL expressions)."""
    fresh = {"id": f"'{uuid4()}'", "public_id": f"'{uuid4()}'", "stage": "'proposed'", "published_at": "NULL",
             "approved_by": "NULL"} | changed  # fmt: skip
    chosen = ", ".join(fresh.get(name, f'"{name}"') for name in COLUMNS)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    run(f"INSERT INTO missing_publiccard ({names}) SELECT {chosen} FROM missing_publiccard WHERE id = %s", card.pk)


@pytest.fixture
def wide(desk, card):
    """The widest eyes that the web server's role can have."""
    session.bind(machine("test"))
    return card


def test_a_copy_with_everything_in_place_is_taken(wide):
    copied(wide)


@pytest.mark.parametrize(
    "lacking",
    [
        {"consent_on": "NULL"}, {"consent_by": "' '"}, {"consent_how": "'guessed'"}, {"consent_on": "proposed_on + 1"},
        {"reason": "''"}, {"reason": "'        '"}, {"authority": "'minister'"}, {"authority_no": "''"},
        {"authority_on": "NULL"}, {"fields": "'{}'"}, {"fields": "'{father}'"}, {"fields": "'{sex,address}'"},
        {"until_on": "NULL"}, {"until_on": "proposed_on"}, {"until_on": "proposed_on + 400"},
        {"committee_needed": "true"}, {"stage": "'published'"}, {"stage": "'other'"},
        {"stage": "'published'", "published_at": "now()", "approved_by": "proposed_by"},
        {"stage": "'withdrawn'"},
    ],
    ids=str,
)  # fmt: skip
def test_no_card_without_consent_reason_authority_fields_and_end(wide, lacking):
    with pytest.raises(DatabaseError):
        copied(wide, **lacking)


@pytest.mark.parametrize(
    "change",
    [
        "shown = ''", "fields = '{sex}'", "until_on = until_on + 10", "consent_by = 'father'", 
        "public_id = gen_random_uuid()",
        "stage = 'proposed'", "published_at = now()", "approved_by = 7", "reason = 'another reason here'",
    ],
)  # fmt: skip
def test_a_card_is_superseded_and_never_edited(wide, change):
    with pytest.raises(DatabaseError):
        run(f"UPDATE missing_publiccard SET {change} WHERE id = %s", wide.pk)


def test_a_withdrawn_card_does_not_come_back(wide):
    run("UPDATE missing_publiccard SET stage='withdrawn', why='harm', withdrawn_at=now() WHERE id=%s", wide.pk)
    with pytest.raises(DatabaseError):
        run("UPDATE missing_publiccard SET stage='published' WHERE id=%s", wide.pk)


def test_the_web_servers_role_deletes_no_card(wide):
    with pytest.raises(DatabaseError):
        run("DELETE FROM missing_publiccard WHERE id = %s", wide.pk)


def test_a_found_child_in_a_home_has_no_card(land, desk, wide):
    case = Story(land).admit()
    session.bind(machine("test"))
    with pytest.raises(DatabaseError, match="only a missing report"):
        copied(wide, matter_id=f"'{case.pk}'")


@pytest.mark.parametrize("realm", ["ccl", "cncp", "adoption"])
def test_a_missing_child_who_is_in_care_or_before_a_board_has_no_card_and_loses_the_one_it_has(land, desk, wide, realm):
    case = Story(land).admit(name="Zother", sex="girl")
    session.bind(machine("test"))
    run("UPDATE matters_matter SET realm = %s WHERE id = %s", realm, case.pk)
    person = Child.unscoped.get(pk=wide.matter.child_id).person_id
    run("UPDATE people_child SET person_id = %s WHERE id = %s", person, case.child_id)
    assert desk.row(wide).stage == "withdrawn"
    with pytest.raises(DatabaseError, match="in care or before a Board"):
        copied(wide)


def test_under_a_bar_there_is_no_card(desk, wide):
    PublicationBar.objects.create(matter=wide.matter, ground="pocso", since=AT, by=1)
    run("SELECT 1")
    assert (desk.row(wide).stage, desk.row(wide).why) == ("withdrawn", "barred")
    with pytest.raises(DatabaseError, match="forbidden"):
        copied(wide)


def test_a_link_to_a_found_child_takes_the_card_down(desk, wide):
    Link.objects.create(matter=wide.matter, other=uuid4(), kind="same_child", at=AT)
    run("SELECT 1")
    assert desk.row(wide).why == "found"
    with pytest.raises(DatabaseError, match="linked"):
        copied(wide)


def test_a_report_traced_by_sql_alone_loses_its_card_and_is_not_shown_meanwhile(desk, wide):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE missing_missingreport SET traced_at = %s WHERE matter_id = %s", [AT, wide.matter_id])
    assert publish.by_public_id(public_id=wide.public_id, at=AT) is None, "not even inside the transaction"
    run("SELECT 1")
    assert desk.row(wide).stage == "withdrawn"
    with pytest.raises(DatabaseError, match="traced"):
        copied(wide)


def test_a_state_changed_past_our_functions_takes_the_card_down(desk, wide):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_move (matter_id, name, from_state, to_state, at, role, reason, facts, txid, unit_no, "
            "shared_with, realm, sealed) SELECT id, 'x', state, 'CLOSED', now(), 'x', '', '{}', 0, 0, '{}', '', false "
            "FROM matters_matter WHERE id = %s",
            [wide.matter_id],
        )
    run("UPDATE matters_matter SET state = 'CLOSED', closed_at = now() WHERE id = %s", wide.matter_id)
    assert (desk.row(wide).stage, desk.row(wide).why) == ("withdrawn", "closed")


def test_a_sealed_report_has_no_card(desk, wide):
    run("UPDATE matters_matter SET sealed = true WHERE id = %s", wide.matter_id)
    assert desk.row(wide).stage == "withdrawn"


def test_one_public_card_for_a_child(desk, wide):
    session.bind(machine("test"))
    with pytest.raises(DatabaseError):
        copied(wide, stage="'published'", published_at="now()", approved_by="99999")


def test_an_officer_of_another_district_reads_no_card_by_sql(land, wide):
    for post, rows in (("gaya.ps", 1), ("gaya.nodal", 1), ("nashik.ps", 0), ("nashik.nodal", 0), ("gaya.home", 0)):
        land.bind(post)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM missing_publiccard")
            assert cursor.fetchone()[0] == rows, post


def test_the_owner_is_bound_too(owner_sql):
    """A bare row as the database's owner, outside everything of ours: the rules are the table's own."""
    with pytest.raises(Exception, match="card_has_consent|null value|no card|foreign key"):
        owner_sql("INSERT INTO missing_publiccard (id, public_id, matter_id, stage) VALUES (gen_random_uuid(), "
                  "gen_random_uuid(), gen_random_uuid(), 'published')")  # fmt: skip
    rules = owner_sql(
        "SELECT count(*) FROM pg_constraint WHERE conrelid = 'missing_publiccard'::regclass AND contype = 'c' "
        "AND convalidated"
    )
    assert rules[0][0] >= 10


def test_the_database_and_the_law_data_name_the_same_open_states(wide):
    from vatsalya.law.load import law

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s FROM unnest(%s::text[]) s WHERE missing_card_open(s)", [list(law().machine("missing").states)]
        )
        assert {row[0] for row in cursor.fetchall()} == set(law().publication.open_states)


def test_a_child_cannot_be_found_while_its_card_goes_up(wide):
    """The trigger holds the report's row, so the two wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'missing_card_stands'")
        assert "FOR SHARE" in cursor.fetchone()[0]
    assert Matter and timedelta
