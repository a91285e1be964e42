"""The Board's vault against the law's matrix: a child with the station, a child before the Board, a copy to destroy."""

import pytest
from django.test import Client

from tests.access.test_matrix import expected, verdict
from tests.access.world import POSTS, Thing
from tests.ccl.story import FORM_5, MORNING, NIGHT, form_4, told
from tests.country_of_tests import Land, settle
from tests.signing_in import sign_in
from vatsalya.access import session, walls
from vatsalya.access.actor import Actor, machine
from vatsalya.ccl import hearing, police
from vatsalya.matters.models import Matter

pytestmark = pytest.mark.django_db


def things(land: Land) -> list[Thing]:
    """At Nashik one child with the station and one placed by the Board; in Pune and Gaya one before each Board."""
    made = []
    for town, brought in (("nashik", False), ("nashik", True), ("pune", True), ("gaya", True)):
        secret = f"Zkalpit{town}{brought}balak"
        matter = police.report(actor=land.bind(f"{town}.ps"), at=NIGHT, told=told(name=secret))
        if brought:
            police.produce(actor=land.bind(f"{town}.ps"), matter_id=matter.pk, at=MORNING)
        if brought and town == "nashik":
            board = land.bind("nashik.jjb")
            hearing.place(actor=board, matter_id=matter.pk, at=MORNING, answers=form_4(land))
            officer, order = land.postings["nashik.dcpu.3"].pk, {"matter_id": matter.pk, "at": MORNING}
            hearing.order_investigation(actor=board, officer_id=officer, answers=FORM_5, **order)
        session.bind(machine("test"))
        now = Matter.unscoped.select_related("office__district", "office__state").get(pk=matter.pk)
        base = {"office": now.office, "shared": frozenset(now.shared_with), "home_no": 0, "secret": secret}
        made.append(Thing("ccl_case", f"/desk/board/{now.pk}/", number=now.number, **base))
    return made


def relation(land: Land, actor: Actor, thing: Thing) -> str:
    """How an officer stands to a thing."""
    office = next(one for one in land.offices.values() if one.no == actor.office_no)
    if thing.office.no == office.no:
        return "own"
    if set(actor.own) & thing.shared:
        return "involved"
    if office.district_id and office.district_id == thing.office.district_id:
        return "district"
    if office.state_id == thing.office.state_id:
        return "elsewhere" if office.district_id else "district"
    return "other_state"


@pytest.mark.parametrize("down", ["", "python", "database"])
def test_the_boards_files_open_for_those_whom_the_law_names(down: str) -> None:
    land = settle()
    made, wrong = things(land), []
    with walls.without(down):
        for role, post in POSTS.items():
            actor, client = land.actor(post), Client()
            sign_in(client, land.postings[post if post[-1].isdigit() else f"{post}.0"])
            listed = client.get("/desk/board/").content.decode()
            for thing in made:
                wanted = expected(role, thing, stands := relation(land, actor, thing))
                said = verdict(client.get(thing.url), thing, wanted)
                wrong += [f"{role} {stands} {thing.secret}: {said}"] if said else []
                if wanted == "no" and thing.secret in listed:
                    wrong.append(f"{role} {stands} {thing.secret}: listed")
    assert not wrong, "\n".join(wrong)
