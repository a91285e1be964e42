"""Merging and the warning of duplicates: the law data gives them to exactly those whom the oracle names."""

import pytest
from django.test import Client

from tests.access.test_matrix import ORACLE
from tests.access.world import POSTS, World
from tests.signing_in import sign_in
from vatsalya.law.load import law

pytestmark = pytest.mark.django_db
#: The acts that save a child and so are warned of a likely duplicate.
SAVING = ("missing.register", "cncp.admit", "helpline.record", "rail.record", "found.record")


def may(resource: str, relation: str) -> set[str]:
    """The roles that act on a resource in a relation, by the oracle."""
    return {
        role for (role, what, how), row in ORACLE.items() if (what, how, row["may_act"]) == (resource, relation, "yes")
    }


def test_those_who_merge_are_those_of_the_oracle() -> None:
    assert set(law().acts["child.merge"].by) == may("merge", "own") == may("merge", "involved")
    assert not may("merge", "district") | may("merge", "elsewhere") | may("merge", "other_state")


def test_the_second_officer_of_a_merge_is_the_one_of_the_oracle() -> None:
    assert set(law().acts["child.merge_second"].by) == may("merge_second", "own")
    assert may("merge_second", "district") == {
        r for r, how in law().acts["child.merge_second"].by.items() if how == "area"
    }


def test_those_who_save_a_child_are_warned_and_nobody_else() -> None:
    saving = {role for act in SAVING for role in law().acts[act].by}
    assert saving == may("duplicate_warning", "other_state") == may("duplicate_warning", "own")


def test_those_who_look_at_people_of_other_registries_are_told_too_and_save_nobody() -> None:
    told = {role for (role, what, _), row in ORACLE.items() if what == "duplicate_warning" and row["may_read"] != "no"}
    saving = {role for act in SAVING for role in law().acts[act].by}
    assert told == saving | set(law().acts["exchange.review"].by)


def test_to_others_a_warning_only_ever_says_whom_to_ask() -> None:
    seen = {row["may_read"] for (_, what, how), row in ORACLE.items() if what == "duplicate_warning" and how in
            ("district", "elsewhere", "other_state")}  # fmt: skip
    assert seen == {"masked", "no"}


@pytest.mark.parametrize("role", POSTS)
def test_nobody_asks_to_merge_a_file_that_is_not_theirs_to_merge(role: str) -> None:
    world, post = World(), POSTS[role]
    actor, client = world.land.actor(post), Client()
    sign_in(client, world.land.postings[post if post[-1].isdigit() else f"{post}.0"])
    wrong = []
    for thing in world.things:
        if thing.resource not in ("missing_report", "cncp_case"):
            continue
        relation = world.relation(actor, thing)
        file = thing.url.rstrip("/").rpartition("/")[2]
        answer = client.post(f"/desk/children/merge/ask/{file}/", {"number": "BR-XXXX-26-00001-1"})
        allowed = ORACLE[role, "merge", relation]["may_act"] == "yes" and thing.office.no == actor.office_no
        if (answer.status_code == 422) is not allowed:
            wrong.append(f"{relation} {thing.url}: {answer.status_code}")
        if thing.secret in answer.content.decode("utf-8", "ignore"):
            wrong.append(f"{relation} {thing.url}: tells who the child is")
    assert wrong == []
