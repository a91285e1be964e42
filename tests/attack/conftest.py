"""A little country, its desks, and a form as its page gives it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import Land, district, settle
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matters.models import Matter

NEW = "/desk/missing/new/"
TOLD = {
    "name": "अंकित कुमार", "sex": "boy", "age": "9", "age_basis": "told", "last_seen_at_0": "2026-11-20",
    "last_seen_at_1": "09:30", "last_seen_text": "गया जंक्शन", "reporter_name": "सुनीता देवी",
    "reporter_relation": "mother", "reporter_phone": "0000012345",
}  # fmt: skip


@pytest.fixture
def land() -> Land:
    """Offices in Gaya, Nashik and Pune, with a person in each post."""
    return settle()


@pytest.fixture
def desk(land: Land) -> Callable[..., Client]:
    """The desk of a post, in Hindi unless another language is asked."""

    def open_desk(name: str, lang: str = "hi") -> Client:
        client = Client(headers={"accept-language": lang})
        return sign_in(client, land.postings[name if name[-1].isdigit() else f"{name}.0"])

    return open_desk


def form_at(client: Client, address: str, **more: Any) -> dict[str, Any]:
    """The answers to a form: its hidden fields, the mother's words, Gaya wherever a place is asked."""
    page = client.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    gaya = str(district("Gaya").code)
    assert f'<option value="{gaya}"' in page, "the form offers Gaya"
    places = dict.fromkeys(re.findall(r'<select[^>]* name="([^"]*place[^"]*)"', page), gaya)
    return hidden | TOLD | places | more


def reports() -> int:
    """How many proceedings there are."""
    session.bind(machine("test"))
    return Matter.unscoped.count()
