"""The citizen on a slow telephone: 2G, one request in twenty lost, no network in the middle; exactly one record."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Portal
from tests.browser.people import People, fill
from tests.faces.test_pages import RULES, SMALL
from tests.publish.conftest import drawing
from vatsalya.lib.clock import IST

PHONE = "0000054321"
PICTURES = os.environ.get("CITIZEN_PICTURES")


def slow(page: Page, *, offline: bool = False) -> None:
    """The 2G profile of the browser's tools: 450 ms, 250 kbit/s down, 50 kbit/s up."""
    line = getattr(page, "_line", None) or page.context.new_cdp_session(page)
    page._line = line  # type: ignore[attr-defined]
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": offline, "latency": 450, "downloadThroughput": 250_000 / 8, "uploadThroughput": 50_000 / 8},
    )


class Loss:
    """Loses every twentieth answer, and the first answer to each report: the server has it, the phone does not know."""

    def __init__(self) -> None:
        self.seen, self.lost_posts = 0, 0

    def __call__(self, route: Route) -> None:
        self.seen += 1
        request = route.request
        if request.method == "POST" and self.lost_posts == 0 and request.headers.get("x-queue"):
            self.lost_posts += 1
            route.fetch()
            route.abort("connectionreset")
        elif self.seen % 20 == 0 and request.resource_type not in ("document", "stylesheet"):
            route.abort("connectionreset")
        else:
            route.continue_()


def sighting() -> dict[str, Any]:
    """What is filled in, by the names of the boxes."""
    moment = datetime.now(UTC).astimezone(IST) - timedelta(hours=1)
    return {
        "danger": "no", "place": district(), "place_text": "Gaya Junction, platform 1",
        "seen_at_0": moment.strftime("%Y-%m-%d"), "seen_at_1": moment.strftime("%H:%M"), "doing": "crying",
        "sex": "girl", "age_band": "b6_11", "clothes": "yellow frock", "good_faith": ["true_word", "no_post"],
    }  # fmt: skip


def missing() -> dict[str, Any]:
    """What is filled in, by the names of the boxes."""
    moment = datetime.now(UTC).astimezone(IST) - timedelta(hours=20)
    return {
        "name": "सोनू", "sex": "boy", "age": "13", "last_seen_at_0": moment.strftime("%Y-%m-%d"),
        "last_seen_at_1": moment.strftime("%H:%M"), "last_seen_place": district(), "reporter_name": "राधा देवी",
        "reporter_relation": "mother", "reporter_phone": PHONE, "good_faith": ["true_word", "no_post"],
    }  # fmt: skip


def district() -> str:
    """The code of Gaya in the directory."""
    with (Path(__file__).parents[2] / "src/vatsalya/data/lgd_districts.csv").open(encoding="utf-8") as file:
        found = next(line for line in file if re.search(r",Gaya,", line))
    return found.split(",")[0]


def look(page: Page, name: str) -> None:
    """No barrier on the page, nothing wider than the screen; kept as a picture when asked to."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    rules = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in rules] == [], name
    assert page.evaluate(SMALL) == [], name


@pytest.fixture
def people(portal: Portal, browser: Browser) -> Iterator[Any]:
    """Makes people of a language; they go home after the test."""
    made: list[People] = []

    def make(lang: str, *, script: bool = True, width: int = 360) -> People:
        made.append(People(portal, browser, lang, script=script, width=width))
        return made[-1]

    yield make
    for one in made:
        one.close()


def number(page: Page) -> str:
    """The number on the last page."""
    return page.locator("dd b.num").first.inner_text()


def lines(desk: Page, portal: Portal, found: str) -> int:
    """How many lines of the station's inbox carry a number."""
    desk.goto(f"{portal.base}/desk/citizens/")
    return desk.get_by_text(found, exact=True).count()


#: Another child, so that the two languages do not report the same one.
IN_HINDI = {
    "place_text": "बोधगया, मंदिर का फाटक",
    "doing": "begging",
    "sex": "boy",
    "age_band": "b0_5",
    "clothes": "नीला",
}
PLAIN = {
    "hi": {"place_text": "बस अड्डा", "doing": "working", "sex": "boy", "age_band": "b12_15", "clothes": "काली पैंट"},
    "en": {"place_text": "Tekari road", "doing": "lost", "sex": "transgender", "age_band": "b16_17", "clothes": "coat"},
}
#: Who looks at the inbox in each test: a code of the second factor counts once, so each signs in once.
EYES = {("sighting", "hi"): "nodal.gaya", ("sighting", "en"): "helpline.gaya", ("missing", "hi"): "nodal.bihar",
        ("missing", "en"): "nodal.gaya"}  # fmt: skip


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_a_sighting_on_a_bad_line_arrives_exactly_once(portal: Portal, people: Any, lang: str) -> None:
    page = people(lang).citizen()
    loss = Loss()
    page.route("**/*", loss)
    slow(page)
    page.goto(f"{portal.base}/sighting/", timeout=60_000)
    page.wait_for_selector("[data-forget]", timeout=60_000)
    fill(page, sighting() | (IN_HINDI if lang == "hi" else {}))
    slow(page, offline=True)
    send_button(page)
    page.wait_for_selector("[data-report-state][data-state=waits]")
    look(page, f"waits_{lang}")
    kept = page.evaluate("Object.keys(localStorage)")
    assert "report:sighting" in kept
    slow(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_url("**/sighting/done/", timeout=60_000)
    found = number(page)
    look(page, f"sighting_done_{lang}")
    assert loss.lost_posts == 1 and page.evaluate("Object.keys(localStorage)") == []
    desk = people(lang, width=1280)[EYES["sighting", lang]]
    desk.goto(f"{portal.base}/desk/citizens/")
    assert desk.get_by_text(found, exact=True).count() == 1
    desk.get_by_text(found, exact=True).click()
    desk.wait_for_load_state()
    look(desk, f"desk_citizen_{lang}")
    assert not re.search(r"[Rr]eported \d+ times|\d+ बार सूचना", desk.content())


def send_button(page: Page) -> None:
    """The form's own button, without waiting for an answer."""
    page.locator("form[data-report] .acts button[type=submit]").last.click()


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_a_missing_child_on_a_bad_line_needs_one_code_and_is_one_record(portal: Portal, people: Any, lang: str) -> None:
    page = people(lang).citizen()
    page.route("**/*", Loss())
    slow(page)
    page.goto(f"{portal.base}/report/", timeout=60_000)
    page.wait_for_selector("[data-forget]", timeout=60_000)
    name = "सोनू" if lang == "hi" else "Sonu"
    phone = PHONE if lang == "hi" else "0000054322"
    fill(page, missing() | {"name": name, "reporter_phone": phone})
    page.wait_for_selector("[data-report-state][data-state=kept]")
    page.set_input_files("[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": drawing()})
    for _ in range(100):  # made small, then kept
        if "photo" in page.evaluate("localStorage['report:missing:files'] || ''"):
            break
        page.wait_for_timeout(200)
    page.reload(timeout=60_000)  # the phone was switched off: what was typed is there
    page.wait_for_selector("[data-report-state][data-state=back]", timeout=60_000)
    assert page.locator("[name=name]").input_value() == name
    assert page.evaluate("document.querySelector('[name=photo]').files.length") == 1
    look(page, f"report_{lang}")
    send_button(page)
    page.wait_for_url("**/report/code/", timeout=60_000)
    look(page, f"code_{lang}")
    page.fill("[name=code]", code(portal, people, phone))
    page.locator("main form button.act").first.click()
    page.wait_for_url("**/report/done/", timeout=60_000)
    look(page, f"report_done_{lang}")
    assert page.evaluate("Object.keys(localStorage)") == []
    desk = people(lang, width=1280)[EYES["missing", lang]]
    assert lines(desk, portal, number(page)) == 1
    look(desk, f"desk_list_{lang}")


def code(portal: Portal, people: Any, phone: str) -> str:
    """The code from the demonstration's telephone."""
    page = people("en").citizen()
    page.goto(f"{portal.base}/demo/phone/?number={phone}")
    found = re.search(r"\b(\d{6})\b", page.locator("main").inner_text())
    assert found, page.locator("main").inner_text()
    page.context.close()
    return found[1]


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_without_any_script_both_reports_arrive(portal: Portal, people: Any, lang: str) -> None:
    page = people(lang, script=False).citizen()
    page.goto(f"{portal.base}/seen-a-child/")
    page.goto(f"{portal.base}/sighting/")
    assert not page.locator("[data-record]").is_visible() and not page.locator("[data-forget]").is_visible()
    fill_plain(page, sighting() | PLAIN[lang])
    send_button(page)
    page.wait_for_url("**/sighting/done/")
    assert number(page)
    page.goto(f"{portal.base}/report/")
    phone = "0000054323" if lang == "hi" else "0000054324"
    fill_plain(page, missing() | {"name": "गुड्डी" if lang == "hi" else "Guddi", "sex": "girl", "reporter_phone": phone})
    send_button(page)
    page.wait_for_url("**/report/code/")
    page.fill("[name=code]", code(portal, people, phone))
    page.locator("main form button.act").first.click()
    page.wait_for_url("**/report/done/")
    found = number(page)
    page.goto(f"{portal.base}/track/?number={found}")
    page.locator("main form button").first.click()
    page.fill("[name=code]", code(portal, people, phone))
    page.locator("main form button").first.click()
    page.wait_for_url("**/track/report/")
    page.locator("form[action='/track/home/'] button").click()
    assert page.locator("[role=status].note.done").count() == 1


def fill_plain(page: Page, answers: dict[str, Any]) -> None:
    """Fill boxes by name where no script may run in the page."""
    for name, value in answers.items():
        box = page.locator(f"form[data-report] [name='{name}']").first
        if box.get_attribute("type") in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                page.locator(f"form[data-report] [name='{name}'][value='{one}']").check()
        elif name in ("place", "last_seen_place", "doing", "age_band", "company", "reporter_relation"):
            box.select_option(str(value))
        else:
            box.fill(str(value))
