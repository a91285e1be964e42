"""The desk's screens of a card: fill, look, propose, approve, poster, take down; in both languages."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.publish.conftest import Desk
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.clock import ist_date, now
from vatsalya.missing import publish
from vatsalya.missing.card_models import PublicCard

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def at(land):
    """The browser of a post."""

    def open_(post: str, lang: str = "en") -> Client:
        return sign_in(Client(headers={"accept-language": lang}), land.postings[f"{post}.0"])

    return open_


@pytest.fixture
def report(desk: Desk):
    """Ankit's report with a picture."""
    return desk.register(photo=True)


def filled(desk: Desk, report, **more) -> dict:
    """What the officer fills."""
    day = ist_date(now())
    return {
        "fields_": ["first_name", "age_band", "sex", "height", "marks", "clothes", "photo"], "marks": ["0"],
        "clothes": "नीली कमीज़", "photo": str(desk.photo_of(report)), "consent_by": "mother", "consent_how": "thumb",
        "consent_on": day.isoformat(), "reason": "Travellers may know him", "authority": "nodal", "authority_no": "N/4",
        "authority_on": day.isoformat(), "until_on": (day + timedelta(days=20)).isoformat(), "step": "look",
    } | more  # fmt: skip


def only_card() -> PublicCard:
    """The one card there is."""
    session.bind(machine("test"))
    return PublicCard.unscoped.get()


def test_an_officer_sees_both_languages_before_anything_is_kept(desk, report, at):
    page = at("gaya.ps").post(f"/desk/missing/{report.pk}/card/propose/", filled(desk, report)).content.decode()
    assert "This is what the public will see" in page and "Boy, 9 to 11 years" in page and "लड़का, 9 से 11 वर्ष" in page
    assert page.count("data:image/jpeg;base64,") == 2 and 'value="propose"' in page
    session.bind(machine("test"))
    assert not PublicCard.unscoped.exists()


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_from_proposal_to_poster_and_down_again(desk, report, at, lang):
    police, nodal = at("gaya.ps", lang), at("gaya.nodal", lang)
    there = f"/desk/missing/{report.pk}/card/"
    assert police.post(f"{there}propose/", filled(desk, report, step="propose")).status_code == 302
    card = only_card()
    assert police.get(there).status_code == 200 and b"/approve/" not in police.get(there).content
    assert b"/approve/" in nodal.get(there).content
    assert police.post(f"/desk/cards/{card.pk}/approve/").status_code == 403
    assert nodal.post(f"/desk/cards/{card.pk}/approve/").status_code == 302
    assert publish.state_of(public_id=card.public_id, at=now()) == "live"
    page = police.get(there).content.decode()
    assert f"/poster/{card.public_id}/" in page and "poster/a4/chosen/" in page
    assert 'value="ur" checked' in page, "Urdu is the likeliest other language of Bihar that has a poster"
    paper = police.get(f"/desk/cards/{card.pk}/poster/a4/chosen/?with=hi&with=en&with=bn")
    assert paper.content.startswith(b"%PDF") and paper.headers["Cache-Control"] == "private, no-store"
    name = paper.headers["Content-Disposition"]
    assert "ankit" not in name.lower() and "अंकित" not in name and report.number not in name
    assert police.get(f"/desk/cards/{card.pk}/poster/phone/{lang}/").content.startswith(b"\x89PNG")
    assert police.post(f"/desk/cards/{card.pk}/withdraw/", {"why": "consent"}).status_code == 302
    assert publish.state_of(public_id=card.public_id, at=now()) == "ended"
    assert police.get(f"/desk/cards/{card.pk}/poster/a4/{lang}/").status_code == 404
    assert police.get(there).status_code == 200


def test_a_consent_older_than_the_loss_is_refused_at_its_box(desk, report, at):
    police = at("gaya.ps", "hi")
    early = filled(desk, report, consent_on="2026-01-01")
    for step in ("look", "propose"):
        answer = police.post(f"/desk/missing/{report.pk}/card/propose/", early | {"step": step})
        page = answer.content.decode()
        assert answer.status_code == 422 and 'href="#id_consent_on"' in page and "उससे पहले कोई सहमति" in page
    session.bind(machine("test"))
    assert not PublicCard.unscoped.exists()


def test_every_mistake_is_told_and_what_was_typed_stays(desk, report, at):
    police = at("gaya.ps")
    wrong = filled(desk, report, clothes="school of राजेश", until_on="2036-01-01")
    answer = police.post(f"/desk/missing/{report.pk}/card/propose/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and "within 90 days" in page and "parent" in page and "school of" in page
    empty = police.post(f"/desk/missing/{report.pk}/card/propose/", {"step": "look"})
    assert empty.status_code == 422 and "data-summary" in empty.content.decode()
    forged = police.post(f"/desk/missing/{report.pk}/card/propose/", filled(desk, report, fields_=["father"]))
    assert forged.status_code == 422


def test_change_brings_the_answers_back(desk, report, at):
    page = at("gaya.ps").post(f"/desk/missing/{report.pk}/card/propose/", filled(desk, report, step="change"))
    assert page.status_code == 200 and "नीली कमीज़" in page.content.decode()


def test_the_only_photo_and_mark_are_chosen_and_a_refusal_says_what_to_choose(desk, report, at):
    police, there = at("gaya.ps"), f"/desk/missing/{report.pk}/card/propose/"
    page = police.get(there).content.decode()
    chosen = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="photo"' in tag or 'name="marks"' in tag]
    assert len(chosen) == 2 and all("checked" in tag for tag in chosen)
    answer = police.post(there, {**filled(desk, report), "photo": "", "marks": []})
    told = answer.content.decode()
    assert answer.status_code == 422 and "no photo is chosen" in told and "no mark is chosen" in told
    assert "You ticked something" not in told


def test_the_approver_is_asked_about_a_barred_child_with_like_particulars(desk, at):
    from tests.publish.test_bar_follows_the_child import second

    card = desk.propose(second(desk, desk.register(risks=["sexual_offence"]), "other_child"), at=now() - HOUR)
    nodal, there = at("gaya.nodal", "hi"), f"/desk/missing/{card.matter_id}/card/"
    page = nodal.get(there).content.decode()
    assert "मिलते-जुलते विवरण वाला एक बच्चा" in page and 'name="barred_child"' in page
    assert nodal.post(f"/desk/cards/{card.pk}/approve/").status_code == 422
    assert nodal.post(f"/desk/cards/{card.pk}/approve/", {"barred_child": "same"}).status_code == 302
    assert only_card().why == "barred"


def test_a_law_that_nobody_knows_is_asked_for_at_its_box(desk, report, at):
    day = ist_date(now())
    told = {"fir_no": f"12/{day.year}", "fir_on": day.isoformat(), "sections": "6 XYZ"}
    answer = at("gaya.ps").post(f"/desk/missing/{report.pk}/fir/", told)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'href="#id_sections"' in page and "Which law is meant" in page


def test_a_state_that_asks_for_an_order_asks_it_on_the_form(desk, at):
    matter = desk.register("nashik")
    page = at("nashik.ps").get(f"/desk/missing/{matter.pk}/card/propose/").content.decode()
    assert 'name="committee_no"' in page


def test_forbidding_takes_down_and_offers_no_new_card(desk, report, at):
    desk.publish(report, at=now(), until_on=ist_date(now()) + timedelta(days=9))
    police, there = at("gaya.ps"), f"/desk/missing/{report.pk}/card/"
    assert police.post(f"{there}forbid/", {"ground": "nothing"}).status_code == 422
    assert police.post(f"{there}forbid/", {"ground": "pocso"}).status_code == 302
    page = police.get(there).content.decode()
    assert "Publication is forbidden" in page and "card/propose/" not in page
    assert only_card().why == "barred"


def test_unknown_posters_are_not_found(desk, report, at):
    card, police = desk.publish(report, at=now(), until_on=ist_date(now()) + timedelta(days=9)), at("gaya.ps")
    for tail in ("a4/chosen/", "a4/chosen/?with=hi&with=en&with=bn&with=ta"):
        told = police.get(f"/desk/cards/{card.pk}/poster/{tail}", follow=True)
        assert "Choose one to 3 languages." in told.content.decode()
    for tail in ("a4/chosen/?with=fr", "a4/all/", "a4/fr/", "phone/all/", "a3/hi/"):
        assert police.get(f"/desk/cards/{card.pk}/poster/{tail}").status_code == 404


def test_a_draft_poster_of_a_proposed_card_says_that_it_is_not_public(desk, report, at, monkeypatch):
    from vatsalya.papers import poster

    marks = []
    monkeypatch.setattr(poster, "_run", lambda data, *a, **k: marks.append(data) or b"%PDF")
    card = desk.propose(report, at=now(), until_on=ist_date(now()) + timedelta(days=9))
    at("gaya.ps").get(f"/desk/cards/{card.pk}/poster/a4/en/")
    assert marks[0]["pages"][0]["watermark"] == "NOT PUBLIC" and marks[0]["qr"] == ""


def test_the_card_page_says_who_may_lift_a_bar_and_a_card_taken_back_is_not_called_found(desk, report, at):
    card = desk.publish(report)
    publish.come_down(card.matter, "found", at=now())
    station, nodal, page = at("gaya.ps"), at("gaya.nodal"), f"/desk/missing/{report.pk}/card/"
    told = station.get(page).content.decode()
    assert "the search goes on" in told and "The child is found" not in told
    station.post(f"{page}forbid/", {"ground": "danger"})
    told = station.get(page).content.decode()
    bar = told.partition("/desk/bars/")[2].partition("/")[0]
    assert "Who may lift it" in told and desk.land.offices["gaya.nodal"].name_en in told
    assert station.post(f"/desk/bars/{bar}/ask/", {"reason": "no"}).status_code == 422
    assert station.post(f"/desk/bars/{bar}/ask/", {"reason": "the danger is over"}).status_code == 302
    assert "/decide/" not in station.get(page).content.decode()
    assert "the danger is over" in nodal.get(page).content.decode()
    answer = nodal.post(f"/desk/bars/{bar}/decide/", {"lifts": "yes", "reason": "the man was arrested"})
    assert answer.status_code == 302 and "Propose to show the child" in station.get(page).content.decode()
