"""Further resources of the matrix: who looked at a child, and the calls to 1098."""

from dataclasses import replace

import pytest
from django.test import Client

from tests.access.test_matrix import expected, verdict
from tests.access.world import POSTS, Thing, World
from tests.journeys.story import REPORTED, place
from tests.signing_in import sign_in
from vatsalya.access import session, walls
from vatsalya.access.actor import machine
from vatsalya.helpline import actions as helpline
from vatsalya.matters.models import Matter

#: Rule (e)10 lets the District Magistrate review who looked, month by month; that review has no screen yet.
NOT_BUILT = ("dm", "who_saw")
pytestmark = pytest.mark.django_db


def further(world: World) -> list[Thing]:
    """Calls of two States, and the page of who looked for every child in care."""
    told = {"caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "sex": "boy"}
    things = []
    for town in ("nashik", "gaya"):
        secret = f"Zkalpit{town}call"
        call = helpline.record(
            actor=world.land.bind(f"{town}.control_room"), at=REPORTED,
            answers=told | {"told": secret, "name": secret, "place": place(town.title())},
        )  # fmt: skip
        session.bind(machine("test"))
        kept = Matter.unscoped.select_related("office__district", "office__state").get(pk=call.pk)
        things.append(
            Thing("helpline_case", f"/desk/calls/{call.pk}/", kept.office, frozenset(kept.shared_with), 0, secret, "")
        )
    session.bind(machine("test"))
    children = {str(pk): child for pk, child in Matter.unscoped.filter(kind="cncp").values_list("pk", "child_id")}
    cases = [thing for thing in world.things if thing.resource == "cncp_case"]
    for case in cases:
        url = f"/desk/child/{children[case.url.split('/')[3]]}/who/"
        things.append(replace(case, resource="who_saw", url=url))
    return things


@pytest.mark.parametrize("down", ["", "python", "database"])
def test_calls_and_who_looked_open_for_those_whom_the_law_names(down: str) -> None:
    world = World()
    things, wrong, calls = further(world), [], 0
    with walls.without(down):
        for role, post in POSTS.items():
            actor, client = world.land.actor(post), Client()
            sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
            for thing in things:
                relation, calls = world.relation(actor, thing), calls + 1
                if (role, thing.resource) == NOT_BUILT:
                    continue
                said = verdict(client.get(thing.url), thing, expected(role, thing, relation))
                wrong += [f"{role} {relation} {thing.resource}: {said}"] if said else []
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert calls == len(POSTS) * len(things) >= 100
