"""What app.js and drafts.js do for people on a bad line; each of these pages also works without it."""

import io
import random
import time
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

STATE = "[data-draft-state]"


def got(page: Page, kind: str) -> list[dict[str, Any]]:
    """What the server received of a kind."""
    return [item for item in page.request.get("/received/").json() if item["kind"] == kind]


def line(page: Page, *, up: bool) -> None:
    """Let the server take drafts, or not."""
    page.request.post("/received/", form={"up": "1" if up else "0"})


def kept(page: Page) -> str:
    """All that lies in this window's storage, and in the phone's."""
    return page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")


def test_what_is_typed_becomes_a_draft_by_itself(page: Page):
    page.goto("/report/")
    page.fill("#id_name", "अंकित कुमार")
    page.check("#id_sex_0")
    # On a slow machine the name is kept before the sex was chosen: what counts is that all of it is kept in the end.
    until = time.monotonic() + 8
    while not (sent := got(page, "draft")) or sent[-1]["data"].get("sex") != ["b"]:
        assert time.monotonic() < until, sent
        page.wait_for_timeout(100)
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved", timeout=5000)
    assert sent[-1]["data"]["name"] == ["अंकित कुमार"]
    assert "अंकित" not in kept(page)


@pytest.fixture
def windows(page: Page) -> tuple[Page, Page]:
    """One form open in two windows of one person."""
    other = page.context.new_page()
    for one in (page, other):
        one.goto("/report/")
    return page, other


def saved(page: Page) -> dict[str, list[str]]:
    """What the server took from the last window that spoke."""
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved", timeout=5000)
    return got(page, "draft")[-1]["data"]


def test_what_was_typed_in_another_window_comes_here_and_is_not_erased(windows: tuple[Page, Page]):
    a, b = windows
    a.fill("#id_name", "अंकित")
    saved(a)
    b.check("#id_marks_1")
    b.fill("#id_note", "Found at the bus stand")
    expect(b.locator("#id_name")).to_have_value("अंकित", timeout=5000)
    a.fill("#id_name", "अंकित कुमार")
    expect(a.locator("#id_note")).to_have_value("Found at the bus stand", timeout=5000)
    expect(a.locator("#id_marks_1")).to_be_checked()
    expect(a.locator("#id_name")).to_have_value("अंकित कुमार")
    assert a.locator("p[data-elsewhere]").count() == 0


def test_two_texts_in_one_box_are_both_shown(windows: tuple[Page, Page]):
    a, b = windows
    a.fill("#id_note", "by train")
    saved(a)
    b.fill("#id_note", "on foot")
    expect(b.locator("p[data-elsewhere]")).to_contain_text("by train", timeout=5000)
    expect(b.locator("#id_note")).to_have_value("on foot")
    a.fill("#id_name", "अंकित")
    expect(a.locator("#id_note")).to_have_value("on foot", timeout=5000)
    expect(a.locator("p[data-elsewhere]")).to_contain_text("by train")


def test_words_put_back_after_a_broken_line_erase_nothing_that_came_meanwhile(windows: tuple[Page, Page]):
    a, b = windows
    a.route("**/draft/", lambda route: route.abort())
    a.fill("#id_name", "अंकित")
    expect(a.locator(STATE)).to_have_attribute("data-state", "kept", timeout=5000)
    b.fill("#id_note", "from B")
    saved(b)
    a.reload()
    expect(a.locator("#id_name")).to_have_value("अंकित")
    a.unroute("**/draft/")
    expect(a.locator("#id_note")).to_have_value("from B", timeout=5000)
    expect(b.locator("#id_note")).to_have_value("from B")
    assert saved(a)["name"] == ["अंकित"]


def test_a_row_written_in_another_window_comes_with_its_row(windows: tuple[Page, Page]):
    a, b = windows
    a.click("[data-add-row]")
    a.fill("[name=people-1-name]", "Sunita")
    saved(a)
    b.fill("#id_name", "अंकित")
    expect(b.locator("[name=people-1-name]")).to_have_value("Sunita", timeout=5000)


def test_the_time_of_the_draft_is_indias_wherever_the_clock_of_the_phone_stands(browser, context, site):
    far = browser.new_context(timezone_id="America/New_York", base_url=site)
    here = far.new_page()
    here.clock.install(time="2026-11-23T03:45:00Z")
    here.goto("/report/")
    here.fill("#id_name", "अंकित")
    here.clock.run_for(1000)
    expect(here.locator(STATE)).to_contain_text("09:15", timeout=5000)
    far.close()


def test_nothing_is_sent_when_nothing_was_typed(page: Page):
    page.goto("/report/")
    page.wait_for_timeout(900)
    assert got(page, "draft") == []


def test_a_broken_line_keeps_the_words_in_this_window_and_puts_them_back(page: Page):
    line(page, up=False)
    page.goto("/report/")
    page.fill("#id_name", "अंकित")
    page.check("#id_marks_1")
    page.click("[data-add-row]")
    page.fill("[name=people-1-name]", "Sunita")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept", timeout=5000)
    page.goto("/match/")
    page.goto("/report/")
    expect(page.locator("#id_name")).to_have_value("अंकित")
    expect(page.locator("#id_marks_1")).to_be_checked()
    expect(page.locator("[name=people-1-name]")).to_have_value("Sunita")
    line(page, up=True)
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved", timeout=5000)
    assert "अंकित" not in kept(page)


def test_leaving_the_page_saves_the_last_words(page: Page):
    page.goto("/report/")
    page.fill("#id_note", "the very last words")
    page.goto("/match/")
    page.wait_for_timeout(300)
    assert got(page, "draft")[-1]["data"]["note"] == ["the very last words"]


def test_a_form_that_went_through_leaves_nothing_behind(page: Page):
    line(page, up=False)
    page.goto("/report/")
    page.fill("#id_name", "right")
    page.fill("#id_note", "known to the officer only")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept", timeout=5000)
    page.click("text=Save the report")
    page.wait_for_url("**/today/")
    assert "known to the officer" not in kept(page)
    page.goto("/report/")
    expect(page.locator("#id_note")).to_have_value("")


def test_a_form_that_was_refused_still_has_everything(page: Page):
    page.goto("/report/")
    page.fill("#id_name", "wrong")
    page.fill("#id_note", "long story")
    page.click("text=Save the report")
    expect(page.locator(".summary")).to_be_focused()
    expect(page.locator("#id_note")).to_have_value("long story")


@pytest.mark.parametrize("leave", ["another person", "sign out"])
def test_the_words_of_one_officer_are_not_for_the_next(page: Page, leave):
    line(page, up=False)
    page.goto("/report/?as=7")
    page.fill("#id_name", "secret")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept", timeout=5000)
    if leave == "sign out":
        page.evaluate("document.querySelector('[data-sign-out]').dispatchEvent(new Event('submit'))")
        assert "secret" not in kept(page)
    page.goto("/report/?as=8")
    expect(page.locator("#id_name")).to_have_value("")
    assert "secret" not in kept(page)


@pytest.mark.parametrize("again", ["button.click()", "form.requestSubmit()"])
def test_a_second_click_on_a_slow_line_makes_no_second_record(page: Page, again):
    page.goto("/report/?wait=0.8")
    page.fill("#id_name", "right")
    page.evaluate(f"""() => {{
      const button = [...document.querySelectorAll(".acts button")].at(-1), form = button.form;
      button.click();
      setTimeout(() => {again}, 200);
    }}""")
    page.wait_for_url("**/today/")
    assert len(got(page, "report")) == 1


def photo(width: int, height: int) -> bytes:
    """A noisy photograph with a camera's notes in it; noise does not compress."""
    picture = Image.frombytes("RGB", (width, height), random.Random(1).randbytes(width * height * 3))
    notes = Image.Exif()
    notes[0x0110] = "Camera of the mother"
    notes[0x0112] = 6  # lies on its side
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, exif=notes)
    return out.getvalue()


def test_a_photograph_travels_small_upright_and_without_the_cameras_notes(page: Page):
    large = photo(1600, 1200)
    assert len(large) > 1_000_000
    page.goto("/report/")
    page.set_input_files("#id_photo", {"name": "DSC_1.jpg", "mimeType": "image/jpeg", "buffer": large})
    expect(page.locator("[data-size]")).to_contain_text("KB", timeout=20000)
    page.fill("#id_name", "right")
    page.click("text=Save the report")
    page.wait_for_url("**/today/")
    size, data = got(page, "report")[0]["files"]["photo"]
    picture = Image.open(io.BytesIO(bytes.fromhex(data)))
    assert size <= 150 * 1024
    assert picture.height > picture.width
    assert dict(picture.getexif()) == {}


def test_a_file_that_is_no_photograph_is_left_for_the_server_to_judge(page: Page):
    page.goto("/report/")
    lie = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture " * 20000}
    page.set_input_files("#id_photo", lie)
    expect(page.locator("[data-size]")).to_contain_text("looked at when you send it")
    page.fill("#id_name", "right")
    page.click("text=Save the report")
    page.wait_for_url("**/today/")
    assert got(page, "report")[0]["files"]["photo"][0] == len(lie["buffer"])


def test_a_row_is_added_without_a_visit_to_the_server(page: Page):
    page.goto("/report/")
    page.click("[data-add-row]")
    expect(page.locator("[name=people-1-name]")).to_be_focused()
    assert got(page, "report") == []


def test_a_live_part_is_asked_for_with_its_tag_and_changes_in_place(page: Page):
    answers = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.url.endswith("/live/") else None)
    page.clock.install()
    page.goto("/today/")
    for _ in range(6):
        page.clock.run_for(6000)
        page.wait_for_timeout(150)
    assert 304 in answers and answers.count(200) >= 2
    expect(page.locator("#live")).to_contain_text("look")


def test_a_lost_network_is_said_at_the_top(page: Page):
    page.goto("/today/")
    assert page.locator("[data-offline]").is_hidden()
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
