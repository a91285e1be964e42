"""The demo's people in front of their screens: signing in once, filling forms by the names of their boxes."""

import time
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.conftest import Portal

#: The last code of each login; the test before may have used it half a minute ago.
USED: dict[tuple[str, str], str] = {}


class People:
    """One browser context for each person; a code counts once, so each signs in once."""

    def __init__(self, portal: Portal, browser: Browser, lang: str, *, script: bool, width: int = 1280) -> None:
        self.portal, self.browser, self.lang, self.script, self.width = portal, browser, lang, script, width
        self.pages: dict[str, Page] = {}

    def __getitem__(self, name: str) -> Page:
        """The page of a person, signed in."""
        if name not in self.pages:
            self.pages[name] = self._sign_in(name)
        return self.pages[name]

    def _context(self) -> Page:
        context = self.browser.new_context(
            viewport={"width": self.width, "height": 900}, java_script_enabled=self.script
        )
        context.add_cookies([{"name": "language", "value": self.lang, "url": self.portal.base}])
        context.set_default_timeout(8000)
        return context.new_page()

    def citizen(self) -> Page:
        """Somebody without a login."""
        return self._context()

    def _sign_in(self, name: str) -> Page:
        page, login = self._context(), self.portal.logins[name]
        page.goto(f"{self.portal.base}/sign-in/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", login["password"])
        page.locator("main form button").first.click()
        page.fill("[name=code]", self._fresh_code(name))
        page.locator("main form button").first.click()
        page.wait_for_url(f"{self.portal.base}/desk/**")
        return page

    def _fresh_code(self, name: str) -> str:
        """The present code; one that this login used already counts no more, so the next is waited for."""
        while (code := self.portal.code(name)) == USED.get((self.portal.base, name)):
            time.sleep(1)
        USED[self.portal.base, name] = code
        return code

    def close(self) -> None:
        """Everybody goes home."""
        for page in self.pages.values():
            page.context.close()


def fill(page: Page, answers: dict[str, Any]) -> None:
    """Fill boxes by name: text, select, radio, check boxes; folded sections are opened first."""
    for name, value in answers.items():
        box = page.locator(f"main form [name='{name}']")
        fold = page.locator("details", has=page.locator(f"[name='{name}']")).first
        if fold.count() and fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
        kind = box.first.get_attribute("type") or ""
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                page.locator(f"main form [name='{name}'][value='{one}']").check()
        elif box.first.evaluate("e => e.tagName") == "SELECT":
            box.first.select_option(str(value))
        elif kind == "file":
            box.first.set_input_files(value)
        else:
            box.first.fill(str(value))


def send(page: Page) -> None:
    """The form's own button."""
    page.locator("main form .acts button.act:not(.second)").last.click()
    page.wait_for_load_state()


def send_anyway(page: Page) -> None:
    """The same; where the portal knows a child like this one already, it is said to be another child."""
    send(page)
    if page.locator("#duplicate").count():
        page.locator("#dup-other").check()
        page.locator("#duplicate_reason").select_option("sibling")
        page.locator("#duplicate button").click()
        page.wait_for_load_state()
