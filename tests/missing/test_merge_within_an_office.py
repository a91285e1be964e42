"""Two reports of one station are one child: the officer who chose does not confirm; lists show one line."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.story import REPORTED, missing_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Forbidden, Refused
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import merged, merging
from vatsalya.people.models import Merge

pytestmark = pytest.mark.django_db
AT = REPORTED + timedelta(days=1)


@pytest.fixture
def second(land: Any, report: Matter) -> Matter:
    """The same child, written down once more at the same station by the mother."""
    told = missing_answers(father="Rajesh", reporter_relation="mother", reporter_phone="0000012345")
    return missing.register(actor=land.bind("gaya.ps"), at=AT, answers=told)


@pytest.fixture
def picked(land: Any, report: Matter, second: Matter) -> Merge:
    """The first officer asked and chose."""
    made = merging.ask(actor=land.bind("gaya.ps"), matter_id=report.pk, number=second.number, at=AT)
    sides = merging.look(actor=land.bind("gaya.ps"), merge_id=made.pk)[1]
    assert sides is not None
    chosen = dict.fromkeys(sides.conflicts, "one")
    return merging.pick(actor=land.bind("gaya.ps"), merge_id=made.pk, picks=chosen, at=AT)


def test_who_chose_does_not_confirm(land: Any, picked: Merge) -> None:
    assert picked.stage == "picked"
    with pytest.raises(Refused, match="merge.second_officer"):
        merging.agree(actor=land.bind("gaya.ps"), merge_id=picked.pk, at=AT)


@pytest.mark.parametrize("who", ["gaya.ps.1", "gaya.sjpu"])
def test_a_second_officer_of_the_station_or_the_unit_confirms(land: Any, picked: Merge, who: str) -> None:
    made = merging.agree(actor=land.bind(who), merge_id=picked.pk, at=AT)
    assert made.stage == "merged" and made.merged_by != made.picked_by


@pytest.mark.parametrize("who", ["nashik.sjpu", "gaya.second", "gaya.cwc", "gaya.nodal"])
def test_nobody_else_confirms(land: Any, picked: Merge, who: str) -> None:
    from vatsalya.lib.errors import NotVisible

    with pytest.raises((Forbidden, NotVisible)):
        merging.agree(actor=land.bind(who), merge_id=picked.pk, at=AT)


def test_the_second_officer_may_refuse_and_does_not_choose(land: Any, picked: Merge) -> None:
    with pytest.raises(Forbidden):
        merging.pick(actor=land.bind("gaya.sjpu"), merge_id=picked.pk, picks={}, at=AT)
    with pytest.raises(Refused, match="merge.reason_needed"):
        merging.refuse(actor=land.bind("gaya.sjpu"), merge_id=picked.pk, reason="twice", at=AT)
    assert merging.refuse(actor=land.bind("gaya.sjpu"), merge_id=picked.pk, reason="not_same", at=AT).stage == "refused"


def test_one_line_for_one_child_until_it_is_taken_back(
    land: Any, desk: Any, report: Matter, second: Matter, picked: Merge
) -> None:
    merging.agree(actor=land.bind("gaya.ps.1"), merge_id=picked.pk, at=AT)
    for post in ("gaya.ps", "gaya.sjpu", "gaya.nodal"):
        client = desk(post)
        page = client.get("/desk/missing/").content.decode()
        assert f"/desk/missing/{report.pk}/" in page and f"/desk/missing/{second.pk}/" not in page, post
        assert second.number in page, post
        other = client.get(f"/desk/missing/{second.pk}/").content.decode()
        assert "दूसरी रिपोर्ट से जोड़ी गई" in other and report.number in other, post
    assert "दूसरी रिपोर्ट के साथ जोड़ा गया" in desk("gaya.ps").get(f"/desk/missing/{report.pk}/").content.decode()
    assert (
        f"/desk/missing/{second.pk}/"
        not in desk("gaya.ps").get("/desk/police/").content.decode().partition('id="open"')[2]
    )
    merging.undo(actor=land.bind("gaya.ps"), merge_id=picked.pk, reason="mistake", at=AT)
    assert merged.joined(actor=land.bind("gaya.ps"), matter_id=second.pk) == []
    assert f"/desk/missing/{second.pk}/" in desk("gaya.ps").get("/desk/missing/").content.decode()


def test_a_file_whose_other_one_is_not_seen_keeps_its_line(land: Any, report: Matter) -> None:
    """Joined across districts: whoever sees only the second file still has the child on the list."""
    told = missing_answers(father="Rajesh", reporter_phone="0000012345")
    far = missing.register(actor=land.bind("pune.ps"), at=AT, answers=told)
    made = merging.ask(actor=land.bind("gaya.ps"), matter_id=report.pk, number=far.number, at=AT)
    merging.open_up(actor=land.bind("pune.ps"), merge_id=made.pk, at=AT)
    sides = merging.look(actor=land.bind("gaya.ps"), merge_id=made.pk)[1]
    assert sides is not None
    merging.pick(actor=land.bind("gaya.ps"), merge_id=made.pk, picks=dict.fromkeys(sides.conflicts, "one"), at=AT)
    merging.agree(actor=land.bind("pune.ps"), merge_id=made.pk, at=AT)
    actor = land.bind("pune.nodal")
    rows = merged.one_each(Matter.objects.visible_to(actor).filter(kind="missing"), actor=actor)
    assert [one.pk for one in rows] == [far.pk]
    actor = land.bind("pune.ps")
    rows = merged.one_each(Matter.objects.visible_to(actor).filter(kind="missing"), actor=actor)
    assert [one.pk for one in rows] == [report.pk]


@pytest.mark.parametrize(("lang", "word"), [("hi", "माता"), ("en", "Mother")])
def test_the_page_says_answers_in_words_and_offers_reasons_against(
    land: Any, desk: Any, second: Matter, picked: Merge, lang: str, word: str
) -> None:
    page = desk("gaya.ps", lang).get(f"/desk/children/merge/{picked.pk}/").content.decode()
    assert ">mother<" not in page and word in page
    assert "दो बार दर्ज" not in page and "entered twice" not in page
    assert "/agree/" not in page
    unit = desk("gaya.sjpu", lang)
    for where in ("/desk/", "/desk/police/"):
        assert f"/desk/children/merge/second/{picked.pk}/" in unit.get(where).content.decode(), where
        assert f"/desk/children/merge/{picked.pk}/" not in desk("gaya.ps", lang).get(where).content.decode()
    shown = unit.get(f"/desk/children/merge/second/{picked.pk}/").content.decode()
    assert "/agree/" in shown and "pick-" not in shown
    assert f"/desk/children/merge/second/{picked.pk}/" in unit.get(f"/desk/missing/{second.pk}/").content.decode()
    assert unit.post(f"/desk/children/merge/second/{picked.pk}/agree/").status_code == 302
    session.bind(machine("test"))
    assert Merge.unscoped.get(pk=picked.pk).stage == "merged"
