"""PFIF: a note that comes alone goes to the record it is about; a day that has not come is refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import AT
from tests.exchange.test_pfif import HEAD, document, note, rows, taken
from tests.journeys.story import Story
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.exchange.models import Imported
from vatsalya.exchange.pfif import review, schema, write
from vatsalya.lib.errors import Refused

pytestmark = pytest.mark.django_db


def alone(record: str = "other.example/p1", **said: Any) -> bytes:
    """A document of one note and nothing else."""
    return f'{HEAD}<pfif xmlns="{schema.NAMESPACE}1.4">{note(person_record_id=record, **said)}</pfif>'.encode()


def notes_at(land: Any) -> list[str]:
    """The notes of the only record, as the nodal officer reads them."""
    (row,) = rows()
    return [one["text"] for one in review.look(actor=land.bind("gaya.nodal"), imported_id=row.pk)[1]["notes"]]


def test_a_note_that_comes_alone_goes_to_the_record_it_is_about(land):
    taken(land, document(note=note()))
    told = taken(land, alone(note_record_id="other.example/n2", text="Seen at Patna"))
    assert (told.notes, told.kept, told.passed_over) == (1, 0, 0)
    assert notes_at(land) == ["t", "Seen at Patna"]
    assert taken(land, alone(note_record_id="other.example/n2", text="Seen at Patna")).notes == 0
    newer = {"source_date": "2026-11-11T00:00:00Z", "text": "Seen at Gaya"}
    assert taken(land, alone(note_record_id="other.example/n2", **newer)).notes == 1
    assert notes_at(land) == ["t", "Seen at Gaya"]
    taken(land, document(full_name="Newer", source_date="2026-11-11T00:00:00Z"))
    assert notes_at(land) == ["t", "Seen at Gaya"]


def test_a_note_about_nobody_we_know_is_counted_as_passed_over(land):
    told = taken(land, alone())
    assert (told.notes, told.passed_over) == (0, 1) and rows() == []


def test_a_note_about_a_record_passed_on_brings_it_back_before_the_officer(land):
    report = Story(land).register()
    taken(land, document())
    review.pass_on(actor=land.bind("gaya.nodal"), imported_id=rows()[0].pk, number=report.number, at=AT)
    assert taken(land, alone(text="Seen at Patna")).notes == 1
    assert rows()[0].stands == "waits" and notes_at(land) == ["Seen at Patna"]
    review.set_aside(actor=land.bind("gaya.nodal"), imported_id=rows()[0].pk, at=AT)
    assert taken(land, alone(text="Again", note_record_id="other.example/n9")).passed_over == 1
    assert rows()[0].sealed_record is None


def test_what_others_note_about_a_child_we_published_waits_for_the_officer(shown, land, settings):
    settings.BASE_URL = "https://ours.example.in"
    ours = f"ours.example.in/{shown[0].public_id}"
    assert taken(land, alone("ours.example.in/nobody")).passed_over == 1
    assert taken(land, alone(ours, note_record_id="ours.example.in/n1")).notes == 0
    assert taken(land, alone(ours, text="Seen at Patna")).notes == 1
    assert notes_at(land) == ["Seen at Patna"] and rows()[0].stands == "waits"
    assert taken(land, document(record=ours, note=note(note_record_id="other.example/n2"))).notes == 1


@pytest.mark.parametrize("field", ["source_date", "entry_date"])
def test_a_day_that_has_not_come_is_refused_with_its_line(land, field):
    with pytest.raises(Refused) as no:
        taken(land, document(**{field: "2030-01-01T00:00:00Z"}))
    assert no.value.codes == ["pfif.future"] and no.value.refusals[0].facts["field"] == field
    assert no.value.refusals[0].facts["line"] == {"source_date": 4, "entry_date": 9}[field]
    with pytest.raises(Refused):
        taken(land, document(note=note(source_date="2030-01-01T00:00:00Z")))
    assert rows() == []
    assert taken(land, document(source_date=write.instant(AT + timedelta(hours=20)))).kept == 1


def test_a_day_ahead_that_was_kept_before_blocks_no_renewal(land):
    taken(land, document())
    session.bind(machine("test"))
    Imported.unscoped.update(source_at=AT + timedelta(days=1500))
    assert taken(land, document(full_name="Newer", source_date="2026-11-12T00:00:00Z")).renewed == 1
