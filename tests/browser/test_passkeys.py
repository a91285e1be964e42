"""Passkeys in a real browser with a virtual security key: added, used alone, used as second factor."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(browser: Browser) -> Any:
    """A page whose device has a passkey store; anything the browser complains of fails the test."""
    context = browser.new_context(locale="en-IN")
    made, complaints = context.new_page(), []
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    session = context.new_cdp_session(made)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield made
    context.close()
    assert complaints == []


def name_and_password(page: Page, portal: Any, login: dict[str, Any]) -> None:
    page.goto(f"{portal.base}/sign-in/")
    page.fill("[name=login]", login["username"])
    page.fill("[name=password]", login["password"])
    page.click("main form:not([data-passkey]) button")


def sign_out(page: Page, portal: Any) -> None:
    page.goto(f"{portal.base}/sign-out/")
    page.click("main button")
    page.wait_for_url("**/sign-in/")


def test_a_passkey_signs_in_alone_and_as_second_factor(page: Page, portal: Any) -> None:
    # A login that no other test uses: the six digits are taken once in their half minute.
    login = portal.logins["sara.maharashtra"]
    name_and_password(page, portal, login)
    page.fill("[name=code]", portal.code("sara.maharashtra"))
    page.click("main form:not([data-passkey]) button >> nth=0")
    page.wait_for_url("**/desk/")
    page.goto(f"{portal.base}/set-up/passkey/")
    page.fill("[name=name]", "Office computer")
    page.click("form[data-passkey] button")
    page.wait_for_url(re.compile("/(security|set-up/codes)/$"))
    sign_out(page, portal)
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/")
    sign_out(page, portal)
    name_and_password(page, portal, login)
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/")
