"""Every demo login's desk and all that it links to, in both languages, on a phone: no dead link, no barrier."""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Portal
from tests.conftest import make_database
from tests.faces.test_pages import RULES, SMALL
from vatsalya.country.settle import LOGINS

#: One login of each post, and the station that brought children before the Board: the others see the same pages.
POSTS = [*{role: name for name, (_, _, role, _) in reversed(LOGINS.items())}.values(), "police.nashik"]
#: What leads out of the page or is a file; the sign-out is pressed in another test.
NOT_PAGES = re.compile(r"^/(sign-out|language|static|demo)|/pdf/|/csv/|\.csv$|/poster/|^/desk/photos/")
KEYS = """
import json
from django.test import Client
from vatsalya.accounts.models import Account
from vatsalya.country.settle import LOGINS
found = {}
for name in LOGINS:
    client = Client()
    client.force_login(
        Account.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend")
    found[name] = [client.cookies["sessionid"].key, client.cookies["sessionid"].value]
print("KEYS" + json.dumps(found))
"""


@pytest.fixture(scope="module")
def country(tmp_path_factory: Any) -> Iterator[Portal]:
    """A portal with the demo's offices and a few hundred invented children."""
    name = os.environ.get("VATSALYA_TEST_DB", "vatsalya_test") + "_pages"
    running = Portal(tmp_path_factory.mktemp("pages"), name)
    make_database(name)
    running.run("demo_settle")
    running.run("demo_load", "--children", "300")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def keys(country: Portal) -> dict[str, list[str]]:
    """A session for every login; the sign-in itself has its own tests."""
    told = country.run("shell", "-v0", "-c", KEYS)
    return json.loads(told.partition("KEYS")[2])


def kind(address: str) -> str:
    """An address without the numbers in it: one of each kind is opened."""
    return re.sub(r"[0-9a-f-]{36}|\d+", "#", address.partition("#")[0].partition("?")[0])


def links(page: Page, base: str) -> list[str]:
    """Every address of the portal that the page links to."""
    found = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    own = [link.removeprefix(base).partition("#")[0] for link in found if link.startswith(base)]
    return [link for link in own if not NOT_PAGES.search(link)]


def look(page: Page, lang: str, checked: set[tuple[str, str]], address: str) -> list[str]:
    """What is wrong with the page on the screen."""
    wrong = []
    if page.locator("html").get_attribute("lang") != lang:
        wrong.append(f"{address}: language is not {lang}")
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        wrong.append(f"{address}: wider than the screen")
    if (lang, kind(address)) not in checked:
        checked.add((lang, kind(address)))
        rules = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        wrong += [f"{address}: {rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in rules]
        wrong += [f"{address}: small {one}" for one in page.evaluate(SMALL)]
    return wrong


@pytest.fixture(scope="module")
def checked() -> set[tuple[str, str]]:
    """Kinds of pages that the machine looked at for barriers already, by language."""
    return set()


def crawl(
    browser: Browser, portal: Portal, lang: str, checked: set[tuple[str, str]], start: str, key: list[str] | None = None
) -> tuple[set[str], list[str]]:
    """Every kind of page that can be reached below a first one on a phone, and what is wrong with them."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    cookies = [("language", lang), *([(key[0], key[1])] if key else [])]
    context.add_cookies([{"name": name, "value": value, "url": portal.base} for name, value in cookies])
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("request", lambda asked: wrong.append(f"left: {asked.url}") if portal.base not in asked.url else None)
    seen, todo = set[str](), [start]
    while todo:
        address = todo.pop(0)
        if kind(address) in seen:
            continue
        seen.add(kind(address))
        answer = page.goto(f"{portal.base}{address}")
        if answer is None or answer.status != 200:
            wrong.append(f"{address}: {answer and answer.status}")
            continue
        wrong += look(page, lang, checked, address)
        todo += [link for link in links(page, portal.base) if link.startswith(start)]
    context.close()
    return seen, wrong


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("lang", ["hi", "en"])
def test_the_desk_and_every_page_it_leads_to_opens_without_a_barrier(
    browser: Browser, country: Portal, keys: dict[str, list[str]], checked: set[tuple[str, str]], name: str, lang: str
) -> None:
    seen, wrong = crawl(browser, country, lang, checked, "/desk/", keys[name])
    assert len(seen) >= 2
    assert wrong == []


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_every_page_that_a_citizen_can_reach_opens_without_a_barrier(
    browser: Browser, country: Portal, checked: set[tuple[str, str]], lang: str
) -> None:
    seen, wrong = crawl(browser, country, lang, checked, "/")
    assert {"/report/", "/sighting/", "/search/", "/figures/", "/track/", "/directory/"} <= seen
    assert wrong == []
