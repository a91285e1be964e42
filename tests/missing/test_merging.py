"""Two files of one child: two owners agree, nothing is lost, and it is all given back within thirty days."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import Land, settle
from tests.journeys.story import REPORTED, missing_answers, place
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.helpline import actions as helpline
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters import links
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import merging
from vatsalya.people import vault
from vatsalya.people.models import Child, Merge, Vault

pytestmark = pytest.mark.django_db
AT = REPORTED + timedelta(days=1)


class Two:
    """Ankit registered at the station and again at the railway post, with other words."""

    def __init__(self) -> None:
        self.land: Land = settle()
        self.one = missing.register(actor=self.land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())
        told = missing_answers(father="Rajesh", age={"value": 10, "basis": "told"}, mother="सुनीता",
                               marks=[{"kind": "mole", "part": "cheek", "side": "right", "text": ""}],
                               reporter_phone="0000012345")  # fmt: skip
        self.two = missing.register(actor=self.land.bind("gaya.rail_post"), at=AT, answers=told)

    def ask(self) -> Merge:
        """The station asks about the railway's file."""
        return merging.ask(actor=self.police(), matter_id=self.one.pk, number=self.two.number, at=AT)

    def police(self) -> Any:
        """The officer of the station."""
        return self.land.bind("gaya.ps")

    def rail(self) -> Any:
        """The officer of the railway post."""
        return self.land.bind("gaya.rail_post")

    def merged(self, **picks: str) -> Merge:
        """Asked, opened, picked, agreed."""
        made = self.ask()
        merging.open_up(actor=self.rail(), merge_id=made.pk, at=AT)
        told = merging.look(actor=self.police(), merge_id=made.pk)[1]
        assert told is not None
        chosen = dict.fromkeys(told.conflicts, "one") | picks
        merging.pick(actor=self.police(), merge_id=made.pk, picks=chosen, at=AT)
        return merging.agree(actor=self.rail(), merge_id=made.pk, at=AT)

    def state(self) -> list[Any]:
        """Everything that a merge may touch, byte for byte."""
        session.bind(machine("test"))
        rows: list[Any] = []
        for matter in Matter.unscoped.filter(pk__in=[self.one.pk, self.two.pk]).order_by("pk"):
            child, sealed = Child.unscoped.get(pk=matter.child_id), Vault.unscoped.get(child_id=matter.child_id)
            columns = {f.attname: getattr(child, f.attname) for f in child._meta.concrete_fields}
            standing = [(link.other, link.kind) for link in links.of_kind(matter, "merged")]
            rows.append((columns, bytes(sealed.identity), sorted(matter.shared_with), standing))
        return rows


@pytest.fixture
def two() -> Two:
    """Two files of one child."""
    return Two()


def refused(act: Any) -> list[str]:
    """The codes with which an act is refused."""
    with pytest.raises(Refused) as no:
        act()
    return no.value.codes


def test_the_asking_office_sees_nothing_of_the_other_sheet_until_that_office_agrees_to_compare(two: Two) -> None:
    made = two.ask()
    assert merging.look(actor=two.police(), merge_id=made.pk)[1] is None
    assert merging.look(actor=two.rail(), merge_id=made.pk)[1] is not None
    merging.open_up(actor=two.rail(), merge_id=made.pk, at=AT)
    sides = merging.look(actor=two.police(), merge_id=made.pk)[1]
    assert sides is not None and sides.other["father"] == "Rajesh"
    assert {"father", "age"} <= set(sides.conflicts) and "marks" not in sides.conflicts


def test_merged_sheets_hold_both_and_what_was_picked(two: Two) -> None:
    two.merged(father="two")
    session.bind(machine("test"))
    told = vault.read_for_engine(two.one.child_id)
    assert told["father"] == "Rajesh" and told["mother"] == "सुनीता" and len(told["marks"]) == 2
    assert Child.unscoped.get(pk=two.one.child_id).age_value == 9
    assert vault.read_for_engine(two.two.child_id)["marks"][0]["kind"] == "mole"  # the other sheet is as it was
    persons = {Child.unscoped.get(pk=one.child_id).person_id for one in (two.one, two.two)}
    assert len(persons) == 1


def test_un_merging_gives_back_the_same_bytes_links_and_shares(two: Two) -> None:
    before = two.state()
    made = two.merged(father="two")
    assert two.state() != before
    merging.undo(actor=two.rail(), merge_id=made.pk, reason="mistake", at=AT + timedelta(days=30))
    assert two.state() == before


def test_what_was_written_since_the_merge_survives_its_end(two: Two) -> None:
    made = two.merged(father="two")
    missing.add_details(
        actor=two.police(), matter_id=two.one.pk, at=AT, answers=missing_answers(father="Rajesh", school="नया विद्यालय"),
        version=1,
    )  # fmt: skip
    merging.undo(actor=two.police(), merge_id=made.pk, reason="mistake", at=AT)
    session.bind(machine("test"))
    told = vault.read_for_engine(two.one.child_id)
    assert told["school"] == "नया विद्यालय" and told["father"] == "राजेश कुमार"


def test_after_thirty_days_it_is_refused_with_the_number_of_days(two: Two) -> None:
    made = two.merged()
    late = AT + timedelta(days=30, seconds=1)
    assert refused(lambda: merging.undo(actor=two.police(), merge_id=made.pk, reason="mistake", at=late)) == [
        "merge.too_late"
    ]


def test_both_numbers_stay_valid(two: Two) -> None:
    two.merged()
    operator = two.land.bind("gaya.control_room")
    call = helpline.record(
        actor=operator, at=AT,
        answers={"caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "x", "name": "",
                 "sex": "boy", "age": {"value": 9, "basis": "told"}, "place": place("Gaya")},
    )  # fmt: skip
    helpline.hang_on(actor=operator, matter_id=call.pk, number=two.two.number, at=AT)
    session.bind(machine("test"))
    persons = {Child.unscoped.get(pk=one.child_id).person_id for one in (two.one, two.two, call)}
    assert len(persons) == 1


def test_one_office_cannot_agree_for_the_other_and_one_person_not_for_two(two: Two) -> None:
    made = two.ask()
    assert refused(lambda: merging.open_up(actor=two.police(), merge_id=made.pk, at=AT)) == ["merge.other_office"]
    assert refused(lambda: merging.agree(actor=two.rail(), merge_id=made.pk, at=AT)) == ["merge.wrong_step"]
    merging.open_up(actor=two.rail(), merge_id=made.pk, at=AT)
    picks = {"actor": two.police(), "merge_id": made.pk, "at": AT}
    assert refused(lambda: merging.pick(picks={}, **picks)) == ["merge.pick_all"]
    told = merging.look(actor=two.police(), merge_id=made.pk)[1]
    assert told is not None
    merging.pick(picks=dict.fromkeys(told.conflicts, "two"), **picks)
    assert refused(lambda: merging.agree(actor=two.police(), merge_id=made.pk, at=AT)) == ["merge.same_person"]


@pytest.mark.parametrize("who", ["pune.ps", "nashik.cwc", "gaya.cwc", "gaya.sjpu", "gaya.nodal", "gaya.dcpu"])
def test_nobody_else_asks_opens_or_sees(two: Two, who: str) -> None:
    made = two.ask()
    stranger = two.land.bind(who)
    for act in (
        lambda: merging.ask(actor=stranger, matter_id=two.one.pk, number=two.two.number, at=AT),
        lambda: merging.look(actor=stranger, merge_id=made.pk),
        lambda: merging.open_up(actor=stranger, merge_id=made.pk, at=AT),
    ):
        with pytest.raises((Forbidden, NotVisible)):
            act()


def test_a_number_that_is_no_other_file_is_refused_without_saying_why(two: Two) -> None:
    for number, code in (
        ("", "number.unreadable"),
        ("' OR 1=1", "number.unreadable"),
        ("BR-GAYA-26-99999-1", "merge.no_such_number"),
        (two.one.number, "merge.no_such_number"),
    ):
        assert refused(lambda n=number: merging.ask(actor=two.police(), matter_id=two.one.pk, number=n, at=AT)) == [
            code
        ]
    two.ask()
    assert refused(two.ask) == ["merge.already"]


def test_refusing_changes_nothing_and_it_may_be_asked_again(two: Two) -> None:
    before = two.state()
    made = two.ask()
    merging.refuse(actor=two.rail(), merge_id=made.pk, reason="not_same", at=AT)
    assert two.state() == before
    assert two.ask().pk != made.pk


def test_the_pages_of_a_merge_go_through_without_javascript(two: Two) -> None:
    police, rail = Client(), Client()
    for client, post in ((police, "gaya.ps.0"), (rail, "gaya.rail_post.0")):
        client.cookies["language"] = "hi"
        sign_in(client, two.land.postings[post])
    answer = police.post(f"/desk/children/merge/ask/{two.one.pk}/", {"number": two.two.number})
    assert answer.status_code == 302
    address = answer["Location"]
    assert "Rajesh" not in police.get(address).content.decode()
    assert rail.post(f"{address}open/").status_code == 302
    page = police.get(address).content.decode()
    assert "Rajesh" in page and 'name="pick-father"' in page
    assert police.post(f"{address}pick/", {}).status_code == 422
    session.bind(machine("test"))
    told = merging.look(actor=two.police(), merge_id=Merge.unscoped.get().pk)[1]
    assert told is not None
    assert police.post(f"{address}pick/", {f"pick-{key}": "one" for key in told.conflicts}).status_code == 302
    assert rail.post(f"{address}agree/").status_code == 302
    assert rail.post(f"{address}undo/", {"reason": "mistake"}).status_code in (302, 422)
    assert police.post(f"{address}nonsense/").status_code == 404
