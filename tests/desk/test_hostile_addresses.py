"""Nothing in an address makes the portal fall over: every screen that can be opened, with hostile values."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.world import POSTS
from tests.country_of_tests import settle
from tests.signing_in import sign_in
from vatsalya.access.screens import mark_of
from vatsalya.law.load import law

pytestmark = pytest.mark.django_db
NAMES = ("page", "month", "indicator", "show",
         "name", "role", "k", "number", "lang", "next", "to", "form", "about", "card",
         "size", "all", "failed", "search", "draft", "again", "answered", "nation")  # fmt: skip
HOSTILE = ["%00", "99999", "-1", "0", "2" * 400, "%E0%A5%A8%E0%A5%A9", "%C2%B2", "%ED%A0%80", "1e9", "'--", ""]
FILLED = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "99999999999999999999", "slug": "x", "str": "x"}
FIGURES = ["/desk/figures/", "/desk/figures/csv/", "/desk/figures/list/missing_open/", "/desk/figures/matches/",
           "/desk/figures/matches/csv/"]  # fmt: skip


def routes(patterns: list[Any], prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """Every address with a filler for its numbers, and its view."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and "^" not in address:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda one: FILLED.get(one[1] or "str", FILLED["uuid"]), address), pattern


def opener(act: str | None) -> str:
    """A role that gets past the screen's first question."""
    by = law().acts[act].by if act else {}
    return next((role for role in by if role in POSTS), "cwpo")


@pytest.fixture
def desks() -> Any:
    """Clients by role, signed in once."""
    land, known = settle(), {}

    def get(role: str) -> Client:
        if role not in known:
            post = POSTS[role]
            known[role] = sign_in(Client(), land.postings[post if post[-1].isdigit() else f"{post}.0"])
            known[role].raise_request_exception = False
        return known[role]

    return get


def fallen(desks: Any, queries: list[str]) -> list[str]:
    """Which addresses answer with an error of the server."""
    found = []
    for address, pattern in routes(get_resolver().url_patterns):
        mark = mark_of(pattern.callback, "GET")
        asked = desks(opener(mark.act if mark else None))
        for query in queries[:1] if FILLED["uuid"] in address else queries:
            if asked.get(f"{address}?{query}").status_code >= 500:
                found.append(f"{address}?{query[:60]}")
    return found


@pytest.mark.parametrize("value", HOSTILE)
def test_no_screen_falls_over_a_hostile_value_in_its_address(desks, value):
    every = "&".join(f"{name}={value}" for name in NAMES)
    places = f"state={value}&district={value}&{every}"
    assert fallen(desks, [places, every]) == []


@pytest.mark.parametrize("address", ["/verify/%00/", "/verify/a%00b/", "/desk/figures/list/%00/", "/invitation/%00/"])
def test_an_address_with_a_nul_is_not_there(desks, address):
    assert desks("cwpo").get(address).status_code == 404


@pytest.mark.parametrize("address", FIGURES)
@pytest.mark.parametrize("query", ["district=99999", "state=99999", "state=-1", "district=x", "state=%C2%B2"])
def test_a_place_that_the_directory_does_not_know_has_no_board(desks, address, query):
    assert desks("ministry_officer").get(f"{address}?{query}").status_code == 404


def test_a_state_may_be_written_in_the_digits_of_a_hindi_keyboard(desks):
    """Maharashtra is State 27."""
    plain, hindi = (desks("ministry_officer").get(f"/desk/figures/?state={code}") for code in ("27", "२७"))
    assert plain.status_code == hindi.status_code == 200
    assert b"Maharashtra" in hindi.content or "महाराष्ट्र" in hindi.content.decode()
