"""Offices with people in them, somebody with a known password and app, and a browser without JavaScript."""

import html
import re
from typing import Any

import pytest
from django.test import Client, RequestFactory

from tests.conftest import AT
from tests.country_of_tests import Land, settle
from vatsalya.accounts import actions, factors
from vatsalya.offices.models import Posting

PASSWORD = "nadi kinare teen patang"  # noqa: S105  (of invented people)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@pytest.fixture
def land(db: Any) -> Land:
    """Three districts, an office of every kind, a person in every post."""
    return settle()


@pytest.fixture
def officer(land: Land) -> Any:
    """Asha, DCPO of Nashik in place of the first one, with a known password and authenticator app."""
    account = actions.ready_made(
        username="asha", full_name="Asha Pawar", phone="9876543210", language="en",
        password=PASSWORD, secret=SECRET, at=AT,
    )  # fmt: skip
    Posting.objects.filter(pk=land.postings["nashik.dcpu.0"].pk).update(account=account)
    return account


@pytest.fixture
def trail(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is written to the audit trail about sign-in, as it is written."""
    from vatsalya.audit import actions as audit

    written: list[dict[str, Any]] = []
    record = audit.record

    def noted(**event: Any) -> None:
        written.append(event)
        record(**event)

    monkeypatch.setattr(audit, "record", noted)
    return written


class Browser:
    """A client that remembers the last page, and sends its form with the token that stands in it."""

    def __init__(self, **extra: Any) -> None:
        self.client = Client(enforce_csrf_checks=True, **extra)
        self.text, self.raw, self.status, self.url = "", "", 0, ""

    def open(self, url: str) -> str:
        """Go to a page; redirects are followed."""
        return self._keep(self.client.get(url, follow=True))

    def send(self, url: str = "", **data: Any) -> str:
        """Send the form of this page (or another one's, on this page)."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.text)
        assert token, "no form on this page"
        return self._keep(self.client.post(url or self.url, {**data, "csrfmiddlewaretoken": token[1]}, follow=True))

    def _keep(self, response: Any) -> str:
        self.status, self.raw = response.status_code, response.content.decode()
        self.text = html.unescape(self.raw)
        self.url = response.request["PATH_INFO"]
        query = response.request.get("QUERY_STRING")
        self.url += f"?{query}" if query else ""
        return self.text

    def sign_in(self, username: str = "asha", password: str = PASSWORD, secret: str = SECRET) -> str:
        """Name, password, code."""
        self.open("/sign-in/")
        self.send(login=username, password=password)
        return self.send(code=factors.code_now(secret)) if "/code/" in self.url else self.text


@pytest.fixture
def browser() -> Browser:
    """A browser that nobody signed in with."""
    return Browser(REMOTE_ADDR="10.1.1.1", headers={"accept-language": "en"})


@pytest.fixture
def elsewhere() -> Browser:
    """Another browser, at another address."""
    return Browser(REMOTE_ADDR="203.0.113.9", headers={"accept-language": "en"})


@pytest.fixture
def requests_from() -> Any:
    """Requests without a page, from an address, with cookies."""

    def make(address: str, cookies: dict[str, str] | None = None) -> Any:
        request = RequestFactory().get("/", REMOTE_ADDR=address)
        request.COOKIES.update(cookies or {})
        return request

    return make
