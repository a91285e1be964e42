"""One child's journey, driven through the pages by everybody who takes part in it."""

import io
import re
import time
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Portal
from tests.browser.people import People, fill, send, send_anyway
from tests.conftest import url
from vatsalya.lib.clock import IST, now

GAYA, NASHIK = "196", "487"


def moment(**back: int) -> tuple[str, str]:
    """A day and a time some while ago, as the boxes want them."""
    then = now().astimezone(IST) - timedelta(**back)
    return then.strftime("%Y-%m-%d"), then.strftime("%H:%M")


def at(name: str, **back: int) -> dict[str, str]:
    """Both boxes of a moment."""
    day, time = moment(**back)
    return {f"{name}_0": day, f"{name}_1": time}


def day(ahead: int) -> str:
    """A day before or after today."""
    return (now().astimezone(IST) + timedelta(days=ahead)).strftime("%Y-%m-%d")


def photo() -> dict[str, Any]:
    """A photograph made here: no child of this world."""
    out = io.BytesIO()
    Image.effect_noise((600, 800), 60).convert("RGB").save(out, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def number(page: Page) -> str:
    """The number that the page's heading shows."""
    return page.locator("h1 .num").inner_text()


class Journey:
    """The steps; each opens the pages that its person would open."""

    def __init__(self, people: People, mark: dict[str, str], phone: str) -> None:
        self.people, self.mark, self.phone = people, mark, phone
        self.base = people.portal.base

    def register(self) -> None:
        """1: the mother comes to the station."""
        page = self.people["police.gaya"]
        page.goto(f"{self.base}/desk/missing/new/")
        fill(page, {
            "name": "अंकित कुमार", "sex": "boy", "age": "9", **at("last_seen_at", days=11), "last_seen_place": GAYA,
            "reporter_name": "सुनीता देवी", "reporter_relation": "mother", "reporter_phone": self.phone,
        })  # fmt: skip
        send_anyway(page)
        self.report, self.report_url = number(page), page.url.split("?")[0]
        page.goto(f"{self.report_url}sitting/2/")
        fill(page, {"languages": ["mag"], **{f"marks-0-{key}": value for key, value in self.mark.items()}})
        send_anyway(page)
        page.goto(f"{self.report_url}sitting/3/")
        fill(page, {"last_seen_text": "गया जंक्शन", "home_place": GAYA})
        send_anyway(page)

    def nodal(self) -> None:
        """2: both nodal officers have it before them and say so."""
        for name in ("nodal.gaya", "nodal.bihar"):
            page = self.people[name]
            page.goto(f"{self.base}/desk/")
            assert self.report in page.locator("#told").inner_text()
            page.goto(self.report_url)
            page.locator("form[action$='/acknowledge/'] button").click()
            page.wait_for_load_state()

    def call(self) -> None:
        """9: a neighbour's call hangs on the same child."""
        page = self.people["helpline.bihar"]
        page.goto(f"{self.base}/desk/calls/new/")
        fill(page, {"caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "place": GAYA,
                    "told": "पड़ोस का लड़का अंकित घर नहीं लौटा।", "name": "अंकित", "sex": "boy", "age": "9"})  # fmt: skip
        send_anyway(page)
        assert "/new/" not in page.url, page.locator("main").inner_text()[:600]
        self.call_url = page.url
        page.fill("[name=number]", self.report)
        page.locator("form[action$='/child/'] button").click()
        page.wait_for_load_state()
        assert page.locator("aside .note.calm").count() == 1

    def admit(self) -> None:
        """3 and 4: the home admits a boy; the search says only whom to ask."""
        page = self.people["home.nashik"]
        page.goto(f"{self.base}/desk/cases/new/")
        fill(page, {
            "name": "Ankeet", "sex": "boy", "age": "10", "age_basis": "apparent", "languages": ["mag"],
            "photo": photo(),
            **{f"marks-0-{key}": value for key, value in self.mark.items()},
            **at("found_at", hours=6), "found_place": NASHIK, "found_text": "Igatpuri",
            **at("charge_at", hours=5), "journey_minutes": "90", **at("received_at", hours=3),
            "producer_kind": "railway_police", "home_says": "Gaya", "belongings-0-item": "bag",
        })  # fmt: skip
        send_anyway(page)
        self.case, self.case_url = number(page), page.url.split("?")[0]
        assert page.locator(".mask").count() >= 1
        assert "अंकित" not in page.locator("main").inner_text()

    def match(self) -> None:
        """4 and 5: the match comes first with its reasons; two persons confirm."""
        page = self.people["police.gaya"]
        page.goto(self.report_url)
        page.locator("main a[href*='/desk/matches/']").first.click()
        page.wait_for_load_state()
        self.match_url = page.url
        text = page.locator("main").inner_text()
        assert "Ankeet" in text and page.locator("ul.why li").count() >= 4
        page.locator("button[value=same]").click()
        page.wait_for_load_state()
        # Not settled by one person alone: no second yes from the same side, but it may still say no.
        assert page.locator("button[value=same]").count() == 0 and page.locator("button[value=different]").count() == 1
        chair = self.people["cwc.nashik"]
        chair.goto(self.match_url)
        chair.locator("button[value=same]").click()
        chair.wait_for_load_state()
        assert chair.locator("button[value=same]").count() == 0

    def click(self, name: str, step: str) -> None:
        """One of the steps that need no form."""
        page = self.people[name]
        page.goto(self.case_url)
        page.locator(f"form[action$='/do/{step}/'] button").click()
        page.wait_for_load_state()

    def order(self, name: str, form: str, answers: dict[str, Any]) -> Page:
        """An order by its form."""
        page = self.people[name]
        page.goto(f"{self.case_url}order/{form}/")
        fill(page, answers)
        send_anyway(page)
        return page

    def sit(self, town: str, members: tuple[str, ...]) -> str:
        """The chair opens a sitting; members say that they are present."""
        chair = self.people[f"cwc.{town}"]
        chair.goto(f"{self.base}/desk/sittings/")
        if chair.locator("main form button").count():
            chair.locator("main form button").click()
        else:
            chair.locator("main a.act").click()
        chair.wait_for_load_state()
        for member in members:
            page = self.people[f"cwc.{town}.{member}"]
            page.goto(chair.url)
            page.locator("form[action$='/attend/'] button").click()
            page.wait_for_load_state()
        return chair.url

    def committee(self) -> None:
        """6: production, quorum, Form 18, Form 21."""
        self.click("home.nashik", "produce")
        sitting = self.sit("nashik", ())
        placing = {"period_from": day(0), "period_to": day(90), "reason": "बच्चा सुरक्षित रहे।"}
        page = self.order("cwc.nashik", "18", placing)
        assert page.locator(".summary").count() == 1  # one member is no quorum; what was typed is still there
        assert page.locator("[name=reason]").input_value() == placing["reason"]
        self.sit("nashik", ("2", "3"))
        page = self.order("cwc.nashik", "18", placing)
        assert page.url == self.case_url
        self.order("cwc.nashik", "21", {"due_on": day(15), "questions": "परिवार कहाँ है?"})
        page.goto(sitting)
        assert self.case in page.locator("main").inner_text()

    def inquiry(self) -> None:
        """7: the District Unit's worker files Form 22."""
        officer = self.people["dcpu.nashik"]
        officer.goto(self.case_url)
        officer.locator("form[action*='/give/'] select").select_option(index=0)
        officer.locator("form[action*='/give/'] button").click()
        officer.wait_for_load_state()
        worker = self.people["worker.nashik"]
        worker.goto(f"{self.case_url}report/")
        fill(
            worker,
            {"visited_on": day(0), "visited_place": "Nashik", "met": "बच्चा", "risk": "कम", "recommendation": "घर भेजें"},
        )
        send(worker)
        assert worker.url == self.case_url

    def transfer(self) -> None:
        """7: transfer, agreement, escort, journey, reception; one owner at every moment."""
        page = self.people["cwc.nashik"]
        page.goto(f"{self.case_url}transfer/")
        fill(page, {"district": GAYA, "reason": "बच्चे का घर गया में है।"})
        send_anyway(page)
        self.click("cwc.gaya", "agree")
        self.order("cwc.nashik", "45", {
            "escort_name": "अनुरक्षक", "escort_woman": "yes", "destination": "बाल कल्याण समिति, गया", "by_date": day(10),
            "fallback": "गया के बाल गृह में रखें।",
        })  # fmt: skip
        self.click("dcpu.nashik", "depart")
        assert self.status("cwc.nashik", self.case_url) == 200
        self.click("cwc.gaya", "receive")
        assert self.status("cwc.nashik", self.case_url) == 404
        assert self.status("home.nashik", self.case_url) == 404

    def home(self) -> None:
        """7: hearing, final order, Form 44, restoration, visits."""
        self.sit("gaya", ("2", "3"))
        page = self.people["cwc.gaya"]
        page.goto(f"{self.case_url}hear/")
        fill(page, {"wishes": "माँ के पास जाना है।"})
        send_anyway(page)
        self.click("cwc.gaya", "check")
        page.goto(f"{self.case_url}final/")
        fill(page, {"codes": ["a", "b"], "reason": "माँ उपयुक्त है।"})
        send_anyway(page)
        self.order("cwc.gaya", "44", {
            "carer_name": "सुनीता देवी", "carer_relation": "mother", "carer_address": "गया", "effective_on": day(0),
            "reason": "माँ उपयुक्त है।",
        })  # fmt: skip
        unit = self.people["dcpu.gaya"]
        unit.goto(self.case_url)
        unit.locator("a[href$='/home/']").click()
        assert "सुनीता देवी" in unit.locator("main dl.facts").inner_text()
        fill(unit, {"received_by": "सुनीता देवी", "identity_seen": "yes", **at("handed_at")})
        send(unit)
        assert unit.url == self.case_url
        page.goto(self.case_url)
        assert page.locator("main .clock").count() >= 9

    def mother(self) -> None:
        """8: the mother follows by number and code, in plain words."""
        page = self.people.citizen()
        page.goto(f"{self.base}/track/")
        page.fill("[name=number]", self.report)
        page.locator("main form button").first.click()
        page.wait_for_load_state()
        phone = self.people.citizen()
        phone.goto(f"{self.base}/demo/phone/?number={self.phone}")
        code = re.search(r"\b(\d{6})\b", phone.locator("main .note").first.inner_text())
        assert code
        page.fill("[name=code]", code[1])
        page.locator("main form button").first.click()
        page.wait_for_load_state()
        assert page.url.endswith("/track/report/")
        assert page.locator("ol.line li").count() >= 5
        assert "Nashik" not in page.locator("ol.line").inner_text()

    def strangers(self) -> None:
        """11: those without a duty find nothing, and it is written down."""
        for name in ("probation.nashik", "home.pune", "ministry", "police.kolkata"):
            for address in (self.case_url, self.report_url, self.call_url):
                assert self.status(name, address) == 404, (name, address)
        page = self.people["auditor"]
        page.goto(f"{self.base}/desk/audit/")
        assert page.locator("tbody tr").count() >= 4

    def status(self, name: str, address: str) -> int:
        """What the server answers to this person."""
        answer = self.people[name].goto(address)
        assert answer is not None
        return answer.status

    def board(self, who: str, query: str) -> dict[str, int]:
        """The figures of a place, as this officer reads them."""
        page = self.people[who]
        page.goto(f"{self.base}/desk/figures/{query}")
        found = {}
        for one in page.locator(".figs a.fig").all():
            code = (one.get_attribute("href") or "").split("?")[0].rstrip("/").split("/")[-1]
            found[code] = int(re.sub(r"\D", "", one.locator("b").inner_text()) or -1)
        return found

    def boards(self) -> dict[str, int]:
        """India by the ministry; a State by its own society, for small numbers are hidden to those above it."""
        places = {"india": ("ministry", "?nation=1"), "bihar": ("scps.bihar", "?state=10")}
        places["maharashtra"] = ("scps.maharashtra", "?state=27")
        return {f"{name} {code}": n for name, asked in places.items() for code, n in self.board(*asked).items()}

    def moved(self, before: dict[str, int], wanted: dict[str, int]) -> None:
        """10: within a minute the figures moved by so much."""
        until, seen = time.monotonic() + 60, {}
        while time.monotonic() < until:
            after = self.boards()
            seen = {key: after[key] - before[key] for key in wanted}
            if seen == wanted:
                return
            self.people["ministry"].wait_for_timeout(1500)
        raise AssertionError(f"after a minute the figures moved by {seen}")

    def figure_opens(self) -> None:
        """10: each figure opens its list, for those who may see it: the station sees its own report there."""
        page = self.people["police.gaya"]
        page.goto(f"{self.base}/desk/figures/list/missing_traced/?district={GAYA}")
        assert self.report in page.locator("main").inner_text()
        page = self.people["ministry"]
        page.goto(f"{self.base}/desk/figures/list/missing_traced/?nation=1")
        assert page.locator("h1").count() == 1 and self.report not in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("lang", "script", "mark", "phone"),
    [
        ("hi", True, {"kind": "scar", "part": "wrist", "side": "left"}, "0000012301"),
        ("en", True, {"kind": "burn", "part": "knee", "side": "right"}, "0000012302"),
        ("hi", False, {"kind": "mole", "part": "chin", "side": "left"}, "0000012303"),
    ],
)
def test_one_childs_journey(
    portal: Portal, browser: Browser, lang: str, script: bool, mark: dict[str, str], phone: str
) -> None:
    people = People(portal, browser, lang, script=script)
    journey = Journey(people, mark, phone)
    start = journey.boards()
    for step in (journey.register, journey.nodal, journey.call, journey.admit):
        step()
    journey.moved(start, {
        "india missing_reported": 1, "bihar missing_open": 1, "maharashtra missing_open": 0, "maharashtra cases_new": 1,
        "india calls_open": 1, "maharashtra in_homes": 1,
    })  # fmt: skip
    for step in (journey.match, journey.committee, journey.inquiry, journey.transfer, journey.home):
        step()
    journey.moved(start, {
        "india missing_open": 0, "india missing_traced": 1, "bihar missing_traced": 1, "maharashtra missing_traced": 0,
        "bihar restored": 1, "maharashtra cases_open": 0, "maharashtra in_homes": 0,
    })  # fmt: skip
    for step in (journey.mother, journey.figure_opens, journey.strangers):
        step()
    for town in ("nashik", "gaya"):
        page = people[f"cwc.{town}"]
        page.goto(f"{portal.base}/desk/sittings/")
        page.locator("main a.act").click()
        page.locator("form[action$='/close/'] button").click()
    people.close()


def test_the_trail_is_proved_whole_and_a_touched_row_is_named(portal: Portal, browser: Browser) -> None:
    """12: verify says ok; after somebody edits one row behind the portal's back, it names it."""
    people = People(portal, browser, "en", script=False)
    assert people["dm.nashik"].goto(f"{portal.base}/desk/")
    people.close()
    assert '"ok": true' in portal.run("audit_verify", "--json")
    with psycopg.connect(url("owner", portal.name), autocommit=True) as owner:
        found = owner.execute("SELECT id, act FROM audit_event WHERE seq IS NOT NULL ORDER BY id LIMIT 1").fetchone()
        assert found
        owner.execute("ALTER TABLE audit_event DISABLE TRIGGER for_ever")
        owner.execute("UPDATE audit_event SET act = 'nothing' WHERE id = %s", [found[0]])
        try:
            told = portal.run("audit_verify", "--json")
            assert '"ok": false' in told and f'"event": {found[0]}' in told
        finally:
            owner.execute("UPDATE audit_event SET act = %s WHERE id = %s", [found[1], found[0]])
            owner.execute("ALTER TABLE audit_event ENABLE TRIGGER for_ever")
    assert '"ok": true' in portal.run("audit_verify", "--json")
