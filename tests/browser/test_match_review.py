"""The review of a possible match, driven by both sides: ask, answer, same, same, and taken back."""

import os
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Portal
from tests.browser.people import People, fill, send
from tests.browser.test_journey import GAYA, NASHIK, at, number
from tests.faces.test_pages import RULES, SMALL

CASES = [
    (
        "hi",
        True,
        360,
        "कार्तिक सोरेन",
        "Kartik Soren",
        {"kind": "scar", "part": "forehead", "side": "right"},
        "0000012311",
    ),
    (
        "en",
        False,
        1280,
        "Pintu Manjhi",
        "Pinto Maanjhi",
        {"kind": "burn", "part": "forearm", "side": "left"},
        "0000012312",
    ),
]

#: Two children of one mother, lost in the same days, would be taken for one child.
MOTHERS = {"कार्तिक सोरेन": "सावित्री सोरेन", "Pintu Manjhi": "Phulmati Manjhi"}


class Review:
    """The steps of one review; each opens the page that its person would open."""

    def __init__(self, people: People, names: tuple[str, str], mark: dict[str, str], phone: str) -> None:
        self.people, self.names, self.mark, self.phone = people, names, mark, phone
        self.base, self.wrong = people.portal.base, list[str]()

    def _mark(self) -> dict[str, str]:
        return {f"marks-0-{key}": value for key, value in self.mark.items()}

    def register(self) -> None:
        """The family comes to the station."""
        page = self.people["police.gaya"]
        page.goto(f"{self.base}/desk/missing/new/?all=1")
        fill(page, {
            "name": self.names[0], "sex": "boy", "age": "7", **at("last_seen_at", days=5), "last_seen_place": GAYA,
            "reporter_name": MOTHERS[self.names[0]], "reporter_relation": "mother", "reporter_phone": self.phone,
            "languages": ["mag"], "home_place": GAYA, **self._mark(),
        })  # fmt: skip
        send(page)
        assert "/new/" not in page.url, page.locator("main").inner_text()[:1500]
        self.report, self.report_url = number(page), page.url.split("?")[0]

    def admit(self) -> None:
        """A home far away receives the child."""
        page = self.people["home.nashik"]
        page.goto(f"{self.base}/desk/cases/new/")
        fill(page, {
            "name": self.names[1], "sex": "boy", "age": "7", "age_basis": "apparent", "languages": ["mag"],
            **self._mark(), **at("found_at", hours=6), "found_place": NASHIK, **at("charge_at", hours=5),
            "journey_minutes": "60", **at("received_at", hours=3), "producer_kind": "railway_police",
            "home_says": "Gaya",
        })  # fmt: skip
        send(page)

    def look(self, page: Page, name: str) -> None:
        """No barrier on this page, and it is not wider than the screen."""
        told = Axe().run(page, options={"runOnly": RULES}).response["violations"] if self.people.script else []
        self.wrong += [f"{name}: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in told]
        if self.people.script:
            self.wrong += [f"{name}: small {one}" for one in page.evaluate(SMALL)]
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            self.wrong.append(f"{name}: wider than the screen")
        if folder := os.environ.get("LOOK_AT"):
            page.screenshot(path=f"{folder}/{self.people.lang}-{self.people.width}-{name}.png", full_page=True)

    def open(self, who: str) -> Page:
        """The pair's page, from the list of those that wait."""
        page = self.people[who]
        page.goto(f"{self.base}/desk/matches/")
        self.look(page, f"list-{who}")
        page.goto(self.pair_url)
        return page

    def find(self) -> None:
        """The report leads to the pair; the list names it once."""
        page = self.people["police.gaya"]
        page.goto(self.report_url)
        page.locator("main a[href*='/desk/matches/']").first.click()
        page.wait_for_load_state()
        self.pair_url = page.url
        assert self.names[1] in page.locator("main").inner_text()
        assert page.locator("table.sides tbody tr").count() >= 5
        page = self.open("police.gaya")
        self.look(page, "pair-new")

    def press(self, page: Page, button: Any) -> None:
        """By keyboard alone."""
        button.focus()
        with page.expect_navigation(timeout=30_000):
            page.keyboard.press("Enter")

    def ask(self) -> None:
        """The police are not sure and ask one thing."""
        page = self.open("police.gaya")
        page.locator("main details summary").first.click()
        self.press(page, page.locator("button[value=more]"))
        assert page.locator(".summary").count() == 1  # without a question nothing is asked
        page.locator("[name=question]").select_option("home_name")
        page.fill("[name=note]", "घर का नाम?")
        self.press(page, page.locator("button[value=more]"))
        assert "घर का नाम?" in page.locator("main").inner_text()
        self.look(page, "pair-asked")

    def tell(self) -> None:
        """The Committee answers; the answer is on the page of the police."""
        page = self.open("cwc.nashik")
        page.locator("[name=answer]").select_option("fits")
        page.locator("form[action*='/tell/'] [name=note]").fill("Golu")
        self.look(page, "pair-tell")
        self.press(page, page.locator("form[action*='/tell/'] button"))
        page = self.open("police.gaya")
        assert "Golu" in page.locator("main").inner_text()

    def agree(self) -> None:
        """Same, taken back, same again; then the other side: same."""
        page = self.open("police.gaya")
        self.press(page, page.locator("button[value=same]"))
        self.press(page, page.locator("form[action$='/undo/'] button"))
        assert page.locator("form[action$='/undo/']").count() == 0
        self.press(page, page.locator("button[value=same]"))
        page = self.open("cwc.nashik")
        self.press(page, page.locator("button[value=same]"))
        assert page.locator("button[value=same]").count() == 0
        self.look(page, "pair-confirmed")

    def take_back(self) -> None:
        """The Chairperson takes the decision back with a reason: the child is looked for again."""
        page = self.open("cwc.nashik")
        self.press(page, page.locator("form[action$='/unconfirm/'] button"))
        assert page.locator(".summary").count() == 1
        page.locator("[name=reason]").select_option("doubt")
        self.press(page, page.locator("form[action$='/unconfirm/'] button"))
        assert page.locator("button[value=same]").count() == 1
        self.look(page, "pair-back")
        page = self.people["police.gaya"]
        page.goto(self.report_url)
        assert page.locator("main a[href*='/desk/matches/']").count() >= 1
        self.look(page, "report-back")

    def clear(self) -> None:
        """Nothing stays open for the tests that come after: the pair is rejected."""
        page = self.open("police.gaya")
        self.press(page, page.locator("button[value=different]"))
        assert page.locator("button[value=same]").count() == 0


@pytest.mark.parametrize(
    ("lang", "script", "width", "lost", "found", "mark", "phone"), CASES, ids=["hi-phone", "en-no-script"]
)
def test_a_match_is_asked_answered_confirmed_and_taken_back(
    portal: Portal, browser: Browser, lang: str, script: bool, width: int, lost: str, found: str,
    mark: dict[str, str], phone: str,
) -> None:  # fmt: skip
    people = People(portal, browser, lang, script=script, width=width)
    review = Review(people, (lost, found), mark, phone)
    for step in (review.register, review.admit, review.find, review.ask, review.tell, review.agree, review.take_back,
                 review.clear):  # fmt: skip
        step()
    people.close()
    assert review.wrong == []


def test_a_likely_duplicate_stops_the_form_without_a_script_and_loses_nothing(portal: Portal, browser: Browser) -> None:
    people = People(portal, browser, "hi", script=False, width=360)
    page = people["police.gaya"]
    told = {
        "name": "Bablu Hembram", "sex": "boy", "age": "11", **at("last_seen_at", days=3), "last_seen_place": GAYA,
        "reporter_name": "Zkalpit", "reporter_relation": "mother", "reporter_phone": "0000012313",
        "languages": ["mag"], "home_place": GAYA, "marks-0-kind": "mole", "marks-0-part": "neck",
        "marks-0-side": "left", "father": "Sukhdev Hembram",
    }  # fmt: skip
    for _ in range(2):
        page.goto(f"{portal.base}/desk/missing/new/?all=1")
        fill(page, told)
        send(page)
    assert page.locator("#duplicate").count() == 1
    assert page.locator("[name=name]").input_value() == told["name"]
    if folder := os.environ.get("LOOK_AT"):
        page.screenshot(path=f"{folder}/hi-360-duplicate.png", full_page=True)
    page.locator("#dup-other").check()
    page.locator("#duplicate_reason").select_option("sibling")
    page.locator("#duplicate button").click()
    page.wait_for_load_state()
    assert "/new/" not in page.url and page.locator("h1 .num").count() == 1
    people.close()
