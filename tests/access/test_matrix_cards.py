"""The public card of the matrix: who reads its grounds at the desk, and that nobody else moves it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.access.test_matrix import expected, verdict
from tests.access.world import POSTS, Thing, World
from tests.publish.conftest import asked
from tests.signing_in import sign_in
from vatsalya.access import session, walls
from vatsalya.access.actor import machine
from vatsalya.lib.clock import ist_date, now
from vatsalya.matters.models import Matter
from vatsalya.missing import proposing
from vatsalya.missing.card_models import PublicationBar, PublicCard

pytestmark = pytest.mark.django_db


def cards(world: World) -> list[Thing]:
    """A public card, naming its child, for every report; the page where its grounds stand."""
    found, day = [], ist_date(now())
    for thing in [one for one in world.things if one.resource == "missing_report"]:
        town = "nashik" if "nashik" in thing.secret else thing.secret[7:-5]
        post = "nashik.rail_post" if thing.secret.endswith("rail") else f"{town}.ps"
        matter_id = thing.url.split("/")[3]
        told = asked(
            fields=("first_name",), consent_on=day, authority_on=day, until_on=day + timedelta(days=9),
            committee_no="CWC/1", committee_on=day, marks=(), clothes="",
        )  # fmt: skip
        card = proposing.propose(actor=world.land.bind(post), matter_id=matter_id, at=now(), proposal=told)
        proposing.approve(actor=world.land.bind(f"{town}.nodal"), card_id=card.pk, at=now())
        session.bind(machine("test"))
        kept = Matter.unscoped.select_related("office__district", "office__state").get(pk=matter_id)
        url = f"/desk/missing/{matter_id}/card/"
        found.append(Thing("public_card", url, kept.office, frozenset(kept.shared_with), 0, thing.secret, str(card.pk)))
    return found


def signed(world: World, role: str) -> tuple[Any, Client]:
    """A role's actor and its browser."""
    post, client = POSTS[role], Client()
    sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
    return world.land.actor(post), client


@pytest.mark.parametrize("down", ["", "python", "database"])
def test_the_grounds_of_a_card_open_for_those_whom_the_law_names(down: str) -> None:
    world = World()
    things, wrong, calls = cards(world), [], 0
    with walls.without(down):
        for role in POSTS:
            actor, client = signed(world, role)
            for thing in things:
                relation, calls = world.relation(actor, thing), calls + 1
                said = verdict(client.get(thing.url), thing, expected(role, thing, relation))
                wrong += [f"{role} {relation}: {said}"] if said else []
                for tail in ("picture/", "poster/a4/hi/", "poster/phone/en/"):
                    answer = client.get(f"/desk/cards/{thing.number}/{tail}")
                    if expected(role, thing, relation) == "no" and answer.status_code == 200:
                        wrong.append(f"{role} {relation} {tail}: opened")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert calls == len(POSTS) * len(things) >= 90


def test_whom_the_law_does_not_let_act_moves_no_card() -> None:
    from tests.access.test_matrix import ORACLE

    world = World()
    things, wrong, tried = cards(world), [], 0
    for role in POSTS:
        actor, client = signed(world, role)
        for thing in things:
            relation = world.relation(actor, thing)
            if ORACLE[role, "public_card", relation]["may_act"] == "yes":
                continue
            at = thing.url.removesuffix("card/")
            for url in (
                f"{at}card/propose/", f"{at}card/forbid/", f"/desk/cards/{thing.number}/approve/",
                f"/desk/cards/{thing.number}/withdraw/",
            ):  # fmt: skip
                tried += 1
                answer = client.post(url, {"step": "propose", "ground": "pocso", "why": "harm"})
                if answer.status_code not in (403, 404):
                    wrong.append(f"{role} {relation} {url.rsplit('/', 2)[1]}: {answer.status_code}")
    assert not wrong, "\n".join(sorted(set(wrong)))
    session.bind(machine("test"))
    assert set(PublicCard.unscoped.values_list("stage", flat=True)) == {"published"}
    assert PublicationBar.unscoped.count() == 0 and tried >= 200
