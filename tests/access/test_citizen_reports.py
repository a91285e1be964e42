"""Citizens' reports: every post asks for every one, with both walls and with each wall down."""

import pytest
from django.test import Client

from tests.access.test_matrix import ORACLE, expected, verdict
from tests.access.world import POSTS, Thing, World
from tests.citizens.telling import lodge, missing, sighting
from tests.journeys.story import place
from tests.signing_in import sign_in
from vatsalya.access import session, walls
from vatsalya.access.actor import machine
from vatsalya.citizens.models import Voice
from vatsalya.matters.models import Matter, Move

pytestmark = pytest.mark.django_db
#: Steps that answer, below a report's address.
STEPS = ("do/see/", "do/team/", "close/", "link/")
#: The second officer's answer belongs to the nodal officer too (citizen.end); to nobody else without a right to act.
SECOND, CONFIRMS = "end/", "nodal_officer"
LISTS = ("/desk/citizens/", "/desk/citizens/?answered=1", "/desk/", "/desk/missing/")


def reports(world: World) -> list[Thing]:
    """A missing child and a child seen, in each of three towns."""
    things = []
    for town in ("nashik", "pune", "gaya"):
        where = place(town.title())
        secret, phone = f"Zkalpit{town}nagrik", f"90000000{len(town)}0"
        one = lodge("missing", missing(name=secret, last_seen_place=where, reporter_phone=phone))
        two = lodge("sighting", sighting(name=secret + "x", place=where))
        for receipt in (one, two):
            session.bind(machine("test"))
            kept = Matter.unscoped.select_related("office__district", "office__state").get(pk=receipt.matter_id)
            shared = frozenset(kept.shared_with)
            url = f"/desk/citizens/{kept.pk}/"
            things.append(Thing("citizen_report", url, kept.office, shared, 0, secret, kept.number))
    assert not Voice.unscoped.exists()
    return things


@pytest.mark.parametrize("down", ["", "python", "database"])
def test_every_post_reads_exactly_what_the_law_says(down: str) -> None:
    world = World()
    things, wrong, calls, opened = reports(world), [], 0, 0
    with walls.without(down):
        for role, post in POSTS.items():
            actor, client = world.land.actor(post), Client()
            sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
            bodies = [client.get(address).content.decode() for address in LISTS]
            for thing in things:
                relation, calls = world.relation(actor, thing), calls + 1
                wanted = expected(role, thing, relation)
                opened += wanted == "yes"
                said = verdict(client.get(thing.url), thing, wanted)
                wrong += [f"{role} {relation} {thing.url}: {said}"] if said else []
                listed = wanted == "no" and any(thing.secret in body or thing.number in body for body in bodies)
                wrong += [f"{role} {relation}: lists {thing.number}"] if listed else []
    assert wrong == [] and calls == len(POSTS) * len(things) and opened >= 10


def test_whom_the_law_does_not_let_answer_moves_nothing() -> None:
    world = World()
    things, wrong = reports(world), []
    before = Move.unscoped.count()
    for role, post in POSTS.items():
        actor, client = world.land.actor(post), Client()
        sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
        for thing in things:
            if ORACLE[role, "citizen_report", world.relation(actor, thing)]["may_act"] == "yes":
                continue
            for step in (*STEPS, *(() if role == CONFIRMS else (SECOND,))):
                answer = client.post(thing.url + step, {"outcome": "false", "number": "BR-GAYA-26-00417-8"})
                if answer.status_code not in (403, 404):
                    wrong.append(f"{role} {step}: {answer.status_code}")
    session.bind(machine("test"))
    assert wrong == [] and Move.unscoped.count() == before
