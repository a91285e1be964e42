"""A person's own security: password, app, passkeys, codes, sessions; grave acts ask once more."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from tests.accounts.conftest import PASSWORD, SECRET
from tests.accounts.test_sign_in import code
from vatsalya.accounts import factors, queries
from vatsalya.accounts.models import Account

NEW = "ek aur lamba shabd samuh"


@pytest.fixture
def inside(officer, browser):
    browser.sign_in()
    return browser


def stale(browser):
    """As if the person had signed in long ago."""
    session = browser.client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


def test_the_page_shows_factors_codes_sessions_and_tries(inside):
    page = inside.open("/security/")
    for words in ("Your sign-in name is asha.", "10 codes are unused.", "10.1.1.1", "here", "accepted"):
        assert words in page


def test_the_password_is_changed_and_other_sessions_end(inside, elsewhere, officer, trail):
    code()
    elsewhere.sign_in()
    inside.open("/security/password/")
    inside.send(oldpassword=PASSWORD, password1=NEW, password2=NEW)
    assert inside.url == "/security/"
    elsewhere.open("/security/")
    assert elsewhere.url.startswith("/sign-in/")
    assert Account.objects.get(pk=officer.pk).check_password(NEW)
    assert "account.password_changed" in [event["act"] for event in trail]


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("wrong wrong wrong", NEW, NEW, "present password is not right"),
        (PASSWORD, "short", "short", "at least 12"),
        (PASSWORD, NEW, NEW + "x", "same password"),
        (PASSWORD, PASSWORD, PASSWORD, "present password. Choose"),
        (PASSWORD, "asha pawar 1234", "asha pawar 1234", "too much like"),
    ],
)
def test_a_bad_change_of_password_is_explained(inside, officer, old, new, again, says):
    inside.open("/security/password/")
    assert says in inside.send(oldpassword=old, password1=new, password2=again)
    assert Account.objects.get(pk=officer.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("छोटा", "पासवर्ड बहुत छोटा है। उसमें कम से कम 12 अक्षर"),
        ("qwertyuiop123", "यह पासवर्ड बहुत आम है"),
        ("905712846302", "पासवर्ड में केवल अंक हैं"),
        ("asha.pawar.2026", "पासवर्ड आपके नाम या साइन-इन नाम से"),
    ],
)
def test_a_bad_new_password_is_explained_in_hindi(inside, new, says):
    inside.client.cookies["language"] = "hi"
    inside.open("/security/password/")
    assert says in inside.send(oldpassword=PASSWORD, password1=new, password2=new)


def test_guessing_the_present_password_is_braked(inside):
    inside.open("/security/password/")
    for _ in range(11):
        page = inside.send(oldpassword="guess guess guess", password1=NEW, password2=NEW)
    assert "Too many wrong tries" in page


def test_a_new_telephone_replaces_the_old_app(inside, officer):
    page = inside.open("/set-up/app/")
    secret = re.search(r"<code>([A-Z2-7 ]{32,})</code>", page)[1].replace(" ", "")
    inside.send(code=factors.code_now(secret))
    assert inside.url == "/security/"
    app = queries.app_of(officer.pk)
    assert factors.take_step(app, factors.code_now(secret)) or Account.objects.get(pk=officer.pk).last_step
    assert not app.wrap().validate_code(factors.code_now(SECRET))


def test_the_only_factor_cannot_be_taken_away(inside, officer):
    inside.open("/security/app/remove/")
    assert "only second factor" in inside.text
    inside.send()
    assert factors.strong(officer.pk).exists()


def test_the_only_passkey_cannot_be_taken_away(inside, officer):
    Authenticator.objects.filter(user=officer, type="totp").delete()
    key = Authenticator.objects.create(user=officer, type="webauthn", data={"name": "Office", "credential": {}})
    inside.open(f"/security/passkeys/{key.pk}/remove/")
    assert "only second factor" in inside.text
    inside.open("/sign-out/")
    inside.send(f"/security/passkeys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_passkey_beside_the_app_can_be_renamed_and_taken_away(inside, officer):
    key = Authenticator.objects.create(user=officer, type="webauthn", data={"name": "Office", "credential": {}})
    inside.open(f"/security/passkeys/{key.pk}/")
    inside.send(name="At home <b>")
    assert inside.url == "/security/" and "At home <b>" in inside.text
    inside.open(f"/security/passkeys/{key.pk}/remove/")
    inside.send()
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_anothers_passkey_is_not_there(inside, land):
    other = Account.objects.get(username="gaya.dcpu.0")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Hers", "credential": {}})
    for path in (f"/security/passkeys/{key.pk}/", f"/security/passkeys/{key.pk}/remove/"):
        inside.open(path)
        assert inside.status == 404


def test_new_recovery_codes_replace_the_old(inside, officer):
    inside.open("/set-up/codes/new/")
    page = inside.send()
    assert inside.url == "/set-up/codes/" and len(re.findall(r"<li><code>\d{8}</code>", page)) == 10


def test_one_session_or_all_others_can_be_ended(inside, elsewhere, officer):
    code()
    elsewhere.sign_in()
    there = UserSession.objects.get(session_key=elsewhere.client.session.session_key)
    inside.open("/security/")
    inside.send("/security/sessions/end/", session=there.pk)
    elsewhere.open("/security/")
    assert elsewhere.url.startswith("/sign-in/")
    code()
    elsewhere.sign_in()
    inside.open("/security/")
    inside.send("/security/sessions/end/")
    assert len(queries.sessions_of(officer.pk)) == 1
    inside.open("/security/")
    assert inside.url == "/security/"


def test_anothers_session_cannot_be_ended(inside, land, elsewhere):
    elsewhere.client.force_login(Account.objects.get(username="gaya.dcpu.0"))
    other = UserSession.objects.create(
        user_id=elsewhere.client.session["_auth_user_id"], ip="10.0.0.1",
        session_key=elsewhere.client.session.session_key, user_agent="x",
    )  # fmt: skip
    inside.open("/security/")
    inside.send("/security/sessions/end/", session=other.pk)
    assert UserSession.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("path", ["/set-up/app/", "/set-up/codes/new/", "/set-up/passkey/", "/people/{}/end/"])
def test_grave_acts_ask_for_a_code_when_the_sign_in_is_long_past(inside, land, path):
    path = path.format(land.postings["nashik.home.0"].pk)
    stale(inside)
    inside.open(path)
    assert inside.url.startswith("/again/code/?next=")
    inside.send(code=code(), next=path)
    assert inside.url == path


def test_the_password_alone_does_not_prove_presence_where_there_is_a_factor(inside):
    stale(inside)
    inside.open("/again/password/?next=/set-up/app/")
    assert inside.url.startswith("/again/code/")
