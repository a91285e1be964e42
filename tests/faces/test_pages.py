"""Every page of these templates, in both languages, on a phone and on a desk, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

CITIZEN = ["/", "/child-is-missing/?state=10&district=212", "/seen-a-child/", "/directory/?state=10&district=212"]
CITIZEN += ["/directory/", "/rights/", "/help/", "/accessibility/", "/privacy/", "/sitemap/"]
CITIZEN += ["/t/track/", "/t/code/", "/t/show/", "/t/404/", "/t/csrf/", "/t/500/", "/t/503/", "/t/507/"]
DESK = ["/today/", "/match/", "/figures/", "/report/", "/t/404-desk/", "/t/403-desk/"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = """() => [...document.querySelectorAll('a,button,summary,select,input')].filter(e => {
  const r = e.getBoundingClientRect(), own = e.closest('label') || e;
  return r.width && !e.closest('[aria-hidden=true]')
    && own.getBoundingClientRect().height < 24 && getComputedStyle(e).display !== 'inline'
}).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module", params=[("hi", 360), ("en", 360), ("hi", 1280), ("en", 1280)], ids=str)
def reader(request, browser: Browser, site: str):
    """Somebody who reads in a language on a width; what the browser complains of is kept."""
    lang, width = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=site)
    context.add_cookies([{"name": "language", "value": lang, "url": site}])
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    yield page, lang
    context.close()


@pytest.mark.parametrize("address", CITIZEN + DESK)
def test_has_no_barrier_that_a_machine_can_find(reader, address):
    page, lang = reader
    page.goto(address)
    if address not in ("/t/500/", "/t/503/", "/t/507/"):
        assert page.locator("html").get_attribute("lang") == lang
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    assert page.evaluate(SMALL) == [], "too small for a thumb"
    assert [text for text in page.complaints if "404 (Not Found)" not in text] == []  # such as a broken CSP rule


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_the_first_page_paints_within_two_and_a_half_seconds_at_50_kbit(browser: Browser, site: str, lang):
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=site)
    context.add_cookies([{"name": "language", "value": lang, "url": site}])
    page = context.new_page()
    line = context.new_cdp_session(page)
    slow = {"offline": False, "latency": 500, "downloadThroughput": 6250, "uploadThroughput": 6250}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    page.goto("/")
    page.wait_for_timeout(500)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    assert painted <= 2500


#: Not on the site of parts; tests/browser/test_pages.py opens them on a whole portal.
READS_DATABASE = ("/track", "/sign-in", "/search", "/figures", "/sighting", "/complaint")


def test_every_link_of_the_citizens_pages_leads_somewhere(page: Page, site: str):
    seen, todo = set(), ["/"]
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = page.goto(address)
        assert answer is not None and answer.ok, address
        for link in page.evaluate("[...document.querySelectorAll('main a, .foot a')].map(a => a.href)"):
            path = link.removeprefix(site).partition("#")[0]
            if path.startswith("/") and not path.startswith(READS_DATABASE):
                todo.append(path)
    assert {"/child-is-missing/", "/seen-a-child/", "/directory/", "/rights/", "/privacy/"} <= seen


def test_the_keyboard_reaches_the_skip_link_then_the_three_numbers(page: Page):
    page.goto("/?x")
    order = []
    for _ in range(7):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert order[0] == "#main"
    assert order[4:7] == ["tel:1098", "tel:112", "tel:181"]


def test_the_menu_opens_on_a_phone_without_script(browser: Browser, site: str):
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/today/")
    assert not page.locator(".menu a[href='/cases/']").is_visible()
    page.locator(".menu summary").click()
    assert page.locator(".menu a[href='/cases/']").is_visible()
    assert page.locator(".menu button").is_visible()  # sign out
    context.close()


def test_a_district_is_found_in_two_steps_without_script(browser: Browser, site: str):
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/child-is-missing/")
    page.select_option("#state", "10")
    page.click(".filters button")
    page.select_option("#district", "212")
    page.click(".filters button")
    assert page.locator("#offices a[href='tel:06315550101']").count() == 1
    context.close()


@pytest.mark.parametrize(
    "query", ["?state=x", "?state=99", "?state=10&district=487", "?state=२७", "?state=" + "9" * 400]
)
def test_a_directory_asked_for_nonsense_answers_calmly(page: Page, query):
    answer = page.goto("/directory/" + query)
    assert answer is not None and answer.status == 200


@pytest.mark.parametrize(
    ("back", "to"),
    [("/rights/", "/rights/"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("javascript:alert(1)", "/")],
)
def test_the_language_is_kept_and_never_leads_away(page: Page, site: str, back, to):
    page.goto(f"/language/?to=hi&next={back}")
    assert page.url == site + to
    assert page.locator("html").get_attribute("lang") == "hi"
