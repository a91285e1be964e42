"""Systems and the records of found children: each key opens, writes and produces what the oracle gives to its post."""

from typing import Any

import pytest

from tests.access.test_matrix import ORACLE, expected
from tests.access.world import POSTS, Thing, World
from tests.api.system import System
from tests.api.test_found import body
from vatsalya.access import session, walls
from vatsalya.access.actor import machine
from vatsalya.exchange.keys import ROLES
from vatsalya.lib.clock import now
from vatsalya.missing import rail
from vatsalya.missing.models import RailRecord

pytestmark = pytest.mark.django_db
ASKED = {"category": "street", "station": "x"}


def records(world: World) -> list[Thing]:
    """A found child of each railway post of the little world."""
    found = []
    for town in ("nashik", "pune", "gaya"):
        name = f"Zkalpit{town}patri"
        told = body(answers={"name": name, "father": f"Zpita{town}", "marks": []})["answers"]
        actor = world.land.bind(f"{town}.rail_post")
        record = rail.found(actor=actor, at=now(), answers=told)
        office = world.land.offices[f"{town}.rail_post"]
        url = f"/api/v1/found/{record.pk}"
        found.append(Thing("rail_record", url, office, frozenset(record.shared_with), 0, name, record.number))
    return found


def systems(world: World) -> dict[str, System]:
    """A system in each post that can have one."""
    return {role: System(world.land, POSTS[role], "nashik.scps", per_minute=6000) for role in ROLES}


@pytest.mark.parametrize("down", ["", "python", "database"])
def test_a_record_opens_for_the_systems_whom_the_law_names_and_never_says_who(down: str) -> None:
    world = World()
    things, keys, wrong, opened = records(world), systems(world), [], 0
    with walls.without(down):
        for role, system in keys.items():
            for thing in things:
                relation = world.relation(world.land.actor(POSTS[role]), thing)
                answer = system.call("GET", thing.url)
                reads = expected(role, thing, relation) != "no"
                opened += answer.status_code == 200
                if (answer.status_code == 200) is not reads or (not reads and answer.status_code not in (403, 404)):
                    wrong.append(f"{role} {relation}: {answer.status_code}")
                if thing.secret in answer.content.decode():
                    wrong.append(f"{role} {relation}: says who the child is")
            listed = system.call("GET", "/api/v1/found").content.decode()
            shown = {thing.number for thing in things if thing.number in listed}
            mine = {
                t.number for t in things if expected(role, t, world.relation(world.land.actor(POSTS[role]), t)) != "no"
            }
            if shown != mine:
                wrong.append(f"{role} list: {shown} for {mine}")
    assert not wrong, "\n".join(wrong)
    assert opened == 1


def test_a_system_whom_the_law_does_not_let_act_changes_no_record() -> None:
    world = World()
    things, keys, wrong = records(world), systems(world), []
    for role, system in keys.items():
        for thing in things:
            relation = world.relation(world.land.actor(POSTS[role]), thing)
            acts = ORACLE[role, "rail_record", relation]["may_act"] == "yes"
            sent: list[tuple[str, str, Any]] = [("PUT", "/railway", ASKED), ("POST", "/production", None)]
            answers = [system.act(method, thing.url + tail, asked) for method, tail, asked in sent]
            if any((answer.status_code == 200) is not acts for answer in answers):
                wrong.append(f"{role} {relation}: {[answer.status_code for answer in answers]}")
    assert not wrong, "\n".join(wrong)
    session.bind(machine("test"))
    assert RailRecord.unscoped.filter(category="street").exclude(produced_at=None).count() == 1


def test_only_systems_whose_post_the_law_lets_write_such_a_record_make_one() -> None:
    world, lets = World(), {role for role in ROLES if ORACLE[role, "rail_record", "own"]["may_act"] == "yes"}
    made = {
        role
        for role, system in systems(world).items()
        if system.act("POST", "/api/v1/found", body()).status_code == 201
    }
    assert made == lets == {"rail_officer"}
