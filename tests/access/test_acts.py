"""Every post tries every act on everything: whom the law does not let act is refused, and nothing moves."""

from typing import Any

import pytest
from django.test import Client

from tests.access.test_matrix import ORACLE
from tests.access.world import POSTS, World
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters.models import Matter, Move

pytestmark = pytest.mark.django_db
#: Below the address of a file: what is pressed there, and which resource of the matrix that acts on.
ACTS = {
    "missing_report": {
        "fir/": "missing_report", "acknowledge/": "missing_report", "do/begin_tracing/": "missing_report",
        "more/": "missing_identity", "sitting/2/": "missing_identity", "recover/": "missing_report",
        "produce/": "missing_report", "end/": "missing_report", "end/answer/": "missing_report",
        "zero/": "missing_report",
        "suspect/": "missing_report", "hand-over/": "missing_report", "otherwise/": "missing_report",
        "reopen/": "missing_report", "diary/new/": "diary",
    },
    "cncp_case": {
        "do/produce/": "cncp_case", "do/agree/": "transfer", "do/receive/": "transfer",
        "do/depart/": "escort", "home/": "restoration", "do/check/": "cncp_order", "order/18/": "cncp_order",
        "order/21/": "cncp_order", "order/44/": "restoration", "order/45/": "escort", "report/": "sir",
        "hear/": "cncp_order", "final/": "cncp_order", "transfer/": "transfer",
        "transfer/refuse/": "transfer", "transfer/withdraw/": "transfer", "take-back/": "cncp_order",
    },
}  # fmt: skip


def standing() -> list[tuple[Any, ...]]:
    """Every file's step and owner, and how many moves there are."""
    session.bind(machine("test"))
    rows = Matter.unscoped.order_by("pk").values_list("pk", "state", "unit_no", "shared_with")
    return [*rows, (Move.unscoped.count(),)]


@pytest.mark.parametrize("role", POSTS)
def test_whom_the_law_does_not_let_act_is_refused_and_nothing_moves(role: str) -> None:
    world, tried, wrong = World(), 0, []
    actor, client = world.land.actor(POSTS[role]), Client()
    post = POSTS[role]
    sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
    before = standing()
    for thing in world.things:
        relation = world.relation(actor, thing)
        for tail, resource in ACTS.get(thing.resource, {}).items():
            if ORACLE[role, resource, relation]["may_act"] == "yes":
                continue
            tried += 1
            answer = client.post(thing.url + tail, {"fir_no": "1/2026", "says": "same"})
            # Who reads the file may be told in words (422) why the step is not there to take.
            told = ORACLE[role, thing.resource, relation]["may_read"] == "yes"
            if answer.status_code not in ((403, 404, 422) if told else (403, 404)):
                wrong.append(f"{role} {relation} {tail}: {answer.status_code}")
            if thing.secret in answer.content.decode("utf-8", "ignore") and (
                ORACLE[role, thing.resource.replace("report", "identity").replace("case", "identity"), relation][
                    "may_read"
                ]
                != "yes"
            ):
                wrong.append(f"{role} {relation} {tail}: tells who the child is")
    assert sorted(set(wrong)) == []
    assert standing() == before
    assert tried >= 20
