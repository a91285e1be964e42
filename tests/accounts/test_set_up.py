"""The first sign-in, without JavaScript: invitation, password, app, recovery codes, desk."""

import re

import pytest
from django.urls import reverse

from tests.accounts.conftest import PASSWORD
from vatsalya.accounts import factors, invitations
from vatsalya.accounts.models import Account
from vatsalya.lib.clock import now
from vatsalya.offices.models import Posting


@pytest.fixture
def invited(land):
    account, token = invitations.invite(
        by_account_id=None, at=now(), full_name="Ravi Kale", phone="", language="hi", office_code="CWC1"
    )
    Posting.objects.filter(pk=land.postings["nashik.cwc.1"].pk).update(account=account)
    return account, reverse("invitation", args=[token])


def secret_on(page):
    return re.search(r"<code>([A-Z2-7 ]{32,})</code>", page)[1].replace(" ", "")


def test_the_whole_way_from_the_invitation_to_the_desk(invited, browser):
    account, link = invited
    assert "Ravi Kale" in browser.open(link)
    page = browser.send(password=PASSWORD, again=PASSWORD)
    assert browser.url == "/set-up/app/" and "data:image/svg+xml" in page
    page = browser.send(code=factors.code_now(secret_on(page)))
    codes = re.findall(r"<li><code>(\d{8})</code>", page)
    assert browser.url == "/set-up/codes/" and len(codes) == 10
    browser.send("/set-up/done/")
    assert browser.url == "/desk/"
    assert not Account.objects.get(pk=account.pk).must_set_up


def test_nothing_opens_before_the_second_factor(invited, browser):
    browser.open(invited[1])
    browser.send(password=PASSWORD, again=PASSWORD)
    for path in ("/desk/", "/people/", "/security/", "/posting/"):
        browser.open(path)
        assert browser.url == "/set-up/app/"


def test_set_up_cannot_be_skipped(invited, browser):
    browser.open(invited[1])
    browser.send(password=PASSWORD, again=PASSWORD)
    browser.send("/set-up/done/")
    assert browser.url == "/set-up/app/"
    assert Account.objects.get(pk=invited[0].pk).must_set_up


def test_a_wrong_first_code_keeps_the_same_square(invited, browser):
    browser.open(invited[1])
    page = browser.send(password=PASSWORD, again=PASSWORD)
    first = secret_on(page)
    page = browser.send(code="000000")
    assert "The code is not right" in page and secret_on(page) == first


def test_an_interrupted_set_up_goes_on_after_signing_in(invited, browser, elsewhere):
    account, link = invited
    browser.open(link)
    browser.send(password=PASSWORD, again=PASSWORD)
    elsewhere.open("/sign-in/")
    elsewhere.send(login=account.username, password=PASSWORD)
    assert elsewhere.url == "/set-up/app/"


def test_a_used_invitation_says_so(invited, browser, elsewhere):
    browser.open(invited[1])
    browser.send(password=PASSWORD, again=PASSWORD)
    assert "already used" in elsewhere.open(invited[1])
    assert elsewhere.status == 410


def test_an_invented_invitation_says_the_same(db, browser):
    assert "already used" in browser.open("/invitation/abcdef/")


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "at least 12 characters"),
        ("qwertyuiop123", "qwertyuiop123", "too common"),
        (PASSWORD, PASSWORD + "x", "not alike"),
        ("", "", "required"),
    ],
)
def test_a_bad_password_is_explained_and_the_invitation_stays(invited, browser, password, again, says):
    browser.open(invited[1])
    assert says in browser.send(password=password, again=again)
    invitations.find(token=invited[1].rstrip("/").rpartition("/")[2], at=now())


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("छोटा", "पासवर्ड बहुत छोटा है। उसमें कम से कम 12 अक्षर"),
        ("qwertyuiop123", "यह पासवर्ड बहुत आम है"),
        ("905712846302", "पासवर्ड में केवल अंक हैं"),
        ("ravi kale 2026", "पासवर्ड आपके नाम या साइन-इन नाम से बहुत मिलता-जुलता है"),
    ],
)
def test_a_bad_password_is_explained_in_hindi(invited, browser, password, says):
    browser.client.cookies["language"] = "hi"
    browser.open(invited[1])
    page = browser.send(password=password, again=password)
    assert says in page
    assert "This password" not in page and "The password" not in page


def test_an_invitation_taken_up_on_anothers_session_signs_the_other_out(invited, officer, browser):
    browser.sign_in()
    browser.open(invited[1])
    browser.send(password=PASSWORD, again=PASSWORD)
    assert int(browser.client.session["_auth_user_id"]) == invited[0].pk


def test_recovery_codes_are_shown_once(invited, browser):
    browser.open(invited[1])
    page = browser.send(password=PASSWORD, again=PASSWORD)
    browser.send(code=factors.code_now(secret_on(page)))
    assert "were shown already" in browser.open("/set-up/codes/")


def test_somebody_with_several_posts_chooses(officer, land, browser):
    Posting.objects.filter(pk=land.postings["pune.dcpu.0"].pk).update(account=officer)
    page = browser.sign_in()
    assert browser.url == "/posting/" and "dcpu pune" in page
    browser.send(posting=land.postings["pune.dcpu.0"].pk)
    assert browser.url == "/desk/" and browser.client.session["posting"] == land.postings["pune.dcpu.0"].pk


def test_a_post_of_somebody_else_cannot_be_chosen(officer, land, browser):
    Posting.objects.filter(pk=land.postings["pune.dcpu.0"].pk).update(account=officer)
    browser.sign_in()
    browser.send(posting=land.postings["gaya.dcpu.0"].pk)
    assert browser.url == "/posting/" and "posting" not in browser.client.session


def test_somebody_without_a_post_is_told(officer, land, browser):
    Posting.objects.filter(account=officer).update(to_at=now())
    assert "You hold no post now" in browser.sign_in()
