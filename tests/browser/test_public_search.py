"""The public search in a real browser: with its calculation, without JavaScript, on a phone, in both languages."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Portal
from tests.faces.test_pages import RULES

MAKE = """
from django.db import transaction
from vatsalya.country import cards
from vatsalya.lib.clock import now
from vatsalya.missing import publish
from vatsalya.offices.models import Office
with transaction.atomic():
    cards.publish(at=now())
    found = [str(card.public_id) for card in publish.live(at=now())]
    place = Office.objects.get(kind="nodal", code="BR-GAYA")
    print("CARDS" + __import__("json").dumps([found, place.state_id, place.district_id]))
"""
FIRST = {"hi": "दिखाएँ", "en": "Show"}


@pytest.fixture(scope="module")
def public(portal: Portal) -> list[Any]:
    """The demo's cards in Gaya: their public ids, the State and the district."""
    told = portal.run("shell", "-v0", "-c", MAKE)
    return json.loads(told.partition("CARDS")[2].splitlines()[0])


def barriers(page: Page) -> list[str]:
    """What axe finds, with the rules of the other pages."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def phone(browser: Browser, portal: Portal, lang: str, **more: Any) -> Page:
    """A phone with a language, whose every foreign request and script error is kept."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=portal.base, **more)
    context.add_cookies([{"name": "language", "value": lang, "url": portal.base}])
    page = context.new_page()
    page.errors = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.on("request", lambda ask: ask.url.startswith(portal.base) or page.errors.append(ask.url))  # type: ignore[attr-defined]
    return page


def choose(page: Page, public: list[Any]) -> None:
    """State, then district, as a person does."""
    page.goto("/search/")
    page.select_option("#state", str(public[1]))
    page.locator("button[name=districts]").click()
    page.select_option("#district", str(public[2]))


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_a_phone_solves_the_puzzle_and_sees_the_cards(
    browser: Browser, portal: Portal, public: list[Any], lang: str
) -> None:
    page = phone(browser, portal, lang)
    choose(page, public)
    assert barriers(page) == []
    page.get_by_role("button", name=FIRST[lang], exact=True).click()
    expect(page.locator("article").first).to_be_visible(timeout=15_000)
    expect(page.locator("article")).to_have_count(len(public[0]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for picture in page.locator("article img").all():
        picture.scroll_into_view_if_needed()  # a picture is fetched when it is about to be seen
        expect(picture).to_have_js_property("complete", value=True, timeout=15_000)
        assert picture.evaluate("one => one.naturalWidth") > 200
    assert barriers(page) == [] and page.errors == []  # type: ignore[attr-defined]
    assert page.url.endswith("/search/#found"), "nothing of what was asked stands in the address"
    link = page.locator("article a.act").first.get_attribute("href") or ""
    assert re.search(r"card=([0-9a-f-]{36})", link)[1] in public[0]  # type: ignore[index]
    page.context.close()


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_without_javascript_one_waits_and_then_sees_the_cards(
    browser: Browser, portal: Portal, public: list[Any], lang: str
) -> None:
    page = phone(browser, portal, lang, java_script_enabled=False)
    choose(page, public)
    page.get_by_role("button", name=FIRST[lang], exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"\d+"))
    wait = int(re.search(r"\d+", page.get_by_role("alert").inner_text())[0])  # type: ignore[index]
    assert 1 <= wait <= 60 and page.locator("article").count() == 0  # it counts since the page was opened
    assert page.locator("#district").input_value() == str(public[2]), "the choices stay"
    page.wait_for_timeout(wait * 1000 + 500)
    page.get_by_role("button", name=FIRST[lang], exact=True).click()
    expect(page.locator("article")).to_have_count(len(public[0]))
    page.context.close()


@pytest.mark.parametrize("lang", ["hi", "en"])
@pytest.mark.parametrize("address", ["/poster/{card}/", "/figures/", "/search/"])
def test_the_public_pages_have_no_barrier_on_a_phone(
    browser: Browser, portal: Portal, public: list[Any], lang: str, address: str
) -> None:
    page = phone(browser, portal, lang)
    page.goto(address.format(card=public[0][0]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == [] and page.errors == []  # type: ignore[attr-defined]
    assert page.locator("html").get_attribute("lang") == lang
    page.context.close()
