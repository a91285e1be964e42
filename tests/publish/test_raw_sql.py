"""The rules of a card hold in the database: tried by raw SQL as the web server's role and as the owner."""

import os
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.conftest import url
from tests.journeys.story import Story
from tests.publish.conftest import AT
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters.models import Link
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
            "shared_with, realm, sealed) SELECT id, 'x', state, 'OTHER', now(), 'x', '', '{}', 0, 0, '{}', '', false "
            "FROM matters_matter WHERE id = %s",
            [wide.matter_id],
        )
    run("UPDATE matters_matter SET state = 'OTHER' WHERE id = %s", wide.matter_id)
    assert (desk.row(wide).stage, desk.row(wide).why) == ("withdrawn", "closed")


def test_a_sealed_report_has_no_card(land, wide):
    actor = land.bind("gaya.ps")
    run("UPDATE matters_matter SET sealed = true WHERE id = %s", wide.matter_id)
    assert [card.stage for card in publish.of_matter(actor=actor, matter_id=wide.matter_id)] == ["withdrawn"]


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


#: A report and a card of it, written by the database's owner past everything of ours.
OWNED = """
WITH o AS (INSERT INTO offices_office (no, hi, kind, code, name_en, name_hi, phone, valid_from)
    VALUES (5, 5, 'ps', 'own', 'x', 'x', '', '2026-01-01') RETURNING id),
  p AS (INSERT INTO people_person (id) VALUES (gen_random_uuid()) RETURNING id),
  c AS (INSERT INTO people_child (id, person_id, number, sex, age_basis, age_on, languages, disability, unit_no,
      shared_with, realm, sealed) SELECT gen_random_uuid(), id, 'C-own', 'boy', 'told', '2026-11-01', '{}', '', 5, '{}',
      'missing', false FROM p RETURNING id)
INSERT INTO matters_matter (id, number, kind, state, office_id, state_code, district_code, child_id, leads_child,
    law_date, opened_at, changed_at, version, unit_no, shared_with, realm, sealed)
  SELECT gen_random_uuid(), 'own', 'missing', 'TRACING', o.id, 10, 1, c.id, true, '2026-11-01', now(), now(), 1, 5,
    '{}', 'missing', false FROM o, c RETURNING id
"""
REPORT = """INSERT INTO missing_missingreport (matter_id, channel, reported_at, last_seen_at, last_seen_state,
  last_seen_district, fir_no, fir_sections, zero_fir, found_by, reporter_language, circumstance, outcome, version,
  unit_no, shared_with, realm, sealed)
  VALUES (%s, 'walk_in', now(), now(), 10, 1, '', '', false, '', 'hi', '', '', 1, 0, '{}', '', false)"""
GOOD = {
    "id": "gen_random_uuid()", "public_id": "gen_random_uuid()", "stage": "'proposed'", "fields": "'{sex}'",
    "shown": "''", "picture": "''", "sex": "'boy'", "state_code": "10", "district_code": "1",
    "last_seen_on": "'2026-11-01'", "source_on": "'2026-11-01'", "consent_on": "'2026-11-02'",
    "consent_by": "'mother'", "consent_how": "'written'", "reason": "'it helps to find him'", "authority": "'sp'",
    "authority_no": "'1'", "authority_on": "'2026-11-02'", "committee_needed": "false", "committee_no": "''",
    "second_needed": "true", "until_on": "'2026-12-01'", "proposed_at": "now()", "proposed_on": "'2026-11-02'",
    "proposed_by": "1", "why": "''", "why_words": "''", "unit_no": "0", "shared_with": "'{}'", "realm": "''",
    "sealed": "false",
}  # fmt: skip


@pytest.mark.parametrize(
    ("lacking", "rule"),
    [
        ({}, ""),
        ({"consent_on": "NULL"}, "null value"),
        ({"consent_how": "''"}, "card_has_consent"),
        ({"consent_on": "'2026-10-31'"}, "consent is older than the loss"),
        ({"reason": "' '"}, "card_has_reason"),
        ({"authority_no": "' '"}, "card_has_authority"),
        ({"fields": "'{}'"}, "card_has_allowed_fields"),
        ({"fields": "'{father}'"}, "card_has_allowed_fields"),
        ({"until_on": "'2028-01-01'"}, "card_has_end"),
        ({"committee_needed": "true"}, "card_has_committee_where_needed"),
        ({"stage": "'published'"}, "card_published_by_somebody"),
        ({"stage": "'published'", "published_at": "now()", "approved_by": "1"}, "card_by_two"),
    ],
)
@pytest.mark.parametrize("found", [False, True])
def test_the_databases_owner_is_bound_too(django_db_setup, lacking, rule, found):
    """As the owner, in a transaction that is thrown away; and never for a child who is traced."""
    with psycopg.connect(url("owner", os.environ["VATSALYA_TEST_DB"])) as owner:
        matter = owner.execute(OWNED).fetchone()[0]
        owner.execute(REPORT, [matter])
        if found:
            owner.execute("UPDATE missing_missingreport SET traced_at = now()")
        row = {"matter_id": f"'{matter}'"} | GOOD | lacking
        statement = f"INSERT INTO missing_publiccard ({', '.join(row)}) VALUES ({', '.join(row.values())})"
        if found or rule:
            with pytest.raises(psycopg.Error, match="no card: the child is traced" if found else rule):
                owner.execute(statement)
        else:
            owner.execute(statement)
        owner.rollback()


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
