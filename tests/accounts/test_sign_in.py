"""Signing in: name and password, then the second factor; and what a wrong try costs."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from tests.accounts.conftest import PASSWORD, SECRET
from tests.conftest import AT
from vatsalya.accounts import actions, brake, factors, queries
from vatsalya.accounts.models import Account, Attempt
from vatsalya.lib.clock import now


def code():
    """The next code of the app: what came before counts as unused."""
    Account.objects.update(last_step=0)
    from django.core.cache import cache

    cache.clear()
    return factors.code_now(SECRET)


def test_name_password_and_code_open_the_desk(officer, browser):
    browser.open("/sign-in/")
    browser.send(login="asha", password=PASSWORD)
    assert browser.url == "/sign-in/code/" and browser.client.get("/people/").status_code == 302
    browser.send(code=code())
    assert browser.url == "/desk/"


def test_the_name_may_be_typed_in_capitals(officer, browser):
    browser.open("/sign-in/")
    browser.send(login=" ASHA ", password=PASSWORD)
    assert browser.url == "/sign-in/code/"


def test_one_leads_back_to_the_page_one_came_for(officer, browser):
    browser.open("/people/")
    assert browser.url == "/sign-in/?next=%2Fpeople%2F"
    browser.send(login="asha", password=PASSWORD)
    browser.send(code=code())
    assert browser.url == "/people/"


def test_one_is_not_led_to_a_strangers_site(officer, browser):
    browser.open("/sign-in/?next=https://evil.example/")
    browser.send(login="asha", password=PASSWORD, next="https://evil.example/")
    browser.send(code=code())
    assert browser.url == "/desk/"


@pytest.mark.parametrize(("name", "password"), [("asha", "wrong wrong wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(officer, browser, name, password):
    browser.open("/sign-in/")
    assert "The sign-in name or the password is not right." in browser.send(login=name, password=password)


def test_a_closed_account_does_not_get_in(officer, browser):
    actions.end_account(by_account_id=None, account_id=officer.pk, at=AT)
    browser.open("/sign-in/")
    browser.send(login="asha", password=PASSWORD)
    assert "/code/" not in browser.url and "_auth_user_id" not in browser.client.session


def test_ending_an_account_ends_its_session_at_once(officer, browser):
    browser.sign_in()
    actions.end_account(by_account_id=None, account_id=officer.pk, at=AT)
    browser.open("/people/")
    assert browser.url.startswith("/sign-in/")


def test_a_wrong_code_does_not_open(officer, browser):
    browser.open("/sign-in/")
    browser.send(login="asha", password=PASSWORD)
    assert "The code is not right" in browser.send(code="000000")
    assert "_auth_user_id" not in browser.client.session


def hindi(digits):
    """A code as somebody types it with the Hindi keys."""
    return "".join(chr(ord("०") + int(digit)) for digit in digits)


def test_the_code_and_a_recovery_code_may_be_typed_in_hindi_digits(officer, browser, elsewhere):
    spare = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()[0]
    for one, typed in ((browser, code()), (elsewhere, spare)):
        one.open("/sign-in/")
        page = one.send(login="asha", password=PASSWORD)
        assert "pattern=" not in page and "maxlength" not in page.split('name="code"')[1].split(">")[0]
        one.send(code=hindi(typed))
        assert one.url == "/desk/"


def test_a_code_is_not_taken_twice_even_by_another_worker(officer, browser, elsewhere):
    from django.core.cache import cache

    used = code()
    for one in (browser, elsewhere):
        one.open("/sign-in/")
        one.send(login="asha", password=PASSWORD)
        one.send(code=used)
        cache.clear()  # another worker's cache knows nothing
    assert browser.url == "/desk/" and elsewhere.url == "/sign-in/code/"


def test_a_recovery_code_opens_once(officer, browser, elsewhere, trail):
    spare = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()[0]
    for one in (browser, elsewhere):
        one.open("/sign-in/")
        one.send(login="asha", password=PASSWORD)
        one.send(code=spare)
    assert browser.url == "/desk/" and elsewhere.url == "/sign-in/code/"
    assert factors.codes_left(officer.pk) == 9
    assert "account.recovery_code_used" in [event["act"] for event in trail]


def test_the_brake_holds_a_stranger_and_lets_the_owner_in(officer, browser, elsewhere):
    browser.sign_in()
    browser.open("/sign-out/")
    browser.send()
    elsewhere.open("/sign-in/")
    for _ in range(8):
        elsewhere.send(login="asha", password="guess guess guess")
    assert "Too many wrong tries" in elsewhere.send(login="asha", password=PASSWORD)
    browser.open("/sign-in/")
    browser.send(login="asha", password=PASSWORD)
    browser.send(code=code())
    assert browser.url == "/desk/"


def test_codes_are_braked_too(officer, elsewhere):
    elsewhere.open("/sign-in/")
    elsewhere.send(login="asha", password=PASSWORD)
    for _ in range(6):
        elsewhere.send(code="123123")
    assert "Too many wrong tries" in elsewhere.send(code=code())
    assert Attempt.objects.filter(kind=brake.CODE, ok=False).count() == 5


def test_every_sign_in_and_every_failure_is_in_the_trail(officer, browser, trail):
    browser.open("/sign-in/")
    browser.send(login="asha", password="wrong wrong wrong")
    browser.send(login="asha", password=PASSWORD)
    browser.send(code="999")
    browser.send(code=code())
    browser.open("/sign-out/")
    browser.send()
    signs = [event["act"] for event in trail if event["act"].startswith("signin.")]
    assert signs == ["signin.wrong_password", "signin.wrong_code", "signin.in", "signin.out"]
    assert not any(PASSWORD in str(event) for event in trail)


def test_the_language_of_the_person_is_taken_over(officer, browser):
    browser.sign_in()
    assert browser.client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def aged(client, key, seconds):
    session = client.session
    session[key] -= seconds
    session.save()


def test_half_an_hour_without_a_click_ends_the_session(officer, browser):
    browser.sign_in()
    aged(browser.client, "last_at", 29 * 60)
    assert browser.open("/people/") and browser.url == "/people/"
    aged(browser.client, "last_at", 31 * 60)
    assert "the time was over" in browser.open("/people/")
    assert browser.url.startswith("/sign-in/")


def test_ten_hours_end_the_session_in_any_case(officer, browser):
    browser.sign_in()
    aged(browser.client, "began_at", 10 * 3600 + 1)
    browser.open("/people/")
    assert browser.url.startswith("/sign-in/")


def test_there_is_no_sign_up_and_no_password_by_mail(browser, db):
    for path in ("/sign-up/", "/accounts/signup/", "/password/reset/", "/admin/", "/accounts/login/"):
        browser.open(path)
        assert browser.status == 404, path


def test_a_passkey_sign_in_without_passkey_fails_politely(officer, browser):
    browser.open("/sign-in/")
    browser.send("/sign-in/passkey/", credential='{"rawId": 1}')
    assert browser.status == 200 and browser.url == "/sign-in/"


def test_tries_are_shown_to_auditors_and_for_a_month_to_their_owner(officer, browser, land):
    browser.open("/sign-in/")
    browser.send(login="asha", password="wrong wrong wrong")
    browser.send(login="a name typed wrong", password="wrong wrong wrong")
    shown = queries.attempts(only_failed=True)
    assert [row.account_id for row in shown] == [None, officer.pk]
    assert len(queries.own_attempts(officer.pk, now())) == 1
    assert queries.own_attempts(officer.pk, now() + timedelta(days=31)) == []
