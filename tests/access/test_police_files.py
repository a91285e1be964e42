"""The police's own files against the law's matrix: the diary, the unit's file, the railway post's record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.access.test_matrix import expected, verdict
from tests.access.world import POSTS, Thing, World
from tests.journeys.story import FOUND, REPORTED, found_answers
from tests.signing_in import sign_in
from vatsalya.access import session, walls
from vatsalya.access.actor import machine
from vatsalya.matters.models import Matter
from vatsalya.missing import ahtu, diary, rail
from vatsalya.missing.models import RailRecord

pytestmark = pytest.mark.django_db
LATER = REPORTED + timedelta(hours=2)


def shared(thing: Thing) -> frozenset[int]:
    """Whom the report is shared with now."""
    session.bind(machine("test"))
    return frozenset(Matter.unscoped.get(number=thing.number).shared_with)


def further(world: World) -> list[Thing]:
    """A diary for every report; the unit's file for two; a railway record in Nashik, three of the police."""
    things = []
    for town in ("nashik", "pune", "gaya"):
        report = next(t for t in world.things if t.resource == "missing_report" and f"{town}thana" in t.secret)
        pk = report.url.split("/")[3]
        actor = world.land.bind(f"{town}.ps")
        diary.write(actor=actor, matter_id=pk, at=LATER, code="cctv", done_at=LATER, note=report.secret)
        things.append(replace(report, resource="diary", url=f"/desk/missing/{pk}/diary/"))
        if town != "pune":
            ahtu.suspect(actor=world.land.bind(f"{town}.ps"), matter_id=pk, at=LATER, reason="three good words")
            ahtu.hand_over(actor=world.land.bind(f"{town}.ps"), matter_id=pk, at=LATER, reason="three good words")
            things[-1] = replace(things[-1], shared=shared(report))
            things.append(replace(things[-1], resource="ahtu_file", url=f"/desk/police/ahtu/{pk}/"))
    secret = "Zkalpitrailchild"
    record = rail.found(actor=world.land.bind("nashik.rail_post"), at=FOUND, answers=found_answers(name=secret))
    office = world.land.offices["nashik.rail_post"]
    things.append(Thing("rail_record", f"/desk/railway/{record.pk}/", office, frozenset(), 0, secret, record.number))
    for post in ("nashik.ps", "nashik.sjpu", "gaya.ps"):
        secret, office = f"Zkalpit{post.replace('.', '')}", world.land.offices[post]
        told = found_answers(name=secret, father=f"Zpita{secret}", producer_kind="police")
        record = rail.found(actor=world.land.bind(post), at=FOUND, answers=told)
        things.append(Thing("found_record", f"/desk/found/{record.pk}/", office, frozenset(), 0, secret, record.number))
    return things


@pytest.mark.parametrize("down", ["", "python", "database"])
def test_the_polices_own_files_open_for_those_whom_the_law_names(down: str) -> None:
    world = World()
    things, wrong, calls = further(world), [], 0
    with walls.without(down):
        for role, post in POSTS.items():
            actor, client = world.land.actor(post), Client()
            sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
            for thing in things:
                relation, calls = world.relation(actor, thing), calls + 1
                wanted = expected(role, thing, relation)
                said = verdict(client.get(thing.url), thing, wanted)
                # The unit's own page names the child; a diary's lines are what the police wrote.
                wrong += [f"{role} {relation} {thing.resource}: {said}"] if said else []
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert calls == len(POSTS) * len(things) >= 100
    session.bind(machine("test"))
    assert RailRecord.unscoped.count() == 4
