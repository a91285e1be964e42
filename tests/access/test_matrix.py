"""The generated matrix: every post asks for every thing, with both walls and with each wall down."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.access.world import POSTS, Thing, World
from tests.signing_in import sign_in
from vatsalya.access import walls

pytestmark = pytest.mark.django_db
ROWS = list(csv.DictReader((Path(__file__).parent / "matrix.csv").open(encoding="utf-8")))
ORACLE = {(r["role"], r["resource"], r["relation"]): r for r in ROWS}
#: "On need, reason logged" is done by a break-glass grant; without one the file is not there.
ON_NEED = "on need"


def expected(role: str, thing: Thing, relation: str) -> str:
    """yes, masked or no, as the law's matrix says."""
    row = ORACLE[role, thing.resource, relation]
    if ON_NEED in row["basis"]:
        return "no"
    return {"yes": "yes", "masked": "masked"}.get(row["may_read"], "no")


def verdict(response: Any, thing: Thing, wanted: str) -> str:
    """Empty when the answer agrees with the matrix, else what is wrong."""
    opened = response.status_code == 200
    told = thing.secret in response.content.decode("utf-8", "ignore")
    if wanted == "no" and opened:
        return "opened, must not be there"
    if wanted != "yes" and told:
        return "tells who the child is"
    if wanted == "yes" and not opened:
        return f"refused ({response.status_code}), must open"
    return ""


def differences(world: World) -> Iterator[tuple[int, str]]:
    """Ask for everything as everybody; yields (1, what differs or nothing)."""
    for role, post in POSTS.items():
        actor, client = world.land.actor(post), Client()
        sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
        for thing in world.things:
            relation = world.relation(actor, thing)
            wanted = expected(role, thing, relation)
            wrong = verdict(client.get(thing.url), thing, wanted)
            yield 1, f"{role} {relation} {thing.resource} {thing.url}: {wrong}" if wrong else ""
        for listing in ("/desk/", "/desk/missing/", "/desk/cases/", "/desk/residents/", "/desk/matches/"):
            body = client.get(listing).content.decode()
            for thing in world.things:
                if expected(role, thing, world.relation(actor, thing)) == "no" and thing.secret in body:
                    yield 1, f"{role} {listing}: lists who {thing.number} is"
                else:
                    yield 1, ""


@pytest.mark.parametrize("down", ["", "python", "database"])
def test_every_post_sees_exactly_what_the_law_says(down: str) -> None:
    world = World()
    if down:
        with walls.without(down):
            found = list(differences(world))
    else:
        found = list(differences(world))
    wrong = sorted({text for _, text in found if text})
    if os.environ.get("MATRIX_JSON"):
        path = Path(os.environ["MATRIX_JSON"])
        held = json.loads(path.read_text()) if path.exists() else {}
        held[down or "both"] = {"calls": len(found), "differences": len(wrong), "first": wrong[:5]}
        path.write_text(json.dumps(held))
    assert not wrong, "\n".join(wrong[:40])
    assert len(found) > 1000


def test_the_matrix_fails_when_both_walls_are_down() -> None:
    """Proof that the runner can find something: with no wall at all it must."""
    world = World()
    with walls.without("python"), walls.without("database"):
        assert any(text for _, text in differences(world))
