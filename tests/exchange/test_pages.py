"""The desks of the exchange: each page opens for its post in both languages, and for nobody else."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from tests.access.world import POSTS
from tests.conftest import AT
from tests.exchange.test_pfif import document, rows
from tests.signing_in import sign_in
from vatsalya.exchange import receivers
from vatsalya.exchange.cap import alerts
from vatsalya.exchange.cctns import client as cctns
from vatsalya.exchange.cctns import simulator
from vatsalya.exchange.models import Alert, ApiKey, Event, Receiver
from vatsalya.exchange.pfif import review
from vatsalya.lib import outgoing
from vatsalya.lib.clock import now

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("lang", ["hi", "en"])
MATRIX = Path(__file__).parents[1] / "access" / "matrix.csv"
GROUNDS = "Zgruppe: seen boarding a train towards another State."


@pytest.fixture
def desk(land: Any) -> Callable[..., Client]:
    """The desk of a post."""

    def open_desk(name: str, lang: str = "en") -> Client:
        made = sign_in(
            Client(headers={"accept-language": lang}), land.postings[name if name[-1].isdigit() else f"{name}.0"]
        )
        made.cookies["language"] = lang
        return made

    return open_desk


@pytest.fixture
def waiting(land: Any) -> Any:
    """A record of another registry that waits in Gaya."""
    review.take(actor=land.bind("gaya.nodal"), at=now(), data=document(expiry_date="2099-01-01T00:00:00Z"))
    return rows()[0]


@LANGUAGES
def test_the_states_society_gives_a_key_and_sees_it_once(desk, land, lang):
    at = desk("gaya.scps", lang)
    assert at.get("/desk/systems/").status_code == 200
    assert at.get("/desk/systems/keys/new/").status_code == 200
    sent = {"office": land.offices["gaya.ps"].pk, "label": "Station", "purposes": ["exercise"], "per_minute": 60}
    page = at.post("/desk/systems/keys/new/", sent)
    assert "BEGIN PRIVATE KEY" in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    key = ApiKey.objects.get()
    assert "PRIVATE" not in at.get("/desk/systems/").content.decode()
    assert at.post(f"/desk/systems/keys/{key.pk}/rotate/").status_code == 200
    assert at.post(f"/desk/systems/keys/{ApiKey.objects.get(ended_at=None).pk}/end/").status_code == 302
    assert not ApiKey.objects.filter(ended_at=None).exists()


@LANGUAGES
def test_the_states_society_keeps_an_agreement(desk, lang):
    at = desk("gaya.scps", lang)
    sent = {"label": "Rail", "agreement_no": "A/7", "agreement_on": "2026-01-01", "until_on": "2099-01-01",
            "events": ["alert.issued"], "url": "https://10.0.0.8/x"}  # fmt: skip
    refused = at.post("/desk/systems/agreements/new/", sent)
    assert refused.status_code == 422 and "10.0.0.8" in refused.content.decode()
    assert at.post("/desk/systems/agreements/new/", sent | {"url": ""}).status_code == 200
    assert at.post(f"/desk/systems/agreements/{Receiver.objects.get().pk}/end/").status_code == 302


@LANGUAGES
def test_an_alert_is_issued_and_recalled_on_the_screen(desk, land, shown, another, lang):
    shown[0] = another(shown[0], until_on=date(2099, 1, 1))
    at = desk("gaya.state_nodal", lang)
    assert at.get("/desk/alerts/new/").status_code == 200
    sent = {
        "card_id": str(shown[0].public_id),
        "grounds": "short",
        "districts": [shown[0].district_code],
        "hours": "24",
    }
    assert at.post("/desk/alerts/new/", sent).status_code == 422
    made = at.post("/desk/alerts/new/", sent | {"grounds": GROUNDS, "step": "send"})
    assert made.status_code == 302
    page = at.get(made.url).content.decode()
    assert GROUNDS in page and "&lt;alert" not in page and str(shown[0].public_id) not in page
    assert ("Missing: अंकित (as spoken: Ankit)" if lang == "en" else "लापता: अंकित") in page
    file = at.get(f"{made.url}file/")
    assert b"<alert" in file.content and "अंकित" not in file["Content-Disposition"]
    assert at.get("/desk/alerts/").status_code == 200
    assert at.post(f"{made.url}recall/", {"reason": "nonsense"}).status_code == 422
    assert at.post(f"{made.url}recall/", {"reason": "child_found"}).status_code == 302
    told = at.get(made.url).content.decode()
    assert {"en": "Alert recalled", "hi": "चेतावनी वापस ली गई"}[lang] in told and "अंकित" not in told
    assert b"<msgType>Cancel" in at.get(f"{made.url}file/").content


def test_without_a_published_child_the_page_says_so(desk, land):
    page = desk("gaya.state_nodal").get("/desk/alerts/new/").content.decode()
    assert "No child of your State is published now" in page and "<textarea" not in page


@LANGUAGES
def test_a_document_is_taken_in_looked_at_and_decided(desk, lang):
    at = desk("gaya.nodal", lang)
    assert at.get("/desk/imports/").status_code == 200
    bad = SimpleUploadedFile("x.xml", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>")
    refused = at.post("/desk/imports/new/", {"document": bad})
    assert refused.status_code == 422 and "root:" not in refused.content.decode()
    assert {"en": "Line 1", "hi": "पंक्ति 1"}[lang] in refused.content.decode()
    hostile = document(full_name="&lt;script&gt;x&lt;/script&gt;", expiry_date="2099-01-01T00:00:00Z")
    good = SimpleUploadedFile("x.xml", hostile)
    assert at.post("/desk/imports/new/", {"document": good}).status_code == 200
    row = rows()[0]
    page = at.get(f"/desk/imports/{row.pk}/").content.decode()
    assert "&lt;script&gt;x" in page and "<script>x" not in page
    assert at.post(f"/desk/imports/{row.pk}/decide/", {"number": "BR-GAYA-26-1"}).status_code == 422
    assert at.post(f"/desk/imports/{row.pk}/decide/", {"aside": "1"}).status_code == 302
    assert at.get(f"/desk/imports/{row.pk}/").status_code == 200


def test_the_list_says_of_nobody_who_it_is(desk, waiting):
    assert "Ankit" not in desk("gaya.nodal").get("/desk/imports/").content.decode()


@pytest.fixture
def partner(settings: Any) -> Iterator[simulator.System]:
    """The police system on this machine."""
    cctns.breaker.forget()
    with simulator.running() as (system, url):
        settings.CCTNS_URL, settings.EXCHANGE_INNER_HOSTS = url, frozenset({url.removeprefix("http://")})
        yield system
    cctns.breaker.forget()


@LANGUAGES
def test_the_missing_form_opens_with_what_the_fir_says(desk, partner, lang):
    at = desk("gaya.ps", lang)
    assert "/desk/missing/new/fir/" in at.get("/desk/missing/new/").content.decode()
    assert at.get("/desk/missing/new/fir/").status_code == 200
    opened = at.post("/desk/missing/new/fir/", {"fir_no": "412/2026"})
    assert "412/" not in opened.url and "412%2F" not in opened.url, "an address holds no number of an FIR"
    assert 'value="0412/2026"' in at.get(opened.url).content.decode()


def typed(at: Client, address: str) -> dict[str, str]:
    """What stands in the boxes of a form that tell one child from another."""
    form = at.get(address).context["form"]
    return {name: form[name].value() or "" for name in ("name", "father", "height_cm", "fir_no") if name in form.fields}


def test_an_fir_never_mixes_into_the_form_of_another_child(desk, partner):
    at = desk("gaya.ps")
    begun = {"name": "As the mother says", "age": "9", "form_version": "2016.1"}
    at.post("/desk/draft/?form=missing&about=", begun)
    before = typed(at, "/desk/missing/new/?all=1")
    asked = at.post("/desk/missing/new/fir/", {"fir_no": "412/2026"})
    page = asked.content.decode()
    assert asked.status_code == 422 and "As the mother says" in page and "412/2026" in page
    assert typed(at, "/desk/missing/new/?all=1") == before, "asking changes nothing"
    opened = at.post("/desk/missing/new/fir/", {"fir_no": "412/2026", "aside": "1"}).url
    told = simulator.fir(offices_code(at), "412/2026")
    assert typed(at, opened)["name"] == told["child_name"]
    assert "As the mother says" in at.get(opened).content.decode(), "the form that was put aside is named"
    assert typed(at, "/desk/missing/new/?all=1") == before, "and nothing of it is lost or filled up"


def offices_code(at: Client) -> str:
    """The code by which the police system knows this desk's station."""
    return at.get("/desk/").wsgi_request.posting.office.code


def test_each_fir_asked_shows_its_own_data_whatever_was_asked_before(desk, partner):
    at = desk("gaya.ps")
    for number in ("413/2026", "0414/2026", "0413/2026"):
        opened = at.post("/desk/missing/new/fir/", {"fir_no": number}).url
        told = simulator.fir(offices_code(at), number)
        found = typed(at, opened)
        assert (found["name"], found["father"]) == (told["child_name"], told["father_name"])
        assert found["fir_no"] == told["fir_no"]


def test_what_was_corrected_in_the_form_of_an_fir_stands_also_when_the_police_system_is_down(desk, partner):
    at = desk("gaya.ps")
    opened = at.post("/desk/missing/new/fir/", {"fir_no": "412/2026"}).url
    about = "fir:" + opened.partition("fir=")[2]
    at.post(f"/desk/draft/?form=missing&about={about}", {"name": "Corrected", "form_version": "2016.1"})
    partner.mode = "down"
    assert at.post("/desk/missing/new/fir/", {"fir_no": "0412/2026"}).url == opened
    assert typed(at, opened)["name"] == "Corrected"
    at.post(f"/desk/draft/?form=missing&about={about}", {"drop": "/desk/missing/new/"})
    assert at.get(opened).url == "/desk/missing/new/", "thrown away is thrown away"


def test_an_answer_about_another_fir_is_not_shown_as_the_asked_one(desk, partner, monkeypatch):
    monkeypatch.setattr(simulator, "fir", lambda station, no: {"fir_no": "0777/2026", "child_name": "Somebody"})
    assert desk("gaya.ps").post("/desk/missing/new/fir/", {"fir_no": "412/2026"}).status_code == 422


@LANGUAGES
@pytest.mark.parametrize(
    ("mode", "fir_no"), [("down", "412/2026"), ("garbage", "412/2026"), ("ok", "999/2026"), ("ok", "x")]
)
def test_when_nothing_comes_the_way_by_hand_is_shown(desk, partner, lang, mode, fir_no):
    partner.mode = mode
    page = desk("gaya.ps", lang).post("/desk/missing/new/fir/", {"fir_no": fir_no})
    assert page.status_code == 422
    assert 'href="/desk/missing/new/"' in page.content.decode()


def test_a_dead_police_system_slows_no_other_page(desk, partner, monkeypatch):
    """The form itself never asks the partner: with it dead not one connection is tried."""
    partner.mode = "down"
    at = desk("gaya.ps")
    monkeypatch.setattr(outgoing, "send", lambda *a, **k: pytest.fail("a page asked the partner"))
    for page in ("/desk/", "/desk/missing/", "/desk/missing/new/", "/desk/missing/new/fir/"):
        assert at.get(page).status_code == 200


def test_without_a_police_system_the_form_offers_none(desk, settings):
    settings.CCTNS_URL = ""
    assert "/fir/" not in desk("gaya.ps").get("/desk/missing/new/").content.decode()


def oracle() -> dict[tuple[str, str, str], dict[str, str]]:
    with MATRIX.open(encoding="utf-8") as file:
        return {(r["role"], r["resource"], r["relation"]): r for r in csv.DictReader(file)}


@pytest.mark.parametrize("role", POSTS)
def test_every_post_sees_and_does_what_the_matrix_says(role, desk, land, shown, another):
    """The matrix for records of other registries and alerts: of the own State, and of another."""
    from datetime import date

    shown[0] = another(shown[0], until_on=date(2099, 1, 1))
    things = []
    for town in ("nashik", "gaya"):
        review.take(actor=land.bind(f"{town}.nodal"), at=now(), data=document(expiry_date="2099-01-01T00:00:00Z",
                    record=f"{town}.example/1"))  # fmt: skip
        issued = alerts.issue(actor=land.bind(f"{town}.state_nodal"), at=now(), card_id=str(shown[0].public_id),
                              grounds=GROUNDS, districts=[shown[0].district_code], lines=[], hours=6)  # fmt: skip
        row = next(one for one in rows() if one.unit_no == land.offices[f"{town}.nodal"].no)
        things += [("imported_person", f"/desk/imports/{row.pk}/", "decide/", land.offices[f"{town}.nodal"])]
        things += [("alert", f"/desk/alerts/{issued.pk}/", "recall/", land.offices[f"{town}.state_nodal"])]
    client, post = desk(POSTS[role]), land.actor(POSTS[role])
    mine = next(one for one in land.offices.values() if one.no == post.office_no)
    for resource, url, act, office in things:
        near = "own" if office.no == mine.no else "district" if office.state_id == mine.state_id else "other_state"
        wanted = oracle()[role, resource, near if resource == "imported_person" or near != "district" else "elsewhere"]
        page = client.get(url)
        assert (page.status_code == 200) == (wanted["may_read"] == "yes"), (role, near, url, page.status_code)
        if wanted["may_read"] == "no":
            text = page.content.decode()
            assert "Ankit" not in text and GROUNDS not in text
        done = client.post(url + act, {"aside": "1", "reason": "mistake"})
        assert (done.status_code == 302 and "/desk/" in done.url) == (wanted["may_act"] == "yes"), (role, near, url)
    assert Alert.unscoped is not None and AT + timedelta(0) == AT


@LANGUAGES
def test_an_alert_is_looked_at_before_it_goes_out(desk, land, shown, another, lang):
    shown[0] = another(shown[0], until_on=date(2099, 1, 1))
    at = desk("gaya.state_nodal", lang)
    page = at.get("/desk/alerts/new/").content.decode()
    child = page.split('name="card_id"')[1].split("</select>")[0]
    assert '<option value="" selected>' in child and child.count("selected") == 1
    sent = {"card_id": "", "grounds": GROUNDS, "districts": [shown[0].district_code], "hours": "24"}
    assert at.post("/desk/alerts/new/", sent).status_code == 422  # nobody was chosen
    sent["card_id"] = str(shown[0].public_id)
    looked = at.post("/desk/alerts/new/", sent)
    page = looked.content.decode()
    assert looked.status_code == 200 and not Alert.unscoped.exists() and not Event.objects.exists()
    assert {"en": "Nobody has an agreement", "hi": "अनुबंध नहीं"}[lang] in page
    for said in ("Missing: ", "लापता", "Blue shirt &amp; &lt;grey&gt; shorts", GROUNDS):
        assert said in page
    receivers.agree(
        actor=land.bind("gaya.scps"), at=now(), label="Rail control room", agreement_no="1",
        agreement_on=now().date(), until_on=(now() + timedelta(days=90)).date(), events=[], url="",
    )  # fmt: skip
    assert "Rail control room" in at.post("/desk/alerts/new/", sent).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("</section>")[-1]))
    changed = at.post("/desk/alerts/new/", hidden | {"step": "change"})
    assert changed.status_code == 200 and GROUNDS in changed.content.decode() and not Alert.unscoped.exists()
    assert at.post("/desk/alerts/new/", hidden | {"step": "send"}).status_code == 302
    assert Alert.unscoped.get().card == str(shown[0].public_id)


def test_the_preview_refuses_what_sending_would_refuse(desk, shown, another):
    shown[0] = another(shown[0], until_on=now().date())
    sent = {
        "card_id": str(shown[0].public_id),
        "grounds": GROUNDS,
        "districts": [shown[0].district_code],
        "hours": "72",
    }
    for step in ("", "send"):
        answer = desk("gaya.state_nodal").post("/desk/alerts/new/", sent | {"step": step})
        assert answer.status_code == 422 and not Alert.unscoped.exists()


def console(*words: str) -> str:
    """What `./vatsalya api_key` prints."""
    out = StringIO()
    call_command("api_key", *words, stdout=out)
    return out.getvalue()


def test_the_console_gives_a_key_by_the_offices_code_and_says_which_postings_may(land):
    office, giver = land.offices["gaya.ps"], land.postings["gaya.scps.0"]
    listed = console("postings", "--office", office.code).splitlines()
    assert [line.split("\t")[:2] for line in listed] == [[str(giver.pk), "scps_officer"]]
    assert len(console("postings").splitlines()) > 1
    given = console("give", "--office", office.code, "--label", "Station", "--purpose", "exercise")
    key = ApiKey.objects.get()
    assert key.pk in given and "PRIVATE KEY" in given and key.made_by_id == giver.pk
    assert key.posting.office_id == office.pk
    assert key.pk in console("list", "--office", office.code)
    console("end", "--office", office.code, "--key", key.pk)
    assert ApiKey.objects.get().ended_at
    named = ("--posting", str(giver.pk), "--office", f"ps:{office.code}")
    by_number = console("give", *named, "--label", "S", "--purpose", "exercise")
    assert "PRIVATE KEY" in by_number
    assert str(key.posting_id) not in console("postings").split()  # a machine gives no keys


@pytest.mark.parametrize("words", [["give", "--office", "NOWHERE"], ["list"], ["list", "--posting", "999999"]])
def test_the_console_says_what_is_missing_and_gives_nothing(land, words):
    with pytest.raises(CommandError):
        console(*words)
    assert not ApiKey.objects.exists()
