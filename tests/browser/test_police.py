"""A missing child through the police's desk, from eight answers to the end by two; on a phone, and without script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Portal
from tests.browser.people import People, fill, send
from tests.browser.test_journey import GAYA, at, day, number, photo
from tests.faces.test_pages import RULES, SMALL


def look(page: Page, lang: str) -> list[str]:
    """What is wrong with the page on the screen."""
    wrong = [] if page.locator("html").get_attribute("lang") == lang else [f"{page.url}: not in {lang}"]
    if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        wrong.append(f"{page.url}: wider than the screen")
    rules = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wrong += [f"{page.url}: {rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in rules]
    return wrong + [f"{page.url}: small {one}" for one in page.evaluate(SMALL)]


class Desk:
    """The steps of the police in Gaya, each on its page; every page is looked at where scripts run."""

    def __init__(self, people: People, lang: str, phone: str) -> None:
        self.people, self.lang, self.phone, self.wrong = people, lang, phone, []
        self.base = people.portal.base

    def open(self, who: str, address: str) -> Page:
        """A page, looked at."""
        page = self.people[who]
        answer = page.goto(address if address.startswith("http") else f"{self.base}{address}")
        assert answer is not None and answer.status == 200, address
        if self.people.script:
            self.wrong += look(page, self.lang)
        return page

    def done(self, page: Page) -> None:
        """Send the form; the report's own page follows."""
        send(page)
        assert page.locator("[aria-invalid=true], .summary, .error").count() == 0, page.locator("main").inner_text()[
            :800
        ]

    def register(self) -> None:
        page = self.open("police.gaya", "/desk/missing/new/")
        assert page.locator("main form .field").count() <= 12, "eight questions and no more"
        fill(page, {
            "name": "मीना कुमारी", "sex": "girl", "age": "12", **at("last_seen_at", days=2), "last_seen_place": GAYA,
            "reporter_name": "सुनीता देवी", "reporter_relation": "mother", "reporter_phone": self.phone,
        })  # fmt: skip
        self.done(page)
        self.report, self.url = number(page), page.url.split("?")[0]

    def wanted(self) -> None:
        page = self.open("police.gaya", f"{self.url}sitting/2/")
        assert page.locator(".note.soon").count() == 1, "says what is still wanted"
        fill(page, {"photo": photo(), "height_cm": "130", "not_known": "mother and teacher were asked"})
        fill(
            page,
            {"unknown": ["marks", "complexion", "build", "languages", "clothes", "father", "mother", "circumstance"]},
        )
        fill(page, {"risks": ["trafficking"]})
        self.done(page)
        page = self.open("police.gaya", f"{self.url}sitting/2/")
        assert page.locator(".note.calm").count() == 1, "nothing is wanted any more"
        assert float(page.locator("[name=height_cm]").input_value()) == 130

    def diary(self) -> None:
        page = self.open("police.gaya", f"{self.url}diary/new/")
        fill(page, {"code": "dlsa_told", **at("done_at", minutes=30), "note": "Zpatra 12"})
        self.done(page)
        assert page.url.endswith("/diary/") and "Zpatra 12" in page.locator("main").inner_text()

    def fir(self) -> None:
        page = self.open("police.gaya", f"{self.url}fir/")
        fill(page, {"fir_no": "12/1999", "fir_on": day(0)})
        send(page)
        assert page.locator("main").inner_text().count("FIR") > 1 and page.url.endswith("/fir/")
        fill(page, {"fir_no": "", "fir_on": day(0), "sections": "137(2) BNS"})
        self.type_number(page, f"12/{day(0)[:4]}")
        assert page.locator("[aria-invalid=true]").count() == 0
        assert f"12/{day(0)[:4]}" in page.locator("main aside").inner_text()

    def type_number(self, page: Page, text: str) -> None:
        """The number by keyboard alone: from the top of the page to its box, and Enter."""
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Control+Home")
        page.locator("a.skip").focus()
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.locator("[name=fir_no]:focus").count():
                break
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_url(self.url)

    def unit(self) -> None:
        page = self.open("police.gaya", f"{self.url}suspect/")
        fill(page, {"reason": "seen with a labour agent"})
        self.done(page)
        page = self.open("police.gaya", f"{self.url}hand-over/")
        fill(page, {"reason": "to the unit at once"})
        self.done(page)

    def click(self, who: str, step: str) -> None:
        """A step that is one click, in its fold."""
        page = self.open(who, self.url)
        button = page.locator(f"form[action$='/{step}/'] button").first
        if not button.is_visible():
            page.locator("main aside details summary").click()
        button.click()
        page.wait_for_load_state()

    def end(self) -> None:
        self.click("police.gaya", "do/hear_of_child")
        page = self.open("police.gaya", f"{self.url}otherwise/")
        fill(page, {"reason": "seen at home with mother"})
        self.done(page)
        page = self.open("police.gaya", f"{self.url}end/")
        fill(page, {"outcome": "came_back", "reason": "seen at home with mother"})
        self.done(page)
        page = self.open("police.gaya", self.url)
        assert page.locator("[name=agrees]").count() == 0, "who asked does not answer"
        page = self.open("sjpu.gaya", "/desk/police/")
        assert self.report in page.locator("#endings").inner_text()
        page = self.open("sjpu.gaya", self.url)
        page.locator("button[name=agrees][value=yes]").click()
        page.wait_for_load_state()
        assert page.locator("[name=agrees]").count() == 0

    def boards(self) -> None:
        """The other desks open too."""
        for who, address in (
            ("police.gaya", "/desk/police/"), ("nodal.gaya", "/desk/police/complaints/"),
            ("sjpu.gaya", "/desk/police/stations/"), ("rail.igatpuri", "/desk/railway/"),
        ):  # fmt: skip
            self.open(who, address)


@pytest.mark.parametrize(
    ("lang", "script", "width", "phone"),
    [("hi", True, 360, "0000041001"), ("en", True, 1280, "0000041002"), ("en", False, 360, "0000041003")],
    ids=["hindi on a phone", "english", "without script"],
)
def test_from_the_first_eight_answers_to_the_end_by_two(
    browser: Browser, portal: Portal, lang: str, script: bool, width: int, phone: str
) -> None:
    people = People(portal, browser, lang, script=script, width=width)
    desk: Any = Desk(people, lang, phone)
    for step in ("register", "wanted", "diary", "fir", "unit", "end", "boards"):
        getattr(desk, step)()
    people.close()
    assert desk.wrong == []
