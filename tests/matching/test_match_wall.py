"""The table of likeness has one door: a search that is bound, counted and written down."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from vatsalya.lib.errors import Refused
from vatsalya.matching import actions, queries
from vatsalya.matching.record import Record

AT = datetime(2026, 6, 12, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db
TABLES = ["matching_entry", "matching_key", "matching_register", "matching_search", "matching_quota"]


def refused(statement: str, parameters: list | None = None) -> str:
    """The database's code for refusing a statement; fails when it does not refuse."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])
    return caught.value.__cause__.sqlstate


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["SELECT * FROM {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_cannot_touch_the_tables(officer: str, table: str, verb: str) -> None:
    assert refused(verb.format(table)) == "42501"


def test_a_search_finds_the_journeys_report_first_with_its_reasons(
    officer: str, missing: Record, found: Record
) -> None:
    actions.publish(missing, AT)
    actions.publish(replace(missing, id=UUID(int=77), matter_id=None, child_id=None, languages=[], marks=[]), AT)
    best, other = queries.find(found)
    assert best.entry_id == missing.id and best.band == "alert" and best.matter_id == missing.matter_id
    assert best.next_best == other.score_bits < best.score_bits
    assert {"name.same", "mark.same", "language.same"} <= {one.code for one in best.reasons}
    assert "travel.km" in {one.code for one in best.against}
    total = sum(one.bits for one in (*best.reasons, *best.against))
    assert total == pytest.approx(best.score_bits, abs=0.2)


@pytest.mark.parametrize(("lang", "words"), [("en", "sounds the same"), ("hi", "सुनने में एक ही नाम")])
def test_reasons_are_sentences_in_both_languages(
    officer: str, missing: Record, found: Record, lang: str, words: str
) -> None:
    actions.publish(missing, AT)
    best = queries.find(found)[0]
    said = [one.words(lang) for one in (*best.reasons, *best.against)]
    assert any(sentence.startswith("Ankeet ~ अंकित कुमार") and words in sentence for sentence in said)
    assert any("1,200" in sentence for sentence in said)
    assert not any("{" in sentence for sentence in said)


def test_a_masked_candidate_names_nobody(officer: str, missing: Record, found: Record) -> None:
    actions.publish(missing, AT)
    best = queries.find(found)[0].masked()
    assert best.office_no == missing.office_no and best.child_id is None and best.matter_id is None
    shown = " ".join(one.words("hi") + repr(one.facts) for one in (*best.reasons, *best.against))
    assert "अंकित" not in shown and "Ankeet" not in shown and "1,200" not in shown


def test_a_withdrawn_or_erased_entry_is_found_no_more(officer: str, missing: Record, found: Record) -> None:
    actions.publish(missing, AT)
    assert actions.withdraw(missing.id) and not actions.withdraw(missing.id)
    assert queries.find(found) == []
    actions.publish(missing, AT)
    assert actions.erase(missing.child_id) == 1
    assert queries.find(found) == []


def test_publishing_again_replaces_what_was_said(officer: str, missing: Record, found: Record) -> None:
    actions.publish(missing, AT)
    actions.publish(replace(missing, names=["सुरेश"]), AT)
    (only,) = queries.find(found)
    assert "name.differs" in {one.code for one in only.against}


def test_another_matter_cannot_overwrite_an_entry(officer: str, missing: Record) -> None:
    actions.publish(missing, AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.publish(replace(missing, matter_id=UUID(int=5)), AT)


def test_a_girl_another_age_or_a_later_loss_is_never_proposed(officer: str, missing: Record, found: Record) -> None:
    actions.publish(replace(missing, sex="girl"), AT)
    assert queries.find(found) == []
    actions.publish(replace(missing, age_value=17), AT)
    assert queries.find(found) == []
    actions.publish(replace(missing, event_on=datetime(2026, 7, 1, tzinfo=UTC).date()), AT)
    assert queries.find(found) == []
    actions.publish(replace(missing, sex=None), AT)
    assert len(queries.find(found)) == 1


def test_nobody_bound_and_a_citizen_may_not_search(be: Callable[..., None], found: Record) -> None:
    be("", realms="{}")
    with pytest.raises(DatabaseError), transaction.atomic():
        queries.find(found)


def test_too_many_searches_in_an_hour_are_refused(
    officer: str, be: Callable[..., None], missing: Record, found: Record
) -> None:
    actions.publish(missing, AT)
    be("43")
    given = "SELECT count(*) FROM match_candidates(null, null, '{1}', '{missing}', 'u', null, null, null, null, 1)"
    with connection.cursor() as cursor:
        for _ in range(300):
            cursor.execute(given)
    with pytest.raises(Refused) as caught:
        queries.find(found)
    assert caught.value.codes == ["matching.too_many_searches"]
    be("44")
    assert len(queries.find(found)) == 1


def test_a_search_that_is_too_wide_is_refused(officer: str) -> None:
    wide = "SELECT * FROM match_candidates(null, null, %s::int[], '{missing}', 'u', null, null, null, null, 10)"
    assert refused(wide, [list(range(401))]) == "54000"


def test_a_search_is_written_to_the_audit(
    officer: str, missing: Record, found: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.publish(missing, AT)
    seen: list[dict] = []
    monkeypatch.setattr(queries.audit, "record", lambda **line: seen.append(line))
    actor = SimpleNamespace(account_id=41, posting_id=3)
    assert len(queries.search(actor=actor, record=found, at=AT)) == 1
    assert seen[0]["kind"] == "search" and seen[0]["account"] == 41 and seen[0]["row_id"] == str(found.id)


def test_an_entry_moved_to_another_id_cannot_be_read(missing: Record) -> None:
    from cryptography.exceptions import InvalidTag

    from vatsalya.matching.seal import seal, unseal

    sealed = seal(b"{}", missing.id, queries.own_locks())
    assert unseal(sealed, missing.id, queries.own_locks()) == b"{}"
    with pytest.raises(InvalidTag):
        unseal(sealed, UUID(int=99), queries.own_locks())


def test_counting_keys_gives_the_size_of_the_register(officer: str, missing: Record) -> None:
    actions.publish(missing, AT)
    assert actions.recount() == 1
