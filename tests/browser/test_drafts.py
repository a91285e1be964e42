"""One officer, one form, two windows: what is typed in the one is never lost to the other."""

from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Portal
from tests.browser.people import People

NEW = "/desk/missing/new/"
SAVED = {"timeout": 15000}


def test_two_windows_of_one_form_fill_one_draft(portal: Portal, browser: Browser) -> None:
    people = People(portal, browser, "en", script=True)
    a: Any = people["police.gaya"]
    b = a.context.new_page()
    for window in (a, b):
        window.goto(f"{portal.base}{NEW}")
    a.fill("[name=name]", "मीना")
    expect(a.locator("[data-draft-state]")).to_have_attribute("data-state", "saved", **SAVED)
    b.fill("[name=reporter_name]", "सुनीता देवी")
    expect(b.locator("[name=name]")).to_have_value("मीना", **SAVED)
    a.fill("[name=name]", "मीना कुमारी")
    expect(a.locator("[name=reporter_name]")).to_have_value("सुनीता देवी", **SAVED)
    b.fill("[name=name]", "मीना देवी")
    expect(b.locator("p[data-elsewhere]")).to_contain_text("मीना कुमारी", **SAVED)
    b.close()
    third = a.context.new_page()
    third.goto(f"{portal.base}{NEW}")
    expect(third.locator("[name=name]")).to_have_value("मीना देवी")
    expect(third.locator("[name=reporter_name]")).to_have_value("सुनीता देवी")
    expect(third.locator("main")).to_contain_text("मीना कुमारी")
    people.close()
