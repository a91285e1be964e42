"""The account that comes along with the posting counts only where the session proves it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.country_of_tests import Land
from tests.signing_in import sign_in
from vatsalya.access.signed_in import POSTING_KEY
from vatsalya.accounts.models import Account
from vatsalya.lib.clock import now
from vatsalya.offices.models import Posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, land: Land) -> Client:
    """The District Child Protection Officer of Nashik at the desk."""
    return sign_in(client, land.postings["nashik.dcpu.0"])


def sent_to(client: Client) -> str:
    """Where somebody who asks for the desk is sent; nothing when the desk opens."""
    return client.get("/desk/").headers.get("Location", "")


def test_one_question_brings_account_and_posting(desk: Client) -> None:
    assert sent_to(desk) == ""
    with CaptureQueriesContext(connection) as asked:
        desk.get("/desk/")
    assert not [q for q in asked if 'FROM "accounts_account"' in q["sql"]]
    assert sum('"offices_posting"."id" = ' in q["sql"] for q in asked) == 1


def test_a_changed_password_ends_the_session(desk: Client, land: Land) -> None:
    account = Account.objects.get(pk=land.postings["nashik.dcpu.0"].account_id)
    account.set_password("a wholly new pass phrase")
    account.save(update_fields=["password"])
    assert sent_to(desk).startswith("/sign-in/")


def test_an_account_that_was_closed_is_out(desk: Client, land: Land) -> None:
    Account.objects.filter(pk=land.postings["nashik.dcpu.0"].account_id).update(is_active=False)
    assert sent_to(desk).startswith("/sign-in/")


def test_a_posting_that_ended_opens_nothing(desk: Client, land: Land) -> None:
    Posting.objects.filter(pk=land.postings["nashik.dcpu.0"].pk).update(to_at=now() - timedelta(seconds=1))
    assert sent_to(desk) == "/posting/"


def test_somebody_elses_posting_in_ones_own_session_is_not_taken(desk: Client, land: Land) -> None:
    session = desk.session
    session[POSTING_KEY] = land.postings["nashik.cwc.0"].pk
    session.save()
    answer = desk.get("/desk/", follow=True)
    assert answer.wsgi_request.actor.role == "dcpo"  # the own posting, the only one


def test_a_session_without_its_proof_is_ended(desk: Client) -> None:
    session = desk.session
    session["_auth_user_hash"] = "made up"
    session.save()
    assert sent_to(desk).startswith("/sign-in/")


def test_an_unknown_way_of_signing_in_is_not_believed(desk: Client) -> None:
    session = desk.session
    session["_auth_user_backend"] = "somebody.elses.Backend"
    session.save()
    assert sent_to(desk).startswith("/sign-in/")
