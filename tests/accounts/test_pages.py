"""Every page of sign-in, security and appointments: both languages, the marks of a good page, no JavaScript needed."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import get_resolver, reverse

from tests.accounts.conftest import Browser
from tests.accounts.test_bulk import person, sheet
from vatsalya.access.middleware import POSTING_KEY
from vatsalya.accounts import factors
from vatsalya.accounts.models import Account
from vatsalya.notices.channels import sms
from vatsalya.offices.models import Posting

OPEN = ["/sign-in/", "/sign-out/", "/sign-in/closed/", "/invitation/none/"]
OWN = [
    "/security/", "/security/password/", "/security/app/remove/", "/set-up/app/", "/set-up/passkey/",
    "/set-up/codes/", "/set-up/codes/new/", "/again/code/", "/people/", "/people/appoint/", "/people/appoint/pic/",
    "/people/many/", "/sign-out/",
]  # fmt: skip


def as_(name, land, lang="en"):
    """A browser of the holder of a post, just signed in."""
    posting = land.postings[name if name[-1].isdigit() else f"{name}.0"]
    Account.objects.filter(pk=posting.account_id).update(must_set_up=False)
    account = Account.objects.get(pk=posting.account_id)
    if not factors.strong(account.pk).exists():
        factors.give_app(account=account, secret="JBSWY3DPEHPK3PXP")  # noqa: S106
    browser = Browser(headers={"accept-language": lang})
    browser.client.force_login(account)
    session = browser.client.session
    session[POSTING_KEY] = posting.pk
    session["account_authentication_methods"] = [{"method": "mfa", "at": 9e9, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return browser


def good(browser, lang):
    """A page with a heading, in its language, with a label to each field and nothing inline."""
    text = browser.text
    assert browser.status in (200, 403, 410), browser.url
    assert f'<html lang="{lang}"' in text and text.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*(src=|application/json))|\son\w+=|style=\"", text)
    labels = set(re.findall(r'<label[^>]* for="([^"]+)"', text))
    for field in re.findall(r"<(?:input|select|textarea)[^>]*>", text):
        if not re.search(r'type="(hidden|checkbox|radio)"|aria-hidden', field):
            assert re.search(r'id="([^"]+)"', field)[1] in labels, field
    for form in re.findall(r'<form[^>]*method="post".*?</form>', text, re.S):
        assert "csrfmiddlewaretoken" in form


def english_left(text):
    """Our own English sentences on a Hindi page (names of roles in brackets and codes may be English)."""
    main = text.partition("<main")[2].partition("</main>")[0]
    shown = re.sub(r"<(script|style|code|bdi)[^>]*>.*?</\1>|<[^>]+>", " ", main, flags=re.S)
    return re.findall(r"\b[a-z]{3,}(?: [a-z]{2,}){2,}", shown)


@pytest.mark.parametrize("lang", ["en", "hi"])
@pytest.mark.parametrize("path", OPEN)
def test_open_pages(db, path, lang):
    browser = Browser(headers={"accept-language": lang})
    browser.open(path)
    good(browser, lang)
    assert lang == "en" or not english_left(browser.text)


@pytest.mark.parametrize("lang", ["en", "hi"])
@pytest.mark.parametrize("path", OWN)
def test_own_pages(land, path, lang):
    browser = as_("nashik.dcpu.0", land, lang)
    browser.open(path)
    good(browser, lang)
    assert lang == "en" or not english_left(browser.text)


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_pages_of_one_person_or_passkey_or_sheet(land, lang):
    browser = as_("nashik.dcpu.0", land, lang)
    me = land.postings["nashik.dcpu.0"].account
    key = Authenticator.objects.create(user=me, type="webauthn", data={"name": "Office", "credential": {}})
    home = land.postings["nashik.home.0"].pk
    for path in (
        f"/people/{home}/end/", f"/people/{home}/invite/",
        f"/security/passkeys/{key.pk}/", f"/security/passkeys/{key.pk}/remove/",
    ):  # fmt: skip
        browser.open(path)
        good(browser, lang)
        assert lang == "en" or not english_left(browser.text)


def test_every_address_of_this_door_is_opened_by_a_test():
    patterns = [p for p in get_resolver().url_patterns if "desk.accounts" in str(getattr(p, "urlconf_name", ""))]
    routes = {str(route.pattern) for found in patterns for route in found.url_patterns}
    assert len(routes) == 34


def test_appointing_shows_the_invitation_once_and_the_list_says_invited(land):
    browser = as_("nashik.scps", land)
    browser.open("/people/appoint/cwc_member/")
    page = browser.send(
        office=land.offices["nashik.cwc"].pk, full_name="Meera <b>Joshi</b>", phone="98765 43210", order_no="7/2026",
        from_on="2026-11-01", to_on="2029-11-01", language="hi",
    )  # fmt: skip
    link = re.search(r"<code>(http://testserver/invitation/\S+/)</code>", page)[1]
    assert "data:image/svg+xml" in page
    browser.open("/people/?name=Meera")
    assert "invited" in browser.text and link not in browser.text
    stranger = Browser()
    stranger.open(link)
    assert stranger.status == 200


def test_a_wrong_appointment_keeps_what_was_typed_and_links_to_the_fields(land):
    browser = as_("nashik.scps", land)
    browser.open("/people/appoint/cwc_member/")
    page = browser.send(full_name="Meera", phone="12", order_no="", from_on="", language="hi")
    assert 'value="Meera"' in page and 'href="#id_phone"' in page and 'href="#id_order_no"' in page


def test_an_office_of_another_state_cannot_be_slipped_in(land):
    browser = as_("nashik.scps", land)
    browser.open("/people/appoint/cwc_member/")
    before = Posting.objects.count()
    browser.send(
        office=land.offices["gaya.cwc"].pk, full_name="Meera", order_no="7", from_on="2026-11-01", language="hi"
    )
    assert Posting.objects.count() == before and "put right" in browser.text


@pytest.mark.parametrize("path", ["/people/appoint/cwpo/", "/people/appoint/scps_officer/", "/people/appoint/emperor/"])
def test_the_form_for_another_level_is_not_there(land, path):
    browser = as_("nashik.scps", land)
    browser.open(path)
    assert browser.status == 404


@pytest.mark.parametrize("who", ["nashik.cwc.0", "nashik.ps", "nashik.dm", "nashik.ngo"])
def test_who_appoints_nobody_is_refused_with_words(land, who):
    browser = as_(who, land)
    browser.open("/people/")
    assert browser.status == 403


def test_relieving_asks_first_and_is_done_at_once(land):
    browser = as_("nashik.scps", land)
    posting = land.postings["nashik.cwc.1"]
    browser.open(f"/people/{posting.pk}/end/")
    assert Posting.objects.get(pk=posting.pk).to_at is None
    browser.send()
    assert browser.url == "/people/" and Posting.objects.get(pk=posting.pk).to_at
    browser.open(f"/people/{posting.pk}/end/")
    assert "already ended" in browser.text


def test_a_post_ended_by_mistake_is_given_again_on_the_page(land, officer):
    browser = as_("nashik.scps", land, "hi")
    browser.open(f"/people/{land.postings['nashik.dcpu.0'].pk}/end/")
    browser.send()
    assert not Account.objects.get(pk=officer.pk).is_active
    browser.open("/people/appoint/dcpo/")
    sent = {"office": land.offices["nashik.dcpu"].pk, "full_name": "Asha Pawar", "order_no": "9", "language": "hi"}
    page = browser.send(**sent, phone="9000000009", from_on="2026-11-01", username="asha")
    assert "यह लॉगिन बंद था और अब फिर खुला है" in page and "/invitation/" in page
    message = sms.for_phone("9876543210")[0]  # the number on record, not the one that was typed now
    assert message.template == "account.reinvited" and not sms.for_phone("9000000009")


def test_a_day_of_another_century_is_refused_at_its_box(land):
    browser = as_("nashik.scps", land, "hi")
    browser.open("/people/appoint/cwc_member/")
    sent = {"office": land.offices["nashik.cwc"].pk, "full_name": "Meera", "order_no": "7", "language": "hi"}
    before = Posting.objects.count()
    page = browser.send(**sent, from_on="1900-01-01")
    assert Posting.objects.count() == before
    assert 'href="#id_from_on"' in page and "पूरे सेवाकाल से भी पहले" in page


def test_relieving_somebody_of_another_district_is_not_found(land):
    browser = as_("nashik.dcpu.0", land)
    browser.open(f"/people/{land.postings['pune.home.0'].pk}/end/")
    assert browser.status == 404


def test_a_new_invitation_is_shown_and_the_old_keys_stop(land, officer):
    browser = as_("nashik.scps", land)
    browser.open(f"/people/{land.postings['nashik.dcpu.0'].pk}/invite/")
    assert "/invitation/" in browser.send()
    message = sms.for_phone("9876543210")[0]
    assert message.template == "account.reinvited" and "asha" in message.body
    assert not Account.objects.get(pk=officer.pk).has_usable_password()


def uploaded(browser, content, name="people.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    browser.open("/people/many/")
    return browser.send(sheet=file)


def test_a_spreadsheet_from_upload_to_undo(land):
    browser = as_("nashik.scps", land)
    page = uploaded(browser, sheet([person(1), person(2, name=""), person(3, name="<i>Anjali</i>")]))
    assert "2 rows can be run, 1 cannot" in page and "<i>Anjali" in page and "&lt;i&gt;" in browser.raw
    assert "The name is missing." in browser.open(browser.url + "?show=wrong")
    job = browser.url.partition("?")[0]
    assert "2 appointed, 0 still to do" in browser.send(job + "run/")
    assert browser.send(job + "invitations/").count("/invitation/") == 2
    browser.open(job)
    assert "2 appointments ended, 0 kept." in browser.send(job + "undo/")
    assert "This sheet was undone" in browser.text


def test_a_wrong_spreadsheet_is_explained_on_the_page(land):
    browser = as_("nashik.scps", land)
    assert "These columns are missing: role, office" in uploaded(browser, b"name,order,from\n", "x.csv")
    assert "Row 2 holds a formula" in uploaded(browser, sheet([person(name="=1+1")]))
    browser.open("/people/many/")
    browser.send()
    assert "required" in browser.text


def test_a_long_run_goes_on_by_its_button(land, monkeypatch):
    from vatsalya.offices import bulk

    run = bulk.run
    monkeypatch.setattr(bulk, "run", lambda **told: run(**told, most=1))
    browser = as_("nashik.scps", land)
    uploaded(browser, sheet([person(1), person(2)]))
    job = browser.url
    for left in (1, 0):
        assert f"{2 - left} appointed, {left} still to do" in browser.send(job + "run/")
        browser.open(job)


def test_the_empty_sheet_is_a_spreadsheet(land):
    browser = as_("nashik.scps", land)
    response = browser.client.get(reverse("bulk_empty"))
    assert response.content[:2] == b"PK" and "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_the_auditor_sees_the_tries_at_the_door(land, lang):
    knocking = Browser(REMOTE_ADDR="203.0.113.9")
    knocking.open("/sign-in/")
    knocking.send(login="nashik.scps.0", password="wrong wrong wrong")  # noqa: S106
    knocking.send(login="nobody", password="wrong wrong wrong")  # noqa: S106
    auditor = as_("india.ministry.2", land, lang)
    page = auditor.open("/auditor/sign-ins/?failed")
    good(auditor, lang)
    assert "nashik.scps.0" in page and "203.0.113.9" in page and "<th>nobody" not in page
    assert lang == "en" or not english_left(page)
    other = as_("nashik.scps", land)
    other.open("/auditor/sign-ins/")
    assert other.status == 403
